"""The list of what the shop decides, and keeping from the form what was typed for it."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

import pytest

from qreply.phrasebook.loader import load
from qreply.search.storage.index_cache import IndexedPhrasebook
from qreply.settings.reader import load_settings
from qreply.tui.messages import Renewed
from qreply.tui.screens.main import MainScreen
from qreply.tui.screens.shop_editor import ShopEditorScreen
from qreply.tui.widgets.form import FieldInput
from qreply.tui.widgets.prose import Prose
from qreply.workspace.books import BookUpdate
from qreply.workspace.workspace import Workspace
from tests.conftest import FakeClipboard
from tests.support.piloting import (
    Run,
    copied,
    customers,
    in_front,
    preview,
    running,
    status,
    text,
    type_in,
    until,
)

BOOK = """\
scenario: pre-sale
title: 售前
placeholders:
  赠品: {ask: 随单送什么, from: shop, example: 一双袜子}
  质保期: {ask: 质保多久, from: shop, kind: duration, example: 1年}
  电话: {ask: 退货电话, from: shop, kind: phone}
phrases:
  - {id: gift, title: 有赠品, code: zp, asks: [有赠品吗], reply: '送{{赠品}}', no-answer: gift-none}
  - {id: gift-none, title: 没有赠品, asks: [怎么没有赠品], reply: 没有赠品哦}
  - {id: warranty, title: 质保, code: zb, asks: [质保多久], reply: '质保{{质保期}}'}
  - {id: call, title: 电话, code: dh, asks: [电话多少], reply: '电话{{电话}}'}
"""


def workspace_of(tmp_path: Path, values: str = "{}", shops: bool = True) -> Workspace:
    (tmp_path / "book.yaml").write_text(BOOK, encoding="utf-8")
    path = tmp_path / "settings.yaml"
    path.write_text(f"# 我的\nshops: [{{name: 小店, values: {values}}}]\n" if shops else "", encoding="utf-8")
    settings = load_settings(path)
    book = load([tmp_path / "book.yaml"])
    return Workspace(IndexedPhrasebook.of(book), settings, lambda: datetime(2026, 11, 27, 12))


def values_in(tmp_path: Path) -> dict[str, str]:
    shops = load_settings(tmp_path / "settings.yaml").shops
    return dict(shops[0].values) if shops else {}


def names(pilot: Run) -> list[str]:
    """The fields that are shown."""
    entries = pilot.app.screen.query(FieldInput)
    return [
        entry.field.name
        for entry in entries
        if entry.parent and entry.parent.parent and entry.parent.parent.display
    ]


def focused(pilot: Run) -> str:
    entry = pilot.app.screen.focused
    return entry.field.name if isinstance(entry, FieldInput) else ""


def remarks(pilot: Run) -> str:
    return pilot.app.screen.query_one("#values-remarks", Prose).plain


async def open_list(pilot: Run) -> None:
    await pilot.press("alt+s")
    await in_front(pilot, ShopEditorScreen)
    await pilot.pause()


@pytest.mark.parametrize("size", [(45, 16), (100, 30)])
async def test_what_is_missing_stands_first_and_each_answer_is_saved_as_it_is_left(
    tmp_path: Path, clipboard: FakeClipboard, size: tuple[int, int]
) -> None:
    async with running(workspace_of(tmp_path, "{赠品: 袜子}"), clipboard, size=size) as pilot:
        await open_list(pilot)
        assert names(pilot) == ["质保期", "电话", "赠品"]
        assert "1/3" in text(pilot, "#values-head")
        assert "质保多久" in remarks(pilot)
        assert "1年" in remarks(pilot)
        await pilot.press(*"2年", "tab")
        await until(pilot, lambda: values_in(tmp_path) == {"赠品": "袜子", "质保期": "2年"})
        assert focused(pilot) == "电话"
        await pilot.press("ctrl+n")
        await until(pilot, lambda: values_in(tmp_path).get("电话") == "没有")
        await until(pilot, lambda: "3/3" in text(pilot, "#values-head"))
        await pilot.press("escape")
        await until(pilot, lambda: "3/3" in status(pilot))
        await type_in(pilot, "zb")
        await pilot.press("enter")
        await copied(pilot, clipboard)
        assert clipboard.texts == ["质保2年"]


async def test_an_answer_that_will_not_do_is_told_and_not_saved(
    tmp_path: Path, clipboard: FakeClipboard
) -> None:
    async with running(workspace_of(tmp_path), clipboard) as pilot:
        await open_list(pilot)
        await pilot.press("tab", *"很久", "enter")
        assert focused(pilot) == "质保期"
        assert "时长" in remarks(pilot)
        await pilot.press("enter")  # the second time it goes on
        assert focused(pilot) == "电话"
        await pilot.press("escape")
        await in_front(pilot, MainScreen)
    assert values_in(tmp_path) == {}


async def test_only_what_is_missing_can_be_shown(tmp_path: Path, clipboard: FakeClipboard) -> None:
    async with running(workspace_of(tmp_path, "{赠品: 袜子}"), clipboard) as pilot:
        await open_list(pilot)
        await pilot.press("ctrl+f")
        assert names(pilot) == ["质保期", "电话"]
        await pilot.press("ctrl+f")
        assert names(pilot) == ["质保期", "电话", "赠品"]


async def test_the_first_shop_is_named_before_its_values(tmp_path: Path, clipboard: FakeClipboard) -> None:
    async with running(workspace_of(tmp_path, shops=False), clipboard) as pilot:
        await open_list(pilot)
        await pilot.press("tab", *"袜子", "enter")
        assert "店铺名" in remarks(pilot)
        await pilot.press("up", "up", *"小店", "enter", "enter", "enter")
        await until(pilot, lambda: values_in(tmp_path) == {"赠品": "袜子"})
        await pilot.press("escape")
        await until(pilot, lambda: "小店" in text(pilot, "#shop"))


async def test_a_file_that_cannot_be_written_is_told_of(tmp_path: Path, clipboard: FakeClipboard) -> None:
    async with running(workspace_of(tmp_path), clipboard) as pilot:
        await open_list(pilot)
        (tmp_path / "settings.yaml").write_text("agnet: 夏\n", encoding="utf-8")
        await pilot.press(*"袜子", "enter")
        await until(pilot, lambda: "agnet" in remarks(pilot))
        assert "0/3" in text(pilot, "#values-head")
    assert (tmp_path / "settings.yaml").read_text("utf-8") == "agnet: 夏\n"


async def test_what_an_edited_book_asks_as_well_joins_the_list(
    tmp_path: Path, clipboard: FakeClipboard
) -> None:
    workspace = workspace_of(tmp_path)
    async with running(workspace, clipboard) as pilot:
        await open_list(pilot)
        await pilot.press(*"袜")
        more = BOOK.replace("送{{赠品}}", "送{{赠品}}，{{包装}}").replace(
            "  质保期:", "  包装: {from: shop}\n  质保期:"
        )
        (tmp_path / "book.yaml").write_text(more, encoding="utf-8")
        update = BookUpdate(IndexedPhrasebook.of(load([tmp_path / "book.yaml"])))
        pilot.app.screen_stack[0].post_message(Renewed(update))
        await until(pilot, lambda: names(pilot) == ["赠品", "质保期", "电话", "包装"])
        await until(pilot, lambda: "0/4" in text(pilot, "#values-head"))
        await pilot.press("子", "tab")
        await until(pilot, lambda: values_in(tmp_path) == {"赠品": "袜子"})


async def test_the_form_says_whose_a_value_is_and_a_key_keeps_it(
    tmp_path: Path, clipboard: FakeClipboard
) -> None:
    async with running(workspace_of(tmp_path), clipboard) as pilot:
        await type_in(pilot, "dh")
        await pilot.press("enter")
        assert "Ctrl+S" in status(pilot)
        await pilot.press(*"057112345678", "ctrl+s")
        await until(pilot, lambda: values_in(tmp_path) == {"电话": "057112345678"})
        await until(pilot, lambda: "已存为本店的" in status(pilot))
        await pilot.press("enter")
        await copied(pilot, clipboard)
        assert clipboard.texts == ["电话057112345678"]
        assert "Ctrl+S" not in status(pilot)  # which has kept it
        assert "5678" not in customers(pilot)
        await pilot.press("ctrl+n")
        await type_in(pilot, "dh")
        await until(pilot, lambda: "电话057112345678" in preview(pilot))


async def test_what_was_sent_can_still_be_kept(tmp_path: Path, clipboard: FakeClipboard) -> None:
    async with running(workspace_of(tmp_path), clipboard) as pilot:
        await type_in(pilot, "zb")
        await pilot.press("enter", *"1年", "enter")
        await copied(pilot, clipboard)
        await until(pilot, lambda: "Ctrl+S" in status(pilot))
        await pilot.press("ctrl+s")
        await until(pilot, lambda: values_in(tmp_path) == {"质保期": "1年"})


async def test_where_the_shop_has_none_enter_puts_the_no_answer_on_the_desk(
    tmp_path: Path, clipboard: FakeClipboard
) -> None:
    async with running(workspace_of(tmp_path, "{赠品: 没有}"), clipboard) as pilot:
        await type_in(pilot, "zp")
        await pilot.press("enter")
        await until(pilot, lambda: "没有赠品哦" in preview(pilot))
        assert "本店没有赠品" in status(pilot)
        assert clipboard.texts == []
        await pilot.press("enter")
        await copied(pilot, clipboard)
        assert clipboard.texts == ["没有赠品哦"]


async def test_none_typed_into_the_form_can_be_kept_as_well(tmp_path: Path, clipboard: FakeClipboard) -> None:
    async with running(workspace_of(tmp_path), clipboard) as pilot:
        await type_in(pilot, "zp")
        await pilot.press("enter", *"没有", "enter")
        await until(pilot, lambda: "没有赠品哦" in preview(pilot))
        await pilot.press("ctrl+s")
        await until(pilot, lambda: values_in(tmp_path) == {"赠品": "没有"})


async def test_the_list_opens_from_the_palette(tmp_path: Path, clipboard: FakeClipboard) -> None:
    async with running(workspace_of(tmp_path), clipboard) as pilot:
        await pilot.press("ctrl+p", *"dianpuziliao")
        await pilot.pause()
        await pilot.press("enter")
        await in_front(pilot, ShopEditorScreen)
