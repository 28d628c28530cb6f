"""Everything qreply raises on purpose: what went wrong, how to mend it, and the exit code that tells a script."""

from __future__ import annotations

from errno import errorcode

from qreply.i18n import t, table
from qreply.storage.regular_file import NotRegularError, TooLargeError


class QReplyError(Exception):
    """Something the user can mend. `message` says what and where, `hint` how to go on; both are in their language."""

    exit_code = 1

    def __init__(self, message: str, hint: str = "") -> None:
        super().__init__(message)
        self.message = message
        self.hint = hint


class PhrasebookError(QReplyError):
    """A phrasebook that cannot be read at all."""


class UnknownPhraseError(QReplyError):
    """No phrase has the id that was asked for."""


class NotSavedError(QReplyError):
    """A phrase of the agent's own, or a value of the shop's, has not been saved; nothing has been changed."""


class ChangedMeanwhileError(NotSavedError):
    """The phrase was changed elsewhere after the agent began to write; saving over that takes a second word."""


class SettingsError(QReplyError):
    """The settings or the command line ask for something that does not exist."""

    exit_code = 2


class RefusedError(QReplyError):
    """The reply must not leave: something is missing or does not fit, or it has expired, or a rule blocks it."""

    exit_code = 3


class NotCopiedError(QReplyError):
    """The clipboard has not been shown to hold the text."""

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
