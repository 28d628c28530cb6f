"""Whatever is pressed, each line says what is so now, the clipboard's says the truth, and all of it is painted."""

from __future__ import annotations

from random import Random

import pytest

from qreply.workspace.workspace import Workspace
from tests.conftest import FakeClipboard
from tests.support.painted import Painted, Watched
from tests.support.piloting import running
from tests.support.screen_lines import ELSEWHERE, RANDOM_KEYS, all_settled, check_lines


@pytest.mark.parametrize(("seed", "size"), [(1, (100, 30)), (2, (45, 16)), (3, (80, 24))])
async def test_every_line_agrees_with_the_state(
    workspace: Workspace, clipboard: FakeClipboard, seed: int, size: tuple[int, int]
) -> None:
    random = Random(seed)
    async with running(workspace, clipboard, size=size) as pilot:
        pressed: list[str] = []
        watched = Watched(pilot)
        for count in range(60):
            if random.random() < 0.05:
                pressed.append("(another program copies)")
                clipboard.texts.append(ELSEWHERE)
                pilot.app.app_focus = False
                await pilot.pause()
                pilot.app.app_focus = True
            else:
                pressed.append(random.choice(RANDOM_KEYS))
                await pilot.press(pressed[-1])
            await all_settled(pilot)
            check_lines(pilot, clipboard, pressed)
            if count % 6 == 0:  # drawn anew, the screen looks as what was sent of it has left it
                assert await watched.differences(pilot) == [], pressed


async def test_a_line_that_grows_while_it_is_to_be_drawn_is_drawn_whole(
    workspace: Workspace, clipboard: FakeClipboard
) -> None:
    async with running(workspace, clipboard, size=(20, 6)) as pilot:
        watched = Watched(pilot)
        await pilot.press("ctrl+t", "down", "down")
        await all_settled(pilot)
        await pilot.press("ctrl+f")
        await all_settled(pilot)
        assert "拼多多" in watched.painted.lines(20, 1)[0]
        await pilot.press("ctrl+t")  # beside a shorter platform the query is longer, to the middle of a hanzi
        await all_settled(pilot)
        assert await watched.differences(pilot) == []


def test_a_frame_that_is_lost_would_be_noticed() -> None:
    painted = Painted()
    painted.take("\x1b[1;1H\x1b[1m什么时候\x1b[0m发货\n好的")
    assert painted.lines(12, 2) == ["什么时候发货", "好的????????"]
    assert painted.cells[0, 0] != painted.cells[8, 0]
    painted.take("\x1b[1;2Hx")  # over half of a wide character, whose other half is blank then
    assert painted.lines(12, 1) == [" x么时候发货"]
