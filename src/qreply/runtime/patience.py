"""Wait for a drive so long and no longer: what may hang is done in a thread.

A share whose server is gone makes whoever touches it wait for minutes, in a call that nothing ends. The thread that
has met it is left behind; should the share answer after all, the thread ends and what it has got is dropped.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from queue import Empty, Queue
from threading import Event
from typing import TypeVar

from qreply.runtime import background

T = TypeVar("T")


class SilentError(Exception):
    """Raised where nothing has come for as long as one would wait."""


class _Raised:
    """What ended the work: an error, or None if it has come to its end."""

    def __init__(self, error: BaseException | None) -> None:
        self.error = error


def each_in_time(name: str, items: Iterable[T], seconds: float) -> Iterator[T]:
    """Return `items` as they come, made in a thread called `name` that begins at once.

    The thread is never more than one item ahead. The iterator raises SilentError where the next item, once it is
    asked for, takes more than so many `seconds`, and whatever making it raises.
    """
    arrivals: Queue[T | _Raised] = Queue(1)
    given_up = Event()

    def make() -> None:
        ended = _Raised(None)
        try:
            for item in items:
                arrivals.put(item)
                if given_up.is_set():
                    return
        except Exception as error:  # noqa: BLE001 - raised again where the items are asked for
            ended = _Raised(error)
        arrivals.put(ended)

    background.start(name, make)
    return _arriving(arrivals, given_up, seconds)


def _arriving(arrivals: Queue[T | _Raised], given_up: Event, seconds: float) -> Iterator[T]:
    try:
        while True:
            try:
                item = arrivals.get(timeout=seconds)
            except Empty:
                raise SilentError from None
            if not isinstance(item, _Raised):
                yield item
            elif item.error is None:
                return
            else:
                raise item.error
    finally:
        given_up.set()
        while not arrivals.empty():
            arrivals.get_nowait()  # so that a thread that waits to hand something over comes to its end
