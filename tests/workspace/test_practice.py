"""A practice: messages that ask the same in other words, and what a copy is worth."""

from __future__ import annotations

from collections import Counter
from random import Random

import pytest

from qreply.phrasebook.model import Phrase, Placeholder, Scope
from qreply.workspace.practice import Practice, Verdict
from qreply.workspace.practice_messages import PracticeMessage, make_messages
from qreply.workspace.practice_values import sample_values, shop_samples

SHIP = Phrase(
    "logistics/ship",
    "logistics",
    "什么时候发货",
    (("48小时内",),),
    code="fh",
    asks=("什么时候发货啊", "多久能发出来呢"),
)
STOCK = Phrase(
    "pre-sale/stock",
    "pre-sale",
    "库存",
    (("有货",),),
    code="yh",
    asks=("这款还有货吗", "16号能发货吗我赶时间"),
)
SHORTHAND = Phrase(
    "pre-sale/code", "pre-sale", "暗号", (("好",),), asks=("有货", "顾客骂人怎么回", "客户要发票")
)


class Clock:
    def __init__(self) -> None:
        self.now = 100.0

    def __call__(self) -> float:
        return self.now


def test_every_reply_has_its_turn_before_any_comes_again() -> None:
    messages = make_messages([SHIP, STOCK, SHORTHAND], 6, Random(1))
    assert Counter(answer for one in messages for answer in one.answers) == {SHIP.id: 3, STOCK.id: 3}


def test_the_same_seed_makes_the_same_messages() -> None:
    first, second = (make_messages([SHIP, STOCK], 8, Random(7)) for _ in range(2))
    assert first == second
    assert first != make_messages([SHIP, STOCK], 8, Random(8))


def test_messages_differ_from_the_asks_and_keep_most_of_their_words() -> None:
    messages = make_messages([SHIP, STOCK], 60, Random(3))
    asks = {*SHIP.asks, *STOCK.asks}
    texts = {one.text for one in messages}
    assert len(texts - asks) > 30
    for one in messages:
        own = SHIP.asks if SHIP.id in one.answers else STOCK.asks
        assert max(len(set(ask) & set(one.text)) / len(set(ask)) for ask in own) > 0.6
    assert all("16号" in text for text in texts if "赶" in text)  # a day is no number to change


def test_an_ask_of_two_phrases_is_answered_by_both() -> None:
    twin = Phrase("logistics/twin", "logistics", "发货", (("好",),), asks=SHIP.asks[:1])
    found = make_messages([twin, Phrase("a/b", "a", "发货", (("好",),), asks=SHIP.asks[:1])], 1, Random(1))
    assert found[0].answers == {"logistics/twin", "a/b"}


def test_a_reply_and_its_no_answer_are_both_right() -> None:
    gift = Phrase(
        "pre-sale/gift",
        "pre-sale",
        "赠品",
        (("送袜子",),),
        asks=("有没有小礼物送呀",),
        no_answer="pre-sale/none",
    )
    none = Phrase("pre-sale/none", "pre-sale", "没有赠品", (("没有赠品哦",),), asks=("怎么什么都不送啊",))
    assert {one.answers for one in make_messages([gift, none], 4, Random(1))} == {
        frozenset((gift.id, none.id))
    }


def test_without_asks_there_is_nothing_to_practise() -> None:
    assert make_messages([SHORTHAND], 5, Random(1)) == []


def practise(*messages: PracticeMessage) -> tuple[Practice, Clock]:
    clock = Clock()
    return Practice(messages, clock), clock


def test_a_wrong_copy_leaves_the_message_and_only_the_first_counts() -> None:
    practice, clock = practise(
        PracticeMessage("发货？", frozenset({SHIP.id})), PracticeMessage("有货？", frozenset({STOCK.id}))
    )
    clock.now += 4
    assert practice.take(STOCK, "yh") is Verdict.WRONG
    assert practice.number == 1
    clock.now += 3
    assert practice.take(SHIP, "fh") is Verdict.RIGHT
    first = practice.shown[0]
    assert (first.is_right_first, first.settled and first.settled.seconds) == (False, 7.0)
    assert (practice.number, practice.seconds) == (2, 0.0)
    practice.give_up()
    assert practice.turn is None
    assert practice.shown[1].is_right_first is False


def test_of_a_message_without_a_known_answer_any_copy_settles_it() -> None:
    practice, _ = practise(PracticeMessage("在吗"))
    assert practice.take(SHIP, "fh") is Verdict.UNKNOWN
    assert practice.turn is None
    assert practice.shown[0].is_right_first is None


@pytest.mark.parametrize(
    ("placeholder", "expected"),
    [
        (Placeholder("快递单号", pattern=r"[A-Za-z]{0,4}\d{10,15}"), "YT1234567890123"),
        (Placeholder("金额", pattern=r"\d{1,4}"), "12"),
        (Placeholder("期限", example="24小时"), "24小时"),
        (Placeholder("所在地"), "〔所在地〕"),
        (Placeholder("快递", options=("中通",)), None),  # is picked, as always
        (Placeholder("颜色", pattern="红|绿"), None),
    ],
)
def test_what_an_agent_would_look_up_is_given(placeholder: Placeholder, expected: str | None) -> None:
    assert sample_values({placeholder.name: placeholder}).get(placeholder.name) == expected


def test_the_shop_has_decided_what_is_its_to_decide() -> None:
    scope = Scope(
        placeholders={
            "质保期": Placeholder("质保期", from_shop=True, example="1年"),
            "单号": Placeholder("单号"),
        }
    )
    assert shop_samples([scope]) == {"质保期": "1年"}
