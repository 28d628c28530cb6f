"""A reply behind the last one: both as one message."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from qreply.phrasebook.model import Phrase, Phrasebook, Rule, Scenario
from qreply.workspace.customers import ACCEPT_AFTER
from qreply.workspace.remembered_options import RememberedOptions
from qreply.workspace.sending import SendDecision
from qreply.workspace.session import Session
from qreply.workspace.workspace import Workspace
from tests.conftest import BOOK as USUAL
from tests.conftest import Clock


def phrase(name: str, title: str, reply: str, *asks: str) -> Phrase:
    return Phrase(f"shop/{name}", "shop", title, ((reply,),), code=name, asks=asks)


BOOK = Phrasebook(
    scenarios=(Scenario("shop", "店"),),
    phrases=(
        phrase("fh", "什么时候发货", "亲，今天发货哦~", "什么时候发货", "多久能发出"),
        phrase("kd", "发什么快递", "亲，一般发中通~", "发什么快递", "你们发哪家快递"),
        phrase("by", "是否包邮", "您好，全国包邮的。", "包邮吗"),
        phrase("bk", "爆款", "第一", "爆款吗"),
        phrase("qw", "全网", "全网", "全网吗"),
    ),
    rules=(Rule("apart", "block", "不能这样说。", patterns=(r"第一\s全网",)),),
)


@pytest.fixture
def session(make_desk: Callable[..., Workspace], clock: Clock, tmp_path: Path) -> Session:
    return Session(make_desk(BOOK, clock=clock), RememberedOptions(tmp_path / "remembered.json"))


def send(session: Session, *, behind: bool = False) -> str:
    attempt = session.sending.attempt(behind=behind)
    if attempt.rendered is None:
        return f"{attempt.decision.value}: {attempt.words}"
    assert session.draft is not None
    session.sending.sent(session.draft, attempt.rendered, session.customer, behind=behind)
    return attempt.text


def add(session: Session) -> str:
    return send(session, behind=True) if session.choose_to_add() else "nothing"


def test_both_questions_of_a_message_are_answered_in_one(session: Session) -> None:
    session.search("什么时候发货？你们发哪家快递")
    assert sorted(hit.clause for hit in session.search_state.hits[:2]) == [1, 2]
    assert session.search_state.is_confident
    assert not session.can_add
    first = send(session)
    assert session.can_add
    other = {"亲，今天发货哦~": "一般发中通~", "亲，一般发中通~": "今天发货哦~"}[first]
    assert add(session) == f"{first}\n{other}"
    assert session.search_state.selected == 1
    assert not session.can_add
    assert add(session) == "nothing"


def test_any_two_replies_and_a_third(session: Session) -> None:
    session.search("fh")
    send(session)
    session.search("by")
    assert add(session) == "亲，今天发货哦~\n全国包邮的。"
    session.search("kd")
    assert add(session) == "亲，今天发货哦~\n全国包邮的。\n一般发中通~"
    copied = session.sending.clipboard_record.copied
    assert copied is not None
    assert copied.title == "什么时候发货 + 是否包邮 + 发什么快递"


def test_a_plain_copy_begins_anew(session: Session) -> None:
    session.search("fh")
    send(session)
    session.search("by")
    assert send(session) == "您好，全国包邮的。"
    session.search("kd")
    assert add(session) == "您好，全国包邮的。\n一般发中通~"


def test_the_next_customer_gets_nothing_of_it(session: Session) -> None:
    session.search("fh")
    send(session)
    session.switching.new_customer()
    session.search("by")
    assert not session.can_add
    assert add(session) == "nothing"


def test_what_is_allowed_apart_and_not_together_does_not_leave(session: Session) -> None:
    session.search("bk")
    assert send(session) == "第一"
    session.search("qw")
    assert "不能这样说" in add(session)
    assert send(session) == "全网"


def test_what_may_have_been_sent_long_since_is_asked_about(session: Session, clock: Clock) -> None:
    session.search("fh")
    send(session)
    clock.now += ACCEPT_AFTER + timedelta(minutes=3)
    session.search("by")
    attempt = session.sending.attempt(behind=True)
    assert attempt.decision is SendDecision.CONFIRM
    assert "5 分钟前" in attempt.words
    assert add(session) == "亲，今天发货哦~\n全国包邮的。"


def test_more_than_fits_one_message_is_asked_about(
    make_desk: Callable[..., Workspace], tmp_path: Path
) -> None:
    desk = make_desk(BOOK)
    desk.apply_settings(desk.settings._replace(limits={"taobao": 12}))
    session = Session(desk, RememberedOptions(tmp_path / "remembered.json"))
    session.search("fh")
    send(session)
    session.search("by")
    attempt = session.sending.attempt(behind=True)
    assert (attempt.decision, "15 字" in attempt.words) == (SendDecision.CONFIRM, True)


def test_what_the_second_lacks_is_asked_for(make_desk: Callable[..., Workspace], tmp_path: Path) -> None:
    session = Session(make_desk(replace(USUAL)), RememberedOptions(tmp_path / "remembered.json"))
    session.search("fh")
    send(session)
    session.search("dh")
    attempt = session.sending.attempt(behind=True)
    assert (attempt.decision, [field.name for field in attempt.fields]) == (SendDecision.ASK, ["快递单号"])
    session.drafting.fill({"快递单号": "YT1234567890123"})
    assert "\n圆通单号YT1234567890123" in send(session, behind=True)
    assert session.customer.values["快递单号"] == "YT1234567890123"
