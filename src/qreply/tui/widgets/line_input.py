"""The line where the agent types or pastes what the customer said."""

from __future__ import annotations

from collections.abc import Callable

from rich.cells import cell_len
from textual import events
from textual.geometry import Size
from textual.keys import key_to_character
from textual.widgets.input import Selection

from qreply.phrasebook.limits import PAGE, VALUE
from qreply.search.pasted_message import CustomerMessage, read_message
from qreply.text.safety import clean, clean_line
from qreply.tui.widgets.text_line import LineInput


class QueryInput(LineInput):
    """Reports each value in the same turn, so that hits are painted together with the key."""

    class Pasted(LineInput.Pasted):
        """A text was pasted as the query."""

    def __init__(self, on_query: Callable[[str], None], *, placeholder: str, value: str = "") -> None:
        self._on_query = on_query
        self.read: Callable[[str], CustomerMessage] = read_message
        super().__init__(clean_line(self.wanted_of(value)), placeholder=placeholder, id="query")
        self.disable_messages(self.Changed)  # which every key would hand up to the application

    def wanted_of(self, text: str) -> str:
        """The question in a pasted `text`; all of it where that is nothing."""
        text = clean(text[-PAGE:])
        return self.read(text).question or text

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
