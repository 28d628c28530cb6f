"""Remember picked options as next time's defaults (`remember: true`), in the state folder."""

from __future__ import annotations

from collections.abc import Iterable
from functools import partial
from pathlib import Path

from qreply.phrasebook.model import Scope
from qreply.reply.values import may_remember
from qreply.runtime import background
from qreply.storage.json_state import read_state, write_state


class RememberedOptions:
    """Values by placeholder.

    Where they cannot be written they last as long as the program, and the failure is reported.
    """

    def __init__(self, path: Path | None = None) -> None:
        """Keep them in the file at `path`; without, as long as the program runs."""
        self._path = path
        self.values: dict[str, str] = _read(path) if path else {}

    def keep_options_of(self, scopes: Iterable[Scope]) -> None:
        """Forget, on the disk too, what is no option of a remembering placeholder in `scopes`.

        The agent's own words may be about a customer; an earlier qreply kept them, and a book may have changed.
        """
        if not self.values:
            return
        known = {
            (name, value)
            for scope in scopes
            for name, value in self.values.items()
            if (declared := scope.placeholders.get(name)) and may_remember(declared, value)
        }
        if known != self.values.items():
            self.values = dict(known)
            self._write()

    def keep(self, picked: dict[str, str]) -> None:
        """Remember what was picked."""
        if picked.items() - self.values.items():
            # Read anew: another qreply may have written meanwhile.
            others = _read(self._path) if self._path else self.values
            self.values = others | picked
            self._write()

    def _write(self) -> None:
        if self._path:
            background.attempt(partial(write_state, self._path, self.values))


def _read(path: Path) -> dict[str, str]:
    values = read_state(path)
    if not isinstance(values, dict):
        return {}
    return {name: value for name, value in values.items() if isinstance(value, str)}
