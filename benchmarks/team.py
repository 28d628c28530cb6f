"""Five hundred agents and one database: python -m benchmarks.team [agents|reports|kills|keys] [options]

`agents` lets simulated agents keep and carry their searches over one server as the screen's thread does, in so many
processes; `reports` fills a database with millions of searches and asks for thirty days; `kills` kills agents while a
proxy cuts their connections; `keys` times keys beside the thread that carries and fetches. A server is started for
each, as a shop's would be: every commit is on the disk.
"""

from __future__ import annotations

import argparse
import gc
import multiprocessing
import os
import random
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, datetime, timedelta
from pathlib import Path
from statistics import quantiles
from typing import get_args

from sqlalchemy import (
    ColumnElement,
    Connection,
    Engine,
    Integer,
    case,
    cast,
    delete,
    func,
    insert,
    select,
    text,
    true,
)
from sqlalchemy.exc import SQLAlchemyError

from qreply.history.outbox import Outbox
from qreply.history.recorder import HistoryRecorder
from qreply.history.records import Kind, SearchRecord
from qreply.reports.team_usage import report_team
from qreply.settings.settings import Settings
from qreply.team import team_tables as tables
from qreply.team.arrivals import Sender, expect_version, put_batch
from qreply.team.carrier import TeamLink, carry_over
from qreply.team.connection import PASSWORD_VARIABLE, open_engine
from qreply.team.figures import Days, TeamBy, sum_up, sum_up_all
from qreply.team.teaching import fetch_experience, sum_up_lines
from qreply.team.upgrade import upgrade
from qreply.workspace.finder import find
from qreply.workspace.workspace import Workspace
from tests.support.carriers import SENDER, differences, kill_again_and_again, wrong_sums
from tests.support.cutting_proxy import cutting_proxy
from tests.support.database_servers import PASSWORD, Server, missing_server, start_server

PHRASES = [f"scenario-{number % 8}/phrase-{number:03}" for number in range(400)]
QUERIES = [f"这个问题怎么办{number}" for number in range(4000)]
SHOPS = ("旗舰店", "专营店", "小店")


@contextmanager
def team_database(kind: str, *options: str) -> Iterator[tuple[Server, str]]:
    """A server whose commits are on the disk, with the tables of a team; gives it and the address."""
    if reason := missing_server(kind):
        raise SystemExit(reason)
    os.environ[PASSWORD_VARIABLE] = PASSWORD
    with start_server(kind, durable=True, options=options) as server, server.database() as name:
        upgrade(open_engine(Settings(Path(), team=server.url(name))))
        yield server, server.url(name)


def main() -> None:
    """Measure what is asked for."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("what", choices=tuple(_MEASURES))
    parser.add_argument("--server", choices=("postgresql", "mariadb"), default="postgresql")
    parser.add_argument("--agents", type=int, default=500)
    parser.add_argument("--seconds", type=int, default=600)
    parser.add_argument("--processes", type=int, default=10)
    parser.add_argument("--millions", type=int, nargs="+", default=[1, 10])
    parser.add_argument("--turns", type=int, default=6)
    parser.add_argument("--kills", type=int, default=400)
    args = parser.parse_args()
    _MEASURES[args.what](args)


# -- agents


def some_search(chance: random.Random, at: int) -> SearchRecord:
    """A search as agents have them: one in six finds nothing, few phrases are most of the picks."""
    shop = chance.choice(SHOPS)
    query = QUERIES[int(chance.paretovariate(0.7)) % len(QUERIES)]
    if chance.random() < 1 / 6:
        is_pasted = chance.random() < 0.5
        kind: Kind = "pasted" if is_pasted else "hanzi"
        return SearchRecord(at, kind, "" if is_pasted else query, found=chance.random() < 0.5, shop=shop)
    phrase = PHRASES[int(chance.paretovariate(0.8)) % len(PHRASES)]
    seconds = round(min(chance.lognormvariate(1.6, 0.7), 600.0), 1)
    return SearchRecord(at, "hanzi", query, phrase, seconds, chance.random() < 0.2, shop=shop)


def _work(  # noqa: PLR0917
    team: str, folder: str, first: int, agents: int, seconds: int, out: multiprocessing.Queue[object]
) -> None:
    """Be so many agents: keep twelve searches a minute each, and carry them over each half minute."""
    engine = open_engine(Settings(Path(), team=team))
    chance = random.Random(first)  # noqa: S311 - nothing secret
    begun = time.monotonic()
    due = [(begun + chance.uniform(0, 5), begun + chance.uniform(0, 30)) for _ in range(agents)]
    outboxes = [Outbox(Path(folder, f"{first + number}.db")) for number in range(agents)]
    senders = [Sender(f"{first + number:032x}", f"客服{first + number}") for number in range(agents)]
    took: list[float] = []
    kept = failed = 0
    while (now := time.monotonic()) < begun + seconds:
        for number, outbox in enumerate(outboxes):
            keep_at, carry_at = due[number]
            if now >= carry_at:
                try:
                    _carry(engine, outbox, senders[number], took)
                except SQLAlchemyError:  # counted, and tried again as an agent would
                    failed += 1
                carry_at += 30.0
            if now >= keep_at:
                outbox.add([some_search(chance, int(time.time()))])
                kept += 1
                keep_at += 5.0
            due[number] = (keep_at, carry_at)
        time.sleep(0.005)
    for outbox, sender in zip(outboxes, senders, strict=True):
        _carry(engine, outbox, sender, [])
        outbox.close()
    out.put((kept, failed, took))


def _carry(engine: Engine, outbox: Outbox, sender: Sender, took: list[float]) -> None:
    """Carry over what waits; the milliseconds from before connecting until the commit are added to `took`."""
    while batch := outbox.pending(200):
        began = time.perf_counter()
        with engine.connect() as connection:
            expect_version(connection)
            put_batch(connection, sender, batch, time.time())
            connection.commit()
        took.append((time.perf_counter() - began) * 1000)
        outbox.mark(batch)


def measure_agents(args: argparse.Namespace) -> None:
    """Print what was lost or doubled, and how long a batch takes."""
    share = args.agents // args.processes
    options = ["-c", "max_connections=200"] if args.server == "postgresql" else []
    place = "/dev/shm" if Path("/dev/shm").is_dir() else None  # noqa: S108 - the agents' disks are their own
    with (
        team_database(args.server, *options) as (server, team),
        tempfile.TemporaryDirectory(dir=place) as folder,
    ):
        out: multiprocessing.Queue[tuple[int, int, list[float]]] = multiprocessing.Queue()
        workers = [
            multiprocessing.Process(
                target=_work, args=(team, folder, number * share, share, args.seconds, out)
            )
            for number in range(args.processes)
        ]
        began = time.monotonic()
        for worker in workers:
            worker.start()
        results = [out.get() for _ in workers]
        for worker in workers:
            worker.join()
        kept = sum(result[0] for result in results)
        took = [one for result in results for one in result[2]]
        minutes = (time.monotonic() - began) / 60
        whole = f"{share * args.processes} agents, {minutes:.1f} minutes"
        print(f"{whole}, {kept} searches kept ({kept / minutes:.0f} a minute)")
        _print_times(f"a batch from connecting to committed ({len(took)})", took)
        print(f"the server's processor: {_processor_seconds(server) / minutes / 60:.0%} of one")
        print(f"attempts that failed: {sum(result[1] for result in results)}")
        with open_engine(Settings(Path(), team=team)).connect() as connection:
            arrived = connection.scalar(select(func.count()).select_from(tables.searches))
            wrong = "; ".join(wrong_sums(connection)) or "none"
            print(f"arrived: {arrived} ({kept - (arrived or 0)} lost or doubled), wrong sums: {wrong}")
            began_at = time.perf_counter()
            lines = len(fetch_experience(connection, datetime.now().date()).lines)
            took_to_teach = (time.perf_counter() - began_at) * 1000
            print(f"{lines} lines taught, summed up and fetched in {took_to_teach:.0f} ms")


def _processor_seconds(server: Server) -> float:
    """The processor's seconds of a server and of those of its processes that have ended."""
    fields = Path(f"/proc/{server.pid}/stat").read_text().rpartition(")")[2].split()
    return sum(map(int, fields[11:15])) / os.sysconf("SC_CLK_TCK")


def _print_times(what: str, took: list[float]) -> None:
    cuts = quantiles(took, n=100)
    print(f"{what}: p50 {cuts[49]:.0f}, p90 {cuts[89]:.0f}, p99 {cuts[98]:.0f}, worst {max(took):.0f} ms")


# -- reports


def measure_reports(args: argparse.Namespace) -> None:
    """Print how long reports on thirty days take, from so many millions of searches."""
    options = ["-c", "shared_buffers=512MB", "-c", "work_mem=64MB", "-c", "max_wal_size=4GB"]
    if args.server == "mariadb":
        options = ["--innodb-buffer-pool-size=1G", "--innodb-log-file-size=512M", "--tmp-table-size=256M"]
        options += ["--max-heap-table-size=256M"]
    with team_database(args.server, *options) as (server, team):
        engine = open_engine(Settings(Path(), team=team), patience=3600)
        filled = 0
        for millions in args.millions:
            began = time.monotonic()
            _fill(engine, filled, millions * 1_000_000)
            filled = millions * 1_000_000
            with server.connect(team.rpartition("/")[2]).connect() as connection:
                names = ", ".join(table.name for table in tables.metadata.sorted_tables)
                for name in names.split(", "):
                    connection.execute(
                        text(f"{'ANALYZE' if server.kind == 'postgresql' else 'ANALYZE TABLE'} {name}")
                    )
            print(f"\n{args.server}, {millions} million searches, filled in {time.monotonic() - began:.0f} s")
            _print_sizes(engine)
            _time_reports(engine)


_PER_DAY = 150_000  # 500 agents of 300 searches a day: more of them are more days

# Few phrases are most of the picks, one search in six has none; the server makes them.
_RANDOM = {
    "postgresql": """
        INSERT INTO qreply_searches (day, uid, agent, shop, at, kind, query, phrase, seconds, edited, found)
        SELECT day, decode(lpad(to_hex(at), 8, '0') || left(md5(n::text), 24), 'hex'), n % 500 + 1,
            (ARRAY['旗舰店', '专营店', '小店'])[n % 500 % 3 + 1], at, 'hanzi',
            CASE WHEN missed AND n % 2 = 0 THEN '' ELSE '这个问题怎么办' || floor(4000 * power(q, 3)) END,
            CASE WHEN missed THEN '' ELSE
                'scenario-' || floor(400 * power(p, 3))::int % 8 || '/phrase-' || floor(400 * power(p, 3)) END,
            CASE WHEN missed THEN NULL ELSE exp(1.6 + 1.4 * (s - 0.5)) END, n % 5 = 0, n % 4 > 0
        FROM (SELECT n, CURRENT_DATE - (n / {per_day})::int AS day, random() AS p, random() AS q, random() AS s,
                random() < 0.17 AS missed,
                extract(epoch FROM CURRENT_DATE - (n / {per_day})::int)::bigint
                    + 32400 + floor(random() * 32400)::bigint AS at
            FROM generate_series({begin}::bigint, {end}::bigint - 1) AS n) AS made""",
    "mysql": """
        INSERT INTO qreply_searches (day, uid, agent, shop, at, kind, query, phrase, seconds, edited, found)
        SELECT day, unhex(concat(lpad(hex(at), 8, '0'), left(md5(n), 24))), n % 500 + 1,
            elt(n % 500 % 3 + 1, '旗舰店', '专营店', '小店'), at, 'hanzi',
            IF(missed AND n % 2 = 0, '', concat('这个问题怎么办', floor(4000 * pow(q, 3)))),
            IF(missed, '', concat('scenario-', floor(400 * pow(p, 3)) % 8, '/phrase-', floor(400 * pow(p, 3)))),
            IF(missed, NULL, exp(1.6 + 1.4 * (s - 0.5))), n % 5 = 0, n % 4 > 0
        FROM (SELECT seq AS n, CURRENT_DATE - INTERVAL floor(seq / {per_day}) DAY AS day, rand() AS p, rand() AS q,
                rand() AS s, rand() < 0.17 AS missed,
                unix_timestamp(CURRENT_DATE - INTERVAL floor(seq / {per_day}) DAY) + 32400 + floor(rand() * 32400) AS at
            FROM seq_{begin}_to_{last}) AS made""",
}


def _fill(engine: Engine, begin: int, end: int) -> None:
    """Add searches until there are `end`; the database makes their sums, which agents write with each batch."""
    numbers = {"begin": begin, "end": end, "last": end - 1, "per_day": _PER_DAY}
    with engine.begin() as connection:
        if not begin:
            agents = [{"token": f"{number:032x}", "name": f"客服{number}"} for number in range(500)]
            state = {"first_seen": 0, "last_seen": 0, "qreply": "0"}
            connection.execute(insert(tables.agents), [{**agent, **state} for agent in agents])
        connection.exec_driver_sql(_RANDOM[engine.dialect.name].format_map(numbers).replace("%", "%%"))
    today = datetime.now().date()
    days = Days(today - timedelta(days=(end - 1) // _PER_DAY), today - timedelta(days=begin // _PER_DAY))
    with engine.begin() as connection:
        for table in (tables.agent_hours, tables.phrase_days, tables.missed_days, tables.lines):
            connection.execute(
                delete(table).where(days.hold(table.c.day)) if "day" in table.c else delete(table)
            )
        _sum_searches(connection, days)


def _sum_searches(connection: Connection, days: Days) -> None:
    rows = tables.searches.c
    picked, missed = rows.phrase != "", rows.phrase == ""

    def count(condition: ColumnElement[bool]) -> ColumnElement[int]:
        return func.sum(case((condition, 1), else_=0))

    hour = (cast(func.floor(rows.at / 3600), Integer) % 24).label("hour")
    measures = {
        "picks": count(picked),
        "edited": count(picked & rows.edited.is_(True)),
        **{
            name: count(picked & (rows.seconds >= low) & (rows.seconds < high))
            for name, (low, high) in zip(tables.CLASSES, tables.CLASS_BOUNDS, strict=True)
        },
    }
    more = {"misses": count(missed), "unnamed": count(missed & (rows.query == ""))}
    of_misses = {"misses": count(missed), "nothing": count(missed & rows.found.is_(False))}
    for table, keys, sums, condition in (
        (tables.agent_hours, (rows.day, rows.agent, rows.shop, hour), measures | more, true()),
        (tables.phrase_days, (rows.day, rows.agent, rows.shop, rows.phrase), measures, picked),
        (tables.missed_days, (rows.day, rows.agent, rows.query), of_misses, missed & (rows.query != "")),
        (
            tables.lines,
            (rows.agent, rows.phrase, rows.query),
            {"picks": func.count(), "last_day": func.max(rows.day)},
            picked,
        ),
    ):
        within = days.hold(rows.day) if "day" in table.c else true()
        names = [key.key for key in keys] + list(sums)
        found = select(*keys, *(one.label(name) for name, one in sums.items())).where(within, condition)
        connection.execute(insert(table).from_select(names, found.group_by(*keys)))


def _print_sizes(engine: Engine) -> None:
    with engine.connect() as connection:
        for table in (
            tables.searches,
            tables.agent_hours,
            tables.phrase_days,
            tables.missed_days,
            tables.lines,
        ):
            count = connection.scalar(select(func.count()).select_from(table))
            if engine.dialect.name == "postgresql":
                size = connection.scalar(text(f"SELECT pg_total_relation_size('{table.name}')"))
            else:
                asked = "SELECT data_length + index_length FROM information_schema.tables"
                where = f"table_schema = database() AND table_name = '{table.name}'"
                size = connection.scalar(text(f"{asked} WHERE {where}"))
            print(f"  {table.name}: {count} rows, {int(size or 0) / 1e6:.0f} MB")


def _time_reports(engine: Engine) -> None:
    since = datetime.now().date() - timedelta(days=29)
    titles = {phrase: phrase for phrase in PHRASES}
    for by in get_args(TeamBy):
        took = []
        for _ in range(3):
            with engine.connect() as connection:
                began = time.perf_counter()
                rows = sum_up(connection, by, Days(since))
                took.append(time.perf_counter() - began)
        print(
            f"  30 days by {by}: {len(rows)} rows, first {took[0] * 1000:.0f}, then {min(took) * 1000:.0f} ms"
        )
    with engine.connect() as connection:
        for what, measure in (
            ("totals, misses and notes of 30 days", lambda: sum_up_all(connection, Days(since))),
            (
                "the whole of stats --team --by phrase",
                lambda: report_team(connection, titles, days=Days(since)),
            ),
            ("the lines that are taught", lambda: sum_up_lines(connection, since - timedelta(days=30))),
            ("without sums: picks and times by phrase", lambda: _without_sums(connection, since)),
        ):
            began = time.perf_counter()
            measure()
            print(f"  {what}: {(time.perf_counter() - began) * 1000:.0f} ms")


def _without_sums(connection: Connection, since: date) -> None:
    """Ask the searches themselves, as a database without our sums would."""
    rows = tables.searches.c
    second = func.floor(rows.seconds)
    connection.execute(
        select(rows.phrase, second, func.count()).where(rows.day >= since).group_by(rows.phrase, second)
    ).all()


# -- kills


def measure_kills(args: argparse.Namespace) -> None:
    """Print what was lost or doubled by so many kills, with connections cut meanwhile."""
    chance = random.Random(5)  # noqa: S311 - nothing secret
    with team_database(args.server) as (server, team), tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "history.db"
        budget = lambda: chance.choice((None, None, chance.randrange(12_000)))  # noqa: E731
        with cutting_proxy(server.port, budget) as proxy:
            through = team.replace(f":{server.port}/", f":{proxy.port}/")
            kept = kill_again_and_again(path, through, args.kills, chance)
        engine = open_engine(Settings(Path(), team=team))
        with engine.connect() as connection:
            early = connection.scalar(select(func.count()).select_from(tables.searches))
        carry_over(engine, path, SENDER)
        found = "; ".join(differences(engine, path)) or "nothing lost, nothing twice, sums right"
        whole = (
            f"{args.server}, {args.kills} kills: {len(kept)} kept for sure, {early} arrived between the kills"
        )
        print(f"{whole}; in the end {found}")


# -- keys


def measure_keys(args: argparse.Namespace) -> None:
    """Print how long finding takes for each key, alone and beside the thread that serves the team, in turns."""
    sys.setswitchinterval(0.001)  # as the screen does
    with team_database(args.server) as (_, team), tempfile.TemporaryDirectory() as folder:
        for name in ("CONFIG", "CACHE", "STATE"):
            os.environ[f"XDG_{name}_HOME"] = folder
        settings = Settings(Path(folder, "settings.yaml"), team=team)
        history = HistoryRecorder(Path(folder, "history.db"))
        chance = random.Random(9)  # noqa: S311 - nothing secret
        workspace = Workspace.open(settings, history=history)
        titles = [
            workspace.phrasebook.index.phrase(number).title
            for number in range(len(workspace.phrasebook.index))
        ]
        gc.freeze()
        took: dict[str, list[float]] = {"alone": [], "beside the team's thread": []}
        for turn in range(args.turns):
            what = list(took)[turn % 2]
            link = TeamLink(settings, Path(folder, "history.db")) if turn % 2 else None
            end = time.monotonic() + 12
            while time.monotonic() < end:
                title = chance.choice(titles)
                for length in range(1, len(title) + 1):
                    began = time.perf_counter()
                    find(workspace, title[:length])
                    took[what].append((time.perf_counter() - began) * 1000)
                    time.sleep(0.03)
                phrase = find(workspace, title).hits[0].phrase.id
                history.add(SearchRecord(int(time.time()), "hanzi", title, phrase, 2.0))
            if link is not None:
                link.close()
                if link.experience.lines:
                    history.take_team(link.experience.lines)
        history.close()
        for what, times in took.items():
            _print_times(f"a key {what} ({len(times)})", times)


_MEASURES = {
    "agents": measure_agents,
    "reports": measure_reports,
    "kills": measure_kills,
    "keys": measure_keys,
}


if __name__ == "__main__":
    main()
