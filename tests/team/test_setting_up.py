"""A team's database is made and brought up to date, and what is wrong with it is said once, in plain words."""

from __future__ import annotations

import contextlib
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from threading import Thread

import pytest
from sqlalchemy import Engine, inspect, select, text

from qreply.cli import run
from qreply.cli.surroundings import describe_team
from qreply.errors import SettingsError
from qreply.history.database import Database
from qreply.history.recorder import HistoryRecorder
from qreply.history.records import SearchRecord
from qreply.runtime import background
from qreply.settings.reader import load_settings
from qreply.settings.settings import Settings
from qreply.storage.locations import history_path, settings_path
from qreply.team import carrier
from qreply.team import team_tables as tables
from qreply.team.carrier import TeamLink, carry_over
from qreply.team.connection import PASSWORD_VARIABLE, open_engine
from qreply.team.faults import TeamError, fault_of
from qreply.team.upgrade import find_version, upgrade
from tests.conftest import MONDAY, until
from tests.support.carriers import SENDER, differences, search_of
from tests.support.cutting_proxy import cutting_proxy
from tests.support.database_servers import GIVEN, PASSWORD, Server, shared_servers
from tests.support.systems import IS_WINDOWS, IS_WINE, needs_posix

AT = int(MONDAY.timestamp())


def connect(server: Server, database: str, **more: object) -> Engine:
    return open_engine(Settings(Path(), team=server.url(database))._replace(**more))  # type: ignore[arg-type]


def expect_whole_libpq(server: Server) -> None:
    """Skip where libpq complains on stderr and sees no file of certificates."""
    if IS_WINE and server.kind == "postgresql":
        pytest.skip("wine has no NtFlushBuffersFileEx, which libpq looks for before it looks at a file")


def make_version(engine: Engine, version: int, monkeypatch: pytest.MonkeyPatch) -> None:
    with monkeypatch.context() as patch:
        patch.setattr(tables, "VERSION", version)
        upgrade(engine)


# -- the tables


def test_two_that_begin_at_once_make_the_tables_once(server: Server, bare: str) -> None:
    found: list[tuple[int, int]] = []
    threads = [Thread(target=lambda: found.append(upgrade(connect(server, bare)))) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(found) == [(0, tables.VERSION), *[(tables.VERSION, tables.VERSION)] * 3]
    with connect(server, bare).connect() as connection:
        assert {table.name for table in tables.metadata.sorted_tables} == set(
            inspect(connection).get_table_names()
        )
        assert find_version(connection) == tables.VERSION


def test_older_tables_are_brought_up_to_date_in_place(
    server: Server, bare: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    engine = connect(server, bare)
    make_version(engine, 1, monkeypatch)
    path = tmp_path / "history.db"
    database = Database(path)
    database.add([search_of(number) for number in range(25)])
    database.close()
    with pytest.raises(TeamError) as refused:
        carry_over(engine, path, SENDER)
    assert refused.value.fault == "older"
    with monkeypatch.context() as patch:  # an agent who carried when version 1 was the newest
        patch.setattr(tables, "VERSION", 1)
        patch.setattr("qreply.team.arrivals._add_notes", lambda *_: None)
        carry_over(engine, path, SENDER)
    assert upgrade(engine) == (1, tables.VERSION)
    assert upgrade(engine) == (tables.VERSION, tables.VERSION)
    assert differences(engine, path) == []


def test_an_upgrade_that_was_cut_off_goes_on(
    server: Server, bare: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    engine = connect(server, bare)
    with monkeypatch.context() as patch:
        patch.setattr("qreply.team.upgrade._gather_notes", lambda _: 1 / 0)
        with pytest.raises(ZeroDivisionError):
            upgrade(engine)
    assert upgrade(engine)[1] == tables.VERSION


def test_tables_of_a_newer_version_are_left_alone(engine: Engine, tmp_path: Path) -> None:
    with engine.begin() as connection:
        connection.execute(tables.team.update().values(version=99))
    for action in (lambda: upgrade(engine), lambda: carry_over(engine, tmp_path / "history.db", SENDER)):
        with pytest.raises(TeamError) as refused:
            action()
        assert refused.value.fault == "newer"


# -- what may be wrong


def break_database(server: Server, database: str, how: str) -> Settings:
    """Let something be wrong with a team's database, and return the settings of an agent who meets it."""
    settings = Settings(Path(), team=server.url(database))
    is_postgresql = server.kind == "postgresql"
    statements = {
        "read-only": f"ALTER DATABASE {database} SET default_transaction_read_only = on",
        "forbidden": "REVOKE ALL ON qreply_searches FROM agent",
        "older": "UPDATE qreply_team SET version = 1",
        "newer": "UPDATE qreply_team SET version = 99",
    }
    match how:
        case "away":
            return settings._replace(team=server.url(database, port=1))
        case "no-database":
            return settings._replace(team=server.url("nowhere"))
        case "refused":
            return settings._replace(team=server.url(database, user="nobody"))
        case "tls":
            option = "sslmode=verify-full" if is_postgresql else "ssl_ca=/nowhere/ca.pem"
            return settings._replace(team=f"{server.url(database)}?{option}")
        case "not-made":
            with server.connect(database).connect() as connection:
                connection.execute(text("DROP TABLE qreply_team"))
        case "slow" | "busy" | "full":
            pass
        case _ if is_postgresql or how in ("older", "newer"):
            with server.connect(database).connect() as connection:
                connection.execute(text(statements[how]))
        case "read-only":
            with server.connect().connect() as connection:
                connection.execute(text("SET GLOBAL read_only = 1"))
        case "forbidden":
            with server.connect().connect() as connection:
                connection.execute(text(f"REVOKE INSERT ON {database}.* FROM agent@'%'"))
    return settings


@pytest.fixture
def breakable(server: Server, how: str, tmp_path: Path) -> Iterator[tuple[Server, str]]:
    """A server and a new database; a server of its own where the fault is the whole server's."""
    with contextlib.ExitStack() as stack:
        if how == "read-only" and server.kind == "mariadb":
            if GIVEN:
                pytest.skip("needs a server of its own")
            server = stack.enter_context(shared_servers(["mariadb"], tmp_path))["mariadb"]
        yield server, stack.enter_context(server.database())


@pytest.fixture
def hurried(monkeypatch: pytest.MonkeyPatch) -> None:
    """A link that goes its rounds without any pause to speak of."""
    monkeypatch.setattr(carrier, "_CALM_SECONDS", 0.0)
    monkeypatch.setattr(carrier, "_ROUND_SECONDS", 0.01)
    monkeypatch.setattr(carrier, "_MAX_PAUSE", 0.01)
    monkeypatch.setattr("qreply.team.connection._LOCK", 1)


@pytest.mark.usefixtures("hurried")
@pytest.mark.parametrize(
    "how",
    ["away", "no-database", "refused", "tls", "read-only", "forbidden", "older", "newer", "not-made"],
)
def test_each_fault_is_one_quiet_notice_and_work_goes_on(
    how: str, breakable: tuple[Server, str], capfd: pytest.CaptureFixture[str]
) -> None:
    expect_whole_libpq(breakable[0])
    upgrade(connect(*breakable))
    failures: list[background.Failure] = []
    stop = background.listen(failures.append)
    notices: list[str] = []
    try:
        settings = break_database(*breakable, how)
        history = HistoryRecorder(history_path(), lambda: MONDAY)
        history.add(search_of(1))
        link = TeamLink(settings, history_path())
        link.notices.listen(notices.append)
        until(lambda: notices)
        history.add(search_of(2))
        time.sleep(0.1)  # some more rounds
        link.close()
        history.close(20)
    finally:
        stop()
    assert len(notices) == 1
    assert notices == [f"团队记录暂时没送出去（{TeamError(how).message}），先记在本机，以后自动补上"]
    database = Database(history_path())
    assert len(database.searches()) == 2
    database.close()
    assert failures == []
    assert "".join(capfd.readouterr()) == ""


def test_what_others_hold_is_waited_for_and_then_put_off(
    server: Server, database: str, engine: Engine, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "history.db"
    history = Database(path)
    history.add([search_of(1), search_of(2)])
    history.close()
    carry_over(engine, path, SENDER)
    history = Database(path)
    history.add([search_of(3)])
    history.close()
    monkeypatch.setattr("qreply.team.connection._LOCK", 1)
    with server.connect(database).connect().execution_options(isolation_level="READ COMMITTED") as holder:
        holder.execute(select(tables.agents).with_for_update())
        with pytest.raises(Exception, match=r"lock|Lock") as refused:
            carry_over(connect(server, database), path, SENDER)
        assert fault_of(refused.value) == "busy"
        holder.rollback()
    assert carry_over(engine, path, SENDER) == 1
    assert differences(engine, path) == []


def test_a_slow_server_ends_a_statement(server: Server, database: str) -> None:
    engine = open_engine(Settings(Path(), team=server.url(database)), patience=1)
    sleep = "pg_sleep(9)" if server.kind == "postgresql" else "sleep(9)"
    with (
        pytest.raises(Exception, match=r"timeout|timed out|interrupted|max_statement_time") as refused,
        engine.connect() as connection,
    ):
        connection.execute(text(f"SELECT {sleep}"))
    assert fault_of(refused.value) == "slow"


class _RefusedError(Exception):
    sqlstate = ""


@pytest.mark.parametrize(
    ("state", "fault"),
    [
        ("53100", "full"),
        ("53300", "busy"),
        ("40P01", "busy"),
        ("57P01", "away"),
        ("08006", "away"),
        ("XX000", "unexpected"),
    ],
)
def test_faults_that_no_test_can_make(state: str, fault: str) -> None:
    refusal = _RefusedError()
    refusal.sqlstate = state
    assert fault_of(refusal) == fault


def test_without_the_libraries_the_notice_says_how_to_get_them(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "sqlalchemy", None)
    for name in [name for name in sys.modules if name.startswith("qreply.team.")]:
        if name not in ("qreply.team.carrier", "qreply.team.experience", "qreply.team.faults"):
            monkeypatch.delitem(sys.modules, name)
    link = TeamLink(Settings(Path(), team="postgresql+psycopg://agent@127.0.0.1/x"), history_path())
    link.close()
    assert link.go_round() == "not-installed"


# -- nobody waits


@pytest.mark.usefixtures("hurried")
def test_neither_keeping_nor_leaving_waits_for_a_network_that_swallows_all(
    server: Server, database: str
) -> None:
    with cutting_proxy(server.port) as proxy:
        proxy.is_mute = True
        link = TeamLink(Settings(Path(), team=server.url(database, port=proxy.port)), history_path())
        history = HistoryRecorder(history_path(), lambda: MONDAY)
        until(lambda: len(proxy.open_sockets))
        began = time.monotonic()
        for number in range(50):
            history.add(search_of(number))
        link.close()
        history.close(20)
        assert time.monotonic() - began < 4  # where connecting has the patience of 5
    kept = Database(history_path())
    assert len(kept.searches()) == 50
    kept.close()


# -- the password


def write_settings(server: Server, database: str, more: str = "", query: str = "") -> None:
    settings_path().parent.mkdir(parents=True, exist_ok=True)
    settings_path().write_text(f"agent: 小李\nteam: {server.url(database)}{query}\n{more}", "utf-8")


def test_the_password_may_stand_in_a_file_that_only_its_user_can_read(
    server: Server, database: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.delenv(PASSWORD_VARIABLE)
    write_settings(server, database, "team-password: password.txt\n")
    place = settings_path().parent / "password.txt"
    place.write_text(f"{PASSWORD}\n", "utf-8")
    if not IS_WINDOWS:  # which has access lists instead
        place.chmod(0o644)
        assert run(["team", "status"]) == 2
        assert f"chmod 600 {place}" in capsys.readouterr().err
    place.chmod(0o600)
    assert run(["team", "status"]) == 0
    capsys.readouterr()


@pytest.mark.parametrize(
    "address",
    [
        "postgresql+psycopg://agent:CANARY@h/d",
        "mysql+pymysql://agent:CANARY@h/d",
        "postgresql+psycopg://h/d?password=CANARY",
        "mysql+pymysql://h/d?ssl_ca=x&passwd=CANARY",
        "oracle://agent:CANARY@h/d",
        "CANARY",
    ],
)
def test_a_password_in_the_settings_is_refused_and_never_shown(address: str, tmp_path: Path) -> None:
    path = tmp_path / "settings.yaml"
    path.write_text(f"team: {address}\n", "utf-8")
    with pytest.raises(SettingsError) as refused:
        load_settings(path)
    assert "CANARY" not in refused.value.message + refused.value.hint
    assert ":1:7" in refused.value.message


@pytest.mark.parametrize("how", ["right", "refused", "away"])
def test_the_password_shows_nowhere(  # noqa: PLR0917
    how: str,
    server: Server,
    database: str,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capfd: pytest.CaptureFixture[str],
) -> None:
    if how == "refused":
        monkeypatch.setenv(PASSWORD_VARIABLE, f"{PASSWORD}!")
    settings = Settings(Path(), team=server.url(database, port=1 if how == "away" else 0))
    write_settings(server, database)
    settings_path().write_text(f"team: {settings.team}\n", "utf-8")
    Database(history_path()).close()
    for command in ("status", "init", "send"):
        assert (run(["team", command]) == 0) == (how == "right")
    link = TeamLink(settings, history_path())
    link.go_round()
    link.close()
    said = "\n".join([*describe_team(settings), *capfd.readouterr()])
    kept = [path for path in tmp_path.rglob("*") if path.is_file()]
    assert "s3cret" not in said
    assert "s3cret" not in "".join(path.read_text("utf-8", "replace") for path in kept)
    assert "团队数据库" in said


@needs_posix("list of processes in /proc")
def test_the_password_is_in_no_list_of_processes(server: Server, database: str) -> None:
    write_settings(server, database)
    with subprocess.Popen(
        [sys.executable, "-m", "qreply", "team", "status"], stdout=subprocess.PIPE, stderr=subprocess.STDOUT
    ) as process:
        place = Path(f"/proc/{process.pid}/cmdline")
        assert process.stdout is not None
        listed = b"team" if not place.exists() else b""
        while not listed and process.poll() is None:  # it is listed a moment after it was started
            listed = place.read_bytes()
        said = process.stdout.read()
    assert b"team" in listed
    assert b"s3cret" not in listed + said


def test_a_refused_search_shows_in_no_error(server: Server, database: str) -> None:
    with pytest.raises(Exception) as refused, connect(server, database).begin() as connection:  # noqa: PT011
        connection.execute(tables.searches.insert(), [{"uid": b"1", "query": "金丝雀" * 50, "phrase": "x"}])
    assert "金丝雀" not in str(refused.value)


# -- TLS


def test_tls_options_pass_through(server: Server, database: str, capsys: pytest.CaptureFixture[str]) -> None:
    expect_whole_libpq(server)
    if not server.certificate:
        pytest.skip("not installed: openssl")
    options = {"postgresql": "sslmode=verify-full&sslrootcert=", "mariadb": "ssl_check_hostname=true&ssl_ca="}
    write_settings(server, database, query=f"?{options[server.kind]}{server.certificate}")
    assert run(["team", "status"]) == 0
    assert "已加密" in capsys.readouterr().out
    other = server.certificate.with_name("data")  # which is no certificate
    write_settings(server, database, query=f"?{options[server.kind]}{other}")
    assert run(["team", "status"]) == 1
    assert "加密连接没有建立起来" in capsys.readouterr().err


# -- commands


def test_from_one_agent_to_a_team_by_commands(
    server: Server, bare: str, capsys: pytest.CaptureFixture[str]
) -> None:
    write_settings(server, bare)
    assert run(["team", "status"]) == 1
    assert "qreply team init" in capsys.readouterr().err
    assert run(["team", "init"]) == 0
    history = Database(history_path())
    history.add([SearchRecord(AT, "hanzi", "什么时候发货", "logistics/ship-when", 3.5), search_of(3)])
    history.close()
    capsys.readouterr()
    assert run(["team", "status"]) == 0
    said = capsys.readouterr().out
    assert "本机还有 2 条没送" in said
    assert "什么时候发货" in said
    assert run(["team", "send"]) == 0
    assert run(["team", "status"]) == 0
    assert "本机的都送到了" in capsys.readouterr().out
    assert "本机的都送到了" in "".join(describe_team(load_settings(settings_path())))


def test_where_no_history_is_kept_none_is_made(
    server: Server, database: str, capsys: pytest.CaptureFixture[str]
) -> None:
    write_settings(server, database, "history: off\n")
    for command in ("status", "send"):
        assert run(["team", command]) == 0
    assert "history: off" in capsys.readouterr().out
    assert "本机的都送到了" in "".join(describe_team(load_settings(settings_path())))
    assert not history_path().exists()


def test_without_a_team_the_command_says_how_to_begin(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["team", "status"]) == 2
    assert "docs/team" in capsys.readouterr().err
