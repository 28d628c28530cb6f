"""Fit text into a terminal's cells.

A hanzi takes two of them; of emoji, terminals disagree.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import NamedTuple

from rich.cells import cell_len, set_cell_size

# Terminals draw these as one character or as several, so that whatever stands behind them moves.
_JOINED = re.compile("\u200d.?|[\ufe00-\ufe0f\u20e3\U0001f3fb-\U0001f3ff\U000e0020-\U000e007f]")


class Marks(NamedTuple):
    """What the frame is drawn with, each in one cell but for the ellipsis and the numbers."""

    cursor: str = "▌"  # before the row with the cursor
    row: str = "▏"
    star: str = "★"
    ellipsis: str = "…"
    clauses: str = "①②③"  # the questions of a message
    bar: str = "█"
    horizontal: str = "─"
    vertical: str = "│"
    top: tuple[str, str] = ("╭", "╮")
    middle: tuple[str, str] = ("├", "┤")
    bottom: tuple[str, str] = ("╰", "╯")
    next: str = "▸"
    prompt: str = "❯"


ASCII_MARKS = Marks(">", " ", "*", "..", "123", "=", "-", "|", ("+", "+"), ("+", "+"), ("+", "+"), ">", ">")
"""For terminals that draw the usual ones two cells wide."""

SQUARE_MARKS = Marks(
    row=" ",
    star="*",
    ellipsis="..",
    clauses="123",
    top=("┌", "┐"),
    bottom=("└", "┘"),
    next=">",
    prompt=">",
)
"""For the Linux console, whose fonts have no round corners, stars, circled digits or thin bars."""

_marks = [Marks()]


def marks() -> Marks:
    """Return the marks in use."""
    return _marks[0]


def use_marks(chosen: Marks) -> None:
    """Draw with these from now on."""
    _marks[0] = chosen


def plain_emoji(text: str) -> str:
    """Return `text` with each emoji as the one character that all terminals draw alike."""
    return text if text.isascii() else _JOINED.sub("", text)


def fit(text: str, width: int) -> str:
    """Return `text` in at most `width` cells, with an ellipsis where it is cut."""
    if cell_len(text) <= width:
        return text
    ellipsis = marks().ellipsis
    room = width - cell_len(ellipsis)
    return set_cell_size(text, room).rstrip() + ellipsis if room >= 0 else ""


def first_shown(widths: Sequence[int], current: int, width: int) -> int:
    """Return which label of a row to begin with, so that the current one is whole.

    The row has `width` cells.
    """
    first = 0
    while first < current and sum(widths[first : current + 1]) > width:
        first += 1
    return first
