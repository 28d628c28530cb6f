"""A customer's words stay with the customer: what is remembered, derived, carried and offered, and what is not."""

from __future__ import annotations

import json
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import replace
from pathlib import Path

import pytest
from textual import events

from qreply.phrasebook.model import Phrase, Placeholder, Scope
from qreply.settings.settings import Settings
from qreply.storage.locations import remembered_path, sent_digests_path, shipped_phrasebook
from qreply.tui.widgets.form import FillForm
from qreply.tui.widgets.line_input import LineInput, QueryInput
from qreply.workspace.phrase_names import find_named
from qreply.workspace.remembered_options import RememberedOptions
from qreply.workspace.sending import SendDecision
from qreply.workspace.sent_digests import SentDigests
from qreply.workspace.session import Session
from qreply.workspace.workspace import Workspace
from tests.conftest import BOOK, MONDAY, FakeClipboard
from tests.support.piloting import Run, copied, preview, running, status, type_in, until
from tests.workspace.test_session import send

PHONE = "13800138000"
FIRST, SECOND = "YT1111111111111", "ZT02222222222222"


def shipped(folder: Path) -> Workspace:
    return Workspace.open(
        Settings(folder / "settings.yaml", books=(shipped_phrasebook(),)), clock=lambda: MONDAY
    )


# -- remembered


def test_words_of_the_agent_s_own_are_not_remembered(session: Session, tmp_path: Path) -> None:
    text = send(session, "logistics/track", 快递=f"自提{PHONE}", 快递单号="YT1234567890123")
    assert PHONE in text
    assert not (tmp_path / "remembered.json").exists()
    session.customers.add()
    session.drafting.take(find_named(session.workspace, "logistics/track"))
    rendered = session.drafting.rendered()
    assert rendered is not None
    assert rendered.text == "亲，中通单号【快递单号】，请留意~"


def test_what_an_earlier_qreply_remembered_is_taken_off_the_disk(
    make_desk: Callable[..., Workspace], tmp_path: Path
) -> None:
    path = tmp_path / "remembered.json"
    path.write_text(json.dumps({"快递": f"自提{PHONE}", "网点": PHONE}), encoding="utf-8")
    session = Session(make_desk(), RememberedOptions(path))
    assert PHONE not in path.read_text("utf-8")
    session.drafting.take(find_named(session.workspace, "logistics/track"))
    rendered = session.drafting.rendered()
    assert rendered is not None
    assert PHONE not in rendered.text
    path.write_text(json.dumps({"快递": "圆通", "网点": PHONE}), encoding="utf-8")
    Session(make_desk(), RememberedOptions(path))
    assert json.loads(path.read_text("utf-8")) == {"快递": "圆通"}


@pytest.mark.usefixtures("indexed")
async def test_a_number_typed_into_any_field_stays_out_of_the_state_folder_and_the_next_preview(
    tmp_path: Path, clipboard: FakeClipboard
) -> None:
    async with running(shipped(tmp_path), clipboard) as pilot:
        await type_in(pilot, "wldh")
        await pilot.press("ctrl+f")
        await pilot.pause()
        await pilot.press("shift+tab", *f"自提{PHONE}")
        await pilot.press("tab", *"YT1234567890123")
        for _ in pilot.app.screen.query(LineInput):
            await pilot.press("enter")
            await pilot.pause()
            if clipboard.texts:
                break
        await copied(pilot, clipboard)
        assert PHONE in clipboard.texts[0]
        await pilot.press("ctrl+n")
        await type_in(pilot, "wldh")
        await until(pilot, lambda: PHONE not in preview(pilot))
    assert PHONE not in "".join(
        path.read_text("utf-8", "replace") for path in remembered_path().parent.rglob("*") if path.is_file()
    )


@pytest.mark.usefixtures("indexed")
def test_the_shipped_book_remembers_nothing_for_the_next_customer(tmp_path: Path) -> None:
    """What the shop decides is in its settings, and what is about one parcel is asked."""
    index = shipped(tmp_path).phrasebook.index
    phrases = [index.phrase(number) for number in range(len(index))]
    assert not [
        phrase.id
        for phrase in phrases
        for declared in phrase.scope.placeholders.values()
        if declared.remember
    ]


# -- derived

COURIER = Placeholder("快递", options=("快递", "中通", "圆通", "顺丰"), default="快递")
TRACKING = Placeholder("快递单号", pattern=r"[A-Za-z]{0,4}\d{10,15}", from_clipboard=True)
SCOPE = Scope({"快递": COURIER, "快递单号": TRACKING})
PARCEL_BOOK = replace(
    BOOK,
    phrases=(
        Phrase("logistics/usual", "logistics", "发什么快递", (("我们一般发{{快递}}。",),), scope=SCOPE),
        Phrase("logistics/sent", "logistics", "发出了", (("{{快递}} {{快递单号}}",),), scope=SCOPE),
        Phrase("logistics/number", "logistics", "单号", (("单号{{快递单号}}",),), scope=SCOPE),
        Phrase(
            "logistics/part",
            "logistics",
            "也许",
            (("{{快递}}{{?有}}，单号{{快递单号}}{{/有}}",),),
            scope=SCOPE,
        ),
    ),
)


@pytest.fixture
def parcels(make_desk: Callable[..., Workspace], tmp_path: Path) -> Session:
    return Session(make_desk(PARCEL_BOOK), RememberedOptions(tmp_path / "remembered.json"))


def filled(session: Session, phrase_id: str, **typed: str) -> str:
    session.drafting.begin(find_named(session.workspace, phrase_id))
    session.drafting.fill(typed)
    rendered = session.drafting.rendered()
    assert rendered is not None
    return rendered.text


def test_a_number_on_the_clipboard_tells_the_courier_only_where_the_number_is_shown(parcels: Session) -> None:
    parcels.known_values.offer("SF1234567890123")
    assert filled(parcels, "logistics/usual") == "我们一般发快递。"
    assert filled(parcels, "logistics/part") == "快递"
    assert filled(parcels, "logistics/sent") == "顺丰 SF1234567890123"
    assert filled(parcels, "logistics/part", 有="是") == "顺丰，单号SF1234567890123"


def test_a_number_that_was_typed_tells_its_courier_too(parcels: Session) -> None:
    assert filled(parcels, "logistics/sent", 快递单号="YT1234567890123") == "圆通 YT1234567890123"
    assert (
        filled(parcels, "logistics/sent", 快递单号="YT1234567890123", 快递="中通") == "中通 YT1234567890123"
    )


def test_a_customer_s_own_number_tells_the_courier_of_later_replies_and_nobody_else_s(
    parcels: Session,
) -> None:
    send(parcels, "logistics/number", 快递单号="SF1234567890123")
    assert filled(parcels, "logistics/usual") == "我们一般发顺丰。"
    assert filled(parcels, "logistics/sent", 快递单号="YT1234567890123") == "圆通 YT1234567890123"
    parcels.customers.add()
    assert filled(parcels, "logistics/usual") == "我们一般发快递。"


def test_another_parcel_s_number_beats_the_courier_of_the_last_one(parcels: Session) -> None:
    send(parcels, "logistics/sent", 快递="中通", 快递单号="SF1234567890123")
    assert filled(parcels, "logistics/sent") == "中通 SF1234567890123"  # as the agent had it
    assert filled(parcels, "logistics/sent", 快递单号="YT1234567890123") == "圆通 YT1234567890123"


# -- carried


def test_what_does_not_fit_is_not_waiting_in_the_next_reply(session: Session) -> None:
    track, other = (
        find_named(session.workspace, "logistics/track"),
        find_named(session.workspace, "pre-sale/stock"),
    )
    session.drafting.take(track)
    session.drafting.fill({"快递单号": "abc", "快递": "圆通"})
    session.drafting.take(other)
    session.drafting.take(track)
    assert session.draft is not None
    assert session.draft.typed == {"快递": "圆通"}
    session.known_values.offer(FIRST)
    assert session.sending.attempt().text == f"亲，圆通单号{FIRST}，请留意~"


def test_a_value_carried_from_another_phrase_must_fit_this_one_s_pattern(
    make_desk: Callable[..., Workspace], tmp_path: Path
) -> None:
    hours = Scope({"时限": Placeholder("时限", pattern=r"\d{1,3}", default="48")})
    book = replace(
        BOOK,
        phrases=(
            Phrase("a/b", "logistics", "一", (("{{时限}}发出",),)),
            Phrase("a/c", "logistics", "二", (("{{时限}}小时内发出",),), scope=hours),
        ),
    )
    session = Session(make_desk(book), RememberedOptions(tmp_path / "remembered.json"))
    assert send(session, "a/b", 时限="王姐") == "王姐发出"
    assert send(session, "a/c") == "48小时内发出"


# -- another number on the clipboard


def test_another_number_on_the_clipboard_needs_a_choice(session: Session) -> None:
    session.known_values.offer(FIRST)
    assert FIRST in send(session, "logistics/track")
    session.known_values.offer(SECOND)
    session.drafting.take(find_named(session.workspace, "logistics/track"))
    attempt = session.sending.attempt()
    assert attempt.decision is SendDecision.CONFIRM
    assert [field.rival for field in attempt.rivals] == [SECOND]
    attempt = session.sending.attempt()
    assert attempt.decision is SendDecision.SEND
    assert FIRST in attempt.text
    rendered = session.drafting.rendered()
    assert rendered is not None
    assert session.draft is not None
    session.sending.sent(session.draft, rendered, session.customer)
    assert (
        session.sending.attempt().decision is SendDecision.SEND
    )  # the agent has said so once for this customer


def test_the_other_number_may_be_of_a_new_customer(session: Session) -> None:
    session.known_values.offer(FIRST)
    send(session, "logistics/track")
    session.known_values.offer(SECOND)
    session.drafting.take(find_named(session.workspace, "logistics/track"))
    assert session.drafting.begin_for_new()
    attempt = session.sending.attempt()
    assert attempt.decision is SendDecision.SEND
    assert SECOND in attempt.text
    session.customers.switch()
    assert session.customer.values["快递单号"] == FIRST


async def test_the_screen_asks_whose_the_other_number_is(
    workspace: Workspace, clipboard: FakeClipboard
) -> None:
    clipboard.texts.append(FIRST)
    async with running(workspace, clipboard) as pilot:
        await send_number(pilot, FIRST)
        await copied(pilot, clipboard, 2)
        clipboard.texts.append(SECOND)
        await ask_again(pilot)
        assert len(clipboard.texts) == 3
        assert status(pilot).endswith(
            "剪贴板是另一个快递单号 …2222 · Ctrl+N 新顾客并用它 · 再按回车仍用 …1111"
        )
        await pilot.press("enter")
        await copied(pilot, clipboard, 4)
        assert FIRST in clipboard.texts[-1]


async def test_a_new_customer_gets_the_other_number(workspace: Workspace, clipboard: FakeClipboard) -> None:
    clipboard.texts.append(FIRST)
    async with running(workspace, clipboard) as pilot:
        await send_number(pilot, FIRST)
        await copied(pilot, clipboard, 2)
        clipboard.texts.append(SECOND)
        await ask_again(pilot)
        await pilot.press("ctrl+n")
        await until(pilot, lambda: SECOND in preview(pilot))
        await pilot.press("enter")
        await copied(pilot, clipboard, 4)
        assert SECOND in clipboard.texts[-1]


async def send_number(pilot: Run, number: str) -> None:
    await type_in(pilot, "dh")
    await until(pilot, lambda: number in preview(pilot))
    await pilot.press("enter")


async def ask_again(pilot: Run) -> None:
    await type_in(pilot, "yh")
    await pilot.press("escape")
    await type_in(pilot, "dh")
    await until(pilot, lambda: "剪贴板是另一个" in preview(pilot))
    await pilot.press("enter")
    await until(pilot, lambda: "仍用 …1111" in status(pilot))


# -- sent before


async def test_picking_twice_with_one_number_asks_the_second_time(workspace: Workspace) -> None:
    first, second = FakeClipboard(), FakeClipboard()  # as each process has its own
    async with picking(workspace, first) as pilot:
        await pilot.press("enter")
        await copied(pilot, first, 2)
    assert FIRST in first.texts[-1]
    async with picking(workspace, second) as pilot:
        await pilot.press("enter")
        await pilot.pause()
        assert pilot.app.screen.query_one(FillForm).display
        assert len(second.texts) == 1
    assert FIRST not in sent_digests_path().read_text("utf-8")


@asynccontextmanager
async def picking(workspace: Workspace, clipboard: FakeClipboard) -> AsyncIterator[Run]:
    clipboard.texts.append(f"单号 {FIRST}")
    async with running(workspace, clipboard, query="dh", pick=True) as pilot:
        await until(pilot, lambda: clipboard.reads > 0 and "报单号" in preview(pilot))
        await pilot.pause(0.05)
        yield pilot


async def test_a_reply_on_the_clipboard_offers_nothing_after_a_restart(
    workspace: Workspace, clipboard: FakeClipboard
) -> None:
    clipboard.texts.append(FIRST)
    async with running(workspace, clipboard) as pilot:
        await send_number(pilot, FIRST)
        await copied(pilot, clipboard, 2)
    later = FakeClipboard()
    later.texts.append(clipboard.texts[-1])
    async with running(workspace, later) as pilot:
        await type_in(pilot, "dh")
        await until(pilot, lambda: later.reads > 0)
        await pilot.pause(0.05)
        assert FIRST not in preview(pilot)


def test_amounts_are_offered_again(make_desk: Callable[..., Workspace], tmp_path: Path) -> None:
    scope = Scope({"金额": Placeholder("金额", from_clipboard=True)})
    phrase = Phrase("a/b", "logistics", "补差", (("补{{金额}}元",),), scope=scope)
    session = Session(
        make_desk(replace(BOOK, phrases=(phrase,))),
        RememberedOptions(tmp_path / "remembered.json"),
        SentDigests(tmp_path / "sent.json"),
    )
    session.known_values.offer("差价5元")
    assert send(session, "a/b") == "补5元"
    session.customers.add()
    assert send(session, "a/b") == "补5元"


# -- labels, and messages pasted into a field


def test_a_customer_is_not_labelled_by_the_shop_s_telephone(
    make_desk: Callable[..., Workspace], tmp_path: Path
) -> None:
    scope = Scope({"退货电话": Placeholder("退货电话"), "快递单号": TRACKING})
    book = replace(
        BOOK,
        phrases=(
            Phrase("return/to", "return", "退货地址", (("退到{{退货电话}}",),), scope=scope),
            Phrase("logistics/number", "logistics", "单号", (("单号{{快递单号}}",),), scope=scope),
        ),
    )
    session = Session(make_desk(book), RememberedOptions(tmp_path / "remembered.json"))
    send(session, "return/to", 退货电话=PHONE)
    assert session.customer.label == ""
    send(session, "logistics/number", 快递单号=FIRST)
    assert session.customer.label == "1111"


@pytest.mark.parametrize("how", ["paste", "ctrl+v"])
async def test_a_message_pasted_into_a_field_for_a_number_is_the_next_question(
    workspace: Workspace, clipboard: FakeClipboard, how: str
) -> None:
    async with running(workspace, clipboard) as pilot:
        await type_in(pilot, "dh")
        await pilot.press("enter")
        await pilot.pause()
        question = "我买的什么时候发货呀"
        if how == "paste":
            pilot.app.post_message(events.Paste(question))
        else:
            clipboard.texts.append(question)
            await pilot.press("ctrl+v")
        await until(pilot, lambda: "付款后48小时内发出" in preview(pilot))
        assert not pilot.app.screen.query_one(FillForm).display
        assert pilot.app.screen.query_one(QueryInput).value == question
        assert "不像快递单号，已当作新问题查找" in status(pilot)


async def test_a_page_with_a_number_is_put_into_the_field(
    workspace: Workspace, clipboard: FakeClipboard
) -> None:
    async with running(workspace, clipboard) as pilot:
        await type_in(pilot, "dh")
        await pilot.press("enter")
        await pilot.pause()
        pilot.app.post_message(events.Paste(f"快递单号是 {FIRST}"))
        await pilot.pause()
        assert FIRST in pilot.app.screen.query_one(FillForm).entries[0].value
