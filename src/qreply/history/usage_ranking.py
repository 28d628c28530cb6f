"""Rank by use: lift what was picked for similar queries, or by this hour if none is typed."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from functools import lru_cache
from itertools import pairwise
from math import log
from typing import NamedTuple

from qreply.history.masking import MASK
from qreply.history.records import SearchRecord
from qreply.search.document import plain_code
from qreply.search.learned import LearnedLines
from qreply.search.query import Query, spoken_code_of
from qreply.search.ranking import RARITY_POWER
from qreply.search.results import Hit
from qreply.text.normalize import normalise
from qreply.text.sound_codes import initial_name, sound_names
from qreply.text.tokenizer import Token, tokens_of_query

# So many of the latest searches are learned from; to take their queries apart takes some 0.1 ms each.
MAX_LEARNED = 2000

# After four weeks a pick counts half: goods, campaigns and habits change.
_HALF_LIFE = 28.0
_DAY = 86400.0

# What a phrase gains at most, as a share of the best hit's score, where it was always picked for just this query: much
# for shorthand, little for customers' words, which are its lines already. Chosen on the shipped book's own asks
# (benchmarks/learning.py --constants): beside lines, none to .2 find as many, a quarter of the picks wrong or not, and
# with more it gets worse. With some, what was just picked for a question comes first when it is asked again.
LIFT = 0.7
LIFT_OF_LINES = 0.1
# Queries that are kept as their phrases' lines: in the words of customers, and long enough to tell what is meant.
_TAUGHT = frozenset({"hanzi", "mixed", "pasted"})
_SHORTEST_TAUGHT = 3
_MASKED = re.compile(re.escape(MASK) + "+")
# Hits with less than this share of the best one's score are no near ties, and stay where they are.
NEAR = 0.5
# Only the rows in sight can be lifted or overtaken; each must be read from the index.
_ROWS = 16

# What a phrase whose code stands for the query's words is ahead of the best one, as a share of its score.
_LEAD = 0.05

# The votes of similar queries count by the third power of their likeness: few close ones say more than many others.
_VOTE_POWER = 3
# Queries that are less than so many times as alike as the closest one have next to no vote.
_MIN_ALIKE = 0.4
# A query's grams are looked up from the rarest on, until they have met so many learned queries.
_MAX_MET = 1000

# What the team picked counts for half of what the agent did: a query's picks together, however many they were.
_TEAM_WEIGHT = 0.5

# "At this hour" is within so many minutes of the time of day.
_AROUND = 60
_MAX_USED = 9

# The same phrases come with nearly every key.
_plain = lru_cache(maxsize=1024)(plain_code)


class TaughtLine(NamedTuple):
    """A query for which the team picked a phrase so many times.

    `at` is when it last did, in seconds since 1970.
    """

    phrase: str
    query: str
    picks: int
    at: int


class UsageRanking:
    """The picks among `searches`, as they count at `now`, and those of the `team`.

    The team's lines begin with those picked least. The same searches always give the same order.
    """

    def __init__(
        self, searches: Iterable[SearchRecord], now: datetime, team: Sequence[TaughtLine] = ()
    ) -> None:
        self._queries: dict[str, int] = {}
        self._votes: list[dict[str, float]] = []
        self._lifts_of: list[float] = []  # the most that a query's votes lift
        self._codes: list[str] = []  # the initials that the queries' words begin with
        self._holding: dict[str, list[int]] = defaultdict(list)
        self._used: list[tuple[int, str, float]] = []
        searches = list(searches)
        taught: dict[str, dict[str, None]] = defaultdict(dict)
        for line_of_team in team:  # first, so that a phrase with many lines keeps the agent's own
            taught[line_of_team.phrase][_unmask(line_of_team.query)] = None
        for search in searches:
            if line := taught_line(search):
                taught[search.phrase].pop(line, None)
                taught[search.phrase][line] = None
        self.learned = LearnedLines(taught)
        timestamp = now.timestamp()
        self._take_team(team, timestamp)
        for search in searches:
            if search.phrase:
                weight = _decayed(timestamp - search.at)
                self._take(search, weight)
                self._used.append((_minute_of_day(search.when), search.phrase, weight))

    def learn(self, search: SearchRecord) -> None:
        """Count a pick just made, but leave the order of the empty query as it is."""
        if search.phrase:
            self._take(search, 1.0)
            if line := taught_line(search):
                self.learned.add(search.phrase, line)

    def _take(self, search: SearchRecord, weight: float) -> None:
        self._vote(search.query, search.phrase, weight, LIFT_OF_LINES if taught_line(search) else LIFT)

    def _take_team(self, team: Sequence[TaughtLine], timestamp: float) -> None:
        picks: dict[str, int] = defaultdict(int)
        for line in team:
            picks[line.query] += line.picks
        for line in team:
            share = line.picks / max(picks[line.query], 1)
            weight = _TEAM_WEIGHT * share * _decayed(timestamp - line.at)
            self._vote(line.query, line.phrase, weight, LIFT_OF_LINES)

    def _vote(self, text: str, phrase: str, weight: float, lift: float) -> None:
        query = plain_code(text)
        if not query:
            return
        number = self._queries.get(query)
        if number is None:
            number = self._queries[query] = len(self._votes)
            self._votes.append(defaultdict(float))
            self._lifts_of.append(lift)
            tokens = tokens_of_query(normalise(_unmask(query)))
            self._codes.append(spoken_code_of(tokens))
            for key in _keys(tokens):
                self._holding[key].append(number)
        self._votes[number][phrase] += weight

    def reorder(self, query: Query, hits: Sequence[Hit]) -> list[Hit]:
        """Return `hits` with near ties in the order of what was picked for similar queries.

        A phrase with exactly this code or title is never overtaken; one whose code stands for the query's words, as th
        for 退货, only by what was picked for the same words.
        """
        lifts = self._compute_lifts(query, same=bool(hits) and hits[0].is_exact)
        if not lifts or len(hits) < 2:
            return list(hits)
        best = max(hit.score for hit in hits[:_ROWS])
        last_exact = -1
        scores = []
        for row, hit in enumerate(hits[:_ROWS]):
            phrase = hit.phrase
            if query.code and query.code in (*map(_plain, phrase.codes), _plain(phrase.title)):
                last_exact = row
            lift = lifts.get(phrase.id, 0.0) if hit.is_exact or hit.score >= best * NEAR else 0.0
            score = max(hit.score, best * (1 + _LEAD)) if hit.is_exact else hit.score
            scores.append(score + best * lift)
        movable = sorted(range(last_exact + 1, len(scores)), key=lambda row: -scores[row])
        return [*hits[: last_exact + 1], *(hits[row] for row in movable), *hits[_ROWS:]]

    def _compute_lifts(self, query: Query, *, same: bool = False) -> Mapping[str, float]:
        """Return for each phrase picked for similar queries its share of the best score.

        With `same`, only queries count that say the same words.
        """
        size = len(self._votes)
        if not size:
            return {}
        weighed = []
        for term in query.terms:
            if term.name and term.keys:
                held = self._holding.get(term.text if term.name == "hanzi" else term.keys[0], ())
                weighed.append((term.weight * log(1 + size / max(len(held), 1)) ** RARITY_POWER, held))
        weighed.sort(key=lambda entry: -entry[0])
        likeness: dict[int, float] = defaultdict(float)
        remaining = _MAX_MET
        for weight, held in weighed:
            remaining -= len(held)
            if remaining < 0:
                break
            for number in held:
                likeness[number] += weight
        whole = sum(weight for weight, _ in weighed)
        votes: dict[str, float] = defaultdict(float)
        closest = 0.0
        minimum = max(likeness.values(), default=0.0) * _MIN_ALIKE
        for number, shared in likeness.items():
            if shared < minimum or (same and self._codes[number] != query.spoken_code):
                continue
            like = 1.0 if same else shared / whole
            for phrase, weight in self._votes[number].items():
                votes[phrase] += weight * like**_VOTE_POWER
                closest = max(closest, min(weight, 1.0) * like * self._lifts_of[number])
        highest = max(votes.values(), default=0.0)
        return {phrase: vote / highest * closest for phrase, vote in votes.items()} if highest else {}

    def most_used(self, now: datetime) -> list[str]:
        """Return the ids of what is used most around this time of day, the most used first."""
        minute = _minute_of_day(now)
        uses: dict[str, float] = defaultdict(float)
        for when, phrase, weight in self._used:
            if min((when - minute) % 1440, (minute - when) % 1440) <= _AROUND:
                uses[phrase] += weight
        return sorted(uses, key=lambda phrase: (-uses[phrase], phrase))[:_MAX_USED]


def taught_line(search: SearchRecord) -> str:
    """Return the line that a pick teaches its phrase, masks as numbers; "" for none."""
    if not search.phrase or search.kind not in _TAUGHT:
        return ""
    line = _unmask(search.query)
    return line if sum(map(str.isalnum, line)) >= _SHORTEST_TAUGHT else ""


def _unmask(query: str) -> str:
    return _MASKED.sub("0", query)


def _decayed(seconds: float) -> float:
    return float(0.5 ** (max(seconds, 0.0) / _DAY / _HALF_LIFE))


def _minute_of_day(time: datetime) -> int:
    return time.hour * 60 + time.minute


def _keys(tokens: Sequence[Token]) -> set[str]:
    """Return the terms that a query in any kind of writing may share with one of these tokens."""
    names = sound_names()
    hanzi = [token.hanzi for token in tokens]
    sounds = [names.get(token.sounds[0], "") if token.sounds else "" for token in tokens]
    initials = [initial_name(token.initials[0]) if token.initials else "" for token in tokens]
    keys = {first for row in (hanzi, sounds) for first in row if first}
    for row in (hanzi, sounds, initials):
        keys.update(first + second for first, second in pairwise(row) if first and second)
    return keys
