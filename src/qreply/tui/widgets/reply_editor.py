"""The lines of a reply being written."""

from __future__ import annotations

from typing import ClassVar

from textual import events
from textual.binding import Binding, BindingType
from textual.widgets import TextArea
from textual.widgets.text_area import Location

from qreply.text.graphemes import boundary_after, boundary_before, floor_boundary
from qreply.text.safety import JOINER, clean, may_join

MAX_LENGTH = 20_000  # code points: forty times what fits on a customer's screen


class ReplyEditor(TextArea):
    """A text of several lines that takes nothing unsafe from a paste."""

    # As everywhere on Windows; Textual's goes to the beginning of the line.
    BINDINGS: ClassVar[list[BindingType]] = [Binding("ctrl+a", "select_all", "select all", show=False)]

    def __init__(self, text: str) -> None:
        super().__init__(text, compact=True, highlight_cursor_line=False, id="reply-area")

    def on_key(self, event: events.Key) -> None:
        """Take the joiner in an emoji that comes character by character.

        Textual sees nothing printable in it.
        """
        row, column = min(self.selection)
        if event.character == JOINER and may_join(self.document.get_line(row)[:column]):
            event.stop()
            event.prevent_default()
            self.replace(JOINER, *self.selection, maintain_selection_offset=False)

    def get_cursor_left_location(self) -> Location:
        """Return the place one character to the left as people see it.

        Textual's may be inside an emoji.
        """
        row, column = self.cursor_location
        if not column:
            return super().get_cursor_left_location()
        return row, boundary_before(self.document.get_line(row), column)

    def get_cursor_right_location(self) -> Location:
        """Return the place one character to the right as people see it."""
        row, column = self.cursor_location
        line = self.document.get_line(row)
        return (
            (row, boundary_after(line, column)) if column < len(line) else super().get_cursor_right_location()
        )

    def move_cursor(
        self, location: Location, select: bool = False, center: bool = False, record_width: bool = True
    ) -> None:
        """Move the cursor to `location`, or before the emoji whose inside that is."""
        row, column = location
        column = floor_boundary(self.document.get_line(row), column)
        super().move_cursor((row, column), select, center, record_width)

    def on_paste(self, event: events.Paste) -> None:
        event.prevent_default()
        event.stop()
        self.put(event.text)

    def put(self, text: str) -> None:
        """Put `text`, made safe, in place of the selection."""
        limit = max(0, MAX_LENGTH - len(self.text) + len(self.selected_text))
        self.replace(clean(text)[:limit], *self.selection, maintain_selection_offset=False)
