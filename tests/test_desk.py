from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from qreply.errors import UnknownPhraseError
from qreply.reply.values import Known
from qreply.settings.model import Settings, Shop, shipped_phrasebook
from qreply.workspace.workspace import LONGEST_QUERY, Desk
from tests.conftest import BOOK


@pytest.mark.parametrize("query", ["fahuo", "fh", "发货", "什么时候发货啊", "發貨", "fa货"])
def test_a_query_of_any_kind_finds_the_phrase(desk: Desk, query: str) -> None:
    assert desk.find(query).hits[0].phrase.id == "logistics/ship-when"


def test_an_unknown_id_names_close_ones(desk: Desk) -> None:
    with pytest.raises(UnknownPhraseError) as caught:
        desk.phrase("logistics/ship-wen")
    assert "logistics/ship-when" in caught.value.hint


def test_wordings_take_turns_from_copy_to_copy(desk: Desk) -> None:
    phrase = desk.phrase("logistics/ship-when")
    first, second = (messages[0] for messages in phrase.wordings)
    assert desk.wording(phrase, desk.turn(phrase)) == (first,)
    assert desk.wording(phrase, desk.turn(phrase) + 1) == (second,)
    desk.copied(phrase)
    assert desk.wording(phrase, desk.turn(phrase)) == (second,)
    desk.copied(phrase)
    assert desk.wording(phrase, desk.turn(phrase)) == (first,)


def test_a_platform_has_its_own_wordings_and_phrases(make_desk: Callable[..., Desk]) -> None:
    taobao, pdd = make_desk(platform="taobao"), make_desk(platform="pdd")
    phrase = pdd.phrase("logistics/ship-when")
    assert pdd.wording(phrase) == ("亲，成团后{{时限=48}}小时内发出~",)
    assert [hit.phrase.id for hit in pdd.find("pt").hits][:1] == ["pre-sale/group-buy"]
    assert "pre-sale/group-buy" not in [hit.phrase.id for hit in taobao.find("pt").hits]
    assert len(pdd.find("").hits) == len(taobao.find("").hits) + 1


def test_rules_look_at_what_was_typed_too(desk: Desk) -> None:
    phrase = desk.phrase("complaint/contact")
    message = desk.wording(phrase)[0]
    assert desk.prepare(phrase, message, Known({"号码": "店铺会员群"})).refusal == ""
    refused = desk.prepare(phrase, message, Known({"号码": "微 信 abc"}))
    assert refused.refusal == "“微 信”不能发：不能引导站外联系。"


def test_the_shops_own_values_are_exempt(make_desk: Callable[..., Desk]) -> None:
    desk = make_desk(shops=(Shop("小店", values={"号码": "微信会员"}),))
    phrase = desk.phrase("complaint/contact")
    assert desk.prepare(phrase, desk.wording(phrase)[0], Known()).findings == ()


def test_an_empty_query_shows_the_book_in_its_order(desk: Desk) -> None:
    assert desk.count_offered() == 7
    assert desk.find("").counts == {"pre-sale": 1, "logistics": 3, "complaint": 3}
    assert [hit.phrase.id for hit in desk.find("", scenario="pre-sale").hits] == ["pre-sale/stock"]
    assert desk.find("", limit=2).hits[1].phrase.id == "logistics/ship-when"


def test_a_whole_page_is_known_by_its_beginning(desk: Desk) -> None:
    start = "什么时候发货" + "。" * (LONGEST_QUERY - 6)
    page, beginning = desk.find(start + "太慢了" * 10_000), desk.find(start)
    assert [(hit.phrase.id, hit.score) for hit in page.hits] == [
        (hit.phrase.id, hit.score) for hit in beginning.hits
    ]


def test_without_a_query_or_a_history_the_order_is_the_tabs(make_desk: Callable[..., Desk]) -> None:
    """Whatever the order of the files."""
    desk = make_desk(replace(BOOK, phrases=tuple(reversed(BOOK.phrases))))
    scenarios = [hit.phrase.scenario for hit in desk.find("").hits]
    assert scenarios == ["pre-sale", *["logistics"] * 3, *["complaint"] * 3]
    assert [hit.phrase.scenario for hit in desk.find("", limit=2).hits] == ["pre-sale", "logistics"]


def test_a_new_agent_s_list_begins_with_the_greeting() -> None:
    desk = Desk.open(Settings(Path("settings.yaml"), books=(shipped_phrasebook(),)))
    found = desk.find("")
    assert found.hits[0].phrase.id == "pre-sale/greet"
    assert desk.count_offered() == sum(found.counts.values())
