"""Say a few words in one line, or in two where the window is narrow.

Words come in parts with a dot between: what happened, and what to do about it. Where two lines are too few, the longest
part is cut, so that the beginning of each is still read.
"""

from __future__ import annotations

from itertools import pairwise

from rich.cells import cell_len
from textual.content import Content
from textual.geometry import Size
from textual.widgets import Static

from qreply.tui.cell_width import fit, marks
from qreply.tui.widgets.prose import breaks

SEPARATOR = " · "
MAX_LINES = 2


def lines_of(text: str, width: int) -> list[str]:
    """Return `text` in one line of `width` cells, or two.

    Its longest part is cut where it is longer.
    """
    if width <= 0 or cell_len(text) <= width:
        return [text]
    parts = text.split(SEPARATOR)
    while len(lines := _broken(SEPARATOR.join(parts), width)) > MAX_LINES:
        longest = max(range(len(parts)), key=lambda index: cell_len(parts[index]))
        whole = parts[longest].removesuffix(marks().ellipsis)
        if cell_len(whole) <= cell_len(marks().ellipsis):  # nothing but marks is left
            return [*lines[: MAX_LINES - 1], fit("".join(lines[MAX_LINES - 1 :]), width)]
        parts[longest] = fit(whole, cell_len(whole) - 1)
    return lines


def _broken(text: str, width: int) -> list[str]:
    """Break `text` between two of its parts where both lines are whole then, else anywhere."""
    parts = text.split(SEPARATOR)
    for count in range(len(parts) - 1, 0, -1):
        first, second = f"{SEPARATOR.join(parts[:count])} ·", SEPARATOR.join(parts[count:])
        if cell_len(first) <= width and cell_len(second) <= width:
            return [first, second]
    places = [0, *breaks(text, width), len(text)]
    return [text[start:end].rstrip() for start, end in pairwise(places)]


class ShortLines(Static):
    """Words in one line or two; only a change of their number lays out the screen anew."""

    def say_words(self, text: str) -> None:
        """Show `text`."""
        before = self.height_of_words
        self.update(Content(text), layout=False)
        if self.height_of_words != before:
            self.refresh(layout=True)

    @property
    def height_of_words(self) -> int:
        """Return how many lines the words take at this width."""
        return len(lines_of(str(self.content), self.size.width))

    def get_content_height(self, container: Size, viewport: Size, width: int) -> int:
        del container, viewport
        return len(lines_of(str(self.content), width))

    def render(self) -> Content:
        return Content("\n".join(lines_of(str(self.content), self.size.width)))
