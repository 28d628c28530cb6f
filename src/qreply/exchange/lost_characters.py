"""Put back what a table lost that was saved in an encoding without emoji.

A Chinese Excel saves plain CSV as GBK, with `?` for each character, or each half of a pair, that GBK has not.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache

from qreply.exchange.batch import ImportNote
from qreply.exchange.formats.own_table import OwnRow, OwnTable
from qreply.exchange.formats.phrase_table import cells_of, is_phrase_column
from qreply.exchange.formats.row_stamp import ID, REST
from qreply.phrasebook.model import Phrase

_MARKS = re.compile(r"\?+")
_NEAR = 2  # characters beside a mark by which its place is known again
_EDGE = "\0"


def restore_lost(table: OwnTable, phrases: Mapping[str, Phrase]) -> list[ImportNote]:
    """Put back into the table's cells what its encoding has not, as the book has it.

    A cell of which it is not clear where they stood is the book's again. Returns what is to be told of it.
    """
    if not table.codec:
        return []
    notes: list[ImportNote] = []
    ids = {_lossy(key, table.codec): key for key in phrases if _lossy(key, table.codec) != key}
    copies = Counter(row.id for row in table.rows)
    found_any = False
    for at, row in enumerate(table.rows):
        if not any("?" in cell for cell in row.cells.values()):
            continue
        key = row.id if row.id in phrases else ids.get(_MARKS.sub("?", row.id), "")
        cells, there = dict(row.cells), cells_of(phrases[key]) if key else {}
        for column in _new_marks(row, there, table.codec):
            values = {"column": column}
            if not key or copies[row.id] > 1 or "?" in there.get(column, ""):  # who writes so may mean it
                notes.append(ImportNote("doubtful", "new-question-mark", row.place, values))
            else:
                notes.append(ImportNote("refused", "lost-perhaps", row.place, values))
                cells[column] = there.get(column, "")
        if not key:
            continue
        for column, known in (there | {ID: key}).items():
            cell = cells.get(column, "")
            if "?" not in cell or not _loses(known, table.codec):
                continue
            found = key if column == ID else restored(known, cell, table.codec)
            found_any = found_any or found != cell
            if found is None:
                notes.append(ImportNote("refused", "lost-unclear", row.place, {"column": column}))
            cells[column] = known if found is None else found
        table.rows[at] = replace(row, cells=cells)
    if found_any:
        notes.insert(0, ImportNote("changed", "characters-lost"))
    return notes


def _new_marks(row: OwnRow, known: Mapping[str, str], codec: str) -> Iterator[str]:
    """Yield the columns with more `?` than the book has there: new characters may be lost."""
    for column, cell in row.cells.items():
        there = known.get(column, "")
        if (
            is_phrase_column(column)
            and column not in (ID, REST)
            and cell.count("?") > there.count("?")
            and not _loses(there, codec)
        ):
            yield column


def restored(known: str, cell: str, codec: str) -> str | None:
    """Return `cell` with what `known` has in the place of its `?`; None where that is not clear."""
    there, here = _Marks.of(known, codec), _Marks.of(cell, codec)
    if len(there.runs) == len(here.runs):
        pairs = list(zip(range(len(here.runs)), range(len(there.runs)), strict=True))
        fits = all(there.runs[other].takes(here.runs[at].text) for at, other in pairs)
        if fits and there.between == here.between:
            return known
        if fits and all(here.likeness(at, there, other) for at, other in pairs):
            return here.filled([run.text for run in there.runs])
    texts: list[str] = []
    for at, run in enumerate(here.runs):
        scores = {
            other: here.likeness(at, there, other)
            for other, candidate in enumerate(there.runs)
            if candidate.takes(run.text)
        }
        best = max(scores.values(), default=0)
        meant = {there.runs[other].text for other, score in scores.items() if score == best}
        if not best or len(meant) > 1:
            return None
        texts += meant
    return here.filled(texts)


@dataclass(frozen=True, slots=True)
class _Run:
    """Characters in a row that are `?` or become it.

    `most` is the number of marks that there may be for them.
    """

    text: str
    most: int

    def takes(self, marks: str) -> bool:
        """Tell whether these marks may stand for it."""
        return len(self.text) <= len(marks) <= self.most


@dataclass(frozen=True, slots=True)
class _Marks:
    """A text as runs of marks, and what stands before, between and behind them."""

    runs: Sequence[_Run]
    between: Sequence[str]

    @classmethod
    def of(cls, text: str, codec: str) -> _Marks:
        runs, between = [], [""]
        last: list[str] = []
        for char in [*text, ""]:
            if char and (char == "?" or _is_lost(char, codec)):
                last.append(char)
                continue
            if last:
                runs.append(_Run("".join(last), sum(2 if ord(one) > 0xFFFF else 1 for one in last)))
                between.append("")
                last = []
            between[-1] += char
        return cls(runs, between)

    def likeness(self, at: int, other: _Marks, number: int) -> int:
        """Return on how many sides of two runs the same text stands."""
        sides = zip(self._sides(at), other._sides(number), strict=True)
        return sum(own == its and own != _EDGE for own, its in sides)

    def _sides(self, at: int) -> Iterator[str]:
        before, behind = self.between[at], self.between[at + 1]
        yield ((_EDGE if at == 0 else "?") + before)[-_NEAR:]
        yield (behind + (_EDGE if at + 1 == len(self.runs) else "?"))[:_NEAR]

    def filled(self, texts: Sequence[str]) -> str:
        """Return the text with these in the place of the runs."""
        return self.between[0] + "".join(
            text + behind for text, behind in zip(texts, self.between[1:], strict=True)
        )


def _lossy(text: str, codec: str) -> str:
    """Return the text with one `?` for all characters in a row that the encoding has not."""
    return _MARKS.sub("?", "".join("?" if _is_lost(char, codec) else char for char in text))


def _loses(text: str, codec: str) -> bool:
    return not text.isascii() and any(_is_lost(char, codec) for char in text)


@lru_cache(maxsize=8192)
def _is_lost(char: str, codec: str) -> bool:
    try:
        char.encode(codec)
    except UnicodeEncodeError:
        return True
    return False
