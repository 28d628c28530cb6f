"""The figures of the team's searches, summed up by the database."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, time, timedelta
from typing import Any, Literal, NamedTuple

from sqlalchemy import ColumnElement, Connection, Float, Row, Select, Table, func, literal_column, select

from qreply.team import team_tables as tables
from qreply.team.administration import name_of_agent
from qreply.text.moments import seconds_of

TeamBy = Literal["agent", "shop", "phrase", "scenario", "day", "hour"]

MAX_MISSES = 2000  # different questions, the most asked; those alike are put together afterwards
_LAST_DAY = date(2999, 12, 31)
_QUICK = tables.EDGES.index(20) + 1  # classes of less than a customer's patience


class Figures(NamedTuple):
    """The picks of one agent, shop, phrase, scenario, day or hour, with their times by class."""

    name: str
    picks: int
    edited: int
    classes: tuple[int, ...]

    @property
    def timed(self) -> int:
        """Return how many have a time."""
        return sum(self.classes)

    @property
    def quick(self) -> float | None:
        """Return the share that took less than a customer's patience."""
        return sum(self.classes[:_QUICK]) / self.timed if self.timed else None

    def quantile(self, share: float) -> float | None:
        """Return the seconds within which that share was picked, to within a class.

        Returns None where no times are known.
        """
        wanted = share * self.timed
        below = 0
        for count, (low, high) in zip(self.classes, tables.CLASS_BOUNDS, strict=True):
            if count and below + count >= wanted:
                return round(low + (high - low) * (wanted - below) / count, 1)
            below += count
        return None


class MissedQuery(NamedTuple):
    """A question without a pick; `nothing` of its misses had no hit at all."""

    query: str
    misses: int
    nothing: int


class Totals(NamedTuple):
    """What a report has of all picks together, and of the questions without one."""

    total: Figures
    unnamed: int
    missed: Sequence[MissedQuery]
    noted: Sequence[tuple[str, int]]


class Days(NamedTuple):
    """Whole days, both included."""

    since: date
    until: date = date.max

    def hold(self, day: ColumnElement[date]) -> ColumnElement[bool]:
        """Return, as SQL, whether `day` is one of them."""
        return day.between(self.since, self.until)

    @property
    def seconds(self) -> tuple[int, int]:
        """Return their first second, and that after the last, since 1970."""
        since = datetime.combine(self.since, time())
        until = datetime.combine(min(self.until, _LAST_DAY), time()) + timedelta(days=1)
        return int(seconds_of(since)), int(seconds_of(until))


def sum_up(connection: Connection, by: TeamBy, days: Days) -> list[Figures]:
    """Return the figures of those days, with a row for each agent, shop, … with picks."""
    rows = connection.execute(_grouped(connection, by, days))
    return [_figures(_name_of(by, row[0]), row[1:]) for row in rows if row[1]]


def sum_up_all(connection: Connection, days: Days) -> Totals:
    """Return what is told of those days beside such rows."""
    hours = tables.agent_hours
    total = connection.execute(select(*_sums(connection, hours)).where(days.hold(hours.c.day))).one()
    unnamed = select(func.coalesce(func.sum(hours.c.unnamed), 0)).where(days.hold(hours.c.day))
    return Totals(
        _figures("", total),
        int(connection.scalar(unnamed) or 0),
        _most_missed(connection, days),
        _noted(connection, days),
    )


def find_used(connection: Connection, days: Days) -> frozenset[str]:
    """Return the ids of the phrases that were picked in those days."""
    phrases = tables.phrase_days.c
    return frozenset(connection.scalars(select(phrases.phrase).where(days.hold(phrases.day)).distinct()))


def find_first_day(connection: Connection) -> date | None:
    """Return the first day of which there are figures; None where there are none."""
    found: date | None = connection.scalar(select(func.min(tables.agent_hours.c.day)))
    return found


def _name_of(by: TeamBy, value: object) -> str:
    """Return a row's name as the reports of one machine have it."""
    return f"{value:02}:00" if by == "hour" else str(value)


def _grouped(connection: Connection, by: TeamBy, days: Days) -> Select[tuple[object, ...]]:
    hours, phrases = tables.agent_hours, tables.phrase_days
    if by in ("phrase", "scenario"):
        name = phrases.c.phrase if by == "phrase" else _scenario(connection, phrases.c.phrase)
        return select(name, *_sums(connection, phrases)).where(days.hold(phrases.c.day)).group_by(name)
    if by == "agent":
        # Summed before the names come to it, and once more, since two may have the same.
        summed = (
            select(hours.c.agent, *_sums(connection, hours))
            .where(days.hold(hours.c.day))
            .group_by(hours.c.agent)
            .subquery()
        )
        agents = tables.agents
        joined = summed.join(agents, agents.c.id == summed.c.agent)
        sums = [func.sum(summed.c[label]).label(label) for label in _MEASURES]
        name = name_of_agent()
        return select(name, *sums).select_from(joined).group_by(name)
    column = hours.c[by]
    return select(column, *_sums(connection, hours)).where(days.hold(hours.c.day)).group_by(column)


_MEASURES = ("picks", "edited", *tables.CLASSES)


def _sums(connection: Connection, table: Table) -> list[ColumnElement[Any]]:
    numbers: list[ColumnElement[Any]] = [table.c[name] for name in _MEASURES]
    if connection.dialect.name != "postgresql":
        # MariaDB and MySQL sum whole numbers as decimal fractions, which takes half as long again.
        numbers = [number * literal_column("1e0", Float) for number in numbers]
    pairs = zip(_MEASURES, numbers, strict=True)
    return [func.coalesce(func.sum(number), 0).label(name) for name, number in pairs]


def _scenario(connection: Connection, phrase: ColumnElement[str]) -> ColumnElement[str]:
    if connection.dialect.name == "postgresql":
        return func.split_part(phrase, "/", 1)
    return func.substring_index(phrase, "/", 1)


def _figures(name: str, sums: Sequence[int] | Row[tuple[int, ...]]) -> Figures:
    picks, edited, *classes = map(int, sums)
    return Figures(name, picks, edited, tuple(classes))


def _most_missed(connection: Connection, days: Days) -> list[MissedQuery]:
    columns = tables.missed_days.c
    misses = func.sum(columns.misses)
    found = (
        select(columns.query, misses, func.sum(columns.nothing))
        .where(days.hold(columns.day))
        .group_by(columns.query)
        .order_by(misses.desc(), columns.query)
        .limit(MAX_MISSES)
    )
    return [
        MissedQuery(query, int(count), int(nothing)) for query, count, nothing in connection.execute(found)
    ]


def _noted(connection: Connection, days: Days) -> list[tuple[str, int]]:
    rows = tables.notes.c
    begin, end = days.seconds
    count = func.count()
    found = (
        select(rows.query, count)
        .where(rows.at >= begin, rows.at < end)
        .group_by(rows.query)
        .order_by(count.desc(), rows.query)
    )
    return [(query, int(times)) for query, times in connection.execute(found)]
