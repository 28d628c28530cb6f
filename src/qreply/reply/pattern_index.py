"""Where in a text the patterns of all rules may match: near the words that each is told by, found in one pass.

The text is looked at in stretches of `_STRETCH` characters; a set of them is a number, one bit a stretch.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import partial
from itertools import chain, pairwise, repeat

from qreply.phrasebook.model import Rule
from qreply.phrasebook.patterns import UNLIMITED
from qreply.reply.excuses import NEAR

_STRETCH = 32
_TOLD_BY = 3  # characters of a word: what begins like it is taken for it
_USUAL_WIDTH = 60  # of a match; longer ones are looked for wherever their words are
_ALL = -1

Span = tuple[int, int]
Search = tuple[str, Sequence[Span]]
"""A pattern, and the parts of the text that it is looked for in."""


class PatternIndex:
    """The words that tell the patterns of `rules`, by how they begin."""

    def __init__(self, rules: Sequence[Rule]) -> None:
        """Take in the rules; a pattern that no words tell is looked for everywhere."""
        self._rules = rules
        self._patterns_of: dict[str, list[tuple[int, int]]] = {}
        self._untold: set[int] = set()
        for rule_number, rule in enumerate(rules):
            if len(rule.signs) < len(rule.patterns) or not all(rule.signs):
                self._untold.add(rule_number)
            for number, signs in enumerate(rule.signs):
                for sign in signs:
                    self._patterns_of.setdefault(sign, []).append((rule_number, number))
        self._signs: dict[str, list[str]] = {}
        for sign in self._patterns_of:
            self._signs.setdefault(sign[:2], []).append(sign)

    def searches_in(self, text: str, fresh: Sequence[int] | None) -> Callable[[int], list[Search]]:
        """Give what to look for in `text` by a rule's number; only near the places `fresh`, if they are given."""
        only = _ALL if fresh is None else _stretches_near(fresh, _USUAL_WIDTH + 2 * NEAR)
        stretches = self._stretches(text)
        touched = self._untold.union(rule_number for rule_number, _ in stretches)
        searches = partial(self._searches, len(text), stretches, only)
        return lambda rule_number: searches(rule_number) if rule_number in touched else []

    def _searches(
        self, length: int, stretches: Mapping[tuple[int, int], int], only: int, rule_number: int
    ) -> list[Search]:
        rule = self._rules[rule_number]
        searches: list[Search] = []
        signs_of, widths = rule.signs or repeat(()), rule.widths or repeat(UNLIMITED)
        for number, (pattern, signs, width) in enumerate(zip(rule.patterns, signs_of, widths, strict=False)):
            found = stretches.get((rule_number, number), 0) if signs else _ALL
            if width <= _USUAL_WIDTH:
                found &= only
            if found:
                searches.append((pattern, tuple(_spans_of(found, width, length))))
        return searches

    def _stretches(self, text: str) -> Mapping[tuple[int, int], int]:
        """Return the stretches in which a sign begins, for (rule, pattern) by their numbers."""
        begins: dict[str, int] = {}
        pairs = map("".join, pairwise(text))
        for index, head in chain(enumerate(text), enumerate(pairs)):
            if head in self._signs:
                begins[head] = begins.get(head, 0) | 1 << index // _STRETCH
        triples = {*map("".join, zip(text, text[1:], text[2:], strict=False))}
        places: dict[tuple[int, int], int] = {}
        for head, bits in begins.items():
            for sign in self._signs[head]:
                if len(sign) < _TOLD_BY or sign[:_TOLD_BY] in triples:
                    for pattern in self._patterns_of[sign]:
                        places[pattern] = places.get(pattern, 0) | bits
        return places


def _stretches_near(places: Iterable[int], distance: int) -> int:
    """Return the stretches that have something within `distance` of one of `places`."""
    near = 0
    for place in places:
        first, last = max(0, place - distance) // _STRETCH, (place + distance) // _STRETCH
        near |= (1 << last + 1) - (1 << first)
    return near


def _spans_of(stretches: int, width: int, length: int) -> Iterator[Span]:
    """Return the parts of a text of `length` in which a match may lie, at most `width` long, that has a sign there."""
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
