"""Small JSON files in the state folder, replaced whole, so that they are always old or new."""

from __future__ import annotations

import json
from pathlib import Path

from qreply.storage.atomic import sweep
from qreply.storage.private_files import write_private
from qreply.storage.regular_file import STATE_LIMIT, read_regular


def read_state(path: Path) -> object:
    """Return what the file holds; None where it cannot be read or makes no sense."""
    try:
        value: object = json.loads(read_regular(path, STATE_LIMIT))
    except (OSError, ValueError, RecursionError):
        return None
    return value


def write_state(path: Path, value: object) -> None:
    """Replace the file; raises OSError (a full disk, a read-only home), and the old one stays."""
    # A lone surrogate, of a path in no known encoding, becomes the escape that JSON has for it.
    text = json.dumps(value, ensure_ascii=False).encode("utf-8", "backslashreplace")
    sweep(path.parent)
    write_private(path, text, durable=True)
