"""The books on disk: opened from the cache where nothing has changed, and watched while an agent works."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from threading import Thread
from typing import TYPE_CHECKING, NamedTuple

from qreply.errors import PhrasebookError
from qreply.phrasebook.folder import files_of, yaml_files
from qreply.phrasebook.model import Phrasebook, Problem
from qreply.search.stamps import Stamp, are_current, stamp
from qreply.search.store import Library, Progress, Store

if TYPE_CHECKING:
    from qreply.phrasebook.watcher import News, Watcher


class Edition(NamedTuple):
    """The books after an edit, and the ids of phrases that are in them no more."""

    library: Library
    gone: tuple[str, ...] = ()


class Shelf:
    """The books at `paths`, later ones over earlier ones, with the rules in `rules` below them all."""

    def __init__(self, paths: Sequence[Path], rules: Path, cache: Path) -> None:
        self.paths = tuple(paths)
        self._rules = rules
        self._store = Store(cache)
        self._stamps: tuple[Stamp, ...] = ()
        self._tell: Callable[[Edition], None] = lambda _: None
        self._watcher: Watcher | None = None
        self._first = False
        self._closed = False

    def moved(self, paths: Sequence[Path]) -> Shelf:
        """The shelf of other books, with the same rules and cache; this one is closed."""
        self.close()
        return Shelf(paths, self._rules, self._store.folder)

    def open(self, progress: Progress | None = None) -> Library:
        """The library, read and indexed where the cache does not have it; raises PhrasebookError without a book."""
        library = self._store.open(self._files()) or self.make(progress)
        self._stamps = library.stamps
        return library

    def make(self, progress: Progress | None = None) -> Library:
        """The library, read and indexed anew where files have changed or an index is damaged."""
        from qreply.phrasebook.loader import load

        stamps = stamp(self._files())
        return self._store.save(stamps, load(self.paths, self._rules), progress)

    def watch(self, tell: Callable[[Edition], None], *, first: bool = False) -> None:
        """Call `tell`, from a thread of its own, with every edit of the books, and with them as they are `first`."""
        self._tell, self._first = tell, first
        # A daemon thread, since reading a share that hangs must hold up nothing.
        Thread(target=self._watch, name="qreply-watch", daemon=True).start()

    def wrote(self, digest: bytes) -> None:
        """Take content of this digest, which qreply itself has written, without waiting whether more will come."""
        if self._watcher is not None:
            self._watcher.trust(digest)

    def close(self) -> None:
        """Watch no longer; returns at once."""
        self._closed = True
        if self._watcher is not None:
            self._watcher.stop()

    def _watch(self) -> None:
        from qreply.phrasebook.kept import keep, keep_book
        from qreply.phrasebook.watcher import Watcher

        try:
            books = [keep_book(path) for path in self.paths]
            rules = list(map(keep, yaml_files(self._rules)))
            self._watcher = Watcher(books, self._news, shipped_rules=rules)
            # Asked after the books were read: what is edited from here on, the watcher sees.
            edited = not are_current(self._stamps, self._files())
            if (self._first or edited) and not self._closed:
                self._tell(Edition(self.open()))
        except (PhrasebookError, OSError) as error:
            # Gone since it was opened: there is nothing to watch, and the open library stays. One that was never open
            # must not be taken for the one that is.
            if self._first and not self._closed:
                self._tell(Edition(_nothing(error)))
            return
        if not self._closed:
            self._watcher.start()

    def _news(self, news: News) -> None:
        library = self._store.save(stamp(self._files()), news.book)
        if not self._closed:
            self._tell(Edition(library, news.gone))

    def _files(self) -> list[Path]:
        files = [file for path in self.paths for file in files_of(path)[0]]
        return [*files, *yaml_files(self._rules)]


def _nothing(error: Exception) -> Library:
    """A library without phrases, whose one problem is that there is no book."""
    cause = error.__cause__ or error
    path = str(getattr(cause, "filename", "") or "")
    reason = getattr(cause, "strerror", "") or type(cause).__name__
    return Library.of(
        Phrasebook(problems=(Problem("no-book", path, 1, 1, values={"path": path, "reason": reason}),))
    )
