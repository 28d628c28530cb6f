"""Read a file that holds a table, CSV or an Excel workbook, within limits.

Import, audit and statistics share it.
"""

from __future__ import annotations

from pathlib import Path

from qreply.errors import QReplyError, reason_of
from qreply.exchange.batch import ImportBatch
from qreply.exchange.formats import delimited, workbook
from qreply.exchange.formats.signatures import is_workbook
from qreply.exchange.formats.table_header import Row
from qreply.i18n import t
from qreply.phrasebook.reading.source import Source, decode
from qreply.storage.regular_file import BOOK_LIMIT, TooLargeError, read_regular


def read_content(path: Path) -> bytes:
    """Return the bytes of a foreign file.

    Raises QReplyError where it cannot be read or is too large.
    """
    try:
        return read_regular(path, BOOK_LIMIT)
    except TooLargeError as error:
        limit = BOOK_LIMIT // 1024 // 1024
        raise QReplyError(t("exchange.too-big", limit=limit), t("exchange.split.hint")) from error
    except OSError as error:
        raise QReplyError(t("command.cannot-read", path=path, reason=reason_of(error))) from error


def decode_content(data: bytes, path: Path) -> Source:
    """Return the text of a foreign file; raises QReplyError where it is none."""
    source = decode(data, str(path))
    for problem in source.problems:
        if problem.severity == "error":
            raise QReplyError(f"{path}:{problem.line}: {problem.message}", problem.hint)
    source.text = source.text.removeprefix("\ufeff")
    return source


def rows_of(data: bytes, path: Path, delimiter: str = "", *, batch: ImportBatch | None = None) -> list[Row]:
    """Return the rows that hold anything; of a workbook those of the first sheet that has any.

    The `delimiter` of a text is told by its content if none is given; what is doubtful is noted in `batch`. Raises
    QReplyError for what is no table.
    """
    batch = batch or ImportBatch("table")
    if is_workbook(data):
        sheets = workbook.read_sheets(data, batch)
        return next((sheet.rows for sheet in sheets if sheet.rows and not sheet.is_hidden), [])
    return delimited.rows(decode_content(data, path).text, batch, delimiter)
