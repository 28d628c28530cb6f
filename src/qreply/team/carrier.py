"""Carry the history over to the team and fetch what it teaches, in a thread of its own."""

from __future__ import annotations

import random
import time
from collections.abc import Callable, Sequence
from datetime import datetime
from functools import partial
from pathlib import Path
from threading import Event
from typing import TYPE_CHECKING

from qreply.history.database import DamagedError, NewerError
from qreply.history.outbox import Backlog, Outbox, Outgoing
from qreply.i18n import t
from qreply.runtime import background
from qreply.runtime.notices import Notices
from qreply.settings.settings import Settings
from qreply.team.experience import Experience, find_token, read_experience, write_experience

if TYPE_CHECKING:  # imported when the first batch goes: it takes a while
    from sqlalchemy import Connection, Engine

    from qreply.team.arrivals import Sender

BATCH = 200
_CALM_SECONDS = 3.0  # in which the first keys are typed
_ROUND_SECONDS = 30.0
_FETCH_SECONDS = 300.0
_MAX_PAUSE = 600.0  # seconds between attempts that go on failing


class TeamLink:
    """Carries what the history at `path` keeps to the team's database; nobody waits for it.

    A thread of its own does, from the start to `close`. Nothing is ever raised; what goes wrong is told once for each
    kind, quietly, and tried again later.
    """

    def __init__(self, settings: Settings, path: Path) -> None:
        """Begin with the experience that was fetched the last time; reading it raises nothing."""
        self.experience = read_experience()
        self._settings = settings
        self._path = path
        self._on_experience: Callable[[Experience], object] = lambda _: None
        self._fetched_at: float | None = None
        self._engine: Engine | None = None
        self.notices = Notices()
        self._closed = Event()
        background.start("team", self._work, until=self._closed)

    def follow(self, on_experience: Callable[[Experience], object]) -> None:
        """Call `on_experience`, from the thread, with what is fetched and new."""
        self._on_experience = on_experience

    def close(self) -> None:
        """Stop, without waiting: what has not gone goes the next time."""
        self._closed.set()

    def _work(self) -> None:
        failures = 0
        pause = _CALM_SECONDS
        while not self._closed.wait(pause * random.uniform(0.7, 1.3)):  # noqa: S311 - agents must not come all at once
            fault = self.go_round()
            failures = failures + 1 if fault else 0
            pause = min(_ROUND_SECONDS * 2 ** max(failures - 1, 0), _MAX_PAUSE)
            if fault:
                self.notices.add(fault, t("team.notice", reason=t(f"team.fault-{fault}")))

    def go_round(self) -> str:
        """Carry over what waits, fetch what is due, and return what is wrong; "" for nothing.

        The thread does this again and again. It raises nothing and must run in one thread at a time.
        """
        from qreply.team.faults import fault_of

        try:
            is_due = self._fetched_at is None or time.monotonic() - self._fetched_at >= _FETCH_SECONDS
            if not is_due and not count_backlog(self._path).waiting:
                return ""
            if self._engine is None:
                from qreply.team.connection import open_engine

                self._engine = open_engine(self._settings)
            carry_over(self._engine, self._path, sender_of(self._settings), self._closed.is_set)
            if is_due:
                self._fetch()
        except (NewerError, DamagedError):
            return ""  # of its own file the recorder tells
        except Exception as error:  # noqa: BLE001 - drivers raise what they like
            self._engine = None  # its password may be mended meanwhile
            fault = fault_of(error)
            if fault == "unexpected":
                background.report(error)
            return "" if fault == "local" else fault
        return ""

    def _fetch(self) -> None:
        from qreply.team.connection import open_engine
        from qreply.team.teaching import PATIENCE, fetch_experience

        with open_engine(self._settings, patience=PATIENCE).connect() as connection:
            experience = fetch_experience(connection, datetime.now().date())
        self._fetched_at = time.monotonic()
        if experience != self.experience:
            self.experience = experience
            background.attempt(partial(write_experience, experience))
            self._on_experience(experience)


def sender_of(settings: Settings) -> Sender:
    """Return who sends: the agent's name only if they agreed; raises OSError."""
    from qreply.team.arrivals import Sender

    return Sender(find_token(), settings.agent if settings.share_name else "")


def count_backlog(path: Path) -> Backlog:
    """Count what of the history at `path` has yet to go, if any; raises as Outbox does."""
    if not path.exists():
        return Backlog(0, 0)
    outbox = Outbox(path)
    try:
        return outbox.backlog()
    finally:
        outbox.close()


def carry_over(
    engine: Engine,
    path: Path,
    sender: Sender,
    is_over: Callable[[], bool] = lambda: False,
    batch: int = BATCH,
) -> int:
    """Carry over all that waits at `path`, in batches; return how many searches were new there.

    Raises TeamError, the database's errors, and those of Outbox.
    """
    outbox = Outbox(path)
    try:
        count = 0
        with engine.connect() as connection:
            from qreply.team.arrivals import expect_version

            outbox.aim_at(expect_version(connection))
            while (outgoing := outbox.pending(batch)) and not is_over():
                count += _send(connection, sender, outgoing)
                outbox.mark(outgoing)
        return count
    finally:
        outbox.close()


def _send(connection: Connection, sender: Sender, batch: Sequence[Outgoing], attempts: int = 3) -> int:
    """Send `batch`; return how much of it was new there.

    What the server cannot take as data is left out, so that one search does not hold up all that follow.
    """
    from sqlalchemy.exc import DBAPIError

    from qreply.team.arrivals import put_batch
    from qreply.team.faults import fault_of

    connection.rollback()
    try:
        with connection.begin():
            return put_batch(connection, sender, batch, time.time())
    except DBAPIError as error:
        fault = fault_of(error)
        # This transaction lost to one that got in its way.
        if fault == "busy" and attempts > 1 and not connection.invalidated:
            time.sleep(random.uniform(0.01, 0.1))  # noqa: S311
            return _send(connection, sender, batch, attempts - 1)
        if fault != "data":
            raise
        if len(batch) == 1:
            background.report(error)
            return 0
        return sum(_send(connection, sender, [one]) for one in batch)
