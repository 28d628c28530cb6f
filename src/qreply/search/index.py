"""The phrases of a book, ready to be found."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import cached_property, lru_cache, partial
from heapq import nlargest
from itertools import islice

from qreply.phrasebook.model import Phrase, Phrasebook, Scope
from qreply.search.candidates import MOST_COUNTED, Candidates, Weighed, count_evidence
from qreply.search.document import ID, SearchDocument, plain_code, signed_code
from qreply.search.highlighter import explain
from qreply.search.learned import LearnedLines
from qreply.search.query import Query
from qreply.search.query_terms import QueryTerms
from qreply.search.ranking import USUAL_GAIN, Scorer, least_score
from qreply.search.results import Hit, Match, Results
from qreply.search.storage import bitsets
from qreply.search.storage.segment import SCENARIO, DamagedError, Segment
from qreply.search.storage.segment_chain import Segments
from qreply.text.numbers import number_key

# Of all phrases, counted coarsely, the best are scored (with half as many more, customers' questions are answered no
# better), and the best of these compared with the query line by line.
_MOST_SCORED = 50
_MOST_COMPARED = 16

# A phrase with a smaller share of the best one's evidence is not a hit but has some characters in common.
_LEAST_SHARE = 0.3

_CACHED_PHRASES = 256
_CACHED_CHECKS = 1024

_NOTHING_LEARNED = LearnedLines()


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
        self._candidates = Candidates(self._segments)
        self._phrase = lru_cache(_CACHED_PHRASES)(self._segments.phrase)
        self._check = lru_cache(_CACHED_CHECKS)(self._segments.check_phrase)

    @classmethod
    def build(cls, book: Phrasebook) -> Index:
        """Index all phrases of `book`, in memory."""
        from qreply.search.storage.segment_writer import build  # not needed where an index is kept

        return cls([Segment(build(book.phrases))])

    def __len__(self) -> int:
        return self._size

    def find(self, query: str, *, limit: int = 50, scenario: str = "", platform: str = "") -> list[Hit]:
        """Return the best `limit` phrases for `query`, best first.

        The list is empty for a query without a letter or digit.
        """
        return self.search(query, limit=limit, scenario=scenario, platform=platform).hits

    def search(
        self,
        query: str,
        *,
        limit: int = 50,
        scenario: str = "",
        platform: str = "",
        learned: LearnedLines | None = None,
    ) -> Results:
        """Return the hits, and how many phrases match in each scenario.

        The counts are of all, whichever `scenario` is asked for.

        `learned` are lines that phrases have beside the book's.
        """
        asked = Query.of(query)
        if self.damaged or not asked.terms or asked.is_gibberish:
            return Results([], {})
        try:
            return self._search(asked, limit, scenario, platform, learned or _NOTHING_LEARNED)
        except DamagedError:
            self.damaged = True
            return Results([], {})

    def browse(self, *, limit: int = 50, scenario: str = "", platform: str = "") -> Results:
        """Return the first phrases in the book's order, without a query.

        They have no matches, since nothing was searched for.
        """
        if self.damaged:
            return Results([], {})
        try:
            offered = self._candidates.available_on(platform)
            scenarios = {name: self._candidates.members(SCENARIO + name) & offered for name in self.scenarios}
            numbers = bitsets.members(scenarios.get(scenario, 0) if scenario else offered)
            first = islice(sorted(numbers, key=self._order.__getitem__) if self._order else numbers, limit)
            hits = [self._hit(number, 0.0) for number in first]
        except DamagedError:
            self.damaged = True
            return Results([], {})
        return Results(hits, {name: members.bit_count() for name, members in scenarios.items() if members})

    def _search(
        self, query: Query, limit: int, scenario: str, platform: str, learned: LearnedLines
    ) -> Results:
        candidates = self._candidates
        offered = candidates.available_on(platform)
        coded = candidates.exact(query) & offered
        weighed = candidates.weigh(query.terms, learned)
        recalled = candidates.recalled(query, learned) & offered
        matching = coded | recalled
        planes = count_evidence(weighed)
        if most := bitsets.largest(planes, offered):
            matching |= bitsets.at_least(planes, max(1, round(most * _LEAST_SHARE)), offered)
        scenarios = {name: candidates.members(SCENARIO + name) for name in self.scenarios}

        def scored(among: int) -> tuple[dict[int, SearchDocument], dict[int, float]]:
            best = bitsets.best(planes, among, max(_MOST_SCORED, limit)) | among & (coded | recalled)
            documents = candidates.documents(bitsets.members(best), learned)
            return documents, self._scores(query, weighed, best, documents)

        documents, scores = scored(matching)
        exact = set(bitsets.members(coded))
        least = least_score(query, max(scores.values(), default=0.0), self._size)
        strong = {
            number
            for number, score in scores.items()
            if score >= least or number in exact or documents[number].is_titled(query.shorthand)
        }
        if len(strong) < len(scores):  # who was not even scored is weaker still
            matching = sum(1 << number for number in strong)
        counts = {name: (matching & members).bit_count() for name, members in scenarios.items()}
        if scenario:
            matching &= scenarios.get(scenario, 0)
            documents, scores = scored(matching)
        elif len(strong) < len(scores):
            scores = {number: scores[number] for number in strong}
        place = self._order or range(self._size)
        ranked = sorted(
            [
                (number not in exact, number not in exact and -score, place[number], number)
                for number, score in scores.items()
            ]
        )[:limit]
        why = partial(explain, query_terms=QueryTerms(query), learned=learned)
        hits = [
            self._hit(number, scores[number], partial(why, document=documents[number]), documents[number])
            for *_, number in ranked
        ]
        for hit, (is_other, *_) in zip(hits, ranked, strict=True):
            hit.is_exact = not is_other
        return Results(hits, {name: count for name, count in counts.items() if count})

    def _hit(
        self,
        number: int,
        score: float,
        why: Callable[..., tuple[Match, ...]] | tuple[()] = (),
        document: SearchDocument | None = None,
    ) -> Hit:
        self._check(number)
        return Hit(partial(self._phrase, number), score, why, document)

    @property
    def scenarios(self) -> list[str]:
        """Return the names of all scenarios that have phrases."""
        return self._segments.scenarios

    def scopes(self) -> list[Scope]:
        """Return all scopes of phrases' texts, as far as they can be read."""
        try:
            return self._segments.scopes
        except DamagedError:
            self.damaged = True
            return []

    def phrase(self, place: int) -> Phrase:
        """Return the phrase at a place in the book's order.

        Raises IndexError beyond its end, and DamagedError.
        """
        number = self._numbers[place] if self._order else place
        return self._segments.phrase(number)

    def has_code(self, text: str) -> bool:
        """Tell whether `text` is some phrase's code."""
        try:
            return bool(self._candidates.coded(signed_code(text), plain_code(text)))
        except DamagedError:
            self.damaged = True
        return False

    def has_number(self, number: str) -> bool:
        """Tell whether some phrase is asked for with this very number."""
        try:
            return bool(self._candidates.members(number_key(number)))
        except DamagedError:
            self.damaged = True
        return False

    def by_id(self, phrase_id: str) -> Phrase | None:
        """Return the phrase with this whole id."""
        try:
            for number in bitsets.members(self._candidates.members(ID + phrase_id)):
                return self._segments.phrase(number)
        except DamagedError:
            self.damaged = True
        return None

    @cached_property
    def _numbers(self) -> dict[int, int]:
        return {place: number for number, place in enumerate(self._order)}

    def _scores(
        self,
        query: Query,
        weighed: Sequence[Weighed],
        best: int,
        documents: Mapping[int, SearchDocument],
    ) -> dict[int, float]:
        scorer = Scorer(query, [(term, weight) for term, _, weight in weighed[:MOST_COUNTED]])
        scores = {number: scorer.score(document) for number, document in documents.items()}
        for term, members, weight in weighed:
            if not term.name:  # evidence that no search document shows
                for number in bitsets.members(members & best):
                    scores[number] += weight
        compared = nlargest(_MOST_COMPARED, scores, key=scores.__getitem__)
        for number in compared:
            scores[number] += scorer.likeness(documents[number])
        if not scorer.has_topic:
            return scores
        best_score = max(map(scores.__getitem__, compared), default=0.0)
        for number in compared:
            scores[number] += best_score * scorer.topic_share(documents[number])
        return {number: score / USUAL_GAIN for number, score in scores.items()}
