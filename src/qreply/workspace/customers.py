"""Keep the customers an agent talks to, up to nine, each with own values and an own draft.

Values live in memory only, and are forgotten when nothing was done for a customer for a quarter of an hour.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, NamedTuple

from qreply.phrasebook.model import Phrase, Placeholder
from qreply.reply.draft import Draft
from qreply.reply.rendered_reply import RenderedReply
from qreply.reply.values import SALUTATION

if TYPE_CHECKING:  # which is not needed before a reply was copied
    from qreply.reply.promises import Promise

MAX_CUSTOMERS = 9
FORGET_AFTER = timedelta(minutes=15)
ACCEPT_AFTER = timedelta(minutes=2)  # a pause in which another customer's reply may have been meant

# What a list says of a customer, for the placeholders that are asked about.
ListedValues = Callable[[Mapping[str, Placeholder]], dict[str, str]]

_NUMBER = re.compile(r"\d(?:[\d-]*\d)?")


class CopiedMessage(NamedTuple):
    """A message as it was sent, to which something may be added, and the phrases in it.

    It is kept in memory only.
    """

    rendered: RenderedReply
    titles: Mapping[str, str]  # by the phrases' ids, in their order
    promise: Promise | None = None  # of an answer
    term: Promise | None = None  # any time from then on, which may be no promise


class SentReply(NamedTuple):
    """A reply that a customer was sent, by its title: its words are not kept."""

    at: datetime
    phrase_id: str
    title: str


@dataclass(eq=False)
class Customer:
    """One customer: what is known of them, their draft, and the reply they were last sent."""

    number: int
    used: datetime  # when anything was last done for them
    served: datetime | None = None  # when they were last sent something
    values: dict[str, str] = field(default_factory=dict)
    nick: str = ""  # as the head line of a pasted message has it
    draft: Draft | None = None
    last: Draft | None = None
    # Names of values that are not about them, such as the shop's.
    impersonal: set[str] = field(default_factory=set)
    # What the clipboard held and the agent did not want for them.
    declined: set[str] = field(default_factory=set)
    aside: dict[str, Draft] = field(default_factory=dict)  # drafts begun and not sent, by their phrase's id
    copied: CopiedMessage | None = None  # what they were last sent
    visit: object = field(default_factory=object)  # another one once they were forgotten: somebody else then
    listed: ListedValues | None = None  # where they are of a list, which then goes before the clipboard
    sent_replies: list[SentReply] = field(default_factory=list)  # what they were sent, oldest first

    def tell(self, at: datetime, phrase: Phrase) -> None:
        """Note that this customer was sent `phrase` at this time.

        Further messages of the same reply count as one.
        """
        if self.sent_replies and self.sent_replies[-1].phrase_id == phrase.id:
            self.sent_replies.pop()
        self.sent_replies.append(SentReply(at, phrase.id, phrase.title))

    @property
    def label(self) -> str:
        """Return the form of address, the nick, or the last four digits of a number of theirs.

        It is empty where none is known.
        """
        if address := self.values.get(SALUTATION):
            return address
        if self.nick:
            return self.nick
        own = (value for name, value in self.values.items() if name not in self.impersonal)
        numbers = (hit[0] for value in own for hit in _NUMBER.finditer(value))
        return next((number[-4:] for number in numbers if len(number) >= 4), "")


class Customers:
    """The customers being served; there is always a current one."""

    def __init__(self, clock: Callable[[], datetime]) -> None:
        self._clock = clock
        self._all = [Customer(1, clock())]
        self._current = self._all[0]

    @property
    def all(self) -> tuple[Customer, ...]:
        """Return every customer, by number."""
        return tuple(self._all)

    @property
    def current(self) -> Customer:
        """Return the customer whose reply is being made."""
        return self._current

    @property
    def is_fresh(self) -> bool:
        """Tell whether nothing is known of the current customer, who was sent nothing either."""
        one = self._current
        return not (one.values or one.nick or one.last or one.aside or one.listed)

    def add(self) -> bool:
        """Begin with a new customer, with the lowest free number; False if there are nine."""
        self.forget_idle()
        taken = {customer.number for customer in self._all}
        number = next((number for number in range(1, MAX_CUSTOMERS + 1) if number not in taken), 0)
        if not number:
            return False
        self._current = Customer(number, self._clock())
        self._all = sorted([*self._all, self._current], key=lambda customer: customer.number)
        return True

    def switch(self) -> None:
        """Go on with the next customer, around the end."""
        self.forget_idle()
        place = self._all.index(self._current)
        self._current = self._all[(place + 1) % len(self._all)]

    def go_to(self, customer: Customer) -> None:
        """Go on with `customer`, if they are still there."""
        self.forget_idle()
        if customer in self._all:
            self._current = customer

    def replace(self, customer: Customer, listed: ListedValues, nick: str) -> Customer | None:
        """Serve somebody else in the place of `customer`, of whom nothing is kept.

        Returns None where `customer` is gone.
        """
        if customer not in self._all:
            return None
        other = Customer(customer.number, self._clock(), nick=nick, listed=listed)
        self._all[self._all.index(customer)] = other
        if self._current is customer:
            self._current = other
        return other

    def clear(self) -> None:
        """Forget the current customer and go on with the next; with a new one where there is none."""
        place = self._all.index(self._current)
        self._all.remove(self._current)
        if not self._all:
            self._all = [Customer(1, self._clock())]
        self._current = self._all[place % len(self._all)]

    def touch(self) -> None:
        """Note that something was done for the current customer."""
        self._current.used = self._clock()

    def paused(self) -> bool:
        """Tell whether the current customer's values are so old that the agent is asked first."""
        served = self._current.served
        return served is not None and self._clock() - served > ACCEPT_AFTER

    def forget_idle(self) -> bool:
        """Forget customers idle for a quarter of an hour; tell whether anything was forgotten.

        The current customer, and that of a round, stay, but nothing is known of them any more.
        """
        now = self._clock()
        idle = [one for one in self._all if now - one.used > FORGET_AFTER]
        for customer in idle:
            customer.used = now
            customer.values.clear()
            customer.declined.clear()
            customer.nick = customer.nick if customer.listed else ""
            customer.last = customer.copied = None
            customer.sent_replies.clear()
            customer.aside.clear()
            customer.visit = object()
            if customer.draft:
                customer.draft = Draft(customer.draft.phrase, customer.draft.turn)
        self._all = [one for one in self._all if one is self._current or one.listed or one not in idle]
        return bool(idle)
