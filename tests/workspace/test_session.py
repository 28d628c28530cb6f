"""An agent's work without a screen: drafts, customers, and what Enter means."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from random import Random

import pytest

from qreply.phrasebook.model import Phrase, Phrasebook, Placeholder, Scenario, Scope
from qreply.search.storage.index_cache import IndexedPhrasebook
from qreply.workspace.books import BookUpdate
from qreply.workspace.clipboard_record import Presence
from qreply.workspace.customers import ACCEPT_AFTER, FORGET_AFTER, MAX_CUSTOMERS, Customers
from qreply.workspace.phrase_names import find_named
from qreply.workspace.remembered_options import RememberedOptions
from qreply.workspace.sending import SendDecision
from qreply.workspace.session import Session
from qreply.workspace.workspace import Workspace
from tests.conftest import BOOK, MONDAY, Clock


def send(session: Session, phrase_id: str, **typed: str) -> str:
    """What leaves for the current customer, as an agent who says yes to everything would do it."""
    session.drafting.take(find_named(session.workspace, phrase_id))
    assert session.draft is not None
    if typed:
        session.drafting.fill(typed)
    attempt = session.sending.attempt()
    if attempt.decision is SendDecision.CONFIRM:
        attempt = session.sending.attempt()
    assert attempt.decision is SendDecision.SEND, attempt
    rendered = session.drafting.rendered()
    assert rendered is not None
    session.sending.sent(session.draft, rendered, session.customer)
    return attempt.text


def test_what_is_missing_is_asked_for(session: Session) -> None:
    session.drafting.take(find_named(session.workspace, "logistics/track"))
    attempt = session.sending.attempt()
    assert attempt.decision is SendDecision.ASK
    assert [field.name for field in attempt.fields] == ["快递单号"]
    session.drafting.fill({"快递单号": "12"})
    assert session.sending.attempt().decision is SendDecision.ASK
    session.drafting.fill({"快递单号": "SF1234567890"})
    assert session.sending.attempt().text == "亲，中通单号SF1234567890，请留意~"


def test_what_was_typed_waits_for_the_agent_to_come_back(session: Session) -> None:
    track, other = (
        find_named(session.workspace, "logistics/track"),
        find_named(session.workspace, "logistics/ship-when"),
    )
    session.drafting.take(track)
    session.drafting.fill({"快递单号": "YT1234567890"})
    session.drafting.take(other)
    assert session.draft is not None
    assert not session.draft.typed
    session.drafting.take(track)
    assert session.draft.typed == {"快递单号": "YT1234567890"}
    session.drafting.take(other)
    session.customers.add()
    session.drafting.take(track)
    assert not session.draft.typed  # of another customer


def test_a_block_refuses_and_a_warning_wants_a_second_yes(session: Session) -> None:
    session.drafting.take(find_named(session.workspace, "complaint/contact"))
    session.drafting.fill({"号码": "微信abc"})
    assert [session.sending.attempt().decision for _ in range(2)] == [
        SendDecision.REFUSE,
        SendDecision.REFUSE,
    ]
    session.drafting.take(find_named(session.workspace, "complaint/promise"))
    assert [session.sending.attempt().decision for _ in range(2)] == [SendDecision.CONFIRM, SendDecision.SEND]


def test_a_changed_draft_must_be_confirmed_anew(session: Session) -> None:
    session.drafting.take(find_named(session.workspace, "complaint/promise"))
    session.sending.attempt()
    session.drafting.reword()
    assert session.sending.attempt().decision is SendDecision.CONFIRM


def test_taking_the_suggestion_mends_the_text(session: Session) -> None:
    session.drafting.take(find_named(session.workspace, "complaint/contact"))
    session.drafting.fill({"号码": "微信abc"})
    assert session.drafting.take_suggestion()
    assert session.sending.attempt().text == "请加在这里联系我abc。"
    assert not session.drafting.take_suggestion()


def test_a_suggestion_replaces_the_offence_and_not_the_same_words_elsewhere(session: Session) -> None:
    session.drafting.take(find_named(session.workspace, "complaint/contact"))
    session.drafting.fill({"号码": "微信支付，微信abc，微信"})
    assert session.drafting.take_suggestion()
    assert session.drafting.take_suggestion()
    assert session.sending.attempt().text == "请加微信支付，在这里联系我abc，在这里联系我。"


def test_values_are_carried_to_the_customers_next_reply(session: Session) -> None:
    send(session, "logistics/ship-when", 称呼="王女士")
    assert send(session, "logistics/ship-when") == "您好，48小时内安排发出~"
    assert send(session, "logistics/ship-when") == "王女士，付款后48小时内发出哦~"
    assert session.customer.label == "王女士"


def test_after_a_pause_a_carried_value_must_be_accepted(session: Session, clock: Clock) -> None:
    send(session, "logistics/track", 快递单号="SF1234567890")
    clock.forward(ACCEPT_AFTER + timedelta(seconds=1))
    session.drafting.take(find_named(session.workspace, "logistics/track"))
    assert session.sending.attempt().decision is SendDecision.CONFIRM
    assert session.sending.attempt().decision is SendDecision.SEND


def test_idle_customers_are_forgotten(session: Session, clock: Clock) -> None:
    send(session, "logistics/track", 快递单号="SF1234567890")
    assert session.customers.add()
    clock.forward(FORGET_AFTER + timedelta(seconds=1))
    session.customers.forget_idle()
    assert [customer.number for customer in session.customers.all] == [2]
    session.customers.switch()
    session.drafting.take(find_named(session.workspace, "logistics/track"))
    assert session.sending.attempt().decision is SendDecision.ASK


def test_an_only_customer_is_forgotten_too_but_never_while_typing(session: Session, clock: Clock) -> None:
    send(session, "logistics/track", 快递单号="SF1234567890")
    clock.forward(FORGET_AFTER + timedelta(seconds=1))
    assert session.sending.attempt().decision is SendDecision.ASK
    clock.forward(FORGET_AFTER + timedelta(seconds=1))
    session.drafting.fill({"快递单号": "SF1234567890"})
    clock.forward(FORGET_AFTER - timedelta(seconds=1))
    assert session.sending.attempt().decision is SendDecision.SEND


def test_there_are_at_most_nine_and_numbers_are_used_again() -> None:
    customers = Customers(lambda: MONDAY)
    assert [customers.add() for _ in range(MAX_CUSTOMERS)] == [True] * (MAX_CUSTOMERS - 1) + [False]
    customers.switch()
    assert customers.current.number == 1
    customers.switch()
    customers.clear()
    assert [customer.number for customer in customers.all] == [1, 3, 4, 5, 6, 7, 8, 9]
    assert customers.add()
    assert customers.current.number == 2


def test_each_customer_keeps_their_place_in_a_sequence(session: Session) -> None:
    assert send(session, "complaint/slow") == "亲，非常抱歉。"
    session.customers.add()
    assert send(session, "complaint/slow") == "亲，非常抱歉。"
    assert send(session, "complaint/slow") == "我们正在催。"
    session.customers.switch()
    assert session.drafting.place == "2/3"
    assert send(session, "complaint/slow") == "我们正在催。"
    assert send(session, "complaint/slow") == "给您补5元券。"
    assert session.drafting.place == "1/3"


def test_what_others_are_sent_leaves_a_sequence_as_it_was_begun(
    make_desk: Callable[..., Workspace], tmp_path: Path
) -> None:
    wordings = (("一", "二", "三"), ("短",))
    phrase = Phrase("a/b", "a", "题", wordings, platform_wordings={"pdd": (("拼",),)})
    book = Phrasebook((Scenario("a", "甲"),), (phrase,))
    session = Session(make_desk(book), RememberedOptions(tmp_path / "remembered.json"))
    assert [send(session, "a/b"), send(session, "a/b")] == ["一", "二"]
    session.customers.add()
    assert [send(session, "a/b") for _ in range(3)] == ["一", "二", "三"]
    assert send(session, "a/b") == "短"
    session.customers.switch()
    assert send(session, "a/b") == "三"
    assert [send(session, "a/b"), send(session, "a/b")] == ["短", "一"]
    session.workspace.next_platform()
    assert (session.drafting.place, session.sending.attempt().text) == ("", "拼")


def test_messages_are_joined_from_where_they_stand(session: Session) -> None:
    session.drafting.take(find_named(session.workspace, "complaint/slow"))
    session.drafting.join()
    assert session.drafting.place == "1–3/3"
    assert session.sending.attempt().text == "亲，非常抱歉。\n我们正在催。\n给您补5元券。"


def test_what_follows_is_offered_in_turn(session: Session) -> None:
    assert not session.drafting.follow()
    send(session, "logistics/ship-when")
    assert [phrase.id for phrase in session.drafting.following()] == ["logistics/track", "complaint/slow"]
    names = []
    for _ in range(3):
        assert session.drafting.follow()
        assert session.draft
        names.append(session.draft.phrase.id)
    assert names == ["logistics/track", "complaint/slow", "logistics/track"]


def test_the_clipboard_is_offered_but_what_was_typed_beats_it(session: Session) -> None:
    session.drafting.take(find_named(session.workspace, "logistics/track"))
    assert session.known_values.offer("单号：YT1234567890123，请查收")
    assert session.sending.attempt().text == "亲，圆通单号YT1234567890123，请留意~"
    assert not session.known_values.offer("单号：YT1234567890123，请查收")
    session.drafting.fill({"快递单号": "SF1234567890"})
    assert "SF1234567890" in session.sending.attempt().text


def test_a_paste_is_not_offered_to_the_next_customer(session: Session) -> None:
    session.known_values.offer("YT1234567890123", pasted=True)
    session.customers.add()
    session.known_values.forget_pasted()
    session.drafting.take(find_named(session.workspace, "logistics/track"))
    assert session.sending.attempt().decision is SendDecision.ASK


def test_ten_interleaved_chats_never_share_a_value(
    make_desk: Callable[..., Workspace], tmp_path: Path
) -> None:
    """Nine at once and a tenth after one has gone, their replies shuffled a thousand times."""
    clock = Clock()
    session = Session(make_desk(clock=clock), RememberedOptions(tmp_path / "remembered.json"))
    random = Random(9)
    for _ in range(MAX_CUSTOMERS - 1):
        session.customers.add()
    names = {customer: f"顾客{customer.number}" for customer in session.customers.all}
    for turn in range(1_000):
        if turn == 500:
            session.customers.clear()
            session.customers.add()
            names[session.customer] = "顾客十"
        for _ in range(random.randrange(MAX_CUSTOMERS)):
            session.customers.switch()
        clock.forward(timedelta(seconds=random.randrange(40)))
        session.known_values.forget_pasted()
        mine = names.setdefault(session.customer, f"新客{turn}")
        if session.customer.values.get("称呼") != mine or random.random() < 0.2:
            text = send(session, "logistics/ship-when", 称呼=mine)
        else:
            text = send(session, random.choice(["logistics/ship-when", "complaint/slow"]))
        assert not any(other in text for other in names.values() if other != mine)


def test_optional_parts_are_toggled(session: Session) -> None:
    session.drafting.take(find_named(session.workspace, "logistics/parts"))
    assert session.sending.attempt().text == "已备注。"
    assert [field.name for field in session.drafting.toggle()] == ["补偿"]
    session.drafting.fill({**(session.draft.typed if session.draft else {}), "补偿": "5元券"})
    assert session.sending.attempt().text == "已备注。送您赠品。补您5元券。"
    assert session.drafting.toggle() == ()
    assert session.sending.attempt().text == "已备注。"
    (asked,) = session.drafting.toggle()
    assert asked.value is None  # as it is now: not as what was left out a moment ago


def test_a_picked_option_is_remembered_and_a_private_value_never(session: Session, tmp_path: Path) -> None:
    send(session, "logistics/track", 快递="圆通", 快递单号="SF1234567890")
    assert json.loads((tmp_path / "remembered.json").read_text("utf-8")) == {"快递": "圆通"}
    session.customers.add()
    session.drafting.take(find_named(session.workspace, "logistics/track"))
    session.drafting.fill({"快递单号": "SF1234567890"})
    assert session.sending.attempt().text == "亲，圆通单号SF1234567890，请留意~"


@pytest.mark.parametrize("content", ["", "[1]", '{"快递": 3}', "\x00"])
def test_a_damaged_memory_is_an_empty_one(tmp_path: Path, content: str) -> None:
    path = tmp_path / "remembered.json"
    path.write_text(content, encoding="utf-8")
    remembered = RememberedOptions(path)
    assert remembered.values == {}
    remembered.keep({"快递": "圆通"})
    assert RememberedOptions(path).values == {"快递": "圆通"}


def test_a_memory_that_cannot_be_written_still_serves(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("", encoding="utf-8")
    remembered = RememberedOptions(tmp_path / "file" / "remembered.json")
    remembered.keep({"快递": "圆通"})
    assert remembered.values == {"快递": "圆通"}


def test_a_place_beyond_the_messages_of_another_platform_is_the_last(
    make_desk: Callable[..., Workspace], tmp_path: Path
) -> None:
    slow = next(phrase for phrase in BOOK.phrases if phrase.id == "complaint/slow")
    short = slow._replace(platform_wordings={"pdd": (("亲，对不起。",),)})
    session = Session(
        make_desk(replace(BOOK, phrases=(short,)), platform="taobao"),
        RememberedOptions(tmp_path / "remembered.json"),
    )
    session.drafting.take(short)
    session.drafting.step(2)
    session.workspace.next_platform()
    assert session.sending.attempt().text == "亲，对不起。"
    assert session.drafting.place == ""


def test_a_confirmation_holds_for_the_text_that_was_seen(
    make_desk: Callable[..., Workspace], tmp_path: Path
) -> None:
    scope = Scope({"单号": Placeholder("单号", pattern=r"\d{10}", from_clipboard=True)})
    phrase = Phrase("logistics/sure", "logistics", "保证", (("{{单号}}一定会到。",),), scope=scope)
    session = Session(
        make_desk(replace(BOOK, phrases=(phrase,))), RememberedOptions(tmp_path / "remembered.json")
    )
    session.drafting.take(phrase)
    session.known_values.offer("1234567890")
    assert session.sending.attempt().decision is SendDecision.CONFIRM
    session.known_values.offer("9999999999")
    assert session.sending.attempt().decision is SendDecision.CONFIRM
    assert session.sending.attempt().decision is SendDecision.SEND
    assert session.sending.attempt().decision is SendDecision.CONFIRM


def test_an_edit_keeps_the_place_in_a_sequence(session: Session) -> None:
    slow = find_named(session.workspace, "complaint/slow")
    assert send(session, "complaint/slow") == "亲，非常抱歉。"
    edited = slow._replace(
        wordings=(("亲，非常抱歉。", "我们正在催快递。", "给您补5元券。"),), note="按顺序发"
    )
    phrases = tuple(edited if phrase.id == slow.id else phrase for phrase in BOOK.phrases)
    session.apply_update(BookUpdate(IndexedPhrasebook.of(replace(BOOK, phrases=phrases))))
    assert session.sending.attempt().text == "我们正在催快递。"


def test_a_reply_that_was_withdrawn_is_not_made_again(session: Session) -> None:
    send(session, "complaint/slow")
    phrases = tuple(phrase for phrase in BOOK.phrases if phrase.id != "complaint/slow")
    session.apply_update(BookUpdate(IndexedPhrasebook.of(replace(BOOK, phrases=phrases))))
    assert not session.drafting.again()


def test_what_is_being_typed_is_not_forgotten_as_idle(session: Session, clock: Clock) -> None:
    clock.forward(FORGET_AFTER + timedelta(seconds=1))
    session.drafting.take(find_named(session.workspace, "logistics/track"))
    session.drafting.fill({"快递单号": "SF1234567890"})
    customer = session.customer
    assert session.customers.add()
    assert customer in session.customers.all
    assert customer.draft is not None
    assert customer.draft.typed == {"快递单号": "SF1234567890"}


def test_what_is_just_the_nearest_needs_a_second_yes(session: Session) -> None:
    session.search("你们公司在哪个城市呀")
    session.drafting.fill({"号码": "1"})
    assert [session.sending.attempt().decision for _ in range(2)] == [SendDecision.CONFIRM, SendDecision.SEND]
    session.search("什么时候发货")
    assert session.sending.attempt().decision is SendDecision.SEND


def test_what_was_sent_is_known_by_title_and_not_offered_to_follow_again(session: Session) -> None:
    send(session, "logistics/ship-when")
    assert [phrase.id for phrase in session.drafting.following()] == ["logistics/track", "complaint/slow"]
    send(session, "logistics/track", 快递单号="SF1234567890")
    assert [told.title for told in session.customer.sent_replies] == ["什么时候发货", "报单号"]
    session.customer.last = session.customer.last and session.customer.last._replace(
        phrase=find_named(session.workspace, "logistics/ship-when")
    )
    assert [phrase.id for phrase in session.drafting.following()] == ["complaint/slow"]


def test_what_is_known_of_the_clipboard_goes_with_its_customer(session: Session, clock: Clock) -> None:
    send(session, "logistics/ship-when")
    record = session.sending.clipboard_record
    assert record.copied is not None
    presences = [record.copied.presence]
    assert not record.notice(f"{record.copied.rendered.text}\n")
    assert record.notice("别的")
    presences.append(record.copied.presence)
    assert presences == [Presence.VERIFIED, Presence.REPLACED]
    clock.forward(FORGET_AFTER + timedelta(seconds=1))
    session.switching.forget_idle()
    assert record.copied is None


SIZES = Phrase(
    *(
        "pre-sale/size",
        "pre-sale",
        "尺码建议",
        (("亲，建议拍{{尺码}}。",), ("亲，方便说下身高体重吗？",), ("平时穿什么码呀？",)),
    ),
    asks=("我穿多大码",),
)


@pytest.mark.parametrize(
    ("query", "begins"),
    [
        ("我穿多大码", "方便说下身高"),
        ("我身高168体重115穿多大码", "建议拍"),
        ("脚长24.5穿多大码", "建议拍"),
        ("买2件穿多大码", "方便说下身高"),
    ],
)
def test_a_reply_does_not_ask_for_what_was_said(
    query: str, begins: str, make_desk: Callable[..., Workspace], tmp_path: Path
) -> None:
    workspace = make_desk(Phrasebook(phrases=(SIZES,)))
    session = Session(workspace, RememberedOptions(tmp_path / "remembered.json"))
    for end in range(1, len(query) + 1):  # as it is typed
        session.search(query[:end])
    rendered = session.drafting.rendered()
    assert rendered is not None
    assert begins in rendered.text
    session.drafting.reword()
    session.search(f"{query}呀")  # what the agent has chosen stays
    reworded = session.drafting.rendered()
    assert reworded is not None
    assert begins not in reworded.text
