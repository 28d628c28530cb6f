"""Read and write tables of ours, CSV or a workbook's sheets.

Each row is a whole phrase, to be edited and read again.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from qreply.exchange import import_limits
from qreply.exchange.batch import ImportBatch, ImportedPhrase
from qreply.exchange.formats.delimited import quote_formula, text_of, unquote_formula
from qreply.exchange.formats.native import read_trees
from qreply.exchange.formats.phrase_table import (
    REPLY,
    Cells,
    cells_of,
    head_in,
    header_of_phrases,
    is_phrase_column,
    is_phrase_table,
    looks_like_ours,
    missing_columns,
    texts_of,
)
from qreply.exchange.formats.row_reader import odd_platform, with_cells
from qreply.exchange.formats.row_stamp import (
    CHECK,
    ID,
    SCENARIO,
    SCENARIO_TITLE,
    STAMP,
    RowStamp,
    rest_of,
    stamp_of_set,
)
from qreply.exchange.formats.table_header import HEADER_WITHIN, Row, cut_rows, note_cut
from qreply.exchange.formats.workbook import Sheet
from qreply.i18n import join_words, t
from qreply.phrasebook.model import PLATFORMS, Phrasebook
from qreply.phrasebook.writing.yaml_writer import Tree
from qreply.text.safety import clean_line

OPTIONS = "qreply"
"""The hidden sheet: what the drop-downs offer, the scenarios' names, and which phrases were exported."""

OPTION_COLUMNS = ("场景", "场景编号", "平台", "标签", "导出的编号", "导出的校验")
_SINCE_THE_FIRST = 5  # of these columns


@dataclass(frozen=True, slots=True)
class OwnRow:
    """A row of a table of ours: where it stands, and its cells by their columns."""

    place: str
    cells: Cells
    sheet: str = ""
    hidden: bool = False

    @property
    def id(self) -> str:
        """Return the id that it names, "" if it is a new phrase."""
        return clean_line(self.cells.get(ID, ""))

    @property
    def stamp(self) -> RowStamp:
        """Return what its stamp says of it as it was exported."""
        return RowStamp.read(self.cells.get(CHECK, ""))

    @property
    def scenario(self) -> str:
        """Return the scenario that it names, by its name or its title."""
        return clean_line(self.cells.get(SCENARIO, ""))


@dataclass
class OwnTable:
    """A table of ours: its rows, its scenarios' names by title, and what was exported.

    `unread` has the headers of sheets, by their titles, that lack a column without which they cannot be read.
    `exported` has checksums by ids, "" where one is not known, and is None where the ids are not. `codec` is what the
    file was saved in if that has no emoji. The `stamp` tells which ids were exported where they are not listed.
    """

    rows: list[OwnRow] = field(default_factory=list)
    unread: dict[str, Sequence[str]] = field(default_factory=dict)
    foreign: dict[str, int] = field(
        default_factory=dict
    )  # how many rows sheets have that are no tables of ours
    cut: list[tuple[Row, int]] = field(default_factory=list)  # rows of a text with more cells than its header
    scenarios: dict[str, str] = field(default_factory=dict)
    exported: Mapping[str, str] | None = None
    codec: str = ""
    stamp: str = ""
    is_ours: bool = False  # a sheet that is seen has the columns that it takes
    is_stamped: bool = False  # and they tell that it is surely an export

    def add(
        self, header: Sequence[str], rows: Iterable[Row], sheet: str = "", *, hidden: bool = False
    ) -> None:
        """Add rows under a header; those of no sheet are CSV, whose cells may be quoted."""
        columns = [cell.strip() for cell in header]
        rows = list(rows)
        cut = {} if sheet else cut_rows(columns, rows)
        for place, cells in rows:
            if place in cut:
                self.cut.append(((place, cells), cut[place]))
            elif any(cell.strip() for cell in cells):
                found = dict.fromkeys(filter(None, columns), "")
                found |= {
                    column: _clean_cell(cell, quoted=not sheet)
                    for column, cell in zip(columns, cells, strict=False)
                    if column
                }
                if CHECK in found:
                    found[CHECK], _, stamp = found[CHECK].partition(STAMP)
                    self.stamp = self.stamp or stamp.strip()
                self.rows.append(OwnRow(place, found, sheet, hidden))
                if (title := clean_line(found.get(SCENARIO_TITLE, ""))) and (
                    name := clean_line(found.get(SCENARIO, ""))
                ):
                    self.scenarios.setdefault(title, name)

    def note_cut(self, batch: ImportBatch) -> None:
        """Note the rows that a comma has cut."""
        for (place, cells), more in self.cut:
            note_cut(place, cells, more, batch)

    def note_unread(self, note: Callable[..., None]) -> None:
        """Note, by a plan's or a batch's method, the sheets that were not read."""
        for sheet, header in self.unread.items():
            note("refused", "sheet-lacks-column", sheet=sheet, **name_missing(header))
        for sheet, count in self.foreign.items():
            note("refused", "sheet-not-ours", sheet=clean_line(sheet), count=str(count))

    def add_options(self, rows: Sequence[Sequence[str]]) -> None:
        """Take in the scenarios' names and the exported ids from our workbook's hidden sheet."""
        if not rows or tuple(rows[0][:_SINCE_THE_FIRST]) != OPTION_COLUMNS[:_SINCE_THE_FIRST]:
            return
        exported = {}
        for cells in rows[1:]:
            title, name, _, _, key, check = (*cells, *[""] * len(OPTION_COLUMNS))[: len(OPTION_COLUMNS)]
            if title and name:
                self.scenarios[title] = name
            if key:
                exported[key] = check
        self.exported = exported

    def name_of(self, row: OwnRow) -> str:
        """Return the name of the row's scenario: what it says, else what its sheet or its id says."""
        if written := row.scenario or ("" if "/" in row.id else row.sheet):
            return self.scenarios.get(written, written)
        return row.id.partition("/")[0]


def _clean_cell(cell: str, *, quoted: bool) -> str:
    """Return a cell's text with line breaks of one kind.

    In CSV the `'` before what looks like a formula is taken away.
    """
    text = cell.replace("\r\n", "\n").replace("\r", "\n")
    return unquote_formula(text) if quoted else text


def of_sheets(sheets: Sequence[Sheet]) -> OwnTable:
    """Return the table that an export's sheets are; a text is one without a title."""
    table = OwnTable()
    others: list[Sheet] = []
    for sheet in sheets:
        if sheet.is_hidden and sheet.title == OPTIONS:
            table.add_options([cells for _, cells in sheet.rows])
            continue
        at = _header_in(sheet.rows)
        if at is None:
            others += [] if sheet.is_hidden else [sheet]
            continue
        header = [cell.strip() for cell in sheet.rows[at][1]]
        if missing_columns(header):
            table.unread[sheet.title] = header
            continue
        table.is_ours |= not sheet.is_hidden
        table.is_stamped |= not sheet.is_hidden and is_phrase_table(header)
        table.add(header, sheet.rows[at + 1 :], sheet.title, hidden=sheet.is_hidden)
        table.add(header, sheet.hidden_rows, sheet.title, hidden=True)
    for sheet in others if table.is_ours else ():
        _add_new(sheet, table)
    return table


def _add_new(sheet: Sheet, table: OwnTable) -> None:
    """Add a sheet that a lead has begun: its rows are new phrases, and have no ids."""
    headers = [[cell.strip() for cell in cells] for _, cells in sheet.rows[:HEADER_WITHIN]]
    at = next((at for at, header in enumerate(headers) if REPLY in header and len(header) > 1), None)
    if at is not None:
        table.add(headers[at], sheet.rows[at + 1 :], sheet.title)
        table.add(headers[at], sheet.hidden_rows, sheet.title, hidden=True)
    elif sheet.rows:
        table.foreign[sheet.title] = len(sheet.rows)


def _header_in(rows: Sequence[Row]) -> int | None:
    """Return which row is the header, of a table of ours or of what must have been one."""
    headers = [[cell.strip() for cell in cells] for _, cells in rows[:HEADER_WITHIN]]
    whole = (at for at, header in enumerate(headers) if not missing_columns(header))
    return next(whole, next((at for at, header in enumerate(headers) if looks_like_ours(header)), None))


def name_missing(header: Sequence[str]) -> dict[str, str]:
    """Return for a note which columns a header lacks, and which may be one renamed."""
    odd = [column for column in map(clean_line, header) if column and not is_phrase_column(column)]
    missing = missing_columns(header)
    return {
        "columns": join_words(f"“{column}”" for column in missing),
        "near": t("exchange.was-it", name=odd[0]) if len(odd) == len(missing) == 1 else "",
    }


def of_phrases(batch: ImportBatch, exported: Mapping[str, str] | None) -> OwnTable:
    """Return the table that the batch's phrases would be, with `exported`; it empties the batch."""
    phrases = [imported.phrase for imported in batch.imported_phrases]
    header = header_of_phrases(phrases, with_titles=False)
    scenarios = {title: name for name, title in batch.titles.items()}
    table = OwnTable(is_ours=True, scenarios=scenarios, exported=exported)
    for imported in batch.imported_phrases:
        cells = dict.fromkeys(header, "") | cells_of(imported.phrase) | {CHECK: imported.check}
        table.rows.append(OwnRow(imported.place, cells))
    batch.imported_phrases.clear()
    return table


def csv_of(book: Phrasebook) -> str:
    """Return the book's phrases as CSV, a row each."""
    titles = {scenario.name: scenario.title for scenario in book.scenarios}
    header = header_of_phrases(book.phrases, with_titles=True)
    rows = []
    found = [cells_of(phrase) for phrase in book.phrases]
    stamp = STAMP + stamp_of_set({cells[ID]: RowStamp.read(cells[CHECK]).check for cells in found})
    for phrase, cells in zip(book.phrases, found, strict=True):
        cells |= {SCENARIO_TITLE: titles.get(phrase.scenario, ""), CHECK: cells[CHECK] + stamp}
        rows.append([quote_formula(cells.get(column, "")) for column in header])
    return text_of([header, *rows])


def read_table(table: OwnTable, batch: ImportBatch) -> None:
    """Add what the table holds to the batch."""
    trees: list[tuple[dict[str, Any], dict[str, Tree], str]] = []
    titles = {name: title for title, name in table.scenarios.items()}
    table.note_unread(batch.note)
    for row in table.rows:
        if (longest := max(map(len, row.cells.values()), default=0)) > import_limits.HTML:
            limit = str(import_limits.TEXT)
            batch.note("refused", "too-long", row.place, count=str(longest), limit=limit)
        elif (rest := rest_of(row.cells)) is None:  # a lead may have typed a note there
            batch.note("refused", "broken-rest", row.place)
        elif row.hidden:
            batch.note("refused", "hidden-row", row.place)
        else:
            name = table.name_of(row)
            head = {
                "scenario": name,
                "title": titles.get(name, ""),
                **head_in(rest),
            }
            tree = with_cells({}, row.cells, rest)
            for written in texts_of(tree.get("only", ())):
                if written not in PLATFORMS:
                    batch.note("doubtful", "nowhere-to-use", row.place, **odd_platform(written))
            trees.append((head, {"id": row.id} | tree, row.place))
    for place, phrase in read_trees(trees, batch).items():
        batch.imported_phrases.append(ImportedPhrase(place, phrase))
