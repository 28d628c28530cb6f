"""Hold a row's cells against what was exported and what the book says now."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field

from qreply.exchange.formats.own_table import OwnRow
from qreply.exchange.formats.phrase_table import cells_of, is_phrase_column
from qreply.exchange.formats.row_reader import list_in
from qreply.exchange.formats.row_stamp import CHECK, ID, REST, SCENARIO, SCENARIO_TITLE, check_of, said_in
from qreply.phrasebook.model import Phrase

BOTH_SIDES, UNSTAMPED = "changed-on-both-sides", "unstamped"

_BLANK_ENDS = re.compile(r"[ \t\u3000]+$", re.MULTILINE)  # which a spreadsheet does not show
_APART = frozenset((ID, CHECK, SCENARIO, SCENARIO_TITLE))


@dataclass(frozen=True, slots=True)
class RowEdits:
    """What a row says that the book is to say.

    `cells` are those to take, `clashes` those that book and row have both changed, each by its column: the book's
    text and the row's. `guard` is the code of why all of the row is in doubt, "" where it is not.
    """

    cells: Mapping[str, str]
    clashes: Mapping[str, tuple[str, str]] = field(default_factory=dict)
    guard: str = ""


def is_edited(row: OwnRow) -> bool:
    """Tell whether the row was edited since its export; its scenario is apart from that.

    A row without a stamp counts as edited.
    """
    stamp = row.stamp
    if not stamp.check or stamp.check == check_of(row.cells):
        return not stamp.check
    return stamp.cells is None or any(
        not stamp.had(column, text) for column, text in row.cells.items() if _counts(column)
    )


def edits_of(row: OwnRow, phrase: Phrase, *, force: bool) -> RowEdits:
    """Return what the row changes in the phrase that the book has now.

    Only what was edited since the export counts. A clash is where the book has changed too, and to something else;
    with `force` the row wins there.
    """
    known, stamp = cells_of(phrase), row.stamp
    if stamp.cells is None:  # what was edited is not known cell by cell: the row counts as a whole
        as_exported = stamp.check in (check_of(known), check_of(known | {ID: row.id}))
        guard = "" if as_exported or force else BOTH_SIDES if stamp.check else UNSTAMPED
        return RowEdits(row.cells, guard=guard)
    taken: dict[str, str] = {}
    clashes: dict[str, tuple[str, str]] = {}
    for column, text in row.cells.items():
        there = known.get(column, "")
        if not _counts(column) or stamp.had(column, text) or _says_the_same(column, there, text):
            continue
        if force or stamp.had(column, there):
            taken[column] = text if column == REST else _BLANK_ENDS.sub("", text)
        else:
            clashes[column] = (there, text)
    if REST in taken:  # it and the columns say one thing between them
        taken = known | taken
    return RowEdits(taken, clashes)


def differences(row: OwnRow, phrase: Phrase) -> dict[str, tuple[str, str]]:
    """Return the book's text and the row's for each column in which they differ."""
    known = cells_of(phrase)
    return {
        column: (known.get(column, ""), text)
        for column, text in row.cells.items()
        if _counts(column) and not _says_the_same(column, known.get(column, ""), text)
    }


def came_from(row: OwnRow, phrase: Phrase) -> bool:
    """Tell whether the row was exported from this phrase.

    The phrase may have got the row's edits since.
    """
    known, stamp = cells_of(phrase), row.stamp
    if stamp.check == check_of(known):
        return True
    return stamp.cells is not None and all(
        stamp.had(column, text) or _says_the_same(column, text, row.cells.get(column, ""))
        for column, text in known.items()
        if _counts(column)
    )


def _says_the_same(column: str, text: str, other: str) -> bool:
    if (words := list_in(column, text)) is not None:
        return words == list_in(column, other)
    said, others = said_in(column, text), said_in(column, other)
    return said == others or (column != REST and _BLANK_ENDS.sub("", said) == _BLANK_ENDS.sub("", others))


def _counts(column: str) -> bool:
    return column not in _APART and (column == REST or is_phrase_column(column))
