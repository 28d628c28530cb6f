"""Read and write the history in a thread of its own, so that no key waits for a disk."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime
from functools import partial
from pathlib import Path
from queue import SimpleQueue
from threading import Event, Lock
from typing import Literal

from qreply.errors import reason_of
from qreply.history.database import BusyError, DamagedError, Database, NewerError, set_aside
from qreply.history.records import SearchRecord
from qreply.history.usage_ranking import MAX_LEARNED, TaughtLine, UsageRanking
from qreply.i18n import t
from qreply.runtime import background
from qreply.runtime.notices import Notices

# What is kept for later while others hold the file.
_MAX_WAITING = 1000


class HistoryRecorder:
    """Keeps at `path` what is searched and picked.

    A thread of its own reads and writes, from the start to `close`. Keeping it is a comfort: nothing is ever raised,
    and nobody waits. Where it fails, the listener is told once, from that thread.
    """

    def __init__(
        self,
        path: Path,
        clock: Callable[[], datetime] = datetime.now,
        team: Sequence[TaughtLine] = (),
    ) -> None:
        """Begin with what the `team` picked, as far as that is known."""
        self._path = path
        self._clock = clock
        self._team = tuple(team)
        self._queue: SimpleQueue[SearchRecord | Literal["relearn"] | None] = SimpleQueue()
        self._recent: list[SearchRecord] = []  # added since the history was last read
        self._waiting: list[SearchRecord] = []
        self._database: Database | None = None
        self._picks = UsageRanking((), clock())
        self._read = Event()
        self._lock = Lock()
        self.notices = Notices()
        self._closed = Event()
        self._thread = background.start("history", self._work, until=self._closed)

    def picks(self, patience: float = 0.0) -> UsageRanking:
        """Return what was picked before, waiting for at most `patience` seconds.

        Returns nothing where reading takes longer.
        """
        self._read.wait(patience)
        return self._picks

    def add(self, search: SearchRecord) -> None:
        """Keep `search`, and learn from it; returns at once."""
        with self._lock:
            self._picks.learn(search)
            self._recent.append(search)
            self._queue.put(search)

    def take_team(self, team: Sequence[TaughtLine]) -> None:
        """Learn from other picks of the team from now on; returns at once."""
        self._team = tuple(team)
        self._queue.put("relearn")

    def close(self, patience: float = 0.5) -> None:
        """Write what is left, for at most `patience` seconds."""
        self._closed.set()
        self._queue.put(None)
        self._thread.join(patience)

    def _work(self) -> None:
        if not self._read.is_set():
            background.attempt(partial(self._try_on_database, self._learn))
            self._read.set()
        more = True
        while more:
            batch = [self._queue.get()]
            with self._lock:
                while not self._queue.empty():
                    batch.append(self._queue.get())
                if is_due := "relearn" in batch:
                    self._recent = []
            more = None not in batch
            searches = [one for one in batch if isinstance(one, SearchRecord)]
            self._waiting = [*self._waiting, *searches][-_MAX_WAITING:]
            background.attempt(self._keep)
            if is_due and more:
                background.attempt(partial(self._try_on_database, self._learn))
        self._close_database()

    def _learn(self, database: Database) -> None:
        known = [*database.searches(MAX_LEARNED), *self._waiting]
        picks = UsageRanking(known, self._clock(), self._team)
        with self._lock:
            for search in self._recent:
                picks.learn(search)
            self._picks = picks

    def _keep(self) -> None:
        """Write what waits; where that fails unexpectedly, one by one, without the culprits."""
        is_kept = self._write_batch(self._waiting) if self._waiting else False
        if is_kept:
            self._waiting = []
        elif is_kept is None:
            self._waiting = [search for search in self._waiting if self._write_batch([search]) is False]

    def _write_batch(self, searches: list[SearchRecord]) -> bool | None:
        """Write `searches` and tell whether they are written; None if unexpectedly they can't be."""
        try:
            is_kept = self._try_on_database(lambda database: database.add(searches))
        except Exception as error:  # noqa: BLE001 - one search must not cost all that follow
            background.report(error)
            self._notify("failed", reason=type(error).__name__)
            self._close_database()
            return None
        return is_kept

    def _open_database(self) -> Database:
        if self._database is None:
            self._database = Database(self._path)
        return self._database

    def _try_on_database(self, what: Callable[[Database], None]) -> bool:
        """Do `what` and tell whether it was done, on a new file where the old one is damaged."""
        try:
            what(self._open_database())
        except DamagedError:
            return self._begin_anew() and self._try_on_database(what)
        except NewerError:
            self._notify("newer")
        except BusyError:
            return False  # what waits is written with the next
        except OSError as error:
            self._notify("failed", reason=reason_of(error))
            self._close_database()
        else:
            return True
        return False

    def _begin_anew(self) -> bool:
        """Set a damaged file aside, once: whatever damages the next one would damage all."""
        self._close_database()
        if "damaged" in self.notices:
            return False
        try:
            place = set_aside(self._path, self._clock())
        except OSError as error:
            self._notify("failed", reason=reason_of(error))
            return False
        self._notify("damaged", name=place.name)
        return True

    def _close_database(self) -> None:
        if self._database is not None:
            self._database.close()
            self._database = None

    def _notify(self, name: str, /, **values: str) -> None:
        self.notices.add(name, t(f"history.{name}", **values))
