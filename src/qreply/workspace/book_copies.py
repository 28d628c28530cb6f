"""Keep the books as they were last good, and what has changed since the agent last looked."""

from __future__ import annotations

import contextlib
from collections.abc import Collection, Iterable, Mapping, Sequence
from functools import cached_property, partial
from pathlib import Path
from typing import TYPE_CHECKING

from qreply.errors import PhrasebookError
from qreply.phrasebook.model import Problem
from qreply.runtime import background
from qreply.storage.locations import book_news_path, copies_path, own_book_path

if TYPE_CHECKING:  # which finding in books that have not changed does without
    from qreply.phrasebook.last_good import KeptBook
    from qreply.phrasebook.reading.file import ParsedFile
    from qreply.phrasebook.snapshot_store import Snapshots
    from qreply.phrasebook.snapshots import BookSnapshot
    from qreply.workspace.book_news import BookNews

IN_PLACE = ("older-file", "older-phrases")
"""The problems of a file in whose place an older one is used, and of one with phrases that are."""


class BookCopies:
    """The copies in `folder` and the news in the file `news`, without the agent's `own` book."""

    def __init__(self, folder: Path, *, news: Path | None = None, own: Path | None = None) -> None:
        self._folder = folder
        self._news_path = news
        self._own = own

    @cached_property
    def news(self) -> BookNews:
        """Return what has changed in the books since the agent last looked."""
        from qreply.workspace.book_news import BookNews

        return BookNews(self._news_path)

    def is_meant(self, problem: Problem) -> bool:
        """Tell whether an own file is empty, since the agent has deleted its last phrase."""
        return (
            problem.code == "empty-file"
            and self._own is not None
            and Path(problem.path).is_relative_to(self._own)
        )

    def open(self, path: Path) -> KeptBook | None:
        """Return the book at `path` as it was last kept."""
        return self._copies().open(path)

    def has(self, path: Path) -> bool:
        """Tell whether anything is kept of the book at `path`, which may prove damaged."""
        return self._copies().has(path)

    def confirm(self, paths: Iterable[Path]) -> None:
        """Note that the books at `paths` still are as they were last kept."""
        for path in paths:
            self._copies().confirm(path)

    def keep(self, book: BookSnapshot, flawed: Collection[str], *, watched: bool = False) -> bool:
        """Keep a copy of the book, and note what has changed.

        The files at `flawed` have errors.

        `watched` tells that the book's flawed files have been replaced by what was good of them. Returns whether
        there is any news.
        """
        before = self._copies().keep(book, flawed, watched=watched)
        if before is None or book.path == self._own:
            return False
        from qreply.phrasebook.comparison import compare_snapshots

        found = compare_snapshots(before.snapshot(), self.with_last_good(book, flawed))
        return self.news.note(found, book.path)

    def with_last_good(self, book: BookSnapshot, flawed: Collection[str]) -> BookSnapshot:
        """Return the book with what is kept of its flawed files."""
        if book.is_away or not any(file.path in flawed for file in book.files):
            return book
        from qreply.phrasebook.last_good import with_last_good

        return with_last_good(book, self.open(book.path), flawed)

    def say_what_is_old(
        self,
        problems: Sequence[Problem],
        paths: Iterable[Path],
        digests: Mapping[str, bytes],
        read: Mapping[str, ParsedFile],
    ) -> list[Problem]:
        """Say in the first flaw of each file in whose place an older one is used since when that is.

        `digests` are those of the files now, `read` are the files that were read just now, both by path.
        """
        from qreply.phrasebook.last_good import format_moment

        copies = [kept for path in paths if (kept := self.open(path))]
        said: list[Problem] = []
        told: set[str] = set()
        for problem in problems:
            path, stood = problem.path, None
            if path not in told and is_flaw(problem):
                told.add(path)
                found = (each.stood_until(path, digests.get(path, b""), read.get(path)) for each in copies)
                stood = next((each for each in found if each is not None), None)
            if stood is None:
                said.append(problem)
                continue
            values = {"since": format_moment(stood.until), "message": problem.message, "mend": problem.hint}
            said.append(problem._replace(code=IN_PLACE[not stood.is_whole], severity="error", values=values))
        return said

    def _copies(self) -> Snapshots:
        from qreply.phrasebook.snapshot_store import Snapshots

        return Snapshots(self._folder)


def user_copies() -> BookCopies:
    """Return the copies of this user's books."""
    return BookCopies(copies_path(), news=book_news_path(), own=own_book_path())


def keep_books(paths: Iterable[Path], flawed: Collection[str] = ()) -> None:
    """Keep copies of the books at `paths`, which a command has just read or written.

    Whoever never opens the screen can then tell as well what has changed. The files at the `flawed` paths have errors.
    Raises nothing.
    """
    copies = user_copies()
    for path in paths:
        background.attempt(partial(_keep_as_it_is, copies, path, flawed))


def _keep_as_it_is(copies: BookCopies, path: Path, flawed: Collection[str]) -> None:
    from qreply.phrasebook.snapshots import take_book_snapshot

    with contextlib.suppress(PhrasebookError, OSError):
        copies.keep(take_book_snapshot(path), flawed)


def is_flaw(problem: Problem) -> bool:
    """Tell whether a file with this problem is not as it was meant to be."""
    return problem.severity == "error" or problem.code == "empty-file"


def flawed_paths(problems: Iterable[Problem]) -> frozenset[str]:
    """Return the paths of files that are not as they were meant to be."""
    return frozenset(problem.path for problem in problems if is_flaw(problem))
