"""Show who is being served, always in sight, and what usually follows their last reply."""

from __future__ import annotations

from collections.abc import Sequence

from rich.cells import cell_len
from textual import events
from textual.content import Content
from textual.message import Message
from textual.widget import Widget

from qreply.i18n import t
from qreply.tui.cell_width import first_shown, fit
from qreply.workspace.customers import Customer

MAX_LABEL = 10  # cells


class CustomerBar(Widget):
    """Each customer's number and label, the current one standing out."""

    class Chosen(Message):
        """A customer was clicked."""

        def __init__(self, customer: Customer) -> None:
            self.customer = customer
            super().__init__()

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
        parts = [
            Content.styled(f" {t('screen.customer')}", "$muted"),
            *(label for _, label in self._labels()),
        ]
        if self._following:
            parts.append(
                Content.assemble((f"  {t('screen.following')} ", "$muted"), (self._following, "$text-accent"))
            )
        return Content("").join(parts)

    def _labels(self) -> list[tuple[Customer, Content]]:
        """The customers with their labels, from the one on that brings the current one into sight."""
        labels = [(customer, self._label(customer)) for customer in self._customers]
        widths = [label.cell_length for _, label in labels]
        current = next(
            (index for index, customer in enumerate(self._customers) if customer is self._current), 0
        )
        width = self.size.width - 1 - cell_len(t("screen.customer"))
        return labels[first_shown(widths, current, width) :]

    def _label(self, customer: Customer) -> Content:
        style = "$text-primary bold reverse" if customer is self._current else "$foreground"
        return Content.assemble(
            " ", (f" {customer.number} {fit(customer.label, MAX_LABEL)}".rstrip() + " ", style)
        )

    def on_click(self, event: events.Click) -> None:
        right = 1 + cell_len(t("screen.customer"))
        for customer, label in self._labels():
            right += label.cell_length
            if event.x < right:
                self.post_message(self.Chosen(customer))
                return
