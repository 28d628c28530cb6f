"""Keys: as they are bound and shown, pasted text, and many at once."""

from __future__ import annotations

import gc

import pytest
from textual import events
from textual.drivers.headless_driver import HeadlessDriver

from qreply.phrasebook.limits import VALUE
from qreply.text.safety import clean, clean_line
from qreply.tui.app import QReplyApp
from qreply.tui.keys import BINDINGS, name_action, series_of
from qreply.tui.screens.main import MainScreen
from qreply.tui.widgets.hit_list import HitList
from qreply.tui.widgets.line_input import QueryInput
from qreply.tui.widgets.preview import Preview
from qreply.tui.widgets.status_bar import KeyBar
from qreply.workspace.finder import read
from qreply.workspace.workspace import Workspace
from tests.conftest import FakeClipboard
from tests.support.piloting import (
    Run,
    burst,
    copied,
    customers,
    overview,
    preview,
    rows,
    running,
    status,
    type_in,
    until,
)
from tests.support.unsafe_payloads import PAYLOADS


async def test_a_paste_keeps_every_line_and_nothing_unsafe(
    workspace: Workspace, clipboard: FakeClipboard
) -> None:
    clipboard.texts.append("什么时候\r\n发货\x1b]52;c;eA==\x07")
    async with running(workspace, clipboard) as pilot:
        await pilot.press("ctrl+v")
        query = pilot.app.screen.query_one(QueryInput)
        await until(pilot, lambda: bool(query.value))
        assert query.value == "什么时候 发货]52;c;eA=="


async def test_what_textual_cuts_or_copies_leaves_the_clipboard_alone(
    workspace: Workspace, clipboard: FakeClipboard, monkeypatch: pytest.MonkeyPatch
) -> None:
    sent: list[str] = []
    monkeypatch.setattr(HeadlessDriver, "write", lambda _, data: sent.append(data))
    async with running(workspace, clipboard) as pilot:
        await type_in(pilot, "fh")
        await pilot.press("enter")
        await copied(pilot, clipboard)
        pilot.app.copy_to_clipboard("fh")
        await pilot.pause()
        assert "]52;" not in "".join(sent)


async def test_settings_rebind_keys(workspace: Workspace, clipboard: FakeClipboard) -> None:
    app = QReplyApp(lambda _: workspace, clipboard, keymap={"wording": "f10"})
    async with app.run_test() as pilot:
        await until(pilot, lambda: "就绪" in status(pilot))
        await type_in(pilot, "fh")
        await pilot.press("f10")
        assert "您好，48小时内安排发出~" in preview(pilot)


async def test_help_lists_every_key_as_it_is_bound(workspace: Workspace, clipboard: FakeClipboard) -> None:
    app = QReplyApp(lambda _: workspace, clipboard, keymap={"wording": "f10"})
    async with app.run_test(size=(60, 50)) as pilot:
        await until(pilot, lambda: "就绪" in status(pilot))
        await pilot.press("f1")
        await pilot.pause()
        shown = overview(pilot)
        assert all(
            name_action(binding.id or "") in shown for binding in BINDINGS if not series_of(binding)[1]
        )
        assert "f10" in shown.lower()
        await pilot.press("escape")
        await pilot.pause()
        assert pilot.app.screen.query(HitList)


async def test_keys_that_arrive_together_are_taken_in_their_order(
    workspace: Workspace, clipboard: FakeClipboard
) -> None:
    async with running(workspace, clipboard) as pilot:
        await burst(pilot, *"yh", "enter", *"dh", "enter", *"SF1234567890", "enter")
        await until(pilot, lambda: "SF1234567890" in "".join(clipboard.texts))
        assert clipboard.texts[-1] == "亲，中通单号SF1234567890，请留意~"
        await burst(pilot, *"yh", "down", "up", "enter")
        await until(pilot, lambda: "有货" in clipboard.texts[-1])
        assert pilot.app.screen.query_one(QueryInput).value == "yh"


async def test_the_cursor_key_and_enter_together_copy_the_row_below(
    workspace: Workspace, clipboard: FakeClipboard
) -> None:
    async with running(workspace, clipboard) as pilot:
        await burst(pilot, "down", "enter")
        await copied(pilot, clipboard)
        assert clipboard.texts == ["亲，付款后48小时内发出哦~"]


async def test_of_a_pasted_book_the_end_is_the_query(workspace: Workspace, clipboard: FakeClipboard) -> None:
    async with running(workspace, clipboard) as pilot:
        pilot.app.post_message(events.Paste("有货吗呀\n" * 25_000 + "什么时候发货呀\n"))
        await pilot.pause()
        assert pilot.app.screen.query_one(QueryInput).value == "什么时候发货呀"
        assert "什么时候发货" in rows(pilot)[0]


async def test_a_paste_fills_a_line_no_further(workspace: Workspace, clipboard: FakeClipboard) -> None:
    async with running(workspace, clipboard) as pilot:
        query = pilot.app.screen.query_one(QueryInput)
        for _ in range(20):
            query.post_message(events.Paste("什么时候发货呀" * 10_000))
        await pilot.pause()
        assert len(query.value) == VALUE


async def test_of_a_copied_message_the_question_is_the_query(
    workspace: Workspace, clipboard: FakeClipboard
) -> None:
    async with running(workspace, clipboard) as pilot:
        text = "tb90871123 (2026-11-27 10:22:33):\n单号多少 YT7312884612093"
        pilot.app.screen.query_one(QueryInput).post_message(events.Paste(text))
        await pilot.pause()
        assert pilot.app.screen.query_one(QueryInput).value == "单号多少"
        assert "已略过：消息头、快递单号" in status(pilot)
        assert "YT7312884612093" in pilot.app.screen.query_one(Preview).reply
        assert "tb90871123" in customers(pilot)


async def test_a_paste_is_cleaned(workspace: Workspace, clipboard: FakeClipboard) -> None:
    async with running(workspace, clipboard) as pilot:
        query = pilot.app.screen.query_one(QueryInput)
        for payload in PAYLOADS.values():
            query.value = ""
            query.post_message(events.Paste(payload))
            await pilot.pause()
            assert query.value == clean_line(read(workspace, clean(payload)).question or payload)


def keys_line(pilot: Run) -> str:
    return pilot.app.screen.query_one(KeyBar).render().plain


async def test_the_line_of_keys_shows_what_does_something_now(
    workspace: Workspace, clipboard: FakeClipboard
) -> None:
    async with running(workspace, clipboard, size=(200, 30)) as pilot:
        await type_in(pilot, "yh")
        for key in ("改填写", "接着", "可选部分", "采用建议", "再来一条", "合并发送", "换说法", "切换顾客"):
            assert key not in keys_line(pilot)
        await type_in(pilot, "")
        await pilot.press("escape", *"bz")
        assert "可选部分" in keys_line(pilot)
        await pilot.press("escape", *"mc")
        assert "合并发送" in keys_line(pilot)
        await pilot.press("escape", *"fh")
        assert "换说法" in keys_line(pilot)
        assert "改填写" in keys_line(pilot)
        await pilot.press("enter")
        await copied(pilot, clipboard)
        assert "接着" in keys_line(pilot)
        assert "再来一条" in keys_line(pilot)
        await pilot.press("ctrl+k", "enter")
        await pilot.pause()
        assert "下一项" in keys_line(pilot)
        assert "返回" in keys_line(pilot)
        assert "场景" not in keys_line(pilot)
        await pilot.press("escape")
        assert "场景" in keys_line(pilot)


async def test_the_key_for_a_suggestion_shows_with_the_suggestion(
    workspace: Workspace, clipboard: FakeClipboard
) -> None:
    async with running(workspace, clipboard) as pilot:
        await type_in(pilot, "jhy")
        await pilot.press("enter", *"微信")
        await pilot.pause()
        assert "采用建议" in keys_line(pilot)


async def test_garbage_is_collected_once_the_start_is_over(
    workspace: Workspace, clipboard: FakeClipboard
) -> None:
    before = gc.get_threshold()
    gc.disable()
    try:
        async with running(workspace, clipboard) as pilot:
            await until(pilot, gc.isenabled)
    finally:
        gc.enable()
        gc.set_threshold(*before)


def test_before_there_are_widgets_no_key_looks_for_one_but_leaving_works(
    workspace: Workspace, clipboard: FakeClipboard
) -> None:
    screen = MainScreen(lambda _: workspace, clipboard)
    assert [screen.check_action(action, ()) for action in ("back", "paste", "copy", "leave")] == [
        *[False] * 3,
        True,
    ]
