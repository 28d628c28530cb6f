"""A book as an Excel workbook to edit: a sheet a scenario, a row a phrase."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from io import BytesIO
from typing import Any

from qreply.errors import QReplyError
from qreply.exchange.formats.own_table import OPTION_COLUMNS, OPTIONS
from qreply.exchange.formats.phrase_table import (
    FROM,
    REPLY,
    TITLE,
    UNTIL,
    Cells,
    cells_of,
    header_of_phrases,
)
from qreply.exchange.formats.row_stamp import CHECK, ID, REST, SCENARIO, RowStamp
from qreply.exchange.formats.workbook import require_openpyxl
from qreply.i18n import t
from qreply.phrasebook.model import PLATFORMS, Phrase, Phrasebook, Scenario

_MAX_CELL = 32_767  # characters, as Excel has it
_SPARE_ROWS = 500  # below the last phrase, where drop-downs work too
_NOT_IN_TITLES = re.compile(r"[\[\]:*?/\\]")
_MAX_TITLE = 31
_ESCAPE = re.compile("_(?=x[0-9A-Fa-f]{4}_)")  # what would be read as a character that XML does not hold
_WIDTHS = {
    TITLE: 22,
    "编码": 10,
    "问法": 34,
    REPLY: 60,
    "标签": 12,
    "分组": 14,
    SCENARIO: 10,
    "提示": 26,
    "排除": 16,
}
_WIDTHS |= {ID: 24, REST: 16, CHECK: 14, FROM: 17, UNTIL: 17, "接着": 22, "没有时": 22}
_TEXT = "@"  # the format of cells that hold text, whatever is typed
_LINE_HEIGHT, _MAX_LINES = 15, 8  # points; programs differ in whether they fit rows by themselves
_WORDING_WIDTH, _OTHER_WIDTH = 45, 14
_OURS = (ID, REST, CHECK)  # in grey: qreply finds the phrase by them


def workbook_of(book: Phrasebook, progress: Callable[[int, int], None]) -> bytes:
    """Return the workbook's bytes.

    Raises QReplyError where openpyxl is missing or a cell is too small.
    """
    openpyxl = require_openpyxl()
    out = openpyxl.Workbook(write_only=True)
    header = header_of_phrases(book.phrases, with_titles=False)
    options = _options(book)
    writer = _SheetWriter(out, header, _ranges(options))
    done = 0
    taken = {OPTIONS.casefold()}
    for scenario in book.scenarios:
        phrases = [phrase for phrase in book.phrases if phrase.scenario == scenario.name]
        if phrases:
            for count in writer.add(_title(scenario, taken), scenario, phrases):
                progress(done + count, len(book.phrases))
            done += len(phrases)
    writer.add_options([*options, [writer.checks.get(phrase.id, "") for phrase in book.phrases]])
    data = BytesIO()
    out.save(data)
    return data.getvalue()


def _options(book: Phrasebook) -> list[Sequence[str]]:
    tags = sorted({tag for phrase in book.phrases for tag in phrase.tags})
    return [
        [scenario.title or scenario.name for scenario in book.scenarios],
        [scenario.name for scenario in book.scenarios],
        list(PLATFORMS.values()),
        tags,
        [phrase.id for phrase in book.phrases],
    ]


def _ranges(options: Sequence[Sequence[str]]) -> dict[str, tuple[str, str]]:
    """Return by column where its choices stand, and what is said where a cell is chosen."""
    found: dict[str, tuple[str, str]] = {}
    about = {
        SCENARIO: "exchange.prompt.scenario",
        "仅限": "exchange.prompt.only",
        "标签": "exchange.prompt.tags",
    }
    places = {SCENARIO: ("A", 0), "仅限": ("C", 2), "标签": ("D", 3)}
    for column, (letter, index) in places.items():
        if options[index]:
            found[column] = (f"{OPTIONS}!${letter}$2:${letter}${len(options[index]) + 1}", t(about[column]))
    return found


def _title(scenario: Scenario, taken: set[str]) -> str:
    plain = _NOT_IN_TITLES.sub(" ", scenario.title or scenario.name).strip(" '") or scenario.name
    title, number = plain[:_MAX_TITLE], 2
    while title.casefold() in taken:
        end = f" {number}"
        title, number = plain[: _MAX_TITLE - len(end)] + end, number + 1
    taken.add(title.casefold())
    return title


class _SheetWriter:
    """Writes sheets of one layout."""

    def __init__(self, out: Any, header: Sequence[str], ranges: dict[str, tuple[str, str]]) -> None:
        from openpyxl.cell import WriteOnlyCell
        from openpyxl.styles import Alignment, Font, NamedStyle, PatternFill

        self.checks: dict[str, str] = {}  # of the phrases that were written, by id
        self._out = out
        self._header = header
        self._ranges = ranges
        self._cell = WriteOnlyCell
        self._top = Alignment(wrap_text=True, vertical="top")
        plain = NamedStyle("话术", number_format=_TEXT, alignment=self._top)
        ours = NamedStyle(
            "qreply", number_format=_TEXT, alignment=Alignment(vertical="top"), font=Font(color="808080")
        )
        head = NamedStyle(
            "表头",
            font=Font(bold=True),
            fill=PatternFill("solid", fgColor="DDEBF7"),
            alignment=Alignment(vertical="center"),
        )
        for style in (plain, ours, head):
            out.add_named_style(style)
        self._styles = [ours.name if column in _OURS else plain.name for column in header]
        self._head = head.name

    def add(self, title: str, scenario: Scenario, phrases: Sequence[Phrase]) -> Iterable[int]:
        """Write a scenario's sheet, and yield how many of its phrases are done."""
        sheet = self._out.create_sheet(title)
        self._lay_out(sheet, len(phrases) + 1)
        sheet.append([self._text(sheet, column, self._head) for column in self._header])
        # A row is written at once, so that the next one can use these cells again.
        row = [self._text(sheet, "", style) for style in self._styles]
        for number, phrase in enumerate(phrases, 1):
            cells = cells_of(phrase) | {SCENARIO: scenario.title or scenario.name}
            self.checks[phrase.id] = RowStamp.read(cells[CHECK]).check
            if any(len(text) > _MAX_CELL for text in cells.values()):
                raise QReplyError(t("exchange.cell-too-long", id=phrase.id, limit=_MAX_CELL))
            for column, cell in zip(self._header, row, strict=True):
                _write(cell, cells.get(column, ""))
            sheet.row_dimensions[number + 1].height = _LINE_HEIGHT * _lines_of(cells)
            sheet.append([cell if cell.value else None for cell in row])
            yield number

    def add_options(self, columns: Sequence[Sequence[str]]) -> None:
        """Write the hidden sheet."""
        sheet = self._out.create_sheet(OPTIONS)
        sheet.sheet_state = "hidden"
        for index in range(-1, max(map(len, columns), default=0)):
            row = [
                name if index < 0 else column[index] if index < len(column) else ""
                for name, column in zip(OPTION_COLUMNS, columns, strict=True)
            ]
            sheet.append([self._text(sheet, text, self._styles[0]) if text else None for text in row])

    def _lay_out(self, sheet: Any, rows: int) -> None:
        from openpyxl.utils import get_column_letter
        from openpyxl.worksheet.datavalidation import DataValidation

        sheet.freeze_panes = "B2"
        last = get_column_letter(len(self._header))
        sheet.auto_filter.ref = f"A1:{last}{rows}"
        for index, column in enumerate(self._header, 1):
            letter = get_column_letter(index)
            usual = _WORDING_WIDTH if REPLY in column or "说法" in column else _OTHER_WIDTH
            sheet.column_dimensions[letter].number_format = _TEXT  # of the cells that are empty
            sheet.column_dimensions[letter].alignment = self._top
            sheet.column_dimensions[letter].width = _WIDTHS.get(column, usual)
            sheet.column_dimensions[letter].hidden = column in (REST, CHECK)
            choices, about = self._ranges.get(column, ("", _prompt(column)))
            if choices or about:
                rule = DataValidation(
                    type="list" if choices else None,
                    formula1=choices or None,
                    allow_blank=True,
                    showErrorMessage=False,  # several may be written, one a line, or a new one
                    showInputMessage=bool(about),
                    promptTitle=column if about else None,
                    prompt=about or None,
                )
                rule.add(f"{letter}2:{letter}{rows + _SPARE_ROWS}")
                sheet.data_validations.append(rule)

    def _text(self, sheet: Any, text: str, style: str) -> Any:
        """Make a cell that holds `text` as text, whatever it looks like."""
        cell = self._cell(sheet)
        cell.style = style
        _write(cell, text)
        return cell


def _write(cell: Any, text: str) -> None:
    cell.value = (_ESCAPE.sub("_x005F_", text) if "_x" in text else text) or None
    if text:
        cell.data_type = "s"


def _lines_of(cells: Cells) -> int:
    """Return how many lines of a row are shown: its reply's, within reason, for overview."""
    reply = sum(1 + 2 * len(line) // _WIDTHS[REPLY] for line in cells.get(REPLY, "").split("\n"))
    return max(2, min(reply, _MAX_LINES))


def _prompt(column: str) -> str:
    if column == "问法":
        return t("exchange.prompt.asks")
    if column == "编码":
        return t("exchange.prompt.code")
    if column == ID:
        return t("exchange.prompt.id")
    if column == REPLY:
        return t("exchange.prompt.reply")
    return ""
