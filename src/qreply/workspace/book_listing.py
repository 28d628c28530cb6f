"""List the files of each book as found at the start; for one that is away those of its copy.

Nothing here waits long for a drive: the books are asked at once, each in a thread of its own, and where a copy is kept
it takes the place of a book that is silent. The book comes back by itself once its drive answers, since it is watched.
"""

from __future__ import annotations

import errno
import time
from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple, TypeVar

from qreply.errors import PhrasebookError, reason_of
from qreply.i18n import t
from qreply.phrasebook.files import files_of
from qreply.phrasebook.model import Problem
from qreply.runtime.patience import SilentError, each_in_time
from qreply.storage.fingerprint import Fingerprint, is_current, unread
from qreply.workspace.book_copies import BookCopies

if TYPE_CHECKING:  # which finding in books that have not changed does without
    from qreply.phrasebook.last_good import KeptBook
    from qreply.phrasebook.reading.source import Source
    from qreply.phrasebook.snapshots import BookSnapshot

_Item = TypeVar("_Item")

PATIENCE_WITH_COPY = 2.0  # seconds for each sign of life of a drive, where there is something to go on with
PATIENCE_WITHOUT = 20.0


class SilentBookError(Exception):
    """Raised where a book's drive has stopped to answer."""

    def __init__(self, path: Path) -> None:
        super().__init__(str(path))
        self.path = path


class BookListing(NamedTuple):
    """A book's files as listed now; of one that is away those of its copy, if any, and why."""

    path: Path
    files: Sequence[Path]
    problems: tuple[Problem, ...] = ()
    away: Problem | None = None
    copy: KeptBook | None = None


class BookLister:
    """Lists books, and reads them while their drives answer; `copies` are of those that do not.

    `silent` are the books whose drives did not answer when it was last tried.
    """

    def __init__(self, copies: BookCopies) -> None:
        self._copies = copies
        self.silent: set[Path] = set()

    def list_books(self, paths: Iterable[Path]) -> list[BookListing]:
        """List the files of the books at `paths`.

        Raises PhrasebookError where every single one is away and has no copy.
        """
        self.silent = set()
        asked = [(path, self._in_time("list", path, map(files_of, [path]))) for path in paths]
        listings: list[BookListing] = []
        errors: list[PhrasebookError] = []
        for path, answers in asked:
            try:
                files, problems = next(answers)
            except SilentBookError:
                listings.append(self.list_silent(path))
                if listings[-1].copy is None:
                    errors.append(silence_of(path))
            except PhrasebookError as error:
                listings.append(self.list_away(path, error))
                if listings[-1].copy is None:
                    errors.append(error)
            else:
                # A share that is not mounted looks like an empty folder.
                listings.append(
                    (None if files else self.list_copy(path)) or BookListing(path, files, problems)
                )
        if errors and len(errors) == len(listings):
            raise errors[0]
        return listings

    def list_silent(self, path: Path) -> BookListing:
        """List the copy of a book whose drive does not answer, or nothing."""
        self.silent.add(path)
        return self.list_away(path, silence_of(path))

    def list_away(self, path: Path, error: PhrasebookError) -> BookListing:
        """List the copy of a book that cannot be opened, or nothing."""
        return self.list_copy(path) or BookListing(path, (), away=problem_of_missing(path, error))

    def list_copy(self, path: Path) -> BookListing | None:
        """List the copy of a book that is away; None if there is none."""
        from qreply.phrasebook.last_good import format_moment

        kept = self._copies.open(path)
        if kept is None:
            return None
        since = {"since": format_moment(kept.until)}
        problem = Problem("older-book", str(path), 1, 1, values=since)
        files = [Path(file.path) for file in kept.snapshot().files]
        return BookListing(path, files, away=problem, copy=kept)

    def look_at(self, known: Sequence[Fingerprint], listings: Iterable[BookListing]) -> Iterator[bool]:
        """Tell of each file whether it is as in `known`.

        The files of a book that is away count as unchanged if it was away before. Raises SilentBookError.
        """
        books = {str(file): listing for listing in listings for file in listing.files}
        for listing, each in groupby(known, lambda fingerprint: books.get(fingerprint.path)):
            its = list(each)
            if listing is None:  # no book's, but beside the program
                yield from map(is_current, its)
            elif listing.away:
                yield from (not fingerprint.digest for fingerprint in its)
            else:
                yield from self._in_time("look", listing.path, map(is_current, its))

    def read(self, listing: BookListing) -> Iterator[tuple[Fingerprint, Source]]:
        """Return the text of each of the book's files, with its fingerprint.

        Raises SilentBookError.
        """
        return self._in_time("read", listing.path, map(_read, listing.files))

    def take_snapshot(self, path: Path) -> BookSnapshot:
        """Return the book at `path` as it is now, for which nobody waits.

        Raises PhrasebookError if there is none, SilentBookError where its drive does not answer.
        """
        from qreply.phrasebook.snapshots import take_book_snapshot

        def in_time(items: Iterable[_Item], /) -> Iterator[_Item]:
            return _each_in_time("keep", path, items, PATIENCE_WITHOUT)

        return take_book_snapshot(path, in_time)

    def _in_time(self, name: str, path: Path, items: Iterable[_Item]) -> Iterator[_Item]:
        seconds = PATIENCE_WITH_COPY if self._copies.has(path) else PATIENCE_WITHOUT
        return _each_in_time(name, path, items, seconds)


def silence_of(path: Path) -> PhrasebookError:
    """Return the error that the drive of the book at `path` does not answer."""
    silent = OSError(errno.ETIMEDOUT, "silent", str(path))
    error = PhrasebookError(
        t("problem.no-book", path=str(path), reason=reason_of(silent)), t("problem.no-book.hint")
    )
    error.__cause__ = silent
    return error


def problem_of_missing(path: Path, error: PhrasebookError) -> Problem:
    """Return the problem that there is no book at `path`, which `error` tells."""
    cause = error.__cause__
    reason = reason_of(cause) if isinstance(cause, OSError) else type(error).__name__
    return Problem("no-book", str(path), 1, 1, values={"path": str(path), "reason": reason})


def _read(file: Path) -> tuple[Fingerprint, Source]:
    from qreply.phrasebook.reading.source import read

    now = time.time_ns()
    try:
        status = file.stat()
    except OSError:
        return unread(str(file)), read(file)
    source = read(file)
    if not source.digest:
        return unread(str(file)), source
    return Fingerprint(str(file), status.st_mtime_ns, status.st_size, source.digest.hex(), now), source


def _each_in_time(name: str, path: Path, items: Iterable[_Item], seconds: float) -> Iterator[_Item]:
    return _naming(path, each_in_time(f"{name} {path.name}", items, seconds))


def _naming(path: Path, items: Iterator[_Item]) -> Iterator[_Item]:
    try:
        yield from items
    except SilentError:
        raise SilentBookError(path) from None
