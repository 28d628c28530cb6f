"""Searching by behaviour: every kind of query brings the phrase that it means."""

from __future__ import annotations

import pytest

from qreply.phrasebook.model import Phrase, Phrasebook
from qreply.search import Index


def phrase(name: str, title: str, *asks: str, scenario: str = "logistics", **rest: object) -> Phrase:
    rest = {"wordings": (("亲，好的",),)} | rest
    return Phrase(f"{scenario}/{name}", scenario, title, asks=asks, **rest)  # type: ignore[arg-type]


BOOK = Phrasebook(
    phrases=(
        phrase("ship-when", "什么时候发货", "多久能发货", "今天能发吗", code="fhsj"),
        phrase("ship-delay", "延迟发货致歉", "怎么还没发货", "催一下发货", "说好的今天发呢"),
        phrase("where", "快递到哪了", "帮我查一下物流", "包裹到哪里了", tags=("轨迹查询",)),
        phrase("missing", "显示签收没收到", "我没收到货", "没有人给我打电话"),
        phrase("courier", "指定快递", "可以发顺丰吗", code="zdkd", wordings=(("亲，默认发中通哦",),)),
        phrase(
            "return", "退货流程", "怎么退货", "不想要了能退吗", scenario="return", negative_words=("换货",)
        ),
        phrase("exchange", "换货流程", "怎么换货", "能换一个吗", scenario="return"),
        phrase("refund", "退款多久到账", "钱什么时候退给我", scenario="return"),
        phrase("deposit", "押金退还", "押金还给我", scenario="return"),
        phrase("invoice", "开发票", "能开发票吗", scenario="pre-sale", only=("taobao",)),
        phrase("cheaper", "便宜一点", "能不能便宜", "太贵了", scenario="pre-sale", code="yj"),
        phrase("lowest", "最低价", "还能再少点吗", scenario="pre-sale", code="yj"),
        phrase("bank", "银行卡支付", "支持银行卡吗", scenario="pre-sale"),
        phrase("aircon", "空调安装", "空调什么时候装", scenario="pre-sale"),
        phrase("member", "PLUS会员", "plus会员有什么用", scenario="pre-sale"),
        phrase("again", "重新发一件", "少发了一件", code="补发"),
        phrase("yuan", "元朗自提", "元朗可以自提吗", readings={"元朗": "yuen long"}),
    )
)
INDEX = Index.build(BOOK)


@pytest.mark.parametrize(
    ("query", "wanted"),
    [
        ("今天能发", "logistics/ship-when"),
        ("什么时候发货啊", "logistics/ship-when"),
        ("什麼時候發貨啊", "logistics/ship-when"),
        ("什麽時候發貨", "logistics/ship-when"),
        ("发货啊，什么时候", "logistics/ship-when"),
        ("啥时候寄出", "logistics/ship-when"),
        ("ShenmeShihouFaHuo", "logistics/ship-when"),
        ("smshfh", "logistics/ship-when"),
        ("smsh发货", "logistics/ship-when"),
        ("shenmsh发huo", "logistics/ship-when"),
        ("sengmesihoufahuo", "logistics/ship-when"),
        ("shenmeshihoufagup", "logistics/ship-when"),
        ("shenmeshhoufahuo", "logistics/ship-when"),
        ("什么时后发货", "logistics/ship-when"),
        ("什么时发货", "logistics/ship-when"),
        ("tui货", "return/return"),
        ("tuihuo", "return/return"),
        ("thlc", "return/return"),
        ("tui货lc", "return/return"),
        ("退huoliucheng", "return/return"),
        ("到哪了 快递", "logistics/where"),
        ("kuai di dao na er le", "logistics/where"),
        ("kuaididaonal", "logistics/where"),
        ("guiji", "logistics/where"),
        ("中通", "logistics/courier"),
        ("ｆａｐｉａｏ", "pre-sale/invoice"),
        ("kaifapiao", "pre-sale/invoice"),
        ("kai fa piao", "pre-sale/invoice"),
        ("kaihapiao", "pre-sale/invoice"),
        ("PLUS", "pre-sale/member"),
        ("ｐｌｕｓ会员", "pre-sale/member"),
        ("zdk", "logistics/courier"),
        ("yuenlong", "logistics/yuan"),
    ],
)
def test_brings_the_phrase_that_is_meant(query: str, wanted: str) -> None:
    hits = INDEX.find(query)
    assert hits
    assert hits[0].phrase.id == wanted


@pytest.mark.parametrize(
    ("query", "wanted"),
    [
        ("chongxinfa", "logistics/again"),
        ("zhongxinfa", "logistics/again"),
        ("congxin", "logistics/again"),
        ("tuihuan", "return/deposit"),
        ("yajintuihai", "return/deposit"),
        ("pianyi", "pre-sale/cheaper"),
        ("bianyi", "pre-sale/cheaper"),
        ("yinhangka", "pre-sale/bank"),
        ("yinxingka", "pre-sale/bank"),
        ("kongtiao", "pre-sale/aircon"),
        ("kongdiao", "pre-sale/aircon"),
        ("meishoudao", "logistics/missing"),
    ],
)
def test_heteronyms_are_found_by_either_reading(query: str, wanted: str) -> None:
    assert wanted in [hit.phrase.id for hit in INDEX.find(query, limit=2)]


@pytest.mark.parametrize("query", ["发货", "fahuo", "FAHUO", "fa huo", "fh", "ｆｈ", "發貨"])
def test_brings_all_that_may_be_meant(query: str) -> None:
    ids = {hit.phrase.id for hit in INDEX.find(query, limit=2)}
    assert ids == {"logistics/ship-when", "logistics/ship-delay"}


@pytest.mark.parametrize("query", ["", "  ", "？！", "\n", "👍", "\u200b"])
def test_an_empty_query_finds_nothing(query: str) -> None:
    assert INDEX.find(query) == []
    assert INDEX.search(query).counts == {}


@pytest.mark.parametrize("query", ["齉", "ㄅㄆ", "vvv", "ςσ"])
def test_what_is_nowhere_finds_nothing(query: str) -> None:
    assert INDEX.find(query) == []


@pytest.mark.parametrize("query", ["fhsj", "FHSJ", "ｆｈｓｊ", " fhsj "])
def test_an_exact_code_comes_first(query: str) -> None:
    hit = INDEX.find(query)[0]
    assert hit.phrase.id == "logistics/ship-when"
    assert (hit.why[0].field, hit.why[0].spans) == ("code", ((0, 4),))


def test_a_code_may_be_chinese() -> None:
    assert INDEX.find("补发")[0].phrase.id == "logistics/again"


def test_a_code_of_several_brings_all_of_them_in_the_books_order() -> None:
    assert [hit.phrase.id for hit in INDEX.find("yj", limit=2)] == ["pre-sale/cheaper", "pre-sale/lowest"]


@pytest.mark.parametrize("query", ["赠品", "zengpin"])
def test_a_whole_ask_goes_before_a_tag(query: str) -> None:
    book = Phrasebook(
        phrases=(
            phrase("missing", "赠品没收到", "赠品没有", "送的漏发了", tags=("赠品",)),
            phrase("gift", "赠品说明", "赠品", "送点什么呗", "有礼物吗"),
        )
    )
    assert Index.build(book).find(query)[0].phrase.id == "logistics/gift"


def test_words_that_speak_against_a_phrase() -> None:
    assert INDEX.find("不退货了，我要换货")[0].phrase.id == "return/exchange"


def test_a_whole_pasted_message() -> None:
    message = "你好，我前天在你们家买的那件衣服，" * 10 + "到现在快递到哪了也查不到，帮我查一下物流"
    assert INDEX.find(message)[0].phrase.id == "logistics/where"


def test_a_hit_says_which_ask_matched_and_where() -> None:
    why = INDEX.find("包裹到哪")[0].why[0]
    assert (why.field, why.text, why.spans) == ("ask", "包裹到哪里了", ((0, 4),))


@pytest.mark.parametrize(
    ("query", "field", "matched"),
    [
        ("fahuo", "title", "发货"),
        ("銀行卡", "title", "银行卡"),
        ("pl us", "title", "PLUS"),
        ("中通", "reply", "中通"),
        ("轨迹", "tag", "轨迹"),
    ],
)
def test_spans_cover_what_matched(query: str, field: str, matched: str) -> None:
    matches = [match for hit in INDEX.find(query) for match in hit.why if match.field == field]
    texts = ["".join(match.text[start:end] for start, end in match.spans) for match in matches]
    assert matched in texts


def test_a_reply_of_any_platform_is_found_and_shown() -> None:
    wordings = {"pdd": (("亲，", "拼单成功后发走"),)}
    grouped = phrase("grouped", "几时能发走", platform_wordings=wordings)
    index = Index.build(Phrasebook(phrases=(*BOOK.phrases, grouped)))
    hit = index.find("拼单成功")[0]
    assert hit.phrase.id == "logistics/grouped"
    assert [(why.field, why.text, why.spans) for why in hit.why] == [("reply", "拼单成功后发走", ((0, 4),))]


def test_filters() -> None:
    assert {hit.phrase.scenario for hit in INDEX.find("流程", scenario="return")} == {"return"}
    assert "pre-sale/invoice" in {hit.phrase.id for hit in INDEX.find("发票", platform="taobao")}
    assert "pre-sale/invoice" not in {hit.phrase.id for hit in INDEX.find("发票", platform="pdd")}
    assert "pre-sale/invoice" in {hit.phrase.id for hit in INDEX.find("发票")}
    assert INDEX.find("发货", scenario="nowhere") == []


def test_counts_are_of_all_scenarios_on_the_platform() -> None:
    results = INDEX.search("tuihuo", scenario="logistics", limit=1)
    assert results.counts["return"] >= 1
    assert all(hit.phrase.scenario == "logistics" for hit in results.hits)
    assert (
        INDEX.search("发票", platform="pdd").counts.get("pre-sale", 0)
        < INDEX.search("发票").counts["pre-sale"]
    )


def test_phrases_by_place_and_by_id() -> None:
    assert [INDEX.phrase(place) for place in range(len(INDEX))] == list(BOOK.phrases)
    assert INDEX.by_id("return/refund") == BOOK.by_id["return/refund"]
    assert INDEX.by_id("return/nothing") is None


def test_an_empty_book() -> None:
    index = Index.build(Phrasebook())
    assert index.find("发货") == []
    assert len(index) == 0
