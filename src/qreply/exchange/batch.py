"""What a foreign file holds, before it becomes a phrasebook."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

from qreply.exchange import import_limits
from qreply.i18n import t
from qreply.phrasebook.model import Phrase

Kind = Literal["refused", "changed", "doubtful"]
"""refused: cannot be taken; changed: taken, but not as it stood; doubtful: taken, and worth a look."""


@dataclass(frozen=True, slots=True)
class ImportNote:
    """Something to tell the lead about an import or export.

    `code` names the text `exchange.<code>`.
    """

    kind: Kind
    code: str
    place: str = ""  # where in the foreign file, in the user's words
    values: Mapping[str, str] = field(default_factory=dict)

    @property
    def message(self) -> str:
        """Return the note in the user's language."""
        return t(f"exchange.{self.code}", **self.values)


@dataclass(frozen=True, slots=True)
class ImportedPhrase:
    """A phrase as it came in. `path` are its groups from the outside in.

    Its id and scenario may still be empty. `check` is the checksum that our export gave it.
    """

    place: str
    phrase: Phrase
    path: tuple[str, ...] = ()
    check: str = ""


@dataclass(frozen=True, slots=True)
class ColumnUse:
    """What a column of a table was taken for.

    `meaning` names the text `exchange.field.<meaning>`.
    """

    meaning: str
    header: str
    number: int  # from 1
    sheet: str = ""


@dataclass
class ImportBatch:
    """All that one foreign file holds, with what was noticed while reading it."""

    format: str
    reason: str = ""  # why it is taken for that format, in the user's language
    name: str = ""  # the file's, where several come in together
    columns: list[ColumnUse] = field(default_factory=list)
    parts: list[ImportBatch] = field(default_factory=list)  # of a folder: its files
    imported_phrases: list[ImportedPhrase] = field(default_factory=list)
    notes: list[ImportNote] = field(default_factory=list)
    titles: dict[str, str] = field(default_factory=dict)  # scenarios' titles, where the format has them

    def note(self, kind: Kind, code: str, place: str = "", **values: str) -> None:
        """Add a note."""
        self.notes.append(ImportNote(kind, code, place, values))


def line(number: int) -> str:
    """Return how a line of the foreign file is called."""
    return t("exchange.line", line=number)


def row_place(number: int) -> str:
    """Return how a row of a table is called; a row may be several lines of its file."""
    return t("exchange.row", row=number)


class TooLongError(Exception):
    """Raised where a text, with all references written out, is too long or refers to too much."""


class Room:
    """How much of what a text refers to may still be written out in it; each text has its own."""

    def __init__(self) -> None:
        self._characters = import_limits.TEXT
        self._references = import_limits.REFERENCES

    def take(self, text: str) -> None:
        """Account for `text`, which is to be written out; raises TooLongError where it is too much."""
        self._references -= 1
        self._characters -= len(text)
        if self._references < 0 or self._characters < 0:
            raise TooLongError
