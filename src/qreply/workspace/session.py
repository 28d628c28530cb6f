"""An agent's work, apart from any screen: what is searched, whose reply is being made, and what Enter means now."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from enum import Enum
from typing import NamedTuple

from qreply.history.records import MAX_QUERY
from qreply.history.tracker import SearchTracker
from qreply.i18n import join_words, t
from qreply.phrasebook.model import Phrase, Wording
from qreply.reply.clipboard_values import offers
from qreply.reply.draft import Draft
from qreply.reply.render import RenderedReply, Slot
from qreply.reply.value_forms import fitted
from qreply.reply.values import Origin, ValueSources, is_valid
from qreply.search.pasted_message import set_aside_words
from qreply.settings.settings import Shop
from qreply.workspace.books import BookUpdate
from qreply.workspace.customers import Customer, Customers
from qreply.workspace.remembered_options import RememberedOptions
from qreply.workspace.search_state import SearchState, search
from qreply.workspace.sent_digests import SentDigests, is_identifying
from qreply.workspace.workspace import Workspace, joined


class SendDecision(Enum):
    """The decisions that an attempt to send comes to."""

    ASK = "ask"  # something is missing or does not fit
    REFUSE = "refuse"  # it must not leave
    REPLACE = "replace"  # the shop has not what it is about: another phrase says so
    CONFIRM = "confirm"  # it may leave, if the agent says so again
    SEND = "send"


class SendAttempt(NamedTuple):
    """A decision, with what it is about: slots to fill, words to show, or a reply to copy."""

    answer: SendDecision
    slots: tuple[Slot, ...] = ()
    words: str = ""
    rendered: RenderedReply | None = None
    rivals: tuple[Slot, ...] = ()  # what the agent must choose: the customer's value, or the clipboard's
    phrase: Phrase | None = None  # the one to send in its place

    @property
    def text(self) -> str:
        """Return what is to be copied; nothing unless the decision is to send."""
        return self.rendered.text if self.rendered else ""


class NoteOutcome(Enum):
    """What has become of a question that was to be noted."""

    NOTED = "noted"
    OFF = "off"  # no history is kept
    EMPTY = "empty"
    TOO_LONG = "too long"


class NotedQuestion(NamedTuple):
    """The outcome, the words as they were noted, and how many characters at most are."""

    outcome: NoteOutcome
    words: str = ""
    max_length: int = MAX_QUERY


class Session:
    """The search, the customers being served, and the current customer's draft."""

    def __init__(
        self, workspace: Workspace, remembered: RememberedOptions, sent_digests: SentDigests | None = None
    ) -> None:
        """Use `sent_digests` for what other runs sent; without, only this run's replies are known."""
        self.sent_digests = sent_digests or SentDigests()
        self._remembered = remembered
        self._clipboard = ""
        self.open(workspace)

    def open(self, workspace: Workspace) -> None:
        """Work with `workspace` from now on, with nobody served and nothing searched yet."""
        self.workspace = workspace
        if (scopes := workspace.phrasebook.index.scopes()) and not workspace.phrasebook.index.damaged:
            self._remembered.keep_options_of(scopes)
        self.customers = Customers(workspace.clock)
        self.tracker = SearchTracker(workspace.record, workspace.clock)
        self.search_state = SearchState(workspace)
        self._chosen = ""  # the id of the phrase taken from the hits, as against one that follows another
        self._pasted = ""
        self._confirmed: tuple[object, ...] = ()  # what the agent has been asked about

    def close(self) -> None:
        """End the session as the agent leaves."""
        self.tracker.end()
        self.workspace.close()

    def renew(self, update: BookUpdate) -> None:
        """Go on with the edited books; drafts of phrases that are gone are gone with them."""
        self.workspace.renew(update)
        for customer in self.customers.all:
            customer.draft = self._renewed(customer.draft)
            customer.last = self._renewed(customer.last)
            customer.aside.clear()
        self.search_again()

    # -- searching

    def search(self, query: str) -> SearchState:
        """Find `query` in the current scenario and begin with the first hit."""
        return self._search(query, self.search_state.scenario)

    def search_in(self, scenario: str) -> SearchState:
        """Find the query in `scenario`, empty for all, and begin with the first hit."""
        return self._search(self.search_state.query, scenario)

    def _search(self, query: str, scenario: str) -> SearchState:
        self.search_state = search(self.workspace, query, scenario=scenario)
        self.take(self.search_state.phrase)
        self.tracker.asked(query, found=self.search_state.total > 0)
        return self.search_state

    def select(self, index: int) -> bool:
        """Begin with the hit at `index`; False if there are fewer."""
        if not 0 <= index < len(self.search_state.hits):
            return False
        self.search_state = replace(self.search_state, selected=index)
        self.take(self.search_state.phrase)
        return True

    def search_again(self) -> None:
        """Find the query in what has changed; the selected phrase stays so, and the draft if it may still be sent."""
        before = self.search_state
        selected = before.phrase.id if before.phrase else ""
        self.search_state = search(
            self.workspace, before.query, scenario=before.scenario, selected_id=selected
        )
        platform = self.workspace.profile.platform
        if self.draft is None or not self.draft.phrase.available_on(platform):
            self.take(self.search_state.phrase)

    def note(self) -> NotedQuestion:
        """Note the query for the lead."""
        if self.workspace.history is None:
            return NotedQuestion(NoteOutcome.OFF)
        if not self.search_state.query.strip():
            return NotedQuestion(NoteOutcome.EMPTY)
        if words := self.tracker.noted():
            return NotedQuestion(NoteOutcome.NOTED, words)
        return NotedQuestion(NoteOutcome.TOO_LONG)

    # -- shop, platform, customers

    def introduce(self, agent: str, shops: tuple[Shop, ...], trades: tuple[str, ...] = ()) -> None:
        """Work as `agent` for `shops`, in `trades`, from now on."""
        self.workspace.settle(self.workspace.settings._replace(agent=agent, shops=shops, trades=trades))
        self.search_again()

    def next_platform(self) -> None:
        """Work for the next platform from now on."""
        self.workspace.next_platform()
        self.search_again()

    def next_shop(self) -> bool:
        """Work for the next shop of the settings; False if there is no other."""
        is_another = self.workspace.next_shop()
        self.search_again()
        return is_another

    def next_customer(self) -> None:
        """Go on with the next customer."""
        self.customers.switch()
        self._serve()

    def new_customer(self) -> bool:
        """Go on with a new customer; False if there are too many."""
        is_added = self.add_customer()
        self._serve()
        return is_added

    def clear_customer(self) -> None:
        """Forget the current customer and go on with the next."""
        self.customers.clear()
        self._serve()

    def go_to(self, customer: Customer) -> None:
        """Go on with `customer`, if they are still there."""
        self.customers.go_to(customer)
        self._serve()

    def _serve(self) -> None:
        """Begin with the selected hit where the customer has no draft."""
        self.forget_offers()
        if self.draft is None:
            self.take(self.search_state.phrase)

    def _renewed(self, draft: Draft | None) -> Draft | None:
        phrase = self.workspace.phrasebook.index.by_id(draft.phrase.id) if draft else None
        if draft is None or phrase is None:
            return None
        return draft if phrase == draft.phrase else draft._replace(phrase=phrase, edits=())

    def _begin(self, phrase: Phrase) -> Draft:
        return Draft(phrase, self.workspace.turn(phrase))

    @property
    def customer(self) -> Customer:
        """Return the current customer."""
        return self.customers.current

    @property
    def draft(self) -> Draft | None:
        """Return the current customer's reply in the making."""
        return self.customer.draft

    @draft.setter
    def draft(self, draft: Draft | None) -> None:
        self.customer.draft = draft
        self.customers.touch()

    @property
    def wording(self) -> Wording:
        """Return the messages of the draft."""
        return self.workspace.wording(self.draft.phrase, self.draft.turn) if self.draft else ()

    @property
    def place(self) -> str:
        """Return where the draft's message is among several, `2/5`; nothing for a single one."""
        count, message = len(self.wording), self._message
        if self.draft is None or count < 2:
            return ""
        end = f"–{count}" if self.draft.joined and message + 1 < count else ""
        return f"{message + 1}{end}/{count}"

    @property
    def _message(self) -> int:
        """Return the draft's message; an edit, a platform or another turn may have left fewer."""
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

    def begin_by_id(self, phrase_id: str) -> bool:
        """Begin a draft of the phrase of this id; False if there is none for this platform."""
        phrase = self._available(phrase_id)
        if phrase is not None:
            self.begin(phrase)
        return phrase is not None

    def _available(self, phrase_id: str) -> Phrase | None:
        """Return the phrase of this id; None if there is none that may be sent on this platform."""
        phrase = self.workspace.phrasebook.index.by_id(phrase_id)
        platform = self.workspace.profile.platform
        return phrase if phrase is not None and phrase.available_on(platform) else None

    def begin(self, phrase: Phrase) -> None:
        """Begin a draft of `phrase`, which was not found by a query."""
        self._chosen = ""
        self._put_aside()
        self.draft = self._begin(phrase)

    def offer(self, text: str, *, pasted: bool = False) -> bool:
        """Offer values from `text`, copied or pasted as a query; tell whether any is new."""
        before = (self._clipboard, self._pasted)
        self.sent_digests.refresh()
        if text in self.sent_digests:
            text = ""
        if pasted:
            self._pasted = text
        else:
            self._clipboard = text
        return before != (self._clipboard, self._pasted)

    def take_paste(self, text: str) -> str:
        """Let placeholders and the customer's label take what `text`, pasted as the query, has for them.

        Returns what of it is not searched for, in words; "" where all of it is.
        """
        message = self.workspace.read(text)
        self.offer(text, pasted=True)
        if message.nick:
            self.customer.nick = message.nick
        return set_aside_words(message)

    def forget_offers(self) -> None:
        """Forget what was pasted: it is not another customer's."""
        self._pasted = ""

    def rendered(self) -> RenderedReply | None:
        """Return the draft, filled with all that is known."""
        draft = self.draft
        if draft is None:
            return None
        message = self.wording[self._message]
        if draft.joined:
            message = joined(self.wording[self._message :])
        found = self._offers(draft)
        known = ValueSources(
            typed=draft.typed,
            carried=self.customer.values,
            offered={name: value for name, value in found.items() if not self._was_sent(value)},
            rivals={name: value for name, value in found.items() if value not in self.customer.declined},
            remembered=self._remembered.values,
        )
        return self.workspace.prepare(draft.phrase, message, known, draft.edits)

    def _offers(self, draft: Draft) -> dict[str, str]:
        placeholders = draft.phrase.scope.placeholders
        return offers(self._clipboard, placeholders) | offers(self._pasted, placeholders)

    def _was_sent(self, value: str) -> bool:
        return is_identifying(value) and value in self.sent_digests

    def rivals(self) -> tuple[Slot, ...]:
        """Return slots with a value from an earlier reply where the clipboard holds another."""
        rendered = self.rendered()
        return rendered.rivals if rendered else ()

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
        """Leave the draft's optional parts out if any is in, else put them in.

        Returns the slots they ask for.
        """
        rendered = self.rendered()
        if rendered is None or self.draft is None:
            return ()
        self.draft, slots = self.draft.toggled(rendered)
        return slots

    def take_suggestion(self) -> bool:
        """Replace the first offence that has a suggestion; False if none has."""
        rendered = self.rendered()
        mended = self.draft.mended(rendered) if rendered and self.draft else None
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
        """Take what usually follows the last reply, then what follows that; False if nothing does."""
        following = self.following()
        if not following:
            return False
        places = [phrase.id for phrase in following]
        at = places.index(self.draft.phrase.id) + 1 if self.draft and self.draft.phrase.id in places else 0
        self.begin(following[at % len(following)])
        return True

    def following(self) -> list[Phrase]:
        """Return what usually follows the customer's last reply."""
        names = self.customer.last.phrase.next if self.customer.last else ()
        return [phrase for phrase in map(self._available, names) if phrase]

    # -- sending it

    def attempt(self) -> SendAttempt:
        """Return what Enter means for the draft; a second attempt at the same text confirms."""
        self.customers.forget_idle()
        rendered = self.rendered()
        if rendered is None:
            return SendAttempt(SendDecision.REFUSE, words=t("reply.nothing"))
        is_sound = not (rendered.expired or rendered.broken or rendered.overlong)
        if is_sound and rendered.absent and (no_answer := self.no_answer()) is not None:
            names = join_words(slot.name for slot in rendered.absent)
            words = t("reply.no-answer", names=names, title=no_answer.title)
            return SendAttempt(SendDecision.REPLACE, words=words, phrase=no_answer)
        if is_sound and rendered.needs and not rendered.absent:
            names = join_words(slot.ask for slot in rendered.needs)
            return SendAttempt(SendDecision.ASK, slots=rendered.needs, words=names)
        if refusal := rendered.refusal:
            return SendAttempt(SendDecision.REFUSE, words=refusal)
        cautions = self.cautions(rendered)
        asked = (self.customer, self.draft, rendered.text, *cautions, *rendered.rivals)
        if (cautions or rendered.rivals) and self._confirmed != asked:
            self._confirmed = asked
            return SendAttempt(SendDecision.CONFIRM, words="".join(cautions[:1]), rivals=rendered.rivals)
        self._confirmed = ()
        return SendAttempt(SendDecision.SEND, rendered=rendered)

    def no_answer(self) -> Phrase | None:
        """Return the phrase that says the shop has not what the draft is about; None if there is none.

        One that may not be sent on this platform is none.
        """
        if self.draft is None or not self.draft.phrase.no_answer:
            return None
        return self._available(self.draft.phrase.no_answer)

    def take_no_answer(self) -> bool:
        """Begin a draft of the `no_answer`; False if there is none."""
        phrase = self.no_answer()
        if phrase is not None:
            self.begin(phrase)
        return phrase is not None

    def shop_values_typed(self) -> dict[str, str]:
        """Return what the agent has typed that is the shop's to give.

        That is for the draft, else the one before it, else the last reply. What the shop's values hold already,
        and what is no value of its placeholder, is not among it.
        """
        aside = next(reversed(self.customer.aside.values()), None)
        for draft in (self.draft, aside, self.customer.last):
            declared = draft.phrase.scope.placeholders if draft else {}
            found = {
                name: value
                for name, text in (draft.typed if draft else {}).items()
                if name in declared and declared[name].from_shop
                if (value := fitted(text.strip(), declared[name].pattern)) and is_valid(value, declared[name])
                if self.workspace.profile.values.get(name) != value
            }
            if found:
                return found
        return {}

    def cautions(self, rendered: RenderedReply) -> list[str]:
        """What the agent must say yes to before `rendered` leaves."""
        cautions = [finding.describe(rendered.text) for finding in rendered.findings]
        if doubtful := self.doubtful(rendered):
            cautions.append(t("reply.carried", names=join_words(doubtful)))
        return cautions

    def doubtful(self, rendered: RenderedReply) -> tuple[str, ...]:
        """The names of values from an earlier reply, where that is long enough ago for another customer's reply."""
        return tuple(rendered.carried) if self.customers.paused() else ()

    def toggle_favourite(self) -> bool | None:
        """Star the draft's phrase, or take its star; whether it is starred now, None without a draft."""
        return self.workspace.favourites.toggle(self.draft.phrase.id) if self.draft else None

    def sent(self, draft: Draft, rendered: RenderedReply, customer: Customer) -> bool:
        """Note that `draft` has left for `customer`; True if one of its messages follows.

        What was typed or taken from the clipboard for it is known of the customer from now on.
        """
        values = {
            slot.name: slot.value.text
            for slot in rendered.slots
            if slot.value
            and not slot.from_shop
            and slot.value.origin in (Origin.TYPED, Origin.CARRIED, Origin.OFFERED)
        }
        self._remembered.keep(
            {
                slot.name: slot.value.text
                for slot in rendered.slots
                if slot.remember and slot.name in draft.typed and slot.value
            }
        )
        self.sent_digests.add([rendered.text, *filter(is_identifying, values.values())])
        customer.declined.update(slot.rival for slot in rendered.rivals)
        self._pasted = ""  # what was in it is the customer's now
        if draft.message == 0:  # several messages are one pick
            self.tracker.picked(
                draft.phrase, edited=draft.is_touched, by_query=draft.phrase.id == self._chosen
            )
        customer.values.update(values)
        customer.impersonal.update(_impersonal(draft.phrase, values))
        customer.used = customer.served = self.workspace.clock()
        customer.last = draft
        count = len(self.workspace.wording(draft.phrase, draft.turn))
        follows = not draft.joined and draft.message + 1 < count
        if not follows:
            self.workspace.copied(draft.phrase)
        if customer.draft is draft:
            customer.draft = (
                draft._replace(message=draft.message + 1, edits=()) if follows else self._begin(draft.phrase)
            )
        return follows


def _impersonal(phrase: Phrase, names: Iterable[str]) -> set[str]:
    """Return which of `names` are declared, and neither private nor from the clipboard.

    A shop's address is such a name, a customer's is not.
    """
    placeholders = phrase.scope.placeholders
    declared = {name: placeholders[name] for name in names if name in placeholders}
    return {name for name, one in declared.items() if not (one.private or one.from_clipboard)}
