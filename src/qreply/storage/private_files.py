"""Files and folders that only their user may read, whatever the umask says: state, settings that were kept, indexes."""

from __future__ import annotations

import contextlib
import os
import time
from pathlib import Path
from uuid import uuid4

_FOLDER, _FILE = 0o700, 0o600
_PART = ".part"
_STALE = 60.0  # seconds; writing takes far less, so an older part was left by a crash


def make_private_folder(folder: Path) -> None:
    """Make `folder`, closed to others, with what is missing above it; raises OSError.

    One that exists and is ours is closed to others as well; one that is somebody else's stays as it is.
    """
    folder.parent.mkdir(parents=True, exist_ok=True)
    folder.mkdir(mode=_FOLDER, exist_ok=True)
    if os.name == "posix":
        with contextlib.suppress(PermissionError):
            if (mode := folder.stat().st_mode & 0o777) & ~_FOLDER:
                folder.chmod(mode & _FOLDER)


def write_private(path: Path, data: bytes) -> None:
    """Put `data` at `path`, whole or not at all, readable only by the user; raises OSError."""
    make_private_folder(path.parent)
    part = path.with_name(f".{path.name}.{uuid4().hex[:8]}{_PART}")
    try:
        handle = os.open(part, os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0), _FILE)
        with os.fdopen(handle, "wb") as file:
            if os.name == "posix":
                os.fchmod(handle, _FILE)  # a umask that takes rights from the user too
            file.write(data)
        part.replace(path)
    except BaseException:
        with contextlib.suppress(OSError):
            part.unlink(missing_ok=True)
        raise


def sweep_parts(folder: Path) -> None:
    """Remove what writers that were killed have left in `folder`."""
    with contextlib.suppress(OSError):
        for part in folder.glob(f".*{_PART}"):
            with contextlib.suppress(OSError):
                if time.time() - part.stat().st_mtime > _STALE:
                    part.unlink()


def is_trusted(status: os.stat_result) -> bool:
    """Whether a file of that status can have been written only by this user (or root)."""
    if os.name != "posix":
        return True  # the folder's own access list decides
    return status.st_uid in (os.geteuid(), 0) and not status.st_mode & 0o022
