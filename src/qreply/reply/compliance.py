"""Platform rules and law, applied to the filled text, because a field can carry the offence.

A rule is looked for in up to three views of the text that see through disguises (see reply/disguises.py); a hit in any
of them counts unless an exception excuses it there. An exception excuses what lies within it, or, written with `{它}`
for the hit itself, what it stands next to, and nothing else in the sentence.

All rules together may take `TIME_LIMIT` for a text. What they are not done with by then counts as found: a text that
could not be checked must not leave.
"""

from __future__ import annotations

import time
from bisect import bisect_right
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from functools import lru_cache
from itertools import accumulate, pairwise
from typing import TYPE_CHECKING, NamedTuple

from qreply.i18n import t
from qreply.phrasebook.expressions import compiled, reverse_compiled
from qreply.phrasebook.model import Rule
from qreply.phrasebook.pattern_blocks import HIT, expand
from qreply.reply.disguises import Disguises, View, table_of, views_of
from qreply.text.normalize import fold

if TYPE_CHECKING:
    import regex

TIME_LIMIT = 0.08
"""Seconds of this thread's CPU for all rules on one text. The shipped ones take 3 ms for a reply of 50 characters."""

MAX_HITS = 200
"""Of one rule in one view: what is forbidden two hundred times is forbidden."""

_NEAR = 40  # characters before or after a hit in which an exception may stand

Span = tuple[int, int]


class Finding(NamedTuple):
    """A rule met in the text between `start` and `end` (half-open, in code points), or not done with in time."""

    rule: Rule
    start: int
    end: int
    timed_out: bool = False

    @property
    def blocks(self) -> bool:
        """Whether the text must not leave; otherwise the agent is warned."""
        return self.timed_out or self.rule.level == "block"

    def describe(self, text: str) -> str:
        """Say in the user's language what it found in `text`, the one that was reviewed, and by which rule."""
        if self.timed_out:
            return t("reply.check-too-slow", id=self.rule.id)
        key = "reply.blocked" if self.blocks else "reply.warned"
        return t(key, text=text[self.start : self.end], why=self.rule.why, id=self.rule.id)


def review(
    text: str, rules: Sequence[Rule], platform: str, exempt: Sequence[Span] = (), limit: float = TIME_LIMIT
) -> list[Finding]:
    """Find what `rules` forbid in `text` on `platform`, in reading order, one finding a rule and place.

    Hits that touch an `exempt` span, such as the shop's own telephone number, do not count. After `limit` seconds of
    CPU, the rule at hand is found for the whole text, with `timed_out`.
    """
    if not text:
        return []
    clock = _Clock(limit)
    ready, disguises = _made_ready(rules)
    views = [(view, _pairs_in(view.text)) for view in views_of(text, disguises)]
    findings: dict[tuple[int, int, str], Finding] = {}
    for rule, heads in ready:
        if rule.platforms and platform not in rule.platforms:
            continue
        try:
            for view, pairs in views:
                patterns = _possible(rule, heads, view.text, pairs)
                for start, end in _hits(rule, patterns, view, clock) if patterns or rule.words else ():
                    if not any(start < right and left < end for left, right in exempt):
                        findings.setdefault((start, end, rule.id), Finding(rule, start, end))
        except TimeoutError:
            return [Finding(rule._replace(say=None), 0, len(text), timed_out=True)]
    return _widest(sorted(findings.values(), key=lambda finding: (finding.start, -finding.end)))


_Ready = tuple[Rule, tuple[frozenset[str], ...]]  # a rule, and how the signs of each of its patterns begin

_known: dict[int, tuple[Sequence[Rule], list[_Ready], Disguises]] = {}
_MAX_KNOWN = 4


def _made_ready(rules: Sequence[Rule]) -> tuple[list[_Ready], Disguises]:
    """What is worked out once for a book's rules, which stay the same objects from text to text."""
    known = _known.get(id(rules))
    if known is None or known[0] is not rules or len(known[0]) != len(rules):
        ready = [
            (rule, tuple(frozenset(sign[:2] for sign in signs) for signs in rule.signs))
            for rule in rules
            if rule.level != "off"
        ]
        table = table_of((rule.stands_for, rule.words) for rule in rules if rule.stands_for)
        if len(_known) >= _MAX_KNOWN:
            _known.clear()
        known = _known[id(rules)] = (rules, ready, table)
    return known[1], known[2]


def _pairs_in(text: str) -> frozenset[str]:
    """All characters of `text`, alone and with the next one."""
    return frozenset(text).union(map("".join, pairwise(text)))


def _possible(
    rule: Rule, heads: Sequence[frozenset[str]], text: str, pairs: frozenset[str]
) -> tuple[str, ...]:
    """The rule's patterns that need to be looked for: a text without their signs has no match."""
    if not rule.signs:
        return rule.patterns
    return tuple(
        pattern
        for pattern, signs, begin in zip(rule.patterns, rule.signs, heads, strict=True)
        if not signs or (not begin.isdisjoint(pairs) and any(sign in text for sign in signs))
    )


class _Clock:
    """Counts this thread's CPU, so that a busy machine makes no text suspicious."""

    def __init__(self, limit: float) -> None:
        self._end = time.thread_time() + limit

    def left(self) -> float:
        """Give the seconds that are left; raises TimeoutError if none are."""
        if (left := self._end - time.thread_time()) <= 0:
            raise TimeoutError
        return left

    @contextmanager
    def stopped(self) -> Iterator[None]:
        """Leave out what is done once for all texts."""
        before = time.thread_time()
        yield
        self._end += time.thread_time() - before


def _hits(rule: Rule, patterns: Sequence[str], view: View, clock: _Clock) -> Iterator[Span]:
    hits = sorted(_places(rule.words, patterns, view.text, clock))
    if not hits:
        return
    with clock.stopped():
        exceptions = _exceptions(tuple(rule.exceptions))
    excused = _within(_places(exceptions.words, exceptions.patterns, view.text, clock))
    for start, end in hits:
        if not excused(start, end) and not exceptions.stand_next_to(view.text, start, end, clock):
            yield view.span(start, end)


def _places(words: Iterable[str], patterns: Iterable[str], text: str, clock: _Clock) -> Iterator[Span]:
    for word in words:
        if (folded := _folded(word)) and (start := text.find(folded)) >= 0:
            clock.left()
            for _ in range(MAX_HITS):
                yield start, start + len(folded)
                if (start := text.find(folded, start + len(folded))) < 0:
                    break
    for pattern in patterns:
        with clock.stopped():
            matcher = compiled(expand(pattern))
        for _, match in zip(range(MAX_HITS), matcher.finditer(text, timeout=clock.left()), strict=False):
            if match.end() > match.start():
                yield match.span()


def _within(spans: Iterable[Span]) -> Callable[[int, int], bool]:
    """A test for whether a stretch lies within one of `spans`."""
    ordered = sorted(spans)
    starts = [start for start, _ in ordered]
    furthest = list(accumulate((end for _, end in ordered), max))

    def holds(start: int, end: int) -> bool:
        index = bisect_right(starts, start)
        return index > 0 and furthest[index - 1] >= end

    return holds


class _Exceptions(NamedTuple):
    """What excuses a hit: words and patterns that it lies within, and what stands right before and after it."""

    words: tuple[str, ...]
    patterns: tuple[str, ...]
    around: tuple[tuple[regex.Pattern[str] | None, regex.Pattern[str] | None], ...]

    def stand_next_to(self, text: str, start: int, end: int, clock: _Clock) -> bool:
        """Whether one of them stands next to the hit."""
        for before, after in self.around:
            if before and not before.match(text, max(0, start - _NEAR), start, timeout=clock.left()):
                continue
            if after and not after.match(text, end, end + _NEAR, timeout=clock.left()):
                continue
            return True
        return False


@lru_cache(maxsize=1024)
def _exceptions(exceptions: tuple[str, ...]) -> _Exceptions:
    words = tuple(item for item in exceptions if not is_pattern(item))
    patterns = [item[1:-1] for item in exceptions if is_pattern(item)]
    around = []
    for pattern in patterns:
        if HIT in pattern:
            before, _, after = pattern.partition(HIT)
            around.append(
                (
                    reverse_compiled(f"(?:{expand(before)})") if before else None,
                    compiled(f"(?:{expand(after)})") if after else None,
                )
            )
    return _Exceptions(words, tuple(one for one in patterns if HIT not in one), tuple(around))


def is_pattern(item: str) -> bool:
    """Whether an exception is written as a /pattern/."""
    return len(item) > 2 and item.startswith("/") and item.endswith("/")


def _widest(findings: list[Finding]) -> list[Finding]:
    """Join findings of one rule that overlap; `findings` are in reading order."""
    kept: list[Finding] = []
    last: dict[str, int] = {}  # by rule, which of `kept` is its last
    for finding in findings:
        place = last.get(finding.rule.id)
        if place is not None and finding.start < kept[place].end:
            kept[place] = kept[place]._replace(end=max(kept[place].end, finding.end))
        else:
            last[finding.rule.id] = len(kept)
            kept.append(finding)
    return kept


@lru_cache(maxsize=20_000)
def _folded(word: str) -> str:
    return fold(word)
