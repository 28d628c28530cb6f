"""Read files of books to change, and write them unless somebody else has changed them."""

from __future__ import annotations

import codecs
from collections.abc import Iterable
from dataclasses import dataclass, replace
from pathlib import Path

from qreply.errors import QReplyError, reason_of
from qreply.i18n import t
from qreply.phrasebook.model import Phrase
from qreply.phrasebook.reading.file import ParsedFile, read_file
from qreply.phrasebook.reading.source import Source, decode
from qreply.storage.atomic import save_over
from qreply.storage.regular_file import BOOK_LIMIT, read_regular
from qreply.text.shell_quoting import quote_argument


@dataclass(frozen=True, slots=True)
class EditableFile:
    """A file of the book at `book`: its bytes, none where it is to be made, and its text."""

    book: Path
    path: Path
    before: bytes | None
    text: str
    parsed: ParsedFile

    def with_text(self, text: str) -> EditableFile:
        """Return the file as it would be with another text."""
        return replace(self, text=text, parsed=read_file(Source(str(self.path), text)))

    @property
    def encoded(self) -> bytes:
        """Return the text's bytes, in UTF-8; a mark at the beginning stays."""
        mark = codecs.BOM_UTF8 if (self.before or b"").startswith(codecs.BOM_UTF8) else b""
        return mark + self.text.encode()

    def own_valid(self, phrase: Phrase) -> Phrase:
        """Return the phrase without the validity of its file."""
        return phrase._replace(valid=phrase.valid[len(self.parsed.valid) :])


def open_file(book: Path, path: Path) -> EditableFile:
    """Read a file of the book, sound or not; raises OSError."""
    data = read_regular(path, BOOK_LIMIT)
    source = decode(data, str(path))
    return EditableFile(book, path, data, source.text, read_file(source))


def read_editable(book: Path, paths: Iterable[Path]) -> list[EditableFile]:
    """Read files of the book; raises QReplyError unless all are sound and in UTF-8."""
    return [_read_sound(book, path) for path in paths]


def _read_sound(book: Path, path: Path) -> EditableFile:
    try:
        file = open_file(book, path)
    except OSError as error:
        raise QReplyError(t("command.cannot-read", path=path, reason=reason_of(error))) from error
    flaw = next((problem for problem in file.parsed.problems if problem.severity == "error"), None)
    hint = t("bulk.unsound.hint", book=quote_argument(book))
    if flaw is not None:
        place = f"{path}:{flaw.line}"
        raise QReplyError(t("bulk.broken", place=place, message=flaw.message), hint)
    if file.encoded != file.before:
        raise QReplyError(t("bulk.encoding", path=path), hint)
    return file


def write_files(files: Iterable[EditableFile]) -> list[Path]:
    """Write the files, each whole or not at all, and return their paths.

    Raises QReplyError where one has changed since it was read, or cannot be written; it names the files that were
    written.
    """
    done: list[Path] = []
    for file in files:
        try:
            save_over(file.path.resolve(), file.encoded, file.before)
        except OSError as error:
            reason = t("bulk.meanwhile") if isinstance(error, BlockingIOError) else reason_of(error)
            hint = t("bulk.partly", paths=" ".join(map(str, done))) if done else ""
            raise QReplyError(t("command.cannot-write", path=file.path, reason=reason), hint) from error
        done.append(file.path)
    return done
