"""A line on stderr that says how far long work has come, where a person is watching."""

from __future__ import annotations

import sys
import time
from types import TracebackType

from qreply.cli.streams import print_styled

_EVERY = 0.1  # seconds between two drawings: more often only flickers
_AFTER = 0.5  # seconds before the first: short work needs no words


class ProgressLine:
    """Call it with (done, total); it draws only on a terminal, and leaves nothing behind."""

    def __init__(self, label: str) -> None:
        self._label = label
        self._watched = sys.stderr.isatty()
        self._next = time.monotonic() + _AFTER
        self._drawn = False

    def __call__(self, done: int, total: int) -> None:
        if not self._watched or time.monotonic() < self._next:
            return
        self._next = time.monotonic() + _EVERY
        self._drawn = True
        line = f"\r{self._label} {done}/{total} ({done * 100 // max(total, 1)}%)\x1b[K"
        print_styled(line, file=sys.stderr, end="")
        sys.stderr.flush()

    def __enter__(self) -> ProgressLine:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._drawn:
            print_styled("\r\x1b[K", file=sys.stderr, end="")
            sys.stderr.flush()
