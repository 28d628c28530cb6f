"""Show what a field offers, each with its digit, in columns where one line has no room."""

from __future__ import annotations

from collections.abc import Sequence

from rich.cells import cell_len
from textual.content import Content
from textual.geometry import Size
from textual.widget import Widget

from qreply.tui.cell_width import fit

_GAP = 2  # cells between two options


class Options(Widget):
    """Takes as many lines as its options need, none parted from its digit."""

    def __init__(self, options: Sequence[str]) -> None:
        """Show `options` numbered from 1."""
        super().__init__(classes="options")
        self._options = [f"{number} {option}" for number, option in enumerate(options, 1)]

    def get_content_height(self, container: Size, viewport: Size, width: int) -> int:
        del container, viewport
        return len(rows_of(self._options, width))

    def render(self) -> Content:
        return Content("\n".join(rows_of(self._options, self.content_size.width)))


def rows_of(options: Sequence[str], width: int) -> list[str]:
    """Return `options` in one line of `width` cells, else in equally wide columns."""
    whole = (" " * _GAP).join(options)
    if cell_len(whole) <= width:
        return [whole]
    widest = max(map(cell_len, options))
    count = max(1, (width + _GAP) // (widest + _GAP))
    rows = [options[start : start + count] for start in range(0, len(options), count)]
    return [fit("".join(_padded(option, widest) for option in row).rstrip(), width) for row in rows]


def _padded(option: str, widest: int) -> str:
    return option + " " * (widest - cell_len(option) + _GAP)
