"""Nothing of a customer is found on disk, whatever was done: not what was typed, pasted, filled or copied."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from qreply.config import Settings, favourites_path, history_path, sent_digests_path, shipped_phrasebook
from qreply.desk import Desk
from qreply.history.writer import History
from qreply.stats import read_history
from qreply.tui.widgets.query import QueryInput
from tests.conftest import MONDAY, FakeClipboard
from tests.tui.piloting import copied, running

CANARY = "SF13800138999"
LONG_CANARY = (
    "我叫金丝雀住在某市某区某路八号院三单元，上周买的杯子碎了一只，麻烦你们尽快给我补发一只好的，谢谢你"
)


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
        ["stats", "--merge", CANARY],
        ["audit", CANARY],
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
    assert sent_digests_path().exists()
    assert CANARY not in written(tmp_path)


async def test_the_history_keeps_short_queries_only_and_no_digit(
    tmp_path: Path, clipboard: FakeClipboard
) -> None:
    clipboard.texts.append(f"我的单号是{CANARY}")
    history = History(history_path(), lambda: MONDAY)
    desk = Desk.open(
        Settings(tmp_path / "settings.yaml", books=(shipped_phrasebook(),)),
        clock=lambda: MONDAY,
        history=history,
        favourites=favourites_path(),
    )
    async with running(desk, clipboard) as pilot:
        query = pilot.app.screen.query_one(QueryInput)
        query.put(f"{CANARY}到哪了")
        await pilot.pause()
        await pilot.press("ctrl+d")
        query.select_all()
        query.put(LONG_CANARY)
        await pilot.pause()
        await pilot.press("enter")
        await copied(pilot, clipboard, 2)
        query.put("幺三八零零幺三八九九九能送到吗")
        await pilot.pause()
    history.close(patience=20)
    kept = [(search.kind, search.query) for search in read_history(history_path())]
    assert ("pasted", "") in kept
    found = written(tmp_path)
    assert [canary for canary in (CANARY, "138001", "金丝雀", "某路八号", "幺三八") if canary in found] == []
    assert clipboard.texts[-1][:8] not in history_path().read_bytes().decode("utf-8", "replace")
