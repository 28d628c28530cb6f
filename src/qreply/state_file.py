"""Small files in the state folder: JSON, replaced whole, so that they are always old or new."""

from __future__ import annotations

import json
import os
from pathlib import Path

from qreply.regular_file import STATE_LIMIT, read_regular


def read_state(path: Path) -> object:
    """What the file holds; None where it cannot be read or makes no sense."""
    try:
        value: object = json.loads(read_regular(path, STATE_LIMIT))
    except (OSError, ValueError, RecursionError):
        return None
    return value


def write_state(path: Path, value: object) -> None:
    """Replace the file. Where that fails (a full disk, a read-only home) the old one stays, without a word."""
    import tempfile  # which `find`, reading only, need not load

    name = ""
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        handle, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.stem}")
        with os.fdopen(handle, "w", encoding="utf-8") as file:
            json.dump(value, file, ensure_ascii=False)
        Path(name).replace(path)
    except OSError:
        if name:
            Path(name).unlink(missing_ok=True)
