"""The lines of a reply being written."""

from __future__ import annotations

from textual import events
from textual.widgets import TextArea

from qreply.text.safety import clean

MAX_LENGTH = 20_000  # code points: forty times what fits on a customer's screen


class ReplyEditor(TextArea):
    """A text of several lines that takes nothing unsafe from a paste."""

    def __init__(self, text: str) -> None:
        super().__init__(text, compact=True, highlight_cursor_line=False, id="reply-area")

    def on_paste(self, event: events.Paste) -> None:
        event.prevent_default()
        event.stop()
        self.put(event.text)

    def put(self, text: str) -> None:
        """Put `text`, made safe, in place of the selection."""
        limit = max(0, MAX_LENGTH - len(self.text) + len(self.selected_text))
        self.replace(clean(text)[:limit], *self.selection, maintain_selection_offset=False)
