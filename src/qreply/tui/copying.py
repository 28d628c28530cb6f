"""The way of a reply to the clipboard, and what is said of how it went."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial
from typing import NamedTuple

from qreply.clipboard import Clipboard, Copier, Outcome, Status
from qreply.i18n import t
from qreply.phrasebook.model import Phrase
from qreply.reply.draft import Draft
from qreply.reply.rendered_reply import RenderedReply
from qreply.reply.values import Origin
from qreply.text.safety import clean, clean_line
from qreply.tui.cell_width import plain_emoji
from qreply.tui.state_line import Remark, client_of, name_customer
from qreply.workspace.clipboard_record import CopiedPicture, Presence
from qreply.workspace.customers import Customer
from qreply.workspace.phrase_images import copy_image
from qreply.workspace.session import Session


class ReplyDeparture(NamedTuple):
    """A reply that is on its way to the clipboard."""

    draft: Draft
    rendered: RenderedReply
    customer: Customer
    text: str
    behind: bool  # whether what the customer was sent before is in it, too
    query: str

    def has_shop_values(self, kept: Mapping[str, str]) -> bool:
        """Tell whether the agent has typed in it what is the shop's to give, and is not `kept` yet."""
        return any(
            field.from_shop
            and field.value
            and field.value.origin is Origin.TYPED
            and kept.get(field.name) != field.value.text
            for field in self.rendered.fields
        )


class WordsDeparture(NamedTuple):
    """What is no reply and is on its way to the clipboard, with what to say once it is verified."""

    text: str
    said: str


class PictureDeparture(NamedTuple):
    """Which picture of a phrase is on its way to the clipboard."""

    phrase: Phrase
    turn: int  # which of its pictures
    customer: Customer

    @property
    def name(self) -> str:
        """Return what the phrase calls it."""
        return self.phrase.images[self.turn]


class Arrival(NamedTuple):
    """How a copy went: what to say of it, and the reply that it was, if it was one."""

    outcome: Outcome
    text: str
    remark: Remark
    departure: ReplyDeparture | None = None
    follows: bool = False  # whether another message of the reply is next


class Copying:
    """Copies replies for a session, one at a time: the newest goes before the others."""

    def __init__(
        self, session: Session, clipboard: Clipboard, on_outcome: Callable[[int, Outcome], object]
    ) -> None:
        """Call `on_outcome` in the copying thread, with what `finish` takes."""
        self._session = session
        self._clipboard = clipboard
        self._copier = Copier(clipboard, on_outcome)
        self._departure: ReplyDeparture | WordsDeparture | PictureDeparture | None = None  # the newest
        self._last_picture: PictureDeparture | None = None  # the next key press takes the one behind it
        self.unconfirmed = False  # whether the last copy failed, or may not have arrived

    def close(self) -> None:
        """Give up what is under way."""
        self._copier.close()

    def depart(self, draft: Draft, rendered: RenderedReply, *, behind: bool) -> None:
        """Copy `rendered`, which is `draft` filled, for the current customer."""
        session = self._session
        text, query = clean(rendered.text), session.search_state.query
        self._departure = ReplyDeparture(draft, rendered, session.customer, text, behind, query)
        self.unconfirmed = True
        self._copier.copy(text)

    def copy_words(self, words: str, status: str) -> None:
        """Copy what is no reply, with what to say once it is verified."""
        self._departure = WordsDeparture(clean(words), status)
        self._copier.copy(words)

    def copy_picture(self, phrase: Phrase) -> None:
        """Copy the next picture of `phrase`, which has one at least, for the current customer."""
        customer, last = self._session.customer, self._last_picture
        is_next = last is not None and last.phrase.id == phrase.id and last.customer is customer
        turn = (last.turn + 1) % len(phrase.images) if last is not None and is_next else 0
        self._departure = self._last_picture = picture = PictureDeparture(phrase, turn, customer)
        self._copier.begin(partial(copy_image, self._clipboard, phrase, picture.name))

    def finish(self, ticket: int, outcome: Outcome, keep: str) -> Arrival | None:
        """Note what has arrived; None where a newer copy was begun.

        `keep` is what to say of a reply with values that the shop could keep.
        """
        departure = self._departure
        if departure is None or not self._copier.is_newest(ticket):
            return None
        self._departure = None
        if isinstance(departure, PictureDeparture):
            return self._finish_picture(departure, outcome)
        self.unconfirmed = outcome.status is not Status.VERIFIED
        if outcome.status is Status.FAILED:
            self._session.known_values.sent_digests.add([departure.text])  # it may yet be copied by hand
            self._session.sending.clipboard_record.clear()  # nobody knows what lies there now
            if isinstance(departure, ReplyDeparture) and departure.query == self._session.search_state.query:
                self._session.sending.failed(departure.draft, departure.customer)
            failed = Remark(t("screen.failed", reason=outcome.reason), "error")
            return Arrival(outcome, departure.text, failed)
        if isinstance(departure, WordsDeparture):
            return self._finish_words(departure, outcome)
        return self._finish_reply(departure, outcome, keep)

    def _finish_words(self, departure: WordsDeparture, outcome: Outcome) -> Arrival:
        self._session.sending.clipboard_record.clear()  # no reply lies there any more
        sent = Remark(t("screen.sent", way=outcome.backend), "warning")
        return Arrival(
            outcome, departure.text, sent if self.unconfirmed else Remark(departure.said, "success")
        )

    def _finish_reply(self, departure: ReplyDeparture, outcome: Outcome, keep: str) -> Arrival:
        presence = Presence.UNCONFIRMED if self.unconfirmed else Presence.VERIFIED
        follows = self._session.sending.sent(
            departure.draft, departure.rendered, departure.customer, presence, behind=departure.behind
        )
        said = self._describe(departure, outcome, follows=follows)
        keep = keep if departure.has_shop_values(self._session.workspace.profile.values) else ""
        remark = said._replace(text=" · ".join(filter(None, (said.text, keep))))
        return Arrival(outcome, departure.text, remark, departure, follows)

    def _finish_picture(self, departure: PictureDeparture, outcome: Outcome) -> Arrival:
        name, count = departure.name, len(departure.phrase.images)
        if outcome.status is Status.FAILED:
            if outcome.attempts:
                self._session.sending.clipboard_record.clear()  # nobody knows what lies there now
            return Arrival(outcome, "", Remark(t("screen.picture-failed", reason=outcome.reason), "error"))
        is_sure = outcome.status is Status.VERIFIED
        presence = Presence.VERIFIED if is_sure else Presence.UNCONFIRMED
        self._session.sending.clipboard_record.note_picture(CopiedPicture(name, departure.customer, presence))
        which = f" {departure.turn + 1}/{count} " if count > 1 else ""
        values = {"which": which, "name": plain_emoji(clean_line(name)), "client": client_of(self._session)}
        if is_sure:
            return Arrival(outcome, "", Remark(t("screen.picture-copied", **values), "success"))
        words = t("screen.picture-sent", reason=outcome.reason, **values)
        return Arrival(outcome, "", Remark(words, "warning"))

    def _describe(self, departure: ReplyDeparture, outcome: Outcome, *, follows: bool) -> Remark:
        session = self._session
        if departure.customer is not session.customer:  # whom the agent has gone on from meanwhile
            words = t("screen.copied-for", customer=name_customer(departure.customer))
            return Remark(words, "warning" if self.unconfirmed else "success")
        if self.unconfirmed:
            return Remark(t("screen.sent", way=outcome.backend), "warning")
        if follows:
            total = len(session.workspace.wording(departure.draft.phrase, departure.draft.turn))
            return Remark(t("screen.copied-of", number=departure.draft.message + 1, total=total), "success")
        key = "screen.added" if departure.behind else "screen.copied"
        return Remark(t(key, count=len(departure.text), client=client_of(session)), "success")
