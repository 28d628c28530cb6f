"""Open the team's database for a command, and say what is wrong with it.

No word of what was sent is in what it says.
"""

from __future__ import annotations

import argparse
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from qreply.errors import QReplyError, SettingsError, reason_of
from qreply.history.database import DamagedError, NewerError
from qreply.i18n import t
from qreply.reports.period import Period
from qreply.settings.settings import Settings
from qreply.storage.locations import history_path

if TYPE_CHECKING:  # the database's libraries are imported when they are used
    from sqlalchemy import Connection, Engine

    from qreply.team.figures import Days

_PATIENCE = 300  # seconds for one statement of a lead's


def open_for_lead(settings: Settings) -> Engine:
    """Return an engine for the team's database, with a lead's patience.

    Raises as `open_engine` does.
    """
    from qreply.team.connection import open_engine

    return open_engine(settings, patience=_PATIENCE)


@contextmanager
def connect_team(settings: Settings) -> Iterator[Connection]:
    """Give a connection to the team's database.

    Raises QReplyError where there is no database, or it fails.
    """
    if not settings.team:
        raise SettingsError(t("team.none"), t("team.none.hint", path=settings.path))
    with database_errors(), open_for_lead(settings).connect() as connection:
        yield connection


def refuse_with_team(args: argparse.Namespace, *options: str) -> None:
    """Refuse options of one machine beside `--team`; raises SettingsError."""
    if given := [name for name in options if getattr(args, name) not in (None, False, [])]:
        raise SettingsError(t("stats.not-of-team", option=f"--{given[0].replace('_', '-')}"))


def whole_days(period: Period | None) -> Days:
    """Return the days of a period, or all there are."""
    from qreply.team.figures import Days

    if period is None:
        return Days(datetime(1970, 1, 2).date())
    return Days(period.since.date(), (period.until - timedelta(seconds=1)).date())


@contextmanager
def database_errors() -> Iterator[None]:
    """Turn what a database raises into a TeamError.

    The error says what to do and nothing of what was sent.
    """
    try:
        yield
    except (DamagedError, NewerError) as error:
        raise QReplyError(t("stats.no-history", path=history_path())) from error
    except QReplyError:
        raise
    except ImportError as error:
        from qreply.team.faults import TeamError

        raise TeamError("not-installed") from error
    except OSError as error:
        raise QReplyError(
            t("command.no-file", path=error.filename or "?", reason=reason_of(error))
        ) from error
    except Exception as error:
        if type(error).__module__.partition(".")[0] not in ("sqlalchemy", "psycopg", "pymysql"):
            raise
        from qreply.team.faults import TeamError, fault_of

        raise TeamError(fault_of(error)) from error
