"""What the history holds goes over to the team: all of it, each search once, whatever happens on the way."""

from __future__ import annotations

import random
import shutil
from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path
from threading import Thread

import pytest
from sqlalchemy import Engine, delete, select
from sqlalchemy.exc import SQLAlchemyError

from qreply.history.database import Database
from qreply.history.outbox import Outbox
from qreply.history.records import SearchRecord
from qreply.settings.settings import Settings
from qreply.team import arrivals
from qreply.team import team_tables as tables
from qreply.team.carrier import carry_over, sender_of
from qreply.team.connection import open_engine
from qreply.team.upgrade import upgrade
from tests.conftest import MONDAY
from tests.support.carriers import SENDER, differences, kill_again_and_again, search_of
from tests.support.cutting_proxy import cutting_proxy
from tests.support.database_servers import Server
from tests.support.systems import needs_posix

AT = int(MONDAY.timestamp())
PICK = SearchRecord(AT, "hanzi", "什么时候发货", "logistics/ship-when", 3.5, shop="旗舰店")
MISS = SearchRecord(AT + 60, "hanzi", "能开专票吗", found=False)
UNNAMED = SearchRecord(AT + 70, "pasted", found=False)
NOTE = SearchRecord(AT + 90, "noted", "能开专票吗", found=False)
ALL = (PICK, MISS, UNNAMED, NOTE)

KILLS = 6
CUTS = 12


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "state" / "history.db"


def keep(path: Path, *searches: SearchRecord) -> None:
    database = Database(path)
    database.add(searches)
    database.close()


def rows(engine: Engine) -> Sequence[tuple[object, ...]]:
    columns = tables.searches.c
    wanted = ("at", "kind", "query", "phrase", "seconds", "found", "shop")
    with engine.connect() as connection:
        return [tuple(row) for row in connection.execute(select(*(columns[name] for name in wanted)))]


def test_all_that_the_history_holds_goes_over_once(engine: Engine, settings: Settings, path: Path) -> None:
    keep(path, *ALL)
    sender = sender_of(settings)
    assert carry_over(engine, path, sender, batch=3) == 4
    assert carry_over(engine, path, sender) == 0
    assert sorted(rows(engine), key=str) == sorted(
        ((one.at, one.kind, one.query, one.phrase, one.seconds, one.found, one.shop) for one in ALL), key=str
    )
    keep(path, PICK)  # the same again, which is another search
    assert carry_over(engine, path, sender) == 1
    assert differences(engine, path) == []


def test_what_was_kept_before_there_was_a_team_goes_too(engine: Engine, path: Path) -> None:
    keep(path, *map(search_of, range(50)))
    Outbox(path).close()
    keep(path, *map(search_of, range(50, 60)))
    assert carry_over(engine, path, SENDER, batch=7) == 60
    assert differences(engine, path) == []


def test_a_month_offline_follows_later(engine: Engine, path: Path) -> None:
    keep(path, *(search_of(number)._replace(at=AT + number * 3600) for number in range(24 * 30)))
    assert carry_over(engine, path, SENDER) == 24 * 30
    assert differences(engine, path) == []


def test_a_batch_that_arrived_unnoticed_counts_once(
    engine: Engine, path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As where the program is killed, or the line cut, between the server's commit and our note of it."""
    keep(path, *map(search_of, range(30)))
    with monkeypatch.context() as patch:
        patch.setattr(Outbox, "mark", lambda *_: 1 / 0)
        with pytest.raises(ZeroDivisionError):
            carry_over(engine, path, SENDER, batch=20)
    assert carry_over(engine, path, SENDER) == 10
    assert differences(engine, path) == []


def test_a_batch_is_there_whole_or_not_at_all(
    engine: Engine, path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    keep(path, *map(search_of, range(30)))
    with monkeypatch.context() as patch:
        patch.setattr(arrivals, "_add_notes", lambda *_: 1 / 0)
        with pytest.raises(ZeroDivisionError):
            carry_over(engine, path, SENDER)
    assert rows(engine) == []
    assert carry_over(engine, path, SENDER) == 30
    assert differences(engine, path) == []


def test_a_connection_may_be_cut_at_any_byte(
    engine: Engine, settings: Settings, server: Server, database: str, path: Path
) -> None:
    Outbox(path).close()
    with cutting_proxy(server.port) as proxy:
        through = open_engine(settings._replace(team=server.url(database, port=proxy.port)))
        keep(path, search_of(0))
        carry_over(through, path, SENDER)
        whole = proxy.passed
        failed = 0
        for number in range(1, CUTS + 1):
            keep(path, search_of(number))
            limit = whole * number // CUTS - 30
            proxy.budget = partial(int, limit)
            try:
                carry_over(through, path, SENDER)
            except (SQLAlchemyError, OSError):
                failed += 1
    assert failed > CUTS // 2
    carry_over(engine, path, SENDER)
    assert differences(engine, path) == []


@needs_posix("fork")
def test_nothing_is_lost_or_doubled_by_kills_and_cuts(
    engine: Engine, server: Server, database: str, path: Path
) -> None:
    chance = random.Random(11)
    with cutting_proxy(server.port, lambda: chance.choice((None, None, chance.randrange(12_000)))) as proxy:
        kept = kill_again_and_again(path, server.url(database, port=proxy.port), KILLS, chance)
    arrived_early = len(rows(engine))
    carry_over(engine, path, SENDER)
    assert differences(engine, path) == []
    assert {search_of(number).at for number in kept} <= {row[0] for row in rows(engine)}
    assert arrived_early


def test_two_that_carry_the_same_history_at_once_send_it_once(engine: Engine, path: Path) -> None:
    keep(path, *map(search_of, range(400)))
    copy = path.with_name("restored.db")  # from a backup, or on a cloned machine
    Outbox(path).close()
    shutil.copy(path, copy)
    sent: list[int] = []
    threads = [
        Thread(target=lambda place=place: sent.append(carry_over(engine, place, SENDER, batch=25)))
        for place in (path, path, copy)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sum(sent) == 400
    assert differences(engine, path) == []


def test_what_was_erased_before_it_went_never_goes(engine: Engine, path: Path) -> None:
    keep(path, PICK)
    carry_over(engine, path, SENDER)
    keep(path, MISS)
    outbox = Outbox(path)
    outgoing = outbox.pending(9)
    outbox.erase()
    keep(path, NOTE)  # which takes the first row again
    outbox.mark(outgoing)
    outbox.close()
    carry_over(engine, path, SENDER)
    assert sorted(row[1:3] for row in rows(engine)) == [("hanzi", PICK.query), ("noted", NOTE.query)]


def test_another_database_gets_everything(
    engine: Engine, settings: Settings, server: Server, path: Path
) -> None:
    keep(path, *ALL)
    carry_over(engine, path, SENDER)
    with server.database() as other:
        moved = open_engine(settings._replace(team=server.url(other)))
        upgrade(moved)
        assert carry_over(moved, path, SENDER) == len(ALL)
        assert differences(moved, path) == []
    assert carry_over(engine, path, SENDER) == 0


def test_a_database_from_a_backup_gets_what_it_lacks(engine: Engine, path: Path) -> None:
    """As the docs say for after a restore: another id makes it a new database to every machine."""
    keep(path, *map(search_of, range(40)))
    carry_over(engine, path, SENDER)
    with engine.begin() as connection:
        for table in tables.metadata.sorted_tables:  # the backup is of before any arrived
            connection.execute(delete(table))
    assert upgrade(engine) == (0, tables.VERSION)
    assert carry_over(engine, path, SENDER) == 40
    with engine.begin() as connection:  # and one of after
        connection.execute(delete(tables.team))
    upgrade(engine)
    assert carry_over(engine, path, SENDER) == 0
    assert differences(engine, path) == []


@pytest.mark.parametrize(
    "odd",
    [
        PICK._replace(query="半个\ud83d"),
        PICK._replace(query="零\0零"),
        PICK._replace(phrase="a/" + "很" * 300),
        PICK._replace(query="a\\b'c\";--%s %(x)s :x"),
        PICK._replace(query=" 前后空格 "),
        PICK._replace(shop="店" * 90),
        PICK._replace(seconds=1e300),
        PICK._replace(at=0),
    ],
)
def test_odd_searches_hold_nothing_up(engine: Engine, path: Path, odd: SearchRecord) -> None:
    keep(path, MISS)
    outbox = Outbox(path)
    batch = [*outbox.pending(1), *outbox.pending(1), *outbox.pending(1)]
    outbox.close()
    batch[1] = batch[1]._replace(uid=bytes(15) + b"1", search=odd)
    batch[2] = batch[2]._replace(uid=bytes(15) + b"2", search=None)
    with engine.begin() as connection:
        assert arrivals.put_batch(connection, SENDER, batch, AT) == 2
    assert len(rows(engine)) == 2


def test_a_search_that_the_server_does_not_take_is_left_out(
    engine: Engine, path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    keep(path, *ALL)
    monkeypatch.setattr(arrivals, "_fit", lambda text, _: text * (100 if text == MISS.query else 1))
    carry_over(engine, path, SENDER)
    assert len(rows(engine)) == 2
    outbox = Outbox(path)
    assert outbox.backlog().waiting == 0
    outbox.close()


@pytest.fixture
def names(engine: Engine) -> Callable[[], list[str | None]]:
    def read() -> list[str | None]:
        with engine.connect() as connection:
            return list(connection.scalars(select(tables.agents.c.name)))

    return read


def test_the_name_goes_only_with_those_who_agree(
    engine: Engine, settings: Settings, path: Path, names: Callable[[], list[str | None]]
) -> None:
    for agreed, expected in ((False, None), (True, "小李"), (False, None)):
        keep(path, PICK)
        carry_over(engine, path, sender_of(settings._replace(share_name=agreed)))
        assert names() == [expected]


def test_one_agent_does_not_wait_for_another(engine: Engine, path: Path) -> None:
    keep(path, *map(search_of, range(9)))
    outbox = Outbox(path)
    batch = outbox.pending(9)
    outbox.close()
    with engine.connect() as slow, engine.connect() as quick:
        arrivals.put_batch(slow, SENDER, batch[:5], AT)  # and its transaction stays open
        assert arrivals.put_batch(quick, arrivals.Sender("d" * 32), batch[5:], AT) == 4
        quick.commit()
        slow.commit()
    assert len(rows(engine)) == 9
