"""Plan what happens to a book's phrases and their files."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Literal

from qreply.exchange.batch import ImportNote, Kind
from qreply.exchange.importer import flags_of
from qreply.phrasebook.fragments import texts_of
from qreply.phrasebook.model import Phrase, Problem, Rule
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
    rules: tuple[Rule, ...] = ()  # the book's

    def note(self, kind: Kind, code: str, place: str = "", **values: str) -> None:
        """Note what is refused, changed or doubtful."""
        self.notes.append(ImportNote(kind, code, place, values))

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
