"""The crash log: where something failed, and never what was on the screen."""

from __future__ import annotations

import os
import tempfile
from pathlib import Path

import qreply
from qreply.background import Failure
from qreply.config import crash_log_path
from qreply.regular_file import STATE_LIMIT, read_regular

_KEPT = 20  # the newest entries; they are a few lines each


def write_crash_log(failure: Failure) -> Path | None:
    """Put `failure` at the top of the crash log; its path, or None where it cannot be written."""
    path = crash_log_path()
    entries = [entry for entry in _read(path).split("\n\n") if entry.strip()]
    text = "\n\n".join([as_text(failure), *entries[: _KEPT - 1]])
    name = ""
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        handle, name = tempfile.mkstemp(dir=path.parent, prefix=".crash")
        with os.fdopen(handle, "w", encoding="utf-8", errors="backslashreplace") as file:
            file.write(text + "\n")
        Path(name).replace(path)
    except OSError:
        if name:
            Path(name).unlink(missing_ok=True)
        return None
    return path


def as_text(failure: Failure) -> str:
    """The failure as lines: the version and the kind of error, then the lines of code."""
    return "\n".join(
        [f"qreply {qreply.__version__}: {failure.kind}", *(f"  {line}" for line in failure.lines)]
    )


def _read(path: Path) -> str:
    try:
        return read_regular(path, STATE_LIMIT).decode("utf-8", "replace")
    except OSError:
        return ""
