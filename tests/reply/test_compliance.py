"""The rules engine on rules of its own, and the shipped rules on sentences agents write."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qreply.phrasebook.loader import load
from qreply.phrasebook.model import PLATFORMS, Rule
from qreply.reply.compliance import review
from qreply.storage.locations import shipped_phrasebook
from tests.support.compliance_sentences import INNOCENT, OFFENDING

SHIPPED = load([shipped_phrasebook()]).rules

WECHAT = Rule("wechat", "block", "why", words=("微信",), exceptions=("微信支付", "/不能.{0,4}微信/"))
DIGITS = Rule("digits", "warn", "why", pattern=r"加.{0,2}\d{5}")


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


@pytest.mark.parametrize(("sentence", "rule", "level"), OFFENDING)
def test_the_shipped_rules_catch(sentence: str, rule: str, level: str) -> None:
    platforms = next(one.platforms for one in SHIPPED if one.id == rule)
    found = review(sentence, SHIPPED, platforms[0] if platforms else "taobao")
    assert (rule, level) in {(finding.rule.id, finding.rule.level) for finding in found}


@pytest.mark.parametrize("sentence", INNOCENT)
def test_the_shipped_rules_let_pass(sentence: str) -> None:
    found = [finding.rule.id for platform in PLATFORMS for finding in review(sentence, SHIPPED, platform)]
    assert found == []


@given(st.text(max_size=80))
def test_spans_lie_in_the_text(text: str) -> None:
    for finding in review(text, SHIPPED, "pdd"):
        assert 0 <= finding.start < finding.end <= len(text)
