"""The rules engine on rules of its own, and the shipped rules on sentences agents write."""

from __future__ import annotations

import csv
import time
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qreply.phrasebook.loader import rules_of
from qreply.phrasebook.model import PLATFORMS, Rule
from qreply.reply.compliance import review
from qreply.storage.locations import shipped_phrasebook

with (Path(__file__).parents[1] / "data" / "compliance-rules.tsv").open(encoding="utf-8", newline="") as file:
    SENTENCES = list(csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE))
OFFENDING = [(row["sentence"], row["rule"]) for row in SENTENCES if row["rule"]]
INNOCENT = [row["sentence"] for row in SENTENCES if not row["rule"]]

SHIPPED = rules_of(shipped_phrasebook() / "rules")

WECHAT = Rule("wechat", "block", "why", words=("微信",), exceptions=("微信支付", "/不能.{0,4}微信/"))
DIGITS = Rule("digits", "warn", "why", patterns=(r"加.{0,2}\d{5}",))


@pytest.mark.parametrize(
    ("text", "hit"),
    [
        ("加微信聊", "微信"),
        ("加 微 信 聊", "微 信"),
        ("加微❤️信聊", "微❤️信"),
        ("微信支付后加微信", "微信"),
        ("請加微信", "微信"),
        ("加：１２３４５", "加：１２３４５"),
        ("加 1 2 3 4 5", "加 1 2 3 4 5"),
    ],
)
def test_disguises_are_seen_through_and_the_span_is_the_texts_own(text: str, hit: str) -> None:
    found = [text[finding.start : finding.end] for finding in review(text, [WECHAT, DIGITS], "taobao")]
    assert found == [hit]


@pytest.mark.parametrize("text", ["", "您好", "退款回到微信支付", "我们不能加微信哦", "加12", "微笑相信"])
def test_exceptions_and_other_words_pass(text: str) -> None:
    assert review(text, [WECHAT, DIGITS], "taobao") == []


def test_a_rule_may_be_off_or_for_one_platform() -> None:
    off = Rule("a", "off", "why", words=("微信",))
    pdd = Rule("b", "block", "why", words=("微信",), platforms=("pdd",))
    assert review("加微信", [off, pdd], "taobao") == []
    assert [finding.rule.id for finding in review("加微信", [off, pdd], "pdd")] == ["b"]


def test_exempt_spans_do_not_count() -> None:
    assert review("电话加12345", [DIGITS], "taobao", exempt=[(3, 8)]) == []
    assert review("电话加12345", [DIGITS], "taobao", exempt=[(0, 2)]) != []


@pytest.mark.parametrize(("sentence", "rule"), OFFENDING)
def test_the_shipped_rules_catch(sentence: str, rule: str) -> None:
    shipped = next(one for one in SHIPPED if one.id == rule)
    found = review(sentence, SHIPPED, shipped.platforms[0] if shipped.platforms else "taobao")
    assert (rule, shipped.level) in {(finding.rule.id, finding.rule.level) for finding in found}


@pytest.mark.parametrize("sentence", INNOCENT)
def test_the_shipped_rules_let_pass(sentence: str) -> None:
    found = [finding.rule.id for platform in PLATFORMS for finding in review(sentence, SHIPPED, platform)]
    assert found == []


@given(st.text(max_size=80))
def test_spans_lie_in_the_text(text: str) -> None:
    for finding in review(text, SHIPPED, "pdd"):
        assert 0 <= finding.start < finding.end <= len(text)


DISGUISED = [
    "加我𝐕𝐗 abc12345",
    "加我🆅🆇 abc12345",
    "加ᵛˣ abc123",
    "加wēixìn",
    "加wei信",
    "加v信",
    "加绿泡泡",
    "加💚",
    "加我薇，信",
    "微 信 lucky8888",
    "卫星号 hello2020",
    "打我电话¹³⁸¹²³⁴⁵⁶⁷⁸",
    "打我电话𝟏𝟑𝟖𝟏𝟐𝟑𝟒𝟓𝟔𝟕𝟖",
    "打我电话❶❸❽❶❷❸❹❺❻❼❽",
    "打我电话⒈⒊⒏⒈⒉⒊⒋⒌⒍⒎⒏",
    "打我电话㊀㊂㊇㊀㊁㊂㊃㊄㊅㊆㊇",
    "打我电话壹叁捌壹贰叁肆伍陆柒捌",
    "打我电话幺三八一二三四五六七八",
    "打我电话138-1234-5678",
    "打我电话138，1234，5678",
    "加q123456789",
    "加我Q 123456789",
    "发我邮箱abc@163.com",
    "抖音搜我",
    "小红书找我",
    "扫码加群",
    "evil点com",
    "evil。com",
    "t.cn/abc",
    "hao评返现",
    "好/评/返/现",
]


@pytest.mark.parametrize("text", DISGUISED)
def test_the_shipped_rules_see_through_disguises(text: str) -> None:
    found = review(text, SHIPPED, "taobao")
    assert any(finding.blocks for finding in found)
    assert all(text[finding.start : finding.end].strip() for finding in found)


# What stands in front negates something else, or there is a second offence.
NOT_EXCUSED = [
    "别着急加我微信abc12345",
    "不用担心直接加我微信abc12345",
    "不用退货加我微信给您补",
    "没有货了加我微信给您留",
    "不会让您吃亏的加我微信",
    "不要走平台拍直接微信转账给我",
    "没有收到的话好评返现5元",
    "不支持退货的亲给好评返现",
    "师傅会联系您打我电话13812345678",
    "我们不能加微信，您加我QQ 123456789",
    "不能加微信的，加我微信abc123吧",
]


@pytest.mark.parametrize("text", NOT_EXCUSED)
def test_a_negation_excuses_only_what_it_stands_next_to(text: str) -> None:
    assert any(finding.blocks for finding in review(text, SHIPPED, "taobao"))


@pytest.mark.parametrize(
    "text",
    [
        "我们不能加微信哦",
        "请勿加陌生人微信",
        "没有办法给您加微信",
        "谨防好评返现骗局",
        "好评返现是违规的",
        "平台不让加微信",
    ],
)
def test_what_is_negated_is_excused(text: str) -> None:
    assert [finding.rule.id for finding in review(text, SHIPPED, "taobao")] == []


def test_an_exception_around_the_hit_holds_for_that_hit_alone() -> None:
    rule = Rule(
        "a", "block", "why", patterns=("加.{0,3}微信",), exceptions=("/(?:不能|别){它}/", "/{它}的都是骗子/")
    )
    assert review("不能加微信", [rule], "taobao") == []
    assert review("加微信的都是骗子", [rule], "taobao") == []
    text = "不能加微信，加我微信"
    assert [text[one.start : one.end] for one in review(text, [rule], "taobao")] == ["加我微信"]
    assert review("不能急，加微信", [rule], "taobao") != []


def test_a_lead_adds_disguises_of_words() -> None:
    words = Rule("w", "block", "why", words=("小蓝书",))
    table = Rule("disguises/小蓝书", "off", "", words=("小兰书", "XLS"), stands_for="小蓝书")
    text = "去xls，或者小、兰、书"
    found = review(text, [words, table], "taobao")
    assert [text[one.start : one.end] for one in found] == ["xls", "小、兰、书"]
    assert review("发您xlsx表格", [words, table], "taobao") == []


def test_ten_rules_that_hit_everywhere_take_no_time() -> None:
    """Linear in the text: what is quadratic would take a minute."""
    rules = [Rule(f"r{number}", "warn", "why", words=("亲",)) for number in range(10)]
    before = time.thread_time()
    found = review("亲" * 5_000, rules, "taobao")
    assert time.thread_time() - before < 2
    assert {finding.rule.id for finding in found} == {rule.id for rule in rules} or found[0].timed_out


def test_a_rule_that_is_not_done_in_time_bars_the_text_and_is_named() -> None:
    rule = Rule("slow", "warn", "why", patterns=(r"(?:a|a|b|ab)+c",), suggestion="x")
    text = "ab" * 2_000 + "!c"
    (found,) = review(text, [rule], "taobao", limit=0.01)
    assert found.timed_out
    assert found.blocks
    assert found.rule.suggestion is None
    assert "slow" in found.describe(text)
