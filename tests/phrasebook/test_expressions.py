"""Which regular expressions a lead may write: the usual ones, and none that a text could keep busy for ever."""

from __future__ import annotations

import time
from pathlib import Path

import pytest

from qreply.phrasebook.expressions import Use, compiled, matches_whole, problem_of
from qreply.phrasebook.limits import REPLY, VALUE
from qreply.phrasebook.loader import rules_of
from qreply.phrasebook.model import Rule
from qreply.reply.compliance import review
from qreply.reply.value_forms import fits

SHIPPED = Path(__file__).parents[2] / "phrasebook"

# Doubling with each character, or growing with the third power and more of a text's length, in Python's own `re`.
NEVER = {
    "(a+)+$": "a",
    "(a|a)*b": "a",
    "(a|ab|b)*c": "ab",
    "(a|a?)+b": "a",
    "(.*a){20}": "a",
    "([a-zA-Z]+)*x": "a",
    r"(\w+\s?)*$": "a",
    r"^(([a-z])+.)+[A-Z]([a-z])+$": "a",
    "(x+x+)+y": "x",
    "(x?y?)*z": "xy",
    "(?:a?){25}a{25}": "a",
    "(?:(?:ab?|a){0,12}c?){0,12}d": "ab",
    r"\s*\s*\s*x": " ",
    ".*.*.*x": "a",
    r"(?i)(ab|AB)*c": "ab",
    "(?:退|退款|款)*元": "退款",
    "(?>(a+)+)b": "a",
    "(?=(a+)+b)a": "a",
    r"(a*)*\1b": "a",
}
# Of these, `regex` answers some at once. The others are refused when they are read.
REFUSED = (
    "(a|a)*b",
    "(a|ab|b)*c",
    "(x+x+)+y",
    "([a-zA-Z]+)*x",
    r"\s*\s*\s*x",
    "(?:退|退款|款)*元",
    "(a+)+$",
)


@pytest.mark.parametrize("pattern", REFUSED)
def test_a_rule_that_some_text_keeps_busy_is_refused(pattern: str) -> None:
    assert problem_of(pattern, Use.SEARCH) == "slow-pattern"


@pytest.mark.parametrize(("pattern", "unit"), NEVER.items())
@pytest.mark.parametrize("tail", ["", "!", "!\nabcdxyz元"])
def test_no_pattern_keeps_a_reply_waiting_or_passes_unchecked(pattern: str, unit: str, tail: str) -> None:
    """Refused or not: whoever gets it past the probes has a finding, not silence, when the time is up."""
    text = (unit * REPLY)[: REPLY - len(tail)] + tail
    rule = Rule("slow", "warn", "why", patterns=(pattern,))
    before = time.thread_time()
    found = review(text, [rule], "taobao")
    assert time.thread_time() - before < 1  # ten times what is promised, for machines that are busy or slow
    matcher = compiled(pattern)
    if any(finding.timed_out for finding in found):
        assert all(finding.blocks and "slow" in finding.describe(text) for finding in found)
    else:
        assert bool(found) == any(hit[0] for hit in matcher.finditer(text))


@pytest.mark.parametrize(("pattern", "unit"), NEVER.items())
def test_no_pattern_keeps_a_value_waiting(pattern: str, unit: str) -> None:
    before = time.thread_time()
    assert not fits((unit * VALUE)[: VALUE - 1] + "!", pattern)
    assert time.thread_time() - before < 1


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
    assert len([rule for rule in rules_of(SHIPPED / "rules") if not rule.stands_for]) > 40


@pytest.mark.parametrize("pattern", ["[", "(a", "a{2,1}", "(" * 2000 + ")" * 2000])
def test_what_is_no_pattern_is_named_so(pattern: str) -> None:
    assert problem_of(pattern, Use.VALUE) == "bad-pattern"


def test_a_value_is_matched_whole() -> None:
    assert matches_whole(r"\d{3}", "123")
    assert not matches_whole(r"\d{3}", "1234")
