"""Words that tell whether a pattern needs to be looked for: never one match may be missed."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qreply.phrasebook.patterns import UNLIMITED, telling_of

TOLD = {
    "微信": {"微信"},
    "微信|发票": {"微信", "发票"},
    "发票|发货": {"发票", "发货"},
    "加.{0,3}微信": {"微信"},
    "(?:加|私聊)[^。]{0,3}(?:qq|扣扣)": {"qq", "扣扣"},
    "(?<!不)要(?!紧)发票": {"要发票"},
    "[五5]星好评": {"五星好评", "5星好评"},
    "好评?返现": {"好评返现", "好返现"},
    "微信|企业微信": {"微信"},
    "(?:加一)+群": {"加一"},
    "{别的原因}{0,2}退款": {"退款"},
    "{手机}加 && 微信 && !发票": {"微信"},
    "(?:选|填) && 不想要了": {"不想要了"},
}
# Nothing to tell by: anything may match, or case does not count, or the words are too many.
UNTOLD = ("", r"\d{5}", "微信|", "(?:微信)?", "(?i)vx", "(?i:vx)", "微信|.{3}", "[一-龥]", "[^a]")


@pytest.mark.parametrize(("pattern", "words"), TOLD.items())
def test_words_that_each_match_holds(pattern: str, words: set[str]) -> None:
    assert set(telling_of(pattern).words) == words


@pytest.mark.parametrize("pattern", UNTOLD)
def test_patterns_that_cannot_be_told_by_words(pattern: str) -> None:
    assert telling_of(pattern).words == ()


@pytest.mark.parametrize(
    ("pattern", "width"),
    [
        ("微信", 2),
        ("加.{0,3}微信", 6),
        ("(?:加|私聊)[^。]?(?!好)x{2,4}", 7),
        ("[ab]+", UNLIMITED),
        ("(?i)x", UNLIMITED),
    ],
)
def test_no_match_is_longer_than_told(pattern: str, width: int) -> None:
    assert telling_of(pattern).width == width


_CHARACTERS = st.sampled_from("ab微信")
_PATTERNS = st.recursive(
    st.one_of(_CHARACTERS, st.sampled_from([".", "[ab]", "[^a]", r"\w", "(?!a)", "(?<=b)", "^", "$"])),
    lambda inner: st.one_of(
        st.tuples(inner, inner).map("".join),
        st.tuples(inner, inner).map(lambda pair: f"(?:{pair[0]}|{pair[1]})"),
        st.tuples(inner, st.sampled_from(["?", "*", "+", "{1,2}", "{2}", "+?", "?+"])).map(
            lambda pair: f"(?:{pair[0]}){pair[1]}"
        ),
        inner.map(lambda one: f"(?>{one})"),
        inner.map(lambda one: f"(?i:{one})"),
    ),
    max_leaves=8,
)


@given(_PATTERNS, st.text(_CHARACTERS | st.just("A"), max_size=8))
def test_a_text_without_the_words_has_no_match(pattern: str, text: str) -> None:
    signs = telling_of(pattern).words
    if signs and not any(sign in text for sign in signs):
        assert not re.search(pattern, text)
    assert all(
        match.end() - match.start() <= telling_of(pattern).width for match in re.finditer(pattern, text)
    )
