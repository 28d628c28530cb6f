"""Delimited text, as spreadsheets and chat clients save it, to rows and back."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable, Iterator

from qreply.errors import QReplyError
from qreply.exchange.batch import ImportBatch, row_place
from qreply.exchange.formats.column_names import is_header
from qreply.exchange.formats.table_header import Row
from qreply.exchange.import_limits import CELLS, COLUMNS, ROWS
from qreply.i18n import t

_MAX_CELL = 16 * 1024 * 1024  # characters; one that is never closed holds the rest of the file, which is told
# Excel calculates what begins so, in full width too where it is set to Chinese.
_FORMULA = re.compile("'*[=+\\-@＝＋－＠\t\r\n]")
_KEPT = re.compile(r'\A="([^"]*)"\Z')  # how other programs keep 001 from becoming a number
DELIMITERS = ",\t;"


def rows(text: str, batch: ImportBatch, delimiter: str = "") -> list[Row]:
    """Return the rows that hold anything, numbered as spreadsheets do.

    Quotes that do not match are noted.

    The `delimiter` is told by the text if none is given. Raises QReplyError for what no spreadsheet would hold.
    """
    delimiter = delimiter or _delimiter(text)
    if text.count(delimiter) + text.count("\n") > CELLS:
        raise QReplyError(t("exchange.too-many-cells", limit=CELLS), t("exchange.split.hint"))
    try:
        return list(_rows(text, delimiter, strict=True))
    except csv.Error:
        found = _forgiving(text, delimiter)
    worst = max(found, key=lambda row: max((cell.count("\n") for cell in row[1]), default=0), default=None)
    if worst:
        batch.note("doubtful", "quotes", worst[0])
    return found


def quote_formula(cell: str) -> str:
    """Put a `'` before what a spreadsheet would take for a formula.

    `unquote_formula` takes it away again.
    """
    return f"'{cell}" if _FORMULA.match(cell) else cell


def unquote_formula(cell: str) -> str:
    """Take away the `'` of `quote_formula`; every other cell stays as it is."""
    return cell[1:] if cell.startswith("'") and _FORMULA.match(cell) else cell


def text_of(table: Iterable[Iterable[object]]) -> str:
    """Return rows as CSV with the line ends that spreadsheets expect."""
    out = io.StringIO(newline="")
    csv.writer(out, lineterminator="\r\n").writerows(table)
    return out.getvalue()


def _forgiving(text: str, delimiter: str) -> list[Row]:
    try:
        return list(_rows(text, delimiter, strict=False))
    except csv.Error as error:
        limit = _MAX_CELL // 1024 // 1024
        raise QReplyError(t("exchange.cell-too-big", limit=limit), t("exchange.no-csv.hint")) from error


def _rows(text: str, delimiter: str, *, strict: bool) -> Iterator[Row]:
    csv.field_size_limit(_MAX_CELL)
    # Line ends are kept as they are, since a cell may hold them.
    reader = csv.reader(
        io.StringIO(text, newline=""),
        delimiter=delimiter,
        strict=strict,
        # A blank before an opening quote is no part of the cell.
        skipinitialspace=bool(re.search(f'{re.escape(delimiter)} +"(?!")', text)),
    )
    count = 0
    for number, cells in enumerate(reader, 1):
        if any(cells):
            count += 1
            if count > ROWS:
                raise QReplyError(t("exchange.too-many-rows", limit=ROWS), t("exchange.split.hint"))
            if len(cells) > COLUMNS:
                message = t("exchange.too-many-columns", limit=COLUMNS)
                raise QReplyError(f"{row_place(number)}：{message}", t("exchange.no-csv.hint"))
            kept = [_KEPT.sub(r"\1", cell) if cell.startswith('="') else cell for cell in cells]
            yield row_place(number), kept


def _delimiter(text: str) -> str:
    """Return the delimiter: the one that makes an early line a header, else the most frequent."""
    head = text[:4_000].splitlines()[:8]
    for mark in DELIMITERS:
        if any(is_header([cell.strip('" ') for cell in early.split(mark)]) for early in head):
            return mark
    return max(DELIMITERS, key=lambda mark: sum(early.count(mark) for early in head))
