"""Plan what happens to a book's phrases and their files, and do it on the disk."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal

from qreply.errors import QReplyError, reason_of
from qreply.exchange.batch import ImportNote
from qreply.exchange.importer import flags_of
from qreply.i18n import t
from qreply.phrasebook.files import yaml_files
from qreply.phrasebook.fragments import texts_of
from qreply.phrasebook.model import Phrase, Problem, Rule
from qreply.phrasebook.reading.file import ParsedFile, read_file
from qreply.phrasebook.reading.source import Source, decode
from qreply.storage.atomic import save_over
from qreply.storage.regular_file import BOOK_LIMIT, read_regular

ChangeKind = Literal["changed", "new", "removed", "moved"]


@dataclass(frozen=True, slots=True)
class PhraseChange:
    """What happens to a phrase: `before` and `after`, None where it is not there."""

    kind: ChangeKind
    before: Phrase | None
    after: Phrase | None
    place: str = ""
    behind: str = ""  # the id of the phrase that stands before it in the table

    @property
    def phrase(self) -> Phrase:
        """Return the phrase as it will be, or was; raises ValueError where there is neither."""
        found = self.after or self.before
        if found is None:
            raise ValueError
        return found


@dataclass(frozen=True, slots=True)
class ChangedFile:
    """A file to be written; `before` is what it holds, None where there is none."""

    path: Path
    before: bytes | None
    text: str


@dataclass
class UpdatePlan:
    """What an update would do."""

    changes: list[PhraseChange] = field(default_factory=list)
    files: list[ChangedFile] = field(default_factory=list)
    notes: list[ImportNote] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)  # warnings that the changes bring
    same: int = 0
    rules: tuple[Rule, ...] = ()  # the book's

    def count(self, kind: ChangeKind) -> int:
        """Return how many phrases this happens to."""
        return sum(change.kind == kind for change in self.changes)

    def review(self, rules: Sequence[Rule], platform: str, progress: Callable[[int, int], None]) -> None:
        """Note what the shipped rules and the book's say against texts that are new."""
        places = {change.phrase.id: change.place for change in self.changes if change.after}
        phrases = [phrase for change in self.changes if (phrase := _with_new_texts(change))]
        flags_of(phrases, places, (*rules, *self.rules), platform, self.notes, progress=progress)


def _with_new_texts(change: PhraseChange) -> Phrase | None:
    """Return the phrase with those of its texts alone that it had not before."""
    if change.after is None:
        return None
    known = set(texts_of(change.before)) if change.before else set()
    texts = [text for text in texts_of(change.after) if text not in known]
    return (
        change.after._replace(wordings=tuple((text,) for text in texts), platform_wordings={})
        if texts
        else None
    )


@dataclass(frozen=True, slots=True)
class BookFile:
    """A file of the book as it is now."""

    path: Path
    data: bytes
    source: Source
    parsed: ParsedFile

    def own_valid(self, phrase: Phrase) -> Phrase:
        """Return the phrase without the validity of its file."""
        return phrase._replace(valid=phrase.valid[len(self.parsed.valid) :])


def read_book_files(folder: Path) -> list[BookFile]:
    """Read the phrasebook files in the folder.

    Raises QReplyError unless all are sound and in UTF-8.
    """
    files = []
    try:
        paths = yaml_files(folder)
        for path in paths:
            data = read_regular(path, BOOK_LIMIT)
            source = decode(data, str(path))
            files.append(BookFile(path, data, source, read_file(source)))
    except OSError as error:
        raise QReplyError(
            t("command.cannot-read", path=error.filename or folder, reason=reason_of(error))
        ) from error
    for file in files:
        broken = [problem for problem in file.parsed.problems if problem.severity == "error"]
        if broken or file.source.text.encode() != file.data:
            problem = next(iter(broken or file.parsed.problems))
            place = f"{file.path}:{problem.line}"
            raise QReplyError(
                t("exchange.update-broken", place=place, message=problem.message),
                t("exchange.update-broken.hint"),
            )
    return files


def write_update(plan: UpdatePlan) -> list[Path]:
    """Write the plan's files, each whole or not at all, and return their paths.

    Raises QReplyError where a file has changed since it was read, or cannot be written; it names the files that were
    written.
    """
    done: list[Path] = []
    for file in plan.files:
        try:
            save_over(file.path, file.text.encode(), file.before)
        except OSError as error:
            busy = isinstance(error, BlockingIOError)
            reason = t("exchange.changed-meanwhile") if busy else reason_of(error)
            hint = t("exchange.partly-written", paths=" ".join(map(str, done))) if done else ""
            raise QReplyError(t("command.cannot-write", path=file.path, reason=reason), hint) from error
        done.append(file.path)
    return done
