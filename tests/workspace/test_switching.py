from __future__ import annotations

import pytest

from qreply.workspace.customers import MAX_CUSTOMERS
from qreply.workspace.session import Session

NUMBER = "YT1234567890123"


def test_customers_take_turns_around_the_end(session: Session) -> None:
    assert session.switching.new_customer()
    seen = []
    for _ in range(3):
        session.switching.next_customer()
        seen.append(session.customer.number)
    assert seen == [1, 2, 1]


def test_there_are_nine_at_most(session: Session) -> None:
    assert all(session.switching.new_customer() for _ in range(MAX_CUSTOMERS - 1))
    assert not session.switching.new_customer()


@pytest.mark.parametrize("switch", ["new_customer", "next_customer", "clear_customer"])
def test_what_was_pasted_for_one_is_nothing_to_the_next(session: Session, switch: str) -> None:
    session.customers.add()
    session.drafting.begin_by_id("logistics/track")
    session.known_values.offer(f"单号{NUMBER}", pasted=True)
    rendered = session.drafting.rendered()
    assert rendered is not None
    assert NUMBER in rendered.text
    getattr(session.switching, switch)()
    session.drafting.begin_by_id("logistics/track")
    rendered = session.drafting.rendered()
    assert rendered is not None
    assert NUMBER not in rendered.text


def test_a_new_customer_begins_with_the_hit_and_who_comes_back_with_their_draft(session: Session) -> None:
    session.search("fahuo")
    first = session.customer
    session.drafting.reword()
    session.switching.new_customer()
    assert session.draft is not None
    assert (session.draft.phrase.id, session.draft.turn) == ("logistics/ship-when", 0)
    session.switching.go_to(first)
    assert session.draft is not None
    assert session.draft.turn == 1


def test_the_cleared_customer_is_gone_and_cannot_be_gone_to(session: Session) -> None:
    gone = session.customer
    session.switching.new_customer()
    session.switching.go_to(gone)
    session.switching.clear_customer()
    session.switching.go_to(gone)
    assert [one.number for one in session.customers.all] == [2]
    assert session.customer is not gone
