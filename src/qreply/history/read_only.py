"""The history for commands that only find: read once, never written."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from pathlib import Path

from qreply.history.database import DamagedError, Database, NewerError
from qreply.history.records import SearchRecord
from qreply.history.usage_ranking import MAX_LEARNED, TaughtLine, UsageRanking
from qreply.runtime.notices import Notices


class ReadOnlyHistory:
    """The picks that `path` holds now; none where it cannot be read."""

    def __init__(self, path: Path, now: datetime, team: Sequence[TaughtLine] = ()) -> None:
        """Begin with what the `team` picked, as far as that is known."""
        self._picks = UsageRanking(_searches(path), now, team)
        self.notices = Notices()  # none: what cannot be kept is nobody's loss

    def picks(self, patience: float = 0.0) -> UsageRanking:
        """Return the picks, at once."""
        del patience
        return self._picks

    def add(self, search: SearchRecord) -> None:
        """Keep nothing: only the screen writes."""

    def close(self, patience: float = 0.5) -> None:
        """Do nothing: nothing is open."""


def _searches(path: Path) -> list[SearchRecord]:
    try:
        database = Database(path, write=False)
    except (OSError, DamagedError, NewerError):
        return []
    try:
        return database.searches(MAX_LEARNED)
    except (OSError, DamagedError):
        return []
    finally:
        database.close()
