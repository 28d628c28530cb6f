"""Nothing of a customer is found on disk, whatever was done: not what was typed, pasted, filled or copied."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from qreply.config import Settings, remembered_path, shipped_phrasebook
from qreply.desk import Desk
from tests.conftest import MONDAY, FakeClipboard
from tests.tui.test_screen import copied, running

CANARY = "SF13800138999"


def written(folder: Path) -> str:
    """All that lies below `folder`, as text."""
    files = (path for path in folder.rglob("*") if path.is_file())
    return "".join(path.read_bytes().decode("utf-8", "replace") + path.name for path in files)


@pytest.mark.parametrize(
    "command",
    [
        ["show", "logistics/track-shipped", "--set", f"快递单号={CANARY}"],
        ["show", "logistics/track-shipped", "--set", f"快递单号={CANARY}", "--json"],
        ["show", "logistics/track-shipped", "--set", f"快递单号={CANARY}", "--copy"],
        ["show", "logistics/track-shipped", "--set", f"快递单号={CANARY}!"],
        ["find", f"我的单号{CANARY}到哪了"],
        ["find", f"我的单号{CANARY}到哪了", "--json"],
        ["check"],
        ["doctor"],
    ],
)
def test_commands_leave_nothing_behind(tmp_path: Path, command: list[str]) -> None:
    environ = {**os.environ, "TMPDIR": str(tmp_path / "tmp"), "DISPLAY": ""}
    (tmp_path / "tmp").mkdir()
    subprocess.run(
        [sys.executable, "-m", "qreply", *command], env=environ, capture_output=True, timeout=60, check=False
    )
    assert CANARY not in written(tmp_path)


async def test_the_screen_leaves_nothing_behind(tmp_path: Path, clipboard: FakeClipboard) -> None:
    desk = Desk.open(
        Settings(tmp_path / "settings.yaml", books=(shipped_phrasebook(),)), clock=lambda: MONDAY
    )
    async with running(desk, clipboard) as pilot:
        await pilot.press(*"wldh", "ctrl+f")
        await pilot.pause()
        await pilot.press(*CANARY, "shift+tab", "right", "enter", "enter", "enter")
        await copied(pilot, clipboard)
    assert CANARY in clipboard.texts[0]
    assert remembered_path().exists()
    assert CANARY not in written(tmp_path)
