"""Two replies as one message."""

from __future__ import annotations

from datetime import datetime

import pytest

from qreply.phrasebook.limits import REPLY
from qreply.phrasebook.model import Phrase, Placeholder, Rule, Scope
from qreply.reply.joined_reply import join_replies
from qreply.reply.render import prepare
from qreply.reply.rendered_reply import RenderedReply
from qreply.reply.values import Origin, SenderProfile, ValueSources

NOW = datetime(2026, 11, 23, 10)
RULES = (
    Rule("apart", "block", "不能这样说。", patterns=(r"第一\s*全网",)),
    Rule("telephone", "block", "不留电话。", patterns=(r"\d{7}",)),
)
SCOPE = Scope({"电话": Placeholder("电话", from_shop=True)})


def filled(reply: str, **typed: str) -> RenderedReply:
    known = ValueSources(typed=typed, profile=SenderProfile(values={"电话": "88888888"}))
    return prepare(
        Phrase("s/p", "s", "标题", ((reply,),), scope=SCOPE), reply, sources=known, rules=(), now=NOW
    )


def joined(first: str, second: str, **typed: str) -> RenderedReply:
    return join_replies(filled(first, **typed), filled(second, **typed), RULES, "taobao")


@pytest.mark.parametrize(
    ("first", "second", "text"),
    [
        ("亲，今天发货哦~", "亲，包邮的~", "亲，今天发货哦~\n包邮的~"),
        ("{{称呼}}，今天发货。", "{{称呼}}，包邮的。", "亲，今天发货。\n包邮的。"),
        ("今天发货。", "您好呀，包邮的。", "今天发货。\n包邮的。"),
        ("今天发货。", "在的，亲~ 早上好！ 包邮的。", "今天发货。\n包邮的。"),
        ("今天发货。\n", "Hi~包邮的。\n", "今天发货。\n包邮的。"),
        # What only begins like a greeting is none, and a greeting alone is all there is to say.
        ("今天发货。", "亲测好用。", "今天发货。\n亲测好用。"),
        ("今天发货。", "您好好看下尺码。", "今天发货。\n您好好看下尺码。"),
        ("今天发货。", "在的~", "今天发货。\n在的~"),
        # An ending that both have.
        ("今天发货。有事叫我哦~", "包邮的。有事叫我哦~", "今天发货。\n包邮的。有事叫我哦~"),
        ("有事叫我哦~", "包邮的。有事叫我哦~", "有事叫我哦~\n包邮的。有事叫我哦~"),
    ],
)
def test_the_customer_is_greeted_once(first: str, second: str, text: str) -> None:
    assert joined(first, second).text == text


def test_the_customers_own_form_of_address_greets_too() -> None:
    assert joined("{{称呼}}，今天发。", "{{称呼}}，包邮。", 称呼="王姐").text == "王姐，今天发。\n包邮。"


def test_rules_see_the_whole() -> None:
    reply = joined("亲，我们第一", "亲，全网的价都一样。")
    assert "第一\n全网" in reply.text
    assert "不能这样说" in reply.refusal


def test_the_shops_own_values_stay_exempt() -> None:
    reply = joined("电话{{电话}}。", "亲，也是{{电话}}。")
    assert reply.findings == ()
    assert sum(piece.origin is Origin.SHOP for piece in reply.pieces) == 2
    assert joined("电话{{电话}}。", "亲，也是1234567。").refusal


def test_what_is_missing_in_the_second_is_asked_for() -> None:
    reply = joined("今天发。", "亲，单号{{单号}}。")
    assert [field.name for field in reply.needs] == ["单号"]


def test_too_much_together_does_not_leave() -> None:
    half = "字" * (REPLY // 2 + 1)
    assert "太长" in joined(half, half).refusal or joined(half, half).overlong


def test_a_third_one_goes_behind_both() -> None:
    two = joined("亲，今天发货哦~", "亲，包邮的~")
    assert (
        join_replies(two, filled("亲，送赠品。"), RULES, "taobao").text
        == "亲，今天发货哦~\n包邮的~\n送赠品。"
    )
