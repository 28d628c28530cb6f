"""Take what others have copied as the query, and remember what stood there before.

A text is taken once: where it is new, neither ours nor one of the book's own replies, and reads like a customer's.
"""

from __future__ import annotations

import re
from typing import NamedTuple

from qreply.phrasebook.limits import PAGE
from qreply.phrasebook.model import PLATFORMS
from qreply.reply.draft import Draft
from qreply.search.incoming_message import Reading, read_incoming
from qreply.search.pasted_message import CustomerMessage
from qreply.workspace.customers import Customer, Customers
from qreply.workspace.finder import confidence_of, find, read
from qreply.workspace.known_values import KnownValues
from qreply.workspace.search_state import SearchState
from qreply.workspace.workspace import Workspace

# So alike, of 100, is a copied text to a reply of the book that it is one, filled by a colleague or edited a little.
_OWN_REPLY = 70
_FEWEST_OF_REPLY = 12  # characters; a shorter one is what customers say, too
_COMPARED = 5  # hits
# A word that may be a name is taken from so much confidence on: with the shipped book all of the 100 plainest messages
# have more, of 46 names of people, shops and goods 3.
_SURE = 0.75
_FIELD = re.compile(r"\{\{.*?\}\}", re.DOTALL)


class PreviousQuery(NamedTuple):
    """What stood on the screen before a text from the clipboard took its place."""

    query: str
    scenario: str
    selected_id: str
    customer: Customer
    draft: Draft | None
    nick: str


class ClipboardQuestion:
    """The clipboard's texts as they come, and the one that is the query."""

    def __init__(self, workspace: Workspace, customers: Customers, known_values: KnownValues) -> None:
        self._workspace = workspace
        self._customers = customers
        self._known_values = known_values
        self._sent_digests = known_values.sent_digests
        self._seen: str | None = None
        self.query: str | None = None  # as it was taken
        self._stood: PreviousQuery | None = None

    def see(self, text: str) -> None:
        """Take note of `text` without taking it: it was there at the start, or qreply copied it."""
        self._seen = text.strip()

    def is_new(self, text: str) -> bool:
        """Tell whether `text` is another one than was seen last."""
        return text.strip() not in {"", self._seen}

    def wants(self, text: str) -> bool:
        """See `text` and tell whether it is to be the query."""
        is_new = self.is_new(text)
        self.see(text)
        if not is_new or len(text) > PAGE:
            return False
        self._sent_digests.refresh()
        if text in self._sent_digests:
            return False
        message = read(self._workspace, text)
        match read_incoming(text, message):
            case Reading.MESSAGE:
                return not self._is_own_reply(text, message)
            case Reading.PERHAPS:
                hits = find(self._workspace, message.question, limit=2).hits
                return confidence_of(self._workspace, message.question, hits) >= _SURE
            case _:
                return False

    def begin(self, text: str, query: str, state: SearchState) -> None:
        """Make ready for `query`, read in `text` from the clipboard.

        It is searched for next, in the place of `state`. Words of another customer than the current one, by the head
        lines, go to that customer.
        """
        customer = self._customers.current
        selected = state.phrase.id if state.phrase else ""
        self.query = query
        self._stood = PreviousQuery(
            state.query, state.scenario, selected, customer, customer.draft, customer.nick
        )
        nick = read(self._workspace, text).nick
        if nick and customer.nick and nick != customer.nick:
            self._go_to(nick)

    def _go_to(self, nick: str) -> None:
        known = next((one for one in self._customers.all if one.nick == nick), None)
        if known is not None:
            self._customers.go_to(known)
        else:
            self._customers.add()
        self._known_values.forget_pasted()

    def give_back(self, query: str) -> PreviousQuery | None:
        """Go back to whom it was before the clipboard's text, once, and return what stood there.

        Returns None where `query`, the one that is searched for, is not from the clipboard.
        """
        if not query or query != self.query:
            return None
        stood, self._stood, self.query = self._stood, None, None
        if stood is None:
            return None
        self._known_values.forget_pasted()
        customer = self._customers.current
        if customer is not stood.customer and customer.served is None and not customer.values:
            self._customers.clear()
        self._customers.go_to(stood.customer)
        self._customers.current.nick = stood.nick
        return stood

    def settle(self) -> None:
        """Note that a reply was copied.

        Nothing is to be given back any more, and the same text is another question.
        """
        self._stood = None
        self._seen = ""

    def _is_own_reply(self, text: str, message: CustomerMessage) -> bool:
        """Tell whether `text` is a reply of the book, which somebody has filled and sent."""
        if len(text) < _FEWEST_OF_REPLY or "head" in message.kinds:
            return False
        from rapidfuzz import fuzz

        parts = {
            part
            for hit in find(self._workspace, text, limit=_COMPARED).hits
            for platform in PLATFORMS  # a colleague's, or another shop's
            for wording in hit.phrase.wordings_on(platform)
            for part in wording
        }
        return any(fuzz.ratio(text, _FIELD.sub("", part), score_cutoff=_OWN_REPLY) for part in parts)
