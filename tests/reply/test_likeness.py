"""Sentences that no rule has words for, told by how like they are to those that may not be sent."""

from __future__ import annotations

import tracemalloc
from functools import reduce
from importlib import import_module
from importlib.util import find_spec, module_from_spec
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qreply.phrasebook.loader import rules_of
from qreply.phrasebook.model import Rule
from qreply.reply.compliance import review
from qreply.reply.likeness import KINDS, TABLE, grams_of, sentences_of, weigh
from qreply.storage.locations import shipped_phrasebook

SHIPPED = rules_of(shipped_phrasebook() / "rules")
LIKE_PAYMENT = (Rule("like-payment", "block", "站外付款", like="payment"),)


@pytest.mark.parametrize(
    ("sentence", "kind"),
    [
        ("加我微信细说，这边讲不清楚", "contact"),
        ("钱直接转我支付宝，不用走订单", "payment"),
        ("退款原因您就选不想要了，别写坏的", "refund-reason"),
        ("拆封了一概不退，店里规矩", "rights"),
        ("给个五星截图过来，返您三块", "reviews"),
        ("帮忙刷几单，不发货，一单返八块", "orders"),
        ("要票的话得加八个点", "invoice"),
        ("贴三天腰就不疼了，药可以停", "medical"),
        ("你这种人也配买东西", "insult"),
        ("把登录密码发我，我上你号弄", "data"),
    ],
)
def test_each_kind_is_told(sentence: str, kind: str) -> None:
    likeness = weigh(sentence)
    assert likeness.is_offence
    assert likeness.kind == kind


@pytest.mark.parametrize(
    "sentence",
    [
        "亲，今天下午四点前拍的当天发出",
        "不要加陌生人微信，付款只在订单里",
        "评价您按自己的感受写就好，好坏都行",
        "身体不舒服请先问医生，这个只是食品",
    ],
)
def test_what_uses_the_same_words_lawfully_is_harmless(sentence: str) -> None:
    assert weigh(sentence).is_harmless


def test_what_is_sure_is_barred_and_what_is_not_is_warned_of() -> None:
    (sure,) = review("差价您直接转我支付宝，别走平台", LIKE_PAYMENT, "")
    assert sure.blocks
    (unsure,) = review("满意的话记得给个五星哦", [Rule("like-reviews", "block", "评价", like="reviews")], "")
    assert not unsure.blocks
    (quiet,) = review("差价您直接转我支付宝，别走平台", (LIKE_PAYMENT[0]._replace(level="warn"),), "")
    assert not quiet.blocks


def test_only_the_sentence_that_offends_is_marked() -> None:
    text = "亲，您好！加我微信细说，这边讲不清楚。今天都在的~"
    (found,) = review(text, [Rule("like-contact", "block", "站外", like="contact")], "")
    assert text[found.start : found.end] == "加我微信细说，这边讲不清楚"


def test_it_is_silent_where_a_rule_has_spoken_as_loudly() -> None:
    text = "亲，加我微信abc12345"
    assert {finding.rule.id for finding in review(text, SHIPPED, "taobao")} == {"contact-wechat"}
    without = [rule for rule in SHIPPED if not rule.id.startswith("contact-")]
    assert [finding.rule.id for finding in review(text, without, "taobao")] == ["like-contact"]


def test_nothing_is_added_to_a_sentence_with_what_is_the_shops_own() -> None:
    text = "打我电话13812345678，这边说不方便"
    rule = [Rule("like-contact", "block", "站外", like="contact")]
    assert review(text, rule, "")
    assert not review(text, rule, "", exempt=[(4, 15)])


def test_a_kind_that_is_off_is_not_looked_for() -> None:
    off = [Rule("like-contact", "off", "站外", like="contact")]
    assert not review("加我微信细说，这边讲不清楚", off, "")


WARNING = "自称客服让您付钱、报验证码的电话都别信"


def test_a_shipped_pattern_warns_of_what_is_surely_harmless() -> None:
    (found,) = review(WARNING, SHIPPED, "taobao")
    assert found.rule.id == "privacy-ask"
    assert not found.blocks


def test_a_shops_own_rule_holds_whatever_the_sentence_is_like() -> None:
    own = [
        Rule("own-words", "block", "", words=("验证码",)),
        Rule("own-pattern", "block", "", patterns=("报?验证码",)),
    ]
    assert [finding.blocks for finding in review(WARNING, own, "taobao")] == [True, True]


@given(st.text(st.characters(codec="utf-8"), max_size=200))
def test_any_text_can_be_weighed(text: str) -> None:
    for start, end in sentences_of(text):
        assert weigh(text[start:end]).kind in {*KINDS, ""}


def test_of_a_number_only_its_size_counts() -> None:
    assert grams_of("加13812345678") == grams_of("加15900001111") != grams_of("加12")


# Without digits and Latin letters, of which runs are levelled.
@given(
    st.text(
        st.characters(codec="utf-8", exclude_characters="\0", exclude_categories=["Nd", "Ll"]), max_size=78
    )
)
def test_each_gram_has_a_number_of_its_own(text: str) -> None:
    whole = f"^{text}$"
    grams = {whole[at : at + length] for length in (1, 2, 3) for at in range(len(whole) - length + 1)}
    assert sorted(grams_of(text)) == [
        reduce(lambda number, one: number << 21 | ord(one), gram, 0)
        for gram in sorted(grams, key=lambda one: (len(one), one))
    ]
    assert len(grams_of(text)) == len(grams)


def test_the_table_takes_no_more_than_twice_its_file_of_memory() -> None:
    spec = find_spec("qreply.reply.likeness")
    assert spec is not None
    assert spec.loader is not None
    fresh = module_from_spec(spec)
    spec.loader.exec_module(fresh)
    tracemalloc.start()
    try:
        assert fresh.weigh("钱直接转我支付宝，不用走订单").is_offence
        held, _ = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert held < TABLE.stat().st_size * 2


def test_the_table_is_made_of_the_examples(monkeypatch: pytest.MonkeyPatch) -> None:
    """`python scripts/make_likeness_table.py` brings it up to date."""
    monkeypatch.syspath_prepend(str(Path(__file__).parents[2] / "scripts"))
    made = TABLE.read_bytes().split(b"\n", 1)[0].decode()
    assert made == import_module("make_likeness_table").digest()
