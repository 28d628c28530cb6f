"""Keep the numbers of a round's rows that are done, so that the round can be resumed.

No word of any customer is kept.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from itertools import groupby
from pathlib import Path
from threading import Lock, Thread

from qreply.errors import QReplyError, SettingsError, reason_of
from qreply.i18n import t
from qreply.runtime import background
from qreply.storage.atomic import put_file
from qreply.storage.regular_file import STATE_LIMIT, read_regular

_LEAVING_SECONDS = 1.0  # that the last write may take as the program ends

_HEAD = re.compile(r"# qreply round, rows: (\d+)")
_RUN = re.compile(r"(\d{1,6})(?:-(\d{1,6}))?")


def read_done(path: Path, rows: int) -> set[int]:
    """Return the numbers in the file at `path`; none where there is no file yet.

    Raises SettingsError where it is no done-list, or belongs to a list with another number of `rows`, QReplyError
    where it cannot be read.
    """
    try:
        if not path.exists():
            return set()
        lines = read_regular(path, STATE_LIMIT).decode("ascii").split("\n")
    except UnicodeDecodeError as error:
        raise SettingsError(t("round.no-done-list", path=path), t("round.no-done-list.hint")) from error
    except OSError as error:
        raise QReplyError(t("command.cannot-read", path=path, reason=reason_of(error))) from error
    head = _HEAD.fullmatch(lines[0].strip())
    runs = [_RUN.fullmatch(line.strip()) for line in lines[1:] if line.strip()]
    if head is None or None in runs:
        raise SettingsError(t("round.no-done-list", path=path), t("round.no-done-list.hint"))
    if int(head[1]) != rows:
        raise SettingsError(
            t("round.other-list", path=path, then=head[1], now=rows), t("round.other-list.hint")
        )
    return {number for run in runs if run for number in range(int(run[1]), int(run[2] or run[1]) + 1)}


def write_done(path: Path, numbers: Iterable[int], rows: int) -> None:
    """Write the numbers, runs of them as 1-14; raises OSError, and the old file stays."""
    runs = []
    for _, run in groupby(enumerate(sorted(numbers)), key=lambda pair: pair[1] - pair[0]):
        found = [number for _, number in run]
        runs.append(f"{found[0]}-{found[-1]}" if len(found) > 1 else str(found[0]))
    text = "\n".join((f"# qreply round, rows: {rows}", *runs, ""))
    put_file(path, text.encode("ascii"), replace=True)


class DoneList:
    """The file with the numbers of a round's rows that are done.

    It is written in threads, so that no key waits for a disk.
    """

    def __init__(self, path: Path, rows: int) -> None:
        self._path = path
        self._rows = rows
        self._writing = Lock()
        self._newest: tuple[int, ...] = ()
        self._thread: Thread | None = None

    def save(self, numbers: Iterable[int], on_failure: Callable[[str], object]) -> None:
        """Write `numbers`; `on_failure` is called from a thread with the reason where that fails."""
        self._newest = tuple(numbers)

        def write() -> None:
            with self._writing:
                try:
                    write_done(self._path, self._newest, self._rows)
                except OSError as error:
                    on_failure(reason_of(error))

        self._thread = background.start("done", write)

    def close(self) -> None:
        """Wait for the last write, for at most a second."""
        if self._thread is not None:
            self._thread.join(_LEAVING_SECONDS)
