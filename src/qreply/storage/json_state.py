"""Small files in the state folder: JSON, replaced whole, so that they are always old or new."""

from __future__ import annotations

import json
from pathlib import Path

from qreply.storage.regular_file import STATE_LIMIT, read_regular


def read_state(path: Path) -> object:
    """What the file holds; None where it cannot be read or makes no sense."""
    try:
        value: object = json.loads(read_regular(path, STATE_LIMIT))
    except (OSError, ValueError, RecursionError):
        return None
    return value


def write_state(path: Path, value: object) -> None:
    """Replace the file. Where that fails (a full disk, a read-only home) the old one stays, without a word."""
    from qreply.storage.private_files import (  # which `find`, reading only, need not load
        sweep_parts,
        write_private,
    )

    # A lone surrogate, of a path in no known encoding, becomes the escape that JSON has for it.
    text = json.dumps(value, ensure_ascii=False).encode("utf-8", "backslashreplace")
    try:
        sweep_parts(path.parent)
        write_private(path, text)
    except OSError:
        return
