"""Moments of the past as people write them: 昨天, 上周一, 3天前, 11月20日, yesterday, 7d, 2026-11-20."""

from __future__ import annotations

import re
import time
from datetime import datetime, timedelta

_NAMED = {
    **dict.fromkeys(("今天", "今日", "today"), 0),
    **dict.fromkeys(("昨天", "昨日", "yesterday"), 1),
    **dict.fromkeys(("前天", "前日"), 2),
    "大前天": 3,
    **dict.fromkeys(("上周", "last week"), 7),
    **dict.fromkeys(("上个月", "上月", "last month"), 30),
}
_UNITS = {
    "h": "hours",
    "小时": "hours",
    "d": "days",
    "天": "days",
    "w": "weeks",
    "周": "weeks",
    "星期": "weeks",
}
_SPAN = re.compile(r"(\d{1,4})\s*(?:个)?(h|d|w|小时|天|周|星期)(?:前|以来| ago)?")
_WEEKDAY = re.compile(r"(上|本|这)?(?:周|星期|礼拜)([一二三四五六日天])")
_DATE = re.compile(
    r"(?:(\d{4})\s*[-/.年]\s*)?(\d{1,2})\s*[-/.月]\s*(\d{1,2})[日号]?(?:\s+(\d{1,2}):(\d{2}))?"
)


def past_moment(given: str, now: datetime) -> datetime:
    """Return the moment that `given` names, the start of a day unless it says more.

    A date without a year is the last such. Raises ValueError or OverflowError for what names none.
    """
    text = given.strip().lower().removesuffix("以来").removesuffix("起").strip()
    midnight = now.replace(hour=0, minute=0, second=0, microsecond=0)
    if text in _NAMED:
        return midnight - timedelta(days=_NAMED[text])
    if span := _SPAN.fullmatch(text):
        return now - timedelta(**{_UNITS[span[2]]: int(span[1])})
    if weekday := _WEEKDAY.fullmatch(text):
        index = "一二三四五六日".index(weekday[2].replace("天", "日"))
        days = now.weekday() + 7 - index if weekday[1] == "上" else (now.weekday() - index) % 7
        return midnight - timedelta(days=days)
    if date := _DATE.fullmatch(text):
        year, *parts = (int(part) if part else 0 for part in date.groups())
        month, day, hour, minute = parts
        found = datetime(year or now.year, month, day, hour, minute)
        return found if year or found <= now else found.replace(year=now.year - 1)
    return datetime.fromisoformat(text)


def seconds_of(moment: datetime) -> float:
    """Return the seconds since 1970 at local time `moment`, however long ago or far ahead.

    Windows' clock knows no local time of the first day of 1970, or before it, or after the year 3000: there, that of
    winters now.
    """
    try:
        return moment.timestamp()
    except (OSError, OverflowError):
        return (moment - datetime(1970, 1, 1)).total_seconds() + time.timezone
