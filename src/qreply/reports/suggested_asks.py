"""Suggest asks: what customers say for a reply that the book does not bring first."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from qreply.history.masking import MASK
from qreply.history.records import SearchRecord
from qreply.phrasebook.model import Phrase
from qreply.reports.clustering import groups
from qreply.search.document import plain_code
from qreply.search.index import Index

# Picked so often, in words alike; a single pick may have been a slip.
_FEWEST_PICKS = 2
_KINDS = frozenset({"hanzi", "pasted"})
_SHORTEST = 3


@dataclass(frozen=True, slots=True)
class SuggestedAsks:
    """A phrase and the asks it lacks, each with how often it was picked, the most first."""

    phrase: Phrase
    asks: tuple[tuple[str, int], ...]


def suggest_asks(searches: Iterable[SearchRecord], index: Index) -> list[SuggestedAsks]:
    """List the asks worth adding, by phrase, that with the most picks first.

    Only a query that is nearly always answered by one phrase speaks for it: others are disputed, or slips.
    """
    picks: dict[str, Counter[str]] = defaultdict(Counter)
    for search in searches:
        if search.phrase and search.kind in _KINDS and MASK not in search.query:
            picks[search.query][search.phrase] += 1
    asked: dict[str, dict[str, int]] = defaultdict(dict)
    for query, counts in picks.items():
        (phrase_id, count), whole = counts.most_common(1)[0], counts.total()
        if len(plain_code(query)) >= _SHORTEST and count * 2 > whole:
            asked[phrase_id][query] = count
    found = []
    for phrase_id, queries in asked.items():
        phrase = index.by_id(phrase_id)
        if phrase is None:
            continue
        alike = [group for group in groups(queries) if group.count >= _FEWEST_PICKS]
        lacking = tuple(
            (group.text, group.count) for group in alike if _is_lacking(group.text, phrase, index)
        )
        if lacking:
            found.append(SuggestedAsks(phrase, lacking))
    return sorted(found, key=lambda one: (-sum(count for _, count in one.asks), one.phrase.id))


def _is_lacking(text: str, phrase: Phrase, index: Index) -> bool:
    if text in phrase.asks:
        return False
    first = index.find(text, limit=1)
    return not first or first[0].phrase.id != phrase.id
