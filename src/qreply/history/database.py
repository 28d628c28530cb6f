"""The history's file: an SQLite database that neither kill -9 nor other processes can hurt."""

from __future__ import annotations

import contextlib
import errno
import os
import sqlite3
from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime
from pathlib import Path
from urllib.parse import quote

from qreply.history.records import KINDS, SearchRecord
from qreply.storage.private_files import make_private_folder
from qreply.storage.regular_file import NotRegularError

VERSION = 1
_END_OF_TIME = 200_000_000_000  # seconds since 1970: no later time has a date everywhere
_APPLICATION = 0x71727031  # tells our files from other SQLite databases

# Another process holds the file for milliseconds; a virus scanner, or a slow network drive, for longer.
_PATIENCE = 5.0

_SCHEMA = """
CREATE TABLE IF NOT EXISTS searches (
    id INTEGER PRIMARY KEY, at INTEGER NOT NULL, kind TEXT NOT NULL, query TEXT NOT NULL, phrase TEXT NOT NULL,
    seconds REAL, edited INTEGER NOT NULL, found INTEGER NOT NULL, agent TEXT NOT NULL DEFAULT '',
    shop TEXT NOT NULL DEFAULT '')
"""
COLUMNS = "at, kind, query, phrase, seconds, edited, found, agent, shop"
# Older files lack these columns; to earlier versions a few more make no difference.
_ADDED = ("agent", "shop")

# What the surroundings do to a sound file; all else that SQLite can say means that the file is not sound.
_TROUBLE = {
    sqlite3.SQLITE_PERM: errno.EACCES,
    sqlite3.SQLITE_BUSY: errno.EBUSY,
    sqlite3.SQLITE_LOCKED: errno.EBUSY,
    sqlite3.SQLITE_NOMEM: errno.ENOMEM,
    sqlite3.SQLITE_READONLY: errno.EROFS,
    sqlite3.SQLITE_INTERRUPT: errno.EINTR,
    sqlite3.SQLITE_IOERR: errno.EIO,
    sqlite3.SQLITE_FULL: errno.ENOSPC,
    sqlite3.SQLITE_CANTOPEN: errno.EACCES,
    sqlite3.SQLITE_PROTOCOL: errno.EBUSY,
    sqlite3.SQLITE_AUTH: errno.EACCES,
}


class DamagedError(Exception):
    """Raised where the file is not, or no longer, a history."""


class BusyError(OSError):
    """Raised where others have held the file for too long; trying again later may do."""


class NewerError(Exception):
    """Raised where a later version of qreply has made the file, which is left alone."""


class Database:
    """One open history.

    Every method raises OSError where the system fails it, and DamagedError for a damaged file.
    """

    def __init__(self, path: Path, *, write: bool = True) -> None:
        """Open the history at `path`, made if it is to be written; raises NewerError too."""
        self.path = path
        self.skipped = 0
        """Rows that were left out when `searches` was last asked, since they can't have happened."""
        with _as_ours():
            if write:
                make_private_folder(path.parent)
                path.touch(mode=0o600)
            elif not path.is_file():
                path.stat()  # which says what is wrong with it
                raise NotRegularError(0, "not a regular file", str(path))
            name = str(path) if write else _read_only(path)
            self._connection = sqlite3.connect(name, timeout=_PATIENCE, isolation_level=None, uri=not write)
        try:
            with _as_ours():
                self._open(write=write)
        except BaseException:
            self.close()
            raise

    def _open(self, *, write: bool) -> None:
        # Text that bit rot has made undecodable must not stop the rest from being read.
        self._connection.text_factory = lambda data: data.decode("utf-8", "replace")
        with self._transaction("DEFERRED"):  # one state of the file: another process may be making it
            found = self._pragma("quick_check(1)")
            application, version = self._pragma("application_id"), self._pragma("user_version")
            foreign = application != _APPLICATION and (application != 0 or not self._is_empty())
        if found != "ok" or foreign:
            raise DamagedError(str(self.path))
        if isinstance(version, int) and version > VERSION:
            raise NewerError(str(self.path))
        if not write:
            return
        self._connection.execute("PRAGMA journal_mode = DELETE")
        self._connection.execute("PRAGMA synchronous = FULL")
        if not application:
            with self._transaction():  # two processes may be beginning at once
                self._connection.execute(_SCHEMA)
                self._connection.execute(f"PRAGMA application_id = {_APPLICATION}")
                self._connection.execute(f"PRAGMA user_version = {VERSION}")
        if self._missing_columns():
            with self._transaction():
                for column in self._missing_columns():  # unless another process has just added them
                    self._connection.execute(
                        f"ALTER TABLE searches ADD COLUMN {column} TEXT NOT NULL DEFAULT ''"
                    )

    def _missing_columns(self) -> list[str]:
        known = {row[1] for row in self._connection.execute("PRAGMA table_info(searches)")}
        return [column for column in _ADDED if column not in known]

    def _is_empty(self) -> bool:
        return not self._connection.execute("SELECT 1 FROM sqlite_master LIMIT 1").fetchone()

    def _pragma(self, name: str) -> object:
        return self._connection.execute(f"PRAGMA {name}").fetchone()[0]

    @contextlib.contextmanager
    def _transaction(self, kind: str = "IMMEDIATE") -> Iterator[sqlite3.Connection]:
        self._connection.execute(f"BEGIN {kind}")
        try:
            yield self._connection
        except BaseException:
            with contextlib.suppress(sqlite3.Error):  # SQLite has rolled back by itself after some errors
                self._connection.execute("ROLLBACK")
            raise
        self._connection.execute("COMMIT")

    def add(self, searches: Iterable[SearchRecord]) -> None:
        """Add `searches`: all of them, on the disk when this returns, or none."""
        rows = [tuple(search) for search in searches]
        with _as_ours(), self._transaction():
            self._connection.executemany(
                f"INSERT INTO searches ({COLUMNS}) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",  # noqa: S608 - a constant
                rows,
            )

    def searches(self, latest: int = -1) -> list[SearchRecord]:
        """Return the searches in the order they were added, or only so many of the `latest`."""
        with _as_ours():
            if self._is_empty():
                return []
            columns = COLUMNS
            for column in self._missing_columns():
                columns = columns.replace(column, "''")
            rows = self._connection.execute(
                f"SELECT {columns} FROM searches ORDER BY id DESC LIMIT ?",  # noqa: S608 - constants
                (latest,),
            ).fetchall()
        found = [search for row in reversed(rows) if (search := record_of(row))]
        self.skipped = len(rows) - len(found)
        return found

    def erase(self) -> None:
        """Delete every search, and overwrite what they took on the disk."""
        with _as_ours():
            self._connection.execute("PRAGMA secure_delete = ON")
            with self._transaction():
                self._connection.execute("DELETE FROM searches")
            self._connection.execute("VACUUM")

    @contextlib.contextmanager
    def transaction(self) -> Iterator[sqlite3.Connection]:
        """Give the file to what an Outbox keeps beside the searches; as one change, or none."""
        with _as_ours(), self._transaction() as connection:
            yield connection

    def close(self) -> None:
        """Let go of the file."""
        self._connection.close()


def set_aside(path: Path, now: datetime) -> Path:
    """Rename a damaged history and its journal; raises OSError.

    The journal must never be played into a new file.
    """
    target = path.with_name(f"{path.stem}.damaged-{now:%Y%m%d-%H%M%S}{path.suffix}")
    journal = Path(f"{path}-journal")
    if journal.exists():
        journal.replace(f"{target}-journal")
    return path.replace(target)


def files_of_history(path: Path) -> Sequence[Path]:
    """Return the history's file and journal, and those that were set aside."""
    return sorted([*path.parent.glob(f"{path.name}*"), *path.parent.glob(f"{path.stem}.damaged-*")])


def _read_only(path: Path) -> str:
    place = path.resolve().as_posix()
    return f"file://{'' if place.startswith('/') else '/'}{quote(os.fsencode(place))}?mode=ro"


@contextlib.contextmanager
def _as_ours() -> Iterator[None]:
    """Turn SQLite's errors into OSError or DamagedError."""
    try:
        yield
    except sqlite3.Error as error:
        code = getattr(error, "sqlite_errorcode", sqlite3.SQLITE_ERROR)
        if code & 0xFF in (sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED):
            raise BusyError(errno.EBUSY, str(error)) from error
        if code & 0xFF in _TROUBLE and code != sqlite3.SQLITE_IOERR_SHORT_READ:
            raise OSError(_TROUBLE[code & 0xFF], str(error)) from error
        raise DamagedError(str(error)) from error


def record_of(row: Sequence[object]) -> SearchRecord | None:
    """Return the row as a record; None for one that makes no sense."""
    at, kind, query, phrase, seconds, edited, found, agent, shop = row
    if not (
        isinstance(at, int)
        and 0 <= at < _END_OF_TIME
        and kind in KINDS
        and isinstance(query, str)
        and isinstance(phrase, str)
        and isinstance(seconds, float | None)
        and isinstance(agent, str)
        and isinstance(shop, str)
    ):
        return None
    search = SearchRecord(at, kind, query, phrase, seconds, bool(edited), bool(found), agent, shop)
    return search if search.is_possible else None
