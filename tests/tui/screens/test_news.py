"""What has changed since the agent last looked: told at the start, marked in the list, listed by its own key."""

from __future__ import annotations

from pathlib import Path

from qreply.settings.settings import Settings
from qreply.tui.screens.main import MainScreen
from qreply.tui.screens.news import NewsScreen
from qreply.workspace.workspace import Workspace
from tests.conftest import FakeClipboard
from tests.support.piloting import in_front, preview, rows, running, status, type_in, until

BOOK = """scenario: logistics
phrases:
  - {id: ship, title: 几时发货, asks: [几时发], reply: 48小时内发}
  - {id: slow, title: 太慢, asks: [太慢了], reply: 抱歉}
"""
AFTER = (
    BOOK.replace("48小时", "24小时")
    .replace("slow, title: 太慢", "check, title: 查件")
    .replace("抱歉", "在查了")
)


async def test_changes_are_told_marked_and_listed(tmp_path: Path, clipboard: FakeClipboard) -> None:
    book = tmp_path / "book.yaml"
    settings = Settings(tmp_path / "settings.yaml", books=(book,))
    book.write_text(BOOK, encoding="utf-8")
    yesterday = Workspace.open(settings)
    yesterday.keep_copies()
    book.write_text(AFTER, encoding="utf-8")
    async with running(Workspace.open(settings), clipboard) as pilot:
        await until(pilot, lambda: "Alt+N" in status(pilot))
        assert "3" in status(pilot)
        await type_in(pilot, "jishifa")
        assert rows(pilot)[0].split()[1:3] == ["变", "几时发货"]
        await pilot.press("alt+n")
        await in_front(pilot, NewsScreen)
        await pilot.press("enter")
        await in_front(pilot, MainScreen)
        await until(pilot, lambda: "24小时内发" in preview(pilot))
    workspace = Workspace.open(settings)
    assert workspace.untold_news() == []
    assert workspace.news()["logistics/ship"].promises == (("48小时", "24小时"),)
