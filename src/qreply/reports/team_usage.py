"""The usage of a whole team, from figures that its database has summed up."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from sqlalchemy import Connection

from qreply.reports.clustering import groups
from qreply.reports.statistics import By, Missed, Row, UsageReport, title_of
from qreply.team.arrivals import expect_version
from qreply.team.figures import Days, Figures, sum_up


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
    found = sum_up(connection, by, days)
    rows = [_row(one, title_of(one.name, by, titles, scenarios)) for one in found.rows]
    rows.sort(key=lambda row: (0 if by in ("day", "hour") else -row.picks, row.name))
    nothing = {missed.query: missed.nothing for missed in found.missed}
    alike = groups({missed.query: missed.misses for missed in found.missed})
    return UsageReport(
        _row(found.total, ""),
        tuple(rows),
        {phrase: title for phrase, title in titles.items() if phrase not in found.used},
        tuple(Missed(group, sum(nothing[text] for text in group.texts)) for group in alike),
        found.unnamed,
        tuple(groups(dict(found.noted))),
    )


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
