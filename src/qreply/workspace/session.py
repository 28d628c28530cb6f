"""An agent's work at the desk, apart from any screen: whose reply is being made, and what Enter means now."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from enum import Enum
from typing import NamedTuple

from qreply.history.tracker import Trail
from qreply.i18n import listed, t
from qreply.phrasebook.model import Phrase, Wording
from qreply.reply.clipboard_values import offers
from qreply.reply.draft import Draft
from qreply.reply.render import Prepared, Slot
from qreply.reply.values import Known, Origin
from qreply.workspace.books import Edition
from qreply.workspace.customers import Customer, Customers
from qreply.workspace.remembered_options import Remembered
from qreply.workspace.sent_digests import SentDigests, is_identifying
from qreply.workspace.workspace import Desk, joined


class Answer(Enum):
    """What an attempt to send comes to."""

    ASK = "ask"  # something is missing or does not fit
    REFUSE = "refuse"  # it must not leave
    CONFIRM = "confirm"  # it may leave, if the agent says so again
    SEND = "send"


class Attempt(NamedTuple):
    """The answer, with what it is about: the slots to fill, the words to show, or the reply to copy."""

    answer: Answer
    slots: tuple[Slot, ...] = ()
    words: str = ""
    prepared: Prepared | None = None
    rivals: tuple[Slot, ...] = ()  # what the agent must choose: the customer's value, or the clipboard's

    @property
    def text(self) -> str:
        """What is to be copied; nothing unless the answer is to send."""
        return self.prepared.text if self.prepared else ""


class Session:
    """The customers being served, and the current customer's draft."""

    def __init__(self, desk: Desk, remembered: Remembered, sent_digests: SentDigests | None = None) -> None:
        """`sent_digests` tell what other runs have sent; without, only this one's replies are known."""
        self.desk = desk
        self.sent_digests = sent_digests or SentDigests()
        self._remembered = remembered
        if (scopes := desk.library.index.scopes()) and not desk.library.index.damaged:
            remembered.keep_options_of(scopes)
        self.customers = Customers(desk.clock)
        self.trail = Trail(desk.record, desk.clock)
        self._chosen = ""  # the id of the phrase taken from the hits, as against one that follows another
        self._clipboard = ""
        self._pasted = ""
        self._confirmed: tuple[object, ...] = ()  # what the agent has been asked about

    def close(self) -> None:
        """The agent leaves."""
        self.trail.end()
        self.desk.close()

    def renew(self, edition: Edition) -> None:
        """Go on with the edited books; drafts of phrases that are gone are gone with them."""
        self.desk.renew(edition)
        for customer in self.customers.all:
            customer.draft = self._renewed(customer.draft)
            customer.last = self._renewed(customer.last)
            customer.aside.clear()

    def _renewed(self, draft: Draft | None) -> Draft | None:
        phrase = self.desk.library.index.by_id(draft.phrase.id) if draft else None
        if draft is None or phrase is None:
            return None
        return draft if phrase == draft.phrase else draft._replace(phrase=phrase, edits=())

    def _begin(self, phrase: Phrase) -> Draft:
        return Draft(phrase, self.desk.turn(phrase))

    @property
    def customer(self) -> Customer:
        """The current customer."""
        return self.customers.current

    @property
    def draft(self) -> Draft | None:
        """The current customer's reply in the making."""
        return self.customer.draft

    @draft.setter
    def draft(self, draft: Draft | None) -> None:
        self.customer.draft = draft
        self.customers.touch()

    @property
    def wording(self) -> Wording:
        """The messages of the draft."""
        return self.desk.wording(self.draft.phrase, self.draft.turn) if self.draft else ()

    @property
    def place(self) -> str:
        """Where the draft's message stands among several, `2/5`; nothing for a single one."""
        count, message = len(self.wording), self._message
        if self.draft is None or count < 2:
            return ""
        end = f"–{count}" if self.draft.joined and message + 1 < count else ""
        return f"{message + 1}{end}/{count}"

    @property
    def _message(self) -> int:
        """The draft's message; an edit, a platform or another turn may have left fewer."""
        return min(self.draft.message, len(self.wording) - 1) if self.draft else 0

    # -- making a reply

    def take(self, phrase: Phrase | None) -> None:
        """Begin a draft of `phrase`, a hit; one of the same phrase goes on where it was."""
        self._chosen = phrase.id if phrase else ""
        self.customers.forget_idle()
        if phrase is None:
            self.draft = None
        elif self.draft is None or self.draft.phrase.id != phrase.id:
            self._put_aside()
            self.draft = self.customer.aside.pop(phrase.id, None) or self._begin(phrase)

    def _put_aside(self) -> None:
        """Keep what was typed for the draft, for when the agent comes back to it."""
        if self.draft is not None and self.draft.is_touched:
            self.customer.aside[self.draft.phrase.id] = self.draft.without_misfits()

    def begin(self, phrase: Phrase) -> None:
        """Begin a draft of `phrase`, which was not found by a query."""
        self._chosen = ""
        self._put_aside()
        self.draft = self._begin(phrase)

    def offer(self, text: str, *, pasted: bool = False) -> bool:
        """Let placeholders take values from `text`, the clipboard's or one pasted as a query; whether it is news."""
        before = (self._clipboard, self._pasted)
        self.sent_digests.refresh()
        if text in self.sent_digests:
            text = ""
        if pasted:
            self._pasted = text
        else:
            self._clipboard = text
        return before != (self._clipboard, self._pasted)

    def forget_offers(self) -> None:
        """Another customer: what was pasted for this one is not theirs."""
        self._pasted = ""

    def prepared(self) -> Prepared | None:
        """The draft, filled with all that is known."""
        draft = self.draft
        if draft is None:
            return None
        message = self.wording[self._message]
        if draft.joined:
            message = joined(self.wording[self._message :])
        found = self._offers(draft)
        known = Known(
            typed=draft.typed,
            carried=self.customer.values,
            offered={name: value for name, value in found.items() if not self._was_sent(value)},
            rivals={name: value for name, value in found.items() if value not in self.customer.declined},
            remembered=self._remembered.values,
        )
        return self.desk.prepare(draft.phrase, message, known, draft.edits)

    def _offers(self, draft: Draft) -> dict[str, str]:
        placeholders = draft.phrase.scope.placeholders
        return offers(self._clipboard, placeholders) | offers(self._pasted, placeholders)

    def _was_sent(self, value: str) -> bool:
        return is_identifying(value) and value in self.sent_digests

    def rivals(self) -> tuple[Slot, ...]:
        """The draft's slots whose value is from an earlier reply while the clipboard holds another."""
        prepared = self.prepared()
        return prepared.rivals if prepared else ()

    def add_customer(self) -> bool:
        """Begin with a new customer; False if there are too many.

        Where the clipboard held another number than this customer's, the draft is made again for the new one, with it.
        """
        draft, rivals = self.draft, self.rivals()
        if not self.customers.add():
            return False
        if draft is not None and rivals:
            self.draft = self._begin(draft.phrase).filled({slot.name: slot.rival for slot in rivals})
        return True

    def fill(self, typed: Mapping[str, str]) -> None:
        """Use these values, and no others that were typed for this draft."""
        filled = self.draft.filled(typed) if self.draft else None
        if filled is not self.draft:
            self.draft = filled

    def reword(self) -> None:
        """Take the next wording."""
        if self.draft is not None:
            self.draft = self.draft.reworded()

    def step(self, by: int) -> None:
        """Go to another of the draft's messages, stopping at the ends."""
        if self.draft is not None:
            self.draft = self.draft.at(max(0, min(self._message + by, len(self.wording) - 1)))

    def join(self) -> None:
        """Send the rest of the messages as one, or one by one again."""
        if self.draft is not None and len(self.wording) > 1:
            self.draft = self.draft._replace(joined=not self.draft.joined, edits=())

    def toggle(self) -> tuple[Slot, ...]:
        """Leave the draft's optional parts out if any is in, else put them in; returns the slots they ask for."""
        prepared = self.prepared()
        if prepared is None or self.draft is None:
            return ()
        self.draft, slots = self.draft.toggled(prepared)
        return slots

    def take_suggestion(self) -> bool:
        """Replace the first offence that has a suggestion; False if none has."""
        prepared = self.prepared()
        mended = self.draft.mended(prepared) if prepared and self.draft else None
        if mended is not None:
            self.draft = mended
        return mended is not None

    def again(self) -> bool:
        """Make the customer's last reply again; False if there is none."""
        last = self.customer.last
        if last is not None:
            self._chosen = ""
            self.draft = last._replace(typed={}, edits=())
        return last is not None

    def follow(self) -> bool:
        """Take what usually follows the last reply, and the one after it the next time; False if nothing does."""
        following = self.following()
        if not following:
            return False
        places = [phrase.id for phrase in following]
        at = places.index(self.draft.phrase.id) + 1 if self.draft and self.draft.phrase.id in places else 0
        self.begin(following[at % len(following)])
        return True

    def following(self) -> list[Phrase]:
        """What usually follows the customer's last reply."""
        names = self.customer.last.phrase.next if self.customer.last else ()
        phrases = map(self.desk.library.index.by_id, names)
        return [phrase for phrase in phrases if phrase and phrase.offered_on(self.desk.profile.platform)]

    # -- sending it

    def attempt(self) -> Attempt:
        """What Enter means for the draft as it is. A second attempt at the same text confirms."""
        self.customers.forget_idle()
        prepared = self.prepared()
        if prepared is None:
            return Attempt(Answer.REFUSE, words=t("reply.nothing"))
        if prepared.needs and not (prepared.expired or prepared.broken or prepared.overlong):
            names = listed(slot.ask for slot in prepared.needs)
            return Attempt(Answer.ASK, slots=prepared.needs, words=names)
        if refusal := prepared.refusal:
            return Attempt(Answer.REFUSE, words=refusal)
        cautions = self.cautions(prepared)
        asked = (self.customer, self.draft, prepared.text, *cautions, *prepared.rivals)
        if (cautions or prepared.rivals) and self._confirmed != asked:
            self._confirmed = asked
            return Attempt(Answer.CONFIRM, words="".join(cautions[:1]), rivals=prepared.rivals)
        self._confirmed = ()
        return Attempt(Answer.SEND, prepared=prepared)

    def cautions(self, prepared: Prepared) -> list[str]:
        """What the agent must say yes to before `prepared` leaves."""
        cautions = [
            t("reply.warned", text=prepared.text[finding.start : finding.end], why=finding.rule.why)
            for finding in prepared.findings
        ]
        if prepared.carried and self.customers.paused():
            cautions.append(t("reply.carried", names=listed(prepared.carried)))
        return cautions

    def sent(self, draft: Draft, prepared: Prepared, customer: Customer) -> bool:
        """Note that `draft` has left for `customer`; True if one of its messages follows.

        What was typed or taken from the clipboard for it is known of the customer from now on.
        """
        values = {
            slot.name: slot.value.text
            for slot in prepared.slots
            if slot.value and slot.value.origin in (Origin.TYPED, Origin.CARRIED, Origin.OFFERED)
        }
        self._remembered.keep(
            {
                slot.name: slot.value.text
                for slot in prepared.slots
                if slot.remember and slot.name in draft.typed and slot.value
            }
        )
        self.sent_digests.add([prepared.text, *filter(is_identifying, values.values())])
        customer.declined.update(slot.rival for slot in prepared.rivals)
        self._pasted = ""  # what was in it is the customer's now
        if draft.message == 0:  # several messages are one pick
            self.trail.picked(draft.phrase, edited=draft.is_touched, by_query=draft.phrase.id == self._chosen)
        customer.values.update(values)
        customer.impersonal.update(_impersonal(draft.phrase, values))
        customer.used = customer.served = self.desk.clock()
        customer.last = draft
        count = len(self.desk.wording(draft.phrase, draft.turn))
        follows = not draft.joined and draft.message + 1 < count
        if not follows:
            self.desk.copied(draft.phrase)
        if customer.draft is draft:
            customer.draft = (
                draft._replace(message=draft.message + 1, edits=()) if follows else self._begin(draft.phrase)
            )
        return follows


def _impersonal(phrase: Phrase, names: Iterable[str]) -> set[str]:
    """Which of `names` are declared, and neither private nor from the clipboard: a shop's address, not a customer's."""
    placeholders = phrase.scope.placeholders
    declared = {name: placeholders[name] for name in names if name in placeholders}
    return {name for name, one in declared.items() if not (one.private or one.from_clipboard)}
