"""The errors qreply raises on purpose: what is wrong, how to mend it, and the exit code."""

from __future__ import annotations

import sys
from errno import errorcode

from qreply.i18n import t, table
from qreply.storage.regular_file import NotRegularError, TooLargeError


class QReplyError(Exception):
    """Something the user can mend; `message` says what and where, `hint` how to go on."""

    exit_code = 1

    def __init__(self, message: str, hint: str = "") -> None:
        super().__init__(message)
        self.message = message
        self.hint = hint


class PhrasebookError(QReplyError):
    """Raised for a phrasebook that cannot be read at all."""


class UnknownPhraseError(QReplyError):
    """Raised where no phrase has the id that was asked for."""


class NotSavedError(QReplyError):
    """Raised where an own phrase or a value of the shop has not been saved; nothing has changed."""


class ChangedMeanwhileError(NotSavedError):
    """Raised where the phrase was changed elsewhere meanwhile; `over` saves all the same."""


class SettingsError(QReplyError):
    """Raised where settings or command line ask for something that does not exist."""

    exit_code = 2


class RefusedError(QReplyError):
    """Raised where the reply must not leave: incomplete, expired, or blocked by a rule."""

    exit_code = 3


class NotCopiedError(QReplyError):
    """Raised where the clipboard has not been shown to hold the text."""

    exit_code = 4


# Windows' own numbers that say more than C's: of files in use, of shares, of drives.
_OF_WINDOWS = {
    32: "EBUSY",  # ERROR_SHARING_VIOLATION
    33: "EBUSY",  # ERROR_LOCK_VIOLATION
    1224: "EBUSY",  # ERROR_USER_MAPPED_FILE
    19: "EROFS",  # ERROR_WRITE_PROTECT
    21: "ENODEV",  # ERROR_NOT_READY
    51: "EHOSTUNREACH",  # ERROR_REM_NOT_LIST
    53: "EHOSTUNREACH",  # ERROR_BAD_NETPATH
    59: "EHOSTUNREACH",  # ERROR_UNEXP_NET_ERR
    64: "EHOSTUNREACH",  # ERROR_NETNAME_DELETED
    67: "EHOSTUNREACH",  # ERROR_BAD_NET_NAME
    1231: "EHOSTUNREACH",  # ERROR_NETWORK_UNREACHABLE
    121: "ETIMEDOUT",  # ERROR_SEM_TIMEOUT
    123: "bad-name",  # ERROR_INVALID_NAME
}


def reason_of(error: OSError) -> str:
    """Say why the system refused something, in the user's language."""
    if isinstance(error, NotRegularError):
        return t("system.not-a-file")
    if isinstance(error, TooLargeError):
        return t("system.too-big", limit=f"{error.limit // 1024 // 1024} MB")
    name = errorcode.get(error.errno or 0, "").removeprefix("WSA")  # as Windows calls those of networks
    if sys.platform == "win32":
        name = _name_on_windows(name, getattr(error, "winerror", None))
    return (
        t(f"system.{name}")
        if name in table("system")
        else t("system.other", name=name or type(error).__name__)
    )


def _name_on_windows(name: str, number: int | None) -> str:
    if number in _OF_WINDOWS:
        return _OF_WINDOWS[number]
    if name == "EACCES":  # also of a file that is open, and cannot be replaced
        return "closed-or-in-use"
    if name == "EINVAL" and number is None:  # all that C knows no number for
        return "bad-name-or-gone"
    return name
