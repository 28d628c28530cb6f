"""Paths of qreply's own files: settings, state, cache, log, and the shipped phrasebook."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Literal, get_args

import platformdirs

APP = "qreply"

_Kind = Literal["config", "cache", "state", "log"]


def settings_path() -> Path:
    """Return where the settings file is looked for, unless `--config` names another."""
    return _user_folder("config") / "settings.yaml"


def shipped_phrasebook() -> Path:
    """Return the phrasebook that comes with qreply: in the package, or beside it in a checkout."""
    package = Path(__file__).parents[1]
    installed = package / "shipped"
    return installed if installed.is_dir() else package.parents[1] / "phrasebook"


def trade_pack(trade: str) -> Path:
    """Return the book of what only this trade is asked, which lies over the common one."""
    return shipped_phrasebook() / "trades" / trade


def cache_path() -> Path:
    """Return the folder of the saved indexes, from which a book opens without being read."""
    return _user_folder("cache")


def verdicts_path() -> Path:
    """Return the folder of what rules said of texts that were checked before."""
    return cache_path() / "checked"


def expressions_path() -> Path:
    """Return the file of the rules' expressions as they were compiled before."""
    return cache_path() / "checked" / "expressions"


def copies_path() -> Path:
    """Return the folder of the books as they were last good."""
    return _user_folder("state") / "books"


def book_news_path() -> Path:
    """Return the file of what has changed in the books since the agent last looked."""
    return _user_folder("state") / "news.json"


def remembered_path() -> Path:
    """Return the file that remembers the options picked in forms."""
    return _user_folder("state") / "remembered.json"


def sent_digests_path() -> Path:
    """Return the file of digests of what was sent; they cannot be turned back into text."""
    return _user_folder("state") / "sent.json"


def reminders_path() -> Path:
    """Return the file of labels and times of promised answers, where the settings keep them."""
    return _user_folder("state") / "reminders.json"


def history_path() -> Path:
    """Return the database of searches and picks."""
    return _user_folder("state") / "history.db"


def team_experience_path() -> Path:
    """Return the file of what the team has taught, as it was last fetched."""
    return _user_folder("state") / "team.json"


def team_identity_path() -> Path:
    """Return the file of the random id by which the team knows this machine."""
    return _user_folder("state") / "team-id.json"


def favourites_path() -> Path:
    """Return the file of the starred phrases."""
    return _user_folder("state") / "favourites.json"


def practice_path() -> Path:
    """Return the file of the figures of practices."""
    return _user_folder("state") / "practice.json"


def own_book_path() -> Path:
    """Return the folder of the agent's own phrasebook, which overlays all others.

    It is made with the first own phrase.
    """
    return _user_folder("config") / "own"


def crash_log_path() -> Path:
    """Return the file where a crash leaves what engineers need."""
    return _user_folder("log") / "crash.log"


def _own_files() -> tuple[Path, ...]:
    """Return all of our single files, which hard links may lead to from elsewhere."""
    kept = (history_path(), favourites_path(), remembered_path(), reminders_path(), practice_path())
    known = (sent_digests_path(), book_news_path(), team_experience_path(), team_identity_path())
    return (settings_path(), *kept, *known, expressions_path(), crash_log_path())


def is_own_path(path: Path, settings: Path) -> bool:
    """Tell whether qreply keeps the file `path`, whose links are resolved, or its folder."""
    for kind in get_args(_Kind):
        if path.is_relative_to(_user_folder(kind).resolve()):
            return True
    return path == settings.resolve() or any(is_same_file(path, file) for file in (settings, *_own_files()))


def is_same_file(path: Path, other: Path) -> bool:
    """Tell whether both names lead to one file, by hard links too."""
    try:
        return path.samefile(other)
    except OSError:
        return False


def _user_folder(kind: _Kind) -> Path:
    """Return qreply's folder of that kind; one that cannot exist where the user has no home."""
    try:
        folder: Path = getattr(platformdirs, f"user_{kind}_path")(APP, appauthor=False)
    except RuntimeError:
        return Path(os.devnull, APP)
    return folder
