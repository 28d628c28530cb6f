"""The last queries can be asked again, for a quarter of an hour."""

from __future__ import annotations

from datetime import datetime, timedelta

from qreply.workspace.customers import FORGET_AFTER
from qreply.workspace.recent_queries import MAX_QUERIES, RecentQueries
from tests.conftest import MONDAY


def test_the_last_queries_come_back_one_by_one() -> None:
    recent = RecentQueries(lambda: MONDAY)
    assert recent.before("") == ""
    for query in ("fh", "", "wl", "fh", "th"):
        recent.note(query)
    assert [recent.before(query) for query in ("", "th", "fh", "wl", "x")] == ["th", "fh", "wl", "", "th"]


def test_few_are_kept_and_not_for_long() -> None:
    now = MONDAY

    def clock() -> datetime:
        return now

    recent = RecentQueries(clock)
    for number in range(MAX_QUERIES + 3):
        recent.note(f"q{number}")
    assert recent.before("q4") == "q3"
    assert recent.before("q3") == ""
    now += FORGET_AFTER + timedelta(seconds=1)
    assert recent.before("") == ""
