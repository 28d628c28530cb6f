"""Settings as values: what the settings file and the command line ask for."""

from __future__ import annotations

import contextlib
from collections.abc import Mapping, Sequence
from functools import lru_cache
from pathlib import Path
from types import MappingProxyType
from typing import NamedTuple

from qreply.errors import SettingsError
from qreply.i18n import Language, join_words, t
from qreply.phrasebook.files import yaml_files
from qreply.phrasebook.model import DEFAULT_PLATFORM, PLATFORMS
from qreply.runtime.patience import SilentError, each_in_time
from qreply.storage.locations import is_same_file, own_book_path, shipped_phrasebook, trade_pack

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

FOLLOWING = ("focus", "live", "off")
"""When what was copied in a chat is looked up: at coming back, at once, never."""

_PATIENCE = 2.0  # seconds for a drive that holds a book


def _holds_phrases(folder: Path) -> bool:
    try:
        return bool(yaml_files(folder))
    except OSError:
        return False


@lru_cache(maxsize=16)  # of a drive that hangs it is asked once
def _is_among(own: Path, books: tuple[Path, ...]) -> bool:
    """Tell whether one of `books` is the folder `own`, by whatever name.

    What lies on a drive that hangs is taken for another.
    """
    if own in books:
        return True
    same = each_in_time("same", (is_same_file(own, book) for book in books), _PATIENCE)
    with contextlib.suppress(SilentError):
        return any(same)
    return False


class Shop(NamedTuple):
    """A shop the agent works for; `values` fill placeholders of the same names."""

    name: str
    platform: str = DEFAULT_PLATFORM
    values: Mapping[str, str] = MappingProxyType({})
    books: tuple[Path, ...] = ()


class Settings(NamedTuple):
    """What the settings file and the command line ask for; `path` is where the file would be."""

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
    round_replies: Mapping[str, str] = MappingProxyType({})  # what a round tells customers, by their status
    limits: Mapping[str, int] = MappingProxyType({})  # characters in one message, by platform
    history: bool = True
    # When a customer's message on the clipboard becomes the query: "focus", "live" or "off".
    follow_clipboard: str = "focus"
    keeps_reminders: bool = False  # whether promised answers are on disk, by label and time
    ambiguous: str = "ask"  # how the terminal draws characters of ambiguous width: narrow, wide, or ask it
    team: str = ""  # the address of the team's database, without a password
    team_password: Path | None = None  # the file that holds it
    share_name: bool = False  # whether the team may see who it is
    shuangpin: str = ""  # the scheme of two keys a syllable, as `qreply.text.shuangpin` names it
    platform: str = ""  # of the command line; it beats the shop's
    unreadable: str = ""  # why the settings file cannot be read, where that is no reason to stop
    only_books: tuple[Path, ...] = ()  # of the command line; they replace all others
    only_trades: tuple[str, ...] = ()  # of the command line; they replace those of the file

    @property
    def current_shop(self) -> Shop | None:
        """Return the shop that `shop` names, else the first."""
        return next((shop for shop in self.shops if shop.name == self.shop), next(iter(self.shops), None))

    @property
    def all_books(self) -> tuple[Path, ...]:
        """Return the phrasebooks to open, in overlay order."""
        if self.only_books:
            return (*map(trade_pack, self.only_trades), *self.only_books)
        shop = self.current_shop
        packs = tuple(map(trade_pack, self.only_trades or self.trades))
        given = (*self.books, *(shop.books if shop else ()))
        # Under books that the team has written, which may replace what a pack says.
        books = (*packs, *given) if given else (shipped_phrasebook(), *packs)
        own = own_book_path()
        return (*books, own) if _holds_phrases(own) and not _is_among(own, books) else books

    @property
    def every_book(self) -> tuple[Path, ...]:
        """Return the phrasebooks of all shops, and those of the command line."""
        of_shops = (book for shop in self.shops for book in shop.books)
        return tuple(dict.fromkeys((*self.all_books, *self.books, *of_shops)))

    def with_options(
        self, *, shop: str | None, platform: str | None, books: Sequence[Path], trades: Sequence[str] = ()
    ) -> Settings:
        """Return these settings with the command line's on top.

        Raises SettingsError for an unknown shop, platform or trade.
        """
        if shop is not None and shop not in (names := [known.name for known in self.shops]):
            hint = (
                t("command.unknown-shop.known", known=join_words(names))
                if names
                else t("command.unknown-shop.none", path=self.path)
            )
            raise SettingsError(t("command.unknown-shop", name=shop), hint)
        if platform is not None and not (found := find_platform(platform)):
            raise unknown_platform(platform)
        only_trades: tuple[str, ...] = ()
        if trades:
            from qreply.settings.trades import find_trade  # which finding alone does not need

            only_trades = tuple(dict.fromkeys(map(find_trade, trades)))
        return self._replace(
            shop=shop or self.shop,
            platform=found if platform else "",
            only_books=tuple(books),
            only_trades=only_trades,
        )


def find_platform(name: str) -> str:
    """Return the id of the platform written so, in Chinese too (taobao for 淘宝); "" for none."""
    if name in PLATFORMS:
        return name
    from qreply.phrasebook.yaml_keys import PLATFORM_NAMES  # which finding alone does not need

    return PLATFORM_NAMES.get(name.strip().lower(), "")


def unknown_platform(name: str) -> SettingsError:
    """Make the error that names the platforms there are."""
    known = join_words(
        t("command.named", name=platform, title=title) for platform, title in PLATFORMS.items()
    )
    return SettingsError(t("command.unknown-platform", name=name, known=known))
