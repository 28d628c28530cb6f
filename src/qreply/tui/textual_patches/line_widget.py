"""Draw widgets that make their lines themselves without what a style sheet may ask for.

This needs what a widget keeps of what is to be repainted. Otherwise Textual's own way draws the same lines, more
slowly.
"""

from __future__ import annotations

from typing import Any, Self

from rich.segment import Segment
from rich.style import Style
from textual.geometry import Region
from textual.strip import Strip
from textual.widget import Widget

from qreply.tui.textual_patches import is_applied


class LineWidget(Widget):
    """A widget without border, padding or opacity.

    It is drawn by `render_line` alone, in styles of `style_of` alone.

    Textual's own way asks for all that a style sheet may say, which takes longer than the lines themselves.
    """

    def __init__(self, *args: Any, **options: Any) -> None:
        self._known_styles: dict[tuple[str, ...], Style] = {}
        super().__init__(*args, **options)

    def style_of(self, *names: str) -> Style:
        """Return the widget's style with those of these component classes on top.

        It is reduced to what the terminal can show.
        """
        style = self._known_styles.get(names)
        if style is None:
            style = self.rich_style
            for name in names:
                # A widget that has just gone has no more of them, and is drawn until the screen is laid out anew.
                style += self.get_component_rich_style(name, partial=True, default=Style.null())
            _, background = self.background_colors
            for line_filter in self.get_line_filters():
                style = line_filter.apply([Segment("", style)], background)[0].style or style
            self._known_styles[names] = style
        return style

    def notify_style_update(self) -> None:
        super().notify_style_update()
        self._known_styles.clear()

    if is_applied("line_widget"):

        def render_lines(self, crop: Region) -> list[Strip]:
            strips = map(self.render_line, crop.line_range)
            if crop.column_span == (0, self.size.width):
                return list(strips)
            return [strip.crop(*crop.column_span) for strip in strips]

        def refresh(
            self, *regions: Region, repaint: bool = True, layout: bool = False, recompose: bool = False
        ) -> Self:
            is_asked_for = self._repaint_required and self._repaint_regions == {self.outer_size.region}
            if layout or recompose or (repaint and not is_asked_for):
                super().refresh(*regions, repaint=repaint, layout=layout, recompose=recompose)
            return self

        def _set_dirty(self, *regions: Region) -> None:
            del regions  # all of a line or two is drawn sooner than a part is found
            self._repaint_regions.clear()
            if size := self.outer_size:
                self._repaint_regions.add(size.region)
