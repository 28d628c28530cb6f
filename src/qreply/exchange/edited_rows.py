"""Find the rows of an edited table that say something else than the book they came from."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from qreply.exchange.formats.own_table import OwnRow, OwnTable
from qreply.exchange.formats.phrase_table import TITLE, cells_of, header_of_phrases, is_phrase_column
from qreply.exchange.formats.row_reader import with_cells
from qreply.exchange.formats.row_stamp import REST, SCENARIO, check_of, rest_of
from qreply.exchange.odd_edits import note_odd_edits
from qreply.exchange.placement import UNSORTED
from qreply.exchange.row_merge import BOTH_SIDES, UNSTAMPED, RowEdits, came_from, edits_of, is_edited
from qreply.exchange.update_plan import Clash, UpdatePlan
from qreply.phrasebook.model import Phrase
from qreply.phrasebook.writing.book_files import EditableFile
from qreply.phrasebook.writing.serializer import phrase_tree
from qreply.phrasebook.writing.yaml_writer import Tree
from qreply.text.safety import clean_line

Progress = Callable[[int, int], None]
"""Is told how many of how many rows are done."""

Elsewhere = Callable[[str, bool], Mapping[str, Phrase]]
"""Returns the phrases of an id in other books in use, by these; if so asked, only of books that lie over this one."""

BY_NAME = "known-by-name"
WITH_HINTS = frozenset((BOTH_SIDES, UNSTAMPED, BY_NAME, "unstamped-gone"))
"""Codes of what is taken only by force, whose hints say so once."""


@dataclass(frozen=True, slots=True)
class Wish:
    """A row that says something else than the book: `key` is the id it names, "" for none.

    `guard` is why it is taken only if that is forced, "" where it is taken.
    """

    row: OwnRow
    key: str
    scenario: str
    tree: Mapping[str, Tree]
    behind: str  # the phrase of the row before it
    guard: str = ""


@dataclass
class EditedRows:
    """Holds each row against the phrase whose id it names.

    What says the same is counted in `plan`, and what is odd is noted there. `places` are the book's phrases by id, with
    their files, `names` scenarios' names by their titles. With `force` a row wins where the book has changed too.
    """

    table: OwnTable
    places: Mapping[str, tuple[EditableFile, Phrase]]
    names: Mapping[str, str]
    plan: UpdatePlan
    elsewhere: Elsewhere
    force: bool
    present: set[str] = field(default_factory=set)  # ids that the table has, once its rows were looked at
    exported: dict[str, str] = field(default_factory=dict)  # ids that its rows had then, with their checksums

    def __post_init__(self) -> None:
        self._by_name: set[int] = set()  # numbers of rows without an id that were known by their names
        self._keys = self._ids_of_rows()

    def wishes(self, progress: Progress) -> list[Wish]:
        """Return the rows that differ from the book as it was exported.

        `progress` is told how many of how many rows were looked at. Ids that the table has are known after that.
        """
        self._note_columns()
        self._note_cleared()
        owners = self._owners()
        wishes: list[Wish] = []
        last: dict[str, str] = {}
        untouched = 0
        for number, (row, named) in enumerate(zip(self.table.rows, self._keys, strict=True)):
            progress(number, len(self.table.rows))
            key, scenario = named, self._scenario(row)
            if key in owners and owners[key] is not row:
                if row.hidden:  # a copy that was put aside
                    continue
                self.plan.note("doubtful", "id-twice", row.place, id=key)
                key = ""
            there = self.places.get(key)
            if there and scenario == row.id.partition("/")[0]:  # as exported: it is where the book has it now
                scenario = there[1].scenario
            edited = is_edited(row)
            if not edited and (not there or scenario == there[1].scenario):
                if there:
                    self._note_sheet(row, there[1])
                    self.plan.same += 1
                    last[scenario] = key
                    continue
                if key:
                    untouched += 1
                    continue
            if (edited or there) and key and self._is_elsewhere(row, key, there[1] if there else None):
                continue
            wish = self._wish(row, key, scenario, last.get(scenario, ""), by_name=number in self._by_name)
            if wish:
                wishes.append(wish)
            if there and scenario == there[1].scenario:
                last[scenario] = key
        if untouched:
            self.plan.note("doubtful", "not-in-this-book", count=str(untouched))
        self.present = set(owners)
        return wishes

    def _wish(self, row: OwnRow, key: str, scenario: str, behind: str, *, by_name: bool) -> Wish | None:
        """Return what the row wants changed, None where that is nothing, or cannot be told."""
        if (rest := rest_of(row.cells)) is None:
            self.plan.note("refused", "broken-rest", row.place)
            return None
        if row.hidden:
            self.plan.note("doubtful", "hidden-edit", row.place)
        there = self.places.get(key)
        if there is None:
            note_odd_edits(row.cells, {}, row.place, self.plan)
            return Wish(row, key, scenario, with_cells({}, row.cells, rest), behind)
        file, phrase = there
        base = phrase_tree(file.own_valid(phrase))
        if not is_edited(row):  # it is its scenario alone
            return Wish(row, key, scenario, base, behind)
        edits = edits_of(row, phrase, force=self.force)
        if by_name and edits.guard:
            edits = RowEdits(edits.cells, guard=BY_NAME)
        if edits.clashes:
            self.plan.clash(Clash(BOTH_SIDES, row.place, phrase, edits.clashes))
        elif not edits.cells and scenario == phrase.scenario:
            self.plan.same += 1
        if not edits.cells and scenario == phrase.scenario:
            return None
        note_odd_edits(edits.cells, cells_of(phrase), row.place, self.plan)
        if (row.stamp.cells is not None and REST not in edits.cells) or REST not in row.cells:
            rest = rest_of(cells_of(phrase)) or {}
        return Wish(row, key, scenario, with_cells(base, edits.cells, rest), behind, edits.guard)

    def _is_elsewhere(self, row: OwnRow, key: str, phrase: Phrase | None) -> bool:
        """Tell, and note, whether the row was exported from another book that is in use, too."""
        if not row.stamp.check or (phrase and came_from(row, phrase)):
            return False
        for name, other in self.elsewhere(key, phrase is not None).items():
            if phrase is None or came_from(row, other):
                self.plan.note(
                    "refused", "in-another-book", row.place, id=key, title=other.title, book=clean_line(name)
                )
                return True
        return False

    def _note_cleared(self) -> None:
        """Tell of cells that a lead has emptied and no phrase can be without."""
        titles = {name: title for title, name in self.names.items()}
        for row, key in zip(self.table.rows, self._keys, strict=True):
            if not row.stamp.check or key not in self.places:
                continue
            phrase = self.places[key][1]
            stays = {TITLE: phrase.title, SCENARIO: titles.get(phrase.scenario, phrase.scenario)}
            for column, text in stays.items():
                if not row.cells.get(column, text).strip() and text:
                    self.plan.note(
                        "doubtful", "cannot-be-empty", row.place, column=column, stays=clean_line(text)
                    )

    def _note_sheet(self, row: OwnRow, phrase: Phrase) -> None:
        """Tell of a row that was put into another scenario's sheet while its cell stayed."""
        sheet = self.names.get(clean_line(row.sheet), "")
        was_moved = row.id.partition("/")[0] != phrase.scenario
        if row.scenario and sheet and sheet != phrase.scenario and not was_moved:
            self.plan.note("doubtful", "other-sheet", row.place, title=phrase.title, scenario=row.scenario)

    def _owners(self) -> dict[str, OwnRow]:
        """Return the row of each id.

        Where several rows name the same id, it is the first that is seen and was not edited, or else the first seen.
        """
        owners: dict[str, OwnRow] = {}
        for row, key in zip(self.table.rows, self._keys, strict=True):
            if key:
                first = owners.setdefault(key, row)
                if first.hidden > row.hidden or (
                    first.hidden == row.hidden and is_edited(first) and not is_edited(row)
                ):
                    owners[key] = row
        return owners

    def _ids_of_rows(self) -> list[str]:
        """Return the id of each row's phrase, "" for none.

        A phrase is also known by the scenario it was moved to, in the table or in the book, by its checksum where a
        lead has edited its id, or by its name where the table's import before has made it of a row without one.
        """
        written = {row.id for row in self.table.rows}
        keys = []
        for row in self.table.rows:
            key = row.id
            if key and key not in self.places:
                moved = f"{self._scenario(row)}/{key.partition('/')[2] or key}"
                if "/" not in key or (moved in self.places and moved not in written):
                    key = moved
            keys.append(key)
        self._find_by_checksum(keys)
        self._find_moved(keys)
        self._find_by_name(keys)
        checks = Counter(row.stamp.check for row in self.table.rows)
        for row, key in zip(self.table.rows, keys, strict=True):
            stamp = row.stamp
            if stamp.check and (key in self.places or checks[stamp.check] == 1):
                exported = row.id if key.partition("/")[2] == row.id.partition("/")[2] else key
                self.exported[exported] = stamp.check
        return keys

    def _find_moved(self, keys: list[str]) -> None:
        """Put in the place of ids that the book has not those of phrases that it has moved since."""
        lost = [at for at, key in enumerate(keys) if key and key not in self.places]
        stamps = {at: stamp for at in lost if (stamp := self.table.rows[at].stamp).cells is not None}
        if not stamps:
            return
        known = set(keys)
        tails: dict[str, list[str]] = {}
        for key in self.places:
            if key not in known:
                tails.setdefault(key.partition("/")[2], []).append(key)
        for at, stamp in stamps.items():
            found = tails.get(self.table.rows[at].id.partition("/")[2], [])
            if len(found) == 1 and stamp.is_mostly(cells_of(self.places[found[0]][1])):
                keys[at] = found[0]

    def _find_by_name(self, keys: list[str]) -> None:
        """Put in the place of ids that are not given those of phrases of the same title or code."""
        free: dict[tuple[str, str], str] = {}
        known = set(keys)
        for key, (_, phrase) in self.places.items():
            if key not in known:
                for name in (phrase.code, phrase.title):
                    free[phrase.scenario, name.casefold()] = key
        for number, row in enumerate(self.table.rows):
            if keys[number] or row.stamp.check:
                continue
            for column in (TITLE, "编码"):
                name = clean_line(row.cells.get(column, "")).casefold()
                key = free.get((self._scenario(row), name), "") if name else ""
                if key and key not in known:
                    known.add(key)
                    keys[number] = key
                    self._by_name.add(number)
                    break

    def _find_by_checksum(self, keys: list[str]) -> None:
        """Put in the place of ids that the book has not those of phrases with the rows' checksums."""
        checks = Counter(row.stamp.check for row in self.table.rows)
        lost = {
            check: at
            for at, (row, key) in enumerate(zip(self.table.rows, keys, strict=True))
            if key not in self.places and (check := row.stamp.check) and checks[check] == 1
        }
        if not lost:
            return
        known = set(keys)
        for key, (_, phrase) in self.places.items():
            if key not in known and (at := lost.get(check_of(cells_of(phrase)))) is not None:
                code = "id-stays" if keys[at] else "id-emptied"
                self.plan.note("doubtful", code, self.table.rows[at].place, written=keys[at], id=key)
                keys[at] = key

    def _scenario(self, row: OwnRow) -> str:
        written = row.scenario or row.sheet
        if not written and "/" in row.id:
            return row.id.partition("/")[0]
        return self.names.get(written, written) or UNSORTED

    def _note_columns(self) -> None:
        """Tell of columns that a lead has added, which say nothing to us, and of those taken out."""
        cells = (column for row in self.table.rows for column, text in row.cells.items() if text.strip())
        for column, count in Counter(cells).items():
            if not is_phrase_column(column):
                self.plan.note("refused", "extra-column", name=clean_line(column), count=str(count))
        columns = header_of_phrases((phrase for _, phrase in self.places.values()), with_titles=False)
        gone = Counter(
            column
            for row in self.table.rows
            for column in columns
            if column not in row.cells and row.stamp.filled(column)
        )
        for column, count in gone.items():
            self.plan.note("doubtful", "column-gone", name=column, count=str(count))
