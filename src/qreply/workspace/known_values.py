"""Know the values for a reply, from the clipboard, from a paste, and of a customer."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from qreply.phrasebook.model import Phrase
from qreply.reply.clipboard_values import offers
from qreply.reply.draft import Draft
from qreply.reply.rendered_reply import RenderedReply
from qreply.reply.values import Origin, ValueSources
from qreply.workspace.customers import Customer
from qreply.workspace.remembered_options import RememberedOptions
from qreply.workspace.sent_digests import SentDigests, is_identifying


class KnownValues:
    """The clipboard's text, the pasted one, remembered options and digests of what was sent."""

    def __init__(self, remembered: RememberedOptions, sent_digests: SentDigests) -> None:
        self.remembered = remembered
        self.sent_digests = sent_digests
        self._clipboard = ""
        self._pasted = ""

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

    def forget_pasted(self) -> None:
        """Forget what was pasted: it is not another customer's."""
        self._pasted = ""

    def sources(self, draft: Draft, customer: Customer) -> ValueSources:
        """Return where the values of `draft`, a reply to `customer`, come from."""
        found = self._offers(draft, customer)
        return ValueSources(
            typed=draft.typed,
            carried=customer.values,
            listed=customer.listed(draft.phrase.scope.placeholders) if customer.listed else {},
            offered={name: value for name, value in found.items() if not self._was_sent(value)},
            rivals={name: value for name, value in found.items() if value not in customer.declined},
            remembered=self.remembered.values,
        )

    def _offers(self, draft: Draft, customer: Customer) -> dict[str, str]:
        """Return what the clipboard and the paste offer.

        While a round is served the clipboard is ignored: what was copied may be about somebody else.
        """
        placeholders = draft.phrase.scope.placeholders
        clipboard = "" if customer.listed else self._clipboard
        return offers(clipboard, placeholders) | offers(self._pasted, placeholders)

    def _was_sent(self, value: str) -> bool:
        return is_identifying(value) and value in self.sent_digests

    def learn(self, draft: Draft, rendered: RenderedReply, customer: Customer) -> None:
        """Know of `customer` from now on what was filled into `draft`, which has left.

        Only what was typed, or taken from the clipboard, is learned.
        """
        values = {
            field.name: field.value.text
            for field in rendered.fields
            if field.value
            and not field.from_shop
            and field.value.origin in (Origin.TYPED, Origin.CARRIED, Origin.OFFERED)
        }
        if not customer.listed:  # of a list nothing is kept on the disk
            self._keep(draft, rendered, values)
        customer.declined.update(field.rival for field in rendered.rivals)
        customer.values.update(values)
        customer.impersonal.update(_impersonal(draft.phrase, values))
        self.forget_pasted()  # what was in it is the customer's now

    def _keep(self, draft: Draft, rendered: RenderedReply, values: Mapping[str, str]) -> None:
        """Remember options that were picked, and digests of what was sent, for other runs too."""
        self.remembered.keep(
            {
                field.name: field.value.text
                for field in rendered.fields
                if field.remember and field.name in draft.typed and field.value
            }
        )
        self.sent_digests.add([rendered.text, *filter(is_identifying, values.values())])


def _impersonal(phrase: Phrase, names: Iterable[str]) -> set[str]:
    """Return which of `names` are declared, and neither private nor from the clipboard.

    A shop's address is such a name, a customer's is not.
    """
    placeholders = phrase.scope.placeholders
    declared = {name: placeholders[name] for name in names if name in placeholders}
    return {name for name, one in declared.items() if not (one.private or one.from_clipboard)}
