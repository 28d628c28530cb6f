"""Promised answers: remembered from what was sent, and gone after when they are due."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest

from qreply.phrasebook.model import Phrase, Phrasebook, Scenario
from qreply.workspace.customers import FORGET_AFTER
from qreply.workspace.promised_answers import LATE_ID, PROGRESS_ID
from qreply.workspace.remembered_options import RememberedOptions
from qreply.workspace.session import Session
from qreply.workspace.workspace import Workspace
from tests.conftest import MONDAY, Clock


def phrase(phrase_id: str, title: str, reply: str) -> Phrase:
    return Phrase(phrase_id, "complaint", title, ((reply,),))


BOOK = Phrasebook(
    scenarios=(Scenario("complaint", "投诉"),),
    phrases=(
        phrase("complaint/check", "核实", "亲，我去核实，2小时内给您回话。"),
        phrase("complaint/plain", "收到", "收到啦。"),
        phrase("complaint/parcel", "发出", "亲，48小时内发出~"),
        phrase("complaint/ask", "问仓库", "亲，2小时内帮您问下仓库~"),
        phrase(PROGRESS_ID, "告知处理进度", "亲，还在查。"),
        phrase(LATE_ID, "答复延迟致歉", "说好答复您却没做到，对不起。"),
    ),
)


@pytest.fixture
def session(make_desk: Callable[..., Workspace], clock: Clock, tmp_path: Path) -> Session:
    return Session(make_desk(BOOK, clock=clock), RememberedOptions(tmp_path / "remembered.json"))


def send(session: Session, name: str) -> None:
    session.drafting.begin_by_id(f"complaint/{name}")
    rendered = session.sending.attempt().rendered
    assert rendered is not None
    assert session.draft is not None
    session.sending.sent(session.draft, rendered, session.customer)


def promise_to(session: Session, nick: str = "") -> None:
    session.customer.nick = nick
    send(session, "check")
    assert session.sending.remember_promise() is not None


def bring(session: Session) -> str:
    """The title of the reply that is begun for who waits longest."""
    session.promised_answers.bring(session.reminders.all[0])
    assert session.draft is not None
    return session.draft.phrase.title


def test_what_was_sent_is_offered_once(session: Session) -> None:
    assert session.sending.promise() is None
    send(session, "check")
    promise = session.sending.promise()
    assert promise is not None
    assert promise == ("2小时内", MONDAY + timedelta(hours=2))
    reminder = session.sending.remember_promise()
    assert reminder is not None
    assert (reminder.label, reminder.title) == ("顾客1（09:30聊的）", "核实")
    assert session.sending.promise() is None
    assert session.sending.remember_promise() is None


def test_an_offer_ends_with_its_time_and_with_the_next_reply(session: Session, clock: Clock) -> None:
    send(session, "check")
    clock.now += timedelta(hours=2)
    assert session.sending.promise() is None
    send(session, "check")
    send(session, "plain")
    assert session.sending.promise() is None


def test_the_customer_is_brought_with_how_things_stand(session: Session, clock: Clock) -> None:
    promise_to(session, "王姐")
    first = session.customer
    session.switching.new_customer()
    clock.now += timedelta(minutes=2)
    assert bring(session) == "告知处理进度"
    assert session.customer is first
    assert bring(session) == "答复延迟致歉"
    assert bring(session) == "告知处理进度"


def test_late_is_apologised_for_first(session: Session, clock: Clock) -> None:
    promise_to(session)
    clock.now += timedelta(hours=2, seconds=1)
    assert bring(session) == "答复延迟致歉"


def test_who_was_forgotten_meanwhile_comes_back_by_their_label_alone(session: Session, clock: Clock) -> None:
    promise_to(session, "王姐")
    session.customer.values["快递单号"] = "YT1234567890123"
    clock.now += FORGET_AFTER + timedelta(seconds=1)
    emptied = session.customer
    brought = session.promised_answers.bring(session.reminders.all[0])
    assert brought.is_new
    assert session.customer is not emptied  # who may be served as somebody else by now
    assert (session.customer.label, session.customer.values) == ("王姐", {})


def test_a_name_that_comes_later_is_taken(session: Session) -> None:
    promise_to(session)
    session.promised_answers.take_names()
    assert session.reminders.all[0].label == "顾客1（09:30聊的）"
    session.customer.nick = "王姐"
    session.promised_answers.take_names()
    assert session.reminders.all[0].label == "王姐"


def test_a_number_of_ours_is_nobodys_name(session: Session, clock: Clock) -> None:
    promise_to(session)
    clock.now += FORGET_AFTER + timedelta(seconds=1)
    bring(session)
    assert session.customer.label == ""


def test_nine_customers_leave_no_room(session: Session, clock: Clock) -> None:
    promise_to(session, "王姐")
    clock.now += FORGET_AFTER + timedelta(seconds=1)
    session.customers.forget_idle()
    while session.switching.new_customer():
        pass
    before = session.customer
    assert session.promised_answers.bring(session.reminders.all[0]).is_full
    assert session.customer is before


def test_the_answer_or_clearing_the_customer_settles_it(session: Session) -> None:
    promise_to(session)
    send(session, "plain")  # in passing: that is not yet the answer
    assert len(session.reminders.all) == 1
    bring(session)
    send(session, "plain")
    assert not session.reminders.all
    promise_to(session)
    bring(session)
    session.switching.clear_customer()
    assert not session.reminders.all


def test_a_book_without_these_replies_still_brings_the_customer(
    make_desk: Callable[..., Workspace], tmp_path: Path
) -> None:
    book = Phrasebook(scenarios=BOOK.scenarios, phrases=BOOK.phrases[:2])
    session = Session(make_desk(book), RememberedOptions(tmp_path / "remembered.json"))
    promise_to(session)
    first = session.customer
    session.switching.new_customer()
    assert session.promised_answers.bring(session.reminders.all[0]).other == ""
    assert session.customer is first


@pytest.mark.parametrize(
    ("name", "is_promise", "hours"), [("ask", True, 2), ("check", True, 2), ("parcel", False, 48)]
)
def test_a_time_that_may_be_no_promise_is_one_for_who_says_so(
    session: Session, name: str, is_promise: bool, hours: int
) -> None:
    send(session, name)
    assert (session.sending.remember_promise() is not None) is is_promise
    assert (session.sending.remember_promise(is_meant=True) is not None) is not is_promise
    assert [one.due for one in session.reminders.all] == [MONDAY + timedelta(hours=hours)]


def test_why_nothing_is_remembered_is_said_as_it_is(session: Session, clock: Clock) -> None:
    why = session.sending.why_no_reminder
    assert "还没给这位发过回复" in why("alt+d")
    send(session, "plain")
    assert "没看出时间" in why("alt+d")
    assert "最近的是" not in why("alt+d")
    promise_to(session, "小雨")
    assert "已经记着：小雨 11:30" in why("alt+d")
    session.customers.add()
    assert why("alt+d") == "最近的是 小雨，11:30"
    send(session, "plain")  # another's reminder does not hide that none was set of this one
    assert "没看出时间" in why("alt+d")
    assert "最近的是 小雨，11:30" in why("alt+d")
    send(session, "parcel")
    clock.now += timedelta(hours=49)
    assert "48小时内" in why("alt+d")
    assert "过了" in why("alt+d")
