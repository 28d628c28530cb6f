"""Only what would change something is offered by its key."""

from __future__ import annotations

from qreply.workspace.phrase_names import find_named
from qreply.workspace.session import Session
from qreply.workspace.useful_actions import useful_actions
from tests.workspace.test_session import send


def useful(session: Session) -> frozenset[str]:
    return useful_actions(session, session.drafting.rendered())


def test_without_a_draft_there_is_a_phrase_to_write(session: Session) -> None:
    session.drafting.take(None)
    assert useful(session) == {"new-phrase"}


def test_a_draft_with_something_to_fill_offers_the_form(session: Session) -> None:
    session.drafting.take(find_named(session.workspace, "pre-sale/stock"))
    assert "fill" not in useful(session)
    session.drafting.take(find_named(session.workspace, "complaint/contact"))
    assert "fill" in useful(session)


def test_what_was_sent_can_come_again_and_another_customer_be_gone_to(session: Session) -> None:
    assert useful(session).isdisjoint({"again", "customer-next"})
    send(session, "pre-sale/stock")
    assert "again" in useful(session)
    session.customers.add()
    assert "customer-next" in useful(session)
