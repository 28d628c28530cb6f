"""Days and times of day as replies write them: 今晚8点, 下午4点, 16:00, 早9晚6, 9-18点.

下午4点 and 16:00 are one time, and so are 今晚8点 and 今天20:00.
"""

from __future__ import annotations

import re

from qreply.text.written_numbers import number_value

DAY = (
    "(?:今天|今日|今儿|今晚|今早|明天|明日|明儿|明早|明晚|大后天|后天|当天|当日|当晚|次日|翌日|隔天|隔日|第二天"
    "|月初|月底|月末|年底|年前|年后|下周|本周)"
)
_PART = "(?:凌晨|清晨|早晨|早上|上午|中午|下午|傍晚|晚上|夜里|晚间|早|晚)"
_HOUR = "(?:二十[一二三四]?|十[一二三四五六七八九]?|[一二两三四五六七八九])"
_MINUTES = r"(?:半|整|钟|一刻|三刻|\d{1,2}分?(?!之))"
_TIME = rf"(?:\d{{1,2}}:\d{{2}}|\d{{1,2}}点(?![击赞评])(?:{_MINUTES})?)"
_SPOKEN = rf"{_HOUR}点(?:{_MINUTES})?"
_SURELY_SPOKEN = rf"{_HOUR}点(?:半|整|钟|一刻|三刻|(?=(?:之|以)?[前后]))"  # 一点 may be a little
_TO = r"\s*(?:-|~|—+|–|到|至)\s*"
_HEAD = rf"(?:(?:{DAY}|每天|每日)的?\s*)?"
_LATE = rf"(?:{DAY}\s*)?(?:{_PART}\s*)?"

CLOCK = rf"""(?:
    {_PART}(?:\d{{1,2}}|{_HOUR})(?:点(?:{_MINUTES})?)?(?:{_TO})?{_PART}(?:\d{{1,2}}|{_HOUR})(?!\d)(?:点(?:{_MINUTES})?)?
  | {_HEAD}(?:{_PART}\s*)?(?<![\d.])(?:{_TIME}|\d{{1,2}}){_TO}{_LATE}(?:{_TIME}|{_SPOKEN})
  | {_HEAD}(?:{_PART}\s*)?(?<![\d.]){_TIME}
  | {_HEAD}(?![早晚]一点){_PART}\s*{_SPOKEN}(?:{_TO}{_LATE}(?:{_TIME}|{_SPOKEN}))?
  | (?:{DAY}|每天|每日)\s*{_SPOKEN} | (?:今晚|明早|明晚|当晚){_SPOKEN} | {_SURELY_SPOKEN}
  | {DAY}(?:{_PART})?
)"""

_PIECE = re.compile(
    rf"(?P<day>{DAY}|每天|每日)|(?P<part>{_PART})"
    rf"|(?P<hour>\d{{1,2}}|{_HOUR})(?::(?P<minute>\d\d)|点(?P<spoken>{_MINUTES})?)?"
)
_SAME_DAY = {
    "今日": "今天",
    "今儿": "今天",
    "明日": "明天",
    "明儿": "明天",
    "当日": "当天",
    "月末": "月底",
    "每日": "每天",
}
_SAME_DAY |= dict.fromkeys(("翌日", "隔天", "隔日", "第二天"), "次日")
_DAY_WITH_PART = {"今晚": "今天", "今早": "今天", "明早": "明天", "明晚": "明天", "当晚": "当天"}
_SAME_PART = {"早晨": "早上", "清晨": "早上", "早": "早上", "夜里": "晚上", "晚间": "晚上", "晚": "晚上"}
_QUARTERS = {"半": 30, "一刻": 15, "三刻": 45}
_AFTERNOON = ("中午", "下午", "傍晚", "晚上")


def clock_key(text: str) -> str:
    """Return what day and time a match of CLOCK names, alike for the same in other words."""
    day = part = ""
    times: list[tuple[str, int]] = []
    for piece in _PIECE.finditer(text):
        if piece["day"]:
            day = piece["day"]
            part = day[-1] if day in _DAY_WITH_PART else ""
            day = _DAY_WITH_PART.get(day) or _SAME_DAY.get(day, day)
            part = _SAME_PART.get(part, part)
        elif piece["part"]:
            part = _SAME_PART.get(piece["part"], piece["part"])
        else:
            times.append((day, _minute_of_day(piece, part, after=times[-1][1] if times and part else None)))
            day = ""
    if not times:
        return day + part
    return "-".join(f"{name}{minute // 60:02}:{minute % 60:02}" for name, minute in times)


def _minute_of_day(piece: re.Match[str], part: str, after: int | None) -> int:
    """Return the minute of the day; one `after` the range's start, if that was of twelve hours."""
    hour = int(number_value(piece["hour"]) or 0)
    spoken = piece["spoken"] or ""
    minute = int(piece["minute"] or 0) or _QUARTERS.get(spoken, 0)
    if digits := re.match(r"\d+", spoken):
        minute = int(digits[0])
    if part in _AFTERNOON and hour < (11 if part == "中午" else 12):
        hour += 12
    elif part == "晚上" and hour == 12:
        hour = 24
    elif part == "凌晨" and hour == 12 and after is None:
        hour = 0
    if after is not None and hour * 60 + minute <= after and hour <= 12:
        hour += 12  # 上午9点到6点
    return hour * 60 + minute
