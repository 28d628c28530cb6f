"""What the team's picks teach: summed up by the server every few minutes, and fetched."""

from __future__ import annotations

from collections import defaultdict
from datetime import date, datetime, time, timedelta
from time import monotonic

from sqlalchemy import (
    BigInteger,
    ColumnElement,
    Connection,
    cast,
    delete,
    desc,
    extract,
    func,
    insert,
    select,
    update,
)

from qreply.history.usage_ranking import TaughtLine
from qreply.team import team_tables as tables
from qreply.team.experience import Experience

REFRESH_SECONDS = 300
LEARNED_DAYS = 60  # what nobody has picked for so long has changed its meaning
MAX_LINES = 2000  # for all phrases; each costs an agent 0.1 ms at the start
PATIENCE = 300  # seconds for summing up the lines of a large team
_MAX_OF_PHRASE = 20
# A phrase counts for a query if at least one in so many picked it of those that picked the favourite.
_MIN_SHARE = 4
_CANDIDATES = 10 * MAX_LINES  # so many of the most picked are ranked
_REST = 100  # times as long as summing up took, nobody does it again


def fetch_experience(connection: Connection, today: date) -> Experience:
    """Return what the team teaches, summed up anew where that is due; commits."""
    if _claim(connection):
        began = monotonic()
        sum_up_lines(connection, today - timedelta(days=LEARNED_DAYS))
        _put_off(connection, max(REFRESH_SECONDS, int((monotonic() - began) * _REST)))
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


def _claim(connection: Connection) -> bool:
    """Tell whether summing up is due, and put it off for all others.

    If this client is killed while at it, another one follows after a while.
    """
    due = tables.team.c.teach_at <= _now(connection)
    postponed = update(tables.team).where(due).values(teach_at=_now(connection) + 2 * PATIENCE)
    claimed = connection.execute(postponed).rowcount == 1
    connection.commit()
    return claimed


def _put_off(connection: Connection, seconds: int) -> None:
    connection.execute(update(tables.team).values(teach_at=_now(connection) + seconds))


def _now(connection: Connection) -> ColumnElement[int]:
    """Return the seconds since 1970 by the server's clock, as SQL."""
    if connection.dialect.name == "postgresql":
        return cast(extract("epoch", func.now()), BigInteger)
    return func.unix_timestamp()


def sum_up_lines(connection: Connection, since: date) -> None:
    """Choose what is taught from the lines of all agents that were picked since that day."""
    lines = tables.lines
    picks, last_day = func.sum(lines.c.picks).label("picks"), func.max(lines.c.last_day).label("last_day")
    summed = (
        select(lines.c.phrase, lines.c.query, picks, last_day)
        .where(lines.c.last_day >= since)
        .group_by(lines.c.phrase, lines.c.query)
        .order_by(desc(picks), desc(last_day))
        .limit(_CANDIDATES)
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
