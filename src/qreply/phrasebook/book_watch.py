"""Decide, look by look, what of one book's files counts: no clock and no thread.

What is read counts once it has stood unchanged for a while; if phrases would disappear by it, twice as long. Nothing is
parsed before the first edit, since a day without one should cost neither memory nor time.
"""

from __future__ import annotations

import math
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

from qreply.errors import PhrasebookError
from qreply.phrasebook.files import files_of
from qreply.phrasebook.model import Problem
from qreply.phrasebook.reading.source import Source, digest_at, read
from qreply.phrasebook.snapshots import BookSnapshot, FileSnapshot, over, pack
from qreply.runtime import background, memory

if TYPE_CHECKING:
    from qreply.phrasebook.reading.file import ParsedFile

SETTLED_SECONDS = 0.6  # longer than any pause in the middle of a save
SHRUNK_SECONDS = 1.2
_LONG = 1024 * 1024  # bytes, compressed: some 15,000 phrases
CONTENT_SECONDS = 10.0  # how often unchanged files are read all the same: not every drive keeps its clock
HOT_SECONDS = 3.0  # a second save may have the time stamp of the first

Fingerprint = tuple[int, ...]  # whatever changes when a file is saved; () while there is no file


class Files(Protocol):
    """How the files of a book are seen; tests bring their own."""

    def list_files(self, book: Path) -> list[Path]:
        """Return the book's files in order.

        Raises PhrasebookError or OSError while it cannot be reached.
        """

    def fingerprint(self, file: Path) -> Fingerprint:
        """Return what changes whenever the file is saved; () if it is not there."""

    def digest(self, file: Path) -> bytes:
        """Return the digest of the file's content, as its source has it."""

    def source(self, file: Path) -> Source:
        """Return the file's text and digest."""


class Disk:
    """The files on disk."""

    def list_files(self, book: Path) -> list[Path]:
        """See Files."""
        return files_of(book)[0]

    def fingerprint(self, file: Path) -> Fingerprint:
        """See Files."""
        try:
            status = file.stat()
        except OSError:
            return ()
        return status.st_mtime_ns, status.st_size, status.st_ino, status.st_dev, status.st_mode

    def digest(self, file: Path) -> bytes:
        """See Files."""
        return digest_at(file)

    def source(self, file: Path) -> Source:
        """See Files."""
        return read(file)


@dataclass(slots=True)
class _Pending:
    """What a file held when it was last read, and since when."""

    digest: bytes
    since: float
    file: FileSnapshot | None = None


class BookWatch:
    """Decides for one book, look by look, what of its files counts.

    It has no clock or thread of its own.
    """

    def __init__(self, book: BookSnapshot, files: Files) -> None:
        self.book = book
        self._files = files
        self._good = {file.path: file for file in book.files}
        self._fingerprints: dict[str, Fingerprint] = {}
        self._pending: dict[str, _Pending] = {}
        self._read_at: dict[str, float] = {}
        self._changed_at: dict[str, float] = {}
        self._lost: tuple[Problem, ...] = book.problems if book.is_away else ()
        self._whole: set[bytes] = set()
        self._is_changed = False  # whether `book` is yet to be told what the looks have found

    def trust(self, digest: bytes) -> None:
        """Take content of this digest as soon as it is seen: qreply itself has written it, whole."""
        self._whole.add(digest)

    @property
    def is_settled(self) -> bool:
        """Tell whether the book is in reach and in use as it is."""
        return not (self._lost or self._pending or self.book.is_away)

    def look(self, now: float) -> bool:
        """Look at the files once, and tell whether `book` has changed.

        `now` is in seconds and never goes back.
        """
        try:
            files = self._files.list_files(self.book.path)
        except (PhrasebookError, OSError):
            return self._out_of_reach()
        if not files and self._good:
            return self._out_of_reach()  # an unmounted share looks like an empty folder
        self._is_changed |= bool(self._lost)
        self._lost = ()
        names = [str(file) for file in files]
        missing = self._good.keys() - set(names)
        for file, name in zip(files, names, strict=True):
            # A new file while another is missing may be that one under a new name: both count at once.
            patience = SHRUNK_SECONDS if missing and name not in self._good else SETTLED_SECONDS
            # A mistake over one file stops no other.
            background.attempt(partial(self._look_at, file, name, now, patience))
        for name in missing:
            self._missing(name, now)
        if not self._is_changed:
            return False
        order = {name: at for at, name in enumerate(names)}
        kept = sorted(self._good.values(), key=lambda good: order.get(good.path, len(order)))
        self.book = replace(self.book, files=tuple(kept), problems=(), is_away=False)
        self._is_changed = False
        return True

    def _look_at(self, file: Path, name: str, now: float, patience: float) -> None:
        fingerprint = self._files.fingerprint(file)
        if fingerprint != self._fingerprints.get(name):
            self._fingerprints[name] = fingerprint
            self._changed_at[name] = now
        elif name not in self._pending and now - self._read_at.get(name, now) < self._rest(name, now):
            return
        digest = self._files.digest(file)
        self._read_at[name] = now
        good = self._good.get(name)
        if good is not None and good.digest == digest:
            self._pending.pop(name, None)
            return
        self._settle(file, name, digest, now, patience)

    def _rest(self, name: str, now: float) -> float:
        """Return for how long a file that looks unchanged is not read."""
        return 0.0 if now - self._changed_at.get(name, now) < HOT_SECONDS else CONTENT_SECONDS

    def _settle(self, file: Path, name: str, digest: bytes, now: float, patience: float) -> None:
        pending, good = self._pending.get(name), self._good.get(name)
        if digest in self._whole:
            pending = _Pending(digest, -math.inf)
        elif pending is None or pending.digest != digest:
            pending = self._pending[name] = _Pending(digest, now)
        is_settled = now - pending.since >= patience
        if not is_settled and not _takes_long(good):
            return
        if pending.file is None:
            source = self._files.source(file)
            if source.digest != digest:  # saved again since
                self._pending[name] = _Pending(source.digest, now)
                return
            pending.file = _parsed(source, good)
        if not is_settled:
            return
        new = pending.file
        if good is not None and _shrinks(good, new.book) and now - pending.since < SHRUNK_SECONDS:
            return
        self._pending.pop(name, None)
        if good is not None:
            new = over(good, new)
            new.before = good
        self._good[name] = new
        self._is_changed = True

    def _missing(self, name: str, now: float) -> None:
        pending = self._pending.get(name)
        if pending is None or pending.digest:
            self._pending[name] = _Pending(b"", now)
        elif now - pending.since >= SHRUNK_SECONDS:
            del self._pending[name], self._good[name]
            self._fingerprints.pop(name, None)
            self._is_changed = True

    def _out_of_reach(self) -> bool:
        if self._lost:
            return False
        self._lost = (Problem("book-gone", str(self.book.path), 1, 1),)
        self.book = replace(self.book, problems=self._lost)
        return True


def _parsed(source: Source, good: FileSnapshot | None) -> FileSnapshot:
    """Return the file as it is, and parse of it and of the `good` one only once what both have."""
    from qreply.phrasebook.reading.file import read_file
    from qreply.phrasebook.reading.rereading import reread

    if good is not None and good.is_parsed and good.packed is not None:
        book = reread(source, good.book, good.unpack().text)
    else:
        book = read_file(source)
    new = FileSnapshot.of(book, pack(source.text))
    new.before = good
    memory.give_back()  # or what was read of the text would be held while the rest is done
    if good is not None and not good.is_parsed:
        good.parse_like(new, source.text)
    return new


def _takes_long(good: FileSnapshot | None) -> bool:
    """Tell whether to read the file takes longer than to let it settle."""
    return good is not None and len(good.packed or b"") > _LONG


def _shrinks(good: FileSnapshot, new: ParsedFile) -> bool:
    if not new.whole:
        return True
    ids = {phrase.id for phrase in new.phrases}
    return any(phrase.id not in ids for phrase in good.book.phrases)
