"""A text that could not be copied, alone on the screen, to be selected by hand."""

from __future__ import annotations

from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.content import Content
from textual.screen import ModalScreen
from textual.widgets import Static

from qreply.i18n import t
from qreply.tui.widgets.prose import Prose


class ManualCopyScreen(ModalScreen[None]):
    """Nothing but the text, over the whole width: terminals select whole lines."""

    CSS_PATH = "manual_copy.tcss"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape,enter,ctrl+q", "dismiss", "close", id="by-hand-close", show=False)
    ]

    def __init__(self, text: str, reason: str) -> None:
        """Show `text`, with the reason why it could not be copied."""
        super().__init__()
        self._text = text
        self._reason = reason

    def compose(self) -> ComposeResult:
        yield Static(t("screen.by-hand", reason=self._reason), id="by-hand-say", markup=False)
        yield Prose(id="by-hand-text")

    def on_mount(self) -> None:
        self.query_one(Prose).set_paragraphs(Content(self._text))
