"""Which regular expressions a lead may write: the usual ones, and none that a text could keep busy for ever."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from re import _constants as sre  # type: ignore[attr-defined]
from re import _parser as parser  # type: ignore[attr-defined]
from typing import Any

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from qreply.phrasebook.charset import Charset, charset_of
from qreply.phrasebook.judge import Use, problem_of, steps
from qreply.phrasebook.loader import rules_of

SHIPPED = Path(__file__).parents[2] / "phrasebook"

# Doubling with each character, or growing with the third power and more of a text's length.
NEVER = [
    "(a+)+$",
    "(a|a)*b",
    "(a|ab|b)*c",
    "(a|a?)+b",
    "(.*a){20}",
    "([a-zA-Z]+)*x",
    r"(\w+\s?)*$",
    r"^(([a-z])+.)+[A-Z]([a-z])+$",
    "(x+x+)+y",
    "(x?y?)*z",
    "(?:a?){25}a{25}",
    "(?:(?:ab?|a){0,12}c?){0,12}d",
    r"\s*\s*\s*x",
    ".*.*.*x",
    r"(?i)(ab|AB)*c",
    "(?:退|退款|款)*元",
    "(?>(a+)+)b",
    "(?=(a+)+b)a",
    r"(a*)*\1b",
]


@pytest.mark.parametrize("pattern", NEVER)
@pytest.mark.parametrize("use", Use)
def test_a_pattern_that_some_text_keeps_busy_is_refused(pattern: str, use: Use) -> None:
    assert problem_of(pattern, use) == "slow-pattern"


@pytest.mark.parametrize(
    "pattern",
    [
        r"\d+",
        r".+",
        r"[A-Z]+\d+",
        r"[A-Za-z]{0,4}\d{10,15}",
        r"1[3-9]\d{9}",
        r"\w+@\w+\.\w+",
        r"(\d{3,4}-)?\d{7,8}",
        r"\d+(\.\d{1,2})?元?",
        r"(?:[一-龥]{1,4}、){0,20}[一-龥]{1,4}",
        "(a|ab)*c",  # a b after the a settles it
    ],
)
def test_the_usual_patterns_are_fine_for_values(pattern: str) -> None:
    assert problem_of(pattern, Use.VALUE) == ""
    assert problem_of(pattern, Use.FOUND) == ""


@pytest.mark.parametrize("pattern", ["加.*微信", r"\d+元", "(?:微信|vx).{0,6}(?:加|联系)", r"https?://\S+"])
def test_the_usual_patterns_are_fine_for_rules(pattern: str) -> None:
    assert problem_of(pattern, Use.SEARCH) == ""


def test_the_shipped_rules_are_accepted() -> None:
    assert len(rules_of(SHIPPED / "rules")) == 34


@pytest.mark.parametrize("pattern", ["[", "(a", "a{2,1}", "(" * 2000 + ")" * 2000])
def test_what_is_no_pattern_is_named_so(pattern: str) -> None:
    assert problem_of(pattern, Use.VALUE) == "bad-pattern"


@st.composite
def patterns(draw: st.DrawFn, depth: int = 2) -> str:
    """Patterns over two letters, nested and repeated."""
    parts = []
    for _ in range(draw(st.integers(1, 3))):
        if depth and draw(st.booleans()):
            part = f"(?:{'|'.join(draw(st.lists(patterns(depth=depth - 1), min_size=1, max_size=3)))})"
        else:
            part = draw(st.sampled_from(["a", "b", "ab", "[ab]", ".", "[^a]", r"(?:\w)"]))
        parts.append(part + draw(st.sampled_from(["", "", "?", "*", "+", "{0,3}", "{2}", "*?"])))
    return "".join(parts)


class Matcher:
    """Backtracks through a pattern's tree as `re` does, and counts the characters it looks at."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.looked = 0

    def ends(self, nodes: Any, at: int) -> Iterator[int]:
        """Every end of a match that begins at `at`, once for each way there."""
        if not nodes:
            yield at
            return
        (kind, argument), *rest = nodes
        for end in self._node(kind, argument, at):
            yield from self.ends(rest, end)

    def _node(self, kind: Any, argument: Any, at: int) -> Iterator[int]:
        if (characters := charset_of(kind, argument, 0)) is not None:
            self.looked += 1
            if self.text[at : at + 1] and characters.meets(Charset(frozenset(self.text[at]))):
                yield at + 1
        elif kind is sre.SUBPATTERN:
            yield from self.ends(argument[3], at)
        elif kind is sre.BRANCH:
            for branch in argument[1]:
                yield from self.ends(branch, at)
        else:
            yield from self._rounds(argument, at, 0)

    def _rounds(self, repeat: Any, at: int, done: int) -> Iterator[int]:
        least, most, body = repeat
        if done < most:
            for end in self.ends(body, at):
                if end > at or done < least:
                    yield from self._rounds(repeat, end, done + 1)
        if done >= least:
            yield at


@settings(max_examples=200, deadline=None)
@given(patterns(), st.text("ab", max_size=9))
def test_no_text_takes_more_steps_than_were_judged(pattern: str, text: str) -> None:
    judged = steps(pattern, max(len(text), 3))
    assume(judged < 20_000)
    matcher = Matcher(text)
    for _ in matcher.ends(list(parser.parse(pattern)), 0):
        pass
    assert matcher.looked <= judged
