"""The tables of the team's database, and how they come from one version to the next.

Searches are the truth; beside them stand sums by agent and hour, and by agent, day and phrase, written in the same
transaction, so that a month of a large team is reported from thousands of rows instead of millions. Each agent's sums
are rows of its own: no two agents ever wait for each other's. The keys begin with the day, so that a month can be a
partition.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from typing import Any

from sqlalchemy import (
    BINARY,
    BigInteger,
    Boolean,
    Column,
    Date,
    Float,
    Integer,
    MetaData,
    SmallInteger,
    String,
    Table,
)
from sqlalchemy.dialects.postgresql import BYTEA

from qreply.history.records import MAX_QUERY

MAX_PHRASE = 190  # characters of a phrase's id: with the rest of a key within what InnoDB takes
MAX_NAME = 60  # characters of a shop's or an agent's name

# Upper ends of the classes in which seconds are counted; one boundary is the customer's patience.
EDGES = (1, 2, 3, 4, 5, 6, 7, 8, 10, 12, 15, 20, 25, 30, 45, 60, 90, 120, 300)
CLASSES = tuple(f"s{number:02}" for number in range(len(EDGES) + 1))
CLASS_BOUNDS = (*pairwise((0, *EDGES)), (EDGES[-1], 600))

metadata = MetaData()


def _text(length: int) -> String:
    # Told apart to the letter, as PostgreSQL does by itself.
    return String(length).with_variant(_binary_collated(length), "mysql", "mariadb")


def _binary_collated(length: int) -> String:
    return String(length, collation="utf8mb4_bin")


_UID = BINARY(16).with_variant(BYTEA(), "postgresql")
_OPTIONS: dict[str, Any] = {"mysql_charset": "utf8mb4", "mysql_engine": "InnoDB"}


def _count(name: str) -> Column[int]:
    return Column(name, Integer, nullable=False, server_default="0")


def _table(name: str, *columns: Column[Any]) -> Table:
    # Nothing is read back from what is inserted: agents may not.
    return Table(f"qreply_{name}", metadata, *columns, implicit_returning=False, **_OPTIONS)


def _key(name: str, kind: Any) -> Column[Any]:
    return Column(name, kind, primary_key=True, autoincrement=False)


team = _table(
    "team",
    _key("id", String(32)),  # by which agents notice that it is another database than before
    Column("version", Integer, nullable=False),
    Column("teach_at", BigInteger, nullable=False, server_default="0"),  # when lines are due to be summed up
)

agents = _table(
    "agents",
    Column("id", Integer, primary_key=True),
    Column("token", String(32), nullable=False, unique=True),
    Column("name", _text(MAX_NAME)),  # of those who agreed
    Column("first_seen", BigInteger, nullable=False),
    Column("last_seen", BigInteger, nullable=False),
    Column("qreply", String(20), nullable=False),  # its version
)

searches = _table(
    "searches",
    _key("day", Date),  # the agent's, as is the hour
    _key("uid", _UID),
    Column("agent", Integer, nullable=False),
    Column("shop", _text(MAX_NAME), nullable=False),
    Column("at", BigInteger, nullable=False),
    Column("kind", String(8), nullable=False),
    Column("query", _text(MAX_QUERY), nullable=False),
    Column("phrase", _text(MAX_PHRASE), nullable=False),
    Column("seconds", Float),
    Column("edited", Boolean, nullable=False),
    Column("found", Boolean, nullable=False),
)

agent_hours = _table(
    "agent_hours",
    _key("day", Date),
    _key("agent", Integer),
    _key("shop", _text(MAX_NAME)),
    _key("hour", SmallInteger),
    *map(_count, ("picks", "edited", *CLASSES, "misses", "unnamed")),
)

phrase_days = _table(
    "phrase_days",
    _key("day", Date),
    _key("agent", Integer),
    _key("shop", _text(MAX_NAME)),
    _key("phrase", _text(MAX_PHRASE)),
    *map(_count, ("picks", "edited", *CLASSES)),
)

missed_days = _table(
    "missed_days",
    _key("day", Date),
    _key("agent", Integer),
    _key("query", _text(MAX_QUERY)),
    *map(_count, ("misses", "nothing")),
)

lines = _table(
    "lines",  # what each agent picked a phrase for
    _key("agent", Integer),
    _key("phrase", _text(MAX_PHRASE)),
    _key("query", _text(MAX_QUERY)),
    _count("picks"),
    Column("last_day", Date, nullable=False),
)

taught = _table(
    "taught",  # the best of all agents' lines, made anew every few minutes
    _key("phrase", _text(MAX_PHRASE)),
    _key("query", _text(MAX_QUERY)),
    _count("picks"),
    Column("last_day", Date, nullable=False),
)

notes = _table(
    "notes",
    Column("number", Integer, primary_key=True),
    Column("uid", _UID, nullable=False, unique=True),
    Column("agent", Integer, nullable=False),
    Column("shop", _text(MAX_NAME), nullable=False),
    Column("at", BigInteger, nullable=False),
    Column("query", _text(MAX_QUERY), nullable=False),
    Column("done_at", BigInteger),
)

favourites = _table(
    "favourites",
    _key("shop", _text(MAX_NAME)),  # "" for all
    _key("phrase", _text(MAX_PHRASE)),
    Column("position", Integer, nullable=False),
)

# The tables that each version brought, the first of which is version 1.
STEPS: Sequence[Sequence[Table]] = (
    (agents, searches, agent_hours, phrase_days, missed_days, lines, taught),
    (notes, favourites),
)
VERSION = len(STEPS)
OF_AGENTS = (searches, agent_hours, phrase_days, missed_days, lines, notes)
"""The tables whose rows belong to an agent."""
