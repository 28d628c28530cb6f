"""The packs by trade: books of their own, laid over the common one."""

from __future__ import annotations

import re
from itertools import chain
from pathlib import Path

import pytest

from qreply.phrasebook.lint import check
from qreply.phrasebook.loader import load
from qreply.phrasebook.model import SHIPPED_SCENARIOS, Phrase, Phrasebook
from qreply.reply.render import prepare
from qreply.reply.rendered_reply import RenderedReply
from qreply.reply.values import SenderProfile, ValueSources
from qreply.search.index import Index
from qreply.storage.locations import shipped_phrasebook
from tests.project.test_shipped_phrasebook import NOW, messages_of

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
ALL = load([COMMON, *PACKS])
# What no reply about goods may say: how they will turn out, whom they suit, what they cure.
BOASTS = re.compile(
    "不(?:会)?(?:起球|掉色|缩水|磨脚|透|过敏|打滑|变形)(?:的|哦|~)|包(?:您|你)|绝对|保证|最(?:好|新|低)"
)


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
    ids = set(load([COMMON]).by_id)
    assert [phrase.id for pack in PACKS for phrase in load([pack]).phrases if phrase.id in ids] == []


def test_an_ask_finds_its_phrase_among_all_packs() -> None:
    index = Index.build(ALL)
    lost = [
        (phrase.id, ask)
        for phrase in of_trades(ALL)
        for ask in phrase.asks
        if phrase.id not in {hit.phrase.id for hit in index.find(ask, limit=3)}
    ]
    assert lost == []


def test_a_tab_keeps_its_name_under_the_packs() -> None:
    assert [scenario.title for scenario in ALL.scenarios] == [one.title for one in load([COMMON]).scenarios]


def test_replies_of_the_packs_pass_the_rules_and_boast_of_nothing() -> None:
    found = [
        (phrase.id, finding.rule.id)
        for phrase in of_trades(ALL)
        for rendered in filled(phrase)
        for finding in rendered.findings
    ]
    boasts = [
        (phrase.id, said[0])
        for phrase in of_trades(ALL)
        for rendered in filled(phrase)
        if (said := BOASTS.search(rendered.text))
    ]
    assert (found, boasts) == ([], [])


def test_replies_of_the_packs_fit_a_bubble() -> None:
    assert [p.phrase.id for phrase in of_trades(ALL) for p in filled(phrase) if len(p.text) > 100] == []


def of_trades(book: Phrasebook) -> list[Phrase]:
    """The phrases that come from a pack."""
    return [phrase for phrase in book.phrases if "trades" in Path(phrase.path).parts]


def filled(phrase: Phrase) -> list[RenderedReply]:
    """Each message with nothing given, with everything given, and with each option."""
    return list(chain.from_iterable(_filled(phrase, *one) for one in messages_of(phrase)))


def _filled(phrase: Phrase, platform: str, message: str) -> list[RenderedReply]:
    def with_values(**values: str) -> RenderedReply:
        known = ValueSources(values, profile=SenderProfile(platform=platform))
        return prepare(phrase, message, known=known, rules=ALL.rules, now=NOW)

    declared = phrase.scope.placeholders
    full = {name: one.example or (one.options or ("若干",))[0] for name, one in declared.items()}
    content = with_values()
    chosen = [with_values(**{field.name: option}) for field in content.fields for option in field.options]
    return [content, with_values(**full), *chosen]
