"""The queue of a round, its replies by status, and the list of rows that are done."""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path

import pytest

from qreply.errors import SettingsError
from qreply.phrasebook.model import Phrase
from qreply.workspace.done_list import read_done, write_done
from qreply.workspace.round import Round, RowState
from qreply.workspace.round_list import RoundRow
from qreply.workspace.round_replies import RoundReplies

CARE = Phrase("logistics/signed-care", "logistics", "签收关怀", (("收到了吗",),), code="qsgh")
REMIND = Phrase("pre-sale/unpaid-reminder", "pre-sale", "催付提醒", (("还没付款",),), code="cf")
OWN = Phrase("logistics/own", "logistics", "自己的", (("您好",),), code="zj")
PHRASES = (CARE, REMIND, OWN)


def find(name: str) -> Phrase | None:
    return next((one for one in PHRASES if name in (one.id, one.code, one.title)), None)


def replies(default: str = "", settled: dict[str, str] | None = None, **given: str) -> RoundReplies:
    return RoundReplies(find, given, settled or {}, default=default)


def rows(*statuses: str) -> list[RoundRow]:
    return [RoundRow(number, f"顾客{number}", status) for number, status in enumerate(statuses, 1)]


def make(*statuses: str, default: str = "", done: tuple[int, ...] = (), first: int = 1) -> Round:
    return Round(rows(*statuses), replies(default), done=done, first=first)


@pytest.mark.parametrize(
    ("row", "answered", "expected"),
    [
        (RoundRow(1, status="已签收"), replies(), CARE),
        (RoundRow(1, status="【已签收】 驿站代收"), replies(), CARE),
        (RoundRow(1, status="等待买家付款"), replies(), REMIND),
        (RoundRow(1, status="qsgh"), replies(), CARE),
        (RoundRow(1, status="催付提醒"), replies(), REMIND),
        (RoundRow(1, status="已签收"), replies(settled={"已签收": "zj"}), OWN),
        (RoundRow(1, status="已签收"), replies(已签收="cf", settled={"已签收": "zj"}), REMIND),
        (RoundRow(1, status="已签收"), replies(default="zj"), OWN),
        (RoundRow(1), replies(default="zj"), OWN),
        (RoundRow(1, status="已签收", reply="cf"), replies(default="zj"), REMIND),
        (RoundRow(1, status="没听过的"), replies(), None),
        (RoundRow(1, status="派送中"), replies(), None),  # its phrase is not in this book
    ],
)
def test_the_nearest_instruction_decides(
    row: RoundRow, answered: RoundReplies, expected: Phrase | None
) -> None:
    assert answered.phrase_of(row) == expected


@pytest.mark.parametrize("status", ["运输中", "在途", "【运输中】 离开上海"])
def test_that_a_parcel_goes_well_is_said_only_by_who_has_looked(status: str) -> None:
    moving = Phrase("logistics/track-moving", "logistics", "物流正常在途", (("一路正常",),))
    row = RoundRow(1, status=status)
    found = RoundReplies(lambda name: moving if name == moving.id else None, {}, {})
    assert found.phrase_of(row) is None
    assert found.choose(row, moving)  # asked once, and told to all of the status
    assert found.phrase_of(replace(row, number=2)) is moving


@pytest.mark.parametrize("status", ["退款中", "交易关闭", "未签收", "已签收，退货退款处理中"])
def test_who_wants_their_money_back_is_left_out_even_where_all_are_told_the_same(status: str) -> None:
    assert replies("qsgh").is_left_out(RoundRow(1, status=status))


def test_what_a_shop_settles_goes_before_that() -> None:
    assert not replies(交易关闭="zj").is_left_out(RoundRow(1, status="交易关闭"))
    assert replies(settled={"已签收": "跳过"}).is_left_out(RoundRow(1, status="已签收"))


def test_the_first_reply_that_the_agent_finds_serves_all_rows_of_that_status() -> None:
    queue = make("甲", "甲", "乙")
    assert queue.phrase is None
    queue.finish(OWN)
    assert queue.phrase == OWN
    queue.finish(CARE)  # for this one only
    assert queue.phrase is None
    queue.undo()
    assert queue.phrase == OWN
    queue.undo()
    assert queue.phrase is None


def test_finishing_and_skipping_go_on_and_what_was_skipped_comes_again_at_the_end() -> None:
    queue = make("已签收", "已签收", "已签收")
    queue.finish(CARE)
    queue.skip()
    queue.finish(CARE)
    assert queue.row is None
    assert queue.numbers(RowState.DONE) == [1, 3]
    assert queue.numbers(RowState.SKIPPED) == [2]
    assert queue.skip()
    assert queue.row is not None
    assert queue.row.number == 2
    queue.finish(CARE)
    assert queue.row is None
    assert not queue.skip()


def test_undoing_takes_back_one_row_at_a_time() -> None:
    queue = make("已签收", "已签收")
    queue.finish(CARE)
    queue.skip()
    assert [queue.undo(), queue.row and queue.row.number] == [True, 2]
    assert [queue.undo(), queue.row and queue.row.number] == [True, 1]
    assert queue.count(RowState.OPEN) == 2
    assert not queue.undo()


def test_going_back_changes_nothing_and_going_on_passes_what_is_done() -> None:
    queue = make("已签收", "已签收", "已签收")
    queue.finish(CARE)
    queue.finish(CARE)
    assert queue.go_back()
    assert queue.go_back()
    assert not queue.go_back()
    assert (queue.row and queue.row.number, queue.state) == (1, RowState.DONE)
    queue.skip()
    assert (queue.row and queue.row.number, queue.count(RowState.DONE)) == (3, 2)


def test_a_round_begins_with_the_first_open_row() -> None:
    assert make("退款中", "已签收", "已签收", done=(2,)).row == rows("退款中", "已签收", "已签收")[2]
    assert make("已签收", "已签收", first=2).numbers(RowState.OPEN) == [1, 2]
    assert make("退款中").row is None


def test_a_customer_who_comes_again_is_pointed_out() -> None:
    rows = [RoundRow(number, nick, "已签收") for number, nick in enumerate(("甲", "乙", "甲", ""), 1)]
    queue = Round(rows, replies())
    seen = []
    while queue.row:
        seen.append(queue.same_before)
        queue.finish(CARE)
    assert seen == [0, 0, 1, 0]


def test_settings_that_answer_with_what_there_is_not_are_named() -> None:
    assert replies(settled={"已签收": "没有", "关闭": "skip", "甲": "zj"}).unknown == [("已签收", "没有")]


LISTED = tuple(RoundRow(number, f"顾客{number}", "已签收") for number in range(1, 28))
OLD = "# qreply round, rows: 27\n"


def test_a_done_list_holds_numbers_only_and_is_read_again(tmp_path: Path) -> None:
    path = tmp_path / "done.txt"
    assert read_done(path, LISTED) == (set(), True)
    write_done(path, [3, 1, 2, 9], LISTED)
    assert re.fullmatch(
        r"# qreply round, rows: 27, list: [0-9a-f]{32}-[0-9a-f]{6}\n1-3\n9\n", path.read_text()
    )
    assert read_done(path, LISTED) == ({1, 2, 3, 9}, True)


def test_the_same_customers_further_on_their_way_are_the_same_list(tmp_path: Path) -> None:
    path = tmp_path / "done.txt"
    write_done(path, [1], LISTED)
    later = [replace(row, status="交易成功", values={"地址": "别处"}) for row in LISTED]
    assert read_done(path, later) == ({1}, True)


@pytest.mark.parametrize(
    "other",
    [
        LISTED[::-1],  # sorted otherwise
        tuple(replace(row, nick=f"{row.nick}号") for row in LISTED),
        (*LISTED[:-1], replace(LISTED[-1], values={"订单号": "12345678901"})),
        LISTED[:-1],
    ],
)
def test_the_progress_of_another_list_is_refused(other: tuple[RoundRow, ...], tmp_path: Path) -> None:
    path = tmp_path / "done.txt"
    write_done(path, [1, 2], LISTED)
    kept = path.read_bytes()
    with pytest.raises(SettingsError) as error:
        read_done(path, [replace(row, number=at) for at, row in enumerate(other, 1)])
    assert "--done" in error.value.hint
    assert path.read_bytes() == kept


def test_rows_that_have_only_a_status_are_told_apart_by_it(tmp_path: Path) -> None:
    path = tmp_path / "done.txt"
    write_done(path, [1], [RoundRow(1, status="已签收"), RoundRow(2, status="待付款")])
    with pytest.raises(SettingsError):
        read_done(path, [RoundRow(1, status="待付款"), RoundRow(2, status="已签收")])


def test_a_done_list_from_before_lists_were_told_apart_is_doubted(tmp_path: Path) -> None:
    path = tmp_path / "done.txt"
    path.write_text(f"{OLD}1-3\n9\n")
    assert read_done(path, LISTED) == ({1, 2, 3, 9}, False)
    path.write_text(OLD)
    assert read_done(path, LISTED) == (set(), True)


@pytest.mark.parametrize("text", ["昵称,状态\n", "1\n2\n", f"{OLD}小雨\n", "# qreply round, rows: 26\n"])
def test_what_is_no_done_list_of_this_list_is_refused(text: str, tmp_path: Path) -> None:
    path = tmp_path / "done.txt"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(SettingsError):
        read_done(path, LISTED)
    assert path.read_text(encoding="utf-8") == text
