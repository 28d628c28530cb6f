"""The settings as they were last read, in the cache folder, so that starting does not wait for a YAML parser."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import qreply
from qreply.config import Settings, Shop, cache_path, settings_path
from qreply.search.stamps import Stamp, is_current, stamp, tells
from qreply.state_file import read_state, write_state

_FILE = "settings.json"


def open_settings(path: Path | None = None) -> Settings:
    """The settings in `path`, as `load_settings` gives and refuses them; only a file that was edited is read."""
    place = path or settings_path()
    if path is None and not place.exists():
        return Settings(place)
    if (settings := _kept(place)) is not None:
        return settings
    from qreply.settings_file import load_settings  # which needs yaml

    (before,) = stamp([place])
    settings = load_settings(place)
    plain = _plain(settings) | {"path": str(place), "books": list(map(str, settings.books))}
    plain["shops"] = [_plain(shop) | {"books": list(map(str, shop.books))} for shop in settings.shops]
    write_state(cache_path() / _FILE, [qreply.__version__, before, plain])
    return settings


def _kept(place: Path) -> Settings | None:
    kept: Any = read_state(cache_path() / _FILE)
    try:
        version, seen, plain = kept
        if version != qreply.__version__ or plain.keys() != set(Settings._fields):
            return None  # of another version
        seen = Stamp(*seen)
        if seen.path != str(place) or not seen.digest or not is_current(seen):
            return None
        if not tells(seen):  # of a file that had just been written: from now on its time may do
            (now,) = stamp([place])
            if now.digest == seen.digest:
                write_state(cache_path() / _FILE, [version, now, plain])
        shops = tuple(Shop(**shop | {"books": _paths(shop["books"])}) for shop in plain["shops"])
        return Settings(
            **plain | {"path": place, "books": _paths(plain["books"]), "shops": shops, "only_books": ()}
        )
    except (LookupError, TypeError, ValueError, AttributeError):
        return None  # damaged


def _plain(record: Settings | Shop) -> dict[str, Any]:
    return {
        name: dict(value) if isinstance(value, Mapping) else value for name, value in record._asdict().items()
    }


def _paths(texts: list[str]) -> tuple[Path, ...]:
    return tuple(map(Path, texts))
