"""Platform rules and law, applied to the filled text, because a field can carry the offence.

A rule is looked for in up to three views of the text that see through disguises (see reply/disguises.py); a hit in any
of them counts unless an exception excuses it there. An exception excuses what lies within it, or, written with `{它}`
for the hit itself, what it stands next to, and nothing else in the sentence.

What no rule has words for is told by how like a sentence is to known offences (see reply/likeness.py); and what a
shipped pattern hits in a sentence that is surely harmless is told more quietly. What a shop's own rule says, holds.

All rules together may take `TIME_LIMIT` for a text. What they are not done with by then counts as found: a text that
could not be checked must not leave.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Iterator, Sequence, Set
from contextlib import contextmanager
from functools import lru_cache
from itertools import islice
from typing import TYPE_CHECKING, NamedTuple

from qreply.phrasebook.expressions import compiled
from qreply.phrasebook.judged_patterns import judged_telling
from qreply.phrasebook.model import Rule
from qreply.phrasebook.pattern_notation import TOGETHER, expand
from qreply.reply.constructions import Construction, construction_of, excuse_nothing, find_together
from qreply.reply.disguises import Disguises, View, table_of, views_of
from qreply.reply.excuses import NEAR, exceptions_of, within
from qreply.reply.pattern_index import PatternIndex, Search
from qreply.reply.rule_finding import Finding
from qreply.reply.whole_sentences import weigh_sentences
from qreply.text.normalize import fold

if TYPE_CHECKING:
    import regex

TIME_LIMIT = 0.1
"""Seconds of this thread's CPU for all rules on one text. The shipped ones take 1 ms for a reply of 50 characters, and
25 to 65 for the longest there may be."""

MAX_HITS = 200
"""Of one rule in one view: what is forbidden two hundred times is forbidden."""

_SHORT = 500  # characters of a text that takes a tenth of the limit, were it not for the machine's other work

Span = tuple[int, int]


def review(
    text: str, rules: Sequence[Rule], platform: str, exempt: Sequence[Span] = (), limit: float = TIME_LIMIT
) -> list[Finding]:
    """Find what `rules` forbid in `text` on `platform`, one finding a rule and place.

    The findings are in reading order.

    Hits that touch an `exempt` span, such as the shop's own telephone number, do not count. After `limit` seconds of
    CPU, the rule at hand is found for the whole text, with `timed_out`; a short text is tried once more before that.
    """
    found = review_everywhere(text, rules, exempt, limit)
    return [finding for finding in found if finding.holds_on(platform)]


def review_everywhere(
    text: str, rules: Sequence[Rule], exempt: Sequence[Span] = (), limit: float = TIME_LIMIT
) -> list[Finding]:
    """Find in `text` what `review` does, of the rules of all platforms."""
    ready = _made_ready(rules)
    key = text, tuple(exempt)
    found = ready.latest.get(key)
    if found is None:
        found = _review(text, ready, exempt, limit)
        if len(text) <= _SHORT and any(finding.timed_out for finding in found):
            found = _review(text, ready, exempt, limit)
        if not any(finding.timed_out for finding in found):
            if len(ready.latest) >= _MAX_LATEST:
                ready.latest.clear()
            ready.latest[key] = found
    return found


def _review(text: str, ready: _Ready, exempt: Sequence[Span], limit: float) -> list[Finding]:
    if not text:
        return []
    views = [
        (view, ready.patterns.searches_in(view.text, view.fresh)) for view in views_of(text, ready.disguises)
    ]
    findings: dict[tuple[int, int, str], Finding] = {}
    clock = _Clock(limit)
    for number in sorted({number for _, searches_of in views for number in searches_of}):
        rule = ready.rules[number]
        try:
            for view, searches_of in views:
                if (searches := searches_of.get(number)) is None:
                    continue
                for start, end in _hits(rule, searches, view, ready.matchers, clock):
                    finding = Finding(rule, start, end)
                    if not any(finding.meets(*span) for span in exempt):
                        findings.setdefault((start, end, rule.id), finding)
        except TimeoutError:
            return [Finding(rule._replace(suggestion=None, platforms=()), 0, len(text), timed_out=True)]
    found = _widest(sorted(findings.values(), key=lambda finding: (finding.start, -finding.end)))
    return weigh_sentences(found, views[-1][0], ready.likes, ready.ours, exempt)


class _Ready(NamedTuple):
    """What is worked out once for a book's rules, which stay the same objects from text to text."""

    given: tuple[Rule, ...]
    rules: Sequence[Rule]  # of those, the ones that are not off
    patterns: PatternIndex
    disguises: Disguises
    matchers: dict[str, _Matcher]
    ours: Set[str]  # the ids of rules with nothing but shipped patterns
    likes: dict[str, Rule]  # by the kind of offence
    latest: dict[tuple[str, tuple[Span, ...]], list[Finding]]  # looked at for each platform, key and copy


_known: dict[int, tuple[Sequence[Rule], _Ready]] = {}
_MAX_KNOWN = 4
_MAX_LATEST = 16


def _made_ready(rules: Sequence[Rule]) -> _Ready:
    known = _known.get(id(rules))
    if known is None or known[0] is not rules or len(known[1].given) != len(rules):
        # After an edit of the book its rules are new objects, but mostly the same.
        given = tuple(rules)
        ready = next((ready for _, ready in _known.values() if ready.given == given), None) or _make_ready(
            given
        )
        if len(_known) >= _MAX_KNOWN:
            _known.clear()
        known = _known[id(rules)] = (rules, ready)
    return known[1]


def _make_ready(rules: tuple[Rule, ...]) -> _Ready:
    used = [rule for rule in rules if rule.level != "off"]
    ours = {rule.id for rule in used if rule.patterns and all(map(_is_shipped, rule.patterns))}
    likes = {rule.like: rule for rule in used if rule.like}
    table = table_of((rule.stands_for, rule.words) for rule in rules if rule.stands_for)
    return _Ready(rules, used, PatternIndex(used), table, {}, ours, likes, {})


def _is_shipped(pattern: str) -> bool:
    return judged_telling(expand(pattern)) is not None


class _Clock:
    """Counts this thread's CPU, so that a busy machine makes no text suspicious."""

    def __init__(self, limit: float) -> None:
        self._limit = limit
        self._began = time.perf_counter()
        self._end = time.thread_time() + limit

    def left(self) -> float:
        """Give the seconds that are left; raises TimeoutError if none are."""
        # A thread takes no more CPU than time passes, which is a hundred times quicker to ask for.
        if (left := self._limit - (time.perf_counter() - self._began)) > self._limit / 2:
            return left
        if (left := self._end - time.thread_time()) <= 0:
            raise TimeoutError
        return left

    def check(self) -> None:
        """Set no limit of seconds; raises TimeoutError if none are left."""
        self.left()

    @contextmanager
    def stopped(self) -> Iterator[None]:
        """Leave out what is done once for all texts."""
        before = time.perf_counter()
        yield
        passed = time.perf_counter() - before
        self._began += passed
        self._end += passed


class _Matcher(NamedTuple):
    """A compiled pattern, or parts that stand together, and whether we have judged it."""

    alone: regex.Pattern[str] | None
    together: Construction | None
    judged: bool

    @classmethod
    def of(cls, written: str) -> _Matcher:
        judged = _is_shipped(written)
        if TOGETHER in written:
            return cls(None, construction_of(written), judged)
        return cls(compiled(expand(written)), None, judged)


def _hits(
    rule: Rule, searches: Sequence[Search], view: View, matchers: dict[str, _Matcher], clock: _Clock
) -> Iterable[Span]:
    text = view.text
    hits = {*_words_in(rule.words, text, clock)} if rule.words else set()
    together: list[tuple[Construction, Sequence[Span], Callable[[], float | None]]] = []
    is_short = len(text) <= _SHORT
    for written, spans in searches:
        if (matcher := matchers.get(written)) is None:
            with clock.stopped():
                matcher = matchers[written] = _Matcher.of(written)
        # A limit costs ten times what a match does.
        left = clock.check if is_short and matcher.judged else clock.left
        if matcher.alone:
            limit = left()
            for start, end in spans:
                # Nearly all are not met, and to ask that takes less than to ask for all matches.
                if matcher.alone.search(text, start, end + NEAR, timeout=limit):
                    hits.update(_matches(matcher.alone, ((start, end),), text, limit))
        elif matcher.together and any(_constructions(matcher.together, spans, left, text)):
            together.append((matcher.together, spans, left))
    return _unexcused(rule, hits, together, view, clock) if hits or together else ()


def _unexcused(
    rule: Rule,
    hits: set[Span],
    together: Sequence[tuple[Construction, Sequence[Span], Callable[[], float | None]]],
    view: View,
    clock: _Clock,
) -> Iterator[Span]:
    """Return where the hits that no exception excuses stand in the text as given."""
    text = view.text
    with clock.stopped():
        exceptions = exceptions_of(tuple(rule.exceptions))
        around = [compiled(expand(pattern)) for pattern in exceptions.patterns]
    excusing = [*_words_in(exceptions.words, text, clock)]
    for one in around:
        excusing += _matches(one, ((0, len(text)),), text, clock.left())
    is_within = within(excusing)

    def excused(start: int, end: int) -> bool:
        return is_within(start, end) or exceptions.stand_next_to(text, start, end, clock.left)

    found = sorted(hits)
    for construction in together:
        found += _constructions(*construction, text, excused)
    for start, end in found:
        if not excused(start, end):
            yield view.span(start, end)


def _constructions(
    construction: Construction,
    spans: Sequence[Span],
    left: Callable[[], float | None],
    text: str,
    excused: Callable[[int, int], bool] = excuse_nothing,
) -> Iterator[Span]:
    for span in spans:
        yield from find_together(construction, text, span, left, excused)


def _matches(
    matcher: regex.Pattern[str], spans: Sequence[Span], text: str, limit: float | None
) -> Iterator[Span]:
    for start, end in spans:
        # Seen a little further than the span, so that what a look-ahead asks for is there.
        matches = matcher.finditer(text, start, end + NEAR, timeout=limit)
        for match in islice(matches, MAX_HITS):
            if match.end() > match.start() and match.end() <= end:
                yield match.span()


def _words_in(words: Iterable[str], text: str, clock: _Clock) -> Iterator[Span]:
    for word in words:
        if (folded := _folded(word)) and (start := text.find(folded)) >= 0:
            clock.left()
            for _ in range(MAX_HITS):
                yield start, start + len(folded)
                if (start := text.find(folded, start + len(folded))) < 0:
                    break


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
