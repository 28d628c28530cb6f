"""What of the history has yet to go to the team, kept in the history's own file.

Each search gets an id of its own as it is written, by a trigger, so that it is the same however often it is sent, and
in copies of the file too. It is marked as carried after it has arrived: a program that is killed between the two
sends it once more, under the same id.
"""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import NamedTuple

from qreply.history.database import COLUMNS, Database, record_of
from qreply.history.records import SearchRecord

# The second of the search, then chance: what happened together stands together in the team's tables.
_NEW_ID = "printf('%08x', max(0, min({at}, 4294967295))) || lower(hex(randomblob(12)))"
_FILL = f"UPDATE searches SET uid = {_NEW_ID.format(at='at')} WHERE uid IS NULL"  # noqa: S608 - constants
_TRIGGER = f"""
CREATE TRIGGER IF NOT EXISTS searches_uid AFTER INSERT ON searches WHEN NEW.uid IS NULL BEGIN
    UPDATE searches SET uid = {_NEW_ID.format(at="NEW.at")} WHERE rowid = NEW.rowid;
END
"""  # noqa: S608 - constants
_PENDING = "CREATE INDEX IF NOT EXISTS searches_pending ON searches (at) WHERE carried IS NULL"
_TARGET = "CREATE TABLE IF NOT EXISTS team (id TEXT NOT NULL)"


class Outgoing(NamedTuple):
    """A search on its way to the team, with its row and its id of 16 bytes.

    The record is None where the row makes no sense.
    """

    number: int
    uid: bytes
    search: SearchRecord | None


class Backlog(NamedTuple):
    """How many searches wait, and since when: in seconds since 1970, 0 where none does."""

    waiting: int
    oldest: int


class Outbox(Database):
    """An open history, with what of it the team has; every method raises as Database's do."""

    def __init__(self, path: Path) -> None:
        """Open the history at `path`, made if there is none; raises NewerError too."""
        super().__init__(path)
        try:
            self._prepare()
        except BaseException:
            self.close()
            raise

    def _prepare(self) -> None:
        with self.transaction() as connection:  # another process may be preparing it too
            columns = {row[1] for row in connection.execute("PRAGMA table_info(searches)")}
            for column in {"uid", "carried"} - columns:  # which earlier versions of qreply do not mind
                connection.execute(f"ALTER TABLE searches ADD COLUMN {column}")
            if "uid" not in columns:
                connection.execute(_FILL)
            for statement in (_TRIGGER, _PENDING, _TARGET):
                connection.execute(statement)

    def aim_at(self, team: str) -> None:
        """Send to the database of that id from now on; all anew where it was another so far."""
        with self.transaction() as connection:
            known = connection.execute("SELECT id FROM team").fetchone()
            if known != (team,):
                connection.execute("DELETE FROM team")
                connection.execute("INSERT INTO team (id) VALUES (?)", (team,))
                connection.execute("UPDATE searches SET carried = NULL")

    def pending(self, limit: int) -> list[Outgoing]:
        """Return the oldest searches that have yet to go, at most `limit`."""
        found = f"SELECT rowid, uid, {COLUMNS} FROM searches WHERE carried IS NULL ORDER BY rowid LIMIT ?"  # noqa: S608
        with self.transaction() as connection:
            rows = connection.execute(found, (limit,)).fetchall()
        return [Outgoing(row[0], bytes.fromhex(row[1]), record_of(row[2:])) for row in rows]

    def backlog(self) -> Backlog:
        """Count what has yet to go."""
        with self.transaction() as connection:
            count, oldest = connection.execute(
                "SELECT count(*), min(at) FROM searches WHERE carried IS NULL"
            ).fetchone()
        return Backlog(count, oldest if isinstance(oldest, int) else 0)

    def mark(self, arrived: Iterable[Outgoing]) -> None:
        """Note that these have arrived, if they still are what their rows hold.

        Where the history was erased meanwhile, other searches may be there by now.
        """
        with self.transaction() as connection:
            connection.executemany(
                "UPDATE searches SET carried = 1 WHERE rowid = ? AND uid = ?",
                [(one.number, one.uid.hex()) for one in arrived],
            )
