"""The screen through Pilot: what is typed is found, filled, checked and copied."""

from __future__ import annotations

import asyncio
import gc
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from threading import Event

import pytest
from textual import events

from qreply.clipboard import Outcome, Status
from qreply.errors import PhrasebookError
from qreply.i18n import use_language
from qreply.phrasebook.limits import VALUE
from qreply.phrasebook.model import Phrase, Problem, Rule, Scenario, Validity
from qreply.search.storage.index_cache import Progress
from qreply.settings.settings import Settings, Shop
from qreply.text.safety import clean, clean_line
from qreply.tui.app import QReplyApp
from qreply.tui.keys import BINDINGS, describe, series_of
from qreply.tui.screens.manual_copy import ManualCopyScreen
from qreply.tui.widgets.form import FieldInput, FillForm
from qreply.tui.widgets.hit_list import QUIET, HitList
from qreply.tui.widgets.line_input import QueryInput
from qreply.tui.widgets.preview import Preview
from qreply.tui.widgets.prose import Prose
from qreply.tui.widgets.scenario_tabs import ScenarioTabs
from qreply.tui.widgets.status_bar import KeyBar
from qreply.workspace.workspace import Workspace
from tests.conftest import BOOK, MONDAY, FakeClipboard
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
    text,
    type_in,
    until,
)
from tests.support.tour import drawn
from tests.support.unsafe_payloads import PAYLOADS


async def test_type_find_copy(workspace: Workspace, clipboard: FakeClipboard) -> None:
    async with running(workspace, clipboard) as pilot:
        await type_in(pilot, "fahuo")
        assert "什么时候发货" in rows(pilot)[0]
        assert "亲，付款后48小时内发出哦~" in preview(pilot)
        assert "揽收才算发货" in preview(pilot)
        await pilot.press("enter")
        await copied(pilot, clipboard)
        assert clipboard.texts == ["亲，付款后48小时内发出哦~"]
        assert status(pilot) == "✓ 已复制 14 字 · 去旺旺粘贴"


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


async def test_a_missing_value_is_asked_for_before_copying(
    workspace: Workspace, clipboard: FakeClipboard
) -> None:
    async with running(workspace, clipboard) as pilot:
        await type_in(pilot, "dh")
        await pilot.press("enter")
        form = pilot.app.screen.query_one(FillForm)
        assert form.display
        assert "快递单号是多少" in status(pilot)
        await pilot.press("enter")
        assert clipboard.texts == []
        await pilot.press(*"SF1234567890", "enter")
        await copied(pilot, clipboard)
        assert clipboard.texts == ["亲，中通单号SF1234567890，请留意~"]
        assert not form.display
        assert pilot.app.screen.query_one(QueryInput).has_focus


async def test_the_preview_changes_with_each_key_of_the_form(
    workspace: Workspace, clipboard: FakeClipboard
) -> None:
    async with running(workspace, clipboard) as pilot:
        await type_in(pilot, "dh")
        await pilot.press("enter", *"YT12")
        await pilot.pause()
        assert "单号YT12，" in preview(pilot)


async def test_a_value_that_does_not_fit_is_not_copied(
    workspace: Workspace, clipboard: FakeClipboard
) -> None:
    async with running(workspace, clipboard) as pilot:
        await type_in(pilot, "dh")
        await pilot.press("enter", *"12", "enter")
        await pilot.pause()
        assert clipboard.texts == []
        assert pilot.app.screen.query_one(FillForm).display


async def test_escape_leaves_the_form_and_keeps_what_was_typed(
    workspace: Workspace, clipboard: FakeClipboard
) -> None:
    async with running(workspace, clipboard) as pilot:
        await type_in(pilot, "dh")
        await pilot.press("enter", *"YT1234567890", "escape")
        await pilot.pause()
        assert pilot.app.screen.query_one(QueryInput).value == "dh"
        await pilot.press("enter")
        await copied(pilot, clipboard)
        assert clipboard.texts == ["亲，圆通单号YT1234567890，请留意~"]


async def test_defaults_can_be_changed_and_options_picked_by_digit(
    workspace: Workspace, clipboard: FakeClipboard
) -> None:
    async with running(workspace, clipboard) as pilot:
        await type_in(pilot, "dh")
        await pilot.press("ctrl+f")
        await pilot.pause()
        await pilot.press(*"YT1234567890", "shift+tab", "ctrl+u", "2", "tab", "enter")
        await copied(pilot, clipboard)
        assert clipboard.texts == ["亲，圆通单号YT1234567890，请留意~"]


async def test_values_stay_with_their_customer(workspace: Workspace, clipboard: FakeClipboard) -> None:
    async with running(workspace, clipboard) as pilot:
        await type_in(pilot, "dh")
        await pilot.press("enter", *"SF1234567890", "enter")
        await copied(pilot, clipboard)
        assert "沿用这位顾客的：快递单号" in preview(pilot)
        assert "1 7890" in customers(pilot)
        await pilot.press("ctrl+n")
        await pilot.pause()
        assert "SF1234567890" not in preview(pilot)
        assert "2 " in customers(pilot)
        await pilot.press("ctrl+b")
        await pilot.pause()
        assert "SF1234567890" in preview(pilot)
        await pilot.press("ctrl+l")
        await pilot.pause()
        assert "SF1234567890" not in preview(pilot)
        assert "7890" not in customers(pilot)


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
        assert "logistics/track" in preview(pilot)
        await reads(1, "enter")  # opens the form
        await reads(0, *"SF12345678")
        pilot.app.post_message(events.AppBlur())
        pilot.app.post_message(events.AppFocus())
        await reads(1)
        await reads(1, "ctrl+n")  # another customer
        await type_in(pilot, "fh")
        await reads(0, *"uo")  # takes nothing
        await type_in(pilot, "dh")
        await until(pilot, lambda: "logistics/track" in preview(pilot))
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
        assert "logistics/track" in preview(pilot)


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


async def test_what_follows_is_one_key_away(workspace: Workspace, clipboard: FakeClipboard) -> None:
    async with running(workspace, clipboard) as pilot:
        await type_in(pilot, "fh")
        await pilot.press("enter")
        await copied(pilot, clipboard)
        assert "接着 报单号" in customers(pilot)
        await pilot.press("ctrl+k")
        await pilot.pause()
        assert "logistics/track" in preview(pilot)


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


async def test_optional_parts_come_and_go_by_a_key(workspace: Workspace, clipboard: FakeClipboard) -> None:
    async with running(workspace, clipboard) as pilot:
        await type_in(pilot, "bz")
        assert pilot.app.screen.query_one(Preview).reply == "已备注。"
        await pilot.press("ctrl+e")
        await pilot.pause()
        assert pilot.app.screen.query_one(Preview).reply == "已备注。送您赠品。"
        await pilot.press(*"5", "enter")
        await copied(pilot, clipboard)
        assert clipboard.texts == ["已备注。送您赠品。补您5。"]
        await pilot.press("ctrl+e")
        await pilot.pause()
        assert pilot.app.screen.query_one(Preview).reply == "已备注。"


async def test_arrows_pick_options(workspace: Workspace, clipboard: FakeClipboard) -> None:
    async with running(workspace, clipboard) as pilot:
        await type_in(pilot, "dh")
        await pilot.press("ctrl+f")
        await pilot.pause()
        await pilot.press(*"SF1234567890", "shift+tab", "right", "tab", "enter")
        await copied(pilot, clipboard)
        assert clipboard.texts == ["亲，圆通单号SF1234567890，请留意~"]


@pytest.mark.parametrize(
    ("keys", "value"),
    [("2", "圆通"), ("12", "圆通"), ("2天", "2天"), ("12天", "12天"), ("3", "3"), ("自提", "自提")],
)
async def test_a_digit_picks_an_option_unless_more_is_typed(
    workspace: Workspace, clipboard: FakeClipboard, keys: str, value: str
) -> None:
    async with running(workspace, clipboard) as pilot:
        await type_in(pilot, "dh")
        await pilot.press("ctrl+f", "tab", *"SF1234567890", "shift+tab", *keys, "tab", "enter")
        await copied(pilot, clipboard)
        assert clipboard.texts == [f"亲，{value}单号SF1234567890，请留意~"]


async def test_options_have_room_beside_a_chat(workspace: Workspace, clipboard: FakeClipboard) -> None:
    async with running(workspace, clipboard, size=(45, 16)) as pilot:
        await type_in(pilot, "dh")
        await pilot.press("ctrl+f")
        await pilot.pause()
        shown = "\n".join(strip.text for strip in drawn(pilot.app.screen))
        assert "快递 " in shown
        assert "1 中通  2 圆通" in shown


async def test_a_key_takes_the_suggestion(workspace: Workspace, clipboard: FakeClipboard) -> None:
    async with running(workspace, clipboard) as pilot:
        await type_in(pilot, "jhy")
        await pilot.press("enter", *"微 信", "enter", "ctrl+s", "enter")
        await copied(pilot, clipboard)
        assert clipboard.texts == ["请加在这里联系我。"]


async def test_the_shop_is_switched_by_a_key(
    make_desk: Callable[..., Workspace], clipboard: FakeClipboard
) -> None:
    shops = (Shop("花店"), Shop("书店", "pdd", {"时限": "24"}))
    async with running(make_desk(shops=shops), clipboard) as pilot:
        assert text(pilot, "#shop") == "花店 · 淘宝"
        await type_in(pilot, "fh")
        await pilot.press("ctrl+o")
        await pilot.pause()
        assert text(pilot, "#shop") == "书店 · 拼多多"
        assert "成团后24小时内" in preview(pilot)


async def test_messages_are_copied_one_after_another(workspace: Workspace, clipboard: FakeClipboard) -> None:
    async with running(workspace, clipboard) as pilot:
        await type_in(pilot, "mc")
        assert "1/3" in preview(pilot)
        for count in (1, 2, 3):
            await pilot.press("enter")
            await copied(pilot, clipboard, count)
        assert clipboard.texts == ["亲，非常抱歉。", "我们正在催。", "给您补5元券。"]
        assert "1/3" in preview(pilot)


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
async def test_a_copy_that_is_not_verified_says_so(workspace: Workspace, outcome: Status, said: str) -> None:
    clipboard = FakeClipboard(outcome)
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


async def test_a_row_that_a_rule_bars_says_so(
    make_desk: Callable[..., Workspace], clipboard: FakeClipboard
) -> None:
    here = Rule("here", "block", "在这里不能说。", words=("有货",), platforms=("pdd",))
    async with running(make_desk(replace(BOOK, rules=(here,))), clipboard) as pilot:
        await asyncio.sleep(3 * QUIET)
        assert not any("不能发" in row for row in rows(pilot))
        await pilot.press("ctrl+t")
        await until(pilot, lambda: "有违规的话，不能发" in rows(pilot)[0])
        assert not any("不能发" in row for row in rows(pilot)[1:])


async def test_tabs_narrow_the_hits(workspace: Workspace, clipboard: FakeClipboard) -> None:
    async with running(workspace, clipboard) as pilot:
        tabs = pilot.app.screen.query_one(ScenarioTabs)
        assert "全部 7" in tabs.render_line(0).text
        await pilot.press("tab", "tab")
        assert tabs.current == "logistics"
        assert len([row for row in rows(pilot) if row.strip()]) == 3
        await pilot.press("shift+tab", "shift+tab", "shift+tab")
        assert tabs.current == "complaint"


async def test_arrows_and_digits_reach_every_hit(workspace: Workspace, clipboard: FakeClipboard) -> None:
    async with running(workspace, clipboard) as pilot:
        await pilot.press("down", "down")
        await pilot.pause()
        assert "logistics/track" in preview(pilot)
        await pilot.press("alt+1")
        await copied(pilot, clipboard)
        assert clipboard.texts == ["亲，有货的，可以直接拍~"]
        await pilot.press("f2")
        await copied(pilot, clipboard, 2)


async def test_nothing_found_says_so(workspace: Workspace, clipboard: FakeClipboard) -> None:
    async with running(workspace, clipboard) as pilot:
        await type_in(pilot, "qqqqxxxx9")
        assert "没有找到" in preview(pilot)
        await pilot.press("enter")
        assert clipboard.texts == []


async def test_the_platform_changes_the_wording(workspace: Workspace, clipboard: FakeClipboard) -> None:
    async with running(workspace, clipboard) as pilot:
        await type_in(pilot, "fh")
        await pilot.press("ctrl+t")
        await pilot.pause()
        assert text(pilot, "#shop") == "拼多多"
        assert "成团后48小时内" in preview(pilot)


async def test_a_paste_keeps_every_line_and_nothing_unsafe(
    workspace: Workspace, clipboard: FakeClipboard
) -> None:
    clipboard.texts.append("什么时候\r\n发货\x1b]52;c;eA==\x07")
    async with running(workspace, clipboard) as pilot:
        await pilot.press("ctrl+v")
        query = pilot.app.screen.query_one(QueryInput)
        await until(pilot, lambda: bool(query.value))
        assert query.value == "什么时候 发货]52;c;eA=="


async def test_cutting_in_a_line_leaves_the_clipboard_alone(
    workspace: Workspace, clipboard: FakeClipboard
) -> None:
    async with running(workspace, clipboard) as pilot:
        sent: list[str] = []
        driver = pilot.app._driver
        assert driver is not None
        driver.write = sent.append  # type: ignore[method-assign, assignment]
        await type_in(pilot, "fh")
        await pilot.press("enter")
        await copied(pilot, clipboard)
        await pilot.press("ctrl+x")
        await pilot.pause()
        assert pilot.app.screen.query_one(QueryInput).value == ""
        assert "]52;" not in "".join(sent)


async def test_escape_clears_the_query(workspace: Workspace, clipboard: FakeClipboard) -> None:
    async with running(workspace, clipboard) as pilot:
        await type_in(pilot, "fh")
        await pilot.press("escape")
        assert pilot.app.screen.query_one(QueryInput).value == ""


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


async def test_a_book_with_problems_says_so(
    make_desk: Callable[..., Workspace], clipboard: FakeClipboard
) -> None:
    problem = Problem("no-asks", "a.yaml", 3, 5, "warning", {"id": "ship-when"})
    async with running(make_desk(replace(BOOK, problems=(problem,))), clipboard) as pilot:
        assert "1 处问题：a.yaml:3" in text(pilot, "#banner")


async def test_an_edited_book_is_taken_up_while_working(tmp_path: Path, clipboard: FakeClipboard) -> None:
    book = tmp_path / "logistics.yaml"
    words = "scenario: logistics\nphrases:\n  - {{id: ship, title: 发货, asks: [几时发], reply: {}}}\n"
    book.write_text(words.format("两天内发"), encoding="utf-8")
    workspace = Workspace.open(Settings(tmp_path / "settings.yaml", books=(book,)))
    async with running(workspace, clipboard) as pilot:
        await type_in(pilot, "fahuo")
        book.write_text(words.format("今天发"), encoding="utf-8")
        await until(pilot, lambda: "今天发" in preview(pilot))
        assert "已更新" in status(pilot)
        assert pilot.app.screen.query_one(QueryInput).value == "fahuo"
        book.write_text("scenario: logistics\nphrases:\n  - {id: ship, title：发货", encoding="utf-8")
        await until(pilot, lambda: "logistics.yaml:3" in text(pilot, "#banner"))
        assert "今天发" in preview(pilot)


async def test_without_a_book_it_leaves_and_says_why(clipboard: FakeClipboard) -> None:
    def fail(_: object) -> Workspace:
        raise PhrasebookError("没有话术本")

    app = QReplyApp(fail, clipboard)
    async with app.run_test() as pilot:
        await until(pilot, lambda: app.return_code == 1)


@pytest.mark.parametrize("size", [(45, 16), (60, 24), (80, 24), (100, 30), (200, 50)])
async def test_every_layout_shows_hits_preview_and_keys(
    workspace: Workspace, clipboard: FakeClipboard, size: tuple[int, int]
) -> None:
    async with running(workspace, clipboard, size=size) as pilot:
        await type_in(pilot, "fh")
        hits, side = pilot.app.screen.query_one(HitList), pilot.app.screen.query_one("#side")
        assert min(hits.size.height, side.size.height) >= 4
        assert (side.region.x > 0) is (size[0] >= 90)
        assert pilot.app.screen.query_one(KeyBar).render().cell_length <= size[0]
        assert all(hits.render_line(y).cell_length == hits.size.width for y in range(hits.size.height))


async def test_the_interface_speaks_english(workspace: Workspace, clipboard: FakeClipboard) -> None:
    use_language("en")
    async with running(workspace, clipboard) as pilot:
        assert "Copy" in pilot.app.screen.query_one(KeyBar).render().plain
        assert "All 7" in pilot.app.screen.query_one(ScenarioTabs).render_line(0).text


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
        assert all(describe(binding) in shown for binding in BINDINGS if not series_of(binding)[1])
        assert "f10" in shown.lower()
        await pilot.press("escape")
        await pilot.pause()
        assert pilot.app.screen.query(HitList)


async def test_clicks_choose_and_copy(workspace: Workspace, clipboard: FakeClipboard) -> None:
    async with running(workspace, clipboard) as pilot:
        await pilot.click(HitList, offset=(5, 1))
        await pilot.pause()
        assert "logistics/ship-when" in preview(pilot)
        await pilot.click(HitList, offset=(5, 1))
        await copied(pilot, clipboard)
        await pilot.click(ScenarioTabs, offset=(12, 0))
        await pilot.pause()
        assert pilot.app.screen.query_one(ScenarioTabs).current == "pre-sale"


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
        assert "logistics/track" in preview(pilot)


async def test_a_hit_taken_by_its_digit_opens_its_form(
    workspace: Workspace, clipboard: FakeClipboard
) -> None:
    async with running(workspace, clipboard) as pilot:
        await pilot.press("alt+3")
        await until(pilot, lambda: pilot.app.screen.query_one(FillForm).display)


async def test_escape_in_the_same_breath_loses_nothing(
    workspace: Workspace, clipboard: FakeClipboard
) -> None:
    async with running(workspace, clipboard) as pilot:
        await type_in(pilot, "dh")
        await burst(pilot, "enter", *"YT1234567890", "escape", "enter")
        await copied(pilot, clipboard)
        assert clipboard.texts == ["亲，圆通单号YT1234567890，请留意~"]


async def test_again_with_nothing_to_fill_puts_an_open_form_away(
    workspace: Workspace, clipboard: FakeClipboard
) -> None:
    async with running(workspace, clipboard) as pilot:
        await pilot.press("ctrl+g")
        await pilot.pause()
        assert "还没给这位顾客发过回复" in status(pilot)
        await type_in(pilot, "yh")
        await pilot.press("enter")
        await copied(pilot, clipboard)
        await type_in(pilot, "dh")
        await pilot.press("enter", "ctrl+g")
        await pilot.pause()
        assert not pilot.app.screen.query_one(FillForm).display
        assert "有货的" in preview(pilot)


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
        assert "logistics/track" in preview(pilot)


@pytest.mark.parametrize(("key", "code"), [("ctrl+q", 1), ("escape", 1)])
async def test_pick_without_a_copy_ends_with_one(
    workspace: Workspace, clipboard: FakeClipboard, key: str, code: int
) -> None:
    async with running(workspace, clipboard, query="什么时候\n发货", pick=True) as pilot:
        assert pilot.app.screen.query_one(QueryInput).value == "什么时候 发货"
        await pilot.press(key)
        await pilot.pause()
        assert pilot.app.return_code == code


async def test_a_part_that_was_left_out_stays_out_in_the_form(
    workspace: Workspace, clipboard: FakeClipboard
) -> None:
    async with running(workspace, clipboard) as pilot:
        await type_in(pilot, "bz")
        await pilot.press("ctrl+e", "5", "enter")
        await copied(pilot, clipboard)
        await pilot.press("ctrl+e", "ctrl+f")
        await until(pilot, lambda: pilot.app.screen.query_one(FillForm).display)
        await until(pilot, lambda: pilot.app.screen.query_one(Preview).reply == "已备注。")


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
            assert query.value == clean_line(workspace.read(clean(payload)).question or payload)


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


async def test_each_field_of_a_long_form_comes_into_sight(
    make_desk: Callable[..., Workspace], clipboard: FakeClipboard
) -> None:
    many = Phrase("own/many", "own", "很多空", (("{{甲}}{{乙}}{{丙}}{{丁}}{{戊}}{{己}}",),), code="hdk")
    async with running(make_desk(replace(BOOK, phrases=(many,))), clipboard, size=(45, 16)) as pilot:
        await pilot.press("enter")
        form = pilot.app.screen.query_one(FillForm)

        def is_in_sight(name: str) -> bool:
            field = pilot.app.focused
            if not isinstance(field, FieldInput) or field.slot.name != name:
                return False
            return form.content_region.contains_region(field.region)

        for name in "甲乙丙丁戊己":
            await until(pilot, lambda name=name: is_in_sight(name))  # type: ignore[misc]
            await pilot.press("1", "enter")
        await copied(pilot, clipboard)


async def test_an_edit_while_the_form_is_open(tmp_path: Path, clipboard: FakeClipboard) -> None:
    book = tmp_path / "logistics.yaml"
    words = "scenario: logistics\nphrases:\n  - {{id: ship, title: 发货, reply: '{}'}}\n"
    book.write_text(words.format("单号{{单号}}"), encoding="utf-8")
    workspace = Workspace.open(Settings(tmp_path / "settings.yaml", books=(book,)))
    async with running(workspace, clipboard) as pilot:
        form = pilot.app.screen.query_one(FillForm)
        await pilot.press("enter", "7")
        book.write_text(words.format("单号是{{单号}}"), encoding="utf-8")
        await until(pilot, lambda: "单号是7" in preview(pilot))
        assert form.display
        assert isinstance(pilot.app.focused, FieldInput)
        book.write_text(words.format("{{快递}}发"), encoding="utf-8")
        await until(pilot, lambda: [field.slot.name for field in form.fields] == ["快递"])
        book.write_text(
            "scenario: logistics\nphrases:\n  - {id: other, title: 别的, reply: 在的}\n", encoding="utf-8"
        )
        await until(pilot, lambda: "在的" in preview(pilot))
        assert not form.display
        await pilot.press("enter")
        await copied(pilot, clipboard)
        assert clipboard.texts == ["在的"]


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


async def test_the_list_marks_no_row_that_enter_would_not_copy(
    workspace: Workspace, clipboard: FakeClipboard
) -> None:
    async with running(workspace, clipboard) as pilot:
        await type_in(pilot, "fh")
        assert rows(pilot)[0].startswith("▌")
        await pilot.press("enter")
        await copied(pilot, clipboard)
        await type_in(pilot, "dh")
        await pilot.press("ctrl+g")
        await pilot.pause()
        assert "付款后48小时内" in preview(pilot)
        assert not any(row.startswith("▌") for row in rows(pilot))


async def test_typing_is_taken_while_the_phrasebook_is_read_and_progress_is_shown(
    workspace: Workspace, clipboard: FakeClipboard
) -> None:
    go_on = Event()

    def slowly(progress: Progress) -> Workspace:
        progress(300, 1000)
        go_on.wait(5)
        return workspace

    app = QReplyApp(slowly, clipboard)
    async with app.run_test() as pilot:
        await until(pilot, lambda: "300/1000" in status(pilot))
        await type_in(pilot, "fahuo")
        await pilot.press("enter", "ctrl+g", "alt+1")
        go_on.set()
        await until(pilot, lambda: "什么时候发货" in rows(pilot)[0])
        assert clipboard.texts == []


async def test_an_expired_reply_says_so_in_its_row(
    make_desk: Callable[..., Workspace], clipboard: FakeClipboard
) -> None:
    over = Validity(until=MONDAY - timedelta(days=1))
    phrase = Phrase("own/sale", "own", "双十一", (("今天半价",),), code="sy", valid=(over,))
    async with running(make_desk(replace(BOOK, phrases=(phrase,))), clipboard) as pilot:
        assert "双十一  不在有效期内" in rows(pilot)[0]


@pytest.mark.parametrize("width", [45, 60, 100])
async def test_no_title_code_or_emoji_moves_a_column(
    make_desk: Callable[..., Workspace], clipboard: FakeClipboard, width: int
) -> None:
    phrases = (
        Phrase("own/a", "own", "很长的标题" * 40, (("短",),), code="abc" * 30, asks=("很长的问法" * 60,)),
        Phrase("own/b", "own", "👨‍👩‍👧‍👦家庭❤️装👍🏽", (("好",),), code="em", asks=("有👨‍👩‍👧‍👦家庭装吗",)),
    )
    async with running(make_desk(replace(BOOK, phrases=phrases)), clipboard, size=(width, 24)) as pilot:
        assert rows(pilot)[0].startswith("▌1 很长的")
        assert rows(pilot)[0].endswith("…")
        assert rows(pilot)[1].startswith("▏2 👨家庭❤装👍")
        assert rows(pilot)[1].endswith("em")


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


async def test_the_current_tab_and_customer_are_in_sight(
    make_desk: Callable[..., Workspace], clipboard: FakeClipboard
) -> None:
    scenarios = tuple(Scenario(f"own-{n}", f"第{n}个自建的场景") for n in range(9))
    phrases = tuple(Phrase(f"own-{n}/a", f"own-{n}", "在", (("在的",),)) for n in range(9))
    book = replace(BOOK, scenarios=scenarios, phrases=phrases)
    async with running(make_desk(book), clipboard, size=(45, 16)) as pilot:
        tabs = pilot.app.screen.query_one(ScenarioTabs)
        await pilot.press("shift+tab")
        assert "第8个" in tabs.render_line(0).text
        await pilot.click(ScenarioTabs, offset=(2, 0))
        await pilot.pause()
        assert tabs.current != "own-8"
        await pilot.press(*["ctrl+n"] * 8)
        await pilot.pause()
        assert " 9 " in customers(pilot)[: tabs.size.width]
