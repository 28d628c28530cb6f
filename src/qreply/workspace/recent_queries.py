"""Remember the last queries, so that one can be asked again.

They are kept in memory and not for long, even those that were answered or cleared.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from qreply.workspace.customers import FORGET_AFTER

MAX_QUERIES = 9


class RecentQueries:
    """The queries that were cleared or answered, oldest first; forgotten as customers are."""

    def __init__(self, clock: Callable[[], datetime]) -> None:
        self._clock = clock
        self._queries: list[tuple[datetime, str]] = []

    def note(self, query: str) -> None:
        """Remember `query` as the last one."""
        if query := query.strip():
            kept = [one for one in self._known() if one[1] != query]
            self._queries = [*kept, (self._clock(), query)][-MAX_QUERIES:]

    def before(self, query: str) -> str:
        """Return the query before `query`, or the last one if `query` is none of them; "" for none."""
        queries = [known for _, known in self._known()]
        place = queries.index(query) if query in queries else len(queries)
        return queries[place - 1] if place else ""

    def _known(self) -> list[tuple[datetime, str]]:
        now = self._clock()
        self._queries = [one for one in self._queries if now - one[0] <= FORGET_AFTER]
        return self._queries
