"""A text that could not be copied, alone on the screen, to be selected by hand."""

from __future__ import annotations

from typing import ClassVar

from textual import events
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.content import Content
from textual.screen import ModalScreen
from textual.widgets import Static

from qreply.i18n import t
from qreply.phrasebook.limits import VALUE
from qreply.text.graphemes import boundary_before
from qreply.text.safety import clean_line
from qreply.tui.widgets.prose import Prose


class ManualCopyScreen(ModalScreen[str]):
    """Nothing but the text, over the whole width: terminals select whole lines.

    It ends with what was typed meanwhile, the next question of who did not look up.
    """

    CSS_PATH = "manual_copy.tcss"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape,enter,ctrl+q", "close", "close", id="by-hand-close", show=False)
    ]

    def __init__(self, text: str, reason: str) -> None:
        """Show `text`, with the reason why it could not be copied."""
        super().__init__()
        self._text = text
        self._reason = reason
        self._typed = ""

    def compose(self) -> ComposeResult:
        yield Static(t("screen.by-hand", reason=self._reason), id="by-hand-say", markup=False)
        yield Prose(id="by-hand-text")
        yield Static(id="by-hand-typed", markup=False)

    def on_mount(self) -> None:
        self.query_one(Prose).set_paragraphs(Content(self._text))

    def on_key(self, event: events.Key) -> None:
        """Keep what is typed, which is shown below."""
        if event.is_printable and event.character:
            self._keep(self._typed + event.character)
        elif event.key == "backspace":
            self._keep(self._typed[: boundary_before(self._typed, len(self._typed))])

    def on_paste(self, event: events.Paste) -> None:
        self._keep(clean_line(self._typed + event.text))

    def _keep(self, typed: str) -> None:
        self._typed = typed[:VALUE]
        words = t("screen.by-hand-typed", typed=self._typed) if self._typed else ""
        self.query_one("#by-hand-typed", Static).update(words)

    def action_close(self) -> None:
        """Go back with what was typed."""
        self.dismiss(self._typed)
