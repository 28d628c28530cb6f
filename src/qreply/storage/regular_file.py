"""Open files that others can put in place: regular ones, within a limit, never waiting.

A FIFO would wait for a writer for ever, a device may never end, a sparse file fills the memory: whoever can write to
a shared folder could stop every agent. Books, settings, state and cache are all opened here.
"""

from __future__ import annotations

import os
import stat
from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO

BOOK_LIMIT = 64 * 1024 * 1024
"""Bytes of a phrasebook file; 100,000 phrases take about 40 million."""

STATE_LIMIT = 4 * 1024 * 1024
"""Bytes of a small file of qreply's own: favourites, remembered options, a crash log."""

# Without O_NONBLOCK opening a FIFO waits; O_BINARY is Windows', where none of the others exists.
_FLAGS = os.O_RDONLY
for _flag in ("O_NONBLOCK", "O_NOCTTY", "O_CLOEXEC", "O_BINARY"):
    _FLAGS |= getattr(os, _flag, 0)


class NotRegularError(OSError):
    """Raised for a folder, a FIFO, a device or a socket."""


class TooLargeError(OSError):
    """Raised for a file of more than `limit` bytes."""

    def __init__(self, path: Path, limit: int) -> None:
        super().__init__(0, "too large", str(path))
        self.limit = limit


def open_regular(path: Path, limit: int | None = None) -> BinaryIO:
    """Open the regular file at `path` for reading, unbuffered.

    Raises NotRegularError, TooLargeError where it has more than `limit` bytes, or another OSError.
    """
    _expect(path, path.stat(), limit)  # first: to open a device may do something
    handle = os.open(path, _FLAGS)
    try:
        _expect(path, os.fstat(handle), limit)  # it may have been swapped since
        return os.fdopen(handle, "rb", buffering=0)
    except BaseException:
        os.close(handle)
        raise


def read_pieces(path: Path, limit: int, size: int = 1024 * 1024) -> Iterator[bytes]:
    """Read the file, at most `size` bytes at a time.

    Raises as `open_regular` does, also where the file grows meanwhile.
    """
    with open_regular(path, limit) as file:
        read = 0
        while piece := file.read(size):
            read += len(piece)
            if read > limit:
                raise TooLargeError(path, limit)
            yield piece


def read_regular(path: Path, limit: int) -> bytes:
    """Read the whole file; raises as `read_pieces` does."""
    return b"".join(read_pieces(path, limit))


def _expect(path: Path, status: os.stat_result, limit: int | None) -> None:
    if not stat.S_ISREG(status.st_mode):
        raise NotRegularError(0, "not a regular file", str(path))
    if limit is not None and status.st_size > limit:
        raise TooLargeError(path, limit)
