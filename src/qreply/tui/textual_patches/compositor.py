"""Repaint changed widgets at once, and only them.

Textual would wait for its next frame.

It needs the compositor's `update_widgets`, `render_partial_update` and `_get_renders`, and the regions that widgets
keep of what is to be repainted. Otherwise Textual's compositor paints, a frame later.
"""

from __future__ import annotations

from asyncio import get_running_loop
from collections.abc import Callable, Iterable
from typing import Any

from textual._compositor import ChopsUpdate, Compositor
from textual.geometry import Region
from textual.screen import Screen
from textual.strip import Strip
from textual.widget import Widget

from qreply.tui.textual_patches import is_applied


class FrugalCompositor(Compositor):
    """Asks for the lines of those widgets only that show in a part to draw anew.

    Textual's own asks every widget from the first such part to the last, and all that lies beneath: with the query
    above and the keys below, the whole screen, which takes half of a key's time.
    """

    def __init__(self) -> None:
        super().__init__()
        self._parts: frozenset[Region] = frozenset()  # to draw anew; empty for all of the screen

    def update_widgets(self, widgets: set[Widget]) -> None:
        # A widget of another width than before still asks for all that it was, at whose edge it would lose half a hanzi
        # where it has grown, and its neighbour where it has shrunk.
        for widget in widgets & self.visible_widgets.keys():
            whole = self.visible_widgets[widget][0].size.region
            parts = widget._repaint_regions  # noqa: SLF001
            if not all(
                part.column_span == whole.column_span and whole.contains_region(part) for part in parts
            ):
                parts.clear()
                parts.add(whole)
        super().update_widgets(widgets)

    def render_partial_update(self) -> ChopsUpdate | None:
        self._parts = frozenset(self._dirty_regions)
        try:
            return super().render_partial_update()
        finally:
            self._parts = frozenset()

    def _get_renders(self, crop: Region | None = None) -> Iterable[tuple[Region, Region, list[Strip]]]:
        if not self._parts:
            yield from super()._get_renders(crop)
            return
        content = set(self._parts)
        for widget, (region, clip) in self.visible_widgets.items():  # from the topmost down
            shown = region.intersection(clip)
            if any(part.overlaps(shown) for part in content):
                yield region, clip, widget.render_lines(shown.translate(-region.offset))
                content -= {part for part in content if shown.contains_region(part)}
            if not content:
                return


def use_frugal_compositor(screen: Screen[Any]) -> None:
    """Have `screen`, which is not shown yet, ask for no more lines than have changed.

    Only those widgets are asked that show in them.
    """
    if is_applied("compositor"):
        screen._compositor = FrugalCompositor()  # noqa: SLF001


def paint(screen: Screen[Any]) -> None:
    """Draw what has changed on `screen` now.

    Textual would wait until every widget has told the screen so and the next frame is due.
    """
    if not is_applied("compositor"):
        return
    if screen.is_current and not screen.app._batch_count:  # noqa: SLF001
        if screen._layout_required:  # noqa: SLF001
            screen._refresh_layout()  # noqa: SLF001
            screen._layout_required = False  # noqa: SLF001
        compositor = screen._compositor  # noqa: SLF001
        changed = {widget for widget in compositor.visible_widgets if widget._repaint_regions}  # noqa: SLF001
        compositor.update_widgets(changed)
        screen._compositor_refresh()  # noqa: SLF001


def call_after(seconds: float, widget: Widget, callback: Callable[[], object]) -> None:
    """Call `callback` in `widget`'s turn after `seconds`.

    A timer of Textual's, with a task of its own, costs every key more.
    """
    get_running_loop().call_later(seconds, widget.call_later, callback)
