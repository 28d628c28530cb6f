"""What customers' pastes carry beside the question is set aside, and the question itself stays whole."""

from __future__ import annotations

import random
from collections.abc import Callable
from typing import NamedTuple

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from benchmarks.pastes import GOAL, SHAPES, shipped
from qreply.history.masking import mask_query
from qreply.search.pasted_message import MAX_QUESTION, read_message, set_aside_words
from qreply.workspace.finder import find, question_of
from qreply.workspace.workspace import Workspace

# Written apart from the rules and from the benchmark's shapes: other clients, other numbers, other questions.
PASTES = [
    ("tb1234567 (2026-11-27 10:22:33): 地址写错了怎么改", "地址写错了怎么改", "head"),
    ("能便宜点吗 2847193650182736451", "能便宜点吗", "order"),
    ("快递到哪了 YT7312884612093", "快递到哪了", "tracking"),
    ("可以退货吗 10:22", "可以退货吗", "time"),
    (
        "【淘宝】假一赔四 https://m.tb.cn/h.gAbC1dE?tk=XyZ12 CZ3457 「碎花连衣裙」"
        " 点击链接直接打开 或者 淘宝搜索直接打开 这个有货吗",
        "这个有货吗",
        "link",
    ),
    ("能便宜点吗/:087/:066", "能便宜点吗", "emoticon"),
    ("怎么开发票 IMG_20261127_102233.jpg", "怎么开发票", "file"),
    ("2026.11.25下单 什么时候发货", "下单 什么时候发货", "time"),
    ("聊聊天气吧\n" * 100 + "怎么开发票", "怎么开发票", "earlier"),
    ("阿布: 昨天 21:05\n这个掉色吗", "这个掉色吗", "head"),
    ("昨天 21:05 阿布：这个掉色吗", "这个掉色吗", "head"),
    ("顾客：这个掉色吗", "这个掉色吗", "head"),
    ("12-01 09:15:02 t_1534_77 这个掉色吗", "这个掉色吗", "head"),
    ("客服小夏 09:15:02\n亲在的\n顾客 09:15:40\n这个掉色吗", "这个掉色吗", "reply"),
    ("（1条未读）这个掉色吗\n未读", "（1条未读）这个掉色吗", "mark"),
    ("「店主：稍等哦」\n———————\n这个掉色吗", "这个掉色吗", "quote"),
    ("这个掉色吗 0571-88001234", "这个掉色吗", "telephone"),
    ("联系方式：138 0013 8000 这个掉色吗", "这个掉色吗", "telephone"),
    ("这个掉色吗？JD0093311223344", "这个掉色吗？", "tracking"),
    ("规格：大号【送杯盖】 这个掉色吗", "这个掉色吗", "goods"),
    ("¥ 59.9 x 2 这个掉色吗", "这个掉色吗", "goods"),
    ("这个掉色吗(微笑.gif)", "这个掉色吗", "file"),
    ("【视频】这个掉色吗", "这个掉色吗", "file"),
    ("这个掉色吗&#128516;&lt;3", "这个掉色吗 3", "markup"),
    ("<div class=\"msg\">这个掉色吗</div>", "这个掉色吗", "markup"),
    ("这个掉色吗T_T", "这个掉色吗", "emoticon"),
    ("#哭泣#这个掉色吗", "这个掉色吗", "emoticon"),
    ("这个掉色吗 yangkeduo.com/goods1.html?goods_id=99", "这个掉色吗", "link"),
    ("$AbC12dEf345$ 这个掉色吗", "这个掉色吗", "password"),
    ("长按复制此条消息，打开拼多多搜索 https://p.pinduoduo.com/aB3 这个掉色吗", "这个掉色吗", "share"),
    ("对方撤回了一条消息\n这个掉色吗", "这个掉色吗", "notice"),
    ("店小二为您服务\n这个掉色吗", "这个掉色吗", "notice"),
]  # fmt: skip

# What is part of what is asked, however much it looks like the rest.
WHOLE = [
    "fh", "/fh", "yhq", "88", "001", "-1", "c++", "7天无理由", "11.11买的11.27还能退吗", "299元的那件可以退货吗",
    "160/84A有吗", "3-5天能到吗", "iphone15promax壳有吗", "打开后发现坏了", "复制的地址错了", "退货/换货怎么弄",
    "为什么还不发货：都三天了", "拼多多上面有吗", "满300减50怎么用", "XXL和2XL一样吗",
    "什么时候发货\n我都等了三天了\n再不发就退款",
]  # fmt: skip


PIECES = [*(text for text, *_ in PASTES), *WHOLE, "\n", ":", "】", "10:22", "客服："]


@pytest.mark.parametrize(("text", "question", "kind"), PASTES)
def test_what_is_not_the_question_is_set_aside(text: str, question: str, kind: str) -> None:
    message = read_message(text)
    assert message.question == question
    assert kind in message.kinds


@pytest.mark.parametrize("text", WHOLE)
def test_what_is_asked_stays_whole(text: str) -> None:
    assert read_message(text) == (text, (), "")


def test_a_seller_is_told_by_the_head_line() -> None:
    text = "丫丫 2026-11-27 10:00:01\n破了\n小屋旗舰店:小美 2026-11-27 10:00:09\n拍照看看呢\n"
    text += "丫丫 2026-11-27 10:01:00\n怎么赔"
    message = read_message(text)
    assert message.nick == "丫丫"
    assert "拍照" not in message.question
    assert message.question.endswith("怎么赔")


def test_a_last_line_that_says_nothing_takes_the_one_before_along() -> None:
    text = "tb123456: 要换个大一号的\ntb123456: 谢谢\ntb123456: 在吗"
    assert "换个大一号" in read_message(text).question


@pytest.mark.parametrize("text", ["2847193650182736451", "https://a.example.com/x", "[图片]", ":smile:"])
def test_where_nothing_is_asked_the_question_is_empty(text: str) -> None:
    message = read_message(text)
    assert message.question == ""
    assert message.set_aside


def test_the_kinds_are_named_in_the_users_language() -> None:
    message = read_message("能便宜点吗 2847193650182736451 YT7312884612093 https://a.example.com/x")
    assert set_aside_words(message) == "已略过：链接、订单号、快递单号"
    assert set_aside_words(read_message("能便宜点吗")) == ""


def test_no_nick_number_or_link_is_kept_in_the_history() -> None:
    assert (
        mask_query("tb1234567 (2026-11-27 10:22:33):\n能便宜点吗 13800138000 https://a.example.com/x")
        == "能便宜点吗"
    )


@settings(max_examples=300, deadline=None)
@given(st.lists(st.sampled_from(PIECES), max_size=8).map("".join))
def test_any_mixture_is_read(text: str) -> None:
    message = read_message(text)
    assert len(message.question) <= max(MAX_QUESTION, len(text))
    assert read_message(text) == message


class Asked(NamedTuple):
    """The shipped book, every thirtieth of its asks with its phrase, and how many of these are found as they stand.

    `firsts` are the first hits so far by the question, which is all that is searched for.
    """

    workspace: Workspace
    asks: list[tuple[str, str]]
    content: int
    firsts: dict[str, list[str]]

    def count_found(self, shape: Callable[[str], str]) -> int:
        found = 0
        for ask, wanted in self.asks:
            text = shape(ask)
            question = question_of(self.workspace, text)
            if question not in self.firsts:
                hits = find(self.workspace, text, limit=1).hits
                self.firsts[question] = [hit.phrase.id for hit in hits]
            found += self.firsts[question] == [wanted]
        return found


@pytest.fixture(scope="module")
def asked() -> Asked:
    workspace = shipped()
    index = workspace.phrasebook.index
    phrases = map(index.phrase, range(len(index)))
    some = Asked(workspace, [(ask, phrase.id) for phrase in phrases for ask in phrase.asks][::30], 0, {})
    return some._replace(content=some.count_found(lambda ask: ask))


@pytest.mark.parametrize("shape", SHAPES)
def test_a_question_is_found_in_every_shape(shape: str, asked: Asked) -> None:
    chance = random.Random(shape)
    assert (
        asked.count_found(lambda ask: SHAPES[shape](ask, chance)) >= (GOAL - 0.03) * asked.content
    )  # of so few; the benchmark has them all
