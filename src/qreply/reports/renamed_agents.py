"""Recognise the exports of one machine that are signed with different names."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Hashable, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations
from typing import TypeVar

from qreply.history.records import SearchRecord

_Source = TypeVar("_Source", bound=Hashable)
_Part = tuple[_Source, str]  # what one name signs in one file

# Two people may paste something in the same second, but not most of what they do.
_SAME = 0.5


@dataclass(frozen=True, slots=True)
class Renamed:
    """Names that sign the same searches, and the one of them that all are counted for."""

    names: tuple[str, ...]
    kept: str
    shared: int


def join_renamed(
    histories: Mapping[_Source, Sequence[SearchRecord]],
) -> tuple[dict[_Source, list[SearchRecord]], list[Renamed]]:
    """Sign what one machine exported under several names with one of them; tell which.

    Files are of one machine where most of the searches in the days of both are identical. The name of the latest
    export stays, of equal ones that which signs less: the one that was chosen to tell two namesakes apart.
    """
    parts: dict[_Part[_Source], set[SearchRecord]] = defaultdict(set)
    for source, searches in histories.items():
        for search in searches:
            if search.agent and (search.query or search.phrase):
                parts[source, search.agent].add(search._replace(agent=""))
    signed: Counter[str] = Counter()
    for (_, name), searches_of in parts.items():
        signed[name] += len(searches_of)
    names: dict[_Part[_Source], str] = {}
    told: list[Renamed] = []
    for group in _machines(parts):
        latest = max(group, key=lambda part: (max(one.at for one in parts[part]), -signed[part[1]], part[1]))
        names |= dict.fromkeys(group, latest[1])
        by_name: dict[str, set[SearchRecord]] = defaultdict(set)
        for part in group:
            by_name[part[1]] |= parts[part]
        times = Counter(search for searches_of in by_name.values() for search in searches_of)
        told.append(Renamed(tuple(sorted(by_name)), latest[1], sum(count > 1 for count in times.values())))
    joined = {
        source: [one._replace(agent=names.get((source, one.agent), one.agent)) for one in searches]
        for source, searches in histories.items()
    }
    return joined, told


def _machines(parts: Mapping[_Part[_Source], set[SearchRecord]]) -> list[list[_Part[_Source]]]:
    """Put together the parts of each machine that signs with more than one name."""
    machine: dict[_Part[_Source], _Part[_Source]] = {}

    def first_of(part: _Part[_Source]) -> _Part[_Source]:
        while part in machine:
            part = machine[part]
        return part

    for (one, other), count in _count_shared(parts).items():
        is_same = count > _SAME * _fewest_beside(parts[one], parts[other])
        if is_same and first_of(one) != first_of(other):
            machine[first_of(one)] = first_of(other)
    together: dict[_Part[_Source], list[_Part[_Source]]] = defaultdict(list)
    for part in parts:
        together[first_of(part)].append(part)
    return [group for group in together.values() if len({name for _, name in group}) > 1]


def _count_shared(
    parts: Mapping[_Part[_Source], set[SearchRecord]],
) -> Counter[tuple[_Part[_Source], _Part[_Source]]]:
    """Count the searches that two parts under different names have alike."""
    places: dict[SearchRecord, list[_Part[_Source]]] = defaultdict(list)
    for part, searches in parts.items():
        for search in searches:
            places[search].append(part)
    return Counter(
        pair for found in places.values() for pair in combinations(found, 2) if pair[0][1] != pair[1][1]
    )


def _fewest_beside(one: set[SearchRecord], other: set[SearchRecord]) -> int:
    """Return how many searches the smaller part has in the time that both tell of."""
    begin = max(min(search.at for search in part) for part in (one, other))
    end = min(max(search.at for search in part) for part in (one, other))
    return min(sum(begin <= search.at <= end for search in part) for part in (one, other))
