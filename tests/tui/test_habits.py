"""The screen keeps the history, learns from it, and works without it."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from qreply.history.favourites import Favourites
from qreply.history.recorder import HistoryRecorder
from qreply.history.records import SearchRecord
from qreply.reports.histories import read_history
from qreply.settings.reader import load_settings
from qreply.storage.locations import favourites_path, history_path
from qreply.workspace.workspace import Workspace
from tests.conftest import MONDAY, FakeClipboard
from tests.support.piloting import copied, rows, running, status, type_in, until


@pytest.fixture
def keeping(make_desk: Callable[..., Workspace]) -> Workspace:
    workspace = make_desk()
    workspace.history = HistoryRecorder(history_path(), lambda: MONDAY)
    workspace.favourites = Favourites(favourites_path())
    return workspace


async def test_a_copy_and_a_miss_are_kept(keeping: Workspace, clipboard: FakeClipboard) -> None:
    async with running(keeping, clipboard) as pilot:
        await type_in(pilot, "fh")
        await pilot.press("enter")
        await copied(pilot, clipboard)
        await type_in(pilot, "vvvv")
        await pilot.press("escape")
    assert keeping.history is not None
    keeping.history.close(patience=20)
    pick, miss = read_history(history_path())
    assert (pick.phrase, pick.kind, pick.query, pick.edited) == ("logistics/ship-when", "code", "fh", False)
    assert pick.seconds is not None
    assert (miss.query, miss.found, miss.phrase) == ("vvvv", False, "")


async def test_a_star_puts_a_reply_first(keeping: Workspace, clipboard: FakeClipboard) -> None:
    async with running(keeping, clipboard) as pilot:
        await type_in(pilot, "mc")
        await pilot.press("ctrl+d")
        assert "已收藏“物流太慢致歉”" in status(pilot)
        assert "★物流太慢致歉" in rows(pilot)[0]
        await pilot.press("escape")
        await pilot.pause()
        assert "物流太慢致歉" in rows(pilot)[0]
        await pilot.press("ctrl+d")
        assert "取消" in status(pilot)
        assert "★" not in rows(pilot)[0]


async def test_where_nothing_can_be_kept_copying_works_and_one_quiet_word_is_said(
    make_desk: Callable[..., Workspace], clipboard: FakeClipboard
) -> None:
    history_path().mkdir(parents=True)
    workspace = make_desk()
    workspace.history = HistoryRecorder(history_path(), lambda: MONDAY)
    async with running(workspace, clipboard) as pilot:
        await until(pilot, lambda: "使用记录" in status(pilot))
        assert "就绪" in status(pilot)
        for number in range(2):
            await type_in(pilot, "fh")
            await pilot.press("enter")
            await copied(pilot, clipboard, number + 1)
            await until(pilot, lambda: "已复制" in status(pilot))
            assert "使用记录" not in status(pilot)


def test_history_can_be_switched_off(tmp_path: Path) -> None:
    path = tmp_path / "settings.yaml"
    for text, on in (("history: off", False), ("history: on", True), ("agent: 小夏", True)):
        path.write_text(text, encoding="utf-8")
        assert load_settings(path).history is on


async def test_without_a_history_nothing_is_written(workspace: Workspace, clipboard: FakeClipboard) -> None:
    async with running(workspace, clipboard) as pilot:
        await type_in(pilot, "fh")
        await pilot.press("enter")
        await copied(pilot, clipboard)
    assert not history_path().exists()


def test_a_search_is_what_it_says(keeping: Workspace) -> None:
    keeping.record(SearchRecord(0, "none"))
    keeping.close()
    assert read_history(history_path()) == [SearchRecord(0, "none")]
