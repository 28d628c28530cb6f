"""The usage of a whole team, from figures that its database has summed up."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import datetime, timedelta
from types import MappingProxyType

from sqlalchemy import Connection

from qreply.history.records import SearchRecord
from qreply.reports.clustering import groups
from qreply.reports.period import Period
from qreply.reports.period_report import PeriodReport, compare_periods, titles_of
from qreply.reports.statistics import NOTHING, By, Missed, Row, UsageReport, title_of
from qreply.reports.suggested_asks import suggest_asks
from qreply.search.index import Index
from qreply.team.arrivals import expect_version
from qreply.team.figures import Days, Figures, find_first_day, find_used, sum_up, sum_up_all
from qreply.team.teaching import fetch_experience


def report_team(
    connection: Connection,
    titles: Mapping[str, str],
    by: By = "phrase",
    scenarios: Mapping[str, str] = MappingProxyType({}),
    *,
    days: Days,
) -> UsageReport:
    """Report on the team's searches of those days, as `report` does on those of a machine.

    Times are known to within a class of seconds. Raises TeamError and the database's errors.
    """
    expect_version(connection)
    found = sum_up_all(connection, days)
    rows = _rows(connection, titles, by, scenarios, days)
    used = {row.name for row in rows} if by == "phrase" else find_used(connection, days)
    nothing = {missed.query: missed.nothing for missed in found.missed}
    alike = groups({missed.query: missed.misses for missed in found.missed})
    return UsageReport(
        _row(found.total, ""),
        rows,
        {phrase: title for phrase, title in titles.items() if phrase not in used},
        tuple(Missed(group, sum(nothing[text] for text in group.texts)) for group in alike),
        found.unnamed,
        tuple(groups(dict(found.noted))),
    )


def report_team_on(
    connection: Connection, period: Period, index: Index, scenarios: Mapping[str, str]
) -> PeriodReport:
    """Report on the team's whole days of `period`, beside those before, as `report_on` does.

    Asks worth adding come from what the team is taught. Raises TeamError and the database's errors.
    """
    titles = titles_of(index)

    def tell(period: Period, by: By) -> UsageReport:
        days = Days(period.since.date(), (period.until - timedelta(seconds=1)).date())
        if by == "phrase":
            return report_team(connection, titles, by, scenarios, days=days)
        rows = _rows(connection, titles, by, scenarios, days)
        return UsageReport(NOTHING, rows, {}, (), 0)  # of the others only the rows are told

    asks = suggest_asks(_picks_taught(connection), index)
    return compare_periods(tell, period, index, asks, find_first_day(connection))


_MAX_TOLD = 99  # picks of a line, which make it no worthier


def _picks_taught(connection: Connection) -> Iterator[SearchRecord]:
    for line in fetch_experience(connection, datetime.now().date()).lines:
        for _ in range(min(line.picks, _MAX_TOLD)):
            yield SearchRecord(line.at, "hanzi", line.query, line.phrase)


def _rows(
    connection: Connection, titles: Mapping[str, str], by: By, scenarios: Mapping[str, str], days: Days
) -> tuple[Row, ...]:
    rows = [_row(one, title_of(one.name, by, titles, scenarios)) for one in sum_up(connection, by, days)]
    return tuple(sorted(rows, key=lambda row: (0 if by in ("day", "hour") else -row.picks, row.name)))


def _row(found: Figures, title: str) -> Row:
    quick = found.quick
    return Row(
        found.name,
        title,
        found.picks,
        found.quantile(0.5),
        found.quantile(0.9),
        None if quick is None else round(quick, 3),
        round(found.edited / found.picks, 3) if found.picks else None,
    )
