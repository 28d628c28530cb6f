"""Books that have problems, are edited meanwhile, or are not there."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from qreply.errors import PhrasebookError
from qreply.phrasebook.model import Problem
from qreply.settings.settings import Settings
from qreply.tui.app import QReplyApp
from qreply.tui.presenter import describe_first
from qreply.tui.widgets.form import FieldInput, FillForm
from qreply.tui.widgets.line_input import QueryInput
from qreply.workspace.workspace import Workspace
from tests.conftest import BOOK, FakeClipboard
from tests.support.piloting import (
    copied,
    preview,
    running,
    status,
    text,
    type_in,
    until,
)


async def test_a_book_with_problems_says_so(
    make_desk: Callable[..., Workspace], clipboard: FakeClipboard
) -> None:
    problem = Problem("no-asks", "a.yaml", 3, 5, "warning", {"id": "ship-when"})
    async with running(make_desk(replace(BOOK, problems=(problem,))), clipboard) as pilot:
        assert "1 处问题：a.yaml:3" in text(pilot, "#banner")


AWAY = "话术文件夹不见了，或者网络盘断开了"


@pytest.mark.parametrize(
    ("problem", "words"),
    [
        (Problem("book-gone", "/我的话术", 1, 1), f"话术本有 1 处问题：我的话术 {AWAY}"),
        (Problem("older-book", "/我的话术", 1, 1, values={"since": "11-20"}), "我的话术 先用 11-20 的内容"),
        (
            Problem("empty-reply", "/我的话术/a.yaml", 3, 1, values={"id": "a"}),
            "话术本有 1 处问题：a.yaml:3 ",
        ),
        (
            Problem("older-file", "a.yaml", 3, 1, values={"since": "11-20", "message": "x", "mend": ""}),
            "a.yaml:3 整个文件先用 11-20 的内容，因为：x",
        ),
    ],
)
def test_only_what_has_lines_is_named_with_one(problem: Problem, words: str) -> None:
    assert describe_first([problem]).startswith(words)


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
        await until(pilot, lambda: [entry.field.name for entry in form.entries] == ["快递"])
        book.write_text(
            "scenario: logistics\nphrases:\n  - {id: other, title: 别的, reply: 在的}\n", encoding="utf-8"
        )
        await until(pilot, lambda: "在的" in preview(pilot))
        assert not form.display
        await pilot.press("enter")
        await copied(pilot, clipboard)
        assert clipboard.texts == ["在的"]
