"""A line can be drawn at any time."""

from __future__ import annotations

import asyncio
from typing import ClassVar

from textual.app import App
from textual.strip import Strip

from qreply.tui.textual_patches.line_widget import LineWidget


class Line(LineWidget):
    COMPONENT_CLASSES: ClassVar[set[str]] = {"line--mark"}
    DEFAULT_CSS = "Line .line--mark { text-style: bold; }"

    def render_line(self, y: int) -> Strip:
        del y
        return Strip.blank(self.size.width, self.style_of("line--mark"))


def test_a_line_that_has_just_gone_can_still_be_drawn() -> None:
    async def draw() -> None:
        async with App[None]().run_test() as pilot:
            line = Line()
            await pilot.app.screen.mount(line)
            assert line.style_of("line--mark").bold
            await line.remove()
            line.notify_style_update()  # as when a theme changes, or another size has come
            assert line.render_line(0).cell_length == line.size.width

    asyncio.run(draw())
