"""Make the team's tables, and bring older ones up to date: in place, by one at a time."""

from __future__ import annotations

import secrets
from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy import Connection, Engine, func, insert, inspect, literal, select, text, update

from qreply.team import team_tables as tables
from qreply.team.faults import TeamError

_LOCK = 0x71727031  # names our lock among others in a PostgreSQL
_PATIENCE = 60  # seconds, while somebody else is at it


def find_version(connection: Connection) -> int:
    """Return the version of the tables that are there; 0 for none."""
    if not inspect(connection).has_table(tables.team.name):
        return 0
    return connection.scalar(select(tables.team.c.version)) or 0


def upgrade(engine: Engine) -> tuple[int, int]:
    """Make the tables, or bring them up to date; returns the versions before and after.

    Where two do it at once the second waits, and finds it done. Raises TeamError for tables of a newer qreply, and
    the database's errors.
    """
    with engine.connect() as connection, _locked(connection):
        before = find_version(connection)
        if before > tables.VERSION:
            raise TeamError("newer")
        if not before:
            tables.team.create(connection, checkfirst=True)
            if connection.scalar(select(func.count()).select_from(tables.team)) == 0:
                connection.execute(insert(tables.team).values(id=secrets.token_hex(16), version=0))
        for version in range(before + 1, tables.VERSION + 1):
            # MySQL takes back no table: a step that was cut off half-way is gone through again.
            tables.metadata.create_all(connection, [*tables.STEPS[version - 1]], checkfirst=True)
            if version == 2:
                _gather_notes(connection)
            connection.execute(update(tables.team).values(version=version))
            connection.commit()
        return before, tables.VERSION


def _gather_notes(connection: Connection) -> None:
    """Put the notes that were carried over before there was an inbox into it."""
    searches, notes = tables.searches, tables.notes
    known = select(literal(1)).where(notes.c.uid == searches.c.uid)
    columns = ("uid", "agent", "shop", "at", "query")
    found = select(*(searches.c[name] for name in columns)).where(searches.c.kind == "noted", ~known.exists())
    connection.execute(insert(notes).from_select(columns, found.order_by(searches.c.at)))


@contextmanager
def _locked(connection: Connection) -> Iterator[None]:
    """Hold the lock of all who change the tables of this database."""
    if connection.dialect.name == "postgresql":
        connection.execute(text(f"SET statement_timeout = {_PATIENCE * 1000}"))
        connection.execute(text(f"SELECT pg_advisory_lock({_LOCK})"))
        take_back = f"SELECT pg_advisory_unlock({_LOCK})"
    else:
        name = "concat('qreply-', database())"
        if not connection.scalar(text(f"SELECT get_lock({name}, {_PATIENCE})")):
            raise TeamError("slow")
        take_back = f"SELECT release_lock({name})"
    try:
        yield
        connection.commit()
    finally:
        connection.rollback()
        connection.execute(text(take_back))
        connection.commit()
