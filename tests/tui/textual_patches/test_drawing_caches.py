"""What was drawn long ago is not kept."""

from __future__ import annotations

import gc

from rich.color import ColorSystem
from rich.segment import Segment
from rich.style import Style
from textual._styles_cache import StylesCache
from textual.color import Color
from textual.strip import Strip

from qreply.tui.textual_patches.drawing_caches import forget_drawn


def test_the_lines_of_widgets_that_are_gone_are_let_go() -> None:
    for shade in range(1_000):  # as each widget does when it is drawn
        StylesCache().get_inner_outer(Color(0, 0, 0), Color(0, 0, shade % 256))
    forget_drawn()
    gc.collect()
    assert sum(isinstance(one, StylesCache) for one in gc.get_objects()) < 500


def test_styles_and_pieces_of_lines_are_no_more_than_a_screen_needs() -> None:
    for number in range(1_000):
        Strip.render_ansi(Style(meta={"offset": (number, 0)}), ColorSystem.TRUECOLOR)
        Segment(f"第{number}行").split_cells(3)
    forget_drawn()
    for cache in (Strip.render_ansi, Segment._split_cells):
        assert cache.cache_info().currsize < 500


def test_what_is_on_the_screen_stays() -> None:
    forget_drawn()
    for cache in (Strip.render_ansi, Segment._split_cells, StylesCache.get_inner_outer):
        cache.cache_clear()
    Strip.render_ansi(Style(bold=True), ColorSystem.TRUECOLOR)
    forget_drawn()
    assert Strip.render_ansi.cache_info().currsize == 1
