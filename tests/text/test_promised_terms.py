"""What commits a shop is read from a reply, however it is written, and nothing else is."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qreply.text.promised_terms import promises_in

READ = [
    ("付款后48小时内发出", [("duration", "48小时")]),
    ("满199减20，返5元红包", [("money", "满199"), ("money", "减20"), ("money", "返5元"), ("word", "红包")]),
    ("11月11日20:00开始", [("date", "11月11日"), ("date", "20:00")]),
    ("周三前寄出，晚上8点截单", [("date", "周三前"), ("date", "晚上8点")]),
    ("假一赔十，全场8折", [("money", "赔十"), ("share", "8折")]),
    ("买两件送1件", [("count", "买两件送1件")]),
    ("质保一年，三五天到", [("word", "质保"), ("duration", "一年"), ("duration", "三五天")]),
    ("寄回运费我们出", [("word", "我们出")]),
    ("〔时限〕小时内，补〔金额〕元", [("duration", "〔时限〕小时"), ("money", "补〔金额〕元")]),
    ("〔发货日 +2d〕前到", [("date", "〔发货日 +2d〕前")]),
    ("明晚九点半开播，早10晚7都在", [("date", "明晚九点半"), ("date", "早10晚7")]),
    ("拍下36h发，过完中秋前都能换新", [("duration", "36h"), ("date", "中秋前"), ("word", "能换新")]),
    ("急事打025-8888 6666或13912345678", [("number", "025-8888 6666"), ("number", "13912345678")]),
    ("拆了就不能换货啦，吊牌在的可以直接换货", [("word", "不能换货"), ("word", "可以直接换货")]),
    ("15号前下单", [("date", "15号前")]),
    ("第二件半价，买一件送一件", [("count", "二件"), ("share", "半价"), ("count", "买一件送一件")]),
    ("稍等一下，一样的，有一点慢，一直在催", []),
    ("天天都在，百分百用心，不用担心", []),
    ("可能在路上，能收到吗，退不退您定，换不换都行", []),
    ("这两点说明，点赞一下，功能可看详情，第一次来，早一点寄", []),
]
# Each in its own line: all of them promise the same.
SAME = [
    ("48小时", "2天", "四十八小时", "４８个小时", "48h", "48 H", "两天", "48小時", "2天内", "不超过48小时"),
    ("三到五天", "3-5天", "3~5天", "三五天", "3/5天"),
    ("半小时", "30分钟", "0.5小时", "30min"),
    ("一个半小时", "90分钟", "1.5小时"),
    ("5元", "5块钱", "¥5", "五元"),
    ("¥9.9", "9.9元", "9块9"),
    ("1,299元", "1299元"),
    ("十二个月", "12个月"),
    ("半个月", "15天"),
    ("满两百减三十", "满200减30"),
    ("11月11号", "11月11日", "十一月十一日"),
    ("2026年3月1日", "2026-03-01", "2026/3/1"),
    ("五折", "5折", "半价"),
    ("85折", "八五折", "8.5折"),
    ("5%", "百分之五", "5个点"),
    ("买3送1", "买三送一", "买3件送1件", "拍三发一"),
    ("今晚9点", "今天晚上9点", "今天21:00", "今晚九点", "今日21点", "今晚9：00"),
    ("下午3点半", "15:30", "15点30分", "下午三点半"),
    ("9:30-17:00", "上午9点半到下午5点", "9点半至17点", "上午9点半到5点"),
    ("早8晚9", "8点到21点", "早上8点-晚上9点", "8-21点", "08:00~21:00"),
    ("周一到周五", "星期一至星期五"),
    ("国庆前", "国庆之前"),
    ("18点前", "18:00之前", "下午6点以前"),
    ("次日", "第二天", "隔天"),
    ("可以换货", "能换货", "支持换货", "可以给您换货"),
    ("不能换货", "不换货", "不支持换货", "无法换货"),
    ("立刻补发", "马上补发"),
    ("大概3天", "预计3天", "3天左右", "约3天"),
    ("400-820-1234", "4008201234"),
    ("139 1234 5678", "13912345678"),
]
OTHER = [
    ("2天", "2个工作日"),
    ("支持7天无理由", "不支持7天无理由"),
    ("运费您出", "运费我们出"),
    ("5元", "5角"),
    ("3天", "3-5天"),
    ("3天内", "3天后"),
    ("3天", "大概3天"),
    ("3天", "一般情况下，3天"),
    ("24h", "36h"),
    ("今晚7点", "今晚9点"),
    ("上午9点", "晚上9点"),
    ("10-18点", "10-20点"),
    ("早9晚6", "早9晚9"),
    ("买三送一", "买五送一"),
    ("买三送一", "买三送二"),
    ("端午前", "端午后"),
    ("11月11日前", "11月11日后"),
    ("2月1日-5日", "2月1日-8日"),
    ("初六", "初八"),
    ("15号前发", "18号前发"),
    ("坏了包换", "坏了不换"),
    ("可以换货", "不可以换货"),
    ("能开发票", "不开发票"),
    ("支持试穿", "不支持试穿"),
    ("免费上门", "付费上门"),
    ("能开票", "开票不了"),
    ("30号晚8点付", "28号晚8点付"),
    ("前20名", "前80名"),
    ("电子发票", "纸质发票"),
    ("加微信shop2020", "加微信shop2021"),
    ("正常寄", "停止寄"),
    ("优先发", "优先发做不到"),
    ("运费险", "运费险没有"),
    ("满49包邮", "除青海外满49包邮"),
    ("除青海外包邮", "除西藏外包邮"),
    ("包邮", "仅限首单包邮"),
    ("发申通", "发德邦"),
    ("少一罚五", "少一罚三"),
    ("后天寄到", "后天争取寄到"),
    ("随时换", "商量着换"),
    ("立即给您补寄", "给您补寄"),
    ("邮费店里付", "邮费自己付"),
    ("次日发", "尽量次日发"),
    ("补10元", "最多补10元"),
    ("3天到", "至少3天到"),
    ("满二件", "满三件"),
    ("13912345678", "13912345679"),
    ("025-88886666", "025-88886667"),
    ("包邮", ""),
]


def keys(text: str) -> list[object]:
    return [promise.key for promise in promises_in(text)]


@pytest.mark.parametrize(("text", "promised"), READ, ids=[text for text, _ in READ])
def test_promises_are_read(text: str, promised: list[tuple[str, str]]) -> None:
    assert [(promise.kind, promise.text) for promise in promises_in(text)] == promised


@pytest.mark.parametrize("written", SAME, ids=[writings[0] for writings in SAME])
def test_the_same_in_other_words_is_the_same(written: tuple[str, ...]) -> None:
    known = {text: keys(text) for text in written}
    assert all(found == known[written[0]] != [] for found in known.values()), known


@pytest.mark.parametrize(("one", "other"), OTHER)
def test_what_promises_otherwise_differs(one: str, other: str) -> None:
    assert keys(one) != keys(other)


HANZI = "零一二三四五六七八九十"


def spoken(hour: int) -> str:
    return HANZI[hour] if hour < 11 else f"十{HANZI[hour - 10]}"


def written_times(hour: int, minute: int) -> list[str]:
    """Return how people write a time of day."""
    part = (
        "凌晨"
        if hour < 6
        else "上午"
        if hour < 12
        else "下午"
        if 12 < hour < 18
        else "晚上"
        if hour > 18
        else ""
    )
    tail = "" if not minute else "半" if minute == 30 else f"{minute}分"
    texts = [f"{hour:02}:{minute:02}", f"{hour}点{tail}", f"{hour}:{minute:02}"]
    if part:
        texts += [f"{part}{hour % 12 or 12}点{tail}", f"{part}{spoken(hour % 12 or 12)}点{tail}"]
    return texts


TIMES = st.tuples(st.integers(0, 23), st.sampled_from((0, 10, 30, 45)))


@given(TIMES, TIMES, st.sampled_from(("", "今天", "次日")), st.data())
def test_times_are_the_same_on_every_clock(
    one: tuple[int, int], other: tuple[int, int], day: str, data: st.DataObject
) -> None:
    first, second = (day + data.draw(st.sampled_from(written_times(*time))) for time in (one, other))
    assert (keys(first) == keys(second)) == (one == other), (first, second)


@given(TIMES, TIMES, TIMES, st.sampled_from(("-", "到", "~", "至")), st.data())
def test_ranges_of_times_are_too(
    start: tuple[int, int], end: tuple[int, int], other: tuple[int, int], to: str, data: st.DataObject
) -> None:
    def draw(time: tuple[int, int]) -> str:
        return data.draw(st.sampled_from(written_times(*time)))

    first, second = draw(start) + to + f"{end[0]}:{end[1]:02}", draw(start) + to + f"{other[0]}:{other[1]:02}"
    assert len(keys(first)) == 1
    if end == other and not min(end, other) <= start:  # 下午3点到2:00 may be either
        assert keys(first) == keys(second)
    if end != other and min(end, other) > start:
        assert keys(first) != keys(second)


@given(st.text(alphabet="0123一两十半百万天小时元折满减年月日点早晚前后退换能可h:-~ 〔〕不，。", max_size=60))
def test_any_text_is_read_and_promises_stand_where_they_are_said_to(text: str) -> None:
    for promise in promises_in(text):
        assert text[promise.start : promise.end] == promise.text
