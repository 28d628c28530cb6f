"""Record which reply lies on the clipboard and for whom, until something else does."""

from __future__ import annotations

from enum import Enum
from typing import NamedTuple

from qreply.reply.draft import Draft
from qreply.reply.rendered_reply import RenderedReply
from qreply.workspace.customers import Customer


class Presence(Enum):
    """How sure it is that the last reply copied is still on the clipboard."""

    VERIFIED = "verified"  # read back after the copy, and not seen otherwise since
    UNCONFIRMED = "unconfirmed"  # the terminal was told, and cannot answer
    REPLACED = "replaced"  # another program has put something else there


class CopiedReply(NamedTuple):
    """The reply that was copied last."""

    rendered: RenderedReply
    customer: Customer
    presence: Presence
    message: int = 0  # which of several
    total: int = 1  # of how many
    joined: bool = False
    title: str = ""  # of the phrase; of all of them, where several replies are one message

    @property
    def ends_series(self) -> bool:
        """Tell whether it was the last of several messages."""
        return self.total > 1 and not self.joined and self.message + 1 == self.total


class CopiedPicture(NamedTuple):
    """The picture that was copied last, behind a reply or by itself."""

    name: str
    customer: Customer
    presence: Presence


class ClipboardRecord:
    """The reply that was copied last; it is shown until the agent goes on to anything else."""

    def __init__(self) -> None:
        self.copied: CopiedReply | None = None
        self.picture: CopiedPicture | None = None  # which has taken the reply's place
        self._next: Draft | None = None  # the draft that waits behind the shown reply

    def note(self, copied: CopiedReply, following: Draft | None) -> None:
        """Note that `copied` is on the clipboard.

        It is shown in place of the draft `following`, if any.
        """
        self.copied, self.picture = copied, None
        self._next = following

    def note_picture(self, picture: CopiedPicture) -> None:
        """Note that `picture` is on the clipboard; the reply before it is not any more."""
        self.picture = picture
        if self.copied is not None:
            self.copied = self.copied._replace(presence=Presence.REPLACED)

    def clear(self) -> None:
        """Note that no reply lies there any more."""
        self.copied = self._next = self.picture = None

    def go_on(self) -> None:
        """Show the draft again: the agent has gone on."""
        self._next = None

    def shown(self, customer: Customer) -> CopiedReply | None:
        """Return the copied reply if it is still what `customer` is shown.

        Returns None once anything has changed.
        """
        copied = self.copied
        if copied is None or self._next is None or copied.customer is not customer:
            return None
        return copied if customer.draft is self._next else None

    def notice(self, text: str) -> bool:
        """Compare `text`, read from the clipboard, with what was copied.

        Returns whether what is known of it has changed.
        """
        copied = self.copied
        if not text.strip():  # unreadable, or nothing that could be pasted
            return False
        was_picture, self.picture = self.picture is not None, None
        if copied is None:
            return was_picture
        same = text.strip() == copied.rendered.text.strip()
        presence = Presence.VERIFIED if same else Presence.REPLACED
        self.copied = copied._replace(presence=presence)
        return was_picture or presence is not copied.presence

    def forget(self, customers: tuple[Customer, ...]) -> None:
        """Forget the reply unless it is for one of `customers`, not forgotten as idle.

        A reply for a customer of a round stays: the next customer has taken their place at once, but it is still to
        be pasted.
        """
        if self.picture is not None and self.picture.customer not in customers:
            self.picture = None
        copied = self.copied
        if copied is None or copied.customer.listed:
            return
        if copied.customer not in customers or not copied.customer.sent_replies:
            self.copied = None
