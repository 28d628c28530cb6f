"""Splice changes of phrases into the files of a book, all else untouched.

The changed files are read again, in memory, to prove that they say what is meant.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Sequence
from pathlib import Path
from typing import Literal

from qreply.errors import QReplyError
from qreply.exchange.importer import text_of
from qreply.exchange.update_plan import PhraseChange, UpdatePlan
from qreply.i18n import t
from qreply.phrasebook.loader import Book, assemble, shipped_rules
from qreply.phrasebook.model import Phrase, Phrasebook, Problem
from qreply.phrasebook.reading.file import ParsedFile, read_file
from qreply.phrasebook.reading.source import Source
from qreply.phrasebook.references import used_scope
from qreply.phrasebook.writing.book_files import EditableFile
from qreply.phrasebook.writing.phrase_splice import PhraseSplices
from qreply.phrasebook.writing.raw_phrase import cut_phrase
from qreply.phrasebook.writing.serializer import phrase_files_of, phrase_tree
from qreply.phrasebook.writing.text_splice import CannotSpliceError
from qreply.storage.new_files import free_name

_CHINESE_KEY = re.compile("^话术[ \t]*:", re.MULTILINE)
_TRIES = 5  # each refuses what went wrong in the one before


def splice(files: Sequence[EditableFile], book: Phrasebook, plan: UpdatePlan, folder: Path) -> None:
    """Turn the plan's changes into files.

    A change that would not read back as it is meant is refused and named. Raises QReplyError where none can be made.
    """
    anew: set[int] = set()  # moved phrases whose lines would mean something else in the other file
    for _ in range(_TRIES):
        attempt = _Attempt(files, book, plan.changes, folder, anew)
        refused = attempt.run()
        if not refused:
            plan.files = attempt.written
            plan.problems = attempt.new_problems("warning")
            return
        carried = {id(change) for change in plan.changes if change.kind == "moved"} - anew
        if retried := carried & set(refused):
            anew |= retried
            continue
        for change in plan.changes:
            if (reason := refused.get(id(change))) is not None:
                phrase = change.phrase
                plan.note(
                    "refused", "not-spliced", change.place, id=phrase.id, title=phrase.title, reason=reason
                )
        plan.changes = [change for change in plan.changes if id(change) not in refused]
    raise QReplyError(t("exchange.update-odd"), t("exchange.update-odd.hint"))


class _Attempt:
    """One try to make all of the changes."""

    def __init__(
        self,
        files: Sequence[EditableFile],
        book: Phrasebook,
        changes: Sequence[PhraseChange],
        folder: Path,
        anew: Collection[int],
    ) -> None:
        self._files = files
        self._book = book
        self._changes = changes
        self._folder = folder
        self._anew = anew
        self._refused: dict[int, str] = {}  # by the identity of the change: why
        self._by_id = {change.before.id: change for change in changes if change.before}
        self._by_id |= {change.phrase.id: change for change in changes}
        self._after: list[ParsedFile] = []
        self.written: list[EditableFile] = []

    def run(self) -> dict[int, str]:
        """Splice and read again; return why changes cannot be made, by their identity."""
        additions, apart = self._place_additions()
        for file in self._files:
            self._splice_file(file, additions.get(str(file.path), []))
        if not self._refused:
            self._add_files(apart)
        if not self._refused:
            for problem in self.new_problems("error"):
                self._refuse_at(problem)
        return self._refused

    def new_problems(self, severity: Literal["error", "warning"]) -> list[Problem]:
        """Return what is wrong with the book afterwards and was not before."""
        before = Counter((problem.code, tuple(problem.values.items())) for problem in self._book.problems)
        found = []
        for problem in assemble([Book(self._folder, tuple(self._after))], shipped_rules()).problems:
            key = problem.code, tuple(problem.values.items())
            before[key] -= 1
            if before[key] < 0 and problem.severity == severity:
                found.append(problem)
        return found

    def _refuse(self, change: PhraseChange | None, reason: str) -> None:
        if change is None:
            raise QReplyError(t("exchange.update-odd"), t("exchange.update-odd.hint"))
        self._refused.setdefault(id(change), reason)

    def _refuse_at(self, problem: Problem) -> None:
        """Refuse the change of the phrase that the problem stands in."""
        phrases = (phrase for file in self._after if file.path == problem.path for phrase in file.phrases)
        above = [phrase for phrase in phrases if phrase.line <= problem.line]
        change = self._by_id.get(above[-1].id) if above else None
        if change is None:
            raise QReplyError(f"{problem.path}:{problem.line}: {problem.message}", problem.hint)
        self._refuse(change, problem.message)

    def _place_additions(self) -> tuple[dict[str, list[tuple[PhraseChange, str]]], list[PhraseChange]]:
        """Find for each new phrase a file, and the phrase to stand behind.

        New phrases for which there is no file are returned apart.
        """
        inside: dict[str, list[tuple[PhraseChange, str]]] = {}
        apart = []
        leaving = {
            change.before.id
            for change in self._changes
            if change.before and change.kind in ("removed", "moved")
        }
        homes = {phrase.id: file for file in self._files for phrase in file.parsed.phrases}
        for change in self._changes:
            if change.kind not in ("new", "moved"):
                continue
            behind = change.behind if change.behind in homes and change.behind not in leaving else ""
            candidates = [homes[behind]] if behind else []
            candidates += [file for file in self._files if file.parsed.scenario == change.phrase.scenario]
            home = next((file for file in candidates if self._can_hold(file, change.phrase)), None)
            if home is None:
                apart.append(change)
            else:
                anchor = behind if behind and homes[behind] is home else ""
                inside.setdefault(str(home.path), []).append((change, anchor))
        return inside, apart

    def _can_hold(self, file: EditableFile, phrase: Phrase) -> bool:
        """Tell whether the phrase's placeholders and fragments mean the same in that file."""
        if file.parsed.scenario != phrase.scenario or not file.parsed.phrases:
            return False
        first = self._book.by_id.get(file.parsed.phrases[0].id, file.parsed.phrases[0])
        used = used_scope(phrase)
        return all(
            first.scope.placeholders.get(name) == known for name, known in used.placeholders.items()
        ) and all(first.scope.fragments.get(name) == text for name, text in used.fragments.items())

    def _splice_file(self, file: EditableFile, additions: Sequence[tuple[PhraseChange, str]]) -> None:
        lines = {phrase.id: phrase.line for phrase in file.parsed.phrases}
        own = {phrase.id: phrase for phrase in file.parsed.phrases}
        expected = {key: phrase.content for key, phrase in own.items()}
        changes = [change for change in self._changes if change.before and change.before.id in own]
        if not changes and not additions:
            self._after.append(file.parsed)
            return
        try:
            splices = PhraseSplices(file.text)
        except CannotSpliceError:
            for change in (*changes, *(change for change, _ in additions)):
                self._refuse(change, t("exchange.odd-file"))
            return
        for change in changes:
            before = own[change.before.id] if change.before else change.phrase
            try:
                if change.kind == "changed":
                    trees = (phrase_tree(file.own_valid(one)) for one in (before, change.phrase))
                    splices.change(before.line, *trees)
                    expected[before.id] = change.phrase.content
                else:
                    splices.remove(before.line)
                    del expected[before.id]
            except CannotSpliceError:
                self._refuse(change, t("exchange.odd-file"))
        for change, anchor in additions:
            if carried := self._lines_of_moved(change):
                splices.add_lines(carried, lines.get(anchor, 0))
            else:
                splices.add(phrase_tree(change.phrase), lines.get(anchor, 0))
            valid = (*file.parsed.valid, *change.phrase.valid)
            expected[change.phrase.id] = change.phrase._replace(valid=valid).content
        try:
            text = splices.spliced()
        except CannotSpliceError:
            for change, _ in additions:
                self._refuse(change, t("exchange.odd-file"))
            return
        self._prove(file, text, expected)

    def _lines_of_moved(self, change: PhraseChange) -> str:
        """Return a moved phrase's lines with comments, layout and edits, "" if they cannot stay."""
        if change.before is None or id(change) in self._anew:
            return ""
        key = change.before.id
        file = next(file for file in self._files if any(one.id == key for one in file.parsed.phrases))
        before = next(one for one in file.parsed.phrases if one.id == key)
        old, new = phrase_tree(file.own_valid(before)), phrase_tree(change.phrase)
        for name in ("id", "next", "no-answer"):  # ids without a scenario would mean others there
            if name in new:
                old.pop(name, None)
        try:
            splices = PhraseSplices(file.text)
            splices.change(before.line, old, new)
            return cut_phrase(splices.spliced(), before.line)[1]
        except CannotSpliceError:
            return ""

    def _prove(self, file: EditableFile, text: str, expected: dict[str, Phrase]) -> None:
        """Take the text if it says what was meant; else refuse what went wrong."""
        after = file.with_text(text)
        parsed = after.parsed
        found = {phrase.id: phrase.content for phrase in parsed.phrases}
        if found == expected and parsed.whole:
            self._after.append(parsed)
            self.written.append(after)
            return
        reasons = {
            problem.line: problem.message for problem in parsed.problems if problem.severity == "error"
        }
        wrong = [key for key in {**expected, **found} if found.get(key) != expected.get(key)]
        for key in wrong:
            change = self._by_id.get(key)
            self._refuse(change, next(iter(reasons.values()), t("exchange.differs")))
        if not wrong:
            self._refuse(None, "")

    def _add_files(self, changes: Sequence[PhraseChange]) -> None:
        """Put new phrases that no file can hold into files of their own."""
        titles = {scenario.name: scenario.title for scenario in self._book.scenarios}
        names = {path.name.casefold() for path in self._folder.iterdir()} if self._folder.is_dir() else set()
        chinese = bool(self._files) and all(_CHINESE_KEY.search(file.text) for file in self._files)
        carried = {change.phrase.id: self._lines_of_moved(change) for change in changes}
        for phrase_file in phrase_files_of([change.phrase for change in changes], titles):
            name = free_name(phrase_file.scenario, names)
            names.add(name.casefold())
            path = self._folder / name
            text = text_of(phrase_file, {}, t("exchange.format.xlsx"), chinese=chinese, carried=carried)
            parsed = read_file(Source(str(path), text))
            found = {phrase.id: phrase.content for phrase in parsed.phrases}
            wrong = [phrase for phrase in phrase_file.phrases if found.get(phrase.id) != phrase.content]
            for phrase in wrong:
                self._refuse(self._by_id.get(phrase.id), t("exchange.differs"))
            self._after.append(parsed)
            self.written.append(EditableFile(self._folder, path, None, text, parsed))
