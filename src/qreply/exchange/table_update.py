"""Compare an edited table of ours with the book it came from.

Only what the lead has changed since the export counts.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path

from qreply.exchange.batch import ImportBatch
from qreply.exchange.book_splicer import splice
from qreply.exchange.edited_rows import EditedRows, Elsewhere, Progress, Wish
from qreply.exchange.formats.native import read_trees
from qreply.exchange.formats.own_table import OwnTable
from qreply.exchange.formats.phrase_table import REPLY, SAID, head_in, texts_of
from qreply.exchange.formats.row_reader import odd_platform
from qreply.exchange.formats.row_stamp import rest_of
from qreply.exchange.lost_characters import restore_lost
from qreply.exchange.placement import TITLES, Ids, adds_nothing, gist_of, identity
from qreply.exchange.removals import Removals
from qreply.exchange.row_merge import differences
from qreply.exchange.update_plan import Clash, PhraseChange, UpdatePlan
from qreply.i18n import t
from qreply.phrasebook.files import files_of
from qreply.phrasebook.loader import Book, assemble, shipped_rules
from qreply.phrasebook.model import PLATFORMS, Phrase, Validity
from qreply.phrasebook.references import used_scope
from qreply.phrasebook.writing.book_files import EditableFile, read_editable
from qreply.phrasebook.writing.yaml_writer import Tree
from qreply.text.safety import clean_line

_OF_OTHERS = ("not-in-this-book", "in-another-book")  # told of rows that were exported from another book


def plan_update(
    folder: Path,
    table: OwnTable,
    batch: ImportBatch,
    progress: Progress,
    *,
    force: bool,
    elsewhere: Elsewhere = lambda _key, _over: {},
) -> UpdatePlan:
    """Find what the table changes in the book at `folder`.

    A row counts with what was edited since the export. With `force` it wins where the book has changed too, and any
    number of phrases may be removed. `elsewhere` finds phrases in other books, whose rows are left to these. Raises
    QReplyError where the book cannot be read or a file of it has errors.
    """
    files = read_editable(folder, (path for path in files_of(folder)[0] if path.parent == folder))
    return _Update(files, table, batch, progress, folder).plan(elsewhere, force=force)


class _Update:
    def __init__(
        self,
        files: Sequence[EditableFile],
        table: OwnTable,
        batch: ImportBatch,
        progress: Progress,
        folder: Path,
    ) -> None:
        self._files = files
        self._table = table
        self._batch = batch
        self._progress = progress
        self._folder = folder
        self._book = assemble([Book(folder, tuple(file.parsed for file in files))], shipped_rules())
        self._places = {phrase.id: (file, phrase) for file in files for phrase in file.parsed.phrases}
        self._phrases = {key: phrase for key, (_, phrase) in self._places.items()}
        self._said: dict[object, list[Phrase]] = {}
        for phrase in self._book.phrases:
            self._said.setdefault(_said_by(phrase), []).append(phrase)
        self._by_name: dict[str, list[str]] = {}  # ids by codes and titles
        self._present: set[str] = set()  # ids that the table has
        self._checks = Counter(row.stamp.check for row in table.rows)
        self._plan = UpdatePlan()
        self._elsewhere: Elsewhere = lambda _key, _over: {}

    def plan(self, elsewhere: Elsewhere, *, force: bool) -> UpdatePlan:
        """Compare, and splice as far as the result says what the table says."""
        self._plan.notes = list(self._batch.notes)
        self._plan.book = self._book
        self._table.note_unread(self._plan.note)
        known = len(self._batch.notes)
        self._plan.notes += restore_lost(self._table, self._book.by_id)
        names = self._names_of_scenarios()
        self._elsewhere = elsewhere
        rows = EditedRows(self._table, self._places, names, self._plan, elsewhere, force)
        wishes = rows.wishes(self._progress)
        self._present = rows.present
        self._read(wishes, force=force)
        new = self._plan.count("new")
        if new and any(note.code in _OF_OTHERS for note in self._plan.notes):
            self._plan.note(
                "doubtful", "new-in-this-book", count=str(new), book=clean_line(self._folder.name)
            )
        Removals(self._table, self._plan, self._phrases, self._present, rows.exported).add(force=force)
        self._plan.follow_moves(self._phrases.values())
        splice(self._files, self._book, self._plan, self._folder)
        self._plan.notes += self._batch.notes[known:]
        return self._plan

    def _names_of_scenarios(self) -> dict[str, str]:
        """Return the names of scenarios by their titles: ours, the table's and the book's."""
        titles = {scenario.title or scenario.name: scenario.name for scenario in self._book.scenarios}
        return {title: name for name, title in TITLES.items()} | self._table.scenarios | titles

    def _read(self, wishes: Sequence[Wish], *, force: bool) -> None:
        """Read what the rows say as the loader would, and keep what differs from the book."""
        trees = []
        for number, wish in enumerate(wishes):
            if self._names_odd_platform(wish):
                continue
            if wish.key not in self._places and not any(map(wish.tree.get, (*SAID, "platforms"))):
                shown = clean_line(" ".join(text for text in wish.row.cells.values() if text.strip()))[:40]
                self._plan.note("refused", "no-text", wish.row.place, shown=shown)
                continue
            tree = dict(wish.tree)
            self._resolve_references(tree, wish.scenario)
            tree["id"] = f"{wish.scenario}/{wish.key.partition('/')[2] or f'row-{number}'}"
            if not tree.get("title"):
                there = self._places.get(wish.key)
                tree["title"] = there[1].title if there else _title_of(tree)
            declared = {} if wish.key in self._places else head_in(rest_of(wish.row.cells) or {})
            head = {**declared, "scenario": wish.scenario, "valid": {}}
            trees.append((head, tree, wish.row.place))
        known = len(self._batch.notes)
        found = read_trees(trees, self._batch)
        titles = {place: str(tree["title"]) for _, tree, place in trees}
        for at, note in enumerate(self._batch.notes[known:], known):
            if note.code == "problem" and (title := titles.get(note.place)):
                said = t("exchange.problem-of", title=clean_line(title)[:40], message=note.message)
                self._batch.notes[at] = replace(note, values={"message": said})
        ids = Ids(self._places)
        for wish in wishes:
            phrase = found.get(wish.row.place)
            if phrase is not None:
                self._keep(wish, phrase, ids, force=force)

    def _resolve_references(self, tree: dict[str, Tree], scenario: str) -> None:
        """Put ids in the place of codes and titles that name one phrase each."""
        if not self._by_name:
            for phrase in self._book.phrases:
                for name in {*phrase.codes, phrase.title}:
                    self._by_name.setdefault(name.casefold(), []).append(phrase.id)
        for key in ("next", "no-answer"):
            names = [
                meant[0]
                if not {name, f"{scenario}/{name}"} & self._places.keys()
                and len(meant := self._by_name.get(name.casefold(), [])) == 1
                else name
                for name in texts_of(tree.get(key, ()))
            ]
            if names:
                tree[key] = tuple(names) if key == "next" else names[0]

    def _names_odd_platform(self, wish: Wish) -> bool:
        """Tell, and note, whether the row limits its phrase to a platform that there is not."""
        written = [name for name in texts_of(wish.tree.get("only", ())) if name not in PLATFORMS]
        there = self._places.get(wish.key)
        new = [name for name in written if not (there and name in there[1].only)]
        if new:
            self._plan.note("refused", "unknown-platform", wish.row.place, **odd_platform(new[0]))
        return bool(new)

    def _keep(self, wish: Wish, phrase: Phrase, ids: Ids, *, force: bool) -> None:
        there = self._places.get(wish.key)
        if there is None and not force and (code := self._why_not_new(wish)):
            self._plan.note("refused", code, wish.row.place, id=wish.key, title=phrase.title)
            return
        if there is None:
            alike = self._said.get(_said_by(phrase), ())
            known = next((one for one in alike if adds_nothing(phrase, one)), None)
            if known is not None:  # from this table's import before
                self._plan.same += 1
                self._present.add(known.id)
                return
            named = ids.named(phrase._replace(id=phrase.id if wish.key else ""))
            for name, other in self._elsewhere(named.id, False).items():
                if not force and _said_by(other) == _said_by(named):
                    values = {"title": named.title, "book": clean_line(name)}
                    self._plan.note("refused", "in-another-book-now", wish.row.place, **values)
                    return
            self._plan.changes.append(PhraseChange("new", None, named, wish.row.place, wish.behind))
            return
        file, before = there
        is_moved = wish.scenario != before.scenario
        if is_moved:
            whole = self._book.by_id.get(wish.key, before)
            after = ids.named(phrase._replace(valid=_own(phrase, file, before), scope=used_scope(whole)))
            change = PhraseChange("moved", whole, after, wish.row.place, wish.behind)
        else:
            after = phrase._replace(
                id=before.id,
                valid=(*file.parsed.valid, *_own(phrase, file, before)),
                scope=before.scope,
                path=before.path,
                line=before.line,
            )
            change = PhraseChange("changed", before, after, wish.row.place)
        if not is_moved and after.content == before.content:
            self._plan.same += 1
        elif wish.guard and not force:
            self._plan.clash(Clash(wish.guard, wish.row.place, before, differences(wish.row, before)))
        else:
            self._plan.changes.append(change)
            cleared = not wish.row.cells.get(REPLY, "-").strip() and before.wordings and after.wordings
            if cleared and not is_moved:
                self._plan.note("doubtful", "reply-cleared", wish.row.place, title=before.title)

    def _why_not_new(self, wish: Wish) -> str:
        """Return the code of why a row is not added whose phrase the book has not, "" if it is.

        What was exported and is gone from the book was removed there; a copy of a row is a new one. Of a table without
        any stamp it is not known what was exported.
        """
        check = wish.row.stamp.check
        if wish.key and check:
            return "gone-from-book" if self._checks[check] == 1 else ""
        return "unstamped-gone" if wish.key and set(self._checks) == {""} else ""


def _own(phrase: Phrase, file: EditableFile, before: Phrase) -> tuple[Validity, ...]:
    """Return the phrase's own validity; what the table shows of its file's is none."""
    own = file.own_valid(before).valid
    return () if not own and phrase.valid == file.parsed.valid else phrase.valid


def _said_by(phrase: Phrase) -> tuple[object, ...]:
    """Return what a phrase says, by which a new row is known that was imported before."""
    return identity(phrase._replace(title="")), phrase.title


def _title_of(tree: Mapping[str, Tree]) -> str:
    """Return a title for a row that has none."""
    asks, code, reply = tree.get("asks", ()), tree.get("code", ""), tree.get("reply", "")
    asks = asks if isinstance(asks, tuple) else ()
    codes = (code,) if isinstance(code, str) else code if isinstance(code, tuple) else ()
    return gist_of(list(map(str, asks)), list(map(str, codes)), [(str(reply),)]) or t("exchange.untitled")
