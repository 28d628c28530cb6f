from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qreply.phrasebook.model import Placeholder
from qreply.reply.clipboard_values import offers

PLACEHOLDERS = {
    "快递单号": Placeholder("快递单号", pattern=r"[A-Za-z]{0,4}\d{10,15}", from_clipboard=True),
    "订单号": Placeholder("订单号", from_clipboard=True),
    "退款金额": Placeholder("退款金额", from_clipboard=True),
    "联系电话": Placeholder("联系电话", from_clipboard=True),
    "收货日期": Placeholder("收货日期", from_clipboard=True),
    "颜色": Placeholder("颜色", from_clipboard=True),
    "尺码": Placeholder("尺码", pattern="[SML]"),
}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("", {}),
        ("什么时候发货啊", {}),
        ("YT1234567890123", {"快递单号": "YT1234567890123"}),
        ("您的包裹SF1234567890123已发出", {"快递单号": "SF1234567890123"}),
        ("单号JD0012345678901", {"快递单号": "JD0012345678901"}),
        ("付款 ¥ 128.50", {"退款金额": "128.50"}),
        ("差价5元", {"退款金额": "5"}),
        ("11月15日收到", {"收货日期": "11月15日"}),
        ("订单 231123-123456789012345", {"订单号": "231123-123456789012345"}),
        ("尺码L", {}),
        ("13800138000", {"联系电话": "13800138000"}),
    ],
)
def test_a_text_offers_what_fits_and_nothing_else(text: str, expected: dict[str, str]) -> None:
    assert offers(text, PLACEHOLDERS) == expected


def test_an_order_page_offers_all_its_values() -> None:
    page = "订单编号：2311234567890123456\n手机 13800138000\n实付 ￥59.00\n圆通 YT7654321098765\n"
    assert offers(page, PLACEHOLDERS) == {
        "订单号": "2311234567890123456",
        "联系电话": "13800138000",
        "退款金额": "59.00",
        "快递单号": "YT7654321098765",
    }


def test_a_number_is_never_a_piece_of_a_longer_one() -> None:
    assert "快递单号" not in offers("12345678901234567890", PLACEHOLDERS)


@given(st.text())
def test_whatever_is_pasted_offers_only_values_of_the_text(text: str) -> None:
    found = offers(text, PLACEHOLDERS)
    assert set(found) <= set(PLACEHOLDERS)
