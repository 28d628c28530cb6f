"""Excel workbooks, by openpyxl, which comes with `qreply[xlsx]`."""

from __future__ import annotations

import re
import sys
import warnings
from collections.abc import Iterator, Mapping
from datetime import datetime, time
from importlib.util import find_spec
from io import BytesIO
from typing import Any

from qreply.errors import QReplyError
from qreply.exchange.batch import ImportBatch
from qreply.exchange.formats.spreadsheet import Row, Table, header_of, no_header, without_header
from qreply.exchange.formats.workbook_limits import check_workbook
from qreply.exchange.import_limits import COLUMNS
from qreply.i18n import t
from qreply.text.safety import clean_line
from qreply.text.shell_quoting import quote_argument

_ESCAPED = re.compile("_x([0-9A-Fa-f]{4})_")  # a character that XML does not hold, or _ itself
_SAFE_NUMBER = 10**15  # Excel keeps fifteen digits: what was longer has lost its end


def read(data: bytes, batch: ImportBatch, mapping: Mapping[str, str]) -> None:
    """Add the phrases of all sheets to the batch; raises QReplyError if none has any, and as `read_sheets`."""
    sheets = read_sheets(data, batch)
    taken = 0
    for title, rows in sheets:
        taken += _read_sheet(title if len(sheets) > 1 else "", rows, batch, mapping)
    if not taken:
        raise no_header(next((cells for _, rows in sheets for _, cells in rows if any(cells)), []), mapping)


def read_sheets(data: bytes, batch: ImportBatch) -> list[tuple[str, list[Row]]]:
    """Return the title and the rows of each sheet; what is left out is noted in the batch.

    Raises QReplyError where openpyxl is missing or the file is damaged.
    """
    try:
        import openpyxl
    except ImportError as error:
        raise QReplyError(
            t("exchange.no-xlsx"), t("exchange.no-xlsx.hint", command=_install_command())
        ) from error
    if pictures := check_workbook(data):
        batch.note("refused", "pictures", count=str(pictures))
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # about styles and extensions, which are not read
            book = openpyxl.load_workbook(BytesIO(data), read_only=True, data_only=True)
            return [(sheet.title, list(_rows(sheet, batch))) for sheet in book.worksheets]
    except Exception as error:  # openpyxl raises whatever a damaged file makes it stumble over
        reason = type(error).__name__
        raise QReplyError(t("exchange.broken-xlsx", reason=reason), t("exchange.broken-xlsx.hint")) from error


def _read_sheet(title: str, rows: list[Row], batch: ImportBatch, mapping: Mapping[str, str]) -> int:
    at = header_of(rows, mapping)
    if at is not None:
        for place, before in rows[:at]:
            batch.note("refused", "above-header", place, shown=" ".join(filter(None, before))[:60])
        if mapping and all(column.isdecimal() for column in mapping.values()):
            batch.note("doubtful", "header", rows[at][0], shown=clean_line(" ".join(rows[at][1]))[:60])
        Table(rows[at][1], batch, mapping, title).add(rows[at + 1 :])
        return 1
    if rows and (header := without_header(rows, mapping, batch)):
        Table(header, batch, mapping, title).add(rows)
        return 1
    if rows:
        batch.note("refused", "sheet", name=title, count=str(len(rows)))
    return 0


def _rows(sheet: Any, batch: ImportBatch) -> Iterator[Row]:
    """The rows that hold anything. How large the sheet says it is counts for nothing."""
    sheet.reset_dimensions()
    for number, row in enumerate(sheet.iter_rows(values_only=True), 1):
        cells = [_text(value) for value in row[:COLUMNS]]
        if not any(cells):
            continue
        place = t("exchange.sheet-line", sheet=sheet.title, line=number)
        if any(isinstance(value, int | float) and abs(value) >= _SAFE_NUMBER for value in row):
            batch.note("doubtful", "long-number", place)
        yield place, cells


def _text(value: object) -> str:
    if value is None:
        return ""
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    if isinstance(value, datetime) and value.time() == time.min:
        return f"{value:%Y-%m-%d}"
    text = str(value)
    return _unescaped(text) if "_x" in text else text


def _unescaped(text: str) -> str:
    """`text` with `_x000D_` as the character that it stands for, two halves of one put together."""
    text = _ESCAPED.sub(lambda code: chr(int(code[1], 16)), text)
    return text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")


def _install_command() -> str:
    """Return the command that installs openpyxl where this qreply finds it, made by pip or by uv."""
    python = quote_argument(sys.executable)
    if find_spec("pip"):
        return f"{python} -m pip install openpyxl"
    return f"uv pip install --python {python} openpyxl"
