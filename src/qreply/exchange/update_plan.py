"""Plan what happens to a book's phrases and their files."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal

from qreply.exchange.batch import ImportNote, Kind
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


@dataclass
class UpdatePlan:
    """What an update would do."""

    changes: list[PhraseChange] = field(default_factory=list)
    files: list[EditableFile] = field(default_factory=list)
    notes: list[ImportNote] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)  # warnings that the changes bring
    same: int = 0
    book: Phrasebook = field(default_factory=Phrasebook)  # as it is before

    def note(self, kind: Kind, code: str, place: str = "", **values: str) -> None:
        """Note what is refused, changed or doubtful."""
        self.notes.append(ImportNote(kind, code, place, values))

    def count(self, kind: ChangeKind) -> int:
        """Return how many phrases this happens to."""
        return sum(change.kind == kind for change in self.changes)
