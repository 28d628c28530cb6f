"""What the shop decides once: what is asked for, what will do, and what a reply makes of it."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

import pytest

from qreply.errors import NotSavedError, SettingsError
from qreply.phrasebook.loader import load
from qreply.phrasebook.model import Phrasebook
from qreply.search.storage.index_cache import IndexedPhrasebook
from qreply.settings.reader import load_settings
from qreply.settings.settings import Settings, Shop
from qreply.workspace.phrase_names import find_named
from qreply.workspace.remembered_options import RememberedOptions
from qreply.workspace.sending import SendDecision
from qreply.workspace.session import Session
from qreply.workspace.shop_values import ShopValue, check_shop_values, list_shop_values, save_for_shop
from qreply.workspace.workspace import Workspace

BOOK = """\
scenario: pre-sale
title: 售前
placeholders:
  赠品: {ask: 随单送什么, from: shop, commits: true, example: 一双袜子}
  质保期: {ask: 质保多久, from: shop, kind: duration, example: 1年}
  备用: {ask: 谁也没用, from: shop}
  收货人: {ask: 谁收}
phrases:
  - id: gift
    title: 有赠品
    asks: [有赠品吗]
    reply: 有的~下单就送{{赠品}}
    no-answer: gift-none
  - {id: gift-none, title: 没有赠品, asks: [怎么没有赠品], reply: 这款没有赠品哦~}
  - {id: warranty, title: 质保, asks: [质保多久], reply: '质保{{质保期}}{{?赠品}}，还送{{赠品}}{{/赠品}}~{{>尾}}'}
  - {id: to, title: 收货, asks: [谁收], reply: '{{收货人}}收，送{{赠品}}'}
fragments:
  尾: '送{{?赠品}}好礼{{/赠品}}'
"""


@pytest.fixture
def book(tmp_path: Path) -> Phrasebook:
    path = tmp_path / "book.yaml"
    path.write_text(BOOK, encoding="utf-8")
    return load([path])


def session_of(book: Phrasebook, tmp_path: Path, **values: str) -> Session:
    settings = Settings(tmp_path / "settings.yaml", shops=(Shop("小店", "taobao", values),))
    workspace = Workspace(IndexedPhrasebook.of(book), settings, lambda: datetime(2026, 11, 27, 12))
    return Session(workspace, RememberedOptions(tmp_path / "remembered.json"))


def attempt(session: Session, phrase: str, **typed: str) -> tuple[SendDecision, str]:
    session.drafting.take(find_named(session.workspace, f"pre-sale/{phrase}"))
    session.drafting.fill(typed)
    attempt = session.sending.attempt()
    return attempt.decision, attempt.text or attempt.words


def send(session: Session, phrase: str, **typed: str) -> None:
    assert attempt(session, phrase, **typed)[0] is SendDecision.SEND
    draft, rendered = session.draft, session.drafting.rendered()
    assert draft
    assert rendered
    session.sending.sent(draft, rendered, session.customer)


def test_the_list_holds_what_phrases_use_with_what_the_shop_has(book: Phrasebook) -> None:
    known = list_shop_values(IndexedPhrasebook.of(book), {"质保期": "没有"})
    assert [(one.name, one.text, one.is_missing, one.is_absent) for one in known] == [
        ("赠品", "", True, False),
        ("质保期", "没有", False, True),
    ]
    assert known[0].phrases == ("pre-sale/gift", "pre-sale/warranty", "pre-sale/to")
    assert (known[0].ask, known[0].example, known[1].kind) == ("随单送什么", "一双袜子", "duration")


@pytest.mark.parametrize(
    ("kind", "good", "bad"),
    [
        ("number", "48", "两天"),
        ("money", "9.9", "9.9元"),
        ("duration", "1年", "一会儿"),
        ("phone", "4001234567", "12"),
        ("address", "浙江省杭州市余杭区1号", "杭州"),
    ],
)
def test_an_answer_is_of_its_kind_or_says_that_there_is_none(kind: str, good: str, bad: str) -> None:
    from qreply.phrasebook.kinds import PATTERNS

    value = ShopValue("名", "问", "例", kind, (PATTERNS[kind],))
    assert [value.problem_of(text) for text in (good, f" {good} ", "没有", "")] == [""] * 4
    assert "名" in value.problem_of(bad)
    assert "没有" in value.problem_of(bad)
    assert value.problem_of("没有\n没有")


def test_answers_to_what_nobody_asked_are_refused(book: Phrasebook) -> None:
    known = list_shop_values(IndexedPhrasebook.of(book), {})
    assert check_shop_values(known, {"质保期": " 1年 "}) == {"质保期": "1年"}
    with pytest.raises(SettingsError) as told:
        check_shop_values(known, {"质保": "1年"})
    assert "质保期" in told.value.hint
    with pytest.raises(SettingsError):
        check_shop_values(known, {"质保期": "很久"})


def test_what_the_shop_has_not_said_is_asked_as_the_shops(book: Phrasebook, tmp_path: Path) -> None:
    session = session_of(book, tmp_path)
    session.drafting.take(find_named(session.workspace, "pre-sale/gift"))
    asked = session.sending.attempt()
    assert asked.decision is SendDecision.ASK
    assert [(field.name, field.from_shop, field.example) for field in asked.fields] == [
        ("赠品", True, "一双袜子")
    ]


def test_where_the_shop_has_none_its_no_answer_is_offered(book: Phrasebook, tmp_path: Path) -> None:
    session = session_of(book, tmp_path, 赠品="没有", 质保期="没有")
    answer, words = attempt(session, "gift")
    assert answer is SendDecision.REPLACE
    assert "赠品" in words
    assert "没有赠品" in words
    assert session.sending.take_no_answer()
    assert session.sending.attempt().text == "这款没有赠品哦~"


def test_without_a_no_answer_the_reply_is_refused(book: Phrasebook, tmp_path: Path) -> None:
    session = session_of(book, tmp_path, 赠品="没有", 质保期="没有")
    assert attempt(session, "warranty") == (SendDecision.REFUSE, "本店没有：质保期")
    assert attempt(session, "to", 收货人="张三")[0] is SendDecision.REFUSE


def test_a_part_is_left_out_where_the_shop_has_none(book: Phrasebook, tmp_path: Path) -> None:
    session = session_of(book, tmp_path, 赠品="没有", 质保期="1年")
    assert attempt(session, "warranty") == (SendDecision.SEND, "质保1年~送")
    session = session_of(book, tmp_path, 赠品="袜子", 质保期="1年")
    assert attempt(session, "warranty") == (SendDecision.SEND, "质保1年，还送袜子~送好礼")


def test_none_is_an_answer_to_any_kind(book: Phrasebook, tmp_path: Path) -> None:
    session = session_of(book, tmp_path)
    assert attempt(session, "warranty", 质保期="没有")[0] is SendDecision.REFUSE
    assert session.shop_values_typed() == {"质保期": "没有"}
    assert attempt(session, "warranty", 质保期="很久")[0] is SendDecision.ASK
    assert session.shop_values_typed() == {}


def test_a_value_is_kept_in_the_form_it_is_sent_in(book: Phrasebook, tmp_path: Path) -> None:
    session = session_of(book, tmp_path)
    attempt(session, "warranty", 质保期="１ 年。")
    assert session.shop_values_typed() == {"质保期": "1年"}
    known = list_shop_values(session.workspace.phrasebook, {})
    assert check_shop_values(known, {"质保期": "１ 年。"})


def test_what_is_the_shops_is_not_the_customers(book: Phrasebook, tmp_path: Path) -> None:
    session = session_of(book, tmp_path)
    send(session, "to", 赠品="编号80001234的袜子", 收货人="李四")
    assert session.customer.values == {"收货人": "李四"}
    assert session.customer.label == ""
    assert attempt(session, "gift")[0] is SendDecision.ASK


def test_what_was_typed_for_the_shop_can_be_kept_before_and_after_it_is_sent(
    book: Phrasebook, tmp_path: Path
) -> None:
    session = session_of(book, tmp_path)
    session.drafting.take(find_named(session.workspace, "pre-sale/gift"))
    session.drafting.fill({"赠品": "袜子"})
    assert session.shop_values_typed() == {"赠品": "袜子"}
    send(session, "gift", 赠品="袜子")
    assert session.shop_values_typed() == {"赠品": "袜子"}
    workspace = session.workspace
    workspace.next_platform()
    (tmp_path / "settings.yaml").write_text("shops: [{name: 小店}]\n", encoding="utf-8")
    workspace.apply_settings(save_for_shop(workspace.settings, session.shop_values_typed()))
    assert session.shop_values_typed() == {}
    assert attempt(session, "gift") == (SendDecision.SEND, "有的~下单就送袜子")
    assert workspace.profile.platform == "pdd"
    assert load_settings(tmp_path / "settings.yaml").shops[0].values == {"赠品": "袜子"}


def test_a_shop_without_a_name_cannot_be_kept_for(tmp_path: Path) -> None:
    settings = Settings(tmp_path / "settings.yaml")
    with pytest.raises(NotSavedError) as told:
        save_for_shop(settings, {"赠品": "袜子"})
    assert "qreply shop --name" in told.value.hint
    saved = save_for_shop(settings, {"赠品": "袜子"}, name="小店")
    assert saved.shops == (Shop("小店", "taobao", {"赠品": "袜子"}),)
