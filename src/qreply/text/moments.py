"""Moments of the past as people write them: 昨晚8点, 上周一, 两天前, 11月20日, 7d, 2026-11-20."""

from __future__ import annotations

import re
import time
from datetime import datetime, timedelta
from datetime import time as time_of_day

from qreply.text.written_numbers import HANZI, number_value

_NAMED = {
    **dict.fromkeys(("今天", "今日", "today"), 0),
    **dict.fromkeys(("昨天", "昨日", "yesterday"), 1),
    **dict.fromkeys(("前天", "前日"), 2),
    "大前天": 3,
}
_SPANS = {
    **dict.fromkeys(("本周", "这周", "这个星期", "this week"), ("week", 0)),
    **dict.fromkeys(("上周", "上个星期", "上星期", "last week"), ("week", 1)),
    **dict.fromkeys(("本月", "这个月", "this month"), ("month", 0)),
    **dict.fromkeys(("上个月", "上月", "last month"), ("month", 1)),
}
_UNITS = {
    "h": "hours",
    "小时": "hours",
    "d": "days",
    "天": "days",
    "w": "weeks",
    "周": "weeks",
    "星期": "weeks",
    "礼拜": "weeks",
    "分钟": "minutes",
}
_SPAN = re.compile(rf"(\d{{1,4}}|{HANZI})\s*个?(h|d|w|分钟|小时|天|周|星期|礼拜|月)(?:之?前|以来| ago)?")
_TIME = re.compile(
    rf"(?P<day>.*?)\s*(?P<part>凌晨|早上|上午|中午|下午|傍晚|晚上)?\s*(?P<hour>\d{{1,2}}|{HANZI})"
    r"(?::(?P<minute>\d{2})|[点时](?:(?P<half>半)|(?P<spoken>\d{1,2})分?|钟|整)?)"
)
_PARTS = {"昨晚": "昨天晚上", "昨早": "昨天早上", "今早": "今天早上", "今晚": "今天晚上", "前晚": "前天晚上"}
_AFTERNOON = ("中午", "下午", "傍晚", "晚上")
_BEGINS = {"凌晨": 0, "早上": 5, "上午": 5, "中午": 12, "下午": 12, "傍晚": 17, "晚上": 18}  # o'clock
_PART_OF_DAY = re.compile(rf"(?P<day>.*?)(?P<part>{'|'.join(_BEGINS)})")
_WEEKDAY = re.compile(r"(上|本|这)?(?:周|星期|礼拜)([一二三四五六日天])")
_DATE = re.compile(
    r"(?:(\d{4})\s*[-/.年]\s*)?(\d{1,2})\s*[-/.月]\s*(\d{1,2})[日号]?(?:\s+(\d{1,2}):(\d{2}))?"
)


def past_moment(given: str, now: datetime) -> datetime:
    """Return the moment that `given` names, the start of a day unless it says more.

    A date without a year is the last such. Raises ValueError or OverflowError for what names none.
    """
    text = given.strip().lower().replace("：", ":").removesuffix("以来").removesuffix("起").strip()
    for word, spelt in _PARTS.items():
        text = text.replace(word, spelt)
    if (timed := _TIME.fullmatch(text)) and not _DATE.fullmatch(text):
        start = past_moment(timed["day"] or "今天", now)
        if start.time() == time_of_day():
            return start + _since_midnight(timed)
    if part := _PART_OF_DAY.fullmatch(text):
        start = past_moment(part["day"] or "今天", now)
        if start.time() == time_of_day():
            return start + timedelta(hours=_BEGINS[part["part"]])
    midnight = now.replace(hour=0, minute=0, second=0, microsecond=0)
    if text in _NAMED:
        return midnight - timedelta(days=_NAMED[text])
    if calendar := past_span(text, now):
        return calendar[0]
    if span := _SPAN.fullmatch(text):
        count = number_value(span[1]) or 0
        return now - (
            timedelta(days=30 * count) if span[2] == "月" else timedelta(**{_UNITS[span[2]]: count})
        )
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


def past_span(given: str, now: datetime) -> tuple[datetime, datetime] | None:
    """Return the begin and the end of the calendar week or month that `given` names, or None."""
    unit, back = _SPANS.get(given.strip().lower(), ("", 0))
    midnight = now.replace(hour=0, minute=0, second=0, microsecond=0)
    if unit == "week":
        begin = midnight - timedelta(days=midnight.weekday() + 7 * back)
        return begin, begin + timedelta(days=7)
    if unit == "month":
        begin = midnight.replace(day=1)
        for _ in range(back):
            begin = (begin - timedelta(days=1)).replace(day=1)
        return begin, (begin + timedelta(days=31)).replace(day=1)
    return None


def names_no_year(given: str) -> bool:
    """Tell whether it is a date without its year: 11-20, 11月20日."""
    date = _DATE.fullmatch(given.strip())
    return bool(date and not date[1])


def _since_midnight(timed: re.Match[str]) -> timedelta:
    hour = number_value(timed["hour"]) or 0
    if timed["part"] in _AFTERNOON and hour < (11 if timed["part"] == "中午" else 12):
        hour += 12
    minute = 30 if timed["half"] else int(timed["minute"] or timed["spoken"] or 0)
    if hour > 24 or minute > 59:
        raise ValueError(timed[0])
    return timedelta(hours=hour, minutes=minute)


def seconds_of(moment: datetime) -> float:
    """Return the seconds since 1970 at local time `moment`, however long ago or far ahead.

    Windows' clock knows no local time of the first day of 1970, or before it, or after the year 3000: there, that of
    winters now.
    """
    try:
        return moment.timestamp()
    except (OSError, OverflowError):
        return (moment - datetime(1970, 1, 1)).total_seconds() + time.timezone
