"""A one-line input that takes every line of a paste, and nothing unsafe."""

from __future__ import annotations

from dataclasses import dataclass

from textual import events
from textual.geometry import Size
from textual.message import Message
from textual.reactive import Reactive
from textual.widgets import Input

from qreply.phrasebook.limits import VALUE
from qreply.safety import clean_line

_LOOKED_AT = 4 * VALUE  # code points of a paste: cleaning takes some away


class LineInput(Input):
    """The base of the query line and of the form's fields."""

    # Textual's own lays the whole screen out anew for every character, which takes longer than all the rest of a key.
    virtual_size: Reactive[Size] = Reactive(Size(0, 0))

    def __init__(self, value: str, *, placeholder: str = "", id: str | None = None) -> None:  # noqa: A002
        super().__init__(value[:VALUE], placeholder=placeholder, max_length=VALUE, compact=True, id=id)

    @dataclass
    class Pasted(Message):
        """A text was pasted, in several lines perhaps."""

        text: str

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
