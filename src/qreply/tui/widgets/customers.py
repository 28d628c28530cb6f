"""The customers' line: who is being served, always in sight, and what usually follows."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from textual import events
from textual.content import Content
from textual.message import Message
from textual.widget import Widget

from qreply.customers import Customer
from qreply.language import t


class CustomerLine(Widget):
    """Each customer's number and label, the current one standing out."""

    @dataclass
    class Chosen(Message):
        """A customer was clicked."""

        customer: Customer

    def __init__(self) -> None:
        super().__init__(id="customers")
        self._customers: Sequence[Customer] = ()
        self._current: Customer | None = None
        self._following = ""

    def show(self, customers: Sequence[Customer], current: Customer, following: str) -> None:
        """Show these customers, and the title of what follows the current one's last reply."""
        self._customers, self._current, self._following = customers, current, following
        self.refresh()

    def render(self) -> Content:
        parts = [Content.styled(f" {t('screen.customer')}", "$muted"), *map(self._label, self._customers)]
        if self._following:
            parts.append(
                Content.assemble((f"  {t('screen.following')} ", "$muted"), (self._following, "$text-accent"))
            )
        return Content("").join(parts)

    def _label(self, customer: Customer) -> Content:
        style = "$text-primary bold reverse" if customer is self._current else "$foreground"
        return Content.assemble(" ", (f" {customer.number} {customer.label}".rstrip() + " ", style))

    def on_click(self, event: events.Click) -> None:
        right = 1 + Content(t("screen.customer")).cell_length
        for customer in self._customers:
            right += self._label(customer).cell_length
            if event.x < right:
                self.post_message(self.Chosen(customer))
                return
