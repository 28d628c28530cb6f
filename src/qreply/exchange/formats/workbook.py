"""Excel workbooks, by openpyxl, which comes with `qreply[xlsx]`."""

from __future__ import annotations

import re
import sys
import warnings
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import datetime, time, timedelta
from importlib.util import find_spec
from io import BytesIO
from typing import Any

from qreply.errors import QReplyError
from qreply.exchange.batch import ImportBatch
from qreply.exchange.formats.cell_formats import date_text, number_text
from qreply.exchange.formats.phrase_table import FROM, UNTIL
from qreply.exchange.formats.table_header import Row
from qreply.exchange.formats.workbook_limits import SheetFacts, check_workbook
from qreply.exchange.import_limits import COLUMNS
from qreply.i18n import t
from qreply.text.shell_quoting import quote_argument

_ESCAPED = re.compile("_x([0-9A-Fa-f]{4})_")  # a character that XML does not hold, or _ itself
_SAFE_NUMBER = 10**15  # Excel keeps fifteen digits: what was longer has lost its end


@dataclass
class Sheet:
    """A sheet's rows that hold anything; those that are hidden stand apart."""

    title: str
    rows: list[Row] = field(default_factory=list)
    hidden_rows: list[Row] = field(default_factory=list)
    is_hidden: bool = False


def read_sheets(
    data: bytes, batch: ImportBatch, progress: Callable[[int, int], None] | None = None
) -> list[Sheet]:
    """Return the sheets; what is left out of them is noted in the batch.

    Raises QReplyError where openpyxl is missing or the file is damaged.
    """
    openpyxl = require_openpyxl()
    facts = check_workbook(data)
    if facts.pictures:
        batch.note("refused", "pictures", count=str(facts.pictures))
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # about styles and extensions, which are not read
            book = openpyxl.load_workbook(BytesIO(data), read_only=True, data_only=True)
            indexes = {title: index for index, title in enumerate(book.sheetnames)}
            found = []
            for number, sheet in enumerate(book.worksheets):
                if progress:
                    progress(number, len(book.worksheets))
                known = facts.sheets.get(indexes[sheet.title], SheetFacts())
                found.append(_read_sheet(sheet, known, batch))
            return found
    except Exception as error:  # openpyxl raises whatever a damaged file makes it stumble over
        reason = type(error).__name__
        raise QReplyError(t("exchange.broken-xlsx", reason=reason), t("exchange.broken-xlsx.hint")) from error


def require_openpyxl() -> Any:
    """Return the module openpyxl; raises QReplyError with the command that installs it."""
    try:
        import openpyxl
    except ImportError as error:
        raise QReplyError(
            t("exchange.no-xlsx"), t("exchange.no-xlsx.hint", command=_install_command())
        ) from error
    return openpyxl


def _read_sheet(sheet: Any, facts: SheetFacts, batch: ImportBatch) -> Sheet:
    found = Sheet(sheet.title, is_hidden=sheet.sheet_state != "visible")
    merged: dict[int, _Merged] = {}
    filled = 0
    for column, first, last in sorted(facts.merged, reverse=True):
        merged.setdefault(column - 1, _Merged()).ranges.append((first, last))
    for number, place, cells in _rows(sheet, facts, batch):
        for column, known in merged.items():
            cells.extend([""] * (column + 1 - len(cells)))
            cells[column] = known.fill(number, cells[column])
            filled += known.filled
        (found.hidden_rows if number in facts.hidden_rows else found.rows).append((place, cells))
    if filled and not found.is_hidden:
        batch.note("changed", "merged", count=str(filled))
    return found


@dataclass
class _Merged:
    """The merged cells of a column; only the first row of each has its text."""

    ranges: list[tuple[int, int]] = field(default_factory=list)  # first and last row, from the bottom up
    said: str = ""
    filled: bool = False  # the last row

    def fill(self, number: int, text: str) -> str:
        """Return what a row's cell says; rows come from the top down."""
        while self.ranges and self.ranges[-1][1] < number:
            self.ranges.pop()
        if self.ranges and self.ranges[-1][0] == number:
            self.said = text
        self.filled = bool(self.said) and not text and bool(self.ranges) and self.ranges[-1][0] < number
        return self.said if self.filled else text


def _rows(sheet: Any, facts: SheetFacts, batch: ImportBatch) -> Iterator[tuple[int, str, list[str]]]:
    """Return the rows that hold anything; the size that the sheet claims is not trusted."""
    sheet.reset_dimensions()
    if not facts.last_row:
        return
    of_dates: set[int] = set()  # columns of our tables in which a date counts, however it is shown
    for number, row in enumerate(sheet.iter_rows(max_row=facts.last_row), 1):
        values = [cell.value for cell in row[:COLUMNS]]
        if not any(value is not None for value in values) and number not in facts.uncalculated:
            continue
        of_dates.update(column for column, value in enumerate(values) if value in (FROM, UNTIL))
        cells = [
            value
            if type(value) is str and "_x" not in value
            else _text(value, cell, as_shown=column not in of_dates)
            for column, (value, cell) in enumerate(zip(values, row, strict=False))
        ]
        place = t("exchange.sheet-line", sheet=sheet.title, line=number)
        if number in facts.uncalculated:
            batch.note("doubtful", "uncalculated", place)
        if not any(cells):
            continue
        if any(isinstance(value, int | float) and abs(value) >= _SAFE_NUMBER for value in values):
            batch.note("doubtful", "long-number", place)
        yield number, place, cells


def _text(value: object, cell: Any, *, as_shown: bool = True) -> str:
    """Return the cell's text as the spreadsheet shows it, be it a text, a number or a time.

    A date has a year unless it is wanted `as_shown`.
    """
    if value is None:
        return ""
    if isinstance(value, str):
        return _unescaped(value) if "_x" in value else value
    if isinstance(value, bool):
        return str(value).upper()
    if isinstance(value, int | float):
        return number_text(value, str(cell.number_format or ""))
    shown = _moment_as_shown(value, cell) if as_shown else None
    if shown is not None:
        return shown
    if isinstance(value, datetime):
        if value.time() == time.min:
            return f"{value:%Y-%m-%d}"
        return f"{value:%Y-%m-%d %H:%M}" if not value.second else f"{value:%Y-%m-%d %H:%M:%S}"
    if isinstance(value, time):
        return f"{value:%H:%M}" if not value.second else f"{value:%H:%M:%S}"
    if isinstance(value, timedelta):
        minutes = round(value.total_seconds()) // 60
        return f"{minutes // 60}:{minutes % 60:02}"
    return str(value)


def _moment_as_shown(value: object, cell: Any) -> str | None:
    return date_text(value, str(cell.number_format or "")) if isinstance(value, datetime | time) else None


def _unescaped(text: str) -> str:
    """Return `text` with `_x000D_` as the character that it stands for.

    Two halves of a surrogate pair are put together.
    """
    text = _ESCAPED.sub(lambda code: chr(int(code[1], 16)), text)
    return text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")


def _install_command() -> str:
    """Return the command that installs openpyxl for this qreply, be it pip's or uv's."""
    python = quote_argument(sys.executable)
    if find_spec("pip"):
        return f"{python} -m pip install openpyxl"
    return f"uv pip install --python {python} openpyxl"
