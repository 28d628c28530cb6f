"""A name to know a customer by, asked for in one line."""

from __future__ import annotations

from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Vertical
from textual.screen import ModalScreen
from textual.widgets import Static

from qreply.i18n import t
from qreply.reply.rendered_reply import Field
from qreply.reply.values import Origin, Value
from qreply.text.safety import clean_line
from qreply.tui.keys import priority_key
from qreply.tui.widgets.form import FillForm
from qreply.workspace.customers import Customer


class CustomerNameScreen(ModalScreen[str | None]):
    """One line; closed with what stands in it, None if nothing is to change."""

    CSS_PATH = "first_run.tcss"
    BINDINGS: ClassVar[list[BindingType]] = [
        priority_key("customer-name-keep", "enter", "keep"),
        priority_key("customer-name-back", "escape,ctrl+q", "dismiss"),
    ]

    def __init__(self, customer: Customer) -> None:
        super().__init__()
        self._customer = customer

    def compose(self) -> ComposeResult:
        with Vertical(id="start"):
            yield Static(t("screen.name-customer"), id="start-title", markup=False)
            yield Static(t("screen.name-customer-why"), id="start-why", markup=False)
            yield FillForm()
            yield Static(t("screen.name-customer-keys"), id="start-keys", markup=False)

    async def on_mount(self) -> None:
        value = Value(self._customer.nick, Origin.TYPED)
        field = Field("nick", t("screen.customer-label"), value, required=False)
        await self.query_one(FillForm).ask([field])

    def action_keep(self) -> None:
        """Keep the name, without one where the line is empty."""
        self.dismiss(clean_line(self.query_one(FillForm).entries[0].value.strip()))
