from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from qreply.errors import UnknownPhraseError
from qreply.reply.values import ValueSources
from qreply.settings.settings import Settings, Shop
from qreply.storage.locations import shipped_phrasebook
from qreply.workspace.workspace import Workspace
from tests.conftest import BOOK


@pytest.mark.parametrize("query", ["fahuo", "fh", "发货", "什么时候发货啊", "發貨", "fa货"])
def test_a_query_of_any_kind_finds_the_phrase(workspace: Workspace, query: str) -> None:
    assert workspace.find(query).hits[0].phrase.id == "logistics/ship-when"


def test_an_unknown_id_names_close_ones(workspace: Workspace) -> None:
    with pytest.raises(UnknownPhraseError) as caught:
        workspace.phrase("logistics/ship-wen")
    assert "logistics/ship-when" in caught.value.hint


def test_wordings_take_turns_from_copy_to_copy(workspace: Workspace) -> None:
    phrase = workspace.phrase("logistics/ship-when")
    first, second = (messages[0] for messages in phrase.wordings)
    assert workspace.wording(phrase, workspace.turn(phrase)) == (first,)
    assert workspace.wording(phrase, workspace.turn(phrase) + 1) == (second,)
    workspace.copied(phrase)
    assert workspace.wording(phrase, workspace.turn(phrase)) == (second,)
    workspace.copied(phrase)
    assert workspace.wording(phrase, workspace.turn(phrase)) == (first,)


def test_a_platform_has_its_own_wordings_and_phrases(make_desk: Callable[..., Workspace]) -> None:
    taobao, pdd = make_desk(platform="taobao"), make_desk(platform="pdd")
    phrase = pdd.phrase("logistics/ship-when")
    assert pdd.wording(phrase) == ("亲，成团后{{时限=48}}小时内发出~",)
    assert [hit.phrase.id for hit in pdd.find("pt").hits][:1] == ["pre-sale/group-buy"]
    assert "pre-sale/group-buy" not in [hit.phrase.id for hit in taobao.find("pt").hits]
    assert len(pdd.find("").hits) == len(taobao.find("").hits) + 1


def test_rules_look_at_what_was_typed_too(workspace: Workspace) -> None:
    phrase = workspace.phrase("complaint/contact")
    message = workspace.wording(phrase)[0]
    assert workspace.prepare(phrase, message, ValueSources({"号码": "店铺会员群"})).refusal == ""
    refused = workspace.prepare(phrase, message, ValueSources({"号码": "微 信 abc"}))
    assert refused.refusal == "“微 信”不能发：不能引导站外联系。（规则 wechat）"


def test_the_shops_own_values_are_exempt(make_desk: Callable[..., Workspace]) -> None:
    workspace = make_desk(shops=(Shop("小店", values={"号码": "微信会员"}),))
    phrase = workspace.phrase("complaint/contact")
    assert workspace.prepare(phrase, workspace.wording(phrase)[0], ValueSources()).findings == ()


def test_an_empty_query_shows_the_book_in_its_order(workspace: Workspace) -> None:
    assert workspace.count_offered() == 7
    assert workspace.find("").counts == {"pre-sale": 1, "logistics": 3, "complaint": 3}
    assert [hit.phrase.id for hit in workspace.find("", scenario="pre-sale").hits] == ["pre-sale/stock"]
    assert workspace.find("", limit=2).hits[1].phrase.id == "logistics/ship-when"


def test_of_a_whole_page_the_last_line_is_the_question(workspace: Workspace) -> None:
    page = workspace.find("太慢了\n" * 1_000 + "什么时候发货")
    question = workspace.find("什么时候发货")
    assert [(hit.phrase.id, hit.score) for hit in page.hits] == [
        (hit.phrase.id, hit.score) for hit in question.hits
    ]


def test_without_a_query_or_a_history_the_order_is_the_tabs(make_desk: Callable[..., Workspace]) -> None:
    """Whatever the order of the files."""
    workspace = make_desk(replace(BOOK, phrases=tuple(reversed(BOOK.phrases))))
    scenarios = [hit.phrase.scenario for hit in workspace.find("").hits]
    assert scenarios == ["pre-sale", *["logistics"] * 3, *["complaint"] * 3]
    assert [hit.phrase.scenario for hit in workspace.find("", limit=2).hits] == ["pre-sale", "logistics"]


def test_a_new_agent_s_list_begins_with_the_greeting() -> None:
    workspace = Workspace.open(Settings(Path("settings.yaml"), books=(shipped_phrasebook(),)))
    found = workspace.find("")
    assert found.hits[0].phrase.id == "pre-sale/greet"
    assert workspace.count_offered() == sum(found.counts.values())


def test_a_line_of_the_agents_own_is_no_question(make_desk: Callable[..., Workspace]) -> None:
    workspace = make_desk(shops=(Shop("小店"),))
    message = workspace.read(
        "木木 (2026-11-27 10:22:33):\n有货吗\n小店 (2026-11-27 10:22:40):\n亲，稍等，我看一下"
    )
    assert (message.question, message.nick) == ("有货吗", "木木")
