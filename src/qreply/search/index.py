"""The phrases of a book, ready to be found."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property, lru_cache, partial, reduce
from heapq import nlargest
from itertools import islice
from operator import and_

from qreply.phrasebook.model import Phrase, Phrasebook, Scope
from qreply.search.document import CODE, ID
from qreply.search.highlighter import explain
from qreply.search.query import Query, Term
from qreply.search.query_terms import QueryTerms
from qreply.search.ranking import Scorer, rarity
from qreply.search.results import Hit, Results
from qreply.search.storage import bitsets
from qreply.search.storage.segment import ONLY, SCENARIO, DamagedError, Segment
from qreply.search.storage.segment_chain import Segments

# First all phrases are counted coarsely: grams as small integers, at most so many of them, the weightiest. Then the
# best are scored (with half as many more, customers' questions are answered no better), and the best of these compared
# with the query line by line.
_MOST_COUNTED = 64
_LARGEST_WEIGHT = 15
_MOST_SCORED = 50
_MOST_COMPARED = 16

# A phrase with a smaller share of the best one's evidence is not a hit but has some characters in common.
_LEAST_SHARE = 0.3

# Sets of phrases are kept as they were read, within this many bytes, since the next key's grams are mostly the same.
_CACHED_BYTES = 12_000_000
_FEWEST_CACHED = 128
_CACHED_PROFILES = 1024
_CACHED_PHRASES = 256


class Index:
    """Finds phrases: those of `segments`, one after another.

    `order` gives their places in the book where these differ, `lines` where parts of files begin (see Segments).
    `damaged` tells that a segment turned out to be so; nothing is found any more, and the book must be indexed anew.
    """

    def __init__(
        self, segments: Sequence[Segment], order: Sequence[int] = (), lines: Sequence[tuple[int, int]] = ()
    ) -> None:
        self.damaged = False
        self._segments = Segments(segments, lines)
        self._order = order
        self._size = self._segments.size
        self._all = (1 << self._size) - 1
        most_sets = max(_FEWEST_CACHED, _CACHED_BYTES * 8 // max(self._size, 1))
        self._set = lru_cache(most_sets)(self._segments.under)
        self._profile = lru_cache(_CACHED_PROFILES)(self._segments.document)
        self._phrase = lru_cache(_CACHED_PHRASES)(self._segments.phrase)
        self._check = lru_cache(_CACHED_PROFILES)(self._segments.check_phrase)

    @classmethod
    def build(cls, book: Phrasebook) -> Index:
        """Index all phrases of `book`, in memory."""
        from qreply.search.storage.segment_writer import build  # not needed where an index is kept

        return cls([Segment(build(book.phrases))])

    def __len__(self) -> int:
        return self._size

    def find(self, query: str, *, limit: int = 50, scenario: str = "", platform: str = "") -> list[Hit]:
        """The best `limit` phrases for `query`, best first; none for a query without a letter or digit."""
        return self.search(query, limit=limit, scenario=scenario, platform=platform).hits

    def search(self, query: str, *, limit: int = 50, scenario: str = "", platform: str = "") -> Results:
        """The hits, and how many phrases match in each scenario, whichever `scenario` is asked for."""
        asked = Query.of(query)
        if self.damaged or not asked.terms:
            return Results([], {})
        try:
            return self._search(asked, limit, scenario, platform)
        except DamagedError:
            self.damaged = True
            return Results([], {})

    def browse(self, *, limit: int = 50, scenario: str = "", platform: str = "") -> Results:
        """The first phrases in the book's order, without a query: nothing matched, so nothing says why."""
        if self.damaged:
            return Results([], {})
        try:
            offered = self._offered_on(platform)
            scenarios = {name: self._members(SCENARIO + name) & offered for name in self.scenarios}
            numbers = bitsets.members(scenarios.get(scenario, 0) if scenario else offered)
            first = islice(sorted(numbers, key=self._order.__getitem__) if self._order else numbers, limit)
            hits = [self._hit(number, 0.0) for number in first]
        except DamagedError:
            self.damaged = True
            return Results([], {})
        return Results(hits, {name: members.bit_count() for name, members in scenarios.items() if members})

    def _search(self, query: Query, limit: int, scenario: str, platform: str) -> Results:
        offered = self._offered_on(platform)
        coded = self._members(CODE + query.code) & offered if query.code else 0
        weighed = self._weighed(query.terms)
        matching = coded
        planes = _counted(weighed)
        if most := bitsets.largest(planes, offered):
            matching |= bitsets.at_least(planes, max(1, round(most * _LEAST_SHARE)), offered)
        scenarios = {name: self._members(SCENARIO + name) for name in self.scenarios}
        counts = {name: (matching & members).bit_count() for name, members in scenarios.items()}
        if scenario:
            matching &= scenarios.get(scenario, 0)
        best = bitsets.best(planes, matching, max(_MOST_SCORED, limit)) | matching & coded
        scores = self._scores(query, weighed, best)
        exact = set(bitsets.members(coded))
        place = self._order or range(self._size)
        ranked = sorted(
            [
                (number not in exact, number not in exact and -score, place[number], number)
                for number, score in scores.items()
            ]
        )[:limit]
        query_terms = QueryTerms(query)
        hits = [self._hit(number, scores[number], query_terms) for *_, number in ranked]
        return Results(hits, {name: count for name, count in counts.items() if count})

    def _hit(self, number: int, score: float, query_terms: QueryTerms | None = None) -> Hit:
        self._check(number)
        why = partial(explain, document=self._profile(number), query_terms=query_terms) if query_terms else ()
        return Hit(partial(self._phrase, number), score, why)

    @property
    def scenarios(self) -> list[str]:
        """The names of all scenarios that have phrases."""
        return self._segments.scenarios

    def scopes(self) -> list[Scope]:
        """All scopes of phrases' texts, as far as they can be read."""
        try:
            return self._segments.scopes
        except DamagedError:
            self.damaged = True
            return []

    def phrase(self, place: int) -> Phrase:
        """The phrase at a place in the book's order; raises IndexError beyond it, DamagedError."""
        number = self._numbers[place] if self._order else place
        return self._segments.phrase(number)

    def by_id(self, phrase_id: str) -> Phrase | None:
        """The phrase with this whole id."""
        try:
            for number in bitsets.members(self._members(ID + phrase_id)):
                return self._segments.phrase(number)
        except DamagedError:
            self.damaged = True
        return None

    @cached_property
    def _numbers(self) -> dict[int, int]:
        return {place: number for number, place in enumerate(self._order)}

    def _members(self, key: str) -> int:
        return self._set(key)[0]

    def _offered_on(self, platform: str) -> int:
        if not platform:
            return self._all
        return self._all & ~self._members(ONLY) | self._members(ONLY + platform)

    def _weighed(self, terms: Sequence[Term]) -> list[tuple[Term, int, float]]:
        """The grams that any phrase has, with these phrases and the gram's worth, the weightiest first.

        Those without keys come along with no phrases, as good as everywhere.
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
            if count:
                weighed.append((term, members, term.weight * rarity(self._size, count)))
        weighed.sort(key=lambda entry: -entry[2])
        return weighed

    def _scores(
        self, query: Query, weighed: Sequence[tuple[Term, int, float]], best: int
    ) -> dict[int, float]:
        scorer = Scorer(query, [(term, weight) for term, _, weight in weighed[:_MOST_COUNTED]])
        scores = {number: scorer.score(self._profile(number)) for number in bitsets.members(best)}
        for term, members, weight in weighed:
            if not term.name:  # evidence that no profile shows
                for number in bitsets.members(members & best):
                    scores[number] += weight
        for number in nlargest(_MOST_COMPARED, scores, key=scores.__getitem__):
            scores[number] += scorer.likeness(self._profile(number))
        return scores


def _counted(weighed: Sequence[tuple[Term, int, float]]) -> list[int]:
    """Every phrase's evidence, coarsely, as planes of integers."""
    planes: list[int] = []
    if weighed:
        unit = weighed[0][2] / _LARGEST_WEIGHT
        for _, members, weight in weighed[:_MOST_COUNTED]:
            bitsets.add(planes, members, round(weight / unit))
    return planes
