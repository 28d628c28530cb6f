"""The phrases of a book, ready to be found."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import cached_property, lru_cache, partial, reduce
from heapq import nlargest
from itertools import islice
from operator import and_, or_

from qreply.phrasebook.model import Phrase, Phrasebook, Scope
from qreply.search.document import CODE, ID, TITLE, TITLE_INITIALS, SearchDocument, pairs
from qreply.search.highlighter import explain
from qreply.search.learned import LearnedLines
from qreply.search.query import Query, Term
from qreply.search.query_terms import QueryTerms
from qreply.search.ranking import Scorer, least_score, rarity
from qreply.search.results import Hit, Match, Results
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
# Phrases with all words of initials somewhere in their lines are scored, too, if they are no more.
_MOST_RECALLED = 200

# A phrase with a smaller share of the best one's evidence is not a hit but has some characters in common.
_LEAST_SHARE = 0.3

# Sets of phrases are kept as they were read, within this many bytes, since the next key's grams are mostly the same.
_CACHED_BYTES = 12_000_000
_FEWEST_CACHED = 128
_CACHED_PROFILES = 1024
_CACHED_PHRASES = 256

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
        self._all = (1 << self._size) - 1
        most_sets = max(_FEWEST_CACHED, _CACHED_BYTES * 8 // max(self._size, 1))
        self._set = lru_cache(most_sets)(self._segments.under)
        self._profile = lru_cache(_CACHED_PROFILES)(self._segments.document)
        self._phrase = lru_cache(_CACHED_PHRASES)(self._segments.phrase)
        self._learned_from: tuple[LearnedLines, int] = (_NOTHING_LEARNED, 0)
        self._learners: dict[int, str] = {}  # the ids, by number, of phrases that have learned any line
        self._check = lru_cache(_CACHED_PROFILES)(self._segments.check_phrase)

    @classmethod
    def build(cls, book: Phrasebook) -> Index:
        """Index all phrases of `book`, in memory."""
        from qreply.search.storage.segment_writer import build  # not needed where an index is kept

        return cls([Segment(build(book.phrases))])

    def __len__(self) -> int:
        return self._size

    def find(self, query: str, *, limit: int = 50, scenario: str = "", platform: str = "") -> list[Hit]:
        """Return the best `limit` phrases for `query`, best first; none for a query without a letter or digit."""
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
        """Return the hits, and how many phrases match in each scenario, whichever `scenario` is asked for.

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
        """Return the first phrases in the book's order, without a query: nothing matched, so nothing says why."""
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

    def _search(
        self, query: Query, limit: int, scenario: str, platform: str, learned: LearnedLines
    ) -> Results:
        offered = self._offered_on(platform)
        coded = self._coded(query) | self._central(query)
        coded &= offered
        weighed = self._weighed(query.terms, learned)
        recalled = self._recalled(query, learned) | self._meant(query)
        recalled &= offered
        matching = coded | recalled
        planes = _counted(weighed)
        if most := bitsets.largest(planes, offered):
            matching |= bitsets.at_least(planes, max(1, round(most * _LEAST_SHARE)), offered)
        scenarios = {name: self._members(SCENARIO + name) for name in self.scenarios}

        def scored(among: int) -> tuple[dict[int, SearchDocument], dict[int, float]]:
            best = bitsets.best(planes, among, max(_MOST_SCORED, limit)) | among & (coded | recalled)
            documents = self._documents(bitsets.members(best), learned)
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
            self._hit(number, scores[number], partial(why, document=documents[number]))
            for *_, number in ranked
        ]
        return Results(hits, {name: count for name, count in counts.items() if count})

    def _hit(self, number: int, score: float, why: Callable[..., tuple[Match, ...]] | tuple[()] = ()) -> Hit:
        self._check(number)
        return Hit(partial(self._phrase, number), score, why)

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
        """Return the phrase at a place in the book's order; raises IndexError beyond it, DamagedError."""
        number = self._numbers[place] if self._order else place
        return self._segments.phrase(number)

    def by_id(self, phrase_id: str) -> Phrase | None:
        """Return the phrase with this whole id."""
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

    def _coded(self, query: Query) -> int:
        """Return the phrases with exactly this code, with its signs if any has it so."""
        signed = self._members(CODE + query.signed_code) if query.signed_code else 0
        return signed or (self._members(CODE + query.code) if query.code else 0)

    def _central(self, query: Query) -> int:
        """Return the phrases whose code is the initials of the whole question, and which have it in
        the title or an ask.

        Leads give the shortest code to the central reply: 退货 means th, not one of the many that speak of it.
        """
        code = query.spoken_code
        if not code:
            return 0
        kind, words = query.spoken_words
        coded = bitsets.members(self._members(CODE + code))
        return sum(1 << number for number in coded if words in getattr(self._profile(number), kind))

    def _recalled(self, query: Query, learned: LearnedLines) -> int:
        """Return the phrases that their learned lines bring."""
        if not learned:
            return 0
        return reduce(or_, (self._members(ID + one) for one in learned.candidates(query)), 0)

    def _meant(self, query: Query) -> int:
        """Return the phrases whose titles have these initials but for a slip, or all these words of
        initials somewhere.
        """
        if len(query.shorthand) > 1:
            held = self._holding(query.shorthand)
            return held if held.bit_count() <= _MOST_RECALLED else 0
        titles = {TITLE + row[:TITLE_INITIALS] for row in query.slips}
        return reduce(or_, map(self._members, titles), 0)

    def _holding(self, words: Iterable[str]) -> int:
        """Return the phrases with all pairs of initials of `words`."""
        return reduce(and_, (self._members(pair) for word in words for pair in pairs(word)), self._all)

    def _documents(self, numbers: Iterable[int], learned: LearnedLines) -> dict[int, SearchDocument]:
        """Return what of each phrase is searched, its learned lines too."""
        if self._learned_from != (learned, len(learned.phrase_ids)):
            members = {one: self._members(ID + one) for one in learned.phrase_ids}
            self._learners = {bits.bit_length() - 1: one for one, bits in members.items() if bits}
            self._learned_from = (learned, len(members))
        learners = self._learners
        return {
            number: learned.document_of(learners[number], self._profile(number))
            if number in learners
            else self._profile(number)
            for number in numbers
        }

    def _weighed(self, terms: Sequence[Term], learned: LearnedLines) -> list[tuple[Term, int, float]]:
        """Return the grams that any phrase has, with these phrases and the gram's worth, the weightiest first.

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
            if not count and learned and term.name == "hanzi" and learned.holds(term.text):
                count = 1
            if count:
                weighed.append((term, members, term.weight * rarity(self._size, count)))
        weighed.sort(key=lambda entry: -entry[2])
        return weighed

    def _scores(
        self,
        query: Query,
        weighed: Sequence[tuple[Term, int, float]],
        best: int,
        documents: Mapping[int, SearchDocument],
    ) -> dict[int, float]:
        scorer = Scorer(query, [(term, weight) for term, _, weight in weighed[:_MOST_COUNTED]])
        scores = {number: scorer.score(document) for number, document in documents.items()}
        for term, members, weight in weighed:
            if not term.name:  # evidence that no profile shows
                for number in bitsets.members(members & best):
                    scores[number] += weight
        for number in nlargest(_MOST_COMPARED, scores, key=scores.__getitem__):
            scores[number] += scorer.likeness(documents[number])
        return scores


def _counted(weighed: Sequence[tuple[Term, int, float]]) -> list[int]:
    """Return every phrase's evidence, coarsely, as planes of integers."""
    planes: list[int] = []
    if weighed:
        unit = weighed[0][2] / _LARGEST_WEIGHT
        for _, members, weight in weighed[:_MOST_COUNTED]:
            bitsets.add(planes, members, round(weight / unit))
    return planes
