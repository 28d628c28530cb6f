"""Why a phrase was found: its fields that hold grams of the query, and where."""

from __future__ import annotations

from collections.abc import Iterator

from qreply.phrasebook.model import Phrase
from qreply.search.hit import Match
from qreply.search.profile import keys_of_tokens, plain_code
from qreply.search.query import Query
from qreply.search.text import normalise
from qreply.search.tokens import tokens_of_text

# More fields than this tell nobody more.
_MOST_MATCHES = 3

# What has less than this share of the best covered character's evidence is in the text by chance.
_LEAST_SHARE = 0.2


def explain(phrase: Phrase, query: Query) -> tuple[Match, ...]:
    """The matches of `phrase`, the field with the weightiest evidence first."""
    worths = {gram.key: gram.worth for gram in query.grams}
    found: list[tuple[float, int, Match]] = []
    for order, (name, text) in enumerate(_fields(phrase)):
        if name == "code":
            code = plain_code(text)
            if query.code and code.startswith(query.code):
                whole = code == query.code
                match = Match(name, text, ((0, len(text) if whole else len(query.code)),))
                found.append((-1e9 if whole else -1.0, order, match))
            continue
        match, worth = _match(name, text, phrase, worths)
        if worth:
            found.append((-worth, order, match))
    found.sort(key=lambda entry: entry[:2])
    return tuple(match for _, _, match in found[:_MOST_MATCHES])


def _fields(phrase: Phrase) -> Iterator[tuple[str, str]]:
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


def _match(name: str, text: str, phrase: Phrase, worths: dict[str, float]) -> tuple[Match, float]:
    tokens = tokens_of_text(normalise(text), phrase.readings)
    covered = [0.0] * len(tokens)
    seen: dict[str, float] = {}
    for key, first, last in keys_of_tokens(tokens):
        worth = worths.get(key, 0.0)
        if worth:
            seen[key] = worth
            for at in range(first, last):
                covered[at] += worth
    enough = max(covered, default=0.0) * _LEAST_SHARE
    spans: list[tuple[int, int]] = []
    for token, worth in zip(tokens, covered, strict=True):
        if not worth or worth < enough:
            continue
        if spans and spans[-1][1] == token.start:
            spans[-1] = (spans[-1][0], token.end)
        else:
            spans.append((token.start, token.end))
    return Match(name, text, tuple(spans)), sum(seen.values())
