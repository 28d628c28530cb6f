"""Find the phrases that may answer a query.

They are sets of phrases, a bit each, under what they are indexed by.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import lru_cache, reduce
from operator import and_, or_

from qreply.search.document import CODE, ID, TITLE, TITLE_INITIALS, SearchDocument, pairs
from qreply.search.evidence import Term
from qreply.search.learned import LearnedLines
from qreply.search.query import Query
from qreply.search.ranking import rarity
from qreply.search.storage import bitsets
from qreply.search.storage.segment import ONLY
from qreply.search.storage.segment_chain import Segments

# All phrases are counted coarsely: grams as small integers, at most so many of them, the weightiest.
MOST_COUNTED = 64
_LARGEST_WEIGHT = 15
# Phrases with all words of initials somewhere in their lines are scored, too, if they are no more.
_MOST_RECALLED = 200

# Sets of phrases are kept as they were read, within this many bytes, since the next key's grams are mostly the same.
# Each takes a third of a kilobyte beside a bit a phrase; whoever types all day asks for ever new ones, often in vain.
_CACHED_BYTES = 12_000_000
_FEWEST_CACHED, _MOST_CACHED = 128, 4096
_CACHED_DOCUMENTS = 1024

# A gram that any phrase has, with these phrases and what it is worth here.
Weighed = tuple[Term, int, float]


class Candidates:
    """Finds sets of phrases in `segments`; any method may raise DamagedError."""

    def __init__(self, segments: Segments) -> None:
        self._size = segments.size
        self._all = (1 << self._size) - 1
        most_sets = min(max(_FEWEST_CACHED, _CACHED_BYTES * 8 // max(self._size, 1)), _MOST_CACHED)
        self._set = lru_cache(most_sets)(segments.under)
        self._document = lru_cache(_CACHED_DOCUMENTS)(segments.document)
        self._learned_from: tuple[LearnedLines | None, int] = (None, 0)
        self._learners: dict[int, str] = {}  # the ids, by number, of phrases that have learned any line

    def members(self, key: str) -> int:
        """Return the phrases under `key`."""
        return self._set(key)[0]

    def available_on(self, platform: str) -> int:
        """Return the phrases that are for this platform; all of them for none."""
        if not platform:
            return self._all
        return self._all & ~self.members(ONLY) | self.members(ONLY + platform)

    def exact(self, query: Query) -> int:
        """Return the phrases with exactly this code, and those whose code the question itself is."""
        return self.coded(query.signed_code, query.code) | self._central(query)

    def coded(self, signed: str, plain: str) -> int:
        """Return the phrases with exactly this code, with its punctuation if any has it so."""
        with_signs = self.members(CODE + signed) if signed else 0
        return with_signs or (self.members(CODE + plain) if plain else 0)

    def _central(self, query: Query) -> int:
        """Return the phrases that have the question in title or ask, and its initials as their code.

        Leads give the shortest code to the central reply: 退货 means th, not one of the many that speak of it.
        """
        code = query.spoken_code
        if not code:
            return 0
        kind, words = query.spoken_words
        coded = bitsets.members(self.members(CODE + code))
        return sum(1 << number for number in coded if words in getattr(self._document(number), kind))

    def recalled(self, query: Query, learned: LearnedLines) -> int:
        """Return the phrases that are looked at however few grams they have.

        Learned lines bring them, or the initials of titles.
        """
        return reduce(or_, (self.members(ID + one) for one in learned.candidates(query)), self._meant(query))

    def _meant(self, query: Query) -> int:
        """Return the phrases that may be meant by initials.

        Their titles have these initials but for a slip, or all these words of initials somewhere.
        """
        if len(query.shorthand) > 1:
            held = self._holding(query.shorthand)
            return held if held.bit_count() <= _MOST_RECALLED else 0
        titles = {TITLE + row[:TITLE_INITIALS] for row in query.slips}
        return reduce(or_, map(self.members, titles), 0)

    def _holding(self, words: Iterable[str]) -> int:
        """Return the phrases with all pairs of initials of `words`."""
        return reduce(and_, (self.members(pair) for word in words for pair in pairs(word)), self._all)

    def documents(self, numbers: Iterable[int], learned: LearnedLines) -> dict[int, SearchDocument]:
        """Return what of each phrase is searched, its learned lines too."""
        if self._learned_from != (learned, len(learned.phrase_ids)):
            members = {one: self.members(ID + one) for one in learned.phrase_ids}
            self._learners = {bits.bit_length() - 1: one for one, bits in members.items() if bits}
            self._learned_from = (learned, len(members))
        learners = self._learners
        return {
            number: learned.document_of(learners[number], self._document(number))
            if number in learners
            else self._document(number)
            for number in numbers
        }

    def weigh(self, terms: Sequence[Term], learned: LearnedLines) -> list[Weighed]:
        """Return the grams that any phrase has, the weightiest first.

        Each comes with these phrases and the gram's worth. Those without keys come along with no phrases, as good as
        everywhere.
        """
        weighed = []
        for term in terms:
            if len(term.keys) == 1:
                members, count = self._set(term.keys[0])
            elif term.keys:
                members = reduce(and_, (self._set(key)[0] for key in term.keys))
                count = members.bit_count()
            else:
                members, count = 0, self._size
            if not count and learned and term.name == "hanzi" and learned.holds(term.text):
                count = 1
            if count:
                weighed.append((term, members, term.weight * rarity(self._size, count)))
        weighed.sort(key=lambda entry: -entry[2])
        return weighed


def count_evidence(weighed: Sequence[Weighed]) -> list[int]:
    """Return every phrase's evidence, coarsely, as planes of integers."""
    planes: list[int] = []
    if weighed:
        unit = weighed[0][2] / _LARGEST_WEIGHT
        for _, members, weight in weighed[:MOST_COUNTED]:
            bitsets.add(planes, members, round(weight / unit))
    return planes
