"""Draw an input of one line, and put a typed character into it, by the shortest way.

It leaves out what a line of any other kind would need. It needs an input's cursor, its first value and what scrolls
it. Otherwise Textual's own input draws and takes the keys.
"""

from __future__ import annotations

from itertools import pairwise

from rich.cells import cell_len
from rich.segment import Segment
from textual import events
from textual.geometry import Size
from textual.keys import key_to_character
from textual.reactive import Reactive
from textual.strip import Strip
from textual.widgets import Input
from textual.widgets.input import Selection

from qreply.text.graphemes import boundary_after, split_graphemes
from qreply.tui.cell_width import fit, plain_emoji
from qreply.tui.textual_patches import is_applied
from qreply.tui.textual_patches.line_widget import LineWidget


class InputLine(Input, LineWidget):
    """An input without border or padding, of one line that scrolls."""

    def takes(self, key: events.Key) -> bool:
        """Put the character of `key` in place of the selection, if it has one, and call `typed`.

        It is for the application's turn: no binding goes before a character, and all the others who might be asked
        first take a fifth of the time until the hits are painted.
        """
        if not is_applied("input_line"):
            return False
        if not (key.is_printable and self.check_consume_key(key.key, key_to_character(key.key))):
            return False
        with self._context():
            self._restart_blink()
            self._put_character(key.character or "")
        return True

    def typed(self, value: str) -> None:
        """Hear of the value after a character; watchers of the value are not called."""

    def _put_character(self, character: str) -> None:
        """Do what `replace` does, without what watches the value."""
        start, end = sorted(self.selection)
        value = f"{self.value[:start]}{character}{self.value[end:]}"
        if self.max_length and len(value) > self.max_length:
            self.restricted()
            return
        self.set_reactive(InputLine.value, value)
        self.set_reactive(InputLine.selection, Selection.cursor(start + len(character)))
        self._initial_value = False
        self.virtual_size = Size(cell_len(value) + 1, 1)
        if self.scroll_offset.x or self.virtual_size.width > self.size.width:
            self._watch_selection(self.selection)  # which scrolls
        else:
            self.app.cursor_position = self.cursor_screen_offset
        self.refresh()
        self.typed(value)

    if is_applied("input_line"):
        # Textual's own lays the whole screen out anew for every character.
        virtual_size: Reactive[Size] = Reactive(Size(0, 0))

        def _cell_offset_to_index(self, offset: int) -> int:
            """Return which character a click is meant for: never one inside an emoji."""
            offset += self.scroll_offset.x
            index = 0
            for grapheme in split_graphemes(self.value):
                offset -= cell_len(grapheme)
                if offset < 0:
                    break
                index += len(grapheme)
            return index

        def render_line(self, y: int) -> Strip:
            del y
            cursor = self.cursor_position if self.has_focus and self._cursor_visible else -1
            if self.value:
                marked = range(*sorted(self.selection)) if self.has_focus else range(0)
                text, start = f"{self.value} ", self.scroll_offset.x
            else:
                marked = range(0)
                text, start = fit(str(self.placeholder), self.size.width) or " ", 0
            usual = () if self.value else ("input--placeholder",)
            after = boundary_after(text, cursor) if cursor >= 0 else 0
            inner = (edge for edge in (marked.start, marked.stop, cursor, after) if edge > 0)
            parts = []
            for first, last in pairwise(sorted({0, len(text), *inner})):
                selection = ("input--selection",) * (first in marked)
                names = (*usual, *selection, *("input--cursor",) * (first == cursor))
                parts.append(Segment(_drawn_alike(text[first:last]), self.style_of(*names)))
            return Strip(parts).crop_extend(start, start + self.size.width, self.style_of())


def _drawn_alike(text: str) -> str:
    """Return `text` with emoji that all terminals draw in as many cells as Textual counts."""
    if plain_emoji(text) == text:
        return text
    plain = ((plain_emoji(grapheme), cell_len(grapheme)) for grapheme in split_graphemes(text))
    return "".join(shown + " " * (width - cell_len(shown)) for shown, width in plain)
