"""What the team has taught, as it was last fetched, and who this machine is to the team.

It is read without a database, so that a search never waits for one.
"""

from __future__ import annotations

import secrets
from collections.abc import Mapping, Sequence
from pathlib import Path
from types import MappingProxyType
from typing import NamedTuple

from qreply.history.usage_ranking import TaughtLine
from qreply.storage.atomic import write_file
from qreply.storage.json_state import read_state, write_state
from qreply.storage.locations import team_experience_path, team_identity_path
from qreply.storage.private_files import make_private_folder


class Experience(NamedTuple):
    """The team's lines, the least picked first, and favourites by shop: those of "" are all's."""

    lines: Sequence[TaughtLine] = ()
    favourites: Mapping[str, Sequence[str]] = MappingProxyType({})

    def favourites_of(self, shop: str) -> tuple[str, ...]:
        """Return the ids of the shop's favourites, then of those of all shops."""
        return tuple(dict.fromkeys((*self.favourites.get(shop, ()), *self.favourites.get("", ()))))


def read_experience() -> Experience:
    """Return what was last fetched; nothing where that cannot be read."""
    kept = read_state(team_experience_path())
    if not isinstance(kept, dict):
        return Experience()
    lines = kept.get("lines")
    favourites = kept.get("favourites")
    return Experience(
        [TaughtLine(*row) for row in lines if _is_line(row)] if isinstance(lines, list) else (),
        {
            shop: [one for one in ids if isinstance(one, str)]
            for shop, ids in favourites.items()
            if isinstance(ids, list)
        }
        if isinstance(favourites, dict)
        else {},
    )


def _is_line(row: object) -> bool:
    return (
        isinstance(row, list)
        and len(row) == len(TaughtLine._fields)
        and all(isinstance(value, kind) for value, kind in zip(row, (str, str, int, int), strict=True))
    )


def write_experience(experience: Experience) -> None:
    """Keep what was fetched; raises OSError."""
    favourites = {shop: list(ids) for shop, ids in experience.favourites.items()}
    write_state(
        team_experience_path(), {"lines": [list(line) for line in experience.lines], "favourites": favourites}
    )


def find_token() -> str:
    """Return the random id by which the team knows this machine, made at first; raises OSError."""
    path = team_identity_path()
    for _ in range(2):
        kept = read_state(path)
        if isinstance(kept, str) and kept:
            return kept
        _make_token(path)
    raise OSError(0, "unreadable", str(path))


def _make_token(path: Path) -> None:
    make_private_folder(path.parent)
    data = f'"{secrets.token_hex(16)}"'.encode()
    try:
        write_file(path, data, replace=False, private=True, durable=True)
    except FileExistsError:  # by another qreply just now, or it is damaged
        if not read_state(path):
            write_file(path, data, replace=True, private=True, durable=True)
