"""Read from Chinese text what commits a shop: money, times, offers, words such as 包邮.

`48小时`, `四十八小时` and `2天` promise the same and have one value; `两天`, `2个工作日` and `不支持两天` do not.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from typing import Literal, NamedTuple

from qreply.text.clock_times import CLOCK, clock_key
from qreply.text.offers import OFFER, offer_key
from qreply.text.written_numbers import DIGITS, HOLE, NUMBER, RANGE, amount_key, in_digits, number_key

Kind = Literal["money", "duration", "date", "share", "count", "number", "word"]

# Every character for one, so that what is read stands at the same place in the text.
_NARROW = str.maketrans(
    "０１２３４５６７８９．％：～－＋／ｈ時鐘個點後內買贈送發貨換補費運週張雙塊間節號週質無賠開",
    "0123456789.%:~-+/h时钟个点后内买赠送发货换补费运周张双块间节号周质无赔开",
)

_MEASURE = (
    "件|次|双|条|张|份|只|瓶|盒|包(?!邮|裹|退|换|修|赔)|袋|斤|公斤|千克|克|kg|KG|g|ml|L|米|厘米|cm|单|套|台|款|码"
    "|层|人|名|位|期|遍|组"
)
_ROUND = "[一二两三四五六七八九]?[十百千][零一二三四五六七八九十百千]*"
_FEAST = (
    "春节|过年|除夕|元旦|元宵|清明|五一|劳动节|端午|中秋|国庆|十一(?=[前后]|期间|假|当天|之|以)|双十一|双11|双十二|双12|618"
    r"|七夕|圣诞|年货节|女神节|节假日|法定假|大促|放假|周末|节(?=[前后])|活动(?=[前后]|期间|结束)"
    "|(?:正月)?初[一二三四五六七八九十]|(?:正月|腊月)[一二三四五六七八九十廿]+|大年(?:三十|初[一二三四五六七八九])|年[廿二]十?[一-九]"
)
_COURIERS = ("顺丰", "圆通", "中通", "申通", "韵达", "极兔", "百世", "德邦", "邮政", "EMS", "京东快递")
_TO = r"\s*(?:-|~|—|–|到|至)\s*"
_WEEKDAY = "(?:周|星期|礼拜)[一二三四五六日天]"

_PATTERN = re.compile(
    rf"""
    (?P<number>
        (?<![\d-])(?:1[3-9]\d[-\s]?\d{{4}}[-\s]?\d{{4}}|[48]00[-\s]?\d{{3,4}}[-\s]?\d{{3,4}}|0\d{{2,3}}[-\s]?\d{{3,4}}[-\s]?\d{{4}}|95\d{{3}})(?![\d-])
      | (?<![\d.])\d{{7,}}(?![\d.]) | (?<![A-Za-z0-9])(?=\w{{5}})[A-Za-z][A-Za-z_-]*\d[A-Za-z0-9_-]*
    )
  | (?P<date>(?:
        (?:\d{{4}}|{HOLE})年(?:{NUMBER}月(?:{NUMBER}[日号]?)?)?
      | {NUMBER}月{NUMBER}[日号]?(?![个])(?:{_TO}(?:{NUMBER}月)?{NUMBER}[日号])?
      | \d{{4}}[-/.]\d{{1,2}}[-/.]\d{{1,2}}
      | (?<![\d./])(?:0?[1-9]|1[0-2])/(?:[12]\d|3[01]|0?[1-9])(?![\d./%]|\s*[个小天日件元斤盒片粒码号])
      | {CLOCK}
      | {_WEEKDAY}(?:{_TO}{_WEEKDAY})?
      | 〔[^〔〕]*[+-]\d+\w*〕
      | \d{{1,2}}[号日](?=(?:之|以)?[前后](?!天)|[起到至发开截付早晚上下中凌])
      | {_FEAST}
      )(?:(?:之|以)?(?P<side>前(?![天台往面期])|后(?![天台期面续])))?
    )
  | (?P<duration>
        (?: (?P<length>{RANGE})\s*(?:个(?P<half>半)?\s*)?(?P<unit>工作日|自然日|小时|钟头
              |[hH](?:ours?|rs?)?(?![A-Za-z])|分钟
              |min(?:ute)?s?(?![A-Za-z])|秒钟?|天(?!猫|天)|日(?=内|之内|以内|后|左右|无理由|发|到)|周(?!年|到)|星期|礼拜|季度|年(?!货|会|底|前|后(?!退|换|修|续)))
          | (?P<months>{RANGE})\s*(?:个(?P<half_month>半)?月|月(?=内|之内|以内|质保|保修))
        )(?P<more>半)?(?P<later>(?:之|以)?后(?![天台期续]))?
    )
  | (?P<share>
        {RANGE}\s*(?:%|折|倍|个点) | 百分之{NUMBER} | 双倍|翻倍|半价|对半|一半
    )
  | (?P<money>
        [¥￥]\s*(?P<price>{RANGE})
      | (?:退一)?[赔罚](?P<fold>[一二三四五六七八九十百]+(?!下|个|次))
      | (?P<whole>\d+)块(?P<dime>\d)(?!\d)
      | (?P<amount>{RANGE})\s*(?:元|块钱|块(?=的|以内|以下|以上|左右|优惠|补|红包|[，。！!,、\s~]|$)|毛钱?
          | 角(?=钱|[，。])|分钱|万元|RMB|rmb|美元|港币)
      | (?:满|每满|立?减|直降|返现?|补偿?|抵扣?|满减|优惠|赔付?)\s*(?P<sum>{DIGITS}|{HOLE}|{_ROUND})(?:元|块钱?)?
          (?!\s*(?:{_MEASURE}))
    )
  | (?P<deal>
        [买拍购]\s*(?P<bought>{NUMBER})\s*(?:{_MEASURE})?[送赠发免得]\s*(?P<given>{NUMBER})(?:\s*(?:{_MEASURE}))?
    )
  | (?P<count>
        (?P<pieces>(?:{DIGITS}|{HOLE}|[两三四五六七八九十百千万]+|(?:(?<=[满买拍选购人单赠送补减免])|(?<=第)(?=[一二]\s*[件份双单]))[一二]))\s*(?P<measure>{_MEASURE})
      | (?<![\w.-])(?P<bare>{DIGITS})(?![\w.-])
    )
  | (?P<word>
        (?:您|你|我们|我方|卖家|买家|店里|小店|商家|平台|厂家)(?:这边)?来?(?:出|承担|负担|付(?!了?款)|包)
      | 包邮|免运费|免邮|运费险|无理由|全额|免费|付费|收费|自费|自付|另付|自理|到付(?!款)|免息
      | 终身|永久|保修|质保|联保|三包|以旧换新|上门取件|上门安装|送货上门
      | 自己(?:出|付(?!了?款)|承担|掏|买)|自行(?:承担|购买|支付)
      | 优先发|优先处理|{"|".join(_COURIERS)}
      | 加急|当日达|次日达|货到付款|秒退|极速退款|先行赔付|保价|价保|退?差价
      | 赠品|赠送|红包|优惠券|无门槛|补偿|赔偿|赔付|补发|补寄|重发|返现|返券|电子发?票|纸质发?票|退一赔|保证|承诺
      | (?P<soon>立即|立刻|马上|即刻|秒)(?=(?:[给为帮]您)?[发退补换寄到回]|处理|安排)
    )
  | (?P<offer>{OFFER})
    """,
    re.VERBOSE,
)
_SAME_SHARE = {"双倍": "2倍", "翻倍": "2倍", "半价": "5折", "对半": "50%", "一半": "50%"}

_CLAUSE_END = re.compile(r"[，。；！？、~～\n,;!?]|(?:但是?|不过|而是)")
_NEGATION = re.compile(
    "不(?!好意思|错|用担心|客气|着急|管|论|止|仅|同|过|超|少于|低于|高于|大于|多于)|没(?!事|关系|问题)|未|无法|勿|谢绝|别(?!担心|着急|的|人)|非(?!常)"
)
_NEGATION_BEHIND = re.compile("[还也都]?(?:不了|办不到|做不到|没有)")
_HEDGE = re.compile(
    "尽量|尽可能|尽力|争取|力争|一般|通常|大概|大约|差不多|预计|估计|预估|可能|也许|或许|原则上|正常情况|理论上|约(?![定会好])"
)
_HEDGE_ALONE = re.compile(rf"[亲您呢哦呀 ]*(?:{_HEDGE.pattern})(?:的?情况下?|来说|来讲|而言|的话)?[哦呢]?")
_HEDGE_BEHIND = re.compile(rf"(?:之?内|以内|前|就|会|再|才|都)*(?:{_HEDGE.pattern})")
_BUT_FOR = re.compile("除(?!非|夕|了)[^，。；、\n]{1,12}?外")
_ONLY = re.compile("仅限|只限|限于|仅(?!仅)")
_ROUGHLY = re.compile("(?:钟|的?时间)?(?:左右|上下|的样子)")
_AT_LEAST = re.compile("至少|最少|不少于|不低于|起码|最快|最早")
_AT_MOST = re.compile("最多|最高|至多|不超过|不高于|封顶|上限")
_OVER = re.compile("(?<!不)超(?:过|出)")

_MINUTES = {"秒": 1 / 60, "秒钟": 1 / 60, "分钟": 1, "小时": 60, "钟头": 60}
_MINUTES |= {"天": 1440, "日": 1440, "自然日": 1440, "周": 10080, "星期": 10080, "礼拜": 10080}


_TOPICS = (  # of words that may take each other's place
    (
        "包邮",
        "免运费",
        "免邮",
        "到付",
        "自付",
        "另付",
        "自理",
        "出",
        "承担",
        "负担",
        "付",
        "包",
        "掏",
        "买",
        "支付",
        "购买",
    ),
    ("免费", "付费", "收费", "自费"),
    ("补发", "补寄", "重发"),
    ("补偿", "赔偿", "赔付"),
    ("保修", "质保", "联保", "三包"),
    ("保价", "价保"),
    _COURIERS,
)


class Promise(NamedTuple):
    """Something promised in a text, at `start` to `end`; equal `key`s promise the same.

    `marks` is what narrows it before or behind, as 不 and 尽量 do, each with the words that do so.
    """

    kind: Kind
    value: str
    text: str
    start: int
    end: int
    marks: tuple[tuple[str, str], ...] = ()

    @property
    def measure(self) -> tuple[Kind, str]:
        """Return what it is, however it is written, promised or not, from or until then."""
        return self.kind, self.value.rstrip("前后") if self.kind in ("duration", "date") else self.value

    @property
    def topic(self) -> str:
        """Return what it is about, in which another promise may take its place."""
        if self.kind != "word":
            return self.kind
        topic = next((topic for topic in _TOPICS if self.value.endswith(topic)), None)
        return topic[0] if topic else self.value.lstrip("可包不")

    @property
    def key(self) -> tuple[Kind, str]:
        """Return what it promises, however it is written."""
        return self.kind, "".join(mark for mark, _ in self.marks) + self.value


@lru_cache(maxsize=2048)
def promises_in(text: str) -> tuple[Promise, ...]:
    """List what `text` promises, in reading order."""
    return tuple(_read(text))


def _read(text: str) -> Iterator[Promise]:
    narrow = text.translate(_NARROW)
    clause = hedged = 0
    for found in _PATTERN.finditer(narrow):
        start, end = found.span()
        for mark in _CLAUSE_END.finditer(narrow, clause, start):
            if not _HEDGE_ALONE.fullmatch(narrow, clause, mark.start()):
                hedged = mark.end()
            clause = mark.end()
        kind, value = _value(found)
        marks = tuple(_marks(narrow, kind, (hedged, clause, start, end)))
        yield Promise(kind, value, text[start:end], start, end, marks)


def _marks(text: str, kind: Kind, place: tuple[int, int, int, int]) -> Iterator[tuple[str, str]]:
    hedged, clause, start, end = place
    if found := _NEGATION.search(text, clause, start) or _NEGATION_BEHIND.match(text, end):
        yield "不", found[0]
    if (
        found := _HEDGE.search(text, hedged, start)
        or _ROUGHLY.match(text, end)
        or _HEDGE_BEHIND.match(text, end)
    ):
        yield "约", found[0]
    if found := _BUT_FOR.search(text, clause, start):
        yield found[0], found[0]
    if found := _ONLY.search(text, clause, start):
        yield "仅", found[0]
    if found := _AT_LEAST.search(text, clause, start):
        yield "≥", found[0]
    # 最多3天 is what 3天 promises.
    if kind not in ("duration", "date") and (found := _AT_MOST.search(text, clause, start)):
        yield "≤", found[0]
    if found := _OVER.search(text, clause, start):
        yield ">", found[0]


def _value(found: re.Match[str]) -> tuple[Kind, str]:
    groups = found.groupdict()
    whole = "".join(found[0].split())
    if groups["duration"]:
        return "duration", _duration(groups)
    if groups["money"]:
        return "money", _money(groups, whole)
    if groups["deal"]:
        return "count", f"买{number_key(groups['bought'])}送{number_key(groups['given'])}"
    if groups["count"]:
        return "count", f"{amount_key(groups['pieces'] or groups['bare'])}{groups['measure'] or ''}"
    if groups["share"]:
        return "share", _share(whole)
    if groups["date"]:
        return "date", _date(whole, groups["side"] or "")
    if groups["number"]:
        return "number", re.sub(r"[^\dA-Za-z]", "", whole).lower()
    if groups["offer"]:
        return "word", offer_key(whole)
    return "word", "马上" if groups["soon"] else whole


def _duration(groups: dict[str, str | None]) -> str:
    later = "后" if groups["later"] else ""
    more = 0.5 if groups["half"] or groups["half_month"] or groups["more"] else 0.0
    if groups["months"]:
        months = amount_key(groups["months"], 1, more)
        return f"{'21600分' if months == '0.5' else f'{months}月'}{later}"
    unit = groups["unit"] or ""
    unit = {"h": "小时", "m": "分钟"}.get(unit[:1].lower(), unit)
    if unit in _MINUTES:
        return f"{amount_key(groups['length'] or '', _MINUTES[unit], more)}分{later}"
    return f"{amount_key(groups['length'] or '', 1, more)}{unit}{later}"


def _money(groups: dict[str, str | None], whole: str) -> str:
    if groups["whole"]:
        return f"{groups['whole']}.{groups['dime']}".removesuffix(".0")
    given = groups["price"] or groups["amount"] or groups["sum"]
    if given is None:
        return f"{whole[-2]}{number_key(groups['fold'] or '')}"
    scale = 10000.0 if whole.endswith("万元") else 1.0
    if groups["amount"]:
        scale = 0.1 if whole.endswith(("毛", "毛钱", "角")) else 0.01 if whole.endswith("分钱") else scale
    return f"{whole[0] if groups['sum'] else ''}{amount_key(given, scale)}"


def _share(whole: str) -> str:
    if whole in _SAME_SHARE:
        return _SAME_SHARE[whole]
    if whole.startswith("百分之"):
        return f"{number_key(whole.removeprefix('百分之'))}%"
    levelled = in_digits(whole).replace("个点", "%")
    if tenths := re.fullmatch(r"(\d)(\d)折", levelled):  # 95折 is 9.5折
        return f"{tenths[1]}.{tenths[2]}折".replace(".0", "")
    return levelled


def _date(whole: str, side: str) -> str:
    plain = re.sub("[之以]?[前后]$", "", whole) if side else whole
    if re.fullmatch(CLOCK, plain, re.VERBOSE):
        return clock_key(plain) + side
    if parts := re.fullmatch(r"(?:(\d{4})[-/.])?(\d{1,2})[-/.](\d{1,2})", plain):
        year, month, day = parts.groups()
        return f"{f'{year}年' if year else ''}{int(month)}月{int(day)}日{side}"
    plain = re.sub(r"(?<=月)(\d+|[一二三四五六七八九十]+)$", r"\1日", plain.replace("号", "日"))
    plain = re.sub("星期|礼拜", "周", plain).replace("周天", "周日").replace("劳动节", "五一")
    return re.sub("[~—–到至]", "-", in_digits(plain)) + side
