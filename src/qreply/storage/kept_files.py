"""Keep files for later starts; only those that must be ours are believed.

Nobody but the user can have written them, and they are whole: they begin with a digest of what follows.
"""

from __future__ import annotations

import os
from pathlib import Path

from qreply.storage.fingerprint import digest_of
from qreply.storage.private_files import is_trusted, write_private
from qreply.storage.regular_file import open_regular


class NotOursError(ValueError):
    """Raised for a file that is damaged, or that others can have written."""


def read_kept(path: Path, limit: int) -> bytes:
    """Return what was kept at `path`; raises OSError where it cannot be read, NotOursError."""
    with open_regular(path, limit) as file:
        if not is_trusted(os.fstat(file.fileno())):
            raise NotOursError
        digest, _, body = file.read().partition(b"\n")
    if digest != _head_of(body):
        raise NotOursError
    return body


def write_kept(path: Path, body: bytes) -> None:
    """Keep `body` at `path`, for its user alone; raises OSError."""
    write_private(path, _head_of(body) + b"\n" + body)


def _head_of(body: bytes) -> bytes:
    return digest_of([body]).hex().encode()
