"""The shipped replies promise nothing that nobody decided, and each shop's no has its words."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest

from qreply.phrasebook.model import SHIPPED_SCENARIOS, Phrase, Placeholder, Scope
from qreply.reply.rendered_reply import RenderedReply
from qreply.reply.values import Origin
from tests.project.test_shipped_phrasebook import all_of, examples_of, filled, messages_of, with_options
from tests.support.shipped import shipped_book

# Placeholders with a default though their names or questions speak of a price or a day.
NO_PROMISE = {
    "常见评价": "what buyers say in their reviews",
    "尾款时间": "its default is the time that the page shows",
}

# Figures that stand in a reply's own words, each with who decided them.
DECIDED = {
    "7天无理由": "the law on the protection of consumers, article 25",
    "1元一份": "what a unit of the top-up link costs",
}
FIGURE = re.compile(
    r"(?:[0-9]+(?:\.[0-9]+)?|(?<![几])[一两二三四五六七八九十半]+)"
    r"(?:元|块|折|%|个?(?:分钟|小时|工作日|月|星期)|天|日|周|年|件|份|张|盒|包(?!裹))"
)
GIVES = re.compile(
    r"(?:(?:送|赠|补|赔|返|减)(?:给)?您(?!的|看)|随单送)(?!…)|(?:小|份)礼[品物]|(?<!不)免费|免运费|(?<![不…])包邮的"
    r"|(?:给您|马上|安排)(?:补发|退款|换货|重新发)|一张[^，。~]{0,6}券|立减|已经(?:发出|签收|退款|到账)"
)


def promises_of(rendered: RenderedReply) -> list[str]:
    """What leaves with one Enter though nobody decided it: figures and gifts in the words or by default."""
    if rendered.refusal:
        return []
    given = (Origin.SHOP, Origin.TYPED, Origin.BUILT_IN)
    text = "".join("…" if piece.origin in given else piece.text for piece in rendered.pieces)
    for exceptions in DECIDED:
        text = text.replace(exceptions, "")
    return [found[0] for pattern in (FIGURE, GIVES) for found in pattern.finditer(text)]


@pytest.mark.parametrize("scenario", SHIPPED_SCENARIOS)
def test_nothing_is_promised_that_nobody_decided(scenario: str) -> None:
    found = [
        (phrase.id, promise)
        for phrase in shipped_book().phrases
        if phrase.scenario == scenario
        for rendered in (
            *all_of(phrase, rules=()),
            *all_of(phrase, shop=examples_of(phrase), rules=()),
            *with_options(phrase, rules=()),
        )
        for promise in promises_of(rendered)
    ]
    assert found == []


@pytest.mark.parametrize(
    "reply",
    [
        "可以随单送您{{礼=一份小礼品}}",
        "满{{门槛=99}}元{{金额=减5元}}",
        "这款质保{{质保=1年}}",
        "付款后48小时内发出",
        "预计{{送达}}送到",
        "我现在就{{补救=安排补发}}",
        "店里为您申请了一张{{金额=10}}元券",
        "您的包裹已经签收了",
        "大概{{等候=两三分钟}}",
        "这款免费维修",
    ],
)
def test_a_promise_by_default_would_be_noticed(reply: str) -> None:
    scope = Scope({"送达": Placeholder("送达", date="+2d")})
    phrase = Phrase("s/p", "s", "标题", ((reply,),), scope=scope)
    assert promises_of(filled(phrase, reply, "taobao", {}, rules=()))


@pytest.mark.parametrize("scenario", SHIPPED_SCENARIOS)
def test_what_gives_or_dates_is_declared_so(scenario: str) -> None:
    """A placeholder that asks for money, goods or a date commits the shop, or is the shop's to say."""
    lax = {
        field.name
        for phrase in shipped_book().phrases
        if phrase.scenario == scenario
        for rendered in all_of(phrase, optional_parts=True, rules=())
        for field in rendered.fields
        if re.search(
            "元|价|金额|折|券|赠|天|日|期|多久|几点|时间|时限|运费|质保|发票", field.name + field.ask
        )
        and (known := phrase.scope.placeholders.get(field.name, Placeholder(field.name))).takes_default
        and field.name not in NO_PROMISE
        and known.name == field.name
    }
    assert lax == set()


# ── where the shop has not got it ──

SAYS_NONE = re.compile("写没有")


def test_a_no_answer_can_be_sent_as_it_stands() -> None:
    answers = {phrase.no_answer for phrase in shipped_book().phrases if phrase.no_answer}
    assert {
        one
        for one in answers
        if any(rendered.needs for rendered in all_of(shipped_book().by_id[one], rules=()))
    } == set()


@pytest.mark.parametrize("scenario", SHIPPED_SCENARIOS)
def test_what_a_shop_may_not_have_has_a_no_answer(scenario: str) -> None:
    lost = {
        phrase.id
        for phrase in shipped_book().phrases
        if phrase.scenario == scenario and not phrase.no_answer
        for rendered in all_of(phrase, rules=())
        for field in rendered.needs
        if SAYS_NONE.search(field.ask)
    }
    assert lost == set()


def test_a_reply_that_calls_the_customer_does_without_a_name_too() -> None:
    wrong = [
        (phrase.id, text)
        for phrase in shipped_book().phrases
        for platform, message in messages_of(phrase)
        for text in [filled(phrase, message, platform, {"称呼": ""}, rules=()).text]
        if text[:1] in "，~" or re.search("[，。！~：][，。！：]", text)
    ]
    assert wrong == []


def test_a_name_for_the_customer_is_used_wherever_they_are_called() -> None:
    calls = re.compile(r"(?<![相双父])亲(?=[，~！。])")
    wrong = [
        (phrase.id, rendered.text)
        for phrase in shipped_book().phrases
        for platform, message in messages_of(phrase)
        if calls.search((rendered := filled(phrase, message, platform, {"称呼": "张姐"}, rules=())).text)
    ]
    assert wrong == []


@pytest.mark.parametrize("scenario", SHIPPED_SCENARIOS)
def test_asks_are_what_customers_type(scenario: str) -> None:
    """Long and short, with figures and particles, as in customers' own messages."""
    asks = [ask for phrase in shipped_book().phrases if phrase.scenario == scenario for ask in phrase.asks]

    def share(of: Callable[[str], object]) -> float:
        return sum(bool(of(ask)) for ask in asks) / len(asks)

    assert share(lambda ask: re.search(r"\d", ask)) >= 0.10
    assert share(lambda ask: len(ask) >= 16) >= 0.15
    assert share(lambda ask: ask[-1] in "呢啊呀哦哈啦嘛呗") >= 0.12
    assert share(lambda ask: len(ask) <= 6) >= 0.10


def test_the_most_used_have_twenty_five_asks() -> None:
    counted = [phrase for phrase in shipped_book().phrases if len(phrase.asks) >= 25]
    assert len(counted) >= 80
