"""Take fingerprints of files, to know whether they have changed since they were read."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from typing import NamedTuple

from qreply.storage.regular_file import BOOK_LIMIT, read_regular

# Files edited this shortly before they were looked at may have been edited again within their clock's resolution.
_CLOCK_NS = 2_000_000_000


class Fingerprint(NamedTuple):
    """What a file looked like: its time and size, and the hex digest of its content."""

    path: str
    mtime_ns: int
    size: int
    digest: str
    seen_ns: int


def fingerprint(files: Sequence[Path]) -> tuple[Fingerprint, ...]:
    """Take the fingerprints of `files`.

    A file that cannot be read looks like an empty one, until it can.
    """
    return tuple(map(_take, files))


def _take(path: Path) -> Fingerprint:
    now = time.time_ns()
    try:
        status = path.stat()
        return Fingerprint(
            str(path),
            status.st_mtime_ns,
            status.st_size,
            digest_of([read_regular(path, BOOK_LIMIT)]).hex(),
            now,
        )
    except OSError:
        return unread(str(path))


def unread(path: str, digest: str = "") -> Fingerprint:
    """Return the fingerprint of a file known, if at all, by the digest of its content alone."""
    return Fingerprint(path, 0, 0, digest, 0)


def digest_of(pieces: Iterable[bytes]) -> bytes:
    """Return the digest of a content, given in any number of pieces: 16 bytes."""
    from hashlib import blake2b  # which takes longer to import than an index to open

    digest = blake2b(digest_size=16)
    for piece in pieces:
        digest.update(piece)
    return digest.digest()


Look = Callable[[Sequence[Fingerprint]], Iterable[bool]]
"""Looks at files, one by one, and tells of each whether it is as it was."""


def look_at_all(known: Sequence[Fingerprint]) -> Iterable[bool]:
    """Tell of each file whether it is as it was."""
    return map(is_current, known)


def are_current(known: Sequence[Fingerprint], files: Sequence[Path], look: Look = look_at_all) -> bool:
    """Tell whether these are the fingerprints of `files`, and by `look` all still hold."""
    return [item.path for item in known] == [str(path) for path in files] and all(look(known))


def mtime_is_conclusive(known: Fingerprint) -> bool:
    """Tell whether the time in `known` is enough to recognise the file."""
    return known.mtime_ns + _CLOCK_NS < known.seen_ns


def is_current(known: Fingerprint) -> bool:
    """Tell whether the file is as it was when `known` was taken.

    It is read only where its time is not conclusive.
    """
    path = Path(known.path)
    try:
        status = path.stat()
    except OSError:
        return not known.digest
    if (status.st_mtime_ns, status.st_size) == (known.mtime_ns, known.size) and mtime_is_conclusive(known):
        return True
    return _take(path).digest == known.digest
