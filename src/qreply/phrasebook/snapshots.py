"""Keep books as they were last good, in little memory.

They are compressed until an edit makes it necessary to know what was in them.
"""

from __future__ import annotations

import zlib
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cached_property, partial
from pathlib import Path
from typing import TYPE_CHECKING, Protocol, TypeVar

from qreply.phrasebook.files import files_of
from qreply.phrasebook.model import Phrasebook, Problem, Rule
from qreply.phrasebook.reading.source import Source, decode, pieces
from qreply.storage.fingerprint import digest_of
from qreply.storage.regular_file import BOOK_LIMIT

if TYPE_CHECKING:  # most days no book is parsed
    from qreply.phrasebook.loader import Book
    from qreply.phrasebook.reading.file import ParsedFile

_Item = TypeVar("_Item")

_PIECE = 256 * 1024
_LEVEL = 1  # a third of the size; the next levels take twice as long for a tenth less


class FileSnapshot:
    """What a file held when it was last good.

    It is parsed when `book` is first asked for, wherever the file is by then.
    """

    def __init__(
        self,
        path: str,
        digest: bytes,
        packed: bytes | None,
        book: Callable[[], ParsedFile] | None = None,
        *,
        counts: bytes | None = None,
    ) -> None:
        """Keep `packed`, the file's content, compressed, which has that digest.

        It is None if the file could not be read, or if what counts of it is something else; then `book` tells, and
        `counts` is the digest of the content that it was made of.
        """
        self.path = path
        self.digest = digest
        self.counts = counts or digest
        self.packed = packed
        self.before: FileSnapshot | None = None  # the state that an edit has just replaced by this one
        self._book = book

    @classmethod
    def of(cls, book: ParsedFile, packed: bytes | None = None) -> FileSnapshot:
        """Make one that is parsed already; `packed` is its content, if `book` holds just that."""
        return cls(book.path, book.digest, packed, lambda: book)

    @cached_property
    def book(self) -> ParsedFile:
        """Return what it holds, problems and all."""
        if self._book is not None:
            return self._book()
        from qreply.phrasebook.reading.file import read_file

        return read_file(self.unpack())

    @property
    def is_parsed(self) -> bool:
        """Tell whether `book` is at hand."""
        return self._book is not None or "book" in vars(self)

    def parse_like(self, other: FileSnapshot, text: str) -> None:
        """Parse it now, but for what it shares with `other`, which is the same file of `text`."""
        from qreply.phrasebook.reading.rereading import reread

        self.book = reread(self.unpack(), other.book, text)

    def unpack(self) -> Source:
        """Return its content."""
        packed = self.packed or zlib.compress(b"")
        source = decode(zlib.decompress(packed, bufsize=BOOK_LIMIT), self.path)  # put together of no pieces
        source.digest = self.digest
        return source


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


def over(kept: FileSnapshot, new: FileSnapshot, *, is_lost: bool = False) -> FileSnapshot:
    """Return the new file.

    If it cannot be read whole or `is_lost`, that is the kept one with the new problems.
    """
    if new.book.whole and not is_lost:
        return new
    good = kept.book
    if not (good.phrases or good.rules or good.fragments or good.placeholders):
        return new
    book = replace(good, problems=new.book.problems, digest=new.digest)
    return FileSnapshot(new.path, new.digest, None, lambda: book, counts=kept.counts)


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
        return FileSnapshot(source.path, digest, b"".join(packed))
    from qreply.phrasebook.reading.file import read_file

    return FileSnapshot(source.path, b"", None, partial(read_file, source))


def pack(text: str) -> bytes:
    """Return the content of a file that was read already, compressed."""
    packed: list[bytes] = []
    starts = range(0, len(text), _PIECE)
    deque(_packing((text[at : at + _PIECE].encode("utf-8", "replace") for at in starts), packed), maxlen=0)
    return b"".join(packed)


def _packing(content: Iterable[bytes], packed: list[bytes]) -> Iterator[bytes]:
    """Return `content` as it comes, compressed into `packed` on the way."""
    packer = zlib.compressobj(_LEVEL)
    for piece in content:
        packed.append(packer.compress(piece))
        yield piece
    packed.append(packer.flush())
