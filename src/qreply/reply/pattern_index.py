"""Find where in a text the patterns of all rules may match.

That is near the words that each is told by, which are found in one pass.

The text is looked at in stretches of `_STRETCH` characters; a set of them is a number, one bit a stretch.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain, repeat

from qreply.phrasebook.model import Rule, Telling
from qreply.phrasebook.patterns import UNLIMITED
from qreply.reply.excuses import NEAR

_STRETCH = 32
_TOLD_BY = 3  # characters of a word: what begins like it is taken for it
_USUAL_WIDTH = 60  # of a match; longer ones are looked for wherever their words are
_ALL = -1

Span = tuple[int, int]
Search = tuple[str, Sequence[Span]]
"""A pattern, and the parts of the text that it is looked for in."""


@dataclass(frozen=True, slots=True, eq=False)
class _Pattern:
    """A pattern with what it takes to tell that it cannot match."""

    rule: int
    written: str
    width: int
    also: tuple[frozenset[str], ...]


class PatternIndex:
    """The words that tell the patterns of rules, by how they begin."""

    def __init__(self, rules: Sequence[Rule]) -> None:
        """Take in `rules`; a pattern that no words tell is looked for everywhere."""
        self._untold: list[_Pattern] = []
        self._told_by: dict[str, list[_Pattern]] = {}
        signs: dict[str, None] = {}
        for number, rule in enumerate(rules):
            tellings = rule.tellings or repeat(Telling((), UNLIMITED))
            for written, (words, width, also) in zip(rule.patterns, tellings, strict=False):
                pattern = _Pattern(number, written, width, tuple(map(frozenset, also)))
                signs |= dict.fromkeys((*words, *chain.from_iterable(also)))
                for word in words:
                    self._told_by.setdefault(word, []).append(pattern)
                if not words:
                    self._untold.append(pattern)
        self._begins: dict[str, list[str]] = {}
        for sign in signs:
            self._begins.setdefault(sign[:_TOLD_BY], []).append(sign)

    def searches_in(self, text: str, fresh: Sequence[int] | None) -> Mapping[int, Sequence[Search]]:
        """Give what to look for in `text`, by a rule's number.

        Only near the places `fresh`, if they are given.
        """
        only = _ALL if fresh is None else _stretches_near(fresh, _USUAL_WIDTH + 2 * NEAR)
        found = self._signs_in(text)
        places: dict[_Pattern, int] = dict.fromkeys(self._untold, _ALL)
        for sign, bits in found.items():
            for pattern in self._told_by.get(sign, ()):
                places[pattern] = places.get(pattern, 0) | bits
        searches: dict[int, list[Search]] = {}
        for pattern, bits in places.items():
            near = bits & only if pattern.width <= _USUAL_WIDTH else bits
            if near and not any(map(found.keys().isdisjoint, pattern.also)):
                spans = tuple(_spans_of(near, pattern.width, len(text)))
                searches.setdefault(pattern.rule, []).append((pattern.written, spans))
        return searches

    def _signs_in(self, text: str) -> dict[str, int]:
        """Return the signs that `text` may hold, each with the stretches in which it begins."""
        begins: dict[str, int] = {}
        for length in range(1, _TOLD_BY + 1):
            for index in range(len(text) - length + 1):
                if (head := text[index : index + length]) in self._begins:
                    begins[head] = begins.get(head, 0) | 1 << index // _STRETCH
        return {sign: bits for head, bits in begins.items() for sign in self._begins[head]}


def _stretches_near(places: Iterable[int], distance: int) -> int:
    """Return the stretches that have something within `distance` of one of `places`."""
    near = 0
    for place in places:
        first, last = max(0, place - distance) // _STRETCH, (place + distance) // _STRETCH
        near |= (1 << last + 1) - (1 << first)
    return near


def _spans_of(stretches: int, width: int, length: int) -> Iterator[Span]:
    """Return the parts of a text of `length` in which a match may lie.

    A match is at most `width` long and has a sign there.
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
