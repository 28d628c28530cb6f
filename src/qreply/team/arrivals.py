"""Put searches into the team's database, each once however often it is sent."""

from __future__ import annotations

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Any, NamedTuple

from sqlalchemy import Connection, insert, select, update

import qreply
from qreply.history.outbox import Outgoing
from qreply.history.records import MAX_QUERY
from qreply.history.usage_ranking import taught_line
from qreply.team import team_tables as tables
from qreply.team.faults import TeamError
from qreply.team.upsert import add_up, insert_missing

_MAX_SECONDS = 1e6


class Sender(NamedTuple):
    """Who sends: a random id of this machine's, and a name only where the agent agreed."""

    token: str
    name: str = ""


def expect_version(connection: Connection) -> str:
    """Return the id of the team's database.

    Raises TeamError where its tables are not those of this qreply.
    """
    found = connection.execute(select(tables.team.c.id, tables.team.c.version)).first()
    if found is None:
        raise TeamError("not-made")
    if found.version != tables.VERSION:
        raise TeamError("newer" if found.version > tables.VERSION else "older")
    return str(found.id)


def put_batch(connection: Connection, sender: Sender, batch: Sequence[Outgoing], now: float) -> int:
    """Put what of `batch` is not there yet, with its sums; return how much was new.

    All of it happens in the transaction at hand, at `now` in seconds since 1970. Another transaction that sends the
    same at the same time, even one whose client was killed, is waited for.
    """
    agent = _lock_sender(connection, sender, int(now))
    rows = [_row_of(one, agent) for one in batch if one.search is not None]
    known = _known_ids(connection, rows)
    fresh = list({row["uid"]: row for row in rows if row["uid"] not in known}.values())
    if fresh:
        ordered = sorted(fresh, key=lambda row: (row["day"], row["uid"]))
        columns = tables.searches.c.keys()
        connection.execute(
            insert(tables.searches), [{name: row[name] for name in columns} for row in ordered]
        )
        _add_sums(connection, fresh)
        _add_notes(connection, fresh)
    return len(fresh)


def _lock_sender(connection: Connection, sender: Sender, now: int) -> int:
    """Return the agent's number, its row locked until the transaction ends."""
    agents = tables.agents
    find = select(agents.c.id).where(agents.c.token == sender.token).with_for_update()
    state = {
        "name": _fit(sender.name, tables.MAX_NAME) or None,
        "last_seen": now,
        "qreply": qreply.__version__[:20],
    }
    number = connection.scalar(find)
    if number is None:
        insert_missing(connection, agents, [{"token": sender.token, "first_seen": now, **state}])
        number = connection.scalar(find)
    connection.execute(update(agents).where(agents.c.id == number).values(state))
    if number is None:
        raise TeamError("unexpected")
    return int(number)


def _known_ids(connection: Connection, rows: Iterable[Mapping[str, Any]]) -> set[bytes]:
    by_day: dict[date, list[bytes]] = defaultdict(list)
    for row in rows:
        by_day[row["day"]].append(row["uid"])
    columns = tables.searches.c
    return {
        bytes(uid)
        for day, uids in by_day.items()
        for uid in connection.scalars(select(columns.uid).where(columns.day == day, columns.uid.in_(uids)))
    }


def _row_of(outgoing: Outgoing, agent: int) -> dict[str, Any]:
    search = outgoing.search
    assert search is not None  # noqa: S101 - for mypy
    when = search.when
    return {
        "day": when.date(),
        "hour": when.hour,
        "uid": outgoing.uid,
        "agent": agent,
        "shop": _fit(search.shop, tables.MAX_NAME),
        "at": search.at,
        "kind": search.kind,
        "query": _fit(search.query, MAX_QUERY),
        "phrase": _fit(search.phrase, tables.MAX_PHRASE),
        "seconds": None if search.seconds is None else min(search.seconds, _MAX_SECONDS),
        "edited": bool(search.edited),
        "found": bool(search.found),
        "line": _fit(search.query, MAX_QUERY) if taught_line(search) else "",
    }


def _fit(text: str, length: int) -> str:
    """Return `text` as both servers take it: no half characters, no NUL, no blanks at its ends."""
    return text.encode("utf-8", "replace").decode().replace("\0", "")[:length].strip()


def _add_sums(connection: Connection, rows: Sequence[Mapping[str, Any]]) -> None:
    hours, phrases, missed, lines = _Sums(), _Sums(), _Sums(), _Sums()
    days: dict[tuple[Any, ...], date] = {}
    for row in rows:
        if row["kind"] == "noted":
            continue
        when, whose = row["day"], (row["agent"], row["shop"])
        hour = hours[(when, *whose, row["hour"])]
        if row["phrase"]:
            for sums in (hour, phrases[(when, *whose, row["phrase"])]):
                sums["picks"] += 1
                sums["edited"] += row["edited"]
                if row["seconds"] is not None:
                    sums[_class_of(row["seconds"])] += 1
            if row["line"]:
                key = (row["agent"], row["phrase"], row["line"])
                lines[key]["picks"] += 1
                days[key] = max(when, days.get(key, when))
        else:
            hour["misses"] += 1
            hour["unnamed"] += not row["query"]
            if row["query"]:
                sums = missed[(when, row["agent"], row["query"])]
                sums["misses"] += 1
                sums["nothing"] += not row["found"]
    measures = ("picks", "edited", *tables.CLASSES)
    for table, found, names in (
        (tables.agent_hours, hours, (*measures, "misses", "unnamed")),
        (tables.phrase_days, phrases, measures),
        (tables.missed_days, missed, ("misses", "nothing")),
    ):
        keys = [column.name for column in table.primary_key]
        add_up(connection, table, found.rows(keys, names), names)
    with_days = (
        {**row, "last_day": days[tuple(row.values())[:3]]} for row in lines.rows(_LINE_KEY, ("picks",))
    )
    add_up(connection, tables.lines, with_days, ("picks",), latest="last_day")


_LINE_KEY = ("agent", "phrase", "query")


class _Sums(defaultdict[tuple[Any, ...], defaultdict[str, int]]):
    """Sums by key."""

    def __init__(self) -> None:
        super().__init__(lambda: defaultdict(int))

    def rows(self, keys: Sequence[str], names: Sequence[str]) -> list[dict[str, Any]]:
        """Return a row for each key, with all the sums of those names."""
        return [
            {**dict(zip(keys, key, strict=True)), **{name: int(sums[name]) for name in names}}
            for key, sums in self.items()
        ]


def _class_of(seconds: float) -> str:
    return tables.CLASSES[bisect_right(tables.EDGES, seconds)]


def _add_notes(connection: Connection, rows: Sequence[Mapping[str, Any]]) -> None:
    columns = ("uid", "agent", "shop", "at", "query")
    noted = [{name: row[name] for name in columns} for row in rows if row["kind"] == "noted"]
    if noted:
        connection.execute(insert(tables.notes), noted)
