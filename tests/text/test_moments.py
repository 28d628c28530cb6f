"""Moments of the past as leads type them."""

from __future__ import annotations

from datetime import datetime

import pytest

from qreply.text.moments import past_moment

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
