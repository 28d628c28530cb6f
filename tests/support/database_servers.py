"""Real database servers of one's own, for the team's tests and benchmarks: on loopback, as a user who is not root."""

from __future__ import annotations

import contextlib
import json
import os
import secrets
import shutil
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any, NamedTuple

from sqlalchemy import URL, Engine, NullPool, create_engine, make_url, text
from sqlalchemy.exc import SQLAlchemyError

PASSWORD = "s3cret-canary-密码"  # noqa: S105 - of servers that live for minutes
"""Of the role `agent`; no message, log or list of processes may ever show it."""

GIVEN = os.environ.get("QREPLY_TEST_SERVERS", "")
"""Where to find the addresses of servers that run elsewhere, for a system on which none can be started."""

_CHIEF = "chief"  # the role, and its password, that has all rights where no socket can be reached
_STARTING = 30.0  # seconds


class Server(NamedTuple):
    """A running server; `admin` reaches it with all rights, by a socket."""

    kind: str
    driver: str
    port: int
    admin: URL
    certificate: Path | None
    pid: int = 0

    def connect(self, database: str = "") -> Engine:
        """An engine with all rights, on `database`."""
        url = self.admin.set(database=database) if database else self.admin
        return create_engine(url, poolclass=NullPool, isolation_level="AUTOCOMMIT")

    def url(self, database: str, user: str = "agent", port: int = 0) -> str:
        """What a team's settings would say: loopback, without the password."""
        url = URL.create(self.driver, user, None, "127.0.0.1", port or self.port, database)
        return url.render_as_string(hide_password=False)

    def dump(self, database: str) -> bytes:
        """All that is in a database, as its own tool writes it."""
        if self.kind == "postgresql":
            place = ["-h", str(self.admin.query["host"]), "-p", str(self.port), "-U", "admin"]
            command = [find_tool("pg_dump"), *place, "--inserts", database]
        else:
            place = ["-S", str(self.admin.query["unix_socket"]), "-u", "root"]
            command = [find_tool("mariadb-dump"), *place, "--skip-extended-insert", database]
        return subprocess.run(command, check=True, capture_output=True).stdout

    @contextlib.contextmanager
    def database(self) -> Iterator[str]:
        """A new, empty database that belongs to `agent`; it is dropped at the end."""
        name = f"team_{secrets.token_hex(6)}"
        engine = self.connect()
        with engine.connect() as connection:
            if self.kind == "postgresql":
                connection.execute(text(f"CREATE DATABASE {name} OWNER agent"))
            else:
                connection.execute(text(f"CREATE DATABASE {name} CHARACTER SET utf8mb4"))
                connection.execute(text(f"GRANT ALL ON {name}.* TO agent@'%'"))
        try:
            yield name
        finally:
            with engine.connect() as connection:
                force = " WITH (FORCE)" if self.kind == "postgresql" else ""
                connection.execute(text(f"DROP DATABASE {name}{force}"))


def find_tool(name: str) -> str:
    """The path of a server's program, also where Debian keeps those of PostgreSQL; "" if it is not installed."""
    versions = sorted(Path("/usr/lib/postgresql").glob("*/bin"), reverse=True)
    places = [os.environ.get("PATH", ""), "/usr/sbin", *map(str, versions)]
    return shutil.which(name, path=os.pathsep.join(places)) or ""


def missing_server(kind: str) -> str:
    """Why there is no server of that kind, as a reason to skip; empty if there can be one."""
    if GIVEN:
        return "" if _address(Path(GIVEN), kind).exists() else f"not given: a server of {kind}"
    if sys.platform == "win32":
        return "servers are started as another user, which Windows does otherwise"
    tools = {"postgresql": ("initdb", "postgres"), "mariadb": ("mariadbd", "mariadb-install-db")}[kind]
    absent = [tool for tool in tools if not find_tool(tool)]
    return f"not installed: {', '.join(absent)}" if absent else ""


@contextlib.contextmanager
def start_server(kind: str, *, durable: bool = False, options: Sequence[str] = ()) -> Iterator[Server]:
    """Start a server in a new folder and stop it at the end; `durable` writes as a shop's would."""
    account = _account(kind)
    # Not under pytest's own folder, which other users may not enter.
    folder = Path(tempfile.mkdtemp(prefix=f"qreply-{kind}-", dir="/tmp"))
    try:
        certificate = _make_certificate(folder)
        if account:
            for path in (folder, *folder.iterdir()):
                shutil.chown(path, account, account if kind == "mariadb" else None)
        start = {"postgresql": _start_postgresql, "mariadb": _start_mariadb}[kind]
        process, server = start(folder, account, certificate, durable, options)
        try:
            yield server._replace(pid=process.pid)
        finally:
            process.terminate()
            try:
                process.wait(30)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()
    finally:
        shutil.rmtree(folder, ignore_errors=True)


@contextlib.contextmanager
def shared_servers(kinds: Sequence[str], folder: Path) -> Iterator[dict[str, Server]]:
    """Servers that all processes share that name the same folder: the first starts them, the last stops them.

    Processes of their own hold them; each user holds a lock on a file, by which those see when none is left. Those that
    are given are held by somebody else.
    """
    if GIVEN or not kinds:
        yield {kind: _read_server(_address(Path(GIVEN), kind)) for kind in kinds}
        return
    import fcntl

    with (folder / "servers.lock").open("w") as lock, (folder / "servers.lease").open("w") as lease:
        fcntl.flock(lock, fcntl.LOCK_EX)
        fcntl.flock(lease, fcntl.LOCK_SH)
        absent = [kind for kind in kinds if not _address(folder, kind).exists()]
        for kind in absent:
            subprocess.run(
                [sys.executable, "-m", __name__, kind, str(folder)],
                cwd=Path(__file__).parents[2],
                stdin=subprocess.DEVNULL,
                stdout=subprocess.DEVNULL,
                stderr=subprocess.DEVNULL,
                check=True,
            )
        end = time.monotonic() + 2 * _STARTING
        while not all(_address(folder, kind).exists() for kind in kinds):
            if time.monotonic() > end:
                raise RuntimeError("the servers did not start")
            time.sleep(0.05)
        fcntl.flock(lock, fcntl.LOCK_UN)
        yield {kind: _read_server(_address(folder, kind)) for kind in kinds}


def _hold(kind: str, folder: Path) -> None:
    """Start a server, and stop it when nobody has the lease any more; in a process that nobody waits for."""
    import fcntl

    if os.fork():
        os._exit(0)
    os.setsid()
    address = _address(folder, kind)
    with start_server(kind) as server:
        fields = [server.kind, server.driver, server.port, server.admin.render_as_string(hide_password=False)]
        draft = address.with_suffix(".draft")
        draft.write_text(json.dumps([*fields, str(server.certificate or "")]), encoding="utf-8")
        draft.rename(address)
        with contextlib.suppress(OSError), (folder / "servers.lease").open("w") as lease:
            fcntl.flock(lease, fcntl.LOCK_EX)
        address.unlink(missing_ok=True)


def _address(folder: Path, kind: str) -> Path:
    return folder / f"{kind}.json"


def _read_server(address: Path) -> Server:
    kind, driver, port, url, certificate = json.loads(address.read_text("utf-8"))
    admin = make_url(url)
    if sys.platform == "win32":  # wine shows the files of the system that the server runs on
        admin = URL.create(driver, _CHIEF, _CHIEF, "127.0.0.1", port, admin.database)
    return Server(kind, driver, port, admin, Path(certificate).absolute() if certificate else None)


def _account(kind: str) -> str | None:
    """The user that the server runs as; None is ourselves, unless that is root."""
    if os.geteuid():
        return None
    import pwd

    known = {entry.pw_name for entry in pwd.getpwall()}
    return next(name for name in ("postgres" if kind == "postgresql" else "mysql", "nobody") if name in known)


def _as(account: str | None) -> dict[str, Any]:
    return {"user": account, "extra_groups": []} if account else {}


def _make_certificate(folder: Path) -> Path | None:
    """A certificate for 127.0.0.1 that nobody else has signed; its key stands beside it."""
    if not shutil.which("openssl"):
        return None
    subprocess.run(
        [
            "openssl",
            "req",
            "-x509",
            "-newkey",
            "ec",
            "-pkeyopt",
            "ec_paramgen_curve:prime256v1",
            "-nodes",
            "-days",
            "2",
            "-subj",
            "/CN=127.0.0.1",
            "-addext",
            "subjectAltName=IP:127.0.0.1",
            "-keyout",
            str(folder / "server.key"),
            "-out",
            str(folder / "server.crt"),
        ],
        check=True,
        capture_output=True,
    )
    (folder / "server.key").chmod(0o600)
    folder.chmod(0o755)
    return folder / "server.crt"


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


_Started = tuple[subprocess.Popen[bytes], Server]


def _start_postgresql(
    folder: Path, account: str | None, certificate: Path | None, durable: bool, options: Sequence[str]
) -> _Started:
    data, port = folder / "data", _free_port()
    subprocess.run(
        [
            find_tool("initdb"),
            "-D",
            str(data),
            "-U",
            "admin",
            "-E",
            "UTF8",
            "--locale=C",
            "--no-sync",
            "--auth-local=trust",
            "--auth-host=scram-sha-256",
        ],
        check=True,
        capture_output=True,
        **_as(account),
    )
    settings = {"listen_addresses": "127.0.0.1", "port": port, "unix_socket_directories": folder}
    if certificate:
        settings |= {"ssl": "on", "ssl_cert_file": certificate, "ssl_key_file": folder / "server.key"}
    if not durable:
        settings |= {"fsync": "off", "synchronous_commit": "off", "full_page_writes": "off"}
    words = [word for name, value in settings.items() for word in ("-c", f"{name}={value}")]
    process = _spawn([find_tool("postgres"), "-D", str(data), *words, *options], folder, account)
    admin = URL.create(
        "postgresql+psycopg", "admin", database="postgres", port=port, query={"host": str(folder)}
    )
    server = Server("postgresql", "postgresql+psycopg", port, admin, certificate)
    statements = [
        f"CREATE ROLE agent LOGIN PASSWORD '{PASSWORD}'",
        f"CREATE ROLE {_CHIEF} LOGIN SUPERUSER PASSWORD '{_CHIEF}'",
    ]
    _begin(process, server, statements, folder)
    return process, server


def _start_mariadb(
    folder: Path, account: str | None, certificate: Path | None, durable: bool, options: Sequence[str]
) -> _Started:
    data, port, place = folder / "data", _free_port(), folder / "socket"
    small = ["--no-defaults", f"--datadir={data}", "--innodb-log-file-size=16M"]
    subprocess.run(
        [
            find_tool("mariadb-install-db"),
            *small,
            "--auth-root-authentication-method=normal",
            "--skip-test-db",
            "--skip-name-resolve",
            "--force",
        ],
        check=True,
        capture_output=True,
        **_as(account),
    )
    words = [*small, f"--socket={place}", f"--port={port}", "--bind-address=127.0.0.1", "--skip-name-resolve"]
    words += [f"--pid-file={folder / 'pid'}", "--skip-log-bin", "--innodb-fast-shutdown=1"]
    words += [f"--tmpdir={folder}"]  # another that starts would clear what it shares
    if certificate:
        words += [f"--ssl-cert={certificate}", f"--ssl-key={folder / 'server.key'}"]
    if not durable:
        words += ["--innodb-flush-log-at-trx-commit=0", "--innodb-doublewrite=0", "--sync-binlog=0"]
    process = _spawn([find_tool("mariadbd"), *words, *options], folder, account)
    admin = URL.create("mysql+pymysql", "root", host="localhost", query={"unix_socket": str(place)})
    server = Server("mariadb", "mysql+pymysql", port, admin, certificate)
    statements = [
        f"CREATE USER agent@'%' IDENTIFIED BY '{PASSWORD}'",
        f"CREATE USER {_CHIEF}@'%' IDENTIFIED BY '{_CHIEF}'",
        f"GRANT ALL ON *.* TO {_CHIEF}@'%' WITH GRANT OPTION",
    ]
    _begin(process, server, statements, folder)
    return process, server


def _spawn(command: list[str], folder: Path, account: str | None) -> subprocess.Popen[bytes]:
    with (folder / "log").open("wb") as log:
        return subprocess.Popen(
            command, cwd=folder, stdin=subprocess.DEVNULL, stdout=log, stderr=log, **_as(account)
        )


def _begin(process: subprocess.Popen[bytes], server: Server, statements: Sequence[str], folder: Path) -> None:
    """Wait until the server answers, and run `statements`."""
    end = time.monotonic() + _STARTING
    while True:
        try:
            with server.connect().connect() as connection:
                for statement in statements:
                    connection.execute(text(statement))
        except SQLAlchemyError:
            if process.poll() is not None or time.monotonic() > end:
                process.kill()
                raise RuntimeError(f"{server.kind} did not start: {(folder / 'log').read_text()}") from None
            time.sleep(0.05)
        else:
            return


if __name__ == "__main__":
    _hold(sys.argv[1], Path(sys.argv[2]))
