"""Inputs of one line that take every line of a paste and nothing unsafe; the query is one of them."""

from __future__ import annotations

from collections.abc import Callable
from itertools import pairwise

from rich.cells import cell_len
from rich.segment import Segment
from textual import events
from textual.geometry import Size
from textual.keys import key_to_character
from textual.message import Message
from textual.reactive import Reactive
from textual.strip import Strip
from textual.widgets import Input
from textual.widgets.input import Selection

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
        self.replace(clean_line(text[:_LOOKED_AT])[:room], *self.selection)
        self.post_message(self.Pasted(text))


class QueryInput(LineInput):
    """Reports each value in the same turn, so that hits are painted together with the key."""

    class Pasted(LineInput.Pasted):
        """A text was pasted as the query."""

    def __init__(self, on_query: Callable[[str], None], *, placeholder: str) -> None:
        self._on_query = on_query
        super().__init__("", placeholder=placeholder, id="query")
        self.disable_messages(self.Changed)  # which every key would hand up to the application

    def takes(self, key: events.Key) -> bool:
        """Put the character of `key` in place of the selection, if it has one.

        Called in the application's turn: no binding goes before a character, and all the others who might be asked
        first take a tenth of the key's time.
        """
        if not (key.is_printable and self.check_consume_key(key.key, key_to_character(key.key))):
            return False
        with self._context():
            self._restart_blink()
            self._put(key.character or "")
        return True

    def _put(self, character: str) -> None:
        """What `replace` does, without what watches the value for a line of any other kind."""
        start, end = sorted(self.selection)
        value = f"{self.value[:start]}{character}{self.value[end:]}"
        if len(value) > VALUE:
            self.restricted()
            return
        self.set_reactive(QueryInput.value, value)
        self.set_reactive(QueryInput.selection, Selection.cursor(start + len(character)))
        self._initial_value = False
        self.virtual_size = Size(cell_len(value) + 1, 1)
        if self.scroll_offset.x or self.virtual_size.width > self.size.width:
            self._watch_selection(self.selection)  # which scrolls
        else:
            self.app.cursor_position = self.cursor_screen_offset
        self.refresh()
        self._on_query(value)

    def watch_value(self, value: str) -> None:
        self._on_query(value)

    def select_all(self) -> None:
        """Select the query, so that typing replaces it."""
        self.selection = Selection(0, len(self.value))
