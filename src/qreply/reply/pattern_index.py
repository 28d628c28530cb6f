"""Find where in a text the patterns of all rules may match.

They may match near the words that tell them, which are found in one pass.

A set of patterns is a number, one bit a pattern. So is a set of the stretches of `_STRETCH` characters in which a text
is looked at.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from operator import add

from qreply.phrasebook.model import Rule, Telling
from qreply.phrasebook.patterns import UNLIMITED
from qreply.reply.excuses import NEAR
from qreply.text.normalize import fold

_STRETCH = 32
_BEGIN = 3  # characters of a word by which it is looked up
_USUAL_WIDTH = 60  # of a match; longer ones are looked for wherever their words are
_ALL = -1

Span = tuple[int, int]
Search = tuple[str, Sequence[Span]]
"""A pattern, and the parts of the text that it is looked for in."""


@dataclass(frozen=True, slots=True, eq=False)
class _Pattern:
    """A pattern with what tells where it can match; None for a rule's words by themselves."""

    rule: int
    written: str | None
    width: int
    words: Sequence[str]  # of which a match holds one; none if they are not known


class PatternIndex:
    """The words that tell the patterns of rules, by how they begin."""

    def __init__(self, rules: Sequence[Rule]) -> None:
        """Take in `rules`; a pattern that no words tell is looked for everywhere."""
        told_by = [(number, *one) for number, rule in enumerate(rules) for one in _told_by(rule)]
        self._patterns = [
            _Pattern(number, written, telling.width, telling.words) for number, written, telling in told_by
        ]
        # All sets in one number are put together at once.
        self._size = len(told_by)
        needing: list[int] = []  # of the patterns, those that need a word of a first set, of a second one, …
        told: dict[str, int] = {}  # by word: the patterns whose first set it is in, whose second, …
        for at, (_, _, telling) in enumerate(told_by):
            for place, words in enumerate(filter(None, (telling.words, *telling.also))):
                needing += [0] * (place + 1 - len(needing))
                needing[place] |= 1 << at
                bit = 1 << at + place * self._size
                for word in words:
                    told[word] = told.get(word, 0) | bit
        self._no_need = [(1 << self._size) - 1 & ~one for one in needing]
        # Of ten words nine have the same sets as another one, which are kept once.
        same: dict[int, int] = {}
        self._short: dict[str, int] = {}  # the sets of words that are no longer than their beginning
        # Longer words with their sets, by the words' beginning.
        self._begins: dict[str, tuple[tuple[str, int], ...]] = {}
        for word, bits in told.items():
            kept = same.setdefault(bits, bits)
            if len(word) <= _BEGIN:
                self._short[word] = kept
            else:
                begin = word[:_BEGIN]
                self._begins[begin] = (*self._begins.get(begin, ()), (word, kept))

    def searches_in(self, text: str, fresh: Sequence[int] | None) -> Mapping[int, Sequence[Search]]:
        """Give what to look for in `text`, by a rule's number.

        A rule one of whose words the text holds is there even with an empty list of searches, so that its words are
        still checked. With `fresh`, only what is near these places is looked for.
        """
        told, words = self._told_in(text)
        only = _ALL if fresh is None else _stretches_near(fresh, _USUAL_WIDTH + 2 * NEAR)
        searches: dict[int, list[Search]] = {}
        while told:
            lowest = told & -told
            told ^= lowest
            pattern = self._patterns[lowest.bit_length() - 1]
            if pattern.written is None:
                searches.setdefault(pattern.rule, [])
                continue
            if only == _ALL and len(text) <= _STRETCH:
                spans: tuple[Span, ...] = ((0, len(text)),)
            else:
                places = _stretches_of(words.intersection(pattern.words), text) if pattern.words else _ALL
                near = places & only if pattern.width <= _USUAL_WIDTH else places
                spans = tuple(_spans_of(near, pattern.width, len(text))) if near else ()
            if spans:
                searches.setdefault(pattern.rule, []).append((pattern.written, spans))
        return searches

    def _told_in(self, text: str) -> tuple[int, set[str]]:
        """Return the patterns that `text` may match, and the words that tell them.

        The text holds a word of each of these patterns' sets.
        """
        pairs = list(map(add, text, text[1:]))
        grams = {*text, *pairs, *map(add, pairs, text[2:])}
        words = self._short.keys() & grams
        found = 0
        for word in words:
            found |= self._short[word]
        for begin in self._begins.keys() & grams:
            for word, bits in self._begins[begin]:
                if word in text:
                    words.add(word)
                    found |= bits
        told = (1 << self._size) - 1
        for place, no_need in enumerate(self._no_need):
            told &= found >> place * self._size | no_need
        return told, words


def _told_by(rule: Rule) -> Iterator[tuple[str | None, Telling]]:
    """Return each pattern of `rule` with what it is told by; None for its words by themselves."""
    tellings = rule.tellings or (Telling((), UNLIMITED),) * len(rule.patterns)
    yield from zip(rule.patterns, tellings, strict=True)
    if words := tuple(filter(None, map(fold, rule.words))):
        yield None, Telling(words, UNLIMITED)


def _stretches_of(words: Iterable[str], text: str) -> int:
    """Return the stretches of `text` in which one of `words` begins."""
    places = 0
    for word in words:
        at = text.find(word)
        while at >= 0:
            places |= 1 << at // _STRETCH
            # One place a stretch is enough.
            at = text.find(word, (at // _STRETCH + 1) * _STRETCH)
    return places


def _stretches_near(places: Iterable[int], distance: int) -> int:
    """Return the stretches that have something within `distance` of one of `places`."""
    near = 0
    for place in places:
        first, last = max(0, place - distance) // _STRETCH, (place + distance) // _STRETCH
        near |= (1 << last + 1) - (1 << first)
    return near


def _spans_of(stretches: int, width: int, length: int) -> Iterator[Span]:
    """Return the parts of a text of `length` in which a match may lie.

    A match is at most `width` long and has one of its words there.
    """
    if stretches < 0 or width >= length:
        yield 0, length
        return
    start = end = -1
    while stretches:
        lowest = (stretches & -stretches).bit_length() - 1
        stretches &= stretches - 1
        begin = max(0, lowest * _STRETCH - width)
        if begin > end:
            if end >= 0:
                yield start, end
            start = begin
        end = min(length, (lowest + 1) * _STRETCH + width)
    if end >= 0:
        yield start, end
