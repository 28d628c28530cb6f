"""How the screen looks: that its text can be read in every theme, and that colour is never the only sign."""

from __future__ import annotations

import pytest
from rich.segment import Segment
from textual.color import Color
from textual.screen import Screen

from qreply.config import THEMES
from qreply.desk import Desk
from qreply.tui.theme import DARK, LIGHT, READABLE, contrast
from tests.conftest import FakeClipboard
from tests.tui.piloting import running, type_in
from tests.tui.tour import drawn, tour

BARS = " ▏▌▁▂▃▄▅▆▇█"


def colours(segment: Segment) -> tuple[Color, Color]:
    style = segment.style
    assert style is not None
    return Color.from_rich_color(style.color), Color.from_rich_color(style.bgcolor)


def test_the_formula() -> None:
    white = Color.parse("#ffffff")
    assert contrast(Color.parse("#000000"), white) == pytest.approx(21)
    assert contrast(white, Color.parse("#767676")) == pytest.approx(
        4.54, abs=0.01
    )  # the palest grey that passes


def faintest(screen: Screen[object]) -> tuple[float, str]:
    """The lowest contrast of all that can be read on `screen`, and what it is."""
    return min(
        (contrast(*colours(segment)), segment.text)
        for strip in drawn(screen)
        for segment in strip
        if segment.text.strip(BARS)
    )


async def test_all_text_can_be_read_in_our_themes() -> None:
    scenes = 0
    async for scene, pilot in tour():
        for theme in (LIGHT.name, DARK.name):
            pilot.app.theme = theme
            await pilot.pause()
            scenes += 1
            assert faintest(pilot.app.screen) >= (READABLE, ""), (scene, theme)
    assert scenes > 30


async def test_all_text_can_be_read_in_textuals_themes(desk: Desk, clipboard: FakeClipboard) -> None:
    async with running(desk, clipboard) as pilot:
        assert set(THEMES) == set(pilot.app.available_themes)
        await type_in(pilot, "jhy")
        await pilot.press("enter", *"微信")
        for theme in THEMES:
            if not pilot.app.available_themes[theme].ansi:
                pilot.app.theme = theme
                await pilot.pause()
                assert faintest(pilot.app.screen) >= (READABLE, ""), theme
