"""The crash log: where something failed and with which versions, and never what was on the screen."""

from __future__ import annotations

import os
import re
import tempfile
from pathlib import Path
from platform import python_version

import qreply
from qreply.runtime.background import Failure
from qreply.settings.model import APP, crash_log_path
from qreply.storage.regular_file import STATE_LIMIT, read_regular

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
        with os.fdopen(handle, "w", encoding="utf-8", errors="backslashreplace", newline="\n") as file:
            file.write(text + "\n")
        Path(name).replace(path)
    except OSError:
        if name:
            Path(name).unlink(missing_ok=True)
        return None
    return path


def as_text(failure: Failure) -> str:
    """The failure as lines: the version and the kind of error, the lines of code, then the versions of all else."""
    lines = [f"qreply {qreply.__version__}: {failure.kind}", *(f"  {line}" for line in failure.lines)]
    versions = [
        f"{name} {installed_version(name)} ({wanted})" for name, wanted in required_packages().items()
    ]
    return "\n".join([*lines, f"Python {python_version()}", *versions])


def required_packages() -> dict[str, str]:
    """The packages that qreply says it needs, with their ranges; without what only extras need."""
    from importlib import metadata  # which no start that goes well needs

    try:
        requirements = metadata.requires(APP) or []
    except metadata.PackageNotFoundError:  # not installed: run from a source folder
        return {}
    found = (re.match(r"([\w.-]+)\s*([^;]*)$", requirement) for requirement in requirements)
    return {match[1].lower(): match[2].strip() for match in found if match}


def installed_version(package: str) -> str:
    """The version of `package` that is installed; empty if none is."""
    from importlib import metadata

    try:
        return metadata.version(package)
    except metadata.PackageNotFoundError:
        return ""


def _read(path: Path) -> str:
    try:
        return read_regular(path, STATE_LIMIT).decode("utf-8", "replace")
    except OSError:
        return ""
