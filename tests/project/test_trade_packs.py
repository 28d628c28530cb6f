"""The packs by trade: books of their own, laid over the common one."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache
from itertools import chain
from pathlib import Path

import pytest

from qreply.phrasebook.lint import check
from qreply.phrasebook.loader import load
from qreply.phrasebook.model import SHIPPED_SCENARIOS, Phrase, Phrasebook, Rule
from qreply.reply.render import prepare
from qreply.reply.rendered_reply import RenderedReply
from qreply.reply.values import SenderProfile, ValueSources
from qreply.search.index import Index
from qreply.storage.locations import shipped_phrasebook
from tests.project.test_shipped_phrasebook import NOW, messages_of
from tests.support.shipped import shipped_book

COMMON = shipped_phrasebook()
PACKS = sorted((COMMON / "trades").iterdir())
TRADES = (
    "beauty",
    "clothing",
    "electronics",
    "food-and-fresh",
    "furniture-and-large",
    "mother-and-baby",
    "shoes",
    "virtual-goods",
)
# What no reply about goods may say: how they will turn out, whom they suit, what they cure.
BOASTS = re.compile(
    "不(?:会)?(?:起球|掉色|缩水|磨脚|透|过敏|打滑|变形)(?:的|哦|~)|包(?:您|你)|绝对|保证|最(?:好|新|低)"
)


@cache
def every_book() -> Phrasebook:
    """The packs over the common book."""
    return load([COMMON, *PACKS])


def test_every_trade_has_its_pack() -> None:
    assert tuple(pack.name for pack in PACKS) == TRADES


@pytest.mark.parametrize("trade", TRADES)
def test_a_pack_has_nothing_to_mend(trade: str) -> None:
    pack = COMMON / "trades" / trade
    found = [*check([pack], now=NOW), *check([COMMON, pack], now=NOW)]
    assert [(problem.code, problem.path, problem.line) for problem in found] == []


@pytest.mark.parametrize("trade", TRADES)
def test_a_pack_is_small_and_its_own(trade: str) -> None:
    phrases = load([COMMON / "trades" / trade]).phrases
    assert 15 <= len(phrases) <= 25
    assert {phrase.scenario for phrase in phrases} <= set(SHIPPED_SCENARIOS)
    assert [phrase.id for phrase in phrases if not phrase.id.split("/")[1].startswith(trade + "-")] == []
    assert {phrase.id: len(phrase.asks) for phrase in phrases if len(phrase.asks) < 12} == {}


def test_the_common_book_reads_no_pack() -> None:
    ids = set(shipped_book().by_id)
    assert [phrase.id for pack in PACKS for phrase in load([pack]).phrases if phrase.id in ids] == []


def test_an_ask_finds_its_phrase_among_all_packs() -> None:
    """Every third; see the test of the shipped book's."""
    index = Index.build(every_book())
    lost = [
        (phrase.id, ask)
        for phrase in of_trades(every_book())
        for ask in phrase.asks[::3]
        if phrase.id not in {hit.phrase.id for hit in index.find(ask, limit=3)}
    ]
    assert lost == []


def test_a_tab_keeps_its_name_under_the_packs() -> None:
    titles = [scenario.title for scenario in shipped_book().scenarios]
    assert [scenario.title for scenario in every_book().scenarios] == titles


def test_replies_of_the_packs_pass_the_rules_and_boast_of_nothing() -> None:
    rendered = [one for phrase in of_trades(every_book()) for one in filled(phrase)]
    found = [(one.phrase.id, finding.rule.id) for one in rendered for finding in one.findings]
    boasts = [(one.phrase.id, said[0]) for one in rendered if (said := BOASTS.search(one.text))]
    assert (found, boasts) == ([], [])


def test_replies_of_the_packs_fit_a_bubble() -> None:
    rendered = [one for phrase in of_trades(every_book()) for one in filled(phrase, rules=())]
    assert [one.phrase.id for one in rendered if len(one.text) > 100] == []


def of_trades(book: Phrasebook) -> list[Phrase]:
    """The phrases that come from a pack."""
    return [phrase for phrase in book.phrases if "trades" in Path(phrase.path).parts]


def filled(phrase: Phrase, rules: Sequence[Rule] | None = None) -> list[RenderedReply]:
    """Each message with nothing given, with everything given, and with each option."""
    rules = every_book().rules if rules is None else rules
    return list(chain.from_iterable(_filled(phrase, *one, rules) for one in messages_of(phrase)))


def _filled(phrase: Phrase, platform: str, message: str, rules: Sequence[Rule]) -> list[RenderedReply]:
    def with_values(**values: str) -> RenderedReply:
        known = ValueSources(values, profile=SenderProfile(platform=platform))
        return prepare(phrase, message, sources=known, rules=rules, now=NOW)

    declared = phrase.scope.placeholders
    full = {name: one.example or (one.options or ("若干",))[0] for name, one in declared.items()}
    content = with_values()
    chosen = [with_values(**{field.name: option}) for field in content.fields for option in field.options]
    return [content, with_values(**full), *chosen]
