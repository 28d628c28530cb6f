"""`qreply round` before its screen: what the command line says, and where the round was left."""

from __future__ import annotations

import argparse
from collections.abc import Callable
from pathlib import Path

import pytest

from qreply.cli import round as command
from qreply.cli import run
from qreply.errors import QReplyError, SettingsError, UnknownPhraseError
from qreply.workspace.done_list import write_done
from qreply.workspace.phrase_names import find_named
from qreply.workspace.round import RowState
from qreply.workspace.round_list import read_round
from qreply.workspace.round_replies import SKIP
from qreply.workspace.workspace import Workspace

LIST = "昵称,状态\n甲,已签收\n乙,待付款\n丙,已签收\n".encode()


@pytest.fixture
def opening(workspace: Workspace, monkeypatch: pytest.MonkeyPatch) -> Callable[..., command.RoundOpening]:
    monkeypatch.setattr(command, "open_for_work", lambda *_: workspace)

    def make(
        *replies: str, first: int = 1, done: Path | None = None, data: bytes = LIST
    ) -> command.RoundOpening:
        args = argparse.Namespace(first=first, done=done)
        made = command.RoundOpening(args, data, Path("list.csv"), {}, dict(command.parse_replies(replies)))
        made.open(workspace.settings, lambda *_: None)
        return made

    return make


def test_replies_are_told_by_status_and_for_all(opening: Callable[..., command.RoundOpening]) -> None:
    queue = opening("已签收=fh", "待付款=skip", "yh").queue
    assert queue is not None
    assert [queue.replies.name_of(row) for row in queue.rows] == [
        "logistics/ship-when",
        SKIP,
        "logistics/ship-when",
    ]
    assert queue.numbers(RowState.SKIPPED) == [2]
    for_all = opening("yh").queue
    assert for_all is not None
    assert {for_all.replies.name_of(row) for row in for_all.rows} == {"pre-sale/stock"}


@pytest.mark.parametrize("given", ["=fh", "已签收=", ""])
def test_what_is_no_reply_is_a_mistake(given: str) -> None:
    with pytest.raises(SettingsError):
        dict(command.parse_replies([given]))


def test_a_reply_that_there_is_not_is_named_before_anybody_is_told(
    opening: Callable[..., command.RoundOpening],
) -> None:
    with pytest.raises(UnknownPhraseError):
        opening("已签收=没有这条")


def test_a_round_goes_on_where_the_done_list_says(
    opening: Callable[..., command.RoundOpening], tmp_path: Path
) -> None:
    rows = read_round(LIST, Path("list.csv")).rows
    write_done(tmp_path / "done.txt", [1, 2], rows)
    made = opening("fh", done=tmp_path / "done.txt")
    assert made.queue is not None
    assert made.queue.row is not None
    assert made.queue.row.nick == "丙"
    assert made.doubt("^q") == ""
    with pytest.raises(SettingsError, match=r"done\.txt"):
        opening("fh", done=tmp_path / "done.txt", data="昵称\n丙\n乙\n甲\n".encode())


def test_progress_that_does_not_say_of_which_list_is_doubted_aloud(
    opening: Callable[..., command.RoundOpening], tmp_path: Path
) -> None:
    (tmp_path / "done.txt").write_text("# qreply round, rows: 3\n1-2\n")
    made = opening("fh", done=tmp_path / "done.txt")
    assert made.queue is not None
    assert made.queue.numbers(RowState.DONE) == [1, 2]
    words = made.doubt("^q")
    assert "第 2 行 乙" in words
    assert "^q" in words


def test_a_row_behind_the_list_is_a_mistake(opening: Callable[..., command.RoundOpening]) -> None:
    with pytest.raises(SettingsError):
        opening(first=4)


def test_what_holds_no_list_is_an_error(opening: Callable[..., command.RoundOpening]) -> None:
    with pytest.raises(QReplyError):
        opening(data=b"")


CHAT = "2026-11-27 聊天记录\n小雨(2026-11-27 09:12:03): 在吗\n店:小夏(2026-11-27 09:12:10): 在的\n"


@pytest.mark.parametrize(
    "data",
    [
        CHAT,
        "【买家】 多少钱包邮\n【客服】 亲 全场包邮哦\n【买家】 好的\n【客服】 谢谢\n",
        "买家昵称,时间,内容\n小雨,09:12,在吗\n小雨,09:13,能发吗\n",
    ],
)
def test_a_chat_log_is_no_list(opening: Callable[..., command.RoundOpening], data: str) -> None:
    with pytest.raises(SettingsError, match="聊天记录") as error:
        opening(data=data.encode())
    assert "昵称" in error.value.hint


@pytest.mark.parametrize(
    ("data", "count"),
    [
        ("YT1234567890123\nYT1234567890124\n", 2),
        ("小雨\n小雪\n小夏\n", 3),
        ("昵称\n小雨\n小雪\n", 2),
        ("小雨 YT1234567890123\n小雪 YT1234567890124\n", 2),
        ("小雨,2026-11-27 09:12:03\n小雪,2026-11-27 09:13:10\n小夏,2026-11-27 09:13:11\n", 3),
        (
            "昵称,状态,备注\n小雨,已签收,小雨(09:12:03): 在吗\n小雪,已签收,小雪(09:12:03): 在吗\n",
            2,
        ),
    ],
)
def test_lists_are_no_chat_logs(opening: Callable[..., command.RoundOpening], data: str, count: int) -> None:
    queue = opening("fh", data=data.encode()).queue
    assert queue is not None
    assert len(queue.rows) == count


def test_leaving_says_where_to_go_on(
    opening: Callable[..., command.RoundOpening], workspace: Workspace, capsys: pytest.CaptureFixture[str]
) -> None:
    queue = opening("fh").queue
    assert queue is not None
    queue.finish(find_named(workspace, "fh"))
    assert command.tell_end(queue, is_kept=False) == 1
    said = capsys.readouterr().err
    assert "第 2 行" in said
    assert "--from 2" in said
    queue.finish(find_named(workspace, "fh"))
    queue.finish(find_named(workspace, "fh"))
    assert command.tell_end(queue, is_kept=False) == 0
    assert "已发 3" in capsys.readouterr().err


def test_without_a_terminal_there_is_no_screen(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "list.csv"
    path.write_bytes(LIST)
    assert run(["round", str(path)]) == 2
    assert run(["practice"]) == 2
    assert run(["round", str(tmp_path / "none.csv")]) == 1
    assert "none.csv" in capsys.readouterr().err
