"""Break running text into lines as Chinese is.

A line may end anywhere between hanzi, but none begins with a closing mark.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise
from typing import ClassVar, NamedTuple

from rich.cells import cell_len
from rich.segment import Segment
from textual.content import Content
from textual.strip import Strip
from textual.visual import Visual
from textual.widget import Widget

from qreply.tui.cell_width import fit, marks

# GB/T 15834: these stand at no line's beginning, and those at no line's end.
_CLOSING = "，。、；：？！”’）》〉】」』…～~·%％,.;:?!)]}"
_OPENING = "“‘（《〈【「『([{"

# What is kept together: a word of letters and digits, a time or an amount, else a single character; with its marks in
# either case.
_WORD = r"(?:[A-Za-z0-9_/@#&+=-]|(?<=\d)[:.,](?=\d))+"
_UNIT = re.compile(rf"\n|[{re.escape(_OPENING)}]*(?:{_WORD}|[^\n])[{re.escape(_CLOSING)}]*[ \u3000]*")


def breaks(text: str, width: int) -> list[int]:
    """Return where to break `text` for lines of at most `width` cells.

    Offsets are in code points. Newlines break by themselves and are not among them. A word longer than a line is cut.
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


def in_lines(text: str, width: int, indent: str) -> str:
    """Return `text` in lines of at most `width` cells, each behind `indent`."""
    places = [0, *breaks(text, width - cell_len(indent)), len(text)]
    return "\n".join(f"{indent}{text[start:end].rstrip()}" for start, end in pairwise(places))


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


class Heading(NamedTuple):
    """Names the paragraphs below it, on a line across."""

    text: str

    def drawn(self, width: int) -> Content:
        """Return the line, `width` cells long."""
        dash = marks().horizontal
        words = f" {fit(self.text, max(0, width - 4))} "
        return Content.assemble(
            (dash, "$frame"), (words, "$muted"), (dash * max(0, width - cell_len(words) - 1), "$frame")
        )


class Prose(Widget):
    """Paragraphs in a space of fixed size.

    Showing others lays out nothing else on the screen.
    """

    COMPONENT_CLASSES: ClassVar[set[str]] = {"prose--more"}

    def __init__(self, *, id: str) -> None:  # noqa: A002 - Textual's own name
        super().__init__(id=id)
        self._paragraphs: Sequence[Content | Heading] = ()
        self._strips: list[Strip] = []
        self._blank = Strip([])
        self._top = 0
        self.more = ""  # the key that brings what is out of sight

    def set_paragraphs(self, *paragraphs: Content | Heading) -> None:
        """Show `paragraphs` from the top; empty ones are left out."""
        self._paragraphs = [one for one in paragraphs if isinstance(one, Heading) or one.plain]
        self._top = 0
        self._lay_out()

    @property
    def plain(self) -> str:
        """Return what is shown, unbroken, a paragraph a line."""
        return "\n".join(one.text if isinstance(one, Heading) else one.plain for one in self._paragraphs)

    def height_in(self, width: int) -> int:
        """Return how many lines it takes at this width."""
        return sum(_broken(one, width).plain.count("\n") + 1 for one in self._paragraphs)

    def scroll_by(self, lines: int) -> None:
        """Move by `lines`, stopping at the ends."""
        self._top = max(0, min(self._top + lines, len(self._strips) - self.size.height))
        self.refresh()

    def on_resize(self) -> None:
        self._lay_out()

    def notify_style_update(self) -> None:
        super().notify_style_update()
        self._lay_out()

    def on_mouse_scroll_down(self) -> None:
        self.scroll_by(2)

    def on_mouse_scroll_up(self) -> None:
        self.scroll_by(-2)

    def render_line(self, y: int) -> Strip:
        row = self._top + y
        if row >= len(self._strips):
            return self._blank
        is_last = y == self.size.height - 1 and row + 1 < len(self._strips)
        return self._with_more(self._strips[row]) if is_last and self.more else self._strips[row]

    def _with_more(self, strip: Strip) -> Strip:
        """Return `strip` with a word at its end on what is out of sight below."""
        words = f" {marks().ellipsis} {self.more}"
        width = self.size.width - cell_len(words)
        if width < 0:
            return strip
        style = self.get_component_rich_style("prose--more", partial=True)
        return Strip(
            [
                *strip.crop(0, width).adjust_cell_length(width, self.rich_style),
                Segment(words, self.rich_style + style),
            ]
        )

    def _lay_out(self) -> None:
        width, height = self.size
        if not width:
            return
        paragraphs = [_broken(paragraph, width) for paragraph in self._paragraphs]
        lines = sum(paragraph.plain.count("\n") + 1 for paragraph in paragraphs)
        # Blank lines between paragraphs are a luxury of the tall; a heading has none below it.
        is_tall = lines + len(paragraphs) - 1 <= height
        whole = Content("")
        for index, broken in enumerate(paragraphs):
            if index:
                below = isinstance(self._paragraphs[index - 1], Heading) or not is_tall
                whole = Content.assemble(whole, "\n" if below else "\n\n")
            whole = Content.assemble(whole, broken)
        self._blank = Strip.blank(width, self.rich_style)
        self._strips = Visual.to_strips(self, whole, width, None, self.visual_style, pad=True)
        self.refresh()


def _broken(paragraph: Content | Heading, width: int) -> Content:
    if isinstance(paragraph, Heading):
        return paragraph.drawn(width)
    return Content("\n").join(paragraph.divide(breaks(paragraph.plain, width)))
