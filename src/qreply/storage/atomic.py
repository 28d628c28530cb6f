"""Saving a file that others may be saving too: whole or not at all, and never over what they have written."""

from __future__ import annotations

import contextlib
import os
import shutil
import time
from pathlib import Path

from qreply.phrasebook.limits import FILE
from qreply.storage.regular_file import read_regular

_PATIENCE = 1.0  # seconds to wait for another who is saving the same file
_STALE = 10.0  # seconds; saving takes far less, so an older draft was left by a crash


def save_over(path: Path, data: bytes, before: bytes | None) -> None:
    """Put `data` in the place of the file, which keeps its owner and its permissions.

    `before` is what it held when it was read, None where there was no file. Raises BlockingIOError if it holds
    something else now, or if somebody else has been saving it for a second; OSError if it cannot be written.
    """
    fresh = path.with_name(
        f".{path.name}.qreply-new"
    )  # always the same, so that only one at a time is at work
    _create(fresh)
    try:
        with fresh.open("wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        _expect(path, before)
        if before is not None:
            _keep_rights(path, fresh)
        fresh.replace(path)
    except BaseException:
        fresh.unlink(
            missing_ok=True
        )  # and never after it has been put in place: by then it may be someone else's
        raise


def _keep_rights(path: Path, fresh: Path) -> None:
    """Give `fresh` the owner, the group and the permissions of the file whose place it takes."""
    if hasattr(os, "chown"):
        status, own = path.stat(), fresh.stat()
        if (status.st_uid, status.st_gid) != (own.st_uid, own.st_gid):
            with contextlib.suppress(PermissionError):  # only root may, and whoever is in both groups
                os.chown(fresh, status.st_uid, status.st_gid)
    shutil.copymode(path, fresh)


def _expect(path: Path, before: bytes | None) -> None:
    try:
        now = read_regular(path, FILE)
    except FileNotFoundError:
        now = None
    if now != before:
        raise BlockingIOError(0, "saved by someone else meanwhile")


def _create(fresh: Path) -> None:
    deadline = time.monotonic() + _PATIENCE
    while True:
        try:
            fresh.touch(exist_ok=False)
        except FileExistsError:
            if time.monotonic() > deadline:
                raise BlockingIOError(0, "being saved by someone else") from None
            _remove_stale(fresh)
            time.sleep(0.01)
        else:
            return


def _remove_stale(fresh: Path) -> None:
    try:
        if time.time() - fresh.stat().st_mtime > _STALE:
            fresh.unlink()
    except FileNotFoundError:
        pass  # whoever it was has finished
