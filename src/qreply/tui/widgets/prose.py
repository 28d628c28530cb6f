"""Running text broken into lines as Chinese is: anywhere between hanzi, but no line begins with a closing mark."""

from __future__ import annotations

import re

from rich.cells import cell_len
from textual import events
from textual.content import Content
from textual.widgets import Static

# GB/T 15834: these stand at no line's beginning, and those at no line's end.
_CLOSING = "，。、；：？！”’）》〉】」』…～~·%％,.;:?!)]}"
_OPENING = "“‘（《〈【「『([{"

# What is kept together: a word of letters and digits, else a single character; with its marks in either case.
_UNIT = re.compile(
    rf"\n|[{re.escape(_OPENING)}]*(?:[A-Za-z0-9_/@#&+=-]+|[^\n])[{re.escape(_CLOSING)}]*[ \u3000]*"
)


def breaks(text: str, width: int) -> list[int]:
    """Where to break `text` for lines of at most `width` cells, as offsets in code points.

    Newlines break by themselves and are not among them. A word longer than a line is cut.
    """
    found: list[int] = []
    used = 0
    for unit in _UNIT.finditer(text):
        if unit[0] == "\n":
            used = 0
            continue
        cells = cell_len(unit[0].rstrip(" \u3000"))
        if used and used + cells > width:
            found.append(unit.start())
            used = 0
        if cells > width:
            used = _cut(unit, width, found)
        else:
            used += cell_len(unit[0])
    return found


def _cut(unit: re.Match[str], width: int, found: list[int]) -> int:
    """Break inside a unit that is longer than a line; returns the cells its last line has used."""
    used = 0
    for at, character in enumerate(unit[0], unit.start()):
        cells = cell_len(character)
        if used and used + cells > width:
            found.append(at)
            used = 0
        used += cells
    return used


class Prose(Static):
    """Text that is broken anew whenever its width changes."""

    def __init__(self, *, id: str) -> None:  # noqa: A002 - Textual's own name
        super().__init__(id=id, markup=False)
        self._whole = Content("")

    def show(self, content: Content) -> None:
        """Show `content`."""
        self._whole = content
        self._break()

    @property
    def plain(self) -> str:
        """What is shown, unbroken."""
        return self._whole.plain

    def on_resize(self, event: events.Resize) -> None:
        del event
        self._break()

    def _break(self) -> None:
        width = self.content_size.width
        if width:
            self.update(Content("\n").join(self._whole.divide(breaks(self._whole.plain, width))))
        else:
            self.update(self._whole)
