"""Agents that keep and carry searches and are killed at any moment; for the tests and the benchmark."""

from __future__ import annotations

import os
import random
import signal
import subprocess
import sys
import time
from pathlib import Path

from sqlalchemy import Connection, Engine, func, select
from sqlalchemy.exc import SQLAlchemyError

from qreply.history.database import Database
from qreply.history.outbox import Outbox
from qreply.history.records import Kind, SearchRecord
from qreply.settings.settings import Settings
from qreply.team import team_tables as tables
from qreply.team.arrivals import Sender
from qreply.team.carrier import carry_over
from qreply.team.connection import open_engine

SENDER = Sender("c" * 32)
AT = 1_795_400_000
PHRASES = ("logistics/ship-when", "logistics/track", "pre-sale/stock", "")


def search_of(number: int) -> SearchRecord:
    """The search of that number, each at a second of its own."""
    phrase = PHRASES[number % len(PHRASES)]
    kind: Kind = "noted" if number % 20 == 3 else "hanzi"
    seconds = float(number % 40) if phrase else None
    return SearchRecord(AT + number, kind, f"问题{number % 7}", phrase, seconds, shop="甲乙"[number % 2])


def _live(path: Path, settings: Settings, first: int) -> None:
    """Keep searches and carry them over, until killed; a line is printed for each that is kept."""
    engine = open_engine(settings)
    database = Database(path)
    for number in range(first, first + 100_000):
        database.add([search_of(number)])
        os.write(1, f"{number}\n".encode())
        if number % 3 == 0:
            try:
                carry_over(engine, path, SENDER, batch=2)
            except (SQLAlchemyError, OSError):
                time.sleep(0.01)


def _breed(path: Path, team: str) -> None:
    """Fork an agent for each line of stdin, which names its first search, and tell when it is dead."""
    settings = Settings(Path(), team=team)
    Outbox(path).close()
    os.write(1, b"ready\n")
    for line in sys.stdin:
        pid = os.fork()
        if not pid:
            _live(path, settings, int(line))
        os.write(2, f"{pid}\n".encode())
        os.waitpid(pid, 0)
        os.write(1, b"dead\n")


def kill_again_and_again(path: Path, team: str, times: int, chance: random.Random) -> set[int]:
    """Let agents keep and carry, and kill each at any moment; the numbers of searches that were kept for sure."""
    kept: set[int] = set()
    with subprocess.Popen(
        [sys.executable, "-m", __name__, str(path), team],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        cwd=Path(__file__).parents[2],
        text=True,
    ) as breeder:
        assert breeder.stdin is not None
        assert breeder.stdout is not None
        assert breeder.stderr is not None
        assert breeder.stdout.readline() == "ready\n"
        for number in range(times):
            breeder.stdin.write(f"{number * 100_000}\n")
            breeder.stdin.flush()
            pid = int(breeder.stderr.readline())
            for _ in range(chance.randrange(9)):
                kept.add(int(breeder.stdout.readline()))
            time.sleep(chance.uniform(0.0, 0.03))
            os.kill(pid, signal.SIGKILL)
            while (line := breeder.stdout.readline()) != "dead\n":
                kept.add(int(line))
        breeder.stdin.close()
    return kept


def differences(engine: Engine, path: Path) -> list[str]:
    """What is lost, doubled or wrongly summed in the team's database, held against the history."""
    database = Database(path)
    local = sorted(search.at for search in database.searches())
    database.close()
    with engine.connect() as connection:
        there = sorted(connection.scalars(select(tables.searches.c.at)))
        found = [] if there == local else [f"{len(local)} kept, {len(there)} arrived"]
        return found + wrong_sums(connection)


def wrong_sums(connection: Connection) -> list[str]:
    """Which sums are not those of the searches."""
    rows, hours, phrases = tables.searches.c, tables.agent_hours.c, tables.phrase_days.c
    wrong = []
    picked, missed = (rows.phrase != "", (rows.phrase == "") & (rows.kind != "noted"))
    timed = sum((hours[name] for name in tables.CLASSES), start=hours.s00 - hours.s00)
    for name, of_searches, of_sums in (
        ("picks by hour", select(func.count()).where(picked), select(func.sum(hours.picks))),
        ("picks by phrase", select(func.count()).where(picked), select(func.sum(phrases.picks))),
        ("picks of lines", select(func.count()).where(picked), select(func.sum(tables.lines.c.picks))),
        ("misses by hour", select(func.count()).where(missed), select(func.sum(hours.misses))),
        (
            "misses by day",
            select(func.count()).where(missed, rows.query != ""),
            select(func.sum(tables.missed_days.c.misses)),
        ),
        ("times", select(func.count(rows.seconds)).where(picked), select(func.sum(timed))),
        (
            "notes",
            select(func.count()).where(rows.kind == "noted"),
            select(func.count(tables.notes.c.number)),
        ),
    ):
        expected = connection.scalar(of_searches.select_from(tables.searches)) or 0
        if (summed := int(connection.scalar(of_sums) or 0)) != expected:
            wrong.append(f"{name}: {summed} instead of {expected}")
    return wrong


if __name__ == "__main__":
    _breed(Path(sys.argv[1]), sys.argv[2])
