"""The phrases of a book, ready to be found."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator
from math import log

from qreply.phrasebook.model import Phrase, Phrasebook
from qreply.search.grams import grams, tokens_of_query, tokens_of_text
from qreply.search.hit import Hit, Match, Results
from qreply.search.text import normalise

# A phrase's asks say most of what it answers; its reply says it in the shop's words, amid much else.
_FIELD_WEIGHTS = {"title": 1.0, "ask": 1.0, "tag": 1.0, "reply": 0.15}
_SHARE_POWER = 0.7
_KIND_WEIGHTS = {"h": 1.0, "s": 0.5, "i": 0.3}
_CODE_SCORE = 1e6


class Index:
    """Finds phrases; made once for a book."""

    def __init__(self, phrases: tuple[Phrase, ...]) -> None:
        self._phrases = phrases
        self._codes: dict[str, list[int]] = defaultdict(list)
        self._postings: dict[str, dict[int, float]] = defaultdict(dict)
        for number, phrase in enumerate(phrases):
            if phrase.code:
                self._codes[normalise(phrase.code).replace(" ", "")].append(number)
            self._add(number, phrase)

    @classmethod
    def build(cls, book: Phrasebook) -> Index:
        """Index all phrases of `book`."""
        return cls(book.phrases)

    def _add(self, number: int, phrase: Phrase) -> None:
        shares: Counter[str] = Counter()
        fields = [(name, text) for name, text in searched_fields(phrase) if name != "code"]
        asks = sum(name in {"title", "ask"} for name, _ in fields)
        for name, text in fields:
            weight = _FIELD_WEIGHTS[name]
            for gram in {gram for gram, _, _ in grams(tokens_of_text(normalise(text), phrase.readings))}:
                if name == "reply":
                    shares[gram] = max(shares[gram], weight)  # type: ignore[assignment]
                else:
                    shares[gram] += weight / asks  # type: ignore[assignment]
        for gram, share in shares.items():
            self._postings[gram][number] = share**_SHARE_POWER

    def find(self, query: str, *, limit: int = 50, scenario: str = "", platform: str = "") -> list[Hit]:
        """The best `limit` phrases for `query`, best first; none for a query without a letter."""
        return self.search(query, limit=limit, scenario=scenario, platform=platform).hits

    def search(self, query: str, *, limit: int = 50, scenario: str = "", platform: str = "") -> Results:
        """The hits, and how many phrases match in each scenario, whichever `scenario` is asked for."""
        text = normalise(query)
        scores: dict[int, float] = defaultdict(float)
        counted = Counter(gram for gram, _, _ in grams(tokens_of_query(text)))
        for gram, times in counted.items():
            postings = self._postings.get(gram)
            if postings:
                weight = times * _KIND_WEIGHTS[gram[0]] * log(1 + len(self._phrases) / len(postings))
                for number, share in postings.items():
                    scores[number] += weight * share
        for number in self._codes.get(text.replace(" ", ""), ()):
            scores[number] = _CODE_SCORE
        allowed = [number for number in scores if not platform or self._phrases[number].offered_on(platform)]
        counts = Counter(self._phrases[number].scenario for number in allowed)
        shown = [number for number in allowed if scenario in {"", self._phrases[number].scenario}]
        shown.sort(key=lambda number: (-scores[number], number))
        wanted = set(counted)
        hits = [
            Hit(self._phrases[number], scores[number], explain(self._phrases[number], text, wanted))
            for number in shown[:limit]
        ]
        return Results(hits, counts)


def searched_fields(phrase: Phrase) -> Iterator[tuple[str, str]]:
    """The fields of a phrase with their names, the most telling first."""
    if phrase.code:
        yield "code", phrase.code
    yield "title", phrase.title
    for ask in phrase.asks:
        yield "ask", ask
    for tag in phrase.tags:
        yield "tag", tag
    for wording in phrase.wordings:
        for message in wording:
            yield "reply", message


def explain(phrase: Phrase, query: str, wanted: set[str]) -> tuple[Match, ...]:
    """The fields of `phrase` that hold grams of the query, the one that holds most of them first."""
    found: list[tuple[int, int, Match]] = []
    for order, (name, text) in enumerate(searched_fields(phrase)):
        if name == "code":
            if normalise(text).replace(" ", "") == query.replace(" ", ""):
                return (Match(name, text, ((0, len(text)),)),)
            continue
        tokens = tokens_of_text(normalise(text), phrase.readings)
        covered = [0] * len(tokens)
        for gram, first, last in grams(tokens):
            if gram in wanted:
                for at in range(first, last):
                    covered[at] += last - first
        spans: list[tuple[int, int]] = []
        for token, worth in zip(tokens, covered, strict=True):
            if worth and spans and spans[-1][1] == token.start:
                spans[-1] = (spans[-1][0], token.end)
            elif worth:
                spans.append((token.start, token.end))
        if spans:
            found.append((-sum(covered), order, Match(name, text, tuple(spans))))
    found.sort(key=lambda entry: entry[:2])
    return tuple(match for _, _, match in found[:3])
