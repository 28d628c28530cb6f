"""Notice that phrasebook files were edited.

The last good book stays in use while they are half-written or broken.

Files are polled, which sees every way of saving, on network drives too. Each book has a daemon thread of its own, so
that a share that hangs holds up neither the other books, nor typing, nor leaving. What fails unexpectedly, be it a
look, a file of it or whoever is told, is reported, and done again at one of the next looks.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from qreply.phrasebook.book_watch import BookWatch, Disk, Files
from qreply.phrasebook.model import Phrasebook
from qreply.phrasebook.snapshots import BookSnapshot, FileSnapshot, assemble_snapshots
from qreply.runtime import background, memory

POLL_SECONDS = 0.3
MAX_POLL_SECONDS = 10.0  # between looks that fail again and again


@dataclass(frozen=True, slots=True)
class News:
    """What an edit has changed: the book to use from now on, and the ids that are in it no more.

    `files` are those it was made of, books in order, each with the digest of its content: empty if that is unknown.
    `books` are those themselves.
    """

    book: Phrasebook
    gone: tuple[str, ...] = ()
    files: tuple[tuple[str, bytes], ...] = ()
    books: tuple[BookSnapshot, ...] = ()


def fingerprints(books: Iterable[BookSnapshot]) -> tuple[tuple[str, bytes], ...]:
    """Name the files of `books` in order, each with its digest.

    There is none for a book that was away when it was taken up.
    """
    return tuple((file.path, b"" if book.is_away else file.digest) for book in books for file in book.files)


class Watcher:
    """Watches books in daemon threads and calls `tell` from them with News, one call at a time."""

    def __init__(
        self,
        books: Sequence[BookSnapshot],
        tell: Callable[[News], None],
        *,
        shipped_rules: Iterable[FileSnapshot] = (),
        files: Files | None = None,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._watches = [BookWatch(book, files or Disk()) for book in books]
        self._tell = tell
        self._rules = tuple(shipped_rules)
        self._clock = clock
        self._opened = tuple(books)
        self._live: Phrasebook | None = None
        self._is_untold = False
        self._lock = threading.Lock()
        self._stopped = threading.Event()

    def start(self) -> None:
        """Begin to watch, in a thread for each book, until `stop`."""
        for watch in self._watches:
            background.start(f"watch {watch.book.path.name}", partial(self._run, watch), until=self._stopped)

    def stop(self) -> None:
        """Tell nothing from now on. Returns at once, even if a share hangs."""
        self._stopped.set()

    def settled(self) -> list[Path]:
        """List the books that are in reach and in use as they are."""
        return [watch.book.path for watch in self._watches if watch.is_settled]

    def trust(self, digest: bytes) -> None:
        """Take content of this digest at the next look; see BookWatch."""
        for watch in self._watches:
            watch.trust(digest)

    def poll(self, watch: BookWatch | None = None) -> None:
        """Look once, at one book or at all of them, and tell if something has changed."""
        for each in [watch] if watch else self._watches:
            if each.look(self._clock()):
                self._is_untold = True
            if self._is_untold:  # perhaps since telling has failed
                self._assemble()

    def _run(self, watch: BookWatch) -> None:
        pause = POLL_SECONDS
        while not self._stopped.wait(pause):
            went_well = background.attempt(partial(self.poll, watch))
            pause = POLL_SECONDS if went_well else min(2 * pause, MAX_POLL_SECONDS)

    def _assemble(self) -> None:
        with self._lock:
            rules = [rule for file in self._rules for rule in file.book.rules]
            before = self._live or assemble_snapshots(self._opened, rules)
            books = tuple(watch.book for watch in self._watches)
            live = assemble_snapshots(books, rules, before)
            ids = {phrase.id for phrase in live.phrases}
            gone = tuple(phrase.id for phrase in before.phrases if phrase.id not in ids)
            del ids
            if not self._stopped.is_set():
                self._tell(News(live, gone, fingerprints(books), books))
            self._live, self._opened, self._is_untold = live, (), False
            for file in (file for book in books for file in book.files):
                file.before = None
        memory.give_back()
