"""Find the rows of an edited table that say something else than the book they came from."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from qreply.exchange.formats.own_table import OwnRow, OwnTable
from qreply.exchange.formats.phrase_table import CHECK, cells_of, check_of, is_phrase_column, rest_of
from qreply.exchange.formats.row_reader import with_cells
from qreply.exchange.placement import UNSORTED
from qreply.exchange.update_plan import UpdatePlan
from qreply.phrasebook.model import Phrase
from qreply.phrasebook.writing.book_files import EditableFile
from qreply.phrasebook.writing.serializer import phrase_tree
from qreply.phrasebook.writing.yaml_writer import Tree
from qreply.text.safety import clean_line

Progress = Callable[[int, int], None]
"""Is told how many of how many rows are done."""


@dataclass(frozen=True, slots=True)
class Wish:
    """A row that says something else than the book: `key` is the id it names, "" for none."""

    row: OwnRow
    key: str
    scenario: str
    tree: Mapping[str, Tree]
    behind: str  # the phrase of the row before it


class EditedRows:
    """Holds each row against the phrase whose id it names.

    What says the same is counted in `plan`, and what is odd is noted there.
    """

    def __init__(
        self,
        table: OwnTable,
        places: Mapping[str, tuple[EditableFile, Phrase]],
        names: Mapping[str, str],
        plan: UpdatePlan,
    ) -> None:
        """Take the book's phrases by id, with their files, and scenarios' names by their titles."""
        self._table = table
        self._places = places
        self._names = names
        self._plan = plan
        self.present: set[str] = set()  # ids that the table has, once its rows were looked at
        self.exported: set[str] = set()  # ids under which rows of the table were exported
        self._keys = self._ids_of_rows()

    def wishes(self, progress: Progress) -> list[Wish]:
        """Return the rows that differ from the book as it was exported.

        `progress` is told how many of how many rows were looked at. Ids that the table has are known after that.
        """
        self._note_columns()
        owners = self._owners()
        wishes: list[Wish] = []
        last: dict[str, str] = {}
        untouched = 0
        for number, (row, named) in enumerate(zip(self._table.rows, self._keys, strict=True)):
            progress(number, len(self._table.rows))
            key, scenario = named, self._scenario(row)
            if key in owners and owners[key] is not row:
                self._plan.note("doubtful", "id-twice", row.place, id=key)
                key = ""
            there = self._places.get(key)
            edited = is_edited(row)
            if there and (row.hidden or (not edited and scenario == there[1].scenario)):
                self._plan.same += 1
                last[scenario] = key
                continue
            if row.hidden or (not edited and not there and key and row.cells.get(CHECK)):
                untouched += 1
                continue
            if (rest := rest_of(row.cells)) is None:
                self._plan.note("refused", "broken-rest", row.place)
                continue
            base = phrase_tree(there[0].own_valid(there[1])) if there else {}
            tree = with_cells(base, row.cells, rest) if edited or not there else base
            wishes.append(Wish(row, key, scenario, tree, last.get(scenario, "")))
            if there and scenario == there[1].scenario:
                last[scenario] = key
        if untouched:
            self._plan.note("doubtful", "not-in-this-book", count=str(untouched))
        self.present = set(owners)
        return wishes

    def _owners(self) -> dict[str, OwnRow]:
        """Return the row of each id.

        Where several rows name the same id, it is the first that was not edited, or else the first.
        """
        owners: dict[str, OwnRow] = {}
        for row, key in zip(self._table.rows, self._keys, strict=True):
            if key:
                first = owners.setdefault(key, row)
                if first is not row and is_edited(first) and not is_edited(row):
                    owners[key] = row
        return owners

    def _ids_of_rows(self) -> list[str]:
        """Return the id of each row's phrase, "" for none.

        A phrase is also known by the scenario it was moved to, or by its checksum where a lead has edited its id.
        """
        written = {row.id for row in self._table.rows}
        keys = []
        for row in self._table.rows:
            key = row.id
            if key and key not in self._places:
                moved = f"{self._scenario(row)}/{key.partition('/')[2] or key}"
                if "/" not in key or (moved in self._places and moved not in written):
                    key = moved
            keys.append(key)
        self._find_by_checksum(keys)
        checks = Counter(row.cells.get(CHECK, "") for row in self._table.rows)
        for row, key in zip(self._table.rows, keys, strict=True):
            if (check := row.cells.get(CHECK)) and (key in self._places or checks[check] == 1):
                self.exported.add(row.id if key.partition("/")[2] == row.id.partition("/")[2] else key)
        return keys

    def _find_by_checksum(self, keys: list[str]) -> None:
        """Put in the place of ids that the book has not those of phrases with the rows' checksums."""
        checks = Counter(row.cells.get(CHECK, "") for row in self._table.rows)
        lost = {
            check: at
            for at, (row, key) in enumerate(zip(self._table.rows, keys, strict=True))
            if key not in self._places and (check := row.cells.get(CHECK, "")) and checks[check] == 1
        }
        if not lost:
            return
        known = set(keys)
        for key, (_, phrase) in self._places.items():
            if key not in known and (at := lost.get(cells_of(phrase)[CHECK])) is not None:
                self._plan.note("doubtful", "id-stays", self._table.rows[at].place, written=keys[at], id=key)
                keys[at] = key

    def _scenario(self, row: OwnRow) -> str:
        written = row.scenario or row.sheet
        if not written and "/" in row.id:
            return row.id.partition("/")[0]
        return self._names.get(written, written) or UNSORTED

    def _note_columns(self) -> None:
        """Tell of columns that a lead has added, which say nothing to us."""
        cells = (column for row in self._table.rows for column, text in row.cells.items() if text.strip())
        for column, count in Counter(cells).items():
            if not is_phrase_column(column):
                self._plan.note("refused", "extra-column", name=clean_line(column), count=str(count))


def is_edited(row: OwnRow) -> bool:
    """Tell whether the row was edited since its export; its scenario is apart from that."""
    return row.cells.get(CHECK, "") != check_of(row.cells)
