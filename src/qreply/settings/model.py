"""Where things are, and what the user has settled."""

from __future__ import annotations

import os
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path
from types import MappingProxyType
from typing import Literal, NamedTuple, get_args

from qreply.errors import SettingsError
from qreply.i18n import Language, join_words, t
from qreply.phrasebook.files import yaml_files
from qreply.phrasebook.model import PLATFORMS

APP = "qreply"
# Ours, then Textual's, which would take too long to import for every command; a test holds them together.
THEMES = (
    "qreply-dark",
    "qreply-light",
    "ansi-dark",
    "ansi-light",
    "atom-one-dark",
    "atom-one-light",
    "catppuccin-frappe",
    "catppuccin-latte",
    "catppuccin-macchiato",
    "catppuccin-mocha",
    "dracula",
    "flexoki",
    "gruvbox",
    "monokai",
    "nord",
    "rose-pine",
    "rose-pine-dawn",
    "rose-pine-moon",
    "solarized-dark",
    "solarized-light",
    "textual-dark",
    "textual-light",
    "tokyo-night",
)
DEFAULT_THEME = THEMES[0]

_Kind = Literal["config", "cache", "state", "log"]

_XDG = {
    "config": ("XDG_CONFIG_HOME", ".config"),
    "cache": ("XDG_CACHE_HOME", ".cache"),
    "state": ("XDG_STATE_HOME", ".local/state"),
}


def settings_path() -> Path:
    """Where the settings file is looked for, unless `--config` names another."""
    return _folder("config") / "settings.yaml"


def shipped_phrasebook() -> Path:
    """The phrasebook that comes with qreply: inside the package, or beside it in a source checkout."""
    package = Path(__file__).parents[1]
    installed = package / "shipped"
    return installed if installed.is_dir() else package.parents[1] / "phrasebook"


def trade_pack(trade: str) -> Path:
    """The book of what only this trade is asked, which lies over the common one."""
    return shipped_phrasebook() / "trades" / trade


def cache_path() -> Path:
    """Where indexes are kept, to be opened without reading the books."""
    return _folder("cache")


def remembered_path() -> Path:
    """Where picked options are remembered."""
    return _folder("state") / "remembered.json"


def sent_digests_path() -> Path:
    """Where it is kept what has left, as digests that cannot be read back."""
    return _folder("state") / "sent.json"


def history_path() -> Path:
    """Where it is kept what was searched and picked."""
    return _folder("state") / "history.db"


def favourites_path() -> Path:
    """Where the starred phrases are kept."""
    return _folder("state") / "favourites.json"


def own_book_path() -> Path:
    """The folder of the agent's own phrasebook, which lies over all others; it is made with the first own phrase."""
    return _folder("config") / "own"


def crash_log_path() -> Path:
    """Where a crash leaves what the engineers need."""
    return _folder("log") / "crash.log"


def is_own_path(path: Path, settings: Path) -> bool:
    """Whether the file, its links resolved, is one that qreply keeps, or lies in a folder that it keeps."""
    for kind in get_args(_Kind):
        if path.is_relative_to(_folder(kind).resolve()):
            return True
    own = (settings, history_path(), remembered_path(), favourites_path(), crash_log_path())
    return path == settings.resolve() or any(_is_same_file(path, file) for file in own)


def _is_same_file(path: Path, other: Path) -> bool:
    """Whether both names lead to one file, by hard links too."""
    try:
        return path.samefile(other)
    except OSError:
        return False


def _folder(kind: _Kind) -> Path:
    """Ours among the user's folders, as platformdirs finds it; one where nothing can be kept if the user has none."""
    if sys.platform == "linux" and "ANDROID_DATA" not in os.environ and kind in _XDG:
        # Importing platformdirs takes 6 ms of the 90 that finding takes.
        variable, usual = _XDG[kind]
        for place in (os.environ.get(variable, ""), os.path.join(os.environ.get("HOME", ""), usual)):  # noqa: PTH118
            if place.startswith("/"):
                return Path(place, APP)
    import platformdirs

    try:
        folder: Path = getattr(platformdirs, f"user_{kind}_path")(APP, appauthor=False)
    except RuntimeError:
        return Path(os.devnull, APP)
    return folder


def _holds_phrases(folder: Path) -> bool:
    try:
        return bool(yaml_files(folder))
    except OSError:
        return False


class Shop(NamedTuple):
    """A shop the agent works for; `values` fill placeholders of the same names."""

    name: str
    platform: str = "taobao"
    values: Mapping[str, str] = MappingProxyType({})
    books: tuple[Path, ...] = ()


class Settings(NamedTuple):
    """What the settings file and the command line ask for; `path` is where the file is, or would be."""

    path: Path
    agent: str = ""
    language: Language = "zh"
    theme: str = DEFAULT_THEME
    books: tuple[Path, ...] = ()
    trades: tuple[str, ...] = ()  # whose packs lie over the common book, under the others
    shop: str = ""
    shops: tuple[Shop, ...] = ()
    keymap: Mapping[str, str] = MappingProxyType({})
    hotkeys: Mapping[str, str] = MappingProxyType({})  # ids of phrases by key
    limits: Mapping[str, int] = MappingProxyType({})  # characters in one message, by platform
    history: bool = True
    platform: str = ""  # of the command line; it beats the shop's
    unreadable: str = ""  # why the settings file cannot be read, where that is no reason to stop
    only_books: tuple[Path, ...] = ()  # of the command line; they replace all others
    only_trades: tuple[str, ...] = ()  # of the command line; they replace those of the file

    @property
    def current_shop(self) -> Shop | None:
        """The shop that `shop` names, else the first."""
        return next((shop for shop in self.shops if shop.name == self.shop), next(iter(self.shops), None))

    @property
    def all_books(self) -> tuple[Path, ...]:
        """The phrasebooks to open, in overlay order."""
        if self.only_books:
            return (*map(trade_pack, self.only_trades), *self.only_books)
        shop = self.current_shop
        packs = tuple(map(trade_pack, self.only_trades or self.trades))
        given = (*self.books, *(shop.books if shop else ()))
        # Under books that the team has written, which may replace what a pack says.
        books = (*packs, *given) if given else (shipped_phrasebook(), *packs)
        own = own_book_path()
        return (*books, own) if own not in books and _holds_phrases(own) else books

    def with_options(
        self, *, shop: str | None, platform: str | None, books: Sequence[Path], trades: Sequence[str] = ()
    ) -> Settings:
        """These settings with the command line's on top; raises SettingsError for what it names and nobody knows."""
        if shop is not None and shop not in (names := [known.name for known in self.shops]):
            hint = (
                t("command.unknown-shop.known", known=join_words(names))
                if names
                else t("command.unknown-shop.none", path=self.path)
            )
            raise SettingsError(t("command.unknown-shop", name=shop), hint)
        if platform is not None and platform not in PLATFORMS:
            raise SettingsError(t("command.unknown-platform", name=platform, known=join_words(PLATFORMS)))
        only_trades: tuple[str, ...] = ()
        if trades:
            from qreply.settings.trades import find_trade  # which finding alone does not need

            only_trades = tuple(dict.fromkeys(map(find_trade, trades)))
        return self._replace(
            shop=shop or self.shop,
            platform=platform or "",
            only_books=tuple(books),
            only_trades=only_trades,
        )
