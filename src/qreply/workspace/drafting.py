"""Make the current customer's reply: begin, fill and reword it, and follow it up."""

from __future__ import annotations

import re
from collections.abc import Mapping

from qreply.phrasebook.model import Phrase, Wording
from qreply.reply.draft import Draft
from qreply.reply.joined_reply import join_messages
from qreply.reply.rendered_reply import Field, RenderedReply
from qreply.workspace.customers import Customer, Customers
from qreply.workspace.known_values import KnownValues
from qreply.workspace.workspace import Workspace

_NUMBER = re.compile(r"\d\d|\d[.点]\d")  # such as a height, a weight or a size; not "2件"


class Drafting:
    """The current customer's draft, and what an agent does to it."""

    def __init__(self, workspace: Workspace, customers: Customers, known_values: KnownValues) -> None:
        self.workspace = workspace
        self.customers = customers
        self.known_values = known_values
        self._begun_turn = 0  # of the draft that was begun last
        self.chosen = ""  # the id of the phrase taken from the hits, as against one that follows another

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
        count, message = len(self.wording), self.message
        if self.draft is None or count < 2:
            return ""
        end = f"–{count}" if self.draft.joined and message + 1 < count else ""
        return f"{message + 1}{end}/{count}"

    @property
    def message(self) -> int:
        """Return the draft's message; an edit, a platform or another turn may have left fewer."""
        return min(self.draft.message, len(self.wording) - 1) if self.draft else 0

    # -- begun

    def take(self, phrase: Phrase | None, query: str = "") -> None:
        """Begin a draft of `phrase`, a hit of `query`; one of the same phrase goes on where it was."""
        self.chosen = phrase.id if phrase else ""
        self.customers.forget_idle()
        if phrase is None:
            self.draft = None
        elif self.draft is None or self.draft.phrase.id != phrase.id:
            self._put_aside()
            self.draft = self.customer.aside.pop(phrase.id, None) or self._begin(phrase, query)
        elif self.draft.turn == self._begun_turn and not self.draft.is_touched:
            turn = self._turn_for(phrase, query, self.draft.turn)  # what is asked may say more by now
            if turn != self.draft.turn:
                self._begun_turn, self.draft = turn, Draft(phrase, turn)

    def _put_aside(self) -> None:
        """Keep what was typed for the draft, for when the agent comes back to it."""
        if self.draft is not None and self.draft.is_touched:
            self.customer.aside[self.draft.phrase.id] = self.draft.without_misfits()

    def begin_by_id(self, phrase_id: str) -> bool:
        """Begin a draft of the phrase of this id; False if there is none for this platform."""
        phrase = self.available(phrase_id)
        if phrase is not None:
            self.begin(phrase)
        return phrase is not None

    def available(self, phrase_id: str) -> Phrase | None:
        """Return the phrase of this id; None unless there is one that may be sent on this platform."""
        phrase = self.workspace.phrasebook.index.by_id(phrase_id)
        platform = self.workspace.profile.platform
        return phrase if phrase is not None and phrase.available_on(platform) else None

    def begin(self, phrase: Phrase) -> None:
        """Begin a draft of `phrase`, which was not found by a query."""
        self.chosen = ""
        self._put_aside()
        self.draft = self._begin(phrase)

    def _begin(self, phrase: Phrase, query: str = "") -> Draft:
        self._begun_turn = self._turn_for(phrase, query, self.workspace.wording_turn(phrase))
        return Draft(phrase, self._begun_turn)

    def _turn_for(self, phrase: Phrase, query: str, turn: int) -> int:
        """Return the wording to begin with where some ask back and others answer with what was said.

        For a `query` with a number, such as a height, it is the next that answers; else the next that asks.
        """
        wordings = phrase.wordings_on(self.workspace.profile.platform)
        asking = ["？" in "".join(wording) for wording in wordings]
        if not query or all(asking) or not any(asking):
            return turn
        sources = self.known_values.sources(Draft(phrase, turn), self.customer)
        answers = [bool(self.workspace.find_needs(phrase, join_messages(one), sources)) for one in wordings]
        fitting = (
            answers if _NUMBER.search(query) else [a and not b for a, b in zip(asking, answers, strict=True)]
        )
        if not any(answers) or not any(fitting):
            return turn
        return next(at for at in range(turn, turn + len(wordings)) if fitting[at % len(wordings)])

    def begin_for_new(self) -> bool:
        """Begin with a new customer; False if there are too many.

        Where the clipboard held another number than this customer's, the draft is made again for the new one, with it.
        """
        draft, rivals = self.draft, self.rivals()
        if not self.customers.add():
            return False
        if draft is not None and rivals:
            self.draft = self._begin(draft.phrase).filled({field.name: field.rival for field in rivals})
        return True

    def renew(self, customer: Customer) -> None:
        """Go on with the edited books for `customer`.

        Drafts of phrases that are gone are gone with them.
        """
        customer.draft = self._renewed(customer.draft)
        customer.last = self._renewed(customer.last)
        customer.aside.clear()

    def _renewed(self, draft: Draft | None) -> Draft | None:
        phrase = self.workspace.phrasebook.index.by_id(draft.phrase.id) if draft else None
        if draft is None or phrase is None:
            return None
        return draft if phrase == draft.phrase else draft._replace(phrase=phrase, edits=())

    # -- filled

    def rendered(self) -> RenderedReply | None:
        """Return the draft, filled with all that is known."""
        draft = self.draft
        if draft is None:
            return None
        message = self.wording[self.message]
        if draft.joined:
            message = join_messages(self.wording[self.message :])
        sources = self.known_values.sources(draft, self.customer)
        return self.workspace.prepare(draft.phrase, message, sources, draft.edits)

    def rivals(self) -> tuple[Field, ...]:
        """Return fields with a value from an earlier reply where the clipboard holds another."""
        rendered = self.rendered()
        return rendered.rivals if rendered else ()

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
            self.draft = self.draft.at(max(0, min(self.message + by, len(self.wording) - 1)))

    def join(self) -> None:
        """Send the rest of the messages as one, or one by one again."""
        if self.draft is not None and len(self.wording) > 1:
            self.draft = self.draft._replace(joined=not self.draft.joined, edits=())

    def toggle(self) -> tuple[Field, ...]:
        """Leave the draft's optional parts out if any is in, else put them in.

        Returns the fields they ask for.
        """
        rendered = self.rendered()
        if rendered is None or self.draft is None:
            return ()
        self.draft, fields = self.draft.toggled(rendered)
        names = {
            field.name for field in fields
        }  # with what they hold now: a form would leave out again what was
        now = self.rendered()
        return tuple(field for field in now.fields if field.name in names) if now else ()

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
            self.chosen = ""
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
        """Return what usually follows the customer's last reply and they were not told yet."""
        names = self.customer.last.phrase.next if self.customer.last else ()
        told = {one.phrase_id for one in self.customer.sent_replies}
        return [phrase for phrase in map(self.available, names) if phrase and phrase.id not in told]
