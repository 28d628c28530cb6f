"""Write the crash log: where something failed, with which versions, nothing from the screen."""

from __future__ import annotations

import re
from pathlib import Path
from platform import python_version

import qreply
from qreply.runtime.background import Failure
from qreply.storage.locations import APP, crash_log_path
from qreply.storage.private_files import write_private
from qreply.storage.regular_file import STATE_LIMIT, read_regular

_KEPT = 20  # the newest entries; they are a few lines each


def write_crash_log(failure: Failure) -> Path | None:
    """Put `failure` at the top of the crash log; return its path, None if it cannot be written."""
    path = crash_log_path()
    entries = [entry for entry in _read(path).split("\n\n") if entry.strip()]
    text = "\n\n".join([as_text(failure), *entries[: _KEPT - 1]])
    try:
        write_private(path, (text + "\n").encode("utf-8", "backslashreplace"), durable=True)
    except OSError:
        return None
    return path


def as_text(failure: Failure) -> str:
    """Return the failure as lines: version, kind of error, lines of code, other versions."""
    lines = [f"qreply {qreply.__version__}: {failure.kind}", *(f"  {line}" for line in failure.lines)]
    versions = [
        f"{name} {installed_version(name)} ({wanted})" for name, wanted in required_packages().items()
    ]
    return "\n".join([*lines, f"Python {python_version()}", *versions])


def required_packages() -> dict[str, str]:
    """Return the packages that qreply requires, with their ranges; not those of extras."""
    from importlib import metadata  # which no start that goes well needs

    try:
        requirements = metadata.requires(APP) or []
    except metadata.PackageNotFoundError:  # not installed: run from a source folder
        return {}
    found = (re.match(r"([\w.-]+)\s*([^;]*)$", requirement) for requirement in requirements)
    return {match[1].lower(): match[2].strip() for match in found if match}


def installed_version(package: str) -> str:
    """Return the installed version of `package`; empty if none is."""
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
