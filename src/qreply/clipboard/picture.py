"""Read a picture that is to be copied, and tell its kind by its first bytes."""

from __future__ import annotations

from pathlib import Path
from typing import NamedTuple

from qreply.errors import NotCopiedError, reason_of
from qreply.i18n import t
from qreply.storage.regular_file import TooLargeError, read_regular

MAX_BYTES = 20_000_000
"""Bytes of a picture at most; chat programs take less."""

_BEGINNINGS = {
    b"\x89PNG\r\n\x1a\n": "image/png",
    b"\xff\xd8\xff": "image/jpeg",
    b"GIF8": "image/gif",
    b"BM": "image/bmp",
}


class Picture(NamedTuple):
    """A file's bytes, and their kind as MIME has it."""

    path: Path
    kind: str
    data: bytes


def read_picture(path: Path) -> Picture:
    """Read the picture in `path`.

    Raises NotCopiedError if it cannot be read, is none, or is too large.
    """
    try:
        data = read_regular(path, MAX_BYTES)
    except TooLargeError as error:
        raise NotCopiedError(t("clipboard.picture-large", limit=MAX_BYTES // 1_000_000)) from error
    except OSError as error:
        raise NotCopiedError(t("clipboard.picture-unreadable", why=reason_of(error))) from error
    kind = next((kind for begin, kind in _BEGINNINGS.items() if data.startswith(begin)), "")
    if data[:4] == b"RIFF" and data[8:12] == b"WEBP":
        kind = "image/webp"
    if not kind:
        raise NotCopiedError(t("clipboard.picture-kind"))
    return Picture(path, kind, data)
