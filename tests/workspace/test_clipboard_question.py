"""The clipboard's text as the query: once, if it is a question, and not for good."""

from __future__ import annotations

from qreply.workspace.finder import question_of
from qreply.workspace.phrase_names import find_named
from qreply.workspace.session import Session


def take(session: Session, text: str) -> bool:
    """As the screen does it."""
    if not session.clipboard_question.wants(text):
        return False
    question = question_of(session.workspace, text)
    session.clipboard_question.begin(text, question, session.search_state)
    session.search(question)
    session.take_paste(text)
    return True


def give_back(session: Session) -> bool:
    stood = session.clipboard_question.give_back(session.search_state.query)
    if stood is not None:
        session.search(stood.query)
        session.resume(stood)
    return stood is not None


def test_a_question_is_taken_once(session: Session) -> None:
    assert take(session, "什么时候发货啊")
    assert session.is_from_clipboard
    assert session.draft is not None
    assert session.draft.phrase.id == "logistics/ship-when"
    assert not take(session, "什么时候发货啊")
    assert not take(session, " 什么时候发货啊\n")


def test_what_was_there_at_the_start_is_not(session: Session) -> None:
    session.clipboard_question.see("什么时候发货啊")
    assert not take(session, "什么时候发货啊")
    assert not take(session, "")


def test_after_a_copy_the_same_words_are_another_question(session: Session) -> None:
    assert take(session, "什么时候发货啊")
    session.clipboard_question.settle()
    assert take(session, "什么时候发货啊")


def test_a_word_is_taken_if_the_book_answers_it(session: Session) -> None:
    assert take(session, "发货")
    assert not take(session, "赵云龙")


def test_what_qreply_sent_is_not_taken(session: Session) -> None:
    session.known_values.sent_digests.add(["什么时候发货啊，怎么还没发"])
    assert not take(session, "什么时候发货啊，怎么还没发")


def test_a_reply_of_the_book_is_not_taken_whoever_has_filled_it(session: Session) -> None:
    reply = find_named(session.workspace, "logistics/ship-when").wordings[0][0]
    assert not take(session, reply.replace("{{时限=48}}", "24").replace("亲", "王姐"))


def test_typing_ends_it(session: Session) -> None:
    take(session, "什么时候发货啊")
    session.search("单号")
    assert not session.is_from_clipboard
    assert not give_back(session)


def test_what_stood_there_comes_back_whole(session: Session) -> None:
    session.search("单号多少")
    session.search_in("logistics")
    session.drafting.begin_by_id("complaint/slow")  # not one of the hits
    before = session.draft
    assert take(session, "买家：什么时候发货 单号YT1234567890123")
    assert give_back(session)
    state = session.search_state
    assert (state.query, state.scenario, session.draft) == ("单号多少", "logistics", before)
    assert session.customer.nick == ""
    session.drafting.begin_by_id("logistics/track")
    rendered = session.drafting.rendered()
    assert rendered is not None
    assert "YT1234567890123" not in rendered.text  # a number in words that were not wanted


def test_words_of_another_customer_go_to_them(session: Session) -> None:
    first = session.customer
    take(session, "王小姐 14:03:12\n什么时候发货")
    assert (session.customer, first.nick) == (first, "王小姐")
    first.values["快递单号"] = "YT1234567890123"
    take(session, "李先生 14:05:12\n单号多少啊")
    assert (session.customer.nick, session.customer.values) == ("李先生", {})
    take(session, "王小姐 14:06:12\n怎么还没发")
    assert session.customer is first
    assert give_back(session)
    assert session.customer.nick == "李先生"


def test_a_customer_made_for_unwanted_words_goes_with_them(session: Session) -> None:
    take(session, "王小姐 14:03:12\n什么时候发货")
    first = session.customer
    session.clipboard_question.settle()
    take(session, "李先生 14:05:12\n单号多少啊")
    assert len(session.customers.all) == 2
    assert give_back(session)
    assert list(session.customers.all) == [first]
