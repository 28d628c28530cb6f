"""Compute what the history tells a lead: which replies are used, how fast, what is missing."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from math import ceil
from statistics import median
from types import MappingProxyType
from typing import Literal, get_args

from qreply.history.records import SearchRecord
from qreply.i18n import t
from qreply.reports.clustering import Group, groups

By = Literal["phrase", "scenario", "day", "hour", "agent", "shop"]
GROUPINGS: tuple[By, ...] = get_args(By)

# A customer waits some twenty seconds for the first answer.
QUICK = 20.0
# A search that stood longer, overnight say, was not at work all the time.
_LONGEST = 3600.0


@dataclass(frozen=True, slots=True)
class Row:
    """The picks of one phrase, scenario, day, hour, agent or shop.

    Seconds and shares are None where nothing tells them.
    """

    name: str
    title: str
    picks: int
    median: float | None
    p90: float | None
    quick: float | None
    edited: float | None


NOTHING = Row("", "", 0, None, None, None, None)


@dataclass(frozen=True, slots=True)
class Missed:
    """Searches alike that ended without a pick; of these, `nothing` had no hit at all."""

    group: Group
    nothing: int


@dataclass(frozen=True, slots=True)
class UsageReport:
    """A report of the history: all picks, the rows asked for, phrases never picked, the misses.

    `never` maps ids to titles; `unnamed` counts misses of which no words were kept; `noted` are the questions that
    agents put down.
    """

    total: Row
    rows: tuple[Row, ...]
    never: Mapping[str, str]
    missed: tuple[Missed, ...]
    unnamed: int
    noted: tuple[Group, ...] = ()

    @property
    def misses(self) -> int:
        """Return how many searches ended without a pick."""
        return self.unnamed + sum(missed.group.count for missed in self.missed)


def report(
    searches: Iterable[SearchRecord],
    titles: Mapping[str, str],
    by: By = "phrase",
    scenarios: Mapping[str, str] = MappingProxyType({}),
) -> UsageReport:
    """Report on `searches`; `titles` are the phrases' by id, `scenarios` the scenarios'."""
    searches = list(searches)
    picks = [search for search in searches if search.phrase]
    used = {pick.phrase for pick in picks}
    noted = Counter(search.query for search in searches if search.kind == "noted")
    missed = [search for search in searches if not search.phrase and search.kind != "noted"]
    return UsageReport(
        _row("", "", picks),
        rows_of(picks, by, titles, scenarios),
        {phrase: title for phrase, title in titles.items() if phrase not in used},
        tuple(_group_misses(missed)),
        sum(not search.query for search in missed),
        tuple(groups(noted)),
    )


def rows_of(
    searches: Iterable[SearchRecord], by: By, titles: Mapping[str, str], scenarios: Mapping[str, str]
) -> tuple[Row, ...]:
    """Return the picks by phrase, scenario …: days and hours in turn, others by their number."""
    rows: dict[str, list[SearchRecord]] = defaultdict(list)
    for search in searches:
        if search.phrase:
            rows[_NAMES[by](search)].append(search)
    made = [_row(name, title_of(name, by, titles, scenarios), found) for name, found in rows.items()]
    return tuple(sorted(made, key=lambda row: (0 if by in ("day", "hour") else -row.picks, row.name)))


_NAMES: Mapping[By, Callable[[SearchRecord], str]] = {
    "phrase": lambda pick: pick.phrase,
    "scenario": lambda pick: pick.phrase.partition("/")[0],
    "day": lambda pick: f"{pick.when:%Y-%m-%d}",
    "hour": lambda pick: f"{pick.when:%H}:00",
    "agent": lambda pick: pick.agent,
    "shop": lambda pick: pick.shop,
}


def title_of(name: str, by: By, titles: Mapping[str, str], scenarios: Mapping[str, str]) -> str:
    """Return what a row of that name is called, "" where the name says it."""
    if by == "scenario":
        return scenarios.get(name, "")
    if by == "agent":
        return name or t("stats.unsigned")
    if by == "shop":
        return name or t("stats.no-shop")
    return (titles.get(name) or t("stats.gone", id=name)) if by == "phrase" else ""


def _row(name: str, title: str, picks: Sequence[SearchRecord]) -> Row:
    seconds = sorted(pick.seconds for pick in picks if pick.seconds is not None and pick.seconds <= _LONGEST)
    timed = bool(seconds)
    return Row(
        name,
        title,
        len(picks),
        round(median(seconds), 1) if timed else None,
        seconds[ceil(0.9 * len(seconds)) - 1] if timed else None,
        round(sum(seconds_taken < QUICK for seconds_taken in seconds) / len(seconds), 3) if timed else None,
        round(sum(pick.edited for pick in picks) / len(picks), 3) if picks else None,
    )


def _group_misses(misses: Sequence[SearchRecord]) -> Iterator[Missed]:
    counts = Counter(search.query for search in misses if search.query)
    nothing = Counter(search.query for search in misses if not search.found)
    for group in groups(counts):
        yield Missed(group, sum(nothing[text] for text in group.texts))
