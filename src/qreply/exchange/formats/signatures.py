"""Refuse files that are not what their names say, and tell a way out.

What they are is told by how they begin.
"""

from __future__ import annotations

import re
import zipfile
from io import BytesIO

from qreply.errors import QReplyError
from qreply.i18n import t

_OLE = b"\xd0\xcf\x11\xe0"
_ENCRYPTED = "EncryptedPackage".encode("utf-16-le")
_ZIP = b"PK\x03\x04"
_TEXTS = {b"%PDF-": "PDF", b"{\\rtf1": "RTF"}
_BINARIES = {
    b"\x89PNG": "PNG",
    b"\xff\xd8\xff": "JPEG",
    b"GIF8": "GIF",
    b"RIFF": "RIFF",
    b"Rar!": "RAR",
    b"7z\xbc\xaf": "7z",
    b"\x1f\x8b": "gzip",
    b"PK\x05\x06": "zip",
    b"SQLite format 3": "SQLite",
    b"bplist00": "plist",
    b"\x7fELF": "ELF",
    b"MZ": "EXE",
}
_HEAD = 512  # bytes, among which a binary file has a zero
_HTML = re.compile(rb"(?:\xef\xbb\xbf)?\s*<(?:!doctype html|html|head|meta|table|style|div)\b", re.IGNORECASE)
_XML = re.compile(rb"(?:\xef\xbb\xbf)?\s*<\?xml")


def is_workbook(data: bytes) -> bool:
    """Tell whether the data is an .xlsx.

    Raises QReplyError for what looks like one, or like a table, and is not.
    """
    if data.startswith(_ZIP):
        _expect_workbook(data)
        return True
    if data.startswith(_OLE):
        kind = "encrypted" if _ENCRYPTED in data else "old-excel"
        raise QReplyError(t(f"exchange.{kind}"), t(f"exchange.{kind}.hint"))
    if _HTML.match(data):
        raise QReplyError(t("exchange.html"), t("exchange.html.hint"))
    if _XML.match(data):
        raise QReplyError(t("exchange.no-table", kind="XML"), t("exchange.known-formats"))
    for mark, kind in (_TEXTS | (_BINARIES if b"\0" in data[:_HEAD] else {})).items():
        if data.startswith(mark):
            raise QReplyError(t("exchange.no-table", kind=kind), t("exchange.known-formats"))
    return False


def _expect_workbook(data: bytes) -> None:
    try:
        with zipfile.ZipFile(BytesIO(data)) as archive:
            names = set(archive.namelist())
    except Exception as error:  # zipfile raises whatever a damaged archive makes it stumble over
        raise QReplyError(t("exchange.broken-xlsx", reason="zip"), t("exchange.broken-xlsx.hint")) from error
    if "content.xml" in names:
        raise QReplyError(t("exchange.ods"), t("exchange.ods.hint"))
    if "xl/workbook.bin" in names:
        raise QReplyError(t("exchange.no-table", kind=".xlsb"), t("exchange.old-excel.hint"))
    if not any(name.startswith("xl/") for name in names):
        kind = ".docx" if any(name.startswith("word/") for name in names) else "zip"
        raise QReplyError(t("exchange.no-table", kind=kind), t("exchange.known-formats"))
