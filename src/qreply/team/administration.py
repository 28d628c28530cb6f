"""What leads do with the team's database: look, read the inbox, choose, forget, and prune."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import date
from typing import NamedTuple

from sqlalchemy import ColumnElement, Connection, delete, func, insert, literal, or_, select, update

from qreply.errors import QReplyError
from qreply.i18n import join_words, t
from qreply.team import team_tables as tables

_SHOWN_OF_TOKEN = 8  # characters of a random id by which an agent without a name is known
_MAX_NAMED = 8


class Overview(NamedTuple):
    """What is in the database; days are None where there is nothing."""

    searches: int
    agents: int
    first: date | None
    last: date | None
    open_notes: int
    taught: int


class Note(NamedTuple):
    """A question that agents put down, with the smallest of its numbers.

    `last_at` is in seconds since 1970.
    """

    number: int
    query: str
    times: int
    agents: int
    last_at: int
    is_done: bool


class Forgotten(NamedTuple):
    """An agent who was forgotten, and how many searches went."""

    name: str
    searches: int


def look_over(connection: Connection) -> Overview:
    """Return what is in the database."""
    hours, notes = tables.agent_hours.c, tables.notes.c
    # Of the sums, since the searches themselves may be millions.
    counts = connection.execute(
        select(
            func.coalesce(func.sum(hours.picks + hours.misses), 0), func.min(hours.day), func.max(hours.day)
        )
    ).one()
    noted = connection.scalar(select(func.count(notes.number))) or 0
    return Overview(
        int(counts[0]) + noted,
        connection.scalar(select(func.count(tables.agents.c.id))) or 0,
        counts[1],
        counts[2],
        connection.scalar(select(func.count(notes.number)).where(notes.done_at.is_(None))) or 0,
        connection.scalar(select(func.count()).select_from(tables.taught)) or 0,
    )


def name_of_agent() -> ColumnElement[str]:
    """Return what an agent is called, as SQL: the name, or the beginning of the random id."""
    agents = tables.agents.c
    return func.coalesce(agents.name, func.substr(agents.token, 1, _SHOWN_OF_TOKEN))


# -- the inbox


def read_inbox(connection: Connection, *, is_done: bool = False) -> list[Note]:
    """Return the notes that are open, or those that are done, the newest first.

    The same question is one note, whoever asked it.
    """
    notes = tables.notes.c
    last = func.max(notes.at)
    rows = connection.execute(
        select(func.min(notes.number), notes.query, func.count(), func.count(notes.agent.distinct()), last)
        .where(notes.done_at.isnot(None) if is_done else notes.done_at.is_(None))
        .group_by(notes.query)
        .order_by(last.desc(), notes.query)
    )
    return [Note(number, query, times, agents, at, is_done) for number, query, times, agents, at in rows]


def settle_notes(connection: Connection, numbers: Sequence[int], done_at: int | None) -> list[str]:
    """Mark the questions of those numbers as done at that time, or as open; return them.

    Whoever else noted the same is marked too. Raises QReplyError for a number that is none.
    """
    notes = tables.notes
    asked = select(notes.c.number, notes.c.query).where(notes.c.number.in_(numbers))
    known = dict(connection.execute(asked).tuples().all())
    if missing := [str(number) for number in numbers if number not in known]:
        raise QReplyError(t("team.no-note", numbers=join_words(missing)), t("team.no-note.hint"))
    queries = list(dict.fromkeys(known[number] for number in numbers))
    state = notes.c.done_at.isnot(None) if done_at is None else notes.c.done_at.is_(None)
    connection.execute(update(notes).where(notes.c.query.in_(queries), state).values(done_at=done_at))
    return queries


# -- favourites


def read_favourites(connection: Connection, shop: str) -> list[str]:
    """Return the ids of a shop's favourites, in their order; of "" those of all shops."""
    columns = tables.favourites.c
    found = select(columns.phrase).where(columns.shop == shop).order_by(columns.position, columns.phrase)
    return list(connection.scalars(found))


def set_favourites(connection: Connection, shop: str, phrases: Collection[str]) -> None:
    """Replace a shop's favourites by these, in this order."""
    table = tables.favourites
    connection.execute(delete(table).where(table.c.shop == shop))
    rows = [{"shop": shop, "phrase": phrase, "position": place} for place, phrase in enumerate(phrases)]
    if rows:
        connection.execute(insert(table), rows)


# -- forgetting


def forget_agent(connection: Connection, given: str) -> Forgotten:
    """Delete all that an agent has sent, by name or random id.

    Raises QReplyError where none is called so, or several are.
    """
    agents = tables.agents.c
    called = or_(
        agents.name == given, func.substr(agents.token, 1, max(len(given), _SHOWN_OF_TOKEN)) == given
    )
    found = connection.execute(select(agents.id, agents.token, name_of_agent()).where(called)).all()
    if not found:
        raise QReplyError(t("team.no-agent", name=given), t("team.no-agent.hint"))
    if len(found) > 1:
        ids = join_words(token[:_SHOWN_OF_TOKEN] for _, token, _ in found[:_MAX_NAMED])
        raise QReplyError(
            t("team.several-agents", name=given, count=len(found)), t("team.several-agents.hint", ids=ids)
        )
    number, _, name = found[0]
    count = 0
    for table in tables.OF_AGENTS:
        deleted = connection.execute(delete(table).where(table.c.agent == number)).rowcount
        if table is tables.searches:
            count = deleted
    connection.execute(delete(tables.agents).where(agents.id == number))
    _teach_anew(connection)
    return Forgotten(name, count)


def prune(connection: Connection, before: date, before_second: int) -> int:
    """Delete what was searched before that day, and its sums; return how many searches went.

    Taught lines that nobody has picked since go as well, and notes that are done.
    """
    count = 0
    for table in (tables.searches, tables.agent_hours, tables.phrase_days, tables.missed_days):
        deleted = connection.execute(delete(table).where(table.c.day < before)).rowcount
        if table is tables.searches:
            count = deleted
    connection.execute(delete(tables.lines).where(tables.lines.c.last_day < before))
    notes = tables.notes
    connection.execute(delete(notes).where(notes.c.at < before_second, notes.c.done_at.isnot(None)))
    is_idle = tables.agents.c.last_seen < before_second
    has_any = select(literal(1)).where(tables.notes.c.agent == tables.agents.c.id).exists()
    connection.execute(delete(tables.agents).where(is_idle, ~has_any))
    _teach_anew(connection)
    return count


def _teach_anew(connection: Connection) -> None:
    """Let nothing of what went be taught any longer: it is summed up anew at the next fetch."""
    connection.execute(delete(tables.taught))
    connection.execute(update(tables.team).values(teach_at=0))
