"""Write files whole or not at all; everything that qreply puts on a disk is written here.

What is new lies beside its place under a temporary name until it is complete. A crash leaves at most such a draft,
which `sweep` removes once it is stale.
"""

from __future__ import annotations

import contextlib
import errno
import os
import shutil
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import TypeVar

from qreply.storage.regular_file import BOOK_LIMIT, read_regular

T = TypeVar("T")

DRAFT_SUFFIX = ".qreply-new"
_PRIVATE_MODE = 0o600
_STALE = 60.0  # seconds; writing takes far less, so an older draft was left by a crash
_STALE_LOCK = 10.0  # seconds; somebody may be waiting for it
_PATIENCE = 1.0  # seconds to wait for others who save or, on Windows, read the same file
_PAUSE = 0.01  # seconds

# ERROR_ACCESS_DENIED and ERROR_SHARING_VIOLATION: on Windows a file that anybody reads can be neither replaced nor
# removed, and backups, virus scanners and sync clients read each new file for a moment.
_IN_USE = (5, 32)


def write_file(
    path: Path, data: bytes, *, replace: bool, private: bool = False, durable: bool = True
) -> None:
    """Put `data` at `path`, whole or not at all; on Windows wait for readers up to a second.

    A file that is replaced keeps its owner and permissions; `private` files are the user's alone. `durable` ones are
    on the disk when this returns. Raises FileExistsError unless it may `replace` a file; OSError.
    """
    draft = path.with_name(f".{path.name}.{os.urandom(4).hex()}{DRAFT_SUFFIX}")
    try:
        _write_draft(draft, data, private=private, durable=durable)
        if not replace:
            _put_where_none_is(draft, path)
            return
        if not private:
            with contextlib.suppress(FileNotFoundError):
                _copy_rights(path, draft)
        _retry_while_in_use(partial(draft.replace, path))
    finally:
        _discard(draft)


def put_file(path: Path, data: bytes, *, replace: bool) -> None:
    """Write a file that the user named.

    Raises FileExistsError unless it may `replace` one; OSError.
    """
    sweep(path.parent, path.name)
    write_file(path, data, replace=replace)


def save_over(path: Path, data: bytes, before: bytes | None) -> None:
    """Replace the file at `path` with `data`, unless somebody else has saved it meanwhile.

    `before` is what it held when it was read, None where there was no file. The file keeps its owner and permissions.
    Raises BlockingIOError if it holds something else now, or if somebody else has been saving it for a second;
    OSError if it cannot be written.
    """
    # The draft's name is always the same, so that it is a lock too: one at a time is at work.
    draft = path.with_name(f".{path.name}{DRAFT_SUFFIX}")
    _lock(draft)
    try:
        _write_draft(draft, data, private=False, durable=True, is_new=False)
        _expect_unchanged(path, before)
        if before is not None:
            _copy_rights(path, draft)
        _retry_while_in_use(partial(draft.replace, path))
    except BaseException:
        _discard(draft)  # and never after it has been put in place: by then it may be someone else's
        raise


def sweep(folder: Path, name: str = "") -> None:
    """Remove the drafts that crashes left in `folder`, of all files or of the one called `name`."""
    with contextlib.suppress(OSError), os.scandir(folder) as entries:
        for entry in entries:
            if entry.name.startswith(f".{name}") and entry.name.endswith(DRAFT_SUFFIX):
                _remove_if_older(Path(entry.path), _STALE)


def _write_draft(draft: Path, data: bytes, *, private: bool, durable: bool, is_new: bool = True) -> None:
    flags = os.O_WRONLY | os.O_CREAT | (os.O_EXCL if is_new else os.O_TRUNC) | getattr(os, "O_BINARY", 0)
    handle = os.open(draft, flags, _PRIVATE_MODE if private else 0o666)
    with os.fdopen(handle, "wb") as file:
        if private and os.name == "posix":
            os.fchmod(handle, _PRIVATE_MODE)  # a umask may take rights from the user too
        file.write(data)
        if durable:
            file.flush()
            os.fsync(handle)


def _put_where_none_is(draft: Path, path: Path) -> None:
    try:
        path.hardlink_to(draft)  # fails where a file of that name has appeared meanwhile
    except FileExistsError:
        raise
    except OSError:  # a drive without links, such as a memory stick or some shares
        if path.exists():
            raise FileExistsError(errno.EEXIST, "exists", str(path)) from None
        _retry_while_in_use(partial(draft.rename, path))


def _copy_rights(path: Path, draft: Path) -> None:
    """Give `draft` the owner, the group and the permissions of the file whose place it takes."""
    if hasattr(os, "chown"):
        status, own = path.stat(), draft.stat()
        if (status.st_uid, status.st_gid) != (own.st_uid, own.st_gid):
            with contextlib.suppress(PermissionError):  # only root may, and whoever is in both groups
                os.chown(draft, status.st_uid, status.st_gid)
    shutil.copymode(path, draft)


def _expect_unchanged(path: Path, before: bytes | None) -> None:
    try:
        now = _retry_while_in_use(partial(read_regular, path, BOOK_LIMIT))
    except FileNotFoundError:
        now = None
    if now != before:
        raise BlockingIOError(0, "saved by someone else meanwhile")


def _lock(draft: Path) -> None:
    """Create `draft`; raises BlockingIOError where somebody else's stays there for a second."""
    deadline = time.monotonic() + _PATIENCE
    while True:
        try:
            _retry_while_in_use(partial(draft.touch, exist_ok=False))
        except FileExistsError:
            if time.monotonic() > deadline:
                raise BlockingIOError(0, "being saved by someone else") from None
            _remove_if_older(draft, _STALE_LOCK)
            time.sleep(_PAUSE)
        else:
            return


def _retry_while_in_use(action: Callable[[], T]) -> T:
    """Repeat `action` for up to a second while Windows refuses it because the file is open."""
    deadline = time.monotonic() + _PATIENCE
    while True:
        try:
            return action()
        except PermissionError as error:
            if getattr(error, "winerror", None) not in _IN_USE or time.monotonic() > deadline:
                raise
        time.sleep(_PAUSE)


def _remove_if_older(draft: Path, seconds: float) -> None:
    with contextlib.suppress(OSError):  # someone else's, or gone by now
        if time.time() - draft.stat().st_mtime > seconds:
            draft.unlink()


def _discard(draft: Path) -> None:
    with contextlib.suppress(OSError):  # a sweep will do it
        draft.unlink(missing_ok=True)
