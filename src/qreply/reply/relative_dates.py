"""Compute and spell dates for replies: offsets as `+2wd`, formats as `M月D日`."""

from __future__ import annotations

import re
from datetime import datetime, timedelta

from qreply.phrasebook.dates import DATE_OFFSET

_TOKEN = re.compile("YYYY|MM|M|DD|D|HH|H|mm|W")
_SATURDAY = 5


def shift(now: datetime, offset: str) -> datetime:
    """Return `now` moved by a DATE_OFFSET; raises ValueError for what is none."""
    found = DATE_OFFSET.fullmatch(offset)
    if found is None:
        raise ValueError(offset)
    count = int(found[1])
    if found[2] == "wd":
        return _shift_working_days(now, count)
    return now + timedelta(weeks=count) if found[2] == "w" else now + timedelta(days=count)


def _shift_working_days(now: datetime, count: int) -> datetime:
    step = timedelta(days=1 if count > 0 else -1)
    for _ in range(abs(count)):
        now += step
        while now.weekday() >= _SATURDAY:
            now += step
    return now


def spell(when: datetime, form: str) -> str:
    """Spell `when` in a form: YYYY, MM or M, DD or D, HH or H, mm, and W for 一 to 日."""
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
