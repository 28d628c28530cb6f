"""Both servers, started once for all processes that test, and an empty team's database for each test."""

from __future__ import annotations

import contextlib
import os
import secrets
import ssl
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from sqlalchemy import Engine, delete, insert, text

from qreply.settings.settings import Settings
from qreply.team import team_tables as tables
from qreply.team.connection import PASSWORD_VARIABLE, open_engine
from qreply.team.upgrade import upgrade
from tests.support.database_servers import PASSWORD, Server, missing_server, shared_servers

KINDS = ("postgresql", "mariadb")


@pytest.fixture(scope="session")
def _servers(tmp_path_factory: pytest.TempPathFactory) -> Iterator[dict[str, Server]]:
    base = tmp_path_factory.getbasetemp()
    folder = base.parent if os.environ.get("PYTEST_XDIST_WORKER") else base
    with shared_servers([kind for kind in KINDS if not missing_server(kind)], folder) as found:
        yield found


@pytest.fixture(params=KINDS)
def server(request: pytest.FixtureRequest) -> Server:
    """Each kind of server in turn."""
    if reason := missing_server(request.param):
        pytest.skip(reason)
    servers: dict[str, Server] = request.getfixturevalue("_servers")
    return servers[request.param]


@pytest.fixture(autouse=True)
def _password(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(PASSWORD_VARIABLE, PASSWORD)


@pytest.fixture(autouse=True, scope="session")
def _without_the_systems_authorities() -> Iterator[None]:
    """Servers of ours have no certificate of theirs, and PyMySQL would read them all for each connection."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(ssl.SSLContext, "load_default_certs", lambda *_: None)
        yield


@pytest.fixture(scope="session")
def _databases(_servers: dict[str, Server]) -> Iterator[Callable[[Server], str]]:
    """For each server a database with tables, made when it is first asked for."""
    with contextlib.ExitStack() as stack:
        names: dict[str, str] = {}

        def get(server: Server) -> str:
            if server.kind not in names:
                names[server.kind] = stack.enter_context(server.database())
                upgrade(open_engine(Settings(Path(), team=server.url(names[server.kind]))))
            return names[server.kind]

        yield get


@pytest.fixture
def database(server: Server, _databases: Callable[[Server], str]) -> str:
    """A database with the tables, all empty."""
    name = _databases(server)
    with server.connect(name).begin() as connection:
        for table in tables.metadata.sorted_tables:
            # Deleted rows stay marked in MariaDB for a moment, and hold up who inserts beside them.
            is_short = table is tables.agents
            connection.execute(text(f"TRUNCATE TABLE {table.name}") if is_short else delete(table))
        connection.execute(insert(tables.team).values(id=secrets.token_hex(16), version=tables.VERSION))
    return name


@pytest.fixture
def bare(server: Server) -> Iterator[str]:
    """A database without tables."""
    with server.database() as name:
        yield name


@pytest.fixture
def settings(server: Server, database: str) -> Settings:
    """An agent's settings for that database."""
    return Settings(Path("settings.yaml"), agent="小李", team=server.url(database))


@pytest.fixture
def engine(settings: Settings) -> Engine:
    """The way to that database, with the tables made and empty."""
    return open_engine(settings)
