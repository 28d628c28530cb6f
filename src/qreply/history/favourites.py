"""The phrases an agent has starred, in the state folder."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial
from pathlib import Path

from qreply.runtime import background
from qreply.storage.json_state import read_state, write_state


class Favourites:
    """Ids of phrases in the order they were starred; without a path only for this run."""

    def __init__(self, path: Path | None = None) -> None:
        self._path = path
        self.ids: tuple[str, ...] = self._read()

    def toggle(self, phrase_id: str) -> bool:
        """Star the phrase, or take its star; return whether it has one now.

        Where that cannot be written the star lasts as long as the program, and the failure is reported.
        """
        ids = self._read() if self._path else self.ids  # another qreply may have written meanwhile
        starred = phrase_id not in self.ids
        self.ids = tuple(item for item in ids if item != phrase_id) + ((phrase_id,) if starred else ())
        if self._path:
            background.attempt(partial(write_state, self._path, self.ids))
        return starred

    def rename(self, ids: Mapping[str, str]) -> bool:
        """Let the stars of phrases follow them to their new ids; tell whether any did."""
        before = self._read() if self._path else self.ids
        self.ids = tuple(dict.fromkeys(ids.get(item, item) for item in before))
        if self.ids == before:
            return False
        if self._path:
            background.attempt(partial(write_state, self._path, self.ids))
        return True

    def __contains__(self, phrase_id: object) -> bool:
        return phrase_id in self.ids

    def _read(self) -> tuple[str, ...]:
        ids = read_state(self._path) if self._path else None
        return tuple(item for item in ids if isinstance(item, str)) if isinstance(ids, list) else ()
