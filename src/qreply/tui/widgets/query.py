"""The line where the agent types or pastes what the customer said."""

from __future__ import annotations

from collections.abc import Callable

from textual.widgets.input import Selection

from qreply.safety import clean_line
from qreply.tui.widgets.line import LineInput


class QueryInput(LineInput):
    """Reports each value in the same turn, so that hits are painted together with the key."""

    class Pasted(LineInput.Pasted):
        """A text was pasted as the query."""

    def __init__(self, on_query: Callable[[str], None], *, placeholder: str, value: str = "") -> None:
        self._on_query = on_query
        super().__init__(clean_line(value), placeholder=placeholder, id="query")
        self.disable_messages(self.Changed)  # which every key would hand up to the application

    def watch_value(self, value: str) -> None:
        self._on_query(value)

    def select_all(self) -> None:
        """Select the query, so that typing replaces it."""
        self.selection = Selection(0, len(self.value))
