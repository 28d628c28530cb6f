"""Change the agent's own phrasebook, a folder with a file a scenario, phrase by phrase."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import NoReturn

from qreply.authoring.phrase_edit import PhraseEdit, both
from qreply.errors import ChangedMeanwhileError, NotSavedError, reason_of
from qreply.i18n import t
from qreply.phrasebook.files import yaml_files
from qreply.phrasebook.loader import Book, assemble
from qreply.phrasebook.model import Phrase, Phrasebook, Placeholder, Problem, Scope
from qreply.phrasebook.reading.file import ParsedFile
from qreply.phrasebook.references import used_scope
from qreply.phrasebook.writing.book_files import EditableFile, open_file
from qreply.phrasebook.writing.phrase_splice import with_changes, with_phrase, without_phrase
from qreply.phrasebook.writing.serializer import PhraseFile, head_of, phrase_tree
from qreply.phrasebook.writing.text_splice import CannotSpliceError
from qreply.phrasebook.writing.yaml_writer import Writer, comment
from qreply.storage.atomic import save_over
from qreply.storage.fingerprint import digest_of
from qreply.storage.new_files import free_name

OWN_SCENARIO = "own"


@dataclass(frozen=True, slots=True)
class Saved:
    """What was written: the phrase's id, and its file with the digest of what that holds now."""

    id: str
    path: Path
    digest: bytes


@dataclass(frozen=True)
class SharedScope:
    """What the other books declare, for own phrases to use.

    `doubtful` are the names that they declare differently.
    """

    scope: Scope
    doubtful: frozenset[str]

    @classmethod
    def of(cls, scopes: Iterable[Scope]) -> SharedScope:
        """Merge these scopes."""
        placeholders: dict[str, Placeholder] = {}
        fragments: dict[str, str] = {}
        doubtful: set[str] = set()
        for scope in scopes:
            doubtful.update(_find_differing(placeholders, scope.placeholders))
            doubtful.update(_find_differing(fragments, scope.fragments))
            placeholders = {**scope.placeholders, **placeholders}
            fragments = {**scope.fragments, **fragments}
        return cls(Scope(placeholders, fragments), frozenset(doubtful))


class OwnBook:
    """The own phrases in `folder`, over books that declare what is `shared`.

    The folder is made at the first save.
    """

    def __init__(self, folder: Path, shared: SharedScope) -> None:
        self.folder = folder
        self._shared = shared

    def holds(self, phrase: Phrase) -> bool:
        """Tell whether the phrase is one of them."""
        return Path(phrase.path).parent == self.folder

    def save(self, phrase_edit: PhraseEdit, taken: Collection[str], *, over: bool = False) -> Saved:
        """Save the edit: an own phrase is changed, another book's gets an own version.

        A new phrase has an id that is not `taken`. Raises ChangedMeanwhileError unless it may go `over` what was
        changed since the edit was begun; NotSavedError if the book cannot be read or written.
        """
        files = self._read_files()
        origin = phrase_edit.origin
        own = {phrase.id for file in files for phrase in file.parsed.phrases}
        phrase_id = (
            origin.id if origin else next(key for key in phrase_edit.ids() if key not in {*own, *taken})
        )
        file, there = _find(files, phrase_id)
        if there is None or file is None:
            return self._add(phrase_edit.phrase(phrase_id), files, adapted=origin is not None)
        if origin is None or not self.holds(origin) or origin.content != there.content:
            if not over:
                raise ChangedMeanwhileError(t("writing.changed"), t("writing.changed.hint"))
            phrase_edit = replace(phrase_edit, origin=there)
        wanted = phrase_edit.phrase(phrase_id)
        try:
            text = with_changes(file.text, there.line, phrase_tree(there), phrase_tree(wanted))
        except CannotSpliceError:
            _refuse_odd(file.path, there.line)
        return self._write(file, text, files, phrase_id, wanted)

    def remove(self, phrase: Phrase) -> Saved:
        """Delete an own phrase; the phrase that it overlaid comes back. Raises NotSavedError."""
        files = self._read_files()
        file, there = _find(files, phrase.id)
        if file is None or there is None:
            raise NotSavedError(t("writing.gone"))
        try:
            text = without_phrase(file.text, there.line)
        except CannotSpliceError:
            _refuse_odd(file.path, there.line)
        return self._write(file, text, files, phrase.id, None)

    def _add(self, phrase: Phrase, files: list[EditableFile], *, adapted: bool) -> Saved:
        phrase = phrase._replace(valid=both(phrase.valid))
        phrase_file = self._declare_for(phrase) if adapted else PhraseFile(phrase.scenario, "")
        file = next(
            (file for file in files if self._can_hold(file.parsed, phrase_file, phrase)), None
        ) or self._begin_file(phrase_file, files)
        try:
            text = with_phrase(file.text, phrase_tree(phrase))
        except CannotSpliceError:
            _refuse_odd(file.path, 1)
        return self._write(file, text, files, phrase.id, phrase, adapted=adapted)

    def _declare_for(self, phrase: Phrase) -> PhraseFile:
        """Return what the phrase's file must declare so that its placeholders mean the same."""
        used, doubtful = used_scope(phrase), self._shared.doubtful
        return PhraseFile(
            phrase.scenario,
            "",
            placeholders={name: known for name, known in used.placeholders.items() if name in doubtful},
            fragments={name: text for name, text in used.fragments.items() if name in doubtful},
        )

    def _can_hold(self, file: ParsedFile, phrase_file: PhraseFile, phrase: Phrase) -> bool:
        """Tell whether the phrase would mean the same in this file as in `phrase_file`."""
        if not file.whole or file.scenario != phrase.scenario or file.valid:
            return False
        used = used_scope(phrase)
        placeholders = {**used.placeholders, **file.placeholders}
        fragments = {**used.fragments, **file.fragments}
        return (
            phrase_file.placeholders.items() <= file.placeholders.items()
            and phrase_file.fragments.items() <= file.fragments.items()
            and all(placeholders[name] == known for name, known in used.placeholders.items())
            and all(fragments[name] == text for name, text in used.fragments.items())
        )

    def _begin_file(self, phrase_file: PhraseFile, files: list[EditableFile]) -> EditableFile:
        title = t("writing.own") if phrase_file.scenario == OWN_SCENARIO else ""
        head = {key: value for key, value in head_of(replace(phrase_file, title=title)).items() if value}
        entries = (Writer().entry(key, value) for key, value in head.items())
        text = comment(t("writing.head")) + "".join(entries) + "phrases:\n"
        path = self.folder / free_name(phrase_file.scenario, {file.path.name.casefold() for file in files})
        return EditableFile(self.folder, path, None, text, ParsedFile(str(path)))

    def _write(
        self,
        file: EditableFile,
        text: str,
        files: list[EditableFile],
        phrase_id: str,
        wanted: Phrase | None,
        *,
        adapted: bool = False,
    ) -> Saved:
        """Save the file as `text`, if that makes `wanted` of the phrase and changes no other."""
        after = file.with_text(text)
        others = [one for one in files if one.path != file.path]
        before, now = self._assemble([*others, file]), self._assemble([*others, after])
        if problem := _new_error(before, now):
            raise NotSavedError(problem.message, problem.hint)
        found = now.by_id.get(phrase_id)
        same = (found and found.content) == (wanted and wanted.content)
        if same and adapted and found and wanted:
            same = used_scope(found) == used_scope(wanted)
        if not same or _contents_but(before, phrase_id) != _contents_but(now, phrase_id):
            _refuse_odd(file.path, found.line if found else 1)
        data = text.encode()
        try:
            self.folder.mkdir(parents=True, exist_ok=True)
            save_over(file.path, data, file.before)
        except BlockingIOError as error:
            raise NotSavedError(t("writing.busy"), t("writing.busy.hint")) from error
        except OSError as error:
            raise NotSavedError(t("writing.not-written", path=file.path, reason=reason_of(error))) from error
        return Saved(phrase_id, file.path, digest_of([data]))

    def _assemble(self, files: Iterable[EditableFile]) -> Phrasebook:
        """Return the own phrases overlaid on the other books."""
        scope = self._shared.scope
        base = ParsedFile("", placeholders=scope.placeholders, fragments=scope.fragments)
        own = tuple(file.parsed for file in sorted(files, key=lambda file: file.path))
        return assemble([Book(Path(), (base,)), Book(self.folder, own)])

    def _read_files(self) -> list[EditableFile]:
        try:
            files = [open_file(self.folder, path) for path in yaml_files(self.folder)]
        except FileNotFoundError:
            return []
        except OSError as error:
            raise NotSavedError(
                t("writing.not-read", path=error.filename, reason=reason_of(error))
            ) from error
        for file in files:
            if not file.parsed.whole:
                first = next(problem for problem in file.parsed.problems if problem.severity == "error")
                place = f"{file.path}:{first.line}"
                raise NotSavedError(t("writing.broken", place=place, message=first.message), first.hint)
        return files


def _find(files: Iterable[EditableFile], phrase_id: str) -> tuple[EditableFile, Phrase] | tuple[None, None]:
    for file in files:
        for phrase in file.parsed.phrases:
            if phrase.id == phrase_id:
                return file, phrase
    return None, None


def _contents_but(book: Phrasebook, but: str) -> dict[str, tuple[Phrase, Scope]]:
    """Return what all phrases `but` one say."""
    return {phrase.id: (phrase.content, used_scope(phrase)) for phrase in book.phrases if phrase.id != but}


def _new_error(before: Phrasebook, after: Phrasebook) -> Problem | None:
    known = {(problem.code, problem.source) for problem in before.problems}
    errors = (problem for problem in after.problems if problem.severity == "error")
    return next((error for error in errors if (error.code, error.source) not in known), None)


def _find_differing(one: Mapping[str, object], other: Mapping[str, object]) -> Iterator[str]:
    return (name for name in one.keys() & other.keys() if one[name] != other[name])


def _refuse_odd(path: Path, line: int) -> NoReturn:
    raise NotSavedError(t("writing.odd", place=f"{path}:{line}"), t("writing.odd.hint"))
