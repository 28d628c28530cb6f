"""Copy in the background, for a screen: the newest copy wins."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from threading import Event, Lock, Thread

from qreply.clipboard.clipboard import Clipboard
from qreply.clipboard.outcome import Outcome, Status
from qreply.i18n import t
from qreply.runtime import background


class Copier:
    """Copies in daemon threads; a copy cancels the one before it, whose outcome is dropped."""

    def __init__(self, clipboard: Clipboard, done: Callable[[int, Outcome], object]) -> None:
        """Call `done(ticket, outcome)` in the copying thread, only for the newest copy.

        It must not wait for the thread that calls `copy`. Where it hands the outcome over to another thread,
        that one asks `is_newest(ticket)` before showing it.
        """
        self._clipboard = clipboard
        self._done = done
        self._lock = Lock()
        self._ticket = 0
        self._given_up = Event()
        self._thread: Thread | None = None

    def copy(self, text: str) -> int:
        """Begin to copy `text` as `begin` does, and return its ticket at once."""
        return self.begin(partial(self._clipboard.copy, text))

    def begin(self, copy: Callable[[Event], Outcome]) -> int:
        """Begin what `copy` does in a thread of its own, in place of any copy under way.

        `copy` ends once its event is set. Returns its ticket at once.
        """
        given_up = Event()
        with self._lock:
            self._given_up.set()
            self._given_up = given_up
            self._ticket += 1
            ticket = self._ticket
            self._thread = background.start("copy", partial(self._work, ticket, copy, given_up))
        return ticket

    def is_newest(self, ticket: int) -> bool:
        """Tell whether no copy was begun after this one."""
        return ticket == self._ticket

    def under_way(self) -> bool:
        """Tell whether a copy is being made."""
        return self._thread is not None and self._thread.is_alive()

    def wait(self, seconds: float) -> bool:
        """Wait for the newest copy to end; tell whether it did within `seconds`."""
        thread = self._thread
        if thread is not None:
            thread.join(seconds)
        return not self.under_way()

    def close(self) -> None:
        """Cancel what is under way and end its processes; returns within half a second."""
        self._given_up.set()
        self.wait(0.5)

    def _work(self, ticket: int, copy: Callable[[Event], Outcome], given_up: Event) -> None:
        try:
            outcome = copy(given_up)
        except Exception as error:
            # A mistake of ours: whoever waits must hear of the failure, and the crash log of the mistake.
            reason = t("clipboard.unexpected", kind=type(error).__name__)
            self._done(ticket, Outcome(Status.FAILED, "", reason, ()))
            raise
        if not given_up.is_set():
            self._done(ticket, outcome)
