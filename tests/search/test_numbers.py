"""A number is one token: it says that a number stands there, a little more where it is the very one."""

from __future__ import annotations

import pytest

from qreply.phrasebook.model import Phrase, Phrasebook
from qreply.search import Index
from qreply.text.normalize import normalise
from qreply.text.numbers import NUMBER
from qreply.text.tokenizer import tokens_of_query


def phrase(name: str, title: str, *asks: str, code: str = "") -> Phrase:
    return Phrase(f"a/{name}", "a", title, (("亲，好的",),), asks=asks, code=code)


BOOK = (
    phrase("bulk", "批量优惠", "我要50件", "买100个多少钱"),
    phrase("size", "尺码建议", "身高162体重98斤穿多大", "160/84a有吗"),
    phrase("return", "7天无理由退货", "能退吗", code="7t"),
    phrase("warranty", "质保多久", "保修15天吗"),
    phrase("how", "怎么拍", "这个怎么拍下来"),
    phrase("festival", "大促时间", "双11有活动吗"),
    phrase("west", "偏远运费", "寄到新疆要几天"),
    phrase("ship", "什么时候发货", "今天能发货吗"),
)
INDEX = Index.build(Phrasebook(phrases=BOOK))


@pytest.mark.parametrize(
    ("query", "wanted"),
    [
        ("我要232件", "bulk"),
        ("买30个多少钱", "bulk"),
        ("158 92斤穿多大", "size"),
        ("3盒199怎么拍", "how"),
        ("299元的那件能退吗", "return"),
        ("11.11买的11.27还能退吗", "return"),
        ("7天", "return"),
        ("7twly", "return"),
        ("7tianwuliyou", "return"),
        ("保修30天吗", "warranty"),
        ("618有活动吗", "festival"),
        ("双十一", "festival"),
        ("寄到西藏多久", "west"),
        ("25号拍的什么时候发货", "ship"),
    ],
)
def test_numbers_mislead_nobody(query: str, wanted: str) -> None:
    assert INDEX.find(query)[0].phrase.id == f"a/{wanted}"


@pytest.mark.parametrize("text", ["11.11", "3", "160", "99.9.9"])
def test_a_run_of_digits_with_its_points_is_one_token(text: str) -> None:
    (token,) = tokens_of_query(normalise(text))
    assert (token.hanzi, token.start, token.end) == (NUMBER, 0, len(text))


@pytest.mark.parametrize(("query", "matched"), [("我要232件", "我要50件"), ("100个", "100个")])
def test_the_whole_number_is_marked(query: str, matched: str) -> None:
    why = INDEX.find(query)[0].why[0]
    assert "".join(why.text[start:end] for start, end in why.spans) == matched


def test_a_code_with_a_digit_is_still_a_code() -> None:
    hit = INDEX.find("7t")[0]
    assert (hit.phrase.id, hit.why[0].field) == ("a/return", "code")
