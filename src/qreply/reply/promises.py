"""Tell by when a reply promises the customer an answer, as does 明天中午前答复您.

What counts is a time from now on, in a sentence in which the shop does something. Terms that run from something else
(付款后48小时内), the customer's own time (24小时内付款), what lasts (7天无理由) and how long parcels take are none.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from typing import NamedTuple

from qreply.reply.relative_dates import shift


class Promise(NamedTuple):
    """A time by which the customer is to hear something, and the words that say so."""

    words: str
    due: datetime


_LONGEST = timedelta(days=31)
# When a part of a day is over for whoever waits; a day without one is over when offices close.
_ENDS = {"早上": 10, "上午": 12, "中午": 12, "下午": 18, "傍晚": 19, "晚上": 22, "": 18}
_LATE = (time(22), time(23, 50))  # today, where that is over already
_NAMED_PARTS = {"今晚": "晚上", "明晚": "晚上", "今早": "早上", "明早": "早上"}
_DAYS_ON = {"今": 0, "明": 1, "后天": 2, "大后天": 3}
_WEEKDAYS = "一二三四五六日天"

_SENTENCE = re.compile(r"[^。！!？?；;~～\n]+")
_CLAUSE_ENDS = "，,：（）()"
_FULL_WIDTH = str.maketrans("０１２３４５６７８９：－．", "0123456789:-.")

_DIGITS = "零一二三四五六七八九"
_NUMERAL = r"(?:\d{1,3}(?:\.\d)?|[一二两三四五六七八九]?十[一二三四五六七八九]?|[一二两三四五六七八九])"
_LENGTH = re.compile(
    r"(?<![\d.几多第数])"
    # Of 2-3小时 and 一两个小时 the longer one is what is promised.
    rf"(?:{_NUMERAL}\s*[-—到至、~～]\s*(?={_NUMERAL})|[一两三四五六七八](?=[两三四五六七八九](?:个|小时|分钟|天|工作日)))?"
    rf"(?P<count>半|{_NUMERAL})\s*(?P<half>个半)?个?"
    r"(?P<unit>小时|钟头|刻钟|分钟|分(?=之?内)|工作日|天|日(?=之?内)|[hH](?![a-zA-Z])|min(?![a-zA-Z]))(?P<half_behind>半)?"
    r"(?:之?内|以内)?"
)
_DAY = re.compile(
    r"今天|今日|今儿|今晚|今早|明天|明日|明儿|明晚|明早|大后天|后天"
    r"|(?P<next>下?)(?:个)?(?:周|星期|礼拜)(?P<weekday>[一二三四五六日天])"
    r"|(?<!\d)(?P<month>\d{1,2})月(?P<date>\d{1,2})[日号]"
)
_PART = re.compile("早上|上午|中午|下午|傍晚|晚上")
_CLOCK = re.compile(
    r"(?<![\d.])(?P<hour>\d{1,2}|十[一二]?|[一二两三四五六七八九])"
    r"(?:[:](?P<minute>\d{2})(?!\d)|[点时](?!候|间|段|[\d.]*%)(?:(?P<half>半)|(?P<spoken>\d{1,2})分?)?)"
)
_SPANS = re.compile(rf"[到至—-](?:{_PART.pattern}|{_CLOCK.pattern})")
_TERM = re.compile(r"下班(?:之?前)?|之?内|之?前|以前")
# A day alone is a promise only right before what is promised: 今天给您答复, and not 今天在派送.
_DAY_DOES = re.compile(
    r"(?:就|一定|会|先|再|之内|左右)*(?:[给为帮跟]您|回您|答复|回复|告诉您|联系您|通知您|补发|补寄|重发)"
)

# What the shop does, said to the customer or of their case.
_OURS = re.compile(
    r"回(?:您|你|话|复|电|给|一句|个)|答[复覆]|联系您|告诉您|告知您|通知您|跟您说|[给为帮]您.{0,4}(?:回|结果|答|处理|解决|消息|补|重|寄|退|打|办|查|说)"
    r"|有(?:了)?(?:结果|消息|进展)|结果告诉|问清楚|到您|补发|补寄|重发|核实|查清|跟进|开好|开给您|开出来|办好|弄好|解决|处理(?!退款|区)"
)
_FROM_ELSEWHERE = re.compile(
    r"(?:付款|支付|拍下|成团|拼成|拼单成功|下单|签收|收货|收到|退款成功|寄出|发出|发货|揽收|到货|入库|到仓|审核|审批|无误|验收|申请|确认)"
    r"[^，,。]{0,8}?[后起]|从[^，,。]{1,8}起"
)
_THEIRS = re.compile(
    r"付(?:款|好|清|掉|尾款)|拍下|下单|申请|寄回|退回来|提供|提交|上传|拼单|成团|收货|无理由|降价|价保|保价|质保|保修|保质|有效|评价|截单|营业|上班"
    r"|请您?[在于]|您(?:可以|需要|记得|要|得|先)?在"
)
_OURS_TO_THEM = re.compile(r"回(?:您|话|复|电)|答复|联系您|告诉您|通知您|[给为帮]您")


def find_promise(text: str, now: datetime) -> Promise | None:
    """Return the earliest promise in `text`, said at `now`; None where it has none."""
    sentences = (hit[0] for hit in _SENTENCE.finditer(text.translate(_FULL_WIDTH)))
    found = (promise for sentence in sentences for promise in _promises_in(sentence, now))
    return min(found, key=lambda promise: promise.due, default=None)


def _promises_in(sentence: str, now: datetime) -> Iterator[Promise]:
    if not _OURS.search(sentence):
        return
    for start, end, due in (*_lengths_in(sentence, now), *_named_times_in(sentence, now)):
        if now < due <= now + _LONGEST and _is_ours(sentence, start, end):
            yield Promise(sentence[start:end].strip(), due)


def _is_ours(sentence: str, start: int, end: int) -> bool:
    """Tell whether the time is one that the shop sets itself, from now on."""
    begins = max(sentence.rfind(sign, 0, start) for sign in _CLAUSE_ENDS) + 1
    stops = [place for sign in _CLAUSE_ENDS if (place := sentence.find(sign, end)) >= 0]
    clause = sentence[begins : min(stops, default=len(sentence))]
    if _FROM_ELSEWHERE.search(sentence[begins:start]):
        return False
    return not _THEIRS.search(clause) or bool(_OURS_TO_THEM.search(clause))


def _lengths_in(sentence: str, now: datetime) -> Iterator[tuple[int, int, datetime]]:
    """Return the lengths of time, with where they stand and when they are over."""
    for hit in _LENGTH.finditer(sentence):
        count = 0.5 if hit["count"] == "半" else _number(hit["count"])
        if hit["half"] or hit["half_behind"]:
            count += 0.5
        yield hit.start(), hit.end(), _later(now, count, hit["unit"])


def _later(now: datetime, count: float, unit: str) -> datetime:
    match unit:
        case "工作日":
            return shift(now, f"+{round(count)}wd")
        case "天" | "日":
            return now + timedelta(days=count)
        case "刻钟":
            return now + timedelta(minutes=15 * count)
        case "分钟" | "分" | "min":
            return now + timedelta(minutes=count)
        case _:
            return now + timedelta(hours=count)


def _named_times_in(sentence: str, now: datetime) -> Iterator[tuple[int, int, datetime]]:
    """Find days, parts of days and hours, with where they stand and when they are over."""
    start, last_end = 0, -2
    while start < len(sentence):
        day = _DAY.match(sentence, start)
        end = day.end() if day else start
        part = _PART.match(sentence, end)
        end = part.end() if part else end
        clock = _CLOCK.match(sentence, end)
        end = clock.end() if clock else end
        if end == start:
            start += 1
            continue
        term = _TERM.match(sentence, end)
        # Hours from one to another are when somebody is there.
        is_span = _SPANS.match(sentence, end) or (start == last_end + 1 and sentence[start - 1] in "到至-—")
        # A bare hour may be a score or a size, a bare day the day on which something else happens.
        if is_span:
            pass
        elif term or (clock and (day or part)) or (day and _DAY_DOES.match(sentence, end)):
            end = term.end() if term else end
            if due := _end_of(day, part, clock, now):
                yield start, end, due
        start = last_end = end


def _end_of(
    day: re.Match[str] | None, part: re.Match[str] | None, clock: re.Match[str] | None, now: datetime
) -> datetime | None:
    if not (day or clock):
        return None
    on = _date_of(day, now) if day else now.date()
    if on is None:
        return None
    named = part[0] if part else _NAMED_PARTS.get(day[0], "") if day else ""
    if clock:
        return _clock_time(clock, named, on, now, is_given=day is not None)
    due = datetime.combine(on, time(_ENDS[named]))
    if on == now.date() and due <= now:
        return next((late for one in _LATE if (late := datetime.combine(on, one)) > now), None)
    return due


def _clock_time(
    clock: re.Match[str], part: str, on: date, now: datetime, *, is_given: bool
) -> datetime | None:
    """Return the time of `clock`; without a part of the day the next one that is still to come."""
    hour = round(_number(clock["hour"]))
    minute = 30 if clock["half"] else int(clock["minute"] or clock["spoken"] or 0)
    if hour > 24 or minute > 59:
        return None
    if part in {"下午", "傍晚", "晚上"} and hour < 12:
        hour += 12
    midnight = datetime.combine(on, time())
    at = midnight + timedelta(hours=hour, minutes=minute)
    if on == now.date() and at <= now and not part and hour <= 12:
        at += timedelta(hours=12)
    if at <= now and not is_given:
        at += timedelta(days=1)
    return at


def _date_of(day: re.Match[str], now: datetime) -> date | None:
    if day["weekday"]:
        weekday = min(_WEEKDAYS.index(day["weekday"]), 6)
        on = now.date() + timedelta(days=weekday - now.weekday())
        if day["next"]:
            return on + timedelta(weeks=1)
        return on if on >= now.date() else on + timedelta(weeks=1)
    if day["month"]:
        try:
            on = date(now.year, int(day["month"]), int(day["date"]))
            return on if on >= now.date() else on.replace(year=now.year + 1)
        except ValueError:
            return None
    return now.date() + timedelta(
        days=next(days for word, days in _DAYS_ON.items() if day[0].startswith(word))
    )


def _number(text: str) -> float:
    """Return the number that a numeral up to 99, or figures, stand for."""
    if text[0].isdigit():
        return float(text)
    tens, ten, ones = text.replace("两", "二").rpartition("十")
    return (10 * (_DIGITS.index(tens) if tens else 1) if ten else 0) + (_DIGITS.index(ones) if ones else 0)
