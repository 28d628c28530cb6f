"""A one-line input that takes every line of a paste, and nothing unsafe."""

from __future__ import annotations

from itertools import pairwise

from rich.segment import Segment
from textual import events
from textual.geometry import Size
from textual.message import Message
from textual.reactive import Reactive
from textual.strip import Strip
from textual.widgets import Input

from qreply.phrasebook.limits import VALUE
from qreply.text.safety import clean_line
from qreply.tui.textual_patches.line_widget import LineWidget

_LOOKED_AT = 4 * VALUE  # code points of a paste: cleaning takes some away


class LineInput(Input, LineWidget):
    """The base of the query line and of the form's fields."""

    # Textual's own lays the whole screen out anew for every character, which takes longer than all the rest of a key.
    virtual_size: Reactive[Size] = Reactive(Size(0, 0))

    def __init__(self, value: str, *, placeholder: str = "", id: str | None = None) -> None:  # noqa: A002
        super().__init__(value[:VALUE], placeholder=placeholder, max_length=VALUE, compact=True, id=id)

    def render_line(self, y: int) -> Strip:
        del y
        at = self.cursor_position if self.has_focus and self._cursor_visible else -1
        if self.value:
            marked = range(*sorted(self.selection)) if self.has_focus else range(0)
            text, start = f"{self.value} ", self.scroll_offset.x
        else:
            marked = range(0)
            text, start = self.placeholder or " ", 0
        usual = () if self.value else ("input--placeholder",)
        edges = sorted(
            {0, len(text), *(edge for edge in (marked.start, marked.stop, at, at + 1) if edge > 0)}
        )
        parts = []
        for first, last in pairwise(edges):
            names = (*usual, *("input--selection",) * (first in marked), *("input--cursor",) * (first == at))
            parts.append(Segment(text[first:last], self.style_of(*names)))
        return Strip(parts).crop_extend(start, start + self.size.width, self.style_of())

    class Pasted(Message):
        """A text was pasted, in several lines perhaps."""

        def __init__(self, text: str) -> None:
            self.text = text
            super().__init__()

    def on_paste(self, event: events.Paste) -> None:
        # Input's own handler keeps only the first line of what customers write in several.
        event.prevent_default()
        event.stop()
        self.put(event.text)

    def put(self, text: str) -> None:
        """Put `text`, made one safe line, in place of the selection."""
        room = max(0, VALUE - len(self.value) + len(self.selected_text))
        self.replace(clean_line(self.wanted_of(text)[:_LOOKED_AT])[:room], *self.selection)
        self.post_message(self.Pasted(text))

    def wanted_of(self, text: str) -> str:
        """What of a pasted `text` belongs into this line."""
        return text
