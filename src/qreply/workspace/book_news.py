"""Keep what has changed in the books since this agent last looked.

It is kept until it was shown, and for a day from then on.
"""

from __future__ import annotations

import contextlib
import time
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from threading import Lock
from typing import TYPE_CHECKING, Any, Literal, NamedTuple, get_args

from qreply.runtime import background
from qreply.storage.json_state import read_state, write_state

if TYPE_CHECKING:  # with what reads books, which the screen begins without
    from qreply.phrasebook.comparison import Comparison, PhraseChange

SHOWN_SECONDS = 24 * 3600.0
_UNSHOWN_SECONDS = 60 * 24 * 3600.0  # after so long nobody asks what was new then
_MAX_ITEMS = 1000  # of one book
_MAX_ALL_ITEMS = 5000
_MAX_PROMISES = 8  # of one phrase

NewsKind = Literal["promise", "changed", "new", "gone"]
"""In the order in which they are worth knowing."""


class NewsItem(NamedTuple):
    """A phrase whose replies have changed, with what was promised before and is now.

    Times are in seconds since 1970, `book` is the book's path.
    """

    id: str
    title: str
    kind: NewsKind
    promises: tuple[tuple[str, str], ...] = ()
    noted: float = 0.0
    shown: float | None = None
    book: str = ""


_Key = tuple[str, str]  # the book's path and the phrase's id


class BookNews:
    """The news in the file at `path`, or only in memory; for any thread.

    Keeping them is a comfort: nothing is raised.
    """

    def __init__(self, path: Path | None = None, clock: Callable[[], float] = time.time) -> None:
        self._path = path
        self._clock = clock
        self._lock = Lock()
        self._writing = Lock()  # apart: the screen does not wait for the disk
        self._items: dict[_Key, NewsItem] | None = None

    def note(self, found: Comparison, book: Path) -> bool:
        """Keep what has changed in `book`; tell whether an agent would say anything otherwise."""
        now, name = self._clock(), _name_of(book)
        items = {(name, item.id): item._replace(book=name) for item in _items_of(found, now)}
        if not items:
            return False
        with self._lock:
            known = self._current()
            for key, item in items.items():
                earlier = known.pop(key, None)
                known[key] = _since_last_look(earlier, item) if earlier is not None else item
            of_book = [key for key in known if key[0] == name]
            for key in (*of_book[:-_MAX_ITEMS], *list(known)[:-_MAX_ALL_ITEMS]):
                known.pop(key, None)
            self._items = known
        self._save()
        return True

    def take_unshown(self, books: Iterable[Path]) -> list[NewsItem]:
        """List the news of `books` that nobody has seen yet; their day begins now.

        A thread of its own saves that.
        """
        with self._lock:
            known = self._current()
            names = set(map(_name_of, books))
            unshown = [item for item in known.values() if item.shown is None and item.book in names]
            if unshown:
                now = self._clock()
                self._items = {
                    **known,
                    **{(item.book, item.id): item._replace(shown=now) for item in unshown},
                }
        if unshown:
            background.start("news", self._save)
        return unshown

    def all(self, books: Iterable[Path]) -> list[NewsItem]:
        """List the news of `books` that are not over yet, what is promised otherwise first."""
        names = set(map(_name_of, books))
        with self._lock:
            order = get_args(NewsKind)
            found = [item for item in self._current().values() if item.book in names]
            return sorted(found, key=lambda item: (order.index(item.kind), -item.noted))

    def _current(self) -> dict[_Key, NewsItem]:
        """Return the news that are not yet over."""
        if self._items is None:
            self._items = dict(_read(self._path)) if self._path else {}
        now = self._clock()
        return {key: item for key, item in self._items.items() if _lasts(item, now)}

    def _save(self) -> None:
        if self._path is None:
            return
        with self._writing, contextlib.suppress(OSError):
            write_state(self._path, [list(item) for item in (self._items or {}).values()])


def _name_of(book: Path) -> str:
    """Return the book's path, the same however it is written."""
    return str(book.absolute())


def _lasts(item: NewsItem, now: float) -> bool:
    if item.shown is None:
        return now - item.noted < _UNSHOWN_SECONDS
    return now - item.shown < SHOWN_SECONDS


def _items_of(found: Comparison, now: float) -> Iterator[NewsItem]:
    for phrase in found.gone:
        yield NewsItem(phrase.id, phrase.title, "gone", noted=now)
    for phrase in found.new:
        yield NewsItem(phrase.id, phrase.title, "new", noted=now)
    for change in found.changed:
        if change.promises or change.replies:
            yield NewsItem(
                change.new.id,
                change.new.title,
                "promise" if change.promises else "changed",
                _pairs(change),
                now,
            )


def _since_last_look(earlier: NewsItem, item: NewsItem) -> NewsItem:
    """Return the item as news for who has not seen the `earlier` one either.

    Of 48 → 72 → 96 they are told 48 → 96.
    """
    if item.kind in ("new", "gone"):
        return item
    if earlier.kind == "new":
        return item._replace(kind="new")
    if earlier.shown is not None:
        return item
    left, joined = list(earlier.promises), []
    for old, new in item.promises:
        first = next((pair for pair in left if old and pair[1] == old), (old, new))
        if first in left:
            left.remove(first)
        if first[0] != new:
            joined.append((first[0], new))
    promises = (*left, *joined)[:_MAX_PROMISES]
    return item._replace(kind="promise" if promises else "changed", promises=promises)


def _pairs(change: PhraseChange) -> tuple[tuple[str, str], ...]:
    pairs = dict.fromkeys((promise.old, promise.new) for promise in change.promises)
    return tuple(pairs)[:_MAX_PROMISES]


def _read(path: Path) -> Iterator[tuple[_Key, NewsItem]]:
    plain = read_state(path)
    for entry in plain if isinstance(plain, list) else ():
        if (item := _item(entry)) is not None:
            yield (item.book, item.id), item


def _item(entry: Any) -> NewsItem | None:
    try:
        phrase_id, title, kind, promises, noted, shown, book = entry
        if kind not in get_args(NewsKind):
            return None
        pairs = tuple((str(old), str(new)) for old, new in promises)
        since = None if shown is None else float(shown)
        return NewsItem(str(phrase_id), str(title), kind, pairs, float(noted), since, str(book))
    except (TypeError, ValueError):
        return None
