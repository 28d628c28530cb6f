"""What the team's picks teach: summed up by the server every few minutes, and fetched."""

from __future__ import annotations

from collections import defaultdict
from datetime import date, datetime, time, timedelta

from sqlalchemy import BigInteger, Connection, cast, delete, desc, extract, func, insert, select, update

from qreply.history.usage_ranking import TaughtLine
from qreply.team import team_tables as tables
from qreply.team.experience import Experience

REFRESH_SECONDS = 300
LEARNED_DAYS = 90  # what nobody has picked for so long has changed its meaning
MAX_LINES = 2000  # for all phrases; each costs an agent 0.1 ms at the start
_MAX_OF_PHRASE = 20
_MIN_SHARE = (
    4  # a phrase counts for a query if at least one in so many picked it of those that picked the favourite
)


def fetch_experience(connection: Connection, today: date) -> Experience:
    """Return what the team teaches, summed up anew where that is some minutes old; commits."""
    if _is_due(connection):
        _sum_up(connection, today - timedelta(days=LEARNED_DAYS))
    connection.commit()
    taught, favourites = tables.taught, tables.favourites
    best = connection.execute(select(taught).order_by(taught.c.picks, taught.c.phrase, taught.c.query))
    lines = [TaughtLine(row.phrase, row.query, int(row.picks), _noon_of(row.last_day)) for row in best]
    starred = connection.execute(select(favourites).order_by(favourites.c.position, favourites.c.phrase))
    by_shop: dict[str, list[str]] = defaultdict(list)
    for row in starred:
        by_shop[row.shop].append(row.phrase)
    connection.commit()
    return Experience(lines, dict(by_shop))


def _is_due(connection: Connection) -> bool:
    """Tell whether the sums are old; of many agents that ask at once one is told so."""
    team = tables.team
    now = (
        cast(extract("epoch", func.now()), BigInteger)
        if connection.dialect.name == "postgresql"
        else func.unix_timestamp()
    )
    claimed = update(team).where(team.c.taught_at <= now - REFRESH_SECONDS).values(taught_at=now)
    return connection.execute(claimed).rowcount == 1


def _sum_up(connection: Connection, since: date) -> None:
    lines = tables.lines
    picks = func.sum(lines.c.picks)
    summed = (
        select(
            lines.c.phrase, lines.c.query, picks.label("picks"), func.max(lines.c.last_day).label("last_day")
        )
        .where(lines.c.last_day >= since)
        .group_by(lines.c.phrase, lines.c.query)
        .subquery()
    )
    order = (desc(summed.c.picks), desc(summed.c.last_day), summed.c.query)
    ranked = select(
        summed,
        func.max(summed.c.picks).over(partition_by=summed.c.query).label("best"),
        func.row_number().over(partition_by=summed.c.phrase, order_by=order).label("place"),
    ).subquery()
    chosen = (
        select(*(ranked.c[column.name] for column in tables.taught.c))
        .where(ranked.c.picks * _MIN_SHARE >= ranked.c.best, ranked.c.place <= _MAX_OF_PHRASE)
        .order_by(desc(ranked.c.picks), desc(ranked.c.last_day), ranked.c.phrase, ranked.c.query)
        .limit(MAX_LINES)
    )
    connection.execute(delete(tables.taught))
    connection.execute(insert(tables.taught).from_select(tables.taught.c.keys(), chosen))


def _noon_of(day: date) -> int:
    return int(datetime.combine(day, time(12)).timestamp())
