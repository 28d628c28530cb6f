"""Take characters whose width Unicode leaves open for two cells wide, as some terminals do.

Old consoles with a Chinese font, PuTTY and others set to CJK draw “ ” … — · ① and many more (East Asian Width, Unicode
Standard Annex 11, class A) over two cells; Rich and Textual measure one, and what follows on the line moves.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import lru_cache
from unicodedata import category, east_asian_width

from rich import cells
from rich._unicode_data import load as load_cell_table
from textual.events import CursorPosition
from textual.scrollbar import ScrollBarRender

# Writes one of them where the first frame will be, asks where the cursor stands then (CSI 6n), and takes it back. In
# the second row: from the first, an answer would look like a key with Shift.
QUESTION = "\x1b7\x1b[2;1H…\x1b[6n\x1b[2;1H  \x1b8"
_ROW, _WIDE_COLUMN = 1, 2  # from 0

_BEFORE_PRIVATE = 0xE000  # from here on, class A is private characters and selectors of variants


def is_ambiguous(character: str) -> bool:
    """Tell whether terminals disagree on the width of a character that stands by itself."""
    return (
        character < chr(_BEFORE_PRIVATE)
        and east_asian_width(character) == "A"
        and category(character) not in ("Mn", "Me", "Cf")
    )


def says_wide(answer: CursorPosition) -> bool:
    """Tell whether the terminal's answer to the question is that it drew two cells."""
    return (answer.x, answer.y) == (_WIDE_COLUMN, _ROW)


def measure_ambiguous_wide() -> None:
    """Have Rich and Textual take two cells for each of them.

    None of them is used to draw the frame.
    """

    @lru_cache(maxsize=4)
    def load(unicode_version: str = "auto") -> cells.CellTable:
        table = load_cell_table(unicode_version)
        return table._replace(widths=sorted([*table.widths, *_ambiguous_entries(table.widths)]))

    cells.load_cell_table = load  # type: ignore[attr-defined]
    # What Rich takes for one cell without looking.
    cells._SINGLE_CELLS = frozenset(map(chr, range(0x20, 0x7F)))  # noqa: SLF001
    cells._is_single_cell_widths = cells._SINGLE_CELLS.issuperset  # noqa: SLF001
    cells.get_character_cell_size.cache_clear()
    cells.cached_cell_len.cache_clear()
    ScrollBarRender.VERTICAL_BARS = [" "] * 8
    ScrollBarRender.HORIZONTAL_BARS = [" "] * 8


def _ambiguous_entries(known: Sequence[tuple[int, int, int]]) -> Iterator[tuple[int, int, int]]:
    taken = {code for first, last, _ in known for code in range(first, min(last, _BEFORE_PRIVATE) + 1)}
    for code in range(0xA0, _BEFORE_PRIVATE):
        if code not in taken and is_ambiguous(chr(code)):
            yield code, code, 2
