"""The line where the agent types or pastes what the customer said."""

from __future__ import annotations

from collections.abc import Callable

from textual import events
from textual.widgets import Input
from textual.widgets.input import Selection

from qreply.safety import clean_line


class QueryInput(Input):
    """An input that reports each value in the same turn, so that hits are painted together with the key."""

    def __init__(self, on_query: Callable[[str], None], *, placeholder: str, value: str = "") -> None:
        self._on_query = on_query
        super().__init__(value, placeholder=placeholder, compact=True, id="query")

    def watch_value(self, value: str) -> None:
        self._on_query(value)

    def on_paste(self, event: events.Paste) -> None:
        # Input's own handler keeps only the first line of what customers write in several.
        event.prevent_default()
        event.stop()
        self.insert(event.text)

    def insert(self, text: str) -> None:
        """Put `text`, made one safe line, in place of the selection."""
        self.replace(clean_line(text), *self.selection)

    def select_all(self) -> None:
        """Select the query, so that typing replaces it."""
        self.selection = Selection(0, len(self.value))
