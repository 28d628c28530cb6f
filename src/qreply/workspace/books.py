"""Open the books, from the cache where nothing has changed, and watch them while in use."""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from functools import partial
from pathlib import Path
from threading import Event
from types import MappingProxyType
from typing import TYPE_CHECKING, NamedTuple

from qreply.errors import PhrasebookError
from qreply.phrasebook.files import yaml_files
from qreply.phrasebook.model import Phrasebook
from qreply.runtime import background, memory
from qreply.search.storage.index_cache import IndexCache, IndexedPhrasebook, Progress
from qreply.storage.fingerprint import Fingerprint, fingerprint, unread
from qreply.workspace.book_copies import IN_PLACE, BookCopies, flawed_paths
from qreply.workspace.book_listing import (
    BookLister,
    BookListing,
    SilentBookError,
    problem_of_missing,
    silence_of,
)

if TYPE_CHECKING:  # which finding in books that have not changed does without
    from qreply.phrasebook.reading.file import ParsedFile
    from qreply.phrasebook.snapshots import BookSnapshot
    from qreply.phrasebook.watcher import News, Watcher
    from qreply.workspace.book_news import NewsItem


_NONE_READ: Mapping[str, ParsedFile] = MappingProxyType({})
# Problems that tell of old content in use, and of a book that is out of reach, for as long as it is.
OLD = (*IN_PLACE, "older-book")
AWAY = ("book-gone", "older-book", "no-book")


class BookUpdate(NamedTuple):
    """The books after an edit, and the ids of phrases that are in them no more."""

    phrasebook: IndexedPhrasebook
    gone: tuple[str, ...] = ()


class BookSource:
    """The books at `paths`, later ones over earlier ones, over the rules in `rules`.

    A book that is away opens as it was last kept, or not at all if it never was; the others open in any case. In
    place of a broken file what was last kept is used. `copies` are kept in the folder of the `cache` unless given.
    """

    def __init__(
        self, paths: Sequence[Path], rules: Path, cache: Path, *, copies: BookCopies | None = None
    ) -> None:
        self.paths = tuple(paths)
        self._copies = copies or BookCopies(cache)
        self._lister = BookLister(self._copies)
        self._rules = rules
        self._index_cache = IndexCache(cache)
        self._fingerprints: dict[str, Fingerprint] = {}
        self._on_update: Callable[[BookUpdate], None] = lambda _: None
        self._watcher: Watcher | None = None
        self._first = False
        self._closed = Event()
        self._flawed: frozenset[str] = frozenset()  # the paths of files with errors
        self._latest: IndexedPhrasebook | None = None
        self._is_made = False  # whether the books were read here, and not just found unchanged

    def moved(self, paths: Sequence[Path]) -> BookSource:
        """Return a source of other books with the same rules and cache; this one is closed."""
        self.close()
        return BookSource(paths, self._rules, self._index_cache.folder, copies=self._copies)

    def open(self, progress: Progress | None = None) -> IndexedPhrasebook:
        """Return the index, made where the cache does not have it.

        Raises PhrasebookError without any book.
        """
        return self._open(lambda listings: self._find_or_make(listings, progress))

    def make(self, progress: Progress | None = None) -> IndexedPhrasebook:
        """Return the index, made where files have changed or the cached one is damaged."""
        return self._open(lambda listings: self._make(listings, progress))

    def watch(self, on_update: Callable[[BookUpdate], None], *, first: bool = False) -> None:
        """Call `on_update`, from a thread of its own, with every edit; and now, if `first`."""
        self._on_update, self._first = on_update, first
        background.start("watch", self._watch, until=self._closed)

    def wrote(self, digest: bytes) -> None:
        """Take content of this digest, which qreply wrote, without waiting whether more will come."""
        if self._watcher is not None:
            self._watcher.trust(digest)

    def close(self) -> None:
        """Stop watching; returns at once."""
        if self._watcher is not None and not self._closed.is_set():
            self._copies.confirm(self._watcher.settled())
        self._closed.set()
        if self._watcher is not None:
            self._watcher.stop()

    def keep(self) -> None:
        """Keep a copy of the books, if they were read here; what watches them does so by itself."""
        if not self._is_made:
            return
        for path in set(self.paths) - self._lister.silent:
            background.attempt(partial(self._keep_now, path))

    def _keep_now(self, path: Path) -> None:
        with contextlib.suppress(PhrasebookError, SilentBookError):
            self._copies.keep(self._lister.take_snapshot(path), self._flawed)

    def untold_news(self) -> list[NewsItem]:
        """List what has changed in the books and nobody was told of yet; marks it as told."""
        return self._copies.news.take_unshown(self.paths)

    def news(self) -> list[NewsItem]:
        """List what has changed in the books since the agent last looked."""
        return self._copies.news.all(self.paths)

    # -- opening

    def _open(self, do: Callable[[Sequence[BookListing]], IndexedPhrasebook]) -> IndexedPhrasebook:
        """Do it with the books as they are listed, and without those that fall silent meanwhile."""
        listings = self._lister.list_books(self.paths)
        while True:
            try:
                return do(listings)
            except SilentBookError as error:
                listings = [
                    self._lister.list_silent(each.path) if each.path == error.path else each
                    for each in listings
                ]
                if all(each.away and each.copy is None for each in listings):
                    raise silence_of(error.path) from None

    def _find_or_make(self, listings: Sequence[BookListing], progress: Progress | None) -> IndexedPhrasebook:
        files = [file for listing in listings for file in listing.files]
        phrasebook = self._index_cache.open(
            [*files, *yaml_files(self._rules)], lambda known: self._lister.look_at(known, listings)
        )
        return self._make(listings, progress) if phrasebook is None else self._use(phrasebook, listings)

    def _make(self, listings: Sequence[BookListing], progress: Progress | None) -> IndexedPhrasebook:
        from qreply.phrasebook.loader import rules_of
        from qreply.phrasebook.reading.file import read_file
        from qreply.phrasebook.snapshots import BookSnapshot, FileSnapshot, assemble_snapshots

        fingerprints: list[Fingerprint] = []
        books: list[BookSnapshot] = []
        for listing in listings:
            if listing.away:  # what its files look like is unknown, so that they are read once it is back
                fingerprints += [unread(str(file)) for file in listing.files]
                books += [listing.copy.snapshot()] if listing.copy else []
                continue
            files: list[FileSnapshot] = []
            for known, source in self._lister.read(listing):
                fingerprints.append(known)
                files.append(FileSnapshot.of(read_file(source)))
            books.append(BookSnapshot(listing.path, tuple(files), listing.problems))
        fingerprints += fingerprint(yaml_files(self._rules))
        rules = rules_of(self._rules)
        book = self._without_meant(assemble_snapshots(books, rules))
        if flawed := flawed_paths(book.problems):
            with_copies = [self._copies.with_last_good(each, flawed) for each in books]
            if with_copies != books:
                book = self._without_meant(assemble_snapshots(with_copies, rules))
        self._is_made = True
        read = {file.path: file.book for each in books if not each.is_away for file in each.files}
        return self._use(self._index_cache.save(fingerprints, book, progress), listings, read)

    def _without_meant(self, book: Phrasebook) -> Phrasebook:
        """Return `book` without problems that the agent has made on purpose."""
        problems = tuple(problem for problem in book.problems if not self._copies.is_meant(problem))
        return book if len(problems) == len(book.problems) else replace(book, problems=problems)

    def _use(
        self,
        phrasebook: IndexedPhrasebook,
        listings: Sequence[BookListing],
        read: Mapping[str, ParsedFile] = _NONE_READ,
    ) -> IndexedPhrasebook:
        self._fingerprints = {each.path: each for each in phrasebook.fingerprints}
        self._flawed = flawed_paths(phrasebook.problems)
        away = [listing.away for listing in listings if listing.away is not None]
        self._latest = self._saying_what_is_old(phrasebook, read).saying(away)
        return self._latest

    def _saying_what_is_old(
        self, phrasebook: IndexedPhrasebook, read: Mapping[str, ParsedFile] = _NONE_READ
    ) -> IndexedPhrasebook:
        """Say in whose place older files are used."""
        if not self._flawed:
            return phrasebook
        digests = {path: bytes.fromhex(stamp.digest) for path, stamp in self._fingerprints.items()}
        said = self._copies.say_what_is_old(phrasebook.problems, self.paths, digests, read)
        return replace(phrasebook, problems=tuple(said))

    # -- watching

    def _watch(self) -> None:
        """Read the books, so that changes from here on are known, and begin to watch them."""
        from qreply.phrasebook.snapshots import take_snapshot
        from qreply.phrasebook.watcher import Watcher, fingerprints

        books = [self._snapshot_of(path) for path in self.paths]
        rules = list(map(take_snapshot, yaml_files(self._rules)))
        known = {path: each.digest for path, each in self._fingerprints.items()}
        files = (*fingerprints(books), *((rule.path, rule.digest) for rule in rules))
        now = {path: digest.hex() for path, digest in files}
        is_edited = list(known.items()) != list(now.items())  # in this order: one book lies over another
        if (self._first or is_edited) and not self._closed.is_set():
            self._on_update(BookUpdate(self._open_or_nothing()))
            self._first = False
        watched = [self._copies.with_last_good(book, self._flawed) for book in books]
        self._watcher = watcher = Watcher(watched, self._take_news, shipped_rules=rules)
        if self._closed.is_set():
            return
        watcher.start()
        noted: list[bool] = []
        for book in books:
            background.attempt(partial(self._keep, book, noted))
        memory.give_back()
        if any(noted) and self._latest is not None and not self._closed.is_set():
            self._on_update(BookUpdate(self._latest))

    def _snapshot_of(self, path: Path) -> BookSnapshot:
        from qreply.phrasebook.snapshots import BookSnapshot

        listing: BookListing | None = None
        if path in self._lister.silent:
            listing = self._lister.list_silent(path)
        else:
            try:
                book = self._lister.take_snapshot(path)
            except SilentBookError:
                listing = self._lister.list_silent(path)
            except PhrasebookError as error:
                listing = self._lister.list_away(path, error)
            else:
                listing = None if book.files else self._lister.list_copy(path)
        if listing is None:
            return book
        snapshot = listing.copy.snapshot() if listing.copy else BookSnapshot(path, (), is_away=True)
        return replace(snapshot, problems=tuple(filter(None, [listing.away])))

    def _keep(self, book: BookSnapshot, noted: list[bool]) -> None:
        noted.append(self._copies.keep(book, self._flawed))

    def _open_or_nothing(self) -> IndexedPhrasebook:
        """Return the index; without any book an empty one, never another shop's."""
        try:
            return self.open()
        except PhrasebookError as error:
            return IndexedPhrasebook.of(Phrasebook(problems=(problem_of_missing(self.paths[0], error),)))

    def _take_news(self, news: News) -> None:
        rules = (self._fingerprints.get(path) or unread(path) for path in map(str, yaml_files(self._rules)))
        fingerprints = [*self._fingerprints_of_news(news.files), *rules]
        away = [problem for problem in news.book.problems if problem.code in AWAY]
        edited = self._without_meant(news.book)
        lasting = [problem for problem in edited.problems if problem.code not in AWAY]
        phrasebook = self._index_cache.save(fingerprints, replace(edited, problems=tuple(lasting)))
        self._fingerprints = {each.path: each for each in fingerprints}
        self._flawed = flawed_paths(lasting)
        for book in news.books:
            background.attempt(partial(self._copies.keep, book, self._flawed, watched=True))
        if not self._closed.is_set():
            read = {
                file.path: file.book
                for book in news.books
                for file in book.files
                if file.path in self._flawed and file.is_parsed and file.packed is not None
            }
            self._latest = self._saying_what_is_old(phrasebook, read).saying(away)
            self._on_update(BookUpdate(self._latest, news.gone))

    def _fingerprints_of_news(self, files: Sequence[tuple[str, bytes]]) -> Iterator[Fingerprint]:
        """Return the fingerprints of news without a look at any file: another drive may hang."""
        for path, digest in files:
            known = self._fingerprints.get(path)
            yield known if known is not None and known.digest == digest.hex() else unread(path, digest.hex())
