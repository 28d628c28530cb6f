"""Moments of the past as leads type them."""

from __future__ import annotations

import time
from datetime import datetime, timedelta

import pytest

from qreply.text.moments import past_moment, seconds_of

FRIDAY = datetime(2026, 11, 27, 9, 30)
MOMENTS = {
    "昨天": "2026-11-26 00:00",
    "昨天以来": "2026-11-26 00:00",
    "yesterday": "2026-11-26 00:00",
    "前天": "2026-11-25 00:00",
    "周一": "2026-11-23 00:00",
    "星期五": "2026-11-27 00:00",
    "上周五": "2026-11-20 00:00",
    "周日": "2026-11-22 00:00",
    "3天前": "2026-11-24 09:30",
    "7d": "2026-11-20 09:30",
    "12h": "2026-11-26 21:30",
    "2w": "2026-11-13 09:30",
    "11月20日": "2026-11-20 00:00",
    "12-24": "2025-12-24 00:00",
    "2026-11-01 18:30": "2026-11-01 18:30",
    "2026-11-01": "2026-11-01 00:00",
}


@pytest.mark.parametrize(("given", "moment"), MOMENTS.items(), ids=MOMENTS)
def test_moments_are_understood(given: str, moment: str) -> None:
    assert f"{past_moment(given, FRIDAY):%Y-%m-%d %H:%M}" == moment


class OnWindows(datetime):
    """Windows knows no local time of these moments."""

    def timestamp(self) -> float:
        raise OSError(22, "Invalid argument")


@pytest.mark.parametrize("moment", ["1970-01-01", "1969-07-20 20:17", "2999-12-31", "9999-12-31"])
def test_moments_that_windows_clock_does_not_know_have_seconds(moment: str) -> None:
    found = seconds_of(OnWindows.fromisoformat(moment))
    assert datetime(1970, 1, 1) + timedelta(seconds=found - time.timezone) == datetime.fromisoformat(moment)


@pytest.mark.parametrize("year", [1960, 1970, 2026, 2999, 9999])
def test_each_year_has_seconds_on_this_system(year: int) -> None:
    begin, end = datetime(year, 1, 1), datetime(year, 12, 31)
    assert seconds_of(end) - seconds_of(begin) == pytest.approx((end - begin).total_seconds(), abs=3600)
