"""The list of a round: whatever its shape, each row's values come from its own columns."""

from __future__ import annotations

from io import BytesIO
from pathlib import Path

import openpyxl
import pytest

from qreply.errors import QReplyError, SettingsError
from qreply.phrasebook.model import Placeholder
from qreply.workspace.round_list import RoundList, read_pasted, read_round

TRACKING = "YT7312884612093"
ORDER = "3141592653589793238"

PLACEHOLDERS = {
    "快递单号": Placeholder("快递单号", pattern=r"[A-Za-z]{0,4}\d{10,15}", from_clipboard=True),
    "订单号": Placeholder("订单号", from_clipboard=True),
    "快递": Placeholder("快递", options=("中通", "圆通")),
    "补偿": Placeholder("补偿"),
}


def read(text: str, **mapping: str) -> RoundList:
    return read_round(text.encode(), Path("list.csv"), frozenset(PLACEHOLDERS), mapping)


def test_columns_are_told_by_what_exports_call_them() -> None:
    row = read(
        f"订单编号,买家会员名,物流公司,运单号,订单状态\n{ORDER},小雨,圆通速递,{TRACKING},已签收\n"
    ).rows[0]
    assert (row.number, row.nick, row.status, row.label) == (1, "小雨", "已签收", "小雨")
    assert row.values_of(PLACEHOLDERS) == {"订单号": ORDER, "快递": "圆通", "快递单号": TRACKING}


@pytest.mark.parametrize(
    "data", ["昵称\t快递单号\n小雨\t{}\n", "昵称;快递单号\n小雨;{}\n", "昵称（旺旺）, 快递单号：\n小雨,{}\n"]
)
def test_any_delimiter_and_spelling_will_do(data: str) -> None:
    row = read(data.format(TRACKING)).rows[0]
    assert (row.nick, row.values_of(PLACEHOLDERS)["快递单号"]) == ("小雨", TRACKING)


def test_a_column_fills_the_placeholder_of_its_name() -> None:
    assert read("昵称,补偿\n小雨,5元券\n").rows[0].values_of(PLACEHOLDERS) == {"补偿": "5元券"}


def test_a_mapping_names_columns_and_goes_before_their_names() -> None:
    row = read("状态,物流进度,买家ID\n已付款,已签收,小雨\n", 状态="物流进度", 昵称="买家ID").rows[0]
    assert (row.status, row.nick) == ("已签收", "小雨")


def test_a_column_that_is_not_there_is_an_error_that_names_those_there_are() -> None:
    with pytest.raises(SettingsError) as error:
        read("甲,乙\n1,2\n", 昵称="丙")
    assert "丙" in error.value.message
    assert "甲、乙" in error.value.hint


def test_plain_numbers_are_told_by_their_form() -> None:
    rows = read(f"{TRACKING}\n{ORDER}\n").rows
    assert [row.label for row in rows] == ["2093", "3238"]
    assert [row.values_of(PLACEHOLDERS) for row in rows] == [{"快递单号": TRACKING}, {"订单号": ORDER}]


def test_without_a_header_the_first_words_are_the_nick() -> None:
    row = read(f"小雨,{TRACKING}\n").rows[0]
    assert (row.nick, row.unnamed) == ("小雨", (TRACKING,))


def test_who_has_neither_nick_nor_number_is_called_after_the_row() -> None:
    assert [row.label for row in read("状态\n已签收\n已签收\n").rows] == ["第 1 行", "第 2 行"]


def test_a_number_of_a_column_that_says_nothing_is_nobodys() -> None:
    row = read("昵称,商品ID\n小雨,612345678901\n").rows[0]
    assert row.values_of(PLACEHOLDERS) == {}


def test_what_keeps_a_number_whole_in_a_spreadsheet_is_taken_off() -> None:
    rows = read(f'订单号,昵称\n="{ORDER}",甲\n\'{ORDER},乙\n{ORDER}\t,丙\n').rows
    assert {row.values["订单号"] for row in rows} == {ORDER}


def test_a_rounded_number_is_left_out_and_counted() -> None:
    found = read("订单号,昵称\n3.14159E+18,甲\n")
    assert (found.rounded, found.rows[0].values) == (1, {})


def test_a_workbook_is_read_and_its_rounded_numbers_are_left_out() -> None:
    book = openpyxl.Workbook()
    for cells in (
        ["昵称", "订单号", "快递单号"],
        ["甲", int(ORDER), TRACKING],
        ["乙", ORDER, 773128846120931],
    ):
        book.worksheets[0].append(cells)
    out = BytesIO()
    book.save(out)
    found = read_round(out.getvalue(), Path("list.xlsx"))
    assert found.rounded == 1
    assert dict(found.rows[0].values) == {"快递单号": TRACKING}
    assert dict(found.rows[1].values) == {"订单号": ORDER, "快递单号": "773128846120931"}


def test_notices_above_the_header_are_no_rows() -> None:
    assert [row.nick for row in read("导出时间：今天\n\n昵称,状态\n甲,已签收\n乙,已签收\n").rows] == [
        "甲",
        "乙",
    ]


@pytest.mark.parametrize("text", ["", "\n\n", "昵称,状态\n"])
def test_what_holds_no_row_is_an_error(text: str) -> None:
    with pytest.raises(QReplyError):
        read(text)


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])  # of a file, of Windows, of a terminal's paste
def test_a_pasted_column_is_a_list(end: str) -> None:
    found = read_pasted(end.join((TRACKING, f"{TRACKING[:-1]}4", ORDER, "")))
    assert found is not None
    assert len(found.rows) == 3


@pytest.mark.parametrize(
    "text",
    [
        "什么时候发货\n能开发票吗\n有没有小一码\n",
        f"我的单号{TRACKING}\n怎么还没到\n急\n",
        f"{ORDER}\n{TRACKING}\n",
        "订单号\n",
        "亲，在吗，想问下，能不能便宜，\n第二件，有优惠吗\n谢谢，啦",
    ],
)
def test_a_message_is_no_list(text: str) -> None:
    assert read_pasted(text) is None
