"""Show who is being served, always in sight, and what usually follows their last reply."""

from __future__ import annotations

from collections.abc import Sequence

from rich.cells import cell_len
from textual import events
from textual.content import Content
from textual.message import Message
from textual.widget import Widget

from qreply.i18n import t
from qreply.phrasebook.model import Phrase
from qreply.tui.cell_width import first_shown, fit, marks, plain_emoji
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
        self._following: Sequence[Phrase] = ()
        self._drafted_id = ""
        self._key = ""

    def show(
        self,
        customers: Sequence[Customer],
        current: Customer,
        following: Sequence[Phrase],
        drafted_id: str,
        key: str,
    ) -> None:
        """Show these customers, and what follows the current one's last reply.

        `key` takes the next of it; that of id `drafted_id` is the draft and stands out.
        """
        self._customers, self._current = customers, current
        self._following, self._drafted_id, self._key = following, drafted_id, key
        self.refresh()

    def render(self) -> Content:
        parts = [
            Content.styled(f" {t('screen.customer')}", "$muted"),
            *(label for _, label in self._labels()),
        ]
        if self._following:
            taken = sum(part.cell_length for part in parts)
            parts.append(self._chain(self.size.width - taken))
        return Content("").join(parts)

    def _chain(self, width: int) -> Content:
        """Return as many of the follow-ups as fit.

        The one that is the draft stands out, else the one that the key takes.
        """
        ids = [phrase.id for phrase in self._following]
        lit = ids.index(self._drafted_id) if self._drafted_id in ids else -1
        head = Content.assemble(
            (f"  {t('screen.following')} ", "$muted"), (f"{self._key} ", "$text-accent bold")
        )
        shown: list[Content] = []
        room = width - head.cell_length
        for index, phrase in enumerate(self._following):
            style = "$text-accent" if index <= lit + 1 else "$foreground"
            if index == lit:
                style = f"{style} bold underline"
            mark = marks().next if index == lit + 1 else ""
            title = Content.styled(f"{mark}{plain_emoji(phrase.title)}", style)
            rest = len(ids) - index - 1
            needed = title.cell_length + (3 if shown else 0) + (4 if rest else 0)
            if needed > room and shown:
                shown.append(Content.styled(f"+{len(ids) - index}", "$muted"))
                break
            shown.append(title)
            room -= title.cell_length + 3
        return Content.assemble(head, Content.styled(" · ", "$muted").join(shown))

    def _labels(self) -> list[tuple[Customer, Content]]:
        """Return the customers with their labels, from where the current one comes into sight."""
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
