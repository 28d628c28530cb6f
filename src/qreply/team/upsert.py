"""Add to sums, as PostgreSQL and MySQL each say it."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import Any

from sqlalchemy import Connection, Table, func
from sqlalchemy.dialects import mysql, postgresql

Row = Mapping[str, Any]


def add_up(
    connection: Connection, table: Table, rows: Iterable[Row], sums: Collection[str], latest: str = ""
) -> None:
    """Insert `rows`, or add their `sums` to the rows that have their keys.

    The columns `latest` keep the greater value. Rows are written in the order of their keys, so that no two
    transactions wait for each other in a circle.
    """
    keys = [column.name for column in table.primary_key]
    ordered = sorted(rows, key=lambda row: tuple(row[key] for key in keys))
    if not ordered:
        return
    if connection.dialect.name == "postgresql":
        inserting = postgresql.insert(table)
        new = inserting.excluded
        changes = {name: table.c[name] + new[name] for name in sums}
        if latest:
            changes[latest] = func.greatest(table.c[latest], new[latest])
        connection.execute(inserting.on_conflict_do_update(index_elements=keys, set_=changes), ordered)
    else:
        adding = mysql.insert(table)
        fresh = adding.inserted
        grown = {name: table.c[name] + fresh[name] for name in sums}
        if latest:
            grown[latest] = func.greatest(table.c[latest], fresh[latest])
        connection.execute(adding.on_duplicate_key_update(grown), ordered)


def insert_missing(connection: Connection, table: Table, rows: Sequence[Row]) -> None:
    """Insert those of `rows` whose keys are not there."""
    if not rows:
        return
    if connection.dialect.name == "postgresql":
        connection.execute(postgresql.insert(table).on_conflict_do_nothing(), rows)
    else:
        key = next(iter(table.primary_key)).name
        connection.execute(mysql.insert(table).on_duplicate_key_update({key: table.c[key]}), rows)
