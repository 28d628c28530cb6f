"""Read and write tables of ours, CSV or a workbook's sheets.

Each row is a whole phrase, to be edited and read again.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

from qreply.exchange import import_limits
from qreply.exchange.batch import ImportBatch, ImportedPhrase
from qreply.exchange.formats.delimited import quote_formula, text_of, unquote_formula
from qreply.exchange.formats.native import read_trees
from qreply.exchange.formats.phrase_table import (
    CHECK,
    ID,
    SCENARIO,
    SCENARIO_TITLE,
    STAMP,
    Cells,
    cells_of,
    head_in,
    header_of_phrases,
    rest_of,
    stamp_of,
    texts_of,
)
from qreply.exchange.formats.row_reader import odd_platform, with_cells
from qreply.exchange.formats.table_header import Row
from qreply.phrasebook.model import PLATFORMS, Phrasebook
from qreply.phrasebook.writing.yaml_writer import Tree
from qreply.text.safety import clean_line

OPTIONS = "qreply"
"""The hidden sheet: what the drop-downs offer, the scenarios' names, and which phrases were exported."""

OPTION_COLUMNS = ("场景", "场景编号", "平台", "标签", "导出的编号")


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
    def scenario(self) -> str:
        """Return the scenario that it names, by its name or its title."""
        return clean_line(self.cells.get(SCENARIO, ""))


@dataclass
class OwnTable:
    """A table of ours: its rows, its scenarios' names by title, and the exported ids.

    The ids are None where they are not known. `codec` is what the file was saved in if that has no emoji. The
    `stamp` tells which ids were exported where they are not listed.
    """

    rows: list[OwnRow] = field(default_factory=list)
    scenarios: dict[str, str] = field(default_factory=dict)
    exported: Collection[str] | None = None
    codec: str = ""
    stamp: str = ""

    def add(
        self, header: Sequence[str], rows: Iterable[Row], sheet: str = "", *, hidden: bool = False
    ) -> None:
        """Add rows under a header; those of no sheet are CSV, whose cells may be quoted."""
        columns = [cell.strip() for cell in header]
        for place, cells in rows:
            if any(cell.strip() for cell in cells):
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

    def add_options(self, rows: Sequence[Sequence[str]]) -> None:
        """Take in the scenarios' names and the exported ids from our workbook's hidden sheet."""
        if not rows or tuple(rows[0][: len(OPTION_COLUMNS)]) != OPTION_COLUMNS:
            return
        exported = set()
        for cells in rows[1:]:
            title, name, _, _, key = (*cells, "", "", "", "", "")[:5]
            if title and name:
                self.scenarios[title] = name
            exported.add(key)
        self.exported = exported - {""}

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


def of_phrases(batch: ImportBatch, exported: Collection[str] | None) -> OwnTable:
    """Return the table that the batch's phrases would be, with `exported`; it empties the batch."""
    phrases = [imported.phrase for imported in batch.imported_phrases]
    header = header_of_phrases(phrases, with_titles=False)
    scenarios = {title: name for name, title in batch.titles.items()}
    table = OwnTable(scenarios=scenarios, exported=exported)
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
    stamp = STAMP + stamp_of(phrase.id for phrase in book.phrases)
    for phrase in book.phrases:
        cells = cells_of(phrase)
        cells |= {SCENARIO_TITLE: titles.get(phrase.scenario, ""), CHECK: cells[CHECK] + stamp}
        rows.append([quote_formula(cells.get(column, "")) for column in header])
    return text_of([header, *rows])


def read_table(table: OwnTable, batch: ImportBatch) -> None:
    """Add what the table holds to the batch."""
    trees: list[tuple[dict[str, Any], dict[str, Tree], str]] = []
    titles = {name: title for title, name in table.scenarios.items()}
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
