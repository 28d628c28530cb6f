from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from qreply.phrasebook.model import Phrase
from qreply.settings.settings import Settings, Shop
from qreply.storage.locations import shipped_phrasebook
from qreply.workspace.finder import count_available, find, read
from qreply.workspace.workspace import Workspace
from tests.conftest import BOOK


@pytest.mark.parametrize("query", ["fahuo", "fh", "发货", "什么时候发货啊", "發貨", "fa货"])
def test_a_query_of_any_kind_finds_the_phrase(workspace: Workspace, query: str) -> None:
    assert find(workspace, query).hits[0].phrase.id == "logistics/ship-when"


@pytest.mark.parametrize("query", ["https://item.taobao.com/item.htm?id=12", "YT1234567890123", "[微笑]"])
def test_what_asks_nothing_finds_nothing_but_a_code(make_desk: Callable[..., Workspace], query: str) -> None:
    assert find(make_desk(), query).hits == []
    book = replace(BOOK, phrases=(BOOK.phrases[0]._replace(code=query), *BOOK.phrases[1:]))
    assert [hit.phrase.id for hit in find(make_desk(book), query).hits] == [BOOK.phrases[0].id]


def test_a_long_number_that_the_book_is_asked_for_is_no_number_of_an_order(
    make_desk: Callable[..., Workspace],
) -> None:
    named = BOOK.phrases[0]._replace(asks=("我打12315",))
    workspace = make_desk(replace(BOOK, phrases=(named, *BOOK.phrases[1:])))
    for query in ("12315", "那就打12315吧", "12315 2847193650182736451"):
        assert find(workspace, query).hits[0].phrase.id == named.id
    assert not read(workspace, "打12315").set_aside
    for other in ("打12316", "打123150", "打55667788"):
        assert read(workspace, other).question == "打"


def test_an_empty_query_shows_the_book_in_its_order(workspace: Workspace) -> None:
    assert count_available(workspace) == 7
    assert find(workspace, "").counts == {"pre-sale": 1, "logistics": 3, "complaint": 3}
    assert [hit.phrase.id for hit in find(workspace, "", scenario="pre-sale").hits] == ["pre-sale/stock"]
    assert find(workspace, "", limit=2).hits[1].phrase.id == "logistics/ship-when"


def test_of_a_whole_page_the_last_line_is_the_question(workspace: Workspace) -> None:
    page = find(workspace, "太慢了\n" * 1_000 + "什么时候发货")
    question = find(workspace, "什么时候发货")
    assert [(hit.phrase.id, hit.score) for hit in page.hits] == [
        (hit.phrase.id, hit.score) for hit in question.hits
    ]


def test_without_a_query_or_a_history_the_order_is_the_tabs(make_desk: Callable[..., Workspace]) -> None:
    """Whatever the order of the files."""
    workspace = make_desk(replace(BOOK, phrases=tuple(reversed(BOOK.phrases))))
    scenarios = [hit.phrase.scenario for hit in find(workspace, "").hits]
    assert scenarios == ["pre-sale", *["logistics"] * 3, *["complaint"] * 3]
    assert [hit.phrase.scenario for hit in find(workspace, "", limit=2).hits] == ["pre-sale", "logistics"]


@pytest.mark.usefixtures("indexed")
def test_a_new_agent_s_list_begins_with_the_greeting() -> None:
    workspace = Workspace.open(Settings(Path("settings.yaml"), books=(shipped_phrasebook(),)))
    found = find(workspace, "")
    assert found.hits[0].phrase.id == "pre-sale/greet"
    assert count_available(workspace) == sum(found.counts.values())


def test_a_line_of_the_agents_own_is_no_question(make_desk: Callable[..., Workspace]) -> None:
    workspace = make_desk(shops=(Shop("小店"),))
    message = read(
        workspace, "木木 (2026-11-27 10:22:33):\n有货吗\n小店 (2026-11-27 10:22:40):\n亲，稍等，我看一下"
    )
    assert (message.question, message.nick) == ("有货吗", "木木")


@pytest.mark.parametrize("code", ["kk50000", "KK50000", "20261111"])
def test_a_code_is_no_number_to_set_aside(make_desk: Callable[..., Workspace], code: str) -> None:
    phrases = tuple(
        Phrase(f"a/{name}", "a", f"第{name}", (("好",),), code=name)
        for name in ("kk0", "kk50000", "20261111")
    )
    workspace = make_desk(replace(BOOK, phrases=phrases))
    assert [hit.phrase.code for hit in find(workspace, code).hits][:1] == [code.lower()]
