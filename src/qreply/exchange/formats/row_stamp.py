"""Stamp rows, cells and sets of ids, which tells later what was edited since.

All of it is in letters, which no spreadsheet takes for a number.
"""

from __future__ import annotations

import json
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from hashlib import blake2b
from itertools import chain, combinations

from qreply.exchange.formats.json_values import parse_json
from qreply.phrasebook.writing.yaml_writer import Tree

ID, SCENARIO, SCENARIO_TITLE = "编号", "场景", "场景名"
REST, CHECK = "其余", "校验"
STAMP = "."  # between a row's stamp and that of all that was exported with it
OF_FILE = {"valid-file": "valid", "placeholders": "placeholders", "fragments": "fragments"}

_CELLS = "-"  # between a row's checksum and those of its cells
_SET_BITS = 64
_SET_LETTERS = _SET_BITS // 4
_MAX_MISSING = 10  # of which a thousand sets are tried
_NAME, _TEXT = 4, 6  # letters that stand for a column's name, and for a cell's text
_WIDTH = _NAME + _TEXT
_APART = frozenset((SCENARIO, SCENARIO_TITLE, CHECK))  # which say where the phrase is, not what it says

Cells = Mapping[str, str]


@dataclass(frozen=True, slots=True)
class RowStamp:
    """What a row's stamp says of it as it was exported: all of it, and cell by cell.

    `check` is "" where there is no stamp. `cells` has letters for each filled cell, and is None where an earlier
    version has stamped the row as a whole.
    """

    check: str
    cells: str | None

    @classmethod
    def read(cls, text: str) -> RowStamp:
        """Read it from a row's last cell."""
        check, mark, cells = text.strip().partition(_CELLS)
        return cls(check, cells if mark else None)

    def filled(self, column: str) -> bool:
        """Tell whether the cell is known to have been exported with a text."""
        return bool(self.cells and self._digest_of(column))

    def is_mostly(self, cells: Cells) -> bool:
        """Tell whether at least half of what was exported still stands in these cells."""
        kept = sum(self.had(column, text) for column, text in cells.items() if self.filled(column))
        return 2 * kept >= len(self.cells or "") // _WIDTH

    def had(self, column: str, text: str) -> bool:
        """Tell whether the cell was exported with this text.

        Raises TypeError without stamps of cells.
        """
        if self.cells is None:
            raise TypeError
        said = said_in(column, text)
        return self._digest_of(column) == (_digest(column, said) if said else "")

    def _digest_of(self, column: str) -> str:
        """Return the letters of the cell's text, "" where it was empty."""
        cells, tag = self.cells or "", _tag(column)
        at = cells.find(tag)
        while at % _WIDTH and at > 0:  # it stands across two others
            at = cells.find(tag, at + 1)
        return cells[at + _NAME : at + _WIDTH] if at >= 0 else ""


def stamp_of_row(cells: Cells) -> str:
    """Return the stamp of a row: a checksum of all of it, and one of each cell that is filled."""
    said = ((column, said_in(column, text)) for column, text in cells.items() if column not in _APART)
    return (
        check_of(cells)
        + _CELLS
        + "".join(_tag(column) + _digest(column, text) for column, text in said if text and column != ID)
    )


def check_of(cells: Cells) -> str:
    """Return a checksum that tells whether a row was edited since its export."""
    said = sorted(
        (column, text.strip())
        for column, text in cells.items()
        if text.strip() and column not in _APART and column != REST
    )
    digest = blake2b(
        json.dumps([said, _own_rest(cells.get(REST, ""))], sort_keys=True, default=dict).encode(),
        digest_size=6,
    )
    return _in_letters(digest.hexdigest())


def rest_of(cells: Cells) -> dict[str, Tree] | None:
    """Return what stands in the column for the rest; None if it is not what qreply writes there."""
    try:
        rest = parse_json(cells.get(REST) or "{}")
    except ValueError:
        return None
    return rest if isinstance(rest, dict) else None


def stamp_of_set(exported: Mapping[str, str]) -> str:
    """Return the stamp of what was exported together, checksums by ids, in any order.

    It is one of the ids alone, and one of the ids with their checksums.
    """
    return _sum_of(exported) + _sum_of(f"{key}\0{check}" for key, check in exported.items())


def left_out(stamp: str, there: Collection[str], missing: Sequence[str]) -> list[str] | None:
    """Return which of the `missing` ids make up the set of that stamp with those that are there.

    It is None where none do, or too many are missing to tell.
    """
    ids, there = stamp[:_SET_LETTERS], set(there)
    for some in (missing, ()):
        if _sum_of({*there, *some}) == ids:
            return list(some)
    if len(missing) > _MAX_MISSING:
        return None
    subsets = chain.from_iterable(combinations(missing, count) for count in range(1, len(missing)))
    return next((list(some) for some in subsets if _sum_of({*there, *some}) == ids), None)


def are_as_exported(stamp: str, exported: Mapping[str, str]) -> bool:
    """Tell whether these checksums by ids are those of that stamp.

    One of an earlier version is of ids alone.
    """
    return stamp in (stamp_of_set(exported), _sum_of(exported))


def said_in(column: str, text: str) -> str:
    """Return what a cell says, without what makes no difference."""
    if column != REST:
        return text.strip()
    own = _own_rest(text)
    return json.dumps(own, sort_keys=True, default=dict) if own else ""


@lru_cache(maxsize=64)  # it is asked for twice in a row
def _own_rest(text: str) -> object:
    """Return of the rest what is the phrase's own.

    What its file declares may come from another book.
    """
    rest = rest_of({REST: text}) if text else {}
    return text if rest is None else {key: value for key, value in rest.items() if key not in OF_FILE}


def _digest(column: str, text: str) -> str:
    return _in_letters(blake2b(f"{column}\0{text}".encode(), digest_size=_TEXT // 2).hexdigest())


@cache
def _tag(column: str) -> str:
    return _in_letters(blake2b(column.encode(), digest_size=_NAME // 2).hexdigest())


def _in_letters(digest: str) -> str:
    return digest.translate(str.maketrans("0123456789", "ghijklmnop"))


def _sum_of(texts: Iterable[str]) -> str:
    return _in_letters(f"{sum(map(_number_of, set(texts))) % 2**_SET_BITS:0{_SET_LETTERS}x}")


@cache
def _number_of(key: str) -> int:
    return int.from_bytes(blake2b(key.encode(), digest_size=_SET_BITS // 8).digest())
