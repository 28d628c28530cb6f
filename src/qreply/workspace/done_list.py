"""Keep the numbers of a round's rows that are done, so that the round can be resumed.

No word of any customer is kept. That the numbers belong to this list, in this order, is told by a keyed digest of all
its customers together. It has 24 bits: thousands of lists share each, so that nobody is learned from it, and one in
sixteen million other lists passes.
"""

from __future__ import annotations

import json
import re
import secrets
from collections.abc import Callable, Iterable, Sequence
from hashlib import blake2b
from itertools import groupby
from pathlib import Path
from threading import Lock, Thread
from typing import NamedTuple

from qreply.errors import QReplyError, SettingsError, reason_of
from qreply.i18n import t
from qreply.runtime import background
from qreply.storage.atomic import put_file
from qreply.storage.regular_file import STATE_LIMIT, read_regular
from qreply.workspace.round_list import RoundRow

_LEAVING_SECONDS = 1.0  # that the last write may take as the program ends

_KEY_BYTES = 16
_DIGEST_BYTES = 3

_HEAD = re.compile(
    r"# qreply round, rows: (?P<rows>\d+)"
    rf"(?:, list: (?P<key>[0-9a-f]{{{2 * _KEY_BYTES}}})-(?P<digest>[0-9a-f]{{{2 * _DIGEST_BYTES}}}))?"
)
_RUN = re.compile(r"(\d{1,6})(?:-(\d{1,6}))?")


class DoneRows(NamedTuple):
    """The numbers of the rows that are done.

    `is_sure` tells that they were kept of this very list.
    """

    numbers: set[int]
    is_sure: bool = True


def read_done(path: Path, rows: Sequence[RoundRow]) -> DoneRows:
    """Return the numbers in the file at `path`; none where there is no file yet.

    They are not sure where the file is from before lists were told apart. Raises SettingsError where it is no
    done-list, or belongs to another list than `rows` or to these in another order, QReplyError where it cannot be read.
    """
    try:
        if not path.exists():
            return DoneRows(set())
        lines = read_regular(path, STATE_LIMIT).decode("ascii").split("\n")
    except UnicodeDecodeError as error:
        raise SettingsError(t("round.no-done-list", path=path), t("round.no-done-list.hint")) from error
    except OSError as error:
        raise QReplyError(t("command.cannot-read", path=path, reason=reason_of(error))) from error
    head = _HEAD.fullmatch(lines[0].strip())
    runs = [_RUN.fullmatch(line.strip()) for line in lines[1:] if line.strip()]
    if head is None or None in runs:
        raise SettingsError(t("round.no-done-list", path=path), t("round.no-done-list.hint"))
    if int(head["rows"]) != len(rows):
        raise SettingsError(
            t("round.other-list", path=path, then=head["rows"], now=len(rows)), t("round.other-list.hint")
        )
    is_sure = head["key"] is not None
    if is_sure and head["digest"] != _digest(rows, bytes.fromhex(head["key"])):
        raise SettingsError(t("round.other-rows", path=path), t("round.other-list.hint"))
    numbers = {number for run in runs if run for number in range(int(run[1]), int(run[2] or run[1]) + 1)}
    return DoneRows(numbers, is_sure or not numbers)


def write_done(path: Path, numbers: Iterable[int], rows: Sequence[RoundRow], key: bytes = b"") -> None:
    """Write the numbers, runs of them as 1-14; raises OSError, and the old file stays.

    What `rows` they are of is told under `key`, or a new one.
    """
    key = key or secrets.token_bytes(_KEY_BYTES)
    runs = []
    for _, run in groupby(enumerate(sorted(numbers)), key=lambda pair: pair[1] - pair[0]):
        found = [number for _, number in run]
        runs.append(f"{found[0]}-{found[-1]}" if len(found) > 1 else str(found[0]))
    head = f"# qreply round, rows: {len(rows)}, list: {key.hex()}-{_digest(rows, key)}"
    put_file(path, "\n".join((head, *runs, "")).encode("ascii"), replace=True)


def _digest(rows: Sequence[RoundRow], key: bytes) -> str:
    """Return the digest of who is on the list, in its order.

    How far their parcels have come changes from one export of the list to the next, and does not count.
    """
    names = json.dumps([row.identity for row in rows]).encode("ascii")
    return blake2b(names, key=key, digest_size=_DIGEST_BYTES).hexdigest()


class DoneList:
    """The file with the numbers of a round's rows that are done.

    It is written in threads, so that no key waits for a disk.
    """

    def __init__(self, path: Path, rows: Sequence[RoundRow]) -> None:
        self._path = path
        self._rows = rows
        self._key = secrets.token_bytes(_KEY_BYTES)
        self._writing = Lock()
        self._newest: tuple[int, ...] = ()
        self._thread: Thread | None = None

    def save(self, numbers: Iterable[int], on_failure: Callable[[str], object]) -> None:
        """Write `numbers`; `on_failure` is called from a thread with the reason where that fails."""
        self._newest = tuple(numbers)

        def write() -> None:
            with self._writing:
                try:
                    write_done(self._path, self._newest, self._rows, self._key)
                except OSError as error:
                    on_failure(reason_of(error))

        self._thread = background.start("done", write)

    def close(self) -> None:
        """Wait for the last write, for at most a second."""
        if self._thread is not None:
            self._thread.join(_LEAVING_SECONDS)
