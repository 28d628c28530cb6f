"""On the screen: a reply behind the last one, promised answers, the hand-over, and leaving with some open."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest

from qreply.tui.actions import promising
from qreply.workspace.workspace import Workspace
from tests.conftest import Clock, FakeClipboard
from tests.support.piloting import Run, copied, customers, preview, running, status, text, until
from tests.workspace.test_promised_answers import BOOK
from tests.workspace.test_sending import BOOK as TWO


@pytest.fixture
def desk(make_desk: Callable[..., Workspace], clock: Clock) -> Workspace:
    return make_desk(BOOK, clock=clock)


async def promise(pilot: Run, clipboard: FakeClipboard) -> None:
    """Copy a reply that promises an answer within two hours, and set the reminder."""
    await pilot.press(*"heshi", "enter")
    await copied(pilot, clipboard)
    await pilot.press("alt+d")
    await pilot.pause()


async def test_two_keys_answer_two_questions(
    make_desk: Callable[..., Workspace], clipboard: FakeClipboard
) -> None:
    async with running(make_desk(TWO), clipboard, query="什么时候发货？你们发哪家快递") as pilot:
        await pilot.press("alt+j")
        assert "先回车复制" in status(pilot)
        await pilot.press("enter")
        await copied(pilot, clipboard)
        await pilot.press("alt+j")
        await copied(pilot, clipboard, 2)
        assert sorted(clipboard.texts[-1].removeprefix("亲，").split("\n")) == ["一般发中通~", "今天发货哦~"]
        assert "合成一条" in status(pilot)
        await pilot.press("alt+j")
        assert "已经在里面了" in status(pilot)


async def test_a_filled_form_goes_behind_the_last_one_by_enter(
    make_desk: Callable[..., Workspace], clipboard: FakeClipboard
) -> None:
    async with running(make_desk(), clipboard) as pilot:
        await pilot.press(*"fh", "enter")
        await copied(pilot, clipboard)
        await pilot.press(*"dh", "alt+j")
        await until(pilot, lambda: "还要填" in status(pilot))
        await pilot.press(*"YT1234567890123", "enter")
        await copied(pilot, clipboard, 2)
    assert clipboard.texts[-1].startswith("亲，付款后48小时内发出哦~\n")
    assert "YT1234567890123" in clipboard.texts[-1]


async def test_who_waits_is_said_quietly_rung_for_once_and_one_key_away(
    desk: Workspace, clipboard: FakeClipboard, clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(promising, "RING_SECONDS", 0.1)
    async with running(desk, clipboard) as pilot:
        rung: list[bool] = []
        monkeypatch.setattr(pilot.app, "bell", lambda: rung.append(True))
        await promise(pilot, clipboard)
        assert "到点提醒您：顾客1" in status(pilot)
        await pilot.press("ctrl+n")
        assert not pilot.app.screen.query_one("#due").display
        clock.now += timedelta(hours=2) - timedelta(minutes=9)
        await until(pilot, lambda: pilot.app.screen.query_one("#due").display)
        assert "去回 顾客1（09:30聊的），说好 11:30 前" in text(pilot, "#due")
        await pilot.press("alt+d")
        await pilot.pause()
        assert preview(pilot).startswith("告知处理进度")
        assert "答复延迟致歉" in status(pilot)
        await pilot.press("alt+d")
        await pilot.pause()
        assert preview(pilot).startswith("答复延迟致歉")
        await pilot.press("enter")
        await copied(pilot, clipboard, 2)
        await until(pilot, lambda: not pilot.app.screen.query_one("#due").display)
        assert rung == [True]


async def test_leaving_with_open_promises_says_so(desk: Workspace, clipboard: FakeClipboard) -> None:
    async with running(desk, clipboard) as pilot:
        await promise(pilot, clipboard)
        await pilot.press("ctrl+q")
        assert "还有 1 个答应了没回的" in status(pilot)
        assert pilot.app.is_running
        await pilot.press("ctrl+q")
    assert pilot.app.return_code == 0


async def test_kept_promises_are_there_at_the_next_start(
    desk: Workspace, clipboard: FakeClipboard, clock: Clock
) -> None:
    desk.apply_settings(desk.settings._replace(keeps_reminders=True))
    async with running(desk, clipboard) as pilot:
        await promise(pilot, clipboard)
        await pilot.press("ctrl+q")
    assert pilot.app.return_code == 0
    clock.now += timedelta(hours=3)
    async with running(desk, clipboard) as pilot:
        assert "顾客1（09:30聊的），说好 11:30 前，过点了" in text(pilot, "#due")
        await pilot.press("alt+d")
        await pilot.pause()
        assert preview(pilot).startswith("答复延迟致歉")
        assert "顾客1（" in customers(pilot)


async def test_the_hand_over_is_copied(desk: Workspace, clipboard: FakeClipboard) -> None:
    async with running(desk, clipboard) as pilot:
        await pilot.press("alt+h")
        assert "还没有可以交接的" in status(pilot)
        await promise(pilot, clipboard)
        await pilot.press("ctrl+p", *"jiaojie")
        await pilot.pause()
        await pilot.press("enter")
        await until(pilot, lambda: len(clipboard.texts) == 2)
        await until(pilot, lambda: "已复制交接内容" in status(pilot))
    assert clipboard.texts[-1].splitlines()[1].startswith("顾客1，刚发过「核实」")
