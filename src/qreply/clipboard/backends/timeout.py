"""Limit calls that may block for ever."""

from __future__ import annotations

from collections.abc import Callable
from threading import Event
from typing import TypeVar

from qreply.clipboard.backends.base import BackendError
from qreply.clipboard.deadline import Deadline
from qreply.i18n import t
from qreply.runtime import background

_T = TypeVar("_T")
_SLICE = 0.01  # seconds between two looks at whether the work was called off


def call_within(name: str, work: Callable[[], _T], deadline: Deadline) -> _T:
    """Return what `work` returns; raises BackendError if it isn't done in time, or its error.

    It then goes on in its daemon thread, so it must itself look at `deadline` before it changes anything.
    """
    results: list[_T] = []
    errors: list[Exception] = []
    ended = Event()

    def run() -> None:
        try:
            results.append(work())
        except Exception as error:  # noqa: BLE001 - raised again by the caller's thread
            errors.append(error)
        finally:
            ended.set()

    background.start(name, run)
    while not ended.wait(min(_SLICE, deadline.left())):
        if not deadline.left():
            raise BackendError(t("clipboard.too-slow", tool=name))
    if errors:
        raise errors[0]
    return results[0]
