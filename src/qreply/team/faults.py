"""What may be wrong with a team's database, by the servers' own codes, in plain words.

An error of a driver may hold a password or a customer's words: nothing but its kind is ever told.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from qreply.errors import QReplyError
from qreply.i18n import t

# PostgreSQL's SQLSTATEs, or their first two characters.
_STATES = {
    "08": "away",
    "25006": "read-only",
    "28": "refused",
    "3D": "no-database",
    "40": "busy",
    "42501": "forbidden",
    "42P01": "not-made",
    "42703": "older",
    "53100": "full",
    "53": "busy",
    "55P03": "busy",
    "57014": "slow",
    "57P": "away",
    "22": "data",
}
# MySQL's and MariaDB's numbers.
_NUMBERS = {
    1021: "full",
    1030: "full",
    1037: "busy",
    1040: "busy",
    1041: "busy",
    1044: "no-database",
    1045: "refused",
    1049: "no-database",
    1053: "away",
    1054: "older",
    1114: "full",
    1142: "forbidden",
    1143: "forbidden",
    1146: "not-made",
    1203: "busy",
    1205: "busy",
    1213: "busy",
    1226: "busy",
    1227: "forbidden",
    1264: "data",
    1290: "read-only",
    1366: "data",
    1406: "data",
    1698: "refused",
    1792: "read-only",
    1836: "read-only",
    1927: "away",
    1969: "slow",
    3024: "slow",
    2026: "tls",
}
# libpq gives no code for a connection that did not come about; its words may be in the server's language.
_WORDS = (
    ("tls", re.compile("SSL|TLS|certificate|证书")),
    ("no-database", re.compile("database .* does not exist|数据库.*不存在")),
    ("busy", re.compile("too many|connection slots|连接")),
    ("refused", re.compile("password|authentication|pg_hba|role|密码|认证|角色", re.IGNORECASE)),
)


class TeamError(QReplyError):
    """Raised where the team's database cannot be used; `fault` names why."""

    exit_code = 1

    def __init__(self, fault: str) -> None:
        super().__init__(t(f"team.fault-{fault}"), t(f"team.mend-{fault}"))
        self.fault = fault


def fault_of(error: BaseException) -> str:
    """Name what an error on the way to the database means; "unexpected" if nobody knows.

    An error of one of this machine's own files is "local".
    """
    for cause in _causes(error):
        if isinstance(cause, TeamError):
            return cause.fault
        if isinstance(cause, ImportError):
            return "not-installed"
        kind = type(cause).__module__.partition(".")[0]
        if kind == "pymysql" and cause.args and isinstance(cause.args[0], int):
            return _of_number(cause.args[0], str(cause))
        state = getattr(cause, "sqlstate", None)
        if isinstance(state, str):
            return next(
                (_STATES[state[:size]] for size in (5, 3, 2) if state[:size] in _STATES), "unexpected"
            )
        if kind == "psycopg" and type(cause).__name__ in ("OperationalError", "ConnectionTimeout"):
            return next((name for name, words in _WORDS if words.search(str(cause))), "away")
        if isinstance(cause, TimeoutError):
            return "slow"
        if isinstance(cause, OSError):
            is_network = isinstance(cause, ConnectionError) or kind == "socket"
            return "tls" if kind == "ssl" else "away" if is_network else "local"
    return "unexpected"


def _of_number(number: int, words: str) -> str:
    if number in (2003, 2006, 2013, 0):
        if re.search("SSL|certificate", words):
            return "tls"
        return "slow" if "timed out" in words and number == 2013 else "away"
    return _NUMBERS.get(number, "unexpected")


def _causes(error: BaseException) -> Iterator[BaseException]:
    """Yield the driver's error before the library's that it came in."""
    if isinstance(original := getattr(error, "orig", None), BaseException):
        yield original
    yield error
    if error.__cause__ is not None and error.__cause__ is not original:
        yield error.__cause__
