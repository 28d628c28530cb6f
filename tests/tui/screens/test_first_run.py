"""The first time: asked once who the agent is; the settings are written, and never over others."""

from __future__ import annotations

from pathlib import Path

import pytest

from qreply.settings.reader import load_settings
from qreply.settings.settings import Shop
from qreply.tui.app import QReplyApp
from qreply.tui.screens.first_run import FirstRunScreen
from qreply.tui.screens.main import MainScreen
from qreply.tui.screens.shop_editor import ShopEditorScreen
from qreply.workspace.workspace import Workspace
from tests.conftest import FakeClipboard
from tests.support.piloting import Run, in_front, status, text, until


async def answer(pilot: Run, *keys: str) -> None:
    await in_front(pilot, FirstRunScreen)
    await pilot.pause()
    await pilot.press(*keys)
    await pilot.pause()


async def at_work(pilot: Run) -> None:
    await until(pilot, lambda: isinstance(pilot.app.screen, MainScreen) and pilot.app.screen.ready)


@pytest.mark.parametrize("size", [(45, 16), (100, 30)])
async def test_the_answers_are_written_and_used(
    workspace: Workspace, clipboard: FakeClipboard, tmp_path: Path, size: tuple[int, int]
) -> None:
    path = tmp_path / "config" / "settings.yaml"
    app = QReplyApp(lambda _: workspace, clipboard, first_settings=path)
    async with app.run_test(size=size) as pilot:
        await answer(
            pilot, *"Xiao #1", "enter", *'a: "b"', "enter", "2", "enter", "1", "space", "鞋", "enter"
        )
        await until(pilot, lambda: "店铺资料" in text(pilot, "#start-why"))
        await answer(pilot, "escape")
        await at_work(pilot)
        await until(pilot, lambda: "settings.yaml" in status(pilot) or "可以开始" in status(pilot))
        assert "拼多多" in text(pilot, "#shop")
        assert (workspace.profile.agent, workspace.profile.shop, workspace.profile.platform) == (
            "Xiao #1",
            'a: "b"',
            "pdd",
        )
    settings = load_settings(path)
    assert settings.agent == "Xiao #1"
    assert settings.shops == (Shop('a: "b"', "pdd"),)
    assert settings.trades == workspace.settings.trades == ("clothing", "shoes")


async def test_skipped_it_is_not_asked_again(
    workspace: Workspace, clipboard: FakeClipboard, tmp_path: Path
) -> None:
    path = tmp_path / "settings.yaml"
    async with QReplyApp(lambda _: workspace, clipboard, first_settings=path).run_test() as pilot:
        await answer(pilot, "escape")
        await at_work(pilot)
    assert load_settings(path).shops == ()


async def test_a_platform_needs_the_name_of_the_shop(
    workspace: Workspace, clipboard: FakeClipboard, tmp_path: Path
) -> None:
    path = tmp_path / "settings.yaml"
    async with QReplyApp(lambda _: workspace, clipboard, first_settings=path).run_test() as pilot:
        await answer(pilot, "enter", "enter", "2", "enter", "enter")
        assert "店铺名" in text(pilot, "#start-why")
        assert not path.exists()
        await answer(pilot, *"abc", "enter", "enter", "enter", "escape")
        await at_work(pilot)
    assert load_settings(path).shops == (Shop("abc", "pdd"),)


async def test_settings_that_cannot_be_written_are_used_all_the_same(
    workspace: Workspace, clipboard: FakeClipboard, tmp_path: Path
) -> None:
    path = tmp_path / "file" / "settings.yaml"
    path.parent.write_text("in the way")
    async with QReplyApp(lambda _: workspace, clipboard, first_settings=path).run_test() as pilot:
        await answer(pilot, *"Xia", "enter", "enter", "enter", "enter")
        await at_work(pilot)
        await until(pilot, lambda: str(path) in status(pilot))
        assert workspace.profile.agent == "Xia"


async def test_a_trade_that_nobody_knows_is_asked_again(
    workspace: Workspace, clipboard: FakeClipboard, tmp_path: Path
) -> None:
    path = tmp_path / "settings.yaml"
    async with QReplyApp(lambda _: workspace, clipboard, first_settings=path).run_test() as pilot:
        await answer(pilot, "enter", "enter", "enter", *"shoe", "enter")
        assert "shoes" in text(pilot, "#start-why")
        assert not path.exists()
        await answer(pilot, "s", "enter")
        await at_work(pilot)
    assert load_settings(path).trades == ("shoes",)


async def test_the_shops_values_are_offered_at_the_end(
    workspace: Workspace, clipboard: FakeClipboard, tmp_path: Path
) -> None:
    path = tmp_path / "settings.yaml"
    async with QReplyApp(lambda _: workspace, clipboard, first_settings=path).run_test() as pilot:
        await answer(pilot, "enter", *"abc", "enter", "enter", "enter")
        await answer(pilot, "enter")
        await in_front(pilot, ShopEditorScreen)
        await pilot.press("escape")
        await at_work(pilot)
