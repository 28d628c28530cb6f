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
    "两天前": "2026-11-25 09:30",
    "一周前": "2026-11-20 09:30",
    "半天前": "2026-11-26 21:30",
    "十二个小时前": "2026-11-26 21:30",
    "一个月前": "2026-10-28 09:30",
    "昨天18点": "2026-11-26 18:00",
    "昨天下午6点半": "2026-11-26 18:30",
    "昨晚八点": "2026-11-26 20:00",
    "昨晚": "2026-11-26 18:00",
    "昨天早上": "2026-11-26 05:00",
    "昨天下午": "2026-11-26 12:00",
    "昨天 9:05": "2026-11-26 09:05",
    "昨天9：05": "2026-11-26 09:05",
    "8点": "2026-11-27 08:00",
    "上周五中午12点": "2026-11-20 12:00",
    "11月20日9点15": "2026-11-20 09:15",
    "11月20日 9:15": "2026-11-20 09:15",
    "11月20日": "2026-11-20 00:00",
    "12-24": "2025-12-24 00:00",
    "2026-11-01 18:30": "2026-11-01 18:30",
    "2026-11-01": "2026-11-01 00:00",
}


@pytest.mark.parametrize(("given", "moment"), MOMENTS.items(), ids=MOMENTS)
def test_moments_are_understood(given: str, moment: str) -> None:
    assert f"{past_moment(given, FRIDAY):%Y-%m-%d %H:%M}" == moment


@pytest.mark.parametrize("given", ["昨天25点", "明年", "昨天9:75", "3天前8点", "点", ""])
def test_what_is_no_moment_is_refused(given: str) -> None:
    with pytest.raises(ValueError):  # noqa: PT011 - whatever its words
        past_moment(given, FRIDAY)


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
