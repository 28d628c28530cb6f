"""The way to a team's database: address, password from where it is safe, patience that ends."""

from __future__ import annotations

import logging
import os
from pathlib import Path
from typing import Any

from sqlalchemy import URL, Engine, NullPool, create_engine, event, make_url
from sqlalchemy.exc import ArgumentError, SQLAlchemyError

from qreply.errors import SettingsError, reason_of
from qreply.i18n import t
from qreply.settings.settings import Settings
from qreply.storage.regular_file import read_regular
from qreply.team.faults import TeamError

PASSWORD_VARIABLE = "QREPLY_TEAM_PASSWORD"  # noqa: S105 - the name of a variable
_CONNECTING = 5  # seconds
_STATEMENT = 20  # seconds for one statement, but for those of reports
_LOCK = 5  # seconds for a row that another holds
_IDLE = 60  # seconds after which the server lets go of a client that was cut off in a transaction
_MAX_PASSWORD = 4096
_TLS_FILES = ("ssl_ca", "ssl_cert", "ssl_key")  # of PyMySQL, which takes their absence for the server's
_LOGGERS = ("psycopg", "pymysql", "sqlalchemy")


def open_engine(settings: Settings, *, patience: int = _STATEMENT) -> Engine:
    """Return an engine for the settings' `team`.

    Nothing is connected yet, and connections are not kept. `patience` is for one statement, in seconds. Raises
    TeamError where the extra is missing, SettingsError for an address or a password that cannot be used.
    """
    try:
        url = make_url(settings.team)
    except (ArgumentError, ValueError) as error:
        raise SettingsError(t("team.bad-address"), t("team.bad-address.hint")) from error
    password = find_password(settings)
    try:
        return _engine(url, password, patience)
    except ImportError as error:
        raise TeamError("not-installed") from error
    except (SQLAlchemyError, TypeError, ValueError) as error:
        raise SettingsError(t("team.bad-address"), t("team.bad-address.hint")) from error


def _engine(url: URL, password: str | None, patience: int) -> Engine:
    for name in _LOGGERS:  # which would write to the terminal, over the screen
        logger = logging.getLogger(name)
        logger.addHandler(logging.NullHandler())
        logger.propagate = False
    arguments: dict[str, Any] = {}
    if url.get_backend_name() == "postgresql":
        arguments |= {"connect_timeout": _CONNECTING, "tcp_user_timeout": patience * 1000}
        arguments |= {"keepalives_idle": 10, "keepalives_interval": 5, "keepalives_count": 3}
        # A name that statements were prepared under means another backend behind a pooler.
        arguments |= {"prepare_threshold": None, "application_name": "qreply"}
        limits = {"statement": patience, "lock": _LOCK, "idle_in_transaction_session": _IDLE}
        calls = (f"set_config('{name}_timeout', '{value}s', false)" for name, value in limits.items())
        prepare = f"SELECT {', '.join(calls)}"  # all in one, since each agent connects twice a minute
    else:
        waiting = patience + _LOCK
        arguments |= {"connect_timeout": _CONNECTING, "read_timeout": waiting, "write_timeout": waiting}
        arguments |= {"charset": "utf8mb4"}
        prepare = f"SET SESSION innodb_lock_wait_timeout = {_LOCK}, SESSION wait_timeout = {_IDLE}"
        for name in _TLS_FILES:
            if name in url.query and not Path(str(url.query[name])).is_file():
                raise TeamError("tls")
    # What the address says goes on to the driver, TLS options above all, and beats what is ours.
    arguments = {name: value for name, value in arguments.items() if name not in url.query}
    if password is not None:
        # In bytes, since PyMySQL takes letters for Latin-1.
        is_mysql = url.get_backend_name() != "postgresql"
        arguments["password"] = password.encode() if is_mysql else password
    engine = create_engine(
        url,
        poolclass=NullPool,
        isolation_level="READ COMMITTED",
        connect_args=arguments,
        hide_parameters=True,  # they are what customers said
    )

    @event.listens_for(engine, "connect")
    def prepare_connection(connection: Any, _record: object) -> None:
        with connection.cursor() as cursor:
            cursor.execute(prepare)
        connection.commit()

    return engine


def find_password(settings: Settings) -> str | None:
    """Return the password from the environment, else from the settings' file for it.

    Returns None if neither has one. Raises SettingsError for a file that others can read.
    """
    if given := os.environ.get(PASSWORD_VARIABLE):
        return given
    path = settings.team_password
    return None if path is None else _read_password(path)


def _read_password(path: Path) -> str:
    try:
        data = read_regular(path, _MAX_PASSWORD)
        status = path.stat()
    except OSError as error:
        raise SettingsError(t("command.cannot-read", path=path, reason=reason_of(error))) from error
    if os.name == "posix" and (status.st_mode & 0o077 or status.st_uid not in (os.geteuid(), 0)):
        raise SettingsError(t("team.open-password", path=path), t("team.open-password.hint", path=path))
    try:
        return data.decode("utf-8-sig").strip("\r\n")
    except UnicodeDecodeError as error:
        raise SettingsError(t("team.bad-password", path=path)) from error


def describe_address(settings: Settings) -> str:
    """Return the address as it may be shown: without a password, and without options."""
    url = make_url(settings.team)
    shown = URL.create(url.drivername, url.username, None, url.host, url.port, url.database)
    return shown.render_as_string()
