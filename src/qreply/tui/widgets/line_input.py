"""Inputs of one line that take every line of a paste and nothing unsafe.

The query is one of them.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import ClassVar

from textual import events
from textual.binding import Binding, BindingType
from textual.message import Message
from textual.widgets.input import Selection

from qreply.phrasebook.limits import PAGE, VALUE
from qreply.search.pasted_message import CustomerMessage, read_message
from qreply.text.graphemes import boundary_after, boundary_before
from qreply.text.safety import JOINER, clean, clean_line, may_join
from qreply.tui.textual_patches.input_line import InputLine

_MAX_PASTE = 4 * VALUE  # code points of a paste that are looked at: cleaning takes some away


class LineInput(InputLine):
    """The base of the query line and of the form's fields."""

    # As everywhere on Windows; Textual's goes to the beginning.
    BINDINGS: ClassVar[list[BindingType]] = [Binding("ctrl+a", "select_all", "select all", show=False)]

    class Pasted(Message):
        """A text was pasted, in several lines perhaps."""

        def __init__(self, text: str) -> None:
            self.text = text
            super().__init__()

    def __init__(self, value: str, *, placeholder: str = "", id: str | None = None) -> None:  # noqa: A002
        super().__init__(value[:VALUE], placeholder=placeholder, max_length=VALUE, compact=True, id=id)

    def on_mount(self) -> None:
        self._selections = self.screen.text_selection_started_signal

    def on_unmount(self) -> None:
        # Textual's own subscription holds on to the input, so that each field of each form would stay for good.
        self._selections.unsubscribe(self)

    def on_key(self, event: events.Key) -> None:
        """Take the joiner in an emoji that comes character by character.

        Textual sees nothing printable in it.
        """
        if event.character == JOINER and may_join(self.value[: min(self.selection)]):
            event.stop()
            event.prevent_default()
            self.replace(JOINER, *self.selection)

    def action_cursor_left(self, select: bool = False) -> None:
        """Step over what is seen as one character, as these actions do; Textual would step into it."""
        start, end = self.selection
        if select:
            self.selection = Selection(start, boundary_before(self.value, end))
        else:
            at = boundary_before(self.value, end) if start == end else min(start, end)
            self.selection = Selection.cursor(at)

    def action_cursor_right(self, select: bool = False) -> None:
        start, end = self.selection
        if select:
            self.selection = Selection(start, boundary_after(self.value, end))
        else:
            at = boundary_after(self.value, end) if start == end else max(start, end)
            self.selection = Selection.cursor(at)

    def action_delete_left(self) -> None:
        if self.selection.is_empty:
            self.delete(boundary_before(self.value, self.cursor_position), self.cursor_position)
        else:
            self.delete_selection()

    def action_delete_right(self) -> None:
        if self.selection.is_empty:
            self.delete(self.cursor_position, boundary_after(self.value, self.cursor_position))
        else:
            self.delete_selection()

    def on_paste(self, event: events.Paste) -> None:
        # Input's own handler keeps only the first line of what customers write in several.
        event.prevent_default()
        event.stop()
        self.put(event.text)

    def put(self, text: str) -> None:
        """Put `text`, made one safe line, in place of the selection."""
        limit = max(0, VALUE - len(self.value) + len(self.selected_text))
        self.replace(clean_line(self.wanted_of(text)[:_MAX_PASTE])[:limit], *self.selection)
        self.post_message(self.Pasted(text))

    def wanted_of(self, text: str) -> str:
        """Return what of a pasted `text` belongs into this line."""
        return text


class QueryInput(LineInput):
    """Reports each value in the same turn, so that hits are painted together with the key."""

    class Pasted(LineInput.Pasted):
        """A text was pasted as the query."""

    def __init__(self, on_query: Callable[[str], None], *, placeholder: str) -> None:
        """Call `on_query` with each value, in the turn of its key."""
        self._on_query = on_query
        self.read: Callable[[str], CustomerMessage] = read_message
        super().__init__("", placeholder=placeholder, id="query")
        self.disable_messages(self.Changed)  # which every key would hand up to the application

    def wanted_of(self, text: str) -> str:
        """Return the question in a pasted `text`; all of it where that is nothing."""
        text = clean(text[-PAGE:])
        return self.read(text).question or text

    def typed(self, value: str) -> None:
        """Find `value`, which has just been typed: what watches the value is left out then."""
        self._on_query(value)

    def watch_value(self, value: str) -> None:
        self._on_query(value)

    def select_all(self, *, from_end: bool = False) -> None:
        """Select the query, so that typing replaces it.

        If `from_end`, the beginning of a long query is in sight.
        """
        ends = 0, len(self.value)
        self.selection = Selection(*(reversed(ends) if from_end else ends))
