"""Limit how long a copy may take, and cancel it."""

from __future__ import annotations

import time
from threading import Event
from typing import NamedTuple


class Timeouts(NamedTuple):
    """The promised times in seconds."""

    total: float = 2.3
    """A whole copy, by all backends; 0.2 s below the promise, for ending processes on a busy machine."""
    backend: float = 1.0
    """One backend, unless it needs more by its nature."""
    reserve: float = 0.25
    """Kept for each backend that would still follow."""
    retry: float = 0.35
    """How long an old text may be read back before the copy counts as failed (11 of 2,000 with xclip)."""
    reading: float = 0.25
    """One reading, after which it is tried again, unless the backend is slow by nature."""
    paste: float = 0.9
    """Reading the clipboard."""
    picture: float = 5.0
    """A picture, which may be a hundred thousand times as long as a text."""


class Deadline:
    """An end in time, and an event that ends the work before it."""

    def __init__(self, seconds: float, given_up: Event | None = None) -> None:
        self._end = time.monotonic() + seconds
        self._given_up = given_up or Event()

    def left(self) -> float:
        """Return the seconds left: 0 when the time is over or the work was cancelled."""
        return 0.0 if self._given_up.is_set() else max(0.0, self._end - time.monotonic())

    def given_up(self) -> bool:
        """Tell whether the work was cancelled."""
        return self._given_up.is_set()

    def within(self, seconds: float) -> Deadline:
        """Return a deadline `seconds` from now that is no later than this one."""
        return Deadline(min(seconds, self.left()), self._given_up)

    def sleep(self, seconds: float) -> None:
        """Wait `seconds`, or until the work is cancelled or the time is over."""
        self._given_up.wait(min(seconds, self.left()))
