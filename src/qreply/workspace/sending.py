"""Decide what Enter means for the draft, and note what has left."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from enum import Enum
from typing import TYPE_CHECKING, NamedTuple

from qreply.history.tracker import SearchTracker
from qreply.i18n import join_words, t
from qreply.phrasebook.model import Phrase
from qreply.reply.draft import Draft
from qreply.reply.joined_reply import join_replies
from qreply.reply.rendered_reply import Field, RenderedReply
from qreply.workspace.clipboard_record import ClipboardRecord, CopiedReply, Presence
from qreply.workspace.customers import CopiedMessage, Customer
from qreply.workspace.drafting import Drafting
from qreply.workspace.reminders import Reminder, Reminders, spell_time

if TYPE_CHECKING:  # whose patterns take a fiftieth of the start, and are not needed before a reply was copied
    from qreply.reply.promises import Promise


class SendDecision(Enum):
    """The decisions that an attempt to send comes to."""

    ASK = "ask"  # something is missing or does not fit
    REFUSE = "refuse"  # it must not leave
    REPLACE = "replace"  # the shop has not what it is about: another phrase says so
    CONFIRM = "confirm"  # it may leave, if the agent says so again
    SEND = "send"


class SendAttempt(NamedTuple):
    """A decision, with what it is about: fields to fill, words to show, or a reply to copy."""

    decision: SendDecision
    fields: tuple[Field, ...] = ()
    words: str = ""
    rendered: RenderedReply | None = None
    rivals: tuple[Field, ...] = ()  # what the agent must choose: the customer's value, or the clipboard's
    phrase: Phrase | None = None  # the one to send in its place

    @property
    def text(self) -> str:
        """Return what is to be copied; nothing unless the decision is to send."""
        return self.rendered.text if self.rendered else ""


class Sending:
    """Lets the draft leave, refuses it, or asks the agent once more."""

    def __init__(
        self,
        drafting: Drafting,
        tracker: SearchTracker,
        reminders: Reminders,
        *,
        is_unsure: Callable[[], bool] = lambda: False,
    ) -> None:
        """Ask `is_unsure` whether the draft is just the nearest to what was asked."""
        self._drafting = drafting
        self._tracker = tracker
        self._reminders = reminders
        self.on_sent: Callable[[Draft, Customer, bool], object] = lambda *_: None  # as `sent` ends
        self.reason_to_wait: Callable[[], str] = lambda: ""
        self._is_unsure = is_unsure
        self.clipboard_record = ClipboardRecord()
        self._confirmed: tuple[object, ...] = ()  # what the agent has been asked about

    def attempt(self, *, behind: bool = False) -> SendAttempt:
        """Return what Enter means for the draft; a second attempt at the same text confirms.

        With `behind`, the draft follows what the customer was last sent, both as one message.
        """
        self._drafting.customers.forget_idle()
        if reason := self.reason_to_wait():
            return SendAttempt(SendDecision.REFUSE, words=reason)
        rendered = self._drafting.rendered()
        if behind and rendered is not None:
            rendered = self._behind_last(rendered)
        if rendered is None:
            return SendAttempt(SendDecision.REFUSE, words=t("reply.nothing"))
        is_sound = not (rendered.expired or rendered.broken or rendered.overlong)
        if is_sound and rendered.absent and (no_answer := self.no_answer()) is not None:
            names = join_words(field.name for field in rendered.absent)
            words = t("reply.no-answer", names=names, title=no_answer.title)
            return SendAttempt(SendDecision.REPLACE, words=words, phrase=no_answer)
        if is_sound and rendered.needs and not rendered.absent:
            names = join_words(field.ask for field in rendered.needs)
            return SendAttempt(SendDecision.ASK, fields=rendered.needs, words=names)
        if refusal := rendered.refusal:
            return SendAttempt(SendDecision.REFUSE, words=refusal)
        cautions = [*self.cautions(rendered), *(self._cautions_behind(rendered) if behind else ())]
        asked = (self._drafting.customer, self._drafting.draft, rendered.text, *cautions, *rendered.rivals)
        if (cautions or rendered.rivals) and self._confirmed != asked:
            self._confirmed = asked
            return SendAttempt(SendDecision.CONFIRM, words="".join(cautions[:1]), rivals=rendered.rivals)
        self._confirmed = ()
        return SendAttempt(SendDecision.SEND, rendered=rendered)

    def _behind_last(self, rendered: RenderedReply) -> RenderedReply:
        copied, workspace = self._drafting.customer.copied, self._drafting.workspace
        if copied is None:
            return rendered
        return join_replies(copied.rendered, rendered, workspace.phrasebook.rules, workspace.profile.platform)

    def no_answer(self) -> Phrase | None:
        """Return the phrase that says the shop has not what the draft is about.

        Returns None if there is no such phrase, or it may not be sent on this platform.
        """
        if self._drafting.draft is None or not self._drafting.draft.phrase.no_answer:
            return None
        return self._drafting.available(self._drafting.draft.phrase.no_answer)

    def take_no_answer(self) -> bool:
        """Begin a draft of the `no_answer`; False if there is none."""
        phrase = self.no_answer()
        if phrase is not None:
            self._drafting.begin(phrase)
        return phrase is not None

    def cautions(self, rendered: RenderedReply) -> list[str]:
        """Return what the agent must say yes to before `rendered` leaves."""
        cautions = [finding.describe(rendered.text) for finding in rendered.findings]
        if doubtful := self.doubtful(rendered):
            cautions.append(t("reply.carried", names=join_words(doubtful)))
        if self._is_unsure():
            cautions.append(t("reply.unsure"))
        if (copied := self.shown) is not None and copied.ends_series:
            cautions.append(t("reply.series-over", count=copied.total))
        return cautions

    @property
    def shown(self) -> CopiedReply | None:
        """Return the reply just copied while it is shown instead of the draft that comes next."""
        return self.clipboard_record.shown(self._drafting.customer)

    def _cautions_behind(self, rendered: RenderedReply) -> Iterator[str]:
        """Return what the agent must say yes to before `rendered`, two replies in one, leaves.

        It may be too long, or come late.
        """
        customers, workspace = self._drafting.customers, self._drafting.workspace
        from qreply.phrasebook.lint import MESSAGE_LIMITS  # which a first screen does without

        limits = {**MESSAGE_LIMITS, **workspace.settings.limits}
        limit, length = limits.get(workspace.profile.platform), len(rendered.text)
        if limit and length > limit:
            yield t("reply.behind-long", length=length, limit=limit)
        if customers.paused() and (served := customers.current.served):
            minutes = (workspace.clock() - served).total_seconds() // 60
            yield t("reply.behind-late", minutes=round(minutes))

    # -- what has left

    def doubtful(self, rendered: RenderedReply) -> tuple[str, ...]:
        """Return the names of values from an earlier reply that may be another customer's.

        There are none while that reply is recent.
        """
        return tuple(rendered.carried) if self._drafting.customers.paused() else ()

    def sent(
        self,
        draft: Draft,
        rendered: RenderedReply,
        customer: Customer,
        presence: Presence = Presence.VERIFIED,
        *,
        behind: bool = False,
    ) -> bool:
        """Note that `draft` has left for `customer`; True if one of its messages follows.

        What was typed or taken from the clipboard for it is known of the customer from now on. `behind` tells that
        what they were sent before is in it, too.
        """
        workspace = self._drafting.workspace
        held = customer.copied.titles if behind and customer.copied else {}
        titles = {**held, draft.phrase.id: draft.phrase.title}
        from qreply.reply.promises import find_promise, find_term

        now = workspace.clock()
        promise = find_promise(rendered.text, now)
        customer.copied = CopiedMessage(rendered, titles, promise, promise or find_term(rendered.text, now))
        self._reminders.sent_to(customer.visit)
        self._drafting.known_values.learn(draft, rendered, customer)
        if draft.message == 0 and not customer.listed:  # several messages are one pick
            by_query = draft.phrase.id == self._drafting.chosen
            self._tracker.picked(draft.phrase, edited=draft.is_touched, by_query=by_query)
        customer.used = customer.served = workspace.clock()
        customer.last = draft
        customer.tell(customer.used, draft.phrase)
        count = len(workspace.wording(draft.phrase, draft.turn))
        follows = not draft.joined and draft.message + 1 < count
        if not follows:
            workspace.take_next_wording(draft.phrase)
        is_current = customer.draft is draft
        if is_current:
            customer.draft = (
                draft._replace(message=draft.message + 1, edits=())
                if follows
                else Draft(draft.phrase, workspace.wording_turn(draft.phrase))
            )
        copied = CopiedReply(
            rendered, customer, presence, draft.message, count, draft.joined, " + ".join(titles.values())
        )
        # The next of several messages is shown at once; the next wording only when it is wanted.
        self.clipboard_record.note(copied, customer.draft if is_current and not follows else None)
        self.on_sent(draft, customer, follows)
        return follows

    def failed(self, draft: Draft, customer: Customer) -> None:
        """Note that `draft` could not be copied for `customer`: it was found all the same."""
        if not customer.listed and draft.phrase.id == self._drafting.chosen:
            self._tracker.failed()

    # -- what was promised

    def promise(self) -> Promise | None:
        """Return the answer that the last message promises and no reminder is set for."""
        copied = self._drafting.customer.copied
        return self._open_one(copied.promise if copied else None)

    def _open_one(self, promise: Promise | None) -> Promise | None:
        customer = self._drafting.customer
        if promise is None or promise.due <= self._drafting.workspace.clock():
            return None
        known = any(one.due == promise.due for one in self._reminders.promised_to(customer.visit))
        return None if known else promise

    def remember_promise(self, *, is_meant: bool = False) -> Reminder | None:
        """Set a reminder of the promised answer; None where nothing is promised.

        Where that `is_meant`, any time of which the last message speaks is one.
        """
        customer = self._drafting.customer
        copied = customer.copied
        promise = self._open_one(copied.term if copied else None) if is_meant else self.promise()
        if promise is None:
            return None
        # A number is another customer's tomorrow; by the time they are found in the chats.
        time = f"{self._drafting.workspace.clock():%H:%M}"
        label = customer.label or t("reminder.unnamed-at", number=customer.number, time=time)
        title = customer.last.phrase.title if customer.last else ""
        is_named = bool(customer.label)
        return self._reminders.add(label, promise.due, title=title, visit=customer.visit, is_named=is_named)

    def why_no_reminder(self, key: str) -> str:
        """Say, in the user's language, why `key` has set no reminder, and who is next."""
        customer, clock = self._drafting.customer, self._drafting.workspace.clock
        term = customer.copied.term if customer.copied else None
        own = self._reminders.promised_to(customer.visit)
        if term is not None and (known := next((one for one in own if one.due == term.due), None)):
            return t("reminder.known", label=known.label, time=self._reminders.spell_due(known))
        if customer.copied is None:
            words = t("reminder.none", key=key)
        elif term is not None:
            words = t("reminder.over", words=term.words, time=spell_time(term.due, clock()))
        else:
            words = t("reminder.unseen", key=key)
        if not self._reminders.all:
            return words
        first = self._reminders.all[0]
        following = t("reminder.next", label=first.label, time=self._reminders.spell_due(first))
        return following if customer.copied is None else f"{words} · {following}"
