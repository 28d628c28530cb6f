"""Enter: what leaves, one message after another, and what is said of it."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from pathlib import Path
from threading import Event

import pytest

from qreply.clipboard import Outcome, Status
from qreply.history.tracker import SearchTracker
from qreply.phrasebook.model import Phrase, Phrasebook
from qreply.tui.actions import incoming
from qreply.tui.screens.main import MainScreen
from qreply.tui.screens.manual_copy import ManualCopyScreen
from qreply.tui.widgets.line_input import QueryInput
from qreply.tui.widgets.prose import Prose
from qreply.workspace.workspace import Workspace
from tests.conftest import FakeClipboard
from tests.support.piloting import (
    Run,
    copied,
    customers,
    desk,
    in_front,
    preview,
    running,
    status,
    text,
    type_in,
    until,
)


async def test_after_a_copy_typing_replaces_the_query(workspace: Workspace, clipboard: FakeClipboard) -> None:
    async with running(workspace, clipboard) as pilot:
        await type_in(pilot, "fh")
        await pilot.press("enter")
        await copied(pilot, clipboard)
        await type_in(pilot, "yh")
        assert pilot.app.screen.query_one(QueryInput).value == "yh"


async def test_ctrl_c_copies_too_and_wordings_take_turns(
    workspace: Workspace, clipboard: FakeClipboard
) -> None:
    async with running(workspace, clipboard) as pilot:
        await type_in(pilot, "fh")
        await pilot.press("ctrl+c")
        await copied(pilot, clipboard)
        await pilot.press("ctrl+c")
        await copied(pilot, clipboard, 2)
        assert clipboard.texts == ["亲，付款后48小时内发出哦~", "您好，48小时内安排发出~"]


async def test_a_key_takes_the_next_wording(workspace: Workspace, clipboard: FakeClipboard) -> None:
    async with running(workspace, clipboard) as pilot:
        await type_in(pilot, "fh")
        await pilot.press("ctrl+r")
        assert "您好，48小时内安排发出~" in preview(pilot)


async def test_what_follows_is_one_key_away(workspace: Workspace, clipboard: FakeClipboard) -> None:
    async with running(workspace, clipboard) as pilot:
        await type_in(pilot, "fh")
        await pilot.press("enter")
        await copied(pilot, clipboard)
        assert "接着 Ctrl+K ▸报单号" in customers(pilot)
        await pilot.press("ctrl+k")
        await pilot.pause()
        assert "报单号" in preview(pilot)


async def test_messages_can_be_joined_and_walked(workspace: Workspace, clipboard: FakeClipboard) -> None:
    async with running(workspace, clipboard) as pilot:
        await type_in(pilot, "mc")
        await pilot.press("alt+right", "alt+right", "alt+left")
        await pilot.pause()
        assert "2/3" in preview(pilot)
        await pilot.press("ctrl+y")
        await pilot.pause()
        assert "2–3/3" in preview(pilot)
        await pilot.press("enter")
        await copied(pilot, clipboard)
        assert clipboard.texts == ["我们正在催。\n给您补5元券。"]


async def test_a_key_takes_the_suggestion(workspace: Workspace, clipboard: FakeClipboard) -> None:
    async with running(workspace, clipboard) as pilot:
        await type_in(pilot, "jhy")
        await pilot.press("enter", *"微 信", "enter", "ctrl+s", "enter")
        await copied(pilot, clipboard)
        assert clipboard.texts == ["请加在这里联系我。"]


async def test_messages_are_copied_one_after_another(workspace: Workspace, clipboard: FakeClipboard) -> None:
    async with running(workspace, clipboard) as pilot:
        await type_in(pilot, "mc")
        assert "1/3" in preview(pilot)
        for count in (1, 2, 3):
            await pilot.press("enter")
            await copied(pilot, clipboard, count)
        assert clipboard.texts == ["亲，非常抱歉。", "我们正在催。", "给您补5元券。"]
        assert "3/3" in preview(pilot)
        assert "3/3 发完了 → 顾客1" in desk(pilot)
        await pilot.press("enter")
        await pilot.pause()
        assert "都发完了" in status(pilot)
        assert len(clipboard.texts) == 3
        await pilot.press("enter")
        await copied(pilot, clipboard, 4)
        assert clipboard.texts[-1] == "亲，非常抱歉。"


async def test_blocked_text_never_leaves(workspace: Workspace, clipboard: FakeClipboard) -> None:
    async with running(workspace, clipboard) as pilot:
        await type_in(pilot, "jhy")
        await pilot.press("enter", *"微 信", "enter")
        await pilot.pause()
        assert clipboard.texts == []
        assert "不能引导站外联系" in status(pilot)
        assert "可以改成：在这里联系我" in preview(pilot)


async def test_a_warning_needs_a_second_enter(workspace: Workspace, clipboard: FakeClipboard) -> None:
    async with running(workspace, clipboard) as pilot:
        await type_in(pilot, "cn")
        await pilot.press("enter")
        await pilot.pause()
        assert clipboard.texts == []
        assert "不要打包票" in preview(pilot)
        await pilot.press("enter")
        await copied(pilot, clipboard)


@pytest.mark.parametrize(
    ("outcome", "said"),
    [(Status.SENT, "! 已发给终端（fake），未确认"), (Status.FAILED, "✗ 没有复制成功：0/1")],
)
async def test_a_copy_that_is_not_verified_says_so(
    workspace: Workspace, outcome: Status, said: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    clipboard = FakeClipboard(outcome)
    ends: list[str] = []
    monkeypatch.setattr(SearchTracker, "failed", lambda _: ends.append("failed"))
    monkeypatch.setattr(SearchTracker, "picked", lambda *_, **__: ends.append("picked"))
    async with running(workspace, clipboard) as pilot:
        await type_in(pilot, "yh")
        await pilot.press("enter")
        await until(pilot, lambda: len(clipboard.texts) == 1 and "正在" not in status(pilot))
        await pilot.pause()
        alone = isinstance(pilot.app.screen, ManualCopyScreen)
        assert alone is (outcome is Status.FAILED)
        if alone:
            assert pilot.app.screen.query_one(Prose).plain == clipboard.texts[0]
            await pilot.press("escape")
            await pilot.pause()
        assert said in status(pilot)
        assert "已复制" not in status(pilot)
        assert ends == ["failed" if alone else "picked"]


async def test_what_is_typed_while_a_reply_is_to_be_copied_by_hand_is_the_next_question(
    workspace: Workspace,
) -> None:
    async with running(workspace, FakeClipboard(Status.FAILED)) as pilot:
        await type_in(pilot, "yh")
        await pilot.press("enter")
        await in_front(pilot, ManualCopyScreen)
        await pilot.press("f", "x", "backspace", "h")
        assert "fh" in text(pilot, "#by-hand-typed")
        await pilot.press("enter")
        await in_front(pilot, MainScreen)
        await until(pilot, lambda: pilot.app.screen.query_one(QueryInput).value == "fh")
        assert "付款后48小时" in preview(pilot)


async def test_pick_copies_and_leaves(workspace: Workspace, clipboard: FakeClipboard) -> None:
    async with running(workspace, clipboard, query="fahuo", pick=True) as pilot:
        await pilot.press("enter")
        await until(pilot, lambda: pilot.app.return_code is not None)
        assert pilot.app.return_code == 0
        assert len(clipboard.texts) == 1


async def test_pick_is_left_by_escape(workspace: Workspace, clipboard: FakeClipboard) -> None:
    async with running(workspace, clipboard, pick=True) as pilot:
        await pilot.press("escape")
        await pilot.pause()
        assert pilot.app.return_code == 1


async def test_the_next_question_may_be_typed_while_copying(
    workspace: Workspace, clipboard: FakeClipboard
) -> None:
    slow, copy = Event(), clipboard.copy

    def wait(text: str, given_up: Event | None = None) -> Outcome:
        slow.wait(5)
        return copy(text, given_up)

    clipboard.copy = wait  # type: ignore[method-assign]
    async with running(workspace, clipboard) as pilot:
        await type_in(pilot, "fh")
        await pilot.press("enter", "d")
        slow.set()
        await copied(pilot, clipboard)
        await type_in(pilot, "h")
        assert pilot.app.screen.query_one(QueryInput).value == "dh"
        assert "报单号" in preview(pilot)


@pytest.mark.parametrize(("key", "code"), [("ctrl+q", 1), ("escape", 1)])
async def test_pick_without_a_copy_ends_with_one(
    workspace: Workspace, clipboard: FakeClipboard, key: str, code: int
) -> None:
    async with running(workspace, clipboard, query="什么时候\n发货", pick=True) as pilot:
        assert pilot.app.screen.query_one(QueryInput).value == "什么时候 发货"
        await pilot.press(key)
        await pilot.pause()
        assert pilot.app.return_code == code


@pytest.mark.parametrize(("outcome", "code"), [(Status.FAILED, 4), (Status.VERIFIED, 1)])
async def test_pick_left_after_a_copy_says_what_became_of_it(
    make_desk: Callable[..., Workspace], outcome: Status, code: int
) -> None:
    clipboard = FakeClipboard(outcome)
    async with running(make_desk(), clipboard, query="mc", pick=True) as pilot:
        await pilot.press("enter")  # the first of three messages
        await until(pilot, lambda: bool(clipboard.texts) and "正在" not in status(pilot))
        await pilot.press(*["escape"] * (2 if outcome is Status.FAILED else 1))
        await pilot.pause()
        assert pilot.app.return_code == code


async def test_what_was_copied_is_shown_until_the_agent_goes_on(
    workspace: Workspace, clipboard: FakeClipboard
) -> None:
    async with running(workspace, clipboard) as pilot:
        await type_in(pilot, "fh")
        assert "未复制" in desk(pilot)
        await pilot.press("enter")
        await copied(pilot, clipboard)
        assert clipboard.texts[-1] in preview(pilot)
        assert "✓ 已在剪贴板 → 顾客1" in desk(pilot)
        await pilot.press("ctrl+n")
        await pilot.pause()
        assert clipboard.texts[-1] not in preview(pilot)
        assert desk(pilot) == "未复制 · 回车复制  剪贴板 ✓ 什么时候发货 → 顾客1"
        assert "已复制" not in status(pilot)
        await pilot.press("ctrl+b")
        await pilot.pause()
        assert "什么时候发货" in preview(pilot).partition("发过的")[2]
        assert "未复制" in desk(pilot)


async def test_what_another_program_copies_is_said(
    workspace: Workspace, clipboard: FakeClipboard, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(incoming, "TYPING_SECONDS", 3600.0)  # and so it is no customer's, however slow we are
    async with running(workspace, clipboard) as pilot:
        await type_in(pilot, "fh")
        await pilot.press("enter")
        await copied(pilot, clipboard)
        clipboard.texts.append("别的")
        pilot.app.app_focus = False
        await pilot.pause()
        pilot.app.app_focus = True
        await until(pilot, lambda: "已被别的程序改掉" in desk(pilot) and "未复制" in desk(pilot))
        assert "已复制" not in status(pilot)


def says(pilot: Run, words: str) -> bool:
    return status(pilot) == words


async def test_a_key_puts_one_picture_after_the_other_on_the_clipboard(
    make_desk: Callable[..., Workspace], clipboard: FakeClipboard, tmp_path: Path
) -> None:
    for name in ("尺码表.png", "实拍.jpg"):
        (tmp_path / name).write_bytes(b"\x89PNG\r\n\x1a\n" + name.encode())
    phrase = Phrase(
        *("pre-sale/size", "pre-sale", "尺码表", (("亲，照着身高体重看~",),)),
        code="cmb",
        images=("尺码表.png", "实拍.jpg", "缺的.png"),
        path=str(tmp_path / "a.yaml"),
    )
    async with running(make_desk(Phrasebook(phrases=(phrase,))), clipboard) as pilot:
        await type_in(pilot, "cmb")
        await pilot.press("enter")
        await copied(pilot, clipboard)
        for count, name in enumerate(["尺码表.png", "实拍.jpg"], 1):
            await pilot.press("alt+v")
            said = f"✓ 图片 {count}/3 放到剪贴板了：{name} · 去旺旺粘贴"
            await until(pilot, partial(says, pilot, said))
            assert clipboard.pictures[-1].path.name == name
            assert f"剪贴板 ✓ 图片 {name[0]}" in desk(pilot)
            assert desk(pilot).startswith("未复制 · 回车复制")
        await pilot.press("alt+v")
        await until(pilot, lambda: "没有 缺的.png" in status(pilot))
        assert "剪贴板 ✓ 图片 实拍" in desk(pilot)  # which nothing has taken the place of
        await pilot.press("enter")
        await copied(pilot, clipboard, 2)
        assert "图片" not in desk(pilot)
