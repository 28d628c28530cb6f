"""A round in a session: each reply has its own row's values, whatever lies around and whoever was told before."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from qreply.search.storage.index_cache import IndexedPhrasebook
from qreply.settings.settings import Settings, Shop
from qreply.workspace.customers import FORGET_AFTER, MAX_CUSTOMERS
from qreply.workspace.phrase_names import find_named
from qreply.workspace.remembered_options import RememberedOptions
from qreply.workspace.round import Round, RowState
from qreply.workspace.round_list import RoundRow
from qreply.workspace.round_replies import RoundReplies, find_in
from qreply.workspace.sending import SendDecision
from qreply.workspace.served_round import PASTE_SECONDS, ServedRound
from qreply.workspace.session import Session
from qreply.workspace.workspace import Workspace
from tests.conftest import BOOK, Clock

A, B, ELSEWHERE = "YT1111111111", "YT2222222222", "ZT9999999999"


@pytest.fixture
def session(make_desk: Callable[..., Workspace], clock: Clock, tmp_path: Path) -> Session:
    shops = (Shop("小店", values={"时限": "24"}),)
    return Session(make_desk(clock=clock, shops=shops), RememberedOptions(tmp_path / "remembered.json"))


def row(number: int, tracking: str = "", status: str = "dh") -> RoundRow:
    return RoundRow(number, f"顾客{number}", status, values={"快递单号": tracking} if tracking else {})


def begin(session: Session, *rows: RoundRow, **given: str) -> tuple[ServedRound, list[list[int]]]:
    changes: list[list[int]] = []
    queue = Round(rows, RoundReplies(find_in(session.workspace), given, {}))
    assert session.switching.begin_round(queue, lambda one: changes.append(one.numbers(RowState.DONE)))
    assert session.switching.served_round is not None
    return session.switching.served_round, changes


def send(session: Session) -> str:
    """What leaves, pasted in between as it takes an agent some time."""
    session.sending.reason_to_wait = lambda: ""
    attempt = session.sending.attempt()
    assert attempt.decision is SendDecision.SEND, attempt
    assert session.draft is not None
    assert attempt.rendered is not None
    session.sending.sent(session.draft, attempt.rendered, session.customer)
    return attempt.text


def test_each_customer_is_told_their_own_number(session: Session) -> None:
    served, changes = begin(session, row(1, A), row(2, B))
    session.known_values.offer(ELSEWHERE)
    assert [send(session), send(session)] == [f"亲，圆通单号{one}，请留意~" for one in (A, B)]
    assert changes == [[1], [1, 2]]
    assert (served.queue.row, session.draft) == (None, None)


def test_a_row_without_a_number_takes_nobody_elses(session: Session) -> None:
    begin(session, row(1, A), row(2))
    session.known_values.offer(ELSEWHERE)
    send(session)
    assert session.sending.attempt().decision is SendDecision.ASK
    rendered = session.drafting.rendered()
    assert rendered is not None
    assert "【快递单号】" in rendered.text


def test_what_was_typed_for_one_is_not_carried_to_the_next(session: Session) -> None:
    begin(session, row(1), row(2))
    session.drafting.fill({"快递单号": A, "快递": "中通"})
    send(session)
    assert session.draft is not None
    assert not session.draft.typed
    assert session.sending.attempt().decision is SendDecision.ASK


def test_undoing_serves_the_row_again_as_it_was(session: Session) -> None:
    served, changes = begin(session, row(1, A), row(2, B))
    first = send(session)
    assert served.undo()
    assert send(session) == first
    assert changes == [[1], [], [1]]


def test_another_reply_that_was_searched_is_this_rows_alone(session: Session) -> None:
    begin(session, row(1, A), row(2, B))
    session.search("有货吗")
    assert send(session).startswith("亲，有货的")
    session.search("")
    assert session.draft is not None
    assert session.draft.phrase.id == "logistics/track"


def test_an_empty_query_goes_back_to_the_rows_reply(session: Session) -> None:
    begin(session, row(1, A))
    session.search("有货吗")
    session.search("")
    assert session.draft is not None
    assert session.draft.phrase.id == "logistics/track"


def test_a_sequence_is_sent_to_its_end_before_the_next_row(session: Session) -> None:
    served, changes = begin(session, row(1, status="mc"), row(2, B))
    send(session)
    send(session)
    assert (served.queue.row and served.queue.row.number, changes) == (1, [])
    send(session)
    assert (served.queue.row and served.queue.row.number, changes) == (2, [[1]])


def test_a_chat_in_between_leaves_the_round_where_it_is(session: Session, clock: Clock) -> None:
    served, _ = begin(session, row(1, A), row(2, B))
    session.switching.new_customer()
    assert not served.is_current
    session.known_values.offer(ELSEWHERE)
    session.drafting.take(find_named(session.workspace, "logistics/track"))
    assert ELSEWHERE in send(session)
    clock.now += FORGET_AFTER + timedelta(seconds=1)
    session.customers.forget_idle()
    assert served.go_on()
    session.take_hit()
    assert A in send(session)


def test_a_place_that_was_cleared_is_taken_anew(session: Session) -> None:
    served, _ = begin(session, row(1, A))
    session.switching.clear_customer()
    assert not served.is_current
    assert served.go_on()
    session.take_hit()
    assert A in send(session)


def test_whose_reply_lies_on_the_clipboard_is_known_until_the_next(session: Session, clock: Clock) -> None:
    begin(session, row(1, A), row(2, B))
    send(session)
    clock.now += FORGET_AFTER + timedelta(seconds=1)
    session.switching.forget_idle()
    copied = session.sending.clipboard_record.copied
    assert copied is not None
    assert copied.customer.label == "顾客1"


def test_a_round_needs_a_place(session: Session) -> None:
    for _ in range(MAX_CUSTOMERS):
        session.customers.current.nick = "顾客"
        session.switching.new_customer()
    queue = Round([row(1)], RoundReplies(find_in(session.workspace), {}, {}))
    assert not session.switching.begin_round(queue, lambda _: None)


def test_nobody_pastes_faster_than_a_key_that_is_held_down(session: Session) -> None:
    now = 0.0
    queue = Round([row(1, A), row(2, B)], RoundReplies(find_in(session.workspace), {}, {}))
    served = ServedRound(queue, session.customers, lambda: None, lambda _: None, lambda: now)
    assert served.go_on()
    assert not served.reason_to_wait()
    session.drafting.take(find_named(session.workspace, "logistics/track"))
    draft = session.drafting.draft
    assert draft is not None
    served.take_sent(draft, session.customer, False)
    assert "顾客1" in served.reason_to_wait()
    now += PASTE_SECONDS
    assert not served.reason_to_wait()
    now -= 0.5
    served.undo()
    assert not served.reason_to_wait()


def typed_for(number: int) -> str:
    """A number that the agent types for this row alone."""
    return f"JT{number:010}"


def check_send(session: Session, served: ServedRound) -> None:
    """Send what may be sent; a row's reply has its own number or none, any other reply none of a row's."""
    row_served, serves = served.queue.row, session.switching.is_in_round
    session.sending.reason_to_wait = lambda: ""
    attempt = session.sending.attempt()
    if attempt.decision is not SendDecision.SEND or session.draft is None or attempt.rendered is None:
        return
    session.sending.sent(session.draft, attempt.rendered, session.customer)
    numbers = set(re.findall(r"[A-Z]{2}\d{10}", attempt.text))
    if serves and row_served is not None:
        assert numbers <= {*row_served.values.values(), typed_for(row_served.number)}
    else:
        assert numbers.isdisjoint(one.values.get("快递单号") for one in served.queue.rows)


def idle(session: Session, clock: Clock) -> None:
    clock.now += FORGET_AFTER + timedelta(seconds=1)
    session.switching.forget_idle()


def come_back(session: Session, served: ServedRound) -> None:
    if served.go_on():
        session.take_hit()


def fill(session: Session, served: ServedRound) -> None:
    row_served = served.queue.row
    number = typed_for(row_served.number) if row_served and session.switching.is_in_round else ELSEWHERE
    session.drafting.fill({"快递单号": number})


@given(st.data())
@settings(max_examples=80)
def test_no_number_ever_reaches_another_row(data: st.DataObject) -> None:
    """Whatever is pressed, and whatever the clipboard holds."""
    clock = Clock()
    workspace = Workspace(IndexedPhrasebook.of(BOOK), Settings(Path("settings.yaml")), clock)
    session = Session(workspace, RememberedOptions())
    served, _ = begin(session, *(row(n, f"YT{n:010}" if n % 3 != 1 else "") for n in range(1, 8)))
    actions: dict[str, Callable[[], object]] = {
        "send": lambda: check_send(session, served),
        "skip": lambda: session.switching.is_in_round and served.skip(),
        "back": lambda: session.switching.is_in_round and served.go_back(),
        "undo": lambda: session.switching.is_in_round and served.undo(),
        "track": lambda: session.search("dh"),
        "stock": lambda: session.search("yh"),
        "nothing": lambda: session.search(""),
        "new": session.switching.new_customer,
        "next": session.switching.next_customer,
        "clear": session.switching.clear_customer,
        "return": lambda: come_back(session, served),
        "copied": lambda: session.known_values.offer(ELSEWHERE),
        "fill": lambda: fill(session, served),
        "idle": lambda: idle(session, clock),
    }
    for pressed in data.draw(
        st.lists(st.sampled_from([*["send"] * 7, *["fill"] * 3, *actions]), max_size=40)
    ):
        actions[pressed]()


def test_the_list_labels_the_customer_and_is_known_of_nobody_afterwards(session: Session) -> None:
    begin(session, row(1, A), row(2, B))
    assert session.customer.label == "顾客1"
    send(session)
    assert session.customer.label == "顾客2"
    assert not session.customer.values
    assert session.customer.last is None
