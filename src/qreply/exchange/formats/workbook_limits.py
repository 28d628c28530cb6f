"""A workbook's parts, looked over before they are opened: 1.7 kB may stand for seventeen billion cells."""

from __future__ import annotations

import zipfile
from io import BytesIO
from typing import NoReturn
from xml.parsers import expat

from qreply.errors import QReplyError
from qreply.exchange import import_limits
from qreply.i18n import t

_PIECE = 256 * 1024


def check_workbook(data: bytes) -> int:
    """Refuse what would take too much time or memory, and count the pictures in it; raises QReplyError."""
    try:
        return _pictures(data)
    except QReplyError:
        raise
    except (
        Exception
    ) as error:  # zipfile and its decompressors raise whatever a damaged archive makes them stumble over
        reason = type(error).__name__
        raise QReplyError(t("exchange.broken-xlsx", reason=reason), t("exchange.broken-xlsx.hint")) from error


def _pictures(data: bytes) -> int:
    look = _Look()
    with zipfile.ZipFile(BytesIO(data)) as archive:
        infos = archive.infolist()
        if any(info.flag_bits & 1 for info in infos):
            raise QReplyError(t("exchange.encrypted"), t("exchange.encrypted.hint"))
        if sum(info.file_size for info in infos) > import_limits.UNPACKED or len(infos) > import_limits.PARTS:
            limit = import_limits.UNPACKED // 1024 // 1024
            raise QReplyError(t("exchange.too-big", limit=limit), t("exchange.split.hint"))
        for info in infos:
            if info.filename.endswith((".xml", ".rels")):
                look.over(archive, info)
    return sum(info.filename.startswith("xl/media/") for info in infos)


class _Look:
    """Counts what the parts of a workbook hold."""

    def __init__(self) -> None:
        self._part = ""
        self._elements = self._rows = self._cells = 0

    def over(self, archive: zipfile.ZipFile, info: zipfile.ZipInfo) -> None:
        """Look over one part."""
        self._part = info.filename
        parser = expat.ParserCreate(namespace_separator=" ")
        parser.StartElementHandler = self._element
        parser.StartDoctypeDeclHandler = self._doctype
        with archive.open(info) as part:
            while piece := part.read(_PIECE):
                parser.Parse(piece)
            parser.Parse(b"", True)

    def _element(self, name: str, attributes: dict[str, str]) -> None:
        self._elements += 1
        if self._elements > import_limits.ELEMENTS:
            self._refuse("too-many-cells", limit=import_limits.CELLS)
        tag = name.rpartition(" ")[2]
        if tag == "row":
            self._rows += 1
            if self._rows > import_limits.ROWS or not _is_below(attributes.get("r", "1"), import_limits.ROWS):
                self._refuse("too-many-rows", limit=import_limits.ROWS)
        elif tag == "c":
            self._cells += 1
            if self._cells > import_limits.CELLS:
                self._refuse("too-many-cells", limit=import_limits.CELLS)
            self._look_at(attributes.get("r", "A1"))

    def _look_at(self, cell: str) -> None:
        letters = cell.rstrip("0123456789")
        column = 0
        for letter in letters[:8].upper():
            column = column * 26 + ord(letter) - 64
        if column > import_limits.COLUMNS:
            self._refuse("too-many-columns", limit=import_limits.COLUMNS)
        if not _is_below(cell[len(letters) :] or "1", import_limits.ROWS):
            self._refuse("too-many-rows", limit=import_limits.ROWS)

    def _doctype(self, *_: object) -> NoReturn:
        self._refuse("doctype")

    def _refuse(self, code: str, **values: int) -> NoReturn:
        raise QReplyError(f"{self._part}：{t(f'exchange.{code}', **values)}", t("exchange.split.hint"))


def _is_below(number: str, limit: int) -> bool:
    return len(number) <= len(str(limit)) and number.isdecimal() and int(number) <= limit
