"""Say in words how the reply that is shown and the clipboard stand.

The words come from the session alone, so that they are never stale.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from operator import attrgetter
from typing import NamedTuple

from qreply.i18n import join_words, t
from qreply.reply.rendered_reply import Field, RenderedReply
from qreply.text.safety import clean_line
from qreply.tui.cell_width import plain_emoji
from qreply.workspace.clipboard_record import CopiedReply, Presence
from qreply.workspace.customers import Customer
from qreply.workspace.session import Session

CLIENTS = {"taobao": "screen.client-taobao", "pdd": "screen.client-pdd"}
SIGNS = {"success": "✓ ", "warning": "! ", "error": "✗ "}


class Remark(NamedTuple):
    """Words and their tone: muted, success, warning or error; each tone has its own sign."""

    text: str
    tone: str = "muted"

    @property
    def signed(self) -> str:
        """Return the words behind the sign of their tone."""
        return f"{SIGNS.get(self.tone, '')}{self.text}" if self.text else ""


def name_customer(customer: Customer) -> str:
    """Return the customer as the screen calls them: number and label."""
    return t("screen.customer-name", number=customer.number, label=customer.label).strip()


def client_of(session: Session) -> str:
    """Return the chat program of the session's platform."""
    return t(CLIENTS.get(session.workspace.profile.platform, "screen.client-other"))


def describe_draft_state(session: Session, rendered: RenderedReply | None, note_key: str = "") -> Remark:
    """Return how `rendered`, the reply that is shown, stands.

    It is copied, not copied yet, or something is in its way.
    """
    copied = session.sending.shown
    if copied is not None and copied.presence is not Presence.REPLACED:
        return _describe_copied(session, copied)
    if rendered is None:
        return Remark("")
    if session.is_unsure and session.draft is not None and not session.draft.typed:
        return Remark(t("screen.weak", key=note_key), "warning")
    if rendered.needs and not (rendered.expired or rendered.broken or rendered.overlong or rendered.absent):
        return Remark(describe_needs(rendered.needs, attrgetter("name")), "warning")
    if rendered.refusal and not rendered.absent:
        return Remark(rendered.refusal, "error")
    return Remark(t("screen.not-copied"))


def describe_needs(fields: Sequence[Field], name_of: Callable[[Field], str]) -> str:
    """Say what is still to be filled in, or where all is, what does not fit and how it would."""
    if missing := [name_of(field) for field in fields if field.missing or field.fits]:
        return t("screen.fill", names=join_words(missing))
    words = [t("reply.misfit", names=join_words(map(name_of, fields)))]
    words += [t("screen.such-as", example=fields[0].example)] if fields[0].example else []
    return " · ".join(words)


def _describe_copied(session: Session, copied: CopiedReply) -> Remark:
    whom = name_customer(copied.customer)
    if session.is_practice:
        return Remark(t("practice.nowhere"))
    if copied.presence is Presence.UNCONFIRMED:
        return Remark(t("screen.draft-unconfirmed", customer=whom), "warning")
    if copied.ends_series:
        return Remark(t("screen.draft-series-over", total=copied.total, customer=whom), "success")
    return Remark(t("screen.draft-copied", customer=whom, client=client_of(session)), "success")


def describe_clipboard(session: Session) -> list[tuple[str, str]]:
    """Return which reply lies on the clipboard, and whose, in words with their tones.

    Nothing is returned before the first copy, while that very reply is shown, and in practice.
    """
    copied, picture = session.sending.clipboard_record.copied, session.sending.clipboard_record.picture
    if picture is not None:
        name = t("screen.picture-of", name=plain_emoji(clean_line(picture.name)))
        return _describe_held(name, picture.customer, picture.presence)
    if (
        session.is_practice
        or copied is None
        or (session.sending.shown is not None and copied.presence is not Presence.REPLACED)
    ):
        return []
    if copied.presence is Presence.REPLACED:
        return [(Remark(t("screen.clipboard-replaced"), "warning").signed, "warning")]
    return _describe_held(copied.title, copied.customer, copied.presence)


def _describe_held(title: str, customer: Customer, presence: Presence) -> list[tuple[str, str]]:
    key = "screen.clipboard-holds" if presence is Presence.VERIFIED else "screen.clipboard-unconfirmed"
    return [(f"{t(key)} ", "muted"), (title, "muted"), (f" → {name_customer(customer)}", "muted")]
