"""The shipped phrasebook: complete, short, findable, honest, and ready to copy."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from itertools import chain
from pathlib import Path

import pytest

from qreply.phrasebook.lint import check
from qreply.phrasebook.model import PLATFORMS, SHIPPED_SCENARIOS, Phrase, Rule
from qreply.phrasebook.template import PartNode, parse, walk
from qreply.reply.render import prepare
from qreply.reply.rendered_reply import RenderedReply
from qreply.reply.values import SenderProfile, ValueSources
from qreply.storage.locations import shipped_phrasebook
from qreply.text.normalize import normalise
from tests.support.shipped import shipped_book, shipped_index

HERE = Path(__file__).resolve().parents[1]
# What the book must cover, and whether the agent must be told something in a note.
SITUATIONS = {
    line.split()[0]: line.endswith(" note")
    for line in (HERE / "situations.txt").read_text("utf-8").splitlines()
}

NOW = datetime(2026, 11, 22, 10, 30)
SHIPPED_FOR = tuple(PLATFORMS)
# What an agent might type where the example of a placeholder is no guide to its length or form.
SAMPLES = {"等候": "5分钟", "安装费": "80", "价格": "89", "补差金额": "15", "改后价": "150", "发货时限": "48"}
ASKS_FOR_ORDER_NUMBER = re.compile(
    r"(?:提供|告诉|报|发|说|给)[^，。！？~；：]{0,8}(?:订单号|订单编号)"
    r"|(?:订单号|订单编号)[^，。！？~；：]{0,4}(?:是多少|是什么|多少|发|给|报|告诉|提供|说)"
)


def test_it_loads_without_a_problem() -> None:
    assert [(problem.code, problem.path, problem.line) for problem in shipped_book().problems] == []
    assert tuple(scenario.name for scenario in shipped_book().scenarios) == SHIPPED_SCENARIOS


def test_check_has_nothing_to_say() -> None:
    found = check([shipped_phrasebook()], now=NOW)
    assert [(problem.code, problem.path, problem.line) for problem in found] == []


def test_an_ask_typed_as_it_stands_finds_its_phrase() -> None:
    """Every eighth: all come first, by one and the same way, unless two phrases share them, which `check` tells."""
    index = shipped_index()
    lost = [
        (phrase.id, ask)
        for phrase in shipped_book().phrases
        for ask in phrase.asks[::8]
        if phrase.id not in {hit.phrase.id for hit in index.find(ask, limit=3)}
    ]
    assert lost == []


def test_every_situation_has_its_phrase() -> None:
    assert set(shipped_book().by_id) == set(SITUATIONS)


def test_situations_with_something_to_know_have_a_note() -> None:
    assert [name for name, noted in SITUATIONS.items() if noted and not shipped_book().by_id[name].note] == []


def test_slow_delivery_goes_out_in_five_steps() -> None:
    assert [len(wording) for wording in shipped_book().by_id["complaint/slow-delivery"].wordings] == [5]


def test_titles_and_codes_are_unique() -> None:
    assert repeated(phrase.title for phrase in shipped_book().phrases) == []
    assert repeated(phrase.code for phrase in shipped_book().phrases) == []
    assert [
        phrase.id for phrase in shipped_book().phrases if not re.fullmatch("[a-z]{2,5}", phrase.code)
    ] == []


def test_each_phrase_has_asks_enough() -> None:
    assert {p.id: len(p.asks) for p in shipped_book().phrases if len(p.asks) < 15} == {}


def test_no_ask_stands_twice() -> None:
    assert (
        repeated("".join(normalise(ask).split()) for phrase in shipped_book().phrases for ask in phrase.asks)
        == []
    )


def test_every_next_leads_to_another_phrase() -> None:
    steps = [(phrase.id, step) for phrase in shipped_book().phrases for step in phrase.next]
    assert [(start, step) for start, step in steps if step not in shipped_book().by_id or step == start] == []
    assert repeated(f"{start} → {step}" for start, step in steps) == []


def test_what_follows_is_offered_where_the_phrase_is() -> None:
    lost = [
        (phrase.id, step, platform)
        for phrase in shipped_book().phrases
        for step in phrase.next
        for platform in SHIPPED_FOR
        if phrase.available_on(platform) and not shipped_book().by_id[step].available_on(platform)
    ]
    assert lost == []


def test_replies_fit_a_chat_bubble() -> None:
    lengths = [
        len(rendered.text) for phrase in shipped_book().phrases for rendered in all_of(phrase, rules=())
    ]
    assert max(lengths) <= 200
    assert sum(25 <= length <= 90 for length in lengths) >= 0.8 * len(lengths)


def test_most_phrases_copy_with_one_enter_once_the_shop_has_said_its_own() -> None:
    ready = [
        phrase
        for phrase in shipped_book().phrases
        if not any(rendered.needs for rendered in all_of(phrase, shop=examples_of(phrase), rules=()))
    ]
    assert len(ready) >= 0.8 * len(shipped_book().phrases)


def test_at_least_a_third_have_other_wordings() -> None:
    assert (
        sum(len(phrase.wordings) > 1 for phrase in shipped_book().phrases) >= len(shipped_book().phrases) / 3
    )


def test_every_reply_passes_compliance() -> None:
    found = [
        (phrase.id, finding.rule.id, rendered.text[finding.start : finding.end])
        for phrase in shipped_book().phrases
        for rendered in (
            *all_of(phrase),
            *all_of(phrase, optional_parts=True),
            *all_of(phrase, optional_parts=True, shop=examples_of(phrase)),
            *with_options(phrase),
        )
        for finding in rendered.findings
    ]
    assert found == []


def test_nothing_shipped_is_broken_or_expired() -> None:
    rendered = [
        one for phrase in shipped_book().phrases for one in all_of(phrase, optional_parts=True, rules=())
    ]
    assert [one.phrase.id for one in rendered if one.broken or one.expired] == []


def test_the_customer_is_never_asked_for_the_order_number() -> None:
    asking = [
        (phrase.id, asked[0])
        for phrase in shipped_book().phrases
        for rendered in all_of(phrase, optional_parts=True, rules=())
        if (asked := ASKS_FOR_ORDER_NUMBER.search(rendered.text))
    ]
    assert asking == []


@pytest.mark.parametrize(
    "question", ["麻烦发一下订单号", "您的订单编号是多少呢", "请提供您的订单号", "订单号给我一下"]
)
def test_asking_for_the_order_number_would_be_noticed(question: str) -> None:
    assert ASKS_FOR_ORDER_NUMBER.search(question)


def test_a_placeholder_of_several_files_says_the_same_in_each() -> None:
    """A shop's own value, and what is typed for a customer, go by the name alone."""
    declared = {
        (name, placeholder.default, placeholder.options, placeholder.date, placeholder.pattern)
        for phrase in shipped_book().phrases
        for name, placeholder in phrase.scope.placeholders.items()
    }
    assert repeated(name for name, *_ in declared) == []


def repeated(values: Iterator[str]) -> list[str]:
    """What occurs more than once."""
    return [value for value, count in Counter(values).items() if count > 1]


def all_of(
    phrase: Phrase,
    *,
    optional_parts: bool = False,
    shop: Mapping[str, str] | None = None,
    rules: Sequence[Rule] | None = None,
) -> Iterator[RenderedReply]:
    """Every message of every wording on each platform, filled with defaults and the shop's values.

    With its optional parts shown, what decides about them has the value that a shop or agent might give.
    """
    for platform, message in messages_of(phrase):
        typed: dict[str, str] = {}
        if optional_parts:
            parts = [node.name for node in walk(parse(message).nodes) if isinstance(node, PartNode)]
            typed = {name: SAMPLES.get(name, "若干") for name in parts if name not in (shop or {})}
        yield filled(phrase, message, platform, typed, shop=shop, rules=rules)


def examples_of(phrase: Phrase) -> dict[str, str]:
    """What a shop might have said of itself."""
    declared = phrase.scope.placeholders
    return {name: one.example or "若干" for name, one in declared.items() if one.from_shop}


def with_options(phrase: Phrase, rules: Sequence[Rule] | None = None) -> Iterator[RenderedReply]:
    """Every message once more with each choice it offers."""
    for platform, message in messages_of(phrase):
        for field in filled(phrase, message, platform, {}, rules=()).fields:
            for option in field.options:
                yield filled(phrase, message, platform, {field.name: option}, rules=rules)


def messages_of(phrase: Phrase) -> Iterator[tuple[str, str]]:
    """(platform, message) for all wordings the phrase has where it is offered.

    Platforms with the same message follow one another, so that the rules look at it once.
    """
    platforms: dict[str, list[str]] = {}
    for platform in filter(phrase.available_on, SHIPPED_FOR):
        for message in chain.from_iterable(phrase.wordings_on(platform)):
            platforms.setdefault(message, []).append(platform)
    for message, available_on in platforms.items():
        for platform in available_on:
            yield platform, message


def filled(
    phrase: Phrase,
    message: str,
    platform: str,
    typed: Mapping[str, str],
    *,
    shop: Mapping[str, str] | None = None,
    rules: Sequence[Rule] | None = None,
) -> RenderedReply:
    """One message as an agent without settings of their own would send it, or with the shop's values."""
    profile = SenderProfile(platform=platform, values=shop or {})
    rules = shipped_book().rules if rules is None else rules
    return prepare(phrase, message, sources=ValueSources(typed, profile=profile), rules=rules, now=NOW)
