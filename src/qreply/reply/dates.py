"""Dates as customers read them: offsets such as `+2wd`, formats such as `M月D日`."""

from __future__ import annotations

import re
from datetime import datetime, timedelta

OFFSET = re.compile(r"([+-])(\d{1,3})(d|w|wd|h)", re.ASCII)
_TOKEN = re.compile("YYYY|MM|M|DD|D|HH|H|mm|W")
_SATURDAY = 5


def shift(now: datetime, offset: str) -> datetime:
    """`now` moved by `+2d` (days), `+1w` (weeks), `+2wd` (Monday to Friday, without holidays) or `+3h` (hours).

    Raises ValueError for any other offset.
    """
    found = OFFSET.fullmatch(offset)
    if found is None:
        raise ValueError(offset)
    count = int(found[2]) * (1 if found[1] == "+" else -1)
    match found[3]:
        case "wd":
            return _shift_working_days(now, count)
        case "w":
            return now + timedelta(weeks=count)
        case "h":
            return now + timedelta(hours=count)
        case _:
            return now + timedelta(days=count)


def _shift_working_days(now: datetime, count: int) -> datetime:
    step = timedelta(days=1 if count > 0 else -1)
    for _ in range(abs(count)):
        now += step
        while now.weekday() >= _SATURDAY:
            now += step
    return now


def spell(when: datetime, form: str) -> str:
    """`when` in the form given: YYYY, MM or M, DD or D, HH or H, mm, and W for the weekday (一 to 日)."""
    values = {
        "YYYY": f"{when.year:04}",
        "MM": f"{when.month:02}",
        "M": str(when.month),
        "DD": f"{when.day:02}",
        "D": str(when.day),
        "HH": f"{when.hour:02}",
        "H": str(when.hour),
        "mm": f"{when.minute:02}",
        "W": "一二三四五六日"[when.weekday()],
    }
    return _TOKEN.sub(lambda token: values[token[0]], form)
