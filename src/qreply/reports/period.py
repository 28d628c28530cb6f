"""A span of local time that is reported on, and the one before that it stands beside."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from math import ceil

from qreply.history.records import SearchRecord
from qreply.text.moments import seconds_of

BEGINNING = datetime(1970, 1, 2)
"""When a period begins that has no beginning; Windows' clock knows no earlier day."""


@dataclass(frozen=True, slots=True)
class Period:
    """Local time from `since` up to, and without, `until`."""

    since: datetime
    until: datetime

    @property
    def before(self) -> Period:
        """Return the same hours of as many days before.

        On a Friday noon last week's ends on Friday noon, too.
        """
        shift = timedelta(days=max(1, ceil((self.until - self.since) / timedelta(days=1))))
        return Period(self.since - shift, self.until - shift)

    @property
    def is_open(self) -> bool:
        """Tell whether it has no beginning of its own."""
        return self.since <= BEGINNING

    @property
    def is_whole_days(self) -> bool:
        """Tell whether it ends with a day rather than within one."""
        return self.until.time() == time.min

    def of(self, searches: Iterable[SearchRecord]) -> list[SearchRecord]:
        """Return those of the searches that were in it."""
        since, until = seconds_of(self.since), seconds_of(self.until)
        return [search for search in searches if since <= search.at < until]
