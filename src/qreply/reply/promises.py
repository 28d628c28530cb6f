"""Tell by when a reply promises the customer an answer, as does 明天中午前答复您.

What counts is a time from now on, with what the shop does by then: it answers (2小时内答复您), anywhere in the
sentence, or works on the case (2小时内帮您问下仓库), in the same clause or in one beside a mere wait (稍等10分钟，
我看下). Terms that run from something else (付款后48小时内), the customer's own time (24小时内付款), others'
(平台24小时内处理), what lasts (7天无理由), what is over (停了3天) and how long parcels take are none.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from datetime import date, datetime, time, timedelta
from typing import NamedTuple

from qreply.reply.relative_dates import shift
from qreply.text.written_numbers import number_value


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

_NUMERAL = r"(?:\d{1,3}(?:\.\d)?|[一二两三四五六七八九]?十[一二三四五六七八九]?|[一二两三四五六七八九])"
_LENGTH = re.compile(
    r"(?<![\d.几第数])(?<!(?<!最)多)"
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
_BEFORE_CLOSING = re.compile(r"下班之?前")  # today's, without a day
_TERM = re.compile(r"下班(?:之?前)?|之?内|之?前|以前")
# A day alone is a promise only right before what is promised: 今天给您答复, and not 今天在派送.
_DAY_DOES = re.compile(
    r"(?:就|一定|会|先|再|之内|左右)*(?:[给为帮跟]您|回您|答复|回复|告诉您|联系您|通知您|补发|补寄|重发"
    r"|(?:我们?|咱们?|这边|再|去|来|帮){1,4}(?:[问查催核找]|看[看下一]|联系|处理|登记))"
)

# That the customer hears, or that their case is done: it may stand in a clause behind the time.
_ANSWERS = re.compile(
    r"回(?:您|你|话|复|电|给|一句|个)|答[复覆]|联系您|告诉您|告知您|通知您|跟您说|[给为帮]您.{0,4}(?:回|结果|答|处理|解决|消息|补|重|寄|退|打|办|查|说)"
    r"|[有出](?:了)?(?:结果|消息|进展|回音|准[信话]|着落|说法|答案|信儿?(?![息任心誉用]))|给(?:您|你)?一?个?(?:准[信话]|信儿|说法|答案|交代)|结果告诉|问清楚|到您|补发|补寄|重发|核实|查清|跟进"
    r"|(?:开|办|弄|改|查|问|做|修|登记|安排|落实)(?:好|完|妥)|搞定|开给您|开出来|解决|处理(?!退款|区)"
)
# That somebody of the shop works on it: this counts only beside the time.
_WORK = (
    r"(?:[问查催核翻找调盯改退补换寄修办弄搞赔回]|看[看下一]|确认(?!收货)|联系|处理(?!退款|区)|安排(?!发货|发出|寄出)|登记|反馈|落实|沟通|协[商调]"
    r"|跟[进踪]|上报|转[交给]|备注|拦截|(?:重新?|先|补)发|加急|打[款给电]|开[票发]|通知|告[诉知]|答[复覆]|解决|提[交给]|申请|给.{0,4}(?:说法|答案|准信))"
)
_FOR_THEM = re.compile(
    r"(?:帮(?:您|你|亲|忙)?(?![助手我咱])|替[您你])(?=\w)"
    r"|[让叫请](?:仓库|同事|他们?|师傅|财务|技术|快递)|[给为跟向](?:您|你)(?!带来|添|造成|优惠|[立再]?减|打折|便宜|包邮|送[到达]|推荐|介绍|说明)"
    r"|[拍量查找做传录测算写][^，,]{1,10}(?:给|发)(?:您|你)|(?<!给)发(?:您|你)(?!的)"
)
_WE = r"(?:我|咱|这边|店里|小店|仓库|主管|店长|经理|财务|技术|售后|同事|师傅|厂家)"
_WHAT_MAY_BE = re.compile(r"支持|可以?[退换]|包[退换邮赔]|保[修换]|[退换]货")
_WE_DO = re.compile(rf".{{0,8}}?{_WORK}")
_HURRIES = re.compile(
    r"(?:就|一定|会|先|再|能|可以|尽量|尽快|马上|立刻|左右|都|去|来|之内|把[^，,]{1,8}?)*"
    r"(?:[问查催核]|看[看下一]|确认(?!收货)|联系|处理(?!退款|区)|安排(?!发货|发出|寄出)|登记|反馈|落实|沟通|协[商调]|跟[进踪]|上报|报上|备注|加急|把[^，,]{1,10}[了掉好完])"
)
_WAITS = re.compile(
    r"(?:好的|亲|您|请|麻烦|辛苦|稍|等|候|一下|我|给|就[好行]|大概|大约|差不多|最多|最快|最晚|最迟|预计|估计|需要|要|还|再|左右|时间|可能|约|这边|先|个|就|得"
    r"|[的在哦哈啊呢吧呀哒]|\s)*"
)
_IF = re.compile(r"有(?:问题|需要|事|疑问)|不合适|如果|要是|若|的话|万一")
_USUALLY = re.compile(r"一般|通常|平时|平常|默认|正常|每天|每周|每晚|平均|都是")
_OFFERED = re.compile(r"需要(?:我|帮)|要不要|要我|是否|用不用")
_REFUSED = re.compile(r"没法|没办法|无法|不能|[给帮回]不了|来不及|不一定|未必|不保证|不敢")
_DONE = re.compile(r"已|刚|过[了啦]|服务|在线")
_OVER_BEFORE = re.compile(r"(?:[了已]经?|超过|停|拖|耽误)\s*$")
_PAST_DAY = re.compile(r"(?:昨[天日晚]|前[天日]|上个?[周月次]|那[天日]|当[天日])\s*$")
_OVER_BEHIND = re.compile(r"(?:之|以)?前|多?了|[都还]?[没未]")
_ASKED = re.compile(r"请|麻烦|记得|(?<![帮给替为跟向和让把])[您你](?!的|这|那)")
# Others' terms, unless the clause says that we see to it.
_OTHERS = re.compile(
    r"\W*(?:亲|等|由|一般)?(?:快递|派[件送]|网点|驿站|物流|承运|平台|官方|小二|系统|银行|支付宝|微信)[^我咱帮替让催叫]*"
)
_FROM_ELSEWHERE = re.compile(
    r"(?:付款|支付|拍下|成团|拼成|拼单成功|下单|签收|收货|收到|退款成功|寄出|发出|发货|揽收|到货|入库|到仓|审核|审批|无误|验收|申请|确认)"
    r"[^，,。]{0,8}?[后起]|从[^，,。]{1,8}起|前(?:付款|支付|拍下|下单)"
)
_THEIRS = re.compile(
    r"付(?:款|好|清|掉|尾款)|拍下|下单|申请|寄回|退回来|提供|提交|上传|拼单|成团|收货|无理由|降价|价保|保价|质保|保修|保质|有效|评价|截单|营业|上班"
    r"|请您?[在于]|您(?:可以|需要|记得|要|得|先)?在"
)
_THEY_DO = re.compile("付|支付|拍下|下单|收货|寄回|退回来|之前付")
_OURS_TO_THEM = re.compile(r"回(?:您|话|复|电)|答复|联系您|告诉您|通知您|[给为帮]您")


def find_promise(text: str, now: datetime) -> Promise | None:
    """Return the earliest promise in `text`, said at `now`; None where it has none."""
    return _earliest(text, now, _is_promised)


def find_term(text: str, now: datetime) -> Promise | None:
    """Return the earliest time from `now` in `text` that is not the customer's own.

    It may be no promise, such as 48小时内发出: for whoever says that it is one. Returns None where there is none.
    """
    return _earliest(text, now, lambda *_: True)


def _earliest(text: str, now: datetime, counts: Callable[[str, int, int], bool]) -> Promise | None:
    found = []
    for hit in _SENTENCE.finditer(text.translate(_FULL_WIDTH)):
        sentence = hit[0]
        for start, end, due in (*_lengths_in(sentence, now), *_named_times_in(sentence, now)):
            if (
                now < due <= now + _LONGEST
                and _is_open(sentence, start, end)
                and counts(sentence, start, end)
            ):
                found.append(Promise(sentence[start:end].strip(), due))
    return min(found, key=lambda promise: promise.due, default=None)


def _clause_of(sentence: str, start: int, end: int) -> tuple[int, int]:
    """Return where the clause around `start` to `end` begins and stops."""
    begins = max(sentence.rfind(sign, 0, start) for sign in _CLAUSE_ENDS) + 1
    stops = [place for sign in _CLAUSE_ENDS if (place := sentence.find(sign, end)) >= 0]
    return begins, min(stops, default=len(sentence))


def _is_open(sentence: str, start: int, end: int) -> bool:
    """Tell whether the time runs from now on, and is neither the customer's own nor others'."""
    begins, stops = _clause_of(sentence, start, end)
    clause, before, behind = sentence[begins:stops], sentence[begins:start], sentence[end:stops]
    if (
        _PAST_DAY.search(before)
        or _FROM_ELSEWHERE.search(before)
        or _REFUSED.search(clause)
        or _OFFERED.search(clause)
    ):
        return False
    if not re.search("[内前]$", sentence[start:end]) and (
        _OVER_BEFORE.search(before) or _OVER_BEHIND.match(behind)
    ):
        return False
    if _THEY_DO.match(behind) or (_THEIRS.search(clause) and not _OURS_TO_THEM.search(clause)):
        return False
    return not _OTHERS.fullmatch(clause) or bool(_OURS_TO_THEM.search(sentence[stops:]))


def _is_promised(sentence: str, start: int, end: int) -> bool:
    """Tell whether the shop does something by the time, said to the customer or of their case."""
    if _ANSWERS.search(sentence):
        return True
    begins, stops = _clause_of(sentence, start, end)
    before, behind = sentence[begins:start], sentence[end:stops]
    if _is_work(before, behind):
        return True
    if not (_WAITS.fullmatch(before) and _WAITS.fullmatch(behind)):
        return False
    beside = [_clause_of(sentence, at, at) for at in (begins - 2, stops + 1) if 0 <= at < len(sentence)]
    return any(_is_work("", sentence[first:last]) for first, last in beside)


def _is_work(before: str, behind: str) -> bool:
    """Tell whether a clause, in two parts around the time, says that the shop works on it."""
    clause = before + behind
    if any(sign.search(clause) for sign in (_IF, _USUALLY, _DONE)):
        return False
    if _FOR_THEM.search(clause):
        return True
    if _ASKED.search(clause) or _WHAT_MAY_BE.search(clause):
        return False
    has_subject = re.search(_WE, before) and _WE_DO.match(behind)
    return bool(has_subject or re.search(_WE + _WE_DO.pattern, behind) or _HURRIES.match(behind))


def _lengths_in(sentence: str, now: datetime) -> Iterator[tuple[int, int, datetime]]:
    """Return the lengths of time, with where they stand and when they are over."""
    for hit in _LENGTH.finditer(sentence):
        count = number_value(hit["count"]) or 0.0
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
        term = (_TERM if end > start else _BEFORE_CLOSING).match(sentence, end)
        if end == start and term is None:
            start += 1
            continue
        # Hours from one to another are when somebody is there.
        is_span = _SPANS.match(sentence, end) or (start == last_end + 1 and sentence[start - 1] in "到至-—")
        # A bare hour may be a score or a size, a bare day the day on which something else happens.
        if is_span:
            pass
        elif term or (clock and (day or part)) or ((day or part) and _DAY_DOES.match(sentence, end)):
            end = term.end() if term else end
            if due := _end_of(day, part, clock, now):
                yield start, end, due
        start = last_end = end


def _end_of(
    day: re.Match[str] | None, part: re.Match[str] | None, clock: re.Match[str] | None, now: datetime
) -> datetime | None:
    on = _date_of(day, now) if day else now.date()
    if on is None:
        return None
    named = part[0] if part else _NAMED_PARTS.get(day[0], "") if day else ""
    if clock:
        return _clock_time(clock, named, on, now, is_given=day is not None)
    due = datetime.combine(on, time(_ENDS[named]))
    if on == now.date() and due <= now:
        if part and not day:
            return None  # of which day is anybody's guess
        return next((late for one in _LATE if (late := datetime.combine(on, one)) > now), None)
    return due


def _clock_time(
    clock: re.Match[str], part: str, on: date, now: datetime, *, is_given: bool
) -> datetime | None:
    """Return the time of `clock`; without a part of the day the next one that is still to come."""
    hour = round(number_value(clock["hour"]) or 0)
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
