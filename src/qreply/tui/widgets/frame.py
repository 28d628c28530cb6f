"""Draw the lines that part the screen and name its parts.

Each has a title, something on the right, and the line between.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar

from rich.cells import cell_len
from rich.segment import Segment
from rich.style import Style
from textual.strip import Strip

from qreply.tui.cell_width import fit, marks, plain_emoji
from qreply.tui.textual_patches.line_widget import LineWidget
from qreply.tui.widgets.short_lines import SEPARATOR

Words = tuple[str, Style]  # a text and how it is drawn
_BLANKS = 2  # cells around words
_FEWEST = 8  # cells that the right words are worth showing in


def rule(
    width: int,
    line: Style,
    ends: tuple[str, str],
    left: Sequence[Words] = (),
    right: Sequence[Words] = (),
    *,
    left_first: bool = False,
) -> list[Segment]:
    """Return a line of `width` cells between `ends`, with words in it.

    Where room is short the right words are cut before the left ones, unless these take more than half of the line; on
    each side the longest is cut first. With `left_first`, the left words are cut only where they alone are too long for
    the line, what stands behind their last dot going first.
    """
    dash = marks().horizontal
    room = max(0, width - cell_len("".join(ends)) - 2 - _BLANKS * (bool(left) + bool(right)))
    if left_first:
        left = _essential(left, right, room)
    wanted, others = _cells(left), _cells(right)
    taken = min(wanted, room if left_first else max(room - others, room // 2))
    if left_first and room - taken < min(others, _FEWEST):
        right = ()
    words = _between_blanks(_shrink(left, taken), line)
    more = _between_blanks(_shrink(right, room - taken), line)
    used = sum(cell_len(segment.text) for segment in (*words, *more))
    fill = Segment(dash * max(0, width - cell_len("".join(ends)) - 2 - used), line)
    parts = [Segment(ends[0] + dash, line), *words, fill, *more, Segment(dash + ends[1], line)]
    return list(Strip(parts).adjust_cell_length(width, line))


def _essential(left: Sequence[Words], right: Sequence[Words], room: int) -> Sequence[Words]:
    """Return as many of the parts of `left` as leave room for `right`, at least the first.

    Where not even the first leaves it room, `left` is as whole as the line has room for.
    """
    if len(left) != 1 or _cells(left) + _cells(right) <= room:
        return left
    (text, style), *_ = left
    parts = text.split(SEPARATOR)
    shorter = [((SEPARATOR.join(parts[:count]), style),) for count in range(len(parts) - 1, 0, -1)]
    beside = next((one for one in shorter if _cells(one) + _cells(right) <= room), None)
    alone = next((one for one in (left, *shorter) if _cells(one) <= room), left)
    return beside or alone


def _between_blanks(words: Sequence[Words], line: Style) -> list[Segment]:
    if not any(text for text, _ in words):
        return []
    blank = Segment(" ", line)
    return [blank, *(Segment(text, style) for text, style in words), blank]


def _cells(words: Sequence[Words]) -> int:
    return sum(cell_len(plain_emoji(text)) for text, _ in words)


def _shrink(words: Sequence[Words], width: int) -> list[Words]:
    """Return `words` in at most `width` cells; the longest is cut."""
    kept = [(plain_emoji(text), style) for text, style in words]
    if (excess := _cells(kept) - max(0, width)) > 0:
        longest = max(range(len(kept)), key=lambda index: cell_len(kept[index][0]))
        text, style = kept[longest]
        kept[longest] = (fit(text, max(0, cell_len(text) - excess)), style)
    return kept if _cells(kept) <= width else []


class FrameLine(LineWidget):
    """The upper or the lower line of a frame."""

    COMPONENT_CLASSES: ClassVar[set[str]] = {
        "frame--line",
        "frame--title",
        "frame--muted",
        "frame--success",
        "frame--warning",
        "frame--error",
        "frame--place",
    }

    def __init__(self, id: str, *, upper: bool) -> None:  # noqa: A002 - Textual's own name
        super().__init__(id=id)
        self._upper = upper
        self._left: tuple[tuple[str, str], ...] = ()
        self._right: tuple[tuple[str, str], ...] = ()

    def show(self, left: Sequence[tuple[str, str]], right: Sequence[tuple[str, str]] = ()) -> None:
        """Show these words, each with its part: title, muted, success, warning, error or place."""
        if (tuple(left), tuple(right)) != (self._left, self._right):
            self._left, self._right = tuple(left), tuple(right)
            self.refresh()

    @property
    def plain(self) -> str:
        """Return what it says, without the line."""
        return "  ".join(
            filter(None, ("".join(text for text, _ in words) for words in (self._left, self._right)))
        )

    def render_line(self, y: int) -> Strip:
        del y
        drawn = marks()
        if not self.screen.has_class("wide"):
            ends = (drawn.horizontal, drawn.horizontal)
        else:
            ends = drawn.top if self._upper else drawn.bottom
        left, right = (
            [(text, self.style_of(f"frame--{part}")) for text, part in words]
            for words in (self._left, self._right)
        )
        line, width = self.style_of("frame--line"), self.size.width
        return Strip(rule(width, line, ends, left, right, left_first=not self._upper), width)
