"""Run work in daemon threads: a failure is reported once, never printed, and ends nothing.

Everything that qreply does behind a key runs in a thread that `start` makes: daemon, so that a share or a tool that
hangs cannot keep the program from leaving. A failure is reduced to its type and its lines of code at once, since its
words and its local variables may be a customer's.
"""

from __future__ import annotations

import contextlib
import sys
import threading
from collections.abc import Callable
from typing import Any, NamedTuple

PAUSES = (1.0, 2.0, 5.0, 10.0, 30.0)
"""Seconds before work that has failed is begun anew; the last one from then on."""


class Failure(NamedTuple):
    """An unexpected error: its type, and its lines of code from the outermost in."""

    kind: str
    lines: tuple[str, ...]


OnFailure = Callable[[Failure], object]

_lock = threading.RLock()  # a garbage collection in the middle of a report may report in turn
_failures: dict[Failure, None] = {}
_listeners: list[OnFailure] = []


def failure_of(error: BaseException) -> Failure:
    """Reduce an error to what may be kept of it."""
    import traceback  # which no start that goes well needs

    frames = traceback.extract_tb(error.__traceback__)
    return Failure(
        type(error).__name__, tuple(f"{frame.filename}:{frame.lineno} {frame.name}" for frame in frames)
    )


def report(error: BaseException) -> None:
    """Tell the listeners of an unexpected error, once for each place it comes from.

    Never raises; may be called in any thread.
    """
    failure = failure_of(error)
    with _lock:
        if failure in _failures:
            return
        _failures[failure] = None
        listeners = tuple(_listeners)
    for on_failure in listeners:
        _tell(on_failure, failure)


def listen(on_failure: OnFailure) -> Callable[[], None]:
    """Call `on_failure`, from any thread, with each failure, earlier ones too.

    Returns the function that ends that.
    """
    with _lock:
        _listeners.append(on_failure)
        failures = tuple(_failures)
    for failure in failures:
        _tell(on_failure, failure)

    def stop() -> None:
        with _lock:
            _listeners.remove(on_failure)

    return stop


def forget() -> None:
    """Forget all failures so far, as at the start of the program."""
    with _lock:
        _failures.clear()


def start(name: str, work: Callable[[], object], *, until: threading.Event | None = None) -> threading.Thread:
    """Do `work` in a daemon thread, called `qreply-<name>`; a failure is reported.

    With `until`, work that fails is begun anew after a pause, until the event is set.
    """

    def run() -> None:
        failures = 0
        while not attempt(work):
            pause = PAUSES[min(failures, len(PAUSES) - 1)]
            failures += 1
            if until is None or until.wait(pause):
                return

    thread = threading.Thread(target=run, name=f"qreply-{name}", daemon=True)
    thread.start()
    return thread


def attempt(work: Callable[[], object]) -> bool:
    """Do `work` and tell whether it went well; an error is reported."""
    try:
        work()
    except Exception as error:  # noqa: BLE001 - the last resort of every thread
        report(error)
        return False
    return True


def install_hooks() -> None:
    """Report what nobody has caught, in libraries' threads and finalizers; print nothing."""

    def in_thread(args: threading.ExceptHookArgs) -> None:
        if args.exc_value is not None and not isinstance(args.exc_value, SystemExit):
            report(args.exc_value)

    def unraisable(args: Any) -> None:
        if args.exc_value is not None:
            report(args.exc_value)

    threading.excepthook = in_thread
    sys.unraisablehook = unraisable


def _tell(on_failure: OnFailure, failure: Failure) -> None:
    with contextlib.suppress(Exception):  # there is nobody left to tell
        on_failure(failure)
