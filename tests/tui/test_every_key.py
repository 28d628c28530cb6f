"""Every key of the screen, in every layout: it does what it says, or at least no harm."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace

import pytest

from qreply.phrasebook.model import Phrase
from qreply.tui.keys import BINDINGS
from qreply.tui.screens.main import MainScreen
from qreply.tui.screens.practice_run import PracticeScreen
from qreply.tui.widgets.form import FillForm
from qreply.tui.widgets.line_input import LineInput, QueryInput
from qreply.tui.widgets.preview import Preview
from qreply.workspace.workspace import Workspace
from tests.conftest import BOOK, FakeClipboard
from tests.support.piloting import copied, running


def test_no_two_actions_have_the_same_key() -> None:
    keys = Counter(key for binding in BINDINGS for key in binding.key.split(","))
    assert [key for key, count in keys.items() if count > 1] == []


@pytest.mark.parametrize("size", [(45, 16), (200, 50)])
async def test_no_key_breaks_the_screen(
    workspace: Workspace, clipboard: FakeClipboard, size: tuple[int, int]
) -> None:
    async with running(workspace, clipboard, size=size) as pilot:
        for key in (key for binding in BINDINGS if binding.id != "leave" for key in binding.key.split(",")):
            pilot.app.screen.query_one(QueryInput).value = "fh"
            await pilot.press(key)
            while not isinstance(pilot.app.screen, MainScreen):
                await pilot.press("escape")
            while isinstance(pilot.app.screen, PracticeScreen):
                await pilot.press("ctrl+q")
            assert isinstance(pilot.app.screen.focused, LineInput), key
            if pilot.app.screen.query_one(FillForm).display:
                await pilot.press("escape")
        await pilot.press("alt+0", "escape", *"fahuo")
        clipboard.texts.clear()
        await pilot.press("enter")
        await copied(pilot, clipboard)


async def test_a_hit_is_copied_by_its_digit(workspace: Workspace, clipboard: FakeClipboard) -> None:
    phrases = tuple(Phrase(f"a/{n}", "a", f"发货{n}", ((f"第{n}条",),)) for n in range(1, 10))
    workspace.phrasebook = type(workspace.phrasebook).of(replace(BOOK, phrases=phrases))
    numbers = [*range(1, 10), *range(2, 10)]
    keys = [f"alt+{number}" for number in range(1, 10)] + [f"f{number}" for number in range(2, 10)]
    async with running(workspace, clipboard) as pilot:
        for count, key in enumerate(keys, 1):
            await pilot.press(key)
            await copied(pilot, clipboard, count)
        assert clipboard.texts == [f"第{number}条" for number in numbers]


async def test_a_long_reply_is_scrolled_by_keys(workspace: Workspace, clipboard: FakeClipboard) -> None:
    lines = "\n".join(f"第{n}行" for n in range(60))
    workspace.phrasebook = type(workspace.phrasebook).of(
        replace(BOOK, phrases=(Phrase("a/1", "a", "长", ((lines,),)),))
    )
    async with running(workspace, clipboard) as pilot:
        shown = pilot.app.screen.query_one(Preview)
        top = shown.render_line(3).text
        await pilot.press("alt+down", "alt+down")
        await pilot.pause()
        assert shown.render_line(3).text != top
        await pilot.press("alt+up", "alt+up")
        await pilot.pause()
        assert shown.render_line(3).text == top
