"""Find the row of a table that names its columns, by words that are known or by its shape."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from itertools import pairwise

from qreply.errors import QReplyError
from qreply.exchange.batch import ImportBatch
from qreply.exchange.formats.column_names import columns_in, is_header, known_column, names_columns
from qreply.exchange.import_limits import COLUMNS as MAX_COLUMNS
from qreply.exchange.import_limits import LABEL
from qreply.i18n import join_words, t
from qreply.phrasebook.yaml_keys import PLATFORM_NAMES
from qreply.text.safety import clean_line
from qreply.text.shell_quoting import quote_argument

HEADER_WITHIN = 10  # rows; above it stand notices
Row = tuple[str, Sequence[str]]  # where it stands, its cells

_LONGEST_NAME = 12  # characters of a column's name
_LOOKED_AT = 50  # rows below a header
_SENTENCE = re.compile(r"[，。！？!?~～；;…]|^(?:亲|您好|你好|[0-9.]+$)")
_LABEL = re.compile(
    r"问|答|类|话|内容|标题|名称|备注|客户|顾客|买家|客服|ask|answer|reply|question|type", re.IGNORECASE
)
_ANSWERS = re.compile(r"答|回|话术|reply|answer|response", re.IGNORECASE)
_ASKS = re.compile(r"问|ask|question", re.IGNORECASE)
_HANZI = re.compile("[\u4e00-\u9fff]")
_VALUE = re.compile(
    r"[\d\s:/.%年月日-]*"
)  # of a column without a name; anything else may be the end of a text
_LONGEST_PERSON = 4  # characters of a name, as of who wrote the reply
_LONGER = 1.2  # times the next longest column, at least, are replies


def header_of(rows: Sequence[Row], mapping: Mapping[str, str]) -> int | None:
    """Return which row is the header.

    Given a mapping by names, it is the first row that has these, else the first that names columns; given one by
    numbers, a row that looks like a header will do.
    """
    named = {column for column in columns_in(mapping) if not column.isdecimal()}
    for at, (_, cells) in enumerate(rows[:HEADER_WITHIN]):
        trimmed = [clean_line(cell) for cell in cells[:MAX_COLUMNS]]
        if named <= set(trimmed) if named else is_header(trimmed):
            return at
    if named or not mapping:
        return None
    return guess_header(rows)


def guess_header(rows: Sequence[Row]) -> int | None:
    """Return the row that looks like a header although none of its words need be known.

    It has short distinct texts over all columns that are in use, and nothing but notices of fewer cells above it.
    """
    for at, (_, cells) in enumerate(rows[:HEADER_WITHIN]):
        names = [clean_line(cell) for cell in cells[:MAX_COLUMNS]]
        below = _columns(rows[at + 1 :])
        filled = [name for name in names if name]
        if not at and len(filled) > 1 and names_columns(names):
            return at
        if len(below) < 2 or len(filled) < 2 or len(set(filled)) < len(filled):
            continue
        if not all(column < len(names) and names[column] for column in below):
            continue
        if any(len(name) > _LONGEST_NAME or _SENTENCE.search(name) for name in filled):
            return None
        above = (sum(map(bool, map(str.strip, other))) for _, other in rows[:at])
        is_titled = at > 0 and all(2 * count <= len(filled) for count in above)
        return at if is_titled or sum(map(bool, map(_LABEL.search, filled))) > 1 else None
    return None


def without_header(rows: Sequence[Row], mapping: Mapping[str, str], batch: ImportBatch) -> list[str]:
    """Return a header for rows that have none and whose columns are named by their numbers.

    It is empty where the columns are not named by numbers.
    """
    if not mapping or not all(map(str.isdecimal, columns_in(mapping))):
        return []
    place, first = rows[0]
    batch.note("doubtful", "no-header", place, shown=clean_line(" ".join(first))[:60])
    width = max(len(cells) for _, cells in rows[:HEADER_WITHIN])
    return [str(number) for number in range(1, width + 1)]


def no_header(rows: Sequence[Row], mapping: Mapping[str, str]) -> QReplyError:
    """Return what to say of a table in which no row is a header that has the columns wanted."""
    at = guess_header(rows)
    header = rows[at or 0][1] if rows else []
    names = [clean_line(cell[:LABEL]) for cell in header[:MAX_COLUMNS] if cell.strip()]
    known = join_words(names)[:200]
    missing = [column for column in columns_in(mapping) if not column.isdecimal() and column not in names]
    if missing:
        return QReplyError(t("exchange.no-column", name=missing[0]), t("exchange.columns", known=known))
    if len(header) == 1 and is_header([cell.strip() for cell in header[0][:LABEL].split("，")]):
        return QReplyError(t("exchange.full-width-commas"), t("exchange.full-width-commas.hint"))
    column = reply_column(rows)
    hint = t("exchange.map-reply", column=column) if column else t("exchange.no-text-column.hint")
    return QReplyError(t("exchange.no-text-column", known=known), hint)


def reply_column(rows: Sequence[Row]) -> str:
    """Return the name, or the number, of the column that holds the replies.

    It is "" where that is not clear.
    """
    at = guess_header(rows)
    below = _columns(rows[0 if at is None else at + 1 :])
    names = [] if at is None else [clean_line(cell) for cell in rows[at][1]]
    named = {column: names[column] for column in below if column < len(names)}
    answers = [column for column, name in named.items() if _ANSWERS.search(name)]
    if len(answers) == 1:
        return quote_argument(named[answers[0]])
    asks = {column for column, name in named.items() if _ASKS.search(name)} - set(answers)
    means = sorted(
        (
            (sum(map(len, texts)) / len(texts), column)
            for column, texts in below.items()
            if column not in asks
        ),
        reverse=True,
    )
    if not means or any(first[0] < _LONGER * second[0] for first, second in [*pairwise(means)][:1]):
        return ""
    column = means[0][1]
    return quote_argument(named[column]) if column in named else str(column + 1)


def tables_in(header: Sequence[str]) -> list[tuple[int, int]]:
    """Return where each of several tables that stand side by side begins and ends.

    They are apart by a column without a name, or name the same columns in the same order. It is empty for one table.
    """
    names = [clean_line(cell) for cell in header]
    edges = [at for at, name in enumerate([*names, ""]) if not name]
    spans = [(start + 1, end) for start, end in pairwise([-1, *edges]) if end - start > 2]
    if len(spans) > 1 and all(is_header(names[start:end]) for start, end in spans):
        return spans
    half = len(names) // 2
    if len(names) == 2 * half and names[:half] == names[half:] and is_header(names[:half]):
        return [(0, half), (half, len(names))]
    return []


def cut_rows(header: Sequence[str], rows: Sequence[Row]) -> dict[str, int]:
    """Return how many more cells than its header rows of a text have, by their places.

    A comma without quotes has cut them, unless all rows have as many more, and these are bare numbers or dates: then
    they have columns without a name.
    """
    found = {}
    usual = 2 * sum(len(cells) == len(header) for _, cells in rows) >= len(rows)
    for place, cells in rows:
        filled = max((at for at, cell in enumerate(cells, 1) if cell.strip()), default=0)
        width = len(cells) if usual else filled  # a comma may have cut a row whose last cells are empty
        if width > len(header) and filled:
            found[place] = width - len(header)
    is_unnamed = (
        len(rows) > 2
        and len(found) == len(rows)
        and len(set(found.values())) == 1
        and all(_VALUE.fullmatch(cell) for _, cells in rows for cell in cells[len(header) :])
    )
    return {} if is_unnamed else found


def names_platforms(cells: Sequence[str]) -> bool:
    """Tell whether a row says, below the header, which platform each column is for."""
    filled = [cell.strip().lower() for cell in cells if cell.strip()]
    return bool(filled) and all(cell in PLATFORM_NAMES or known_column(cell) for cell in filled)


def named_part(header: Sequence[str], mapping: Mapping[str, str]) -> Sequence[str]:
    """Return the header up to its last column that has a name, or is named by its number."""
    numbers = [int(column) for column in columns_in(mapping) if column.isdecimal() and len(column) < 5]
    named = [at for at, cell in enumerate(header, 1) if cell.strip()]
    return header[: max([*named, *numbers], default=0)]


def without_cut(rows: Sequence[Row], mapping: Mapping[str, str], batch: ImportBatch) -> Sequence[Row]:
    """Return the rows of columns named by numbers, without those that a comma has cut.

    These have text right of the last such column, and that is the one of the replies. Text elsewhere is noted alone.
    """
    last = max(int(column) for column in columns_in(mapping))
    beside = {place: cells[last] for place, cells in rows if len(cells) > last and _HANZI.search(cells[last])}
    if not beside:
        return rows
    place, cell = next(iter(beside.items()))
    values = {
        "count": str(len(beside)),
        "column": str(last),
        "next": str(last + 1),
        "shown": clean_line(cell[:60]),
    }
    is_reply = any(known_column(ours) == "text" and theirs == str(last) for ours, theirs in mapping.items())
    if not is_reply or sum(map(len, beside.values())) <= _LONGEST_PERSON * len(beside):
        batch.note("doubtful", "text-beside", place, **values)
        return rows
    batch.note("refused", "text-cut", place, **values)
    return [row for row in rows if row[0] not in beside]


def note_cut(place: str, cells: Sequence[str], more: int, batch: ImportBatch) -> None:
    """Note that a row is not taken since a comma has cut it."""
    shown = clean_line(" | ".join(cell[:LABEL] for cell in cells if cell.strip()))[:60]
    batch.note("refused", "cut-by-comma", place, count=str(more), shown=shown)


def _columns(rows: Sequence[Row]) -> dict[int, list[str]]:
    """Return the texts of the columns that hold any."""
    found: dict[int, list[str]] = {}
    for _, cells in rows[:_LOOKED_AT]:
        for column, cell in enumerate(cells[:MAX_COLUMNS]):
            if text := cell.strip():
                found.setdefault(column, []).append(text)
    return found
