"""The errors qreply raises on purpose: what is wrong, how to mend it, and the exit code."""

from __future__ import annotations

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


def reason_of(error: OSError) -> str:
    """Say why the system refused something, in the user's language."""
    if isinstance(error, NotRegularError):
        return t("system.not-a-file")
    if isinstance(error, TooLargeError):
        return t("system.too-big", limit=f"{error.limit // 1024 // 1024} MB")
    name = errorcode.get(error.errno or 0, "")
    return (
        t(f"system.{name}")
        if name in table("system")
        else t("system.other", name=name or type(error).__name__)
    )
