"""What commits a shop is read from a reply, however it is written, and nothing else is."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qreply.text.promised_terms import promises_in

READ = [
    ("付款后48小时内发出", [("duration", "48小时")]),
    ("满199减20，返5元红包", [("money", "满199"), ("money", "减20"), ("money", "返5元"), ("word", "红包")]),
    ("11月11日20:00开始", [("date", "11月11日"), ("date", "20:00")]),
    ("周三前寄出，晚上8点截单", [("date", "周三"), ("date", "晚上8点")]),
    ("假一赔十，全场8折", [("money", "赔十"), ("share", "8折")]),
    ("买两件送1件", [("count", "两件"), ("count", "1件")]),
    ("质保一年，三五天到", [("word", "质保"), ("duration", "一年"), ("duration", "三五天")]),
    ("寄回运费我们出", [("word", "我们出")]),
    ("〔时限〕小时内，补〔金额〕元", [("duration", "〔时限〕小时"), ("money", "补〔金额〕元")]),
    ("〔发货日 +2d〕前到", [("date", "〔发货日 +2d〕")]),
    ("稍等一下，一样的，有一点慢，一直在催", []),
    ("天天都在，百分百用心", []),
]
SAME = [
    ("48小时", "2天"),
    ("48小时", "四十八小时"),
    ("48小时", "４８个小时"),
    ("三到五天", "3-5天"),
    ("三五天", "3~5天"),
    ("半小时", "30分钟"),
    ("5元", "5块钱"),
    ("¥9.9", "9.9元"),
    ("1,299元", "1299元"),
    ("十二个月", "12个月"),
    ("11月11号", "11月11日"),
    ("五折", "5折"),
]
OTHER = [
    ("2天", "2个工作日"),
    ("支持7天无理由", "不支持7天无理由"),
    ("运费您出", "运费我们出"),
    ("5元", "5角"),
    ("3天", "3-5天"),
    ("包邮", ""),
]


def keys(text: str) -> list[object]:
    return [promise.key for promise in promises_in(text)]


@pytest.mark.parametrize(("text", "promised"), READ, ids=[text for text, _ in READ])
def test_promises_are_read(text: str, promised: list[tuple[str, str]]) -> None:
    assert [(promise.kind, promise.text) for promise in promises_in(text)] == promised


@pytest.mark.parametrize(("one", "other"), SAME)
def test_the_same_in_other_words_is_the_same(one: str, other: str) -> None:
    assert keys(one) == keys(other) != []


@pytest.mark.parametrize(("one", "other"), OTHER)
def test_what_promises_otherwise_differs(one: str, other: str) -> None:
    assert keys(one) != keys(other)


@given(st.text(alphabet="0123一两十半百万天小时元折满减年月日点:-~ 〔〕不，。", max_size=60))
def test_any_text_is_read_and_promises_stand_where_they_are_said_to(text: str) -> None:
    for promise in promises_in(text):
        assert text[promise.start : promise.end] == promise.text
