"""Catalogues on disk: JSON under a checksum and the version.

They are read only if none but us can have written them.
"""

from __future__ import annotations

import json
import os
from pathlib import Path
from typing import Any
from zlib import crc32

from qreply.search.storage.segment import VERSION, DamagedError
from qreply.storage.private_files import is_trusted
from qreply.storage.regular_file import read_regular

_CATALOGUE_LIMIT = 256 * 1024 * 1024  # bytes; ten times what 2,000 files full of problems and rules take


def encode_catalogue(plain: dict[str, Any]) -> bytes:
    """Return what is written to the disk."""
    data = json.dumps([VERSION, plain], ensure_ascii=False).encode("utf-8", "surrogatepass")
    return b"%08x\n" % crc32(data) + data  # a digest takes longer to import than an index to open


def read_catalogue(path: Path) -> dict[str, Any]:
    """Return a catalogue; raises OSError, DamagedError or ValueError."""
    expect_ours(path.stat())
    check, _, data = read_regular(path, _CATALOGUE_LIMIT).partition(b"\n")
    if check != b"%08x" % crc32(data):
        raise DamagedError
    version, plain = json.loads(data.decode("utf-8", "surrogatepass"))
    if version != VERSION:
        raise DamagedError
    known: dict[str, Any] = plain
    return known


def expect_ours(status: os.stat_result) -> None:
    """Refuse what others may have written.

    A checksum tells of damage, not of who put the phrases there.
    """
    if not is_trusted(status):
        raise DamagedError
