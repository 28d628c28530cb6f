"""A line on stderr that says how far long work has come, where a person is watching."""

from __future__ import annotations

import contextlib
import sys
import time
from collections.abc import Callable, Iterator

from qreply.cli.streams import allow_styles

_DELAY = 0.5  # seconds before it is shown: short work needs no words


@contextlib.contextmanager
def show_progress(label: str) -> Iterator[Callable[[int, int], None]]:
    """Give a function to call with (done, total).

    It draws on a terminal only, and wipes what it drew at the end.
    """
    if not sys.stderr.isatty():
        yield lambda _done, _total: None
        return
    from rich.console import Console
    from rich.progress import BarColumn, Progress, TaskProgressColumn, TextColumn, TimeRemainingColumn

    columns = (TextColumn("{task.description}"), BarColumn(), TaskProgressColumn(), TimeRemainingColumn())
    console = Console(file=allow_styles(sys.stderr))
    bar = Progress(*columns, console=console, transient=True, redirect_stdout=False, redirect_stderr=False)
    task = bar.add_task(label)
    begin = time.monotonic() + _DELAY

    def advance(done: int, total: int) -> None:
        bar.update(task, completed=done, total=total)
        if not bar.live.is_started and time.monotonic() >= begin:
            bar.start()

    try:
        yield advance
    finally:
        bar.stop()
