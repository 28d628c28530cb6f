"""Several customers, shops and platforms: whose values go into a reply."""

from __future__ import annotations

from collections.abc import Callable

from textual import events

from qreply.settings.settings import Shop
from qreply.tui.widgets.line_input import QueryInput
from qreply.workspace.workspace import Workspace
from tests.conftest import FakeClipboard
from tests.support.piloting import (
    burst,
    copied,
    customers,
    desk,
    preview,
    running,
    text,
    type_in,
    until,
)


async def test_values_stay_with_their_customer(workspace: Workspace, clipboard: FakeClipboard) -> None:
    async with running(workspace, clipboard) as pilot:
        await type_in(pilot, "dh")
        await pilot.press("enter", *"SF1234567890", "enter")
        await copied(pilot, clipboard)
        assert "1 7890" in customers(pilot)
        await pilot.press("ctrl+n")
        await pilot.pause()
        assert "SF1234567890" not in preview(pilot)
        assert "2 " in customers(pilot)
        await pilot.press("ctrl+b")
        await pilot.pause()
        assert "SF1234567890" in preview(pilot)
        assert "沿用这位顾客的：快递单号" in preview(pilot)
        await pilot.press("ctrl+l")
        await pilot.pause()
        assert "SF1234567890" not in preview(pilot)
        assert "7890" not in customers(pilot)


async def test_what_is_typed_for_another_customer_is_their_question(
    workspace: Workspace, clipboard: FakeClipboard
) -> None:
    """Whatever stood in the line, which a key brings back."""
    async with running(workspace, clipboard) as pilot:
        for key, typed in (("ctrl+n", "yh"), ("ctrl+b", "dh")):
            await type_in(pilot, "fh")
            await pilot.press(key)
            await type_in(pilot, typed)
            assert pilot.app.screen.query_one(QueryInput).value == typed
            await pilot.press("ctrl+z")
            assert pilot.app.screen.query_one(QueryInput).value == "fh"
            await pilot.press("ctrl+a")


async def test_a_number_on_the_clipboard_is_offered_and_needs_one_enter(
    workspace: Workspace, clipboard: FakeClipboard
) -> None:
    clipboard.texts.append("订单已发，单号 YT1234567890123")
    async with running(workspace, clipboard) as pilot:
        await type_in(pilot, "dh")
        await until(pilot, lambda: "按单号认出的：快递" in preview(pilot))
        await pilot.press("enter")
        await copied(pilot, clipboard, 2)
        assert clipboard.texts[-1] == "亲，圆通单号YT1234567890123，请留意~"


async def test_the_clipboard_is_read_for_another_phrase_the_form_and_on_coming_back_not_with_every_key(
    workspace: Workspace, clipboard: FakeClipboard
) -> None:
    async with running(workspace, clipboard) as pilot:
        clipboard.is_followed = True

        async def reads(count: int, *keys: str) -> None:
            before = clipboard.reads
            await pilot.press(*keys)
            await until(pilot, lambda: clipboard.reads - before >= count)
            for _ in range(5):  # and no more, with a thread's answer
                await pilot.pause(0.02)
            assert clipboard.reads - before == count

        await type_in(pilot, "dh")
        await until(pilot, lambda: clipboard.reads > 0)
        await reads(0, "space", "backspace", *"dan", "ctrl+r")
        assert "报单号" in preview(pilot)
        await reads(1, "enter")  # opens the form
        await reads(0, *"SF12345678")
        pilot.app.post_message(events.AppBlur())
        pilot.app.post_message(events.AppFocus())
        await reads(1)
        await reads(1, "ctrl+n")  # another customer
        await type_in(pilot, "fh")
        await reads(0, *"uo")  # takes nothing
        await type_in(pilot, "dh")
        await until(pilot, lambda: "报单号" in preview(pilot))
        await reads(0)


async def test_what_was_on_the_clipboard_for_one_reply_is_not_offered_for_the_next(
    workspace: Workspace, clipboard: FakeClipboard
) -> None:
    clipboard.texts.append("订单已发，单号 YT1234567890123")
    async with running(workspace, clipboard) as pilot:
        await type_in(pilot, "dh")
        await until(pilot, lambda: "取自剪贴板或粘贴" in preview(pilot))
        await pilot.press("enter")
        await copied(pilot, clipboard, 2)
        await pilot.press("ctrl+n", *"dh")
        await until(pilot, lambda: "取自剪贴板或粘贴" not in preview(pilot))
        assert "报单号" in preview(pilot)


async def test_the_last_reply_again_with_other_values(workspace: Workspace, clipboard: FakeClipboard) -> None:
    async with running(workspace, clipboard) as pilot:
        await type_in(pilot, "dh")
        await pilot.press("enter", *"SF1234567890", "enter")
        await copied(pilot, clipboard)
        await type_in(pilot, "yh")
        await pilot.press("ctrl+g")
        await pilot.pause()
        await pilot.press("tab", *"SF9999999999", "enter")
        await copied(pilot, clipboard, 2)
        assert clipboard.texts[-1] == "亲，中通单号SF9999999999，请留意~"


async def test_the_shop_is_switched_by_a_key(
    make_desk: Callable[..., Workspace], clipboard: FakeClipboard
) -> None:
    shops = (Shop("花店"), Shop("书店", "pdd", {"时限": "24"}))
    async with running(make_desk(shops=shops), clipboard) as pilot:
        assert text(pilot, "#shop") == "淘宝 · 花店"
        await type_in(pilot, "fh")
        await pilot.press("ctrl+o")
        await pilot.pause()
        assert text(pilot, "#shop") == "拼多多 · 书店"
        assert "成团后24小时内" in preview(pilot)


async def test_the_platform_changes_the_wording(workspace: Workspace, clipboard: FakeClipboard) -> None:
    async with running(workspace, clipboard) as pilot:
        await type_in(pilot, "fh")
        await pilot.press("ctrl+t")
        await pilot.pause()
        assert text(pilot, "#shop") == "拼多多"
        assert "成团后48小时内" in preview(pilot)


async def test_what_was_typed_stays_with_its_customer(workspace: Workspace, clipboard: FakeClipboard) -> None:
    async with running(workspace, clipboard) as pilot:
        await type_in(pilot, "dh")
        await burst(pilot, "enter", *"YT1234567890", "ctrl+n")
        await pilot.pause()
        assert "YT1234567890" not in preview(pilot)
        await pilot.press("ctrl+b")
        await pilot.pause()
        assert "YT1234567890" in preview(pilot)


async def test_another_platform_keeps_the_reply_that_follows(
    workspace: Workspace, clipboard: FakeClipboard
) -> None:
    async with running(workspace, clipboard) as pilot:
        await type_in(pilot, "fh")
        await pilot.press("enter")
        await copied(pilot, clipboard)
        await pilot.press("ctrl+k", "ctrl+t")
        await pilot.pause()
        assert "报单号" in preview(pilot)


async def test_a_customer_is_named_whatever_reply_is_open(
    workspace: Workspace, clipboard: FakeClipboard
) -> None:
    async with running(workspace, clipboard) as pilot:
        await type_in(pilot, "yh")
        await pilot.press("alt+m")
        await pilot.pause()
        await pilot.press(*"Wang", "enter")
        await until(pilot, lambda: "1 Wang" in customers(pilot))
        await pilot.press("enter")
        await copied(pilot, clipboard)
        assert "Wang" not in clipboard.texts[0]
        assert "→ 顾客1 Wang" in desk(pilot)
