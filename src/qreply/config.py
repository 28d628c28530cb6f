"""Where things are, and what the user has settled."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from qreply.errors import SettingsError
from qreply.language import Language, t
from qreply.phrasebook.model import PLATFORMS

APP = "qreply"
DEFAULT_THEME = "qreply-dark"


def settings_path() -> Path:
    """Where the settings file is looked for, unless `--config` names another."""
    from platformdirs import user_config_path

    return user_config_path(APP, appauthor=False) / "settings.yaml"


def shipped_phrasebook() -> Path:
    """The phrasebook that comes with qreply: inside the package, or beside it in a source checkout."""
    package = Path(__file__).parent
    installed = package / "shipped"
    return installed if installed.is_dir() else package.parents[1] / "phrasebook"


def cache_path() -> Path:
    """Where indexes are kept, to be opened without reading the books."""
    from platformdirs import user_cache_path

    return user_cache_path(APP, appauthor=False)


def remembered_path() -> Path:
    """Where picked options are remembered."""
    from platformdirs import user_state_path

    return user_state_path(APP, appauthor=False) / "remembered.json"


def history_path() -> Path:
    """Where it is kept what was searched and picked."""
    from platformdirs import user_state_path

    return user_state_path(APP, appauthor=False) / "history.db"


def favourites_path() -> Path:
    """Where the starred phrases are kept."""
    from platformdirs import user_state_path

    return user_state_path(APP, appauthor=False) / "favourites.json"


def crash_log_path() -> Path:
    """Where a crash leaves what the engineers need."""
    from platformdirs import user_log_path

    return user_log_path(APP, appauthor=False) / "crash.log"


@dataclass(frozen=True, slots=True)
class Shop:
    """A shop the agent works for; `values` fill placeholders of the same names."""

    name: str
    platform: str = "taobao"
    values: Mapping[str, str] = field(default_factory=dict)
    books: tuple[Path, ...] = ()


@dataclass(frozen=True, slots=True)
class Settings:
    """What the settings file and the command line ask for; `path` is where the file is, or would be."""

    path: Path
    agent: str = ""
    language: Language = "zh"
    theme: str = DEFAULT_THEME
    books: tuple[Path, ...] = ()
    shop: str = ""
    shops: tuple[Shop, ...] = ()
    keymap: Mapping[str, str] = field(default_factory=dict)
    history: bool = True
    limits: Mapping[str, int] = field(default_factory=dict)  # characters in one message, by platform
    platform: str = ""  # of the command line; it beats the shop's
    only_books: tuple[Path, ...] = ()  # of the command line; they replace all others

    @property
    def current_shop(self) -> Shop | None:
        """The shop that `shop` names, else the first."""
        return next((shop for shop in self.shops if shop.name == self.shop), next(iter(self.shops), None))

    @property
    def all_books(self) -> tuple[Path, ...]:
        """The phrasebooks to open, in overlay order."""
        if self.only_books:
            return self.only_books
        shop = self.current_shop
        return (*self.books, *(shop.books if shop else ())) or (shipped_phrasebook(),)

    def with_options(self, *, shop: str | None, platform: str | None, books: Sequence[Path]) -> Settings:
        """These settings with the command line's on top; raises SettingsError for an unknown shop or platform."""
        if shop is not None and shop not in (names := [known.name for known in self.shops]):
            hint = (
                t("command.unknown-shop.known", known="、".join(names))
                if names
                else t("command.unknown-shop.none", path=self.path)
            )
            raise SettingsError(t("command.unknown-shop", name=shop), hint)
        if platform is not None and platform not in PLATFORMS:
            raise SettingsError(t("command.unknown-platform", name=platform, known="、".join(PLATFORMS)))
        return replace(self, shop=shop or self.shop, platform=platform or "", only_books=tuple(books))
