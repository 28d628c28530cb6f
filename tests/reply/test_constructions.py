"""What stands together in a sentence: in any order, apart, near, and each part excused for itself."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qreply.phrasebook.model import Rule
from qreply.phrasebook.patterns import telling_of
from qreply.reply.compliance import review


def made(*patterns: str, exceptions: tuple[str, ...] = ()) -> Rule:
    """A rule as it is read from a file."""
    return Rule(
        "r",
        "block",
        "why",
        patterns=patterns,
        exceptions=exceptions,
        tellings=tuple(map(telling_of, patterns)),
    )


STEERED = made("(?:选|填) && 不想要 && !如果", exceptions=("/别{它}/",))


@pytest.mark.parametrize(
    ("text", "hits"),
    [
        ("原因选不想要", ["选不想要"]),
        ("不想要那一项，您填上", ["不想要那一项，您填"]),  # in any order, over a comma
        ("别选不想要", []),
        ("别选不想要，填不想要", ["不想要，填"]),  # the verb said again counts
        ("您选。不想要", []),  # another sentence
        ("您选" + "好" * 60 + "不想要", []),  # too far
        ("如果不喜欢就选不想要", []),
        ("如果不喜欢。选不想要", ["选不想要"]),  # what may not be there is in another sentence
        ("选择", []),
    ],
)
def test_parts_stand_together_in_a_sentence(text: str, hits: list[str]) -> None:
    assert [text[one.start : one.end] for one in review(text, [STEERED], "taobao")] == hits


def test_one_word_is_not_two_parts() -> None:
    rule = made("好评 && 评")
    assert review("给个好评", [rule], "taobao") == []
    assert review("给个好评，评完找我", [rule], "taobao") != []


WORDS = st.sampled_from(
    ["加", "微信", "别", "的", "，", "。", "好评", "返现", "薇信", "13800138000", "x", "❤"]
)
PATTERNS = ("加.{0,3}微信", "好评 && 返现 && !别", "(?<!别)加(?!的)", "(?:微信|好评)$", r"\d{11}")


@given(st.lists(WORDS, max_size=90).map("".join))
def test_only_what_may_match_is_left_out(text: str) -> None:
    """Where a pattern is looked for is a matter of speed alone."""
    rule = made(*PATTERNS, exceptions=("/别{它}/",))
    table = Rule("disguises/微信", "off", "", words=("薇信",), stands_for="微信")
    everywhere = rule._replace(tellings=())
    assert review(text, [rule, table], "taobao", limit=9) == [
        one._replace(rule=rule) for one in review(text, [everywhere, table], "taobao", limit=9)
    ]
