"""Dates as they stand in phrasebook files: local, both ends inclusive."""

from __future__ import annotations

import re
from datetime import datetime

# +2d days, +1w weeks, +2wd Monday to Friday, without holidays; the sign may be left out.
DATE_OFFSET = re.compile(r"([+-]?[0-9]{1,3})(d|wd|w)")

DATE = re.compile(
    r"(\d{4})(?:[-/.]|年)(\d{1,2})(?:[-/.]|月)(\d{1,2})日?"
    r"(?:(?:[ T]|\s)*(\d{1,2})[:：](\d{2})(?:[:：](\d{2}))?)?"
)


def first_moment(text: str) -> datetime:
    """Return the first moment of a date or minute; raises ValueError for what is none."""
    return datetime(*_numbers(text)[0])


def last_moment(text: str) -> datetime:
    """Return the last moment of a date, minute or second; raises ValueError for what is none."""
    (year, month, day, hour, minute, second), given = _numbers(text)
    if given < 4:
        hour = 23
    if given < 5:
        minute = 59
    if given < 6:
        second = 59
    return datetime(year, month, day, hour, minute, second, 999_999)


def _numbers(text: str) -> tuple[tuple[int, int, int, int, int, int], int]:
    if (match := DATE.fullmatch(text.strip())) is None:
        raise ValueError(text)
    year, month, day, *clock = (int(group) for group in match.groups() if group)
    hour, minute, second = (*clock, 0, 0, 0)[:3]
    return (year, month, day, hour, minute, second), 3 + len(clock)
