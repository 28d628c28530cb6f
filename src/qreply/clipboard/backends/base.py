"""The interface of every backend."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Callable

from qreply.clipboard.deadline import Deadline
from qreply.clipboard.picture import Picture
from qreply.errors import NotCopiedError


class BackendError(NotCopiedError):
    """Raised where a backend fails; `message` says why, in the user's language."""


class UnreadError(BackendError):
    """Raised where reading gave nothing: no other text stands there, as far as can be told."""


class PrivateError(BackendError):
    """Raised where a text is marked as private, as by password managers."""


class Backend(ABC):
    """One way to the clipboard; never used from two threads at once for writing."""

    name: str
    """What the user knows it by: a tool's name, or a word of the language table."""
    patience: float | None = None
    """Seconds it may need, where the usual time isn't enough."""
    unverifiable_reason: str = ""
    """Key of the text that says why reading back proves nothing about the user's clipboard, or empty."""
    unread_reason: str = ""
    """Key of the text that says why a text that was taken may not be read back, or empty if that is a failure."""
    reads: bool = True
    """Whether it can read at all."""
    tells_private: bool = False
    """Whether it can tell what is marked as private."""
    marks_own: bool = False
    """Whether qreply's own texts are marked so here, and cannot be told from others'."""

    takes_pictures: bool = False
    """Whether it can take a picture, too."""

    @abstractmethod
    def write(self, text: str, deadline: Deadline) -> None:
        """Put `text` on the clipboard; raises BackendError."""

    def read(self, deadline: Deadline) -> str:
        """Return the clipboard's text as it is; raises BackendError if there is none."""
        raise NotImplementedError

    def write_picture(self, picture: Picture, deadline: Deadline) -> None:
        """Put `picture` on the clipboard; raises BackendError.

        It is called only for backends that `takes_pictures`.
        """
        raise NotImplementedError

    def holds_picture(self, picture: Picture, deadline: Deadline) -> bool:
        """Tell whether `picture` is what another program would get.

        Raises BackendError if it cannot be told, UnreadError if it should not be asked.
        """
        raise NotImplementedError

    def glance(self, deadline: Deadline) -> str:
        """Return the text as `read` does, if nothing marks it as private.

        Raises PrivateError if something does, BackendError if it cannot be told. It is called only for backends that
        `tells_private`.
        """
        raise NotImplementedError

    def holds_other(self, deadline: Deadline) -> bool:
        """Tell whether the clipboard may hold something that isn't text, such as a picture."""
        del deadline
        return True

    def obstacle(self, deadline: Deadline) -> str:
        """Return what would make a write fail, in the user's language; empty if nothing known does."""
        del deadline
        return ""

    def cancel(self) -> None:  # noqa: B027 - most have nothing to end
        """Stop what the last write left running: its text must not turn up later."""

    def forget(self, is_ours: Callable[[str], bool], deadline: Deadline) -> None:  # noqa: B027 - most keep nothing
        """Take back what the last write left besides the clipboard, if it still `is_ours`."""
