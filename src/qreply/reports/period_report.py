"""Compute what a lead reads each week: a period beside the one before, and what to do.

It is given searches and phrases, wherever they come from, and knows nothing of pages and workbooks.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Literal

from qreply.history.records import SearchRecord
from qreply.phrasebook.model import Phrase
from qreply.reports.clustering import Group
from qreply.reports.period import Period
from qreply.reports.statistics import NOTHING, By, Row, UsageReport, report, rows_of
from qreply.reports.suggested_asks import SuggestedAsks, suggest_asks
from qreply.search.confidence import ANSWERED, strength
from qreply.search.index import Index
from qreply.search.query import Query

Advice = Literal["look", "ask", "phrase"]

# Where it is half as sure as an answer must be, a phrase is worth a look before another is written.
_WORTH_A_LOOK = ANSWERED / 2

_MAX_LACKS = 1000  # kinds, the commonest: what one customer asked once is no news
_MAX_DAYS = 92  # that a chart has room for; longer periods are told by their other figures


@dataclass(frozen=True, slots=True)
class Compared:
    """Picks of a day, hour, scenario, agent or phrase, and how many there were before."""

    row: Row
    before: int


@dataclass(frozen=True, slots=True)
class Lack:
    """Questions alike that led to no reply, and what to do.

    `look`: `phrase` answers them, so why was it not taken? `ask`: they may belong to its asks. `phrase`: one is to be
    written; what comes nearest, if anything, is `phrase`.
    """

    group: Group
    nothing: int
    advice: Advice
    phrase: Phrase | None


@dataclass(frozen=True, slots=True)
class PeriodReport:
    """A period beside the one before; `agents` is empty unless some agreed to be named.

    `days` are all days of the period, also those without picks, as are the 24 `hours`; `phrases` is how many the book
    has; `began` is the day of the first record there is, None where there is none. `absent` are agents who have records
    before and none now, `newcomers` those whose records begin after the period before did.
    """

    period: Period
    now: UsageReport
    before: UsageReport
    days: tuple[Compared, ...]
    hours: tuple[Compared, ...]
    scenarios: tuple[Compared, ...]
    agents: tuple[Compared, ...]
    used: tuple[Compared, ...]
    lacks: tuple[Lack, ...]
    asks: tuple[SuggestedAsks, ...]
    phrases: int
    began: date | None = None
    absent: tuple[str, ...] = ()
    newcomers: tuple[str, ...] = ()

    @property
    def is_before_partial(self) -> bool:
        """Tell whether records begin within the period before, which then compares with nothing."""
        since = self.period.before.since.date()
        return self.began is not None and since < self.began < self.period.since.date()

    @property
    def is_of_others(self) -> bool:
        """Tell whether the period before is that of other people, and compares with nothing, too."""
        return bool(self.absent or self.newcomers)

    @property
    def is_empty(self) -> bool:
        """Tell whether nothing was searched in the period."""
        return not (self.now.total.picks or self.now.misses or self.now.noted)


Usage = Callable[[Period, By], UsageReport]
"""What tells the usage in a period: all of it by phrase, only rows by anything else."""


def report_on(
    searches: Iterable[SearchRecord], period: Period, index: Index, scenarios: Mapping[str, str]
) -> PeriodReport:
    """Report on `period`, for a book with this index and these titles of scenarios."""
    searches, titles = list(searches), titles_of(index)
    parts = {part: part.of(searches) for part in (period, period.before)}

    def usage_of(period: Period, by: By) -> UsageReport:
        if by == "phrase":
            return report(parts[period], titles, by, scenarios)
        rows = rows_of(parts[period], by, titles, scenarios)
        return UsageReport(NOTHING, rows, {}, (), 0)  # of the others only the rows are told

    began = min((search.when.date() for search in searches), default=None)
    asks = suggest_asks(parts[period], index)
    return compare_periods(usage_of, period, index, asks, began, newcomers=_newcomers(searches, period))


def _newcomers(searches: Iterable[SearchRecord], period: Period) -> list[str]:
    """Name the agents whose first record is in the period, or after the one before had begun."""
    first: dict[str, SearchRecord] = {}
    for search in searches:
        if search.agent and search.at < first.get(search.agent, search).at + 1:
            first[search.agent] = search
    since, until = period.before.since.date(), period.until.date()
    return sorted(name for name, search in first.items() if since < search.when.date() <= until)


def compare_periods(
    usage_of: Usage,
    period: Period,
    index: Index,
    asks: Iterable[SuggestedAsks],
    began: date | None,
    *,
    newcomers: Iterable[str] = (),
) -> PeriodReport:
    """Report on `period`, held against the one before, by `usage_of` each.

    `asks` are worth adding; `began` is the day of the first record, `newcomers` are agents whose first is late.
    """

    def compare(by: By) -> tuple[UsageReport, UsageReport, dict[str, Compared]]:
        this, last = usage_of(period, by), usage_of(period.before, by)
        counts = {row.name: row.picks for row in last.rows}
        return this, last, {row.name: Compared(row, counts.get(row.name, 0)) for row in this.rows}

    this, last, used = compare("phrase")
    _, earlier, agents = compare("agent")
    gone = {row.name: row for row in earlier.rows if row.name and row.name not in agents}
    agents |= {
        name: Compared(replace(NOTHING, name=name, title=row.title), row.picks) for name, row in gone.items()
    }
    days, earlier_days, _ = compare("day")
    hours, earlier_hours, _ = compare("hour")
    return PeriodReport(
        period,
        this,
        last,
        _days(period, days, earlier_days),
        _hours(hours, earlier_hours),
        tuple(compare("scenario")[2].values()),
        tuple(agents.values()) if any(agents) else (),
        tuple(used.values()),
        tuple(_lack(missed.group, missed.nothing, index) for missed in this.missed[:_MAX_LACKS]),
        tuple(asks),
        len(index),
        began,
        tuple(gone) if this.total.picks else (),  # else there is nothing to compare
        tuple(newcomers),
    )


def titles_of(index: Index) -> dict[str, str]:
    """Return the titles of the phrases by id."""
    return {phrase.id: phrase.title for phrase in map(index.phrase, range(len(index)))}


def _hours(now: UsageReport, before: UsageReport) -> tuple[Compared, ...]:
    """Compare all 24 hours."""
    this = {row.name: row for row in now.rows}
    last = {row.name: row.picks for row in before.rows}
    empty = (Row(f"{hour:02}:00", "", 0, None, None, None, None) for hour in range(24))
    return tuple(Compared(this.get(row.name, row), last.get(row.name, 0)) for row in empty)


def _days(period: Period, now: UsageReport, before: UsageReport) -> tuple[Compared, ...]:
    """Compare each day with the one as far into the period before."""
    this = {row.name: row for row in now.rows}
    last = {row.name: row.picks for row in before.rows}
    found: list[Compared] = []
    day, other = period.since, period.before.since
    while day < period.until and len(found) < _MAX_DAYS:
        name = f"{day:%Y-%m-%d}"
        row = this.get(name, Row(name, "", 0, None, None, None, None))
        found.append(Compared(row, last.get(f"{other:%Y-%m-%d}", 0)))
        day, other = day + timedelta(days=1), other + timedelta(days=1)
    return tuple(found)


def _lack(group: Group, nothing: int, index: Index) -> Lack:
    query = Query.of(group.text)
    hits = index.find(group.text, limit=2)
    sure = strength(query, hits, len(index))
    is_code = bool(hits and hits[0].best and hits[0].best.field == "code")
    advice: Advice = "look" if is_code or sure >= ANSWERED else "ask" if sure >= _WORTH_A_LOOK else "phrase"
    return Lack(group, nothing, advice, hits[0].phrase if hits else None)
