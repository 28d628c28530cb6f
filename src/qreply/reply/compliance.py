"""Platform rules and law, applied to the filled text, because a field can carry the offence.

A rule is looked for in two views of the text: folded (half width, lower case, Simplified), and folded with nothing
but letters, digits and hanzi left, which sees through spaces, punctuation and emoji put between characters. A hit
inside an exception found in the same view is harmless.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Sequence
from functools import lru_cache
from typing import NamedTuple

from qreply.phrasebook.model import Rule
from qreply.text.normalize import fold

_DISGUISE = frozenset("ZPSCM")  # Unicode's separators, punctuation, symbols, controls and marks

Span = tuple[int, int]


class Finding(NamedTuple):
    """A rule met in the text between `start` and `end` (half-open, in code points)."""

    rule: Rule
    start: int
    end: int

    @property
    def blocks(self) -> bool:
        """Whether the text must not leave; otherwise the agent is warned."""
        return self.rule.level == "block"


class _View(NamedTuple):
    text: str
    origin: Sequence[int]  # where each character stands in the text as given

    def span(self, start: int, end: int) -> Span:
        return self.origin[start], self.origin[end - 1] + 1


def review(text: str, rules: Sequence[Rule], platform: str, exempt: Sequence[Span] = ()) -> list[Finding]:
    """What `rules` find in `text` on `platform`, in reading order, one finding a rule and place.

    Hits that touch an `exempt` span, such as the shop's own telephone number, do not count.
    """
    views = _views(text)
    findings: dict[tuple[int, int, str], Finding] = {}
    for rule in rules:
        if rule.level == "off" or (rule.platforms and platform not in rule.platforms):
            continue
        for view in views:
            for start, end in _hits(rule, view):
                if not any(start < right and left < end for left, right in exempt):
                    findings.setdefault((start, end, rule.id), Finding(rule, start, end))
    return _widest(sorted(findings.values(), key=lambda finding: (finding.start, -finding.end)))


def _views(text: str) -> tuple[_View, ...]:
    folded = fold(text)
    plain = [at for at, character in enumerate(folded) if unicodedata.category(character)[0] not in _DISGUISE]
    whole = _View(folded, range(len(folded)))
    if len(plain) == len(folded):
        return (whole,)
    return whole, _View("".join(folded[at] for at in plain), plain)


def _hits(rule: Rule, view: _View) -> Iterator[Span]:
    pattern = rule.pattern if _may_match(rule, view.text) else ""
    hits = list(_places(rule.words, pattern, view.text))
    if not hits:
        return
    words = tuple(item for item in rule.exceptions if not _is_pattern(item))
    patterns = (item[1:-1] for item in rule.exceptions if _is_pattern(item))
    exceptions = list(_places(words, "", view.text))
    for pattern in patterns:
        exceptions += _places((), pattern, view.text)
    for start, end in hits:
        if not any(left <= start and end <= right for left, right in exceptions):
            yield view.span(start, end)


def _may_match(rule: Rule, text: str) -> bool:
    """Whether the pattern needs to be looked for at all."""
    return not rule.signs or any(sign in text for sign in rule.signs)


def _places(words: Sequence[str], pattern: str, text: str) -> Iterator[Span]:
    for word in words:
        if (folded := _folded(word)) in text:
            for found in re.finditer(re.escape(folded), text):
                yield found.span()
    if pattern:
        for found in _compiled(pattern).finditer(text):
            if found.end() > found.start():
                yield found.span()


def _widest(findings: list[Finding]) -> list[Finding]:
    """Without those that lie inside another finding of the same rule."""
    kept: list[Finding] = []
    for finding in findings:
        if not any(one.rule is finding.rule and finding.end <= one.end for one in kept):
            kept.append(finding)
    return kept


def _is_pattern(item: str) -> bool:
    return len(item) > 2 and item.startswith("/") and item.endswith("/")


@lru_cache(maxsize=20_000)
def _folded(word: str) -> str:
    return fold(word)


@lru_cache(maxsize=1024)
def _compiled(pattern: str) -> re.Pattern[str]:
    return re.compile(pattern)
