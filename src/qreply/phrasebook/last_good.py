"""Copies of whole books in the cache folder, for the day on which a book's drive is away when qreply starts.

A copy holds each file's path, digest and compressed content. It is damaged, and as good as none, unless all of it is as
it was written.
"""

from __future__ import annotations

import json
import os
from hashlib import blake2b
from itertools import accumulate, pairwise
from pathlib import Path

from qreply.phrasebook.snapshots import BookSnapshot, FileSnapshot
from qreply.storage.private_files import write_private
from qreply.storage.regular_file import read_regular

_VERSION = 1
_MAX_BYTES = 256 * 1024 * 1024  # of one snapshot; 100,000 phrases take 12 million


class Snapshots:
    """The snapshots in `folder`, which need not exist yet. Keeping them is a comfort: nothing is raised."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def save(self, book: BookSnapshot) -> None:
        """Keep a copy of `book`, which was just read, unless there is one of the same content."""
        files = [file for file in book.files if file.packed is not None]
        head = json.dumps(
            [
                _VERSION,
                str(book.path),
                [[file.path, file.digest.hex(), len(file.packed or b"")] for file in files],
            ]
        ).encode()
        try:
            if book.is_away or not files or self._head(book.path) == head:
                return
            self._write(self._place(book.path), [head, *(file.packed or b"" for file in files)])
        except (OSError, ValueError):
            return

    def open(self, path: Path) -> BookSnapshot | None:
        """The book at `path` as it was last kept; None if there is no whole copy."""
        try:
            check, _, data = read_regular(self._place(path), _MAX_BYTES).partition(b"\n")
            if check != _check_of(data):
                return None
            head, _, content = data.partition(b"\n")
            version, known, listed = json.loads(head)
            if (version, known) != (_VERSION, str(path)):
                return None
            ends = pairwise(accumulate((size for _, _, size in listed), initial=0))
            files = (
                FileSnapshot.unpacked_from(name, bytes.fromhex(digest), content[start:end])
                for (name, digest, _), (start, end) in zip(listed, ends, strict=True)
            )
            return BookSnapshot(path, tuple(files), is_away=True)
        except (OSError, ValueError, TypeError):
            return None

    def _head(self, path: Path) -> bytes:
        try:
            return read_regular(self._place(path), _MAX_BYTES).split(b"\n", 2)[1]
        except (OSError, IndexError):
            return b""

    def _place(self, path: Path) -> Path:
        return self._folder / f"{blake2b(os.fsencode(path), digest_size=8).hexdigest()}.snapshot"

    @staticmethod
    def _write(place: Path, parts: list[bytes]) -> None:
        data = b"\n".join((parts[0], b"".join(parts[1:])))
        write_private(place, _check_of(data) + b"\n" + data)


def _check_of(data: bytes) -> bytes:
    return blake2b(data, digest_size=16).hexdigest().encode()
