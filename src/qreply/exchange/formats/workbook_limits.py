"""Look over a workbook's parts before they are opened.

A file of 1.7 kB may stand for seventeen billion cells.
"""

from __future__ import annotations

import re
import zipfile
from dataclasses import dataclass, field
from io import BytesIO
from typing import NoReturn
from xml.parsers import expat

from qreply.errors import QReplyError
from qreply.exchange import import_limits
from qreply.i18n import t

_PIECE = 256 * 1024
_LAST_ROW = 1_048_576  # of a sheet in Excel
_MERGED = re.compile("([A-Z]{1,3})([0-9]{1,7}):[A-Z]{1,3}([0-9]{1,7})")


@dataclass
class SheetFacts:
    """What a sheet's part says beside its cells; rows and columns count from 1."""

    hidden_rows: set[int] = field(default_factory=set)
    merged: list[tuple[int, int, int]] = field(default_factory=list)  # column, first and last row
    last_row: int = 0  # that holds anything; programs write empty ones down to the end
    uncalculated: set[int] = field(default_factory=set)  # rows with a formula whose result is not kept


@dataclass
class WorkbookFacts:
    """What a workbook's parts say: its pictures, and the facts of each sheet.

    Sheets count from 0.
    """

    pictures: int = 0
    sheets: dict[int, SheetFacts] = field(default_factory=dict)


def check_workbook(data: bytes) -> WorkbookFacts:
    """Refuse what would take too much time or memory, and tell what is beside the cells.

    Raises QReplyError for what is refused.
    """
    try:
        return _look_over(data)
    except QReplyError:
        raise
    # The module zipfile and its decompressors raise whatever a damaged archive makes them stumble over.
    except Exception as error:
        reason = type(error).__name__
        raise QReplyError(t("exchange.broken-xlsx", reason=reason), t("exchange.broken-xlsx.hint")) from error


def _look_over(data: bytes) -> WorkbookFacts:
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
    pictures = sum(info.filename.startswith("xl/media/") for info in infos)
    targets = (look.targets.get(key, "") for key in look.sheets)
    return WorkbookFacts(
        pictures, {at: look.facts[part] for at, part in enumerate(targets) if part in look.facts}
    )


class _Look:
    """Counts what the parts of a workbook hold."""

    def __init__(self) -> None:
        self._part = ""
        self._elements = self._rows = self._cells = 0
        self._row = 0
        self._has_formula = self._has_value = False
        self._parser = expat.ParserCreate()
        self.sheets: list[str] = []  # the sheets' references, in order
        self.targets: dict[str, str] = {}  # what these stand for: names of parts
        self.facts: dict[str, SheetFacts] = {}

    def over(self, archive: zipfile.ZipFile, info: zipfile.ZipInfo) -> None:
        """Look over one part."""
        self._part = info.filename
        parser = expat.ParserCreate(namespace_separator=" ")
        parser.StartElementHandler = self._element
        parser.EndElementHandler = self._end
        self._parser = parser
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
        if self._part.startswith("xl/worksheets/"):
            self._note(tag, attributes)
        elif tag == "sheet" and self._part == "xl/workbook.xml":
            key = next((value for name, value in attributes.items() if name.endswith(" id")), "")
            self.sheets.append(key)
        elif tag == "Relationship" and self._part == "xl/_rels/workbook.xml.rels":
            target = attributes.get("Target", "")
            part = target.lstrip("/") if target.startswith("/") else f"xl/{target}"
            self.targets[attributes.get("Id", "")] = part
        if tag == "row":
            self._rows += 1
            if self._rows > import_limits.ROWS:
                self._refuse("too-many-rows", limit=import_limits.ROWS)
        elif tag == "c":
            self._cells += 1
            if self._cells > import_limits.CELLS:
                self._refuse("too-many-cells", limit=import_limits.CELLS)
            self._look_at(attributes.get("r", "A1"))

    def _note(self, tag: str, attributes: dict[str, str]) -> None:
        """Note what the cells do not tell."""
        facts = self.facts.setdefault(self._part, SheetFacts())
        if tag == "row":
            number = attributes.get("r", "")
            self._row = int(number) if _is_below(number, _LAST_ROW) else self._row + 1
            if attributes.get("hidden") in ("1", "true"):
                facts.hidden_rows.add(self._row)
        elif tag == "c":
            self._has_formula = False
            self._has_value = attributes.get("t") == "str"  # which may be empty
        elif tag == "f":
            self._has_formula = True
            facts.last_row = max(facts.last_row, self._row)
        elif tag in ("v", "is") and not self._has_formula:
            facts.last_row = max(facts.last_row, self._row)
        elif tag == "v" and self._has_formula:
            self._parser.CharacterDataHandler = self._value
        elif tag == "mergeCell" and (found := _MERGED.fullmatch(attributes.get("ref", ""))):
            first, last = int(found[2]), int(found[3])
            if first < last <= import_limits.ROWS and len(facts.merged) < import_limits.ROWS:
                facts.merged.append((_column(found[1]), first, last))

    def _value(self, text: str) -> None:
        self._has_value = bool(text)
        self._parser.CharacterDataHandler = None

    def _end(self, name: str) -> None:
        if name.endswith(" c") and self._has_formula and not self._has_value and self._part in self.facts:
            self.facts[self._part].uncalculated.add(self._row)

    def _look_at(self, cell: str) -> None:
        letters = cell.rstrip("0123456789")
        if _column(letters) > import_limits.COLUMNS:
            self._refuse("too-many-columns", limit=import_limits.COLUMNS)
        if not _is_below(cell[len(letters) :] or "1", import_limits.ROWS):
            self._refuse("too-many-rows", limit=import_limits.ROWS)

    def _doctype(self, *_: object) -> NoReturn:
        self._refuse("doctype")

    def _refuse(self, code: str, **values: int) -> NoReturn:
        raise QReplyError(f"{self._part}：{t(f'exchange.{code}', **values)}", t("exchange.split.hint"))


def _column(letters: str) -> int:
    """Return the number of a column by its letters, from 1."""
    column = 0
    for letter in letters[:8].upper():
        column = column * 26 + ord(letter) - 64
    return column


def _is_below(number: str, limit: int) -> bool:
    return len(number) <= len(str(limit)) and number.isdecimal() and int(number) <= limit
