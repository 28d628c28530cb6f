"""The form: what is missing is asked for, optional parts and options."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest

from qreply.phrasebook.model import Phrase
from qreply.tui.widgets.form import FieldInput, FillForm
from qreply.tui.widgets.line_input import QueryInput
from qreply.tui.widgets.preview import Preview
from qreply.workspace.workspace import Workspace
from tests.conftest import BOOK, FakeClipboard
from tests.support.piloting import (
    burst,
    copied,
    preview,
    running,
    status,
    type_in,
    until,
)
from tests.support.tour import drawn


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


@pytest.mark.parametrize("size", [(45, 16), (60, 20), (80, 24), (100, 30)])
async def test_however_much_is_asked_how_the_reply_stands_is_in_sight(
    make_desk: Callable[..., Workspace], clipboard: FakeClipboard, size: tuple[int, int]
) -> None:
    names = [f"第{number}项" for number in "一二三四五六七八九"]
    text = "".join(f"先说几句让它长一点的话，{{{{{name}}}}}。" for name in names) * 2
    phrase = Phrase("pre-sale/long", "pre-sale", "要填很多", ((text,),), code="tx")
    workspace = make_desk(replace(BOOK, phrases=(phrase,)))
    async with running(workspace, clipboard, size=size) as pilot:
        await type_in(pilot, "tx")
        await pilot.press("enter")
        await until(pilot, lambda: pilot.app.screen.query_one(FillForm).display)
        await pilot.pause()
        lines = [strip.text for strip in drawn(pilot.app.screen)]
        assert any("还要填：第一项" in line and "─" in line for line in lines)
        assert sum("先说几句" in line for line in lines) > 1
        assert sum(name in line for line in lines for name in names if "先说" not in line) > 2
        await pilot.press("escape")
        await pilot.pause()
        assert "还要填" in "".join(strip.text for strip in drawn(pilot.app.screen))


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


async def test_each_field_of_a_long_form_comes_into_sight(
    make_desk: Callable[..., Workspace], clipboard: FakeClipboard
) -> None:
    many = Phrase("own/many", "own", "很多空", (("{{甲}}{{乙}}{{丙}}{{丁}}{{戊}}{{己}}",),), code="hdk")
    async with running(make_desk(replace(BOOK, phrases=(many,))), clipboard, size=(45, 16)) as pilot:
        await pilot.press("enter")
        form = pilot.app.screen.query_one(FillForm)

        def is_in_sight(name: str) -> bool:
            entry = pilot.app.focused
            if not isinstance(entry, FieldInput) or entry.field.name != name:
                return False
            return form.content_region.contains_region(entry.region)

        for name in "甲乙丙丁戊己":
            await until(pilot, lambda name=name: is_in_sight(name))  # type: ignore[misc]
            await pilot.press("1", "enter")
        await copied(pilot, clipboard)
