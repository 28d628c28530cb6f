"""Whatever is pressed, each line of the screen says what is so now, and the clipboard's says the truth."""

from __future__ import annotations

from random import Random

import pytest

from qreply.workspace.workspace import Workspace
from tests.conftest import FakeClipboard
from tests.support.piloting import running
from tests.support.screen_lines import ELSEWHERE, RANDOM_KEYS, all_settled, check_lines


@pytest.mark.parametrize(("seed", "size"), [(1, (100, 30)), (2, (45, 16)), (3, (80, 24))])
async def test_every_line_agrees_with_the_state(
    workspace: Workspace, clipboard: FakeClipboard, seed: int, size: tuple[int, int]
) -> None:
    random = Random(seed)
    async with running(workspace, clipboard, size=size) as pilot:
        pressed: list[str] = []
        for _ in range(60):
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
