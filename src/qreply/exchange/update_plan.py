"""Plan what happens to a book's phrases and their files."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from typing import Literal

from qreply.exchange.batch import ImportNote, Kind
from qreply.i18n import join_words
from qreply.phrasebook.model import Phrase, Phrasebook, Problem
from qreply.phrasebook.writing.book_files import EditableFile

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
class Clash:
    """What was not taken of a row, since the book would lose something by it.

    `code` is why, `columns` has the book's text and the row's by column.
    """

    code: str
    place: str
    phrase: Phrase  # as the book has it
    columns: Mapping[str, tuple[str, str]]


@dataclass
class UpdatePlan:
    """What an update would do."""

    changes: list[PhraseChange] = field(default_factory=list)
    files: list[EditableFile] = field(default_factory=list)
    notes: list[ImportNote] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)  # warnings that the changes bring
    clashes: list[Clash] = field(default_factory=list)
    same: int = 0
    book: Phrasebook = field(default_factory=Phrasebook)  # as it is before

    def note(self, kind: Kind, code: str, place: str = "", **values: str) -> None:
        """Note what is refused, changed or doubtful."""
        self.notes.append(ImportNote(kind, code, place, values))

    def clash(self, clash: Clash) -> None:
        """Note what was not taken of a row."""
        self.clashes.append(clash)
        phrase, columns = clash.phrase, join_words(f"“{column}”" for column in clash.columns)
        self.note("refused", clash.code, clash.place, id=phrase.id, title=phrase.title, columns=columns)

    def count(self, kind: ChangeKind) -> int:
        """Return how many phrases this happens to."""
        return sum(change.kind == kind for change in self.changes)

    def follow_moves(self, phrases: Iterable[Phrase]) -> None:
        """Let others of the book's `phrases` name those that moved by their new ids."""
        moved = {
            change.before.id: change.phrase.id
            for change in self.changes
            if change.kind == "moved" and change.before
        }
        if not moved:
            return
        for index, change in enumerate(self.changes):
            if change.after:
                self.changes[index] = replace(change, after=_with_new_ids(change.after, moved))
        known = {change.before.id for change in self.changes if change.before}
        for phrase in phrases:
            after = _with_new_ids(phrase, moved)
            if after is not phrase and phrase.id not in known:
                self.changes.append(PhraseChange("changed", phrase, after))


def _with_new_ids(phrase: Phrase, moved: Mapping[str, str]) -> Phrase:
    """Return the phrase with the new ids of those that it names."""
    if phrase.no_answer not in moved and not any(key in moved for key in phrase.next):
        return phrase
    following = tuple(moved.get(key, key) for key in phrase.next)
    return phrase._replace(next=following, no_answer=moved.get(phrase.no_answer, phrase.no_answer))
