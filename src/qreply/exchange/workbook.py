"""Excel workbooks, by openpyxl, which comes with `qreply[xlsx]`."""

from __future__ import annotations

import warnings
import zipfile
from collections.abc import Iterator, Mapping
from datetime import datetime, time
from io import BytesIO
from typing import Any

from qreply.errors import QReplyError
from qreply.exchange.draft import Batch
from qreply.exchange.table import Row, Table, is_header, no_header
from qreply.language import t

_MAX_BYTES = 512 * 1024 * 1024  # unpacked: a small archive may hold gigabytes
_HEADER_WITHIN = 10


def read(data: bytes, batch: Batch, mapping: Mapping[str, str]) -> None:
    """Add the phrases of all sheets to the batch.

    Raises QReplyError where openpyxl is missing, or the file is damaged or has no sheet of phrases.
    """
    try:
        import openpyxl
    except ImportError as error:
        raise QReplyError(t("exchange.no-xlsx"), t("exchange.no-xlsx.hint")) from error
    _look_over(data, batch)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # about styles and extensions, which are not read
            book = openpyxl.load_workbook(BytesIO(data), read_only=True, data_only=True)
            sheets = [(sheet.title, list(_rows(sheet))) for sheet in book.worksheets]
    except Exception as error:  # openpyxl raises whatever a damaged file makes it stumble over
        raise QReplyError(t("exchange.broken-xlsx", reason=type(error).__name__)) from error
    taken = 0
    for title, rows in sheets:
        taken += _read_sheet(title if len(sheets) > 1 else "", rows, batch, mapping)
    if not taken:
        raise no_header(next((cells for _, rows in sheets for _, cells in rows if any(cells)), []), mapping)


def _read_sheet(title: str, rows: list[Row], batch: Batch, mapping: Mapping[str, str]) -> int:
    filled = [(place, cells) for place, cells in rows if any(cells)]
    named = {column for column in mapping.values() if not column.isdecimal()}
    for at, (_, cells) in enumerate(filled[:_HEADER_WITHIN]):
        if named <= set(cells) if mapping else is_header(cells):
            for place, before in filled[:at]:
                batch.note("refused", "above-header", place, shown=" ".join(filter(None, before))[:60])
            Table(cells, batch, mapping, title).add(filled[at + 1 :])
            return 1
    if filled:
        batch.note("refused", "sheet", name=title, count=str(len(filled)))
    return 0


def _rows(sheet: Any) -> Iterator[Row]:
    for number, row in enumerate(sheet.iter_rows(values_only=True), 1):
        place = t("exchange.sheet-line", sheet=sheet.title, line=number)
        yield place, [_text(value) for value in row]


def _text(value: object) -> str:
    if value is None:
        return ""
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    if isinstance(value, datetime) and value.time() == time.min:
        return f"{value:%Y-%m-%d}"
    return str(value)


def _look_over(data: bytes, batch: Batch) -> None:
    """Refuse what would not fit into memory, and tell of pictures, which are not phrases."""
    try:
        with zipfile.ZipFile(BytesIO(data)) as archive:
            infos = archive.infolist()
    except (zipfile.BadZipFile, NotImplementedError) as error:
        raise QReplyError(t("exchange.broken-xlsx", reason="zip")) from error
    if sum(info.file_size for info in infos) > _MAX_BYTES:
        raise QReplyError(t("exchange.too-big", limit=_MAX_BYTES // 1024 // 1024))
    if pictures := sum(info.filename.startswith("xl/media/") for info in infos):
        batch.note("refused", "pictures", count=str(pictures))
