"""How the screen looks and what it says: all of it can be read, in every theme, and in the language asked for."""

from __future__ import annotations

import asyncio
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

import pytest
from rich.segment import Segment
from textual.color import Color
from textual.strip import Strip

from qreply.i18n import Language, use_language
from qreply.settings.settings import THEMES
from qreply.tui.keys import BINDINGS
from qreply.tui.theme import DARK, LIGHT, READABLE, contrast, luminance
from qreply.workspace.workspace import Workspace
from tests.conftest import FakeClipboard
from tests.support.piloting import running, type_in
from tests.support.tour import BOOK, SHOPS, TYPED, drawn, tour

BARS = " ▏▌▁▂▃▄▅▆▇█─│╭╮├┤╰╯"
CHINESE = re.compile(
    "[\u3001-\u300f\u3400-\u9fff\uff01-\uff5e]"
)  # without 【】, which stand in the reply itself
BILINGUAL = "palette"  # which has the commands by both their names
# Keys, a setting, us, a command, the clipboard of tests.
KEPT = {"esc", "pgup", "pgdn", "keymap", "qreply", "doctor", "fake"}


@dataclass(frozen=True)
class Picture:
    """What the screen shows in one scene."""

    scene: str
    language: Language
    theme: str
    strips: list[Strip]

    @property
    def text(self) -> str:
        return "\n".join(strip.text for strip in self.strips)


@pytest.fixture(scope="module")
def gallery(tmp_path_factory: pytest.TempPathFactory) -> Iterator[list[Picture]]:
    """Every scene in Chinese in our light theme, and in English in the dark one."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("XDG_STATE_HOME", str(tmp_path_factory.mktemp("state")))
        patch.setenv("COLORTERM", "truecolor")
        pictures: list[Picture] = []
        asyncio.run(_paint(pictures, "zh", LIGHT.name))
        asyncio.run(_paint(pictures, "en", DARK.name))
        yield pictures


async def _paint(pictures: list[Picture], language: Language, theme: str) -> None:
    use_language(language)
    async for scene, pilot in tour():
        pilot.app.theme = theme
        await pilot.pause()
        pictures.append(Picture(scene, language, theme, drawn(pilot.app.screen)))


def faintest(strips: Iterable[Strip]) -> tuple[float, str]:
    """The lowest contrast of all that can be read, and what it is."""
    return min(
        (contrast(*_luminances(segment)), segment.text)
        for strip in strips
        for segment in strip
        if segment.text.strip(BARS)
    )


def _luminances(segment: Segment) -> tuple[float, float]:
    style = segment.style
    assert style is not None
    assert style.color is not None
    assert style.bgcolor is not None
    return luminance(Color.from_rich_color(style.color)), luminance(Color.from_rich_color(style.bgcolor))


def test_the_formula() -> None:
    black, grey, white = (luminance(Color.parse(colour)) for colour in ("#000000", "#767676", "#ffffff"))
    assert contrast(black, white) == pytest.approx(21)
    assert contrast(white, grey) == pytest.approx(4.54, abs=0.01)  # the palest grey that passes


def test_all_text_can_be_read_in_our_themes(gallery: list[Picture]) -> None:
    assert len(gallery) > 40
    for picture in gallery:
        assert faintest(picture.strips) >= (READABLE, ""), (picture.scene, picture.theme)


async def test_all_text_can_be_read_in_textuals_themes(
    workspace: Workspace, clipboard: FakeClipboard
) -> None:
    async with running(workspace, clipboard) as pilot:
        assert set(THEMES) == set(pilot.app.available_themes)
        await type_in(pilot, "jhy")
        await pilot.press("enter", *"微信")
        for theme in THEMES:
            if not pilot.app.available_themes[theme].ansi:  # whose colours are the terminal's
                pilot.app.theme = theme
                await pilot.pause()
                assert faintest(drawn(pilot.app.screen)) >= (READABLE, ""), theme


def test_english_is_free_of_chinese(gallery: list[Picture]) -> None:
    for picture in gallery:
        if picture.language == "en" and picture.scene != BILINGUAL:
            assert CHINESE.findall(picture.text) == [], (picture.scene, picture.text)


def test_chinese_is_free_of_english(gallery: list[Picture]) -> None:
    given = " ".join(text for _, text in re.findall(r"""(['"])(.*?)\1""", f"{BOOK} {SHOPS}"))
    keys = " ".join(binding.key for binding in BINDINGS)
    known = _words(f"{given} {TYPED} {keys}") | KEPT
    for picture in gallery:
        if picture.language == "zh" and picture.scene != BILINGUAL:
            assert _words(picture.text) <= known, (picture.scene, _words(picture.text) - known)


def _words(text: str) -> set[str]:
    return {word.lower() for word in re.findall("[A-Za-z]{2,}", text)}
