"""Write files that only their user may read, whatever the umask: state, crash log, indexes."""

from __future__ import annotations

import contextlib
import os
from pathlib import Path

from qreply.storage.atomic import write_file

_FOLDER_MODE = 0o700


def make_private_folder(folder: Path) -> None:
    """Make `folder`, closed to others, and what is missing above it; raises OSError.

    One that exists and is ours is closed to others as well; one that is somebody else's stays as it is.
    """
    folder.parent.mkdir(parents=True, exist_ok=True)
    folder.mkdir(mode=_FOLDER_MODE, exist_ok=True)
    if os.name == "posix":
        with contextlib.suppress(PermissionError):
            if (mode := folder.stat().st_mode & 0o777) & ~_FOLDER_MODE:
                folder.chmod(mode & _FOLDER_MODE)


def write_private(path: Path, data: bytes, *, durable: bool = False) -> None:
    """Put `data` at `path`, whole or not at all, readable only by the user; raises OSError.

    What is `durable` outlasts a power cut; what can be made anew need not wait for the disk.
    """
    make_private_folder(path.parent)
    write_file(path, data, replace=True, private=True, durable=durable)


def is_trusted(status: os.stat_result) -> bool:
    """Tell whether a file of that status can have been written only by this user (or root)."""
    if os.name != "posix":
        return True  # the folder's own access list decides
    return status.st_uid in (os.geteuid(), 0) and not status.st_mode & 0o022
