"""What is typed is found: hits, tabs, the cursor, and what a row shows."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from threading import Event

import pytest

from qreply.i18n import use_language
from qreply.phrasebook.model import Phrase, Rule, Scenario, Validity
from qreply.search.storage.index_cache import Progress
from qreply.tui.app import QReplyApp
from qreply.tui.widgets.hit_list import QUIET, HitList
from qreply.tui.widgets.line_input import QueryInput
from qreply.tui.widgets.scenario_tabs import ScenarioTabs
from qreply.tui.widgets.status_bar import KeyBar
from qreply.workspace.workspace import Workspace
from tests.conftest import BOOK, MONDAY, FakeClipboard
from tests.support.piloting import (
    copied,
    customers,
    preview,
    rows,
    running,
    status,
    type_in,
    until,
)


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
        assert "报单号" in preview(pilot)
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


async def test_escape_clears_the_query(workspace: Workspace, clipboard: FakeClipboard) -> None:
    async with running(workspace, clipboard) as pilot:
        await type_in(pilot, "fh")
        await pilot.press("escape")
        assert pilot.app.screen.query_one(QueryInput).value == ""


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


async def test_clicks_choose_and_copy(workspace: Workspace, clipboard: FakeClipboard) -> None:
    async with running(workspace, clipboard) as pilot:
        await pilot.click(HitList, offset=(5, 2))  # below the frame's line and the first row
        await pilot.pause()
        assert "什么时候发货" in preview(pilot)
        await pilot.click(HitList, offset=(5, 2))
        await copied(pilot, clipboard)
        await pilot.click(ScenarioTabs, offset=(12, 0))
        await pilot.pause()
        assert pilot.app.screen.query_one(ScenarioTabs).current == "pre-sale"


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
