"""Keep books as they were last good, in little memory.

They are compressed until an edit makes it necessary to know what was in them.
"""

from __future__ import annotations

import zlib
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cached_property, partial
from pathlib import Path
from typing import TYPE_CHECKING, Protocol, TypeVar

from qreply.phrasebook.files import files_of
from qreply.phrasebook.model import Phrasebook, Problem, Rule
from qreply.phrasebook.reading.source import Source, decode, pieces
from qreply.storage.fingerprint import digest_of

if TYPE_CHECKING:  # most days no book is parsed
    from qreply.phrasebook.loader import Book
    from qreply.phrasebook.reading.file import ParsedFile

_Item = TypeVar("_Item")

_LEVEL = 1  # a third of the size; the next levels take twice as long for a tenth less


class FileSnapshot:
    """What a file held when it was last good.

    It is parsed when `book` is first asked for, wherever the file is by then.
    """

    def __init__(
        self, path: str, digest: bytes, parse: Callable[[], ParsedFile], packed: bytes | None = None
    ) -> None:
        """Keep `packed`, the file's content, compressed.

        It is None once the file was edited, or if it could not be read.
        """
        self.path = path
        self.digest = digest
        self.packed = packed
        self._parse = parse

    @classmethod
    def unpacked_from(cls, path: str, digest: bytes, packed: bytes) -> FileSnapshot:
        """Make one whose content was packed before, and is parsed when it is asked for."""
        return cls(path, digest, partial(_parse, Source(path, "", digest=digest), packed), packed)

    @classmethod
    def of(cls, book: ParsedFile, packed: bytes | None = None) -> FileSnapshot:
        """Make one that is parsed already; `packed` is its content, if `book` holds just that."""
        return cls(book.path, book.digest, lambda: book, packed)

    @cached_property
    def book(self) -> ParsedFile:
        """Return what it holds, problems and all."""
        return self._parse()


@dataclass(frozen=True)
class BookSnapshot:
    """One book, as loader.Book has it, of kept files.

    It `is_away` if the files are a copy of a book out of reach. `sound` are files that have errors now, as they were
    when last without.
    """

    path: Path
    files: tuple[FileSnapshot, ...]
    problems: tuple[Problem, ...] = ()
    is_away: bool = False
    sound: tuple[FileSnapshot, ...] = ()

    @classmethod
    def of(cls, book: Book) -> BookSnapshot:
        """Make one that is parsed already."""
        return cls(book.path, tuple(map(FileSnapshot.of, book.files)), book.problems)

    def parsed(self) -> Book:
        """Return the book, of which files are parsed that were not yet."""
        from qreply.phrasebook.loader import Book

        return Book(self.path, tuple(file.book for file in self.files), self.problems)

    def parsed_sound(self) -> Book:
        """Return the book with files as they were last without errors, where that is known."""
        from qreply.phrasebook.loader import Book

        sound = {file.path: file for file in self.sound}
        return Book(self.path, tuple(sound.get(file.path, file).book for file in self.files))


def assemble_snapshots(
    books: Sequence[BookSnapshot], rules: Iterable[Rule], last_good: Phrasebook | None = None
) -> Phrasebook:
    """Return the phrasebook made of `books`.

    A phrase with an error stays as in `last_good`, or as it was last sound.
    """
    from qreply.phrasebook.loader import assemble

    rules = tuple(rules)
    if last_good is None and any(book.sound for book in books):
        last_good = assemble([book.parsed_sound() for book in books], rules)
    return assemble([book.parsed() for book in books], rules, last_good)


def over(kept: FileSnapshot, new: ParsedFile, *, is_lost: bool = False) -> ParsedFile:
    """Return the new file.

    If it cannot be read whole or `is_lost`, that is the kept one with the new problems.
    """
    if new.whole and not is_lost:
        return new
    good = kept.book
    if not (good.phrases or good.rules or good.fragments or good.placeholders):
        return new
    return replace(good, problems=new.problems, digest=new.digest)


class InTime(Protocol):
    """Returns items as they come, and raises where one takes too long."""

    def __call__(self, items: Iterable[_Item], /) -> Iterator[_Item]:
        """Return the items."""


def take_book_snapshot(path: Path, in_time: InTime = iter) -> BookSnapshot:
    """Return the book at `path`, a folder or a file, as it is now.

    `in_time` wraps each access to its drive. Raises PhrasebookError if there is none, and what `in_time` raises.
    """
    ((files, problems),) = in_time(map(files_of, [path]))
    return BookSnapshot(path, tuple(in_time(map(take_snapshot, files))), problems)


def take_snapshot(path: Path) -> FileSnapshot:
    """Return the file at `path` as it is now.

    Little of it is in memory at once, and other threads can go on meanwhile.
    """
    source = Source(str(path), "")
    packed: list[bytes] = []
    digest = digest_of(_packing(pieces(path, source), packed))
    if not source.problems:
        return FileSnapshot.unpacked_from(source.path, digest, b"".join(packed))
    return FileSnapshot(source.path, b"", partial(_parse, source, b""))


def pack(text: str) -> bytes:
    """Return the content of a file that was read already, compressed."""
    return zlib.compress(text.encode("utf-8", "replace"), _LEVEL)


def _packing(content: Iterable[bytes], packed: list[bytes]) -> Iterator[bytes]:
    """Return `content` as it comes, compressed into `packed` on the way."""
    packer = zlib.compressobj(_LEVEL)
    for piece in content:
        packed.append(packer.compress(piece))
        yield piece
    packed.append(packer.flush())


def _parse(unread: Source, packed: bytes) -> ParsedFile:
    from qreply.phrasebook.reading.file import read_file

    if unread.problems:
        return read_file(unread)
    source = decode(zlib.decompress(packed), unread.path)
    source.digest = unread.digest
    return read_file(source)
