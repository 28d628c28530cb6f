"""Searching by behaviour: every kind of query brings the phrase that it means."""

from __future__ import annotations

import pytest

from qreply.phrasebook.model import Phrase, Phrasebook
from qreply.search import Index


def phrase(name: str, title: str, *asks: str, scenario: str = "logistics", **rest: object) -> Phrase:
    return Phrase(f"{scenario}/{name}", scenario, title, (("亲，好的",),), asks=asks, **rest)  # type: ignore[arg-type]


BOOK = Phrasebook(
    phrases=(
        phrase("ship-when", "什么时候发货", "多久能发货", "今天能发吗", code="fhsj"),
        phrase("ship-delay", "延迟发货致歉", "怎么还没发货", "催一下发货"),
        phrase("where", "快递到哪了", "帮我查一下物流", "包裹到哪里了"),
        phrase("return", "退货流程", "怎么退货", "不想要了能退吗", scenario="return"),
        phrase("refund", "退款多久到账", "钱什么时候退给我", scenario="return"),
        phrase("invoice", "开发票", "能开发票吗", scenario="pre-sale", only=("taobao",)),
        phrase("again", "重新发一件", "少发了一件", code="补发"),
    )
)
INDEX = Index.build(BOOK)


@pytest.mark.parametrize(
    ("query", "wanted"),
    [
        ("今天发", "logistics/ship-when"),
        ("什么时候发货啊", "logistics/ship-when"),
        ("什麼時候發貨啊", "logistics/ship-when"),
        ("ShenmeShihouFaHuo", "logistics/ship-when"),
        ("smshfh", "logistics/ship-when"),
        ("tui货", "return/return"),
        ("tuihuo", "return/return"),
        ("thlc", "return/return"),
        ("tui货lc", "return/return"),
        ("smsh发货", "logistics/ship-when"),
        ("到哪了 快递", "logistics/where"),
        ("kuai di dao na er le", "logistics/where"),
        ("ｆａｐｉａｏ", "pre-sale/invoice"),
        ("kaifapiao", "pre-sale/invoice"),
        ("kai fa piao", "pre-sale/invoice"),
        ("kaihapiao", "pre-sale/invoice"),
        ("chongxinfa", "logistics/again"),
        ("zhongxinfa", "logistics/again"),
        ("congxin", "logistics/again"),
    ],
)
def test_brings_the_phrase_that_is_meant(query: str, wanted: str) -> None:
    hits = INDEX.find(query)
    assert hits
    assert hits[0].phrase.id == wanted


@pytest.mark.parametrize("query", ["发货", "fahuo", "FAHUO", "fa huo", "fh", "ｆｈ", "發貨"])
def test_brings_all_that_may_be_meant(query: str) -> None:
    ids = {hit.phrase.id for hit in INDEX.find(query, limit=2)}
    assert ids == {"logistics/ship-when", "logistics/ship-delay"}


@pytest.mark.parametrize("query", ["", "  ", "？！", "\n"])
def test_an_empty_query_finds_nothing(query: str) -> None:
    assert INDEX.find(query) == []


@pytest.mark.parametrize(("query", "wanted"), [("fhsj", "logistics/ship-when"), ("补发", "logistics/again")])
def test_an_exact_code_comes_first(query: str, wanted: str) -> None:
    hit = INDEX.find(query)[0]
    assert hit.phrase.id == wanted
    assert hit.why[0].field == "code"


def test_a_hit_says_which_ask_matched_and_where() -> None:
    why = INDEX.find("包裹到哪")[0].why[0]
    assert (why.field, why.text, why.spans) == ("ask", "包裹到哪里了", ((0, 4),))


def test_filters() -> None:
    assert {hit.phrase.scenario for hit in INDEX.find("发货", scenario="return")} <= {"return"}
    assert "pre-sale/invoice" in {hit.phrase.id for hit in INDEX.find("发票", platform="taobao")}
    assert "pre-sale/invoice" not in {hit.phrase.id for hit in INDEX.find("发票", platform="pdd")}


def test_counts_are_of_all_scenarios() -> None:
    results = INDEX.search("退", scenario="logistics")
    assert results.counts["return"] == 2
    assert all(hit.phrase.scenario == "logistics" for hit in results.hits)
