"""Writing a command's result to the file that the user named."""

from __future__ import annotations

from pathlib import Path

from qreply.errors import QReplyError, reason_of
from qreply.i18n import t
from qreply.storage.atomic import put_file
from qreply.storage.locations import is_own_path


def write_output(path: Path, data: bytes, *, force: bool, settings: Path) -> None:
    """Put `data` at `path`, whole or not at all; `settings` is the settings file in use.

    Raises QReplyError where a file is there and `force` does not let it go, where it is one of qreply's own, whatever
    `force` says, where it is no file that can be replaced, or where writing fails.
    """
    try:
        target = path.resolve()  # what a link points to is written, and the link stays
        if is_own_path(target, settings):
            raise QReplyError(t("command.own-file", path=path), t("command.own-file.hint"))
        if target.exists() and not target.is_file():  # a folder, a device
            raise QReplyError(t("command.cannot-write", path=path, reason=t("system.not-a-file")))
        put_file(target, data, replace=force)
    except FileExistsError as error:
        raise QReplyError(t("command.exists", path=path), t("command.exists.hint")) from error
    except OSError as error:
        raise QReplyError(t("command.cannot-write", path=path, reason=reason_of(error))) from error
    except RuntimeError as error:  # how Python 3.11 and 3.12 say that links lead in a circle
        raise QReplyError(t("command.cannot-write", path=path, reason=t("system.ELOOP"))) from error
