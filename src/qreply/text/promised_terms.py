"""Read from Chinese text what commits a shop: money, times, shares, words such as 包邮.

`48小时`, `四十八小时` and `2天` promise the same and have one value; `两天`, `2个工作日` and `不支持两天` do not.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from typing import Literal, NamedTuple

Kind = Literal["money", "duration", "date", "share", "count", "word"]

_NARROW = str.maketrans("０１２３４５６７８９．％：～－－＋", "0123456789.%:~--+")

_DIGITS = r"(?:\d+(?:,\d{3})+|\d+)(?:\.\d+)?"
_HANZI = "[零〇一二两三四五六七八九十百千万]+半?|半"
_HOLE = r"〔[^〔〕]*〕"  # a placeholder that has no value yet
_NUMBER = rf"(?:{_DIGITS}|{_HOLE}|{_HANZI})"
_RANGE = rf"{_NUMBER}(?:\s*(?:-|~|—|–|到|至|、|或)\s*{_NUMBER})?"
_DAY = "(?:今天|今日|今晚|明天|明日|明早|明晚|后天|大后天|当天|当日|次日|隔天|隔日|月底|月初|年底|年前|年后|下周|本周)"
_PART_OF_DAY = "(?:早上|上午|中午|下午|傍晚|晚上|凌晨|夜里|早|晚)"

_PATTERN = re.compile(
    rf"""
    (?P<date>
        (?:\d{{4}}|〔[^〔〕]*〕)年(?:{_NUMBER}月(?:{_NUMBER}[日号]?)?)?
      | {_NUMBER}月{_NUMBER}[日号]?(?![个])
      | \d{{4}}[-/.]\d{{1,2}}[-/.]\d{{1,2}}
      | {_PART_OF_DAY}?\d{{1,2}}:\d{{2}}(?:\s*[-~]\s*\d{{1,2}}:\d{{2}})?
      | {_PART_OF_DAY}(?:\d{{1,2}}|{_HANZI})点(?:半|\d{{1,2}}分?)?
      | \d{{1,2}}点(?:半|\d{{1,2}}分)?(?=之?前|之?后|以前|以后|起|到|至|钟|截|下单|发)
      | (?:周|星期|礼拜)[一二三四五六日天末]
      | 〔[^〔〕]*[+-]\d+\w*〕
      | {_DAY}
    )
  | (?P<duration>
        (?P<length>{_RANGE})\s*(?:个\s*)?(?P<unit>工作日|自然日|小时|钟头|分钟|秒钟?|天(?!猫|天)|日(?=内|之内|以内|后|左右|无理由|发|到)|周(?!年|到)|星期|礼拜|季度
          | 年(?!货|会|底|前|后))
        | (?P<months>{_RANGE})\s*(?:个月|月(?=内|之内|以内|质保|保修))
    )
  | (?P<share>
        {_RANGE}\s*(?:%|折|倍|个点) | 百分之{_NUMBER} | 双倍|翻倍|半价|对半
    )
  | (?P<money>
        [¥￥]\s*(?P<price>{_RANGE})
      | (?:退一)?赔(?P<fold>[一二三四五六七八九十百]+(?!下|个|次))
      | (?P<amount>{_RANGE})\s*(?:元|块钱|块(?=的|以内|以下|以上|左右|优惠|补|红包|[，。！!,、\s~]|$)|毛钱?
          | 角(?=钱|[，。])|分钱|万元|RMB|rmb|美元|港币)
      | (?:满|每满|立?减|直降|返现?|补偿?|抵扣?|满减|优惠|赔付?)\s*(?P<sum>{_DIGITS}|{_HOLE})(?:元|块钱?)?
    )
  | (?P<count>
        (?P<pieces>(?:{_DIGITS}|{_HOLE}|[两三四五六七八九十百千万]+))\s*(?P<measure>件|次|双|条|张|份|只|瓶|盒|包(?!邮|裹)|袋|斤|公斤|千克|克|kg|KG|g|ml|L|米|厘米|cm|单|套|台|款|码|层|人|位|期|遍|组)
      | (?<![\w.-])(?P<bare>{_DIGITS})(?![\w.-])
    )
  | (?P<word>
        (?:您|你|我们|我方|卖家|买家|店里|小店|商家|平台|厂家)(?:这边)?来?(?:出|承担|负担|付(?!款)|包)
      | 包邮|免运费|免邮|运费险|无理由|全额|免费|终身|永久|保修|质保|联保|三包|以旧换新|上门取件|上门安装|送货上门
      | 优先发|优先处理|顺丰|京东快递|加急|当日达|次日达|货到付款|秒退|极速退款|先行赔付|保价|价保|退?差价
      | 赠品|赠送|红包|优惠券|无门槛|补偿|赔偿|赔付|补发|补寄|重发|退一赔|保证|承诺
    )
    """,
    re.VERBOSE,
)
_EITHER = re.compile("[一二两三四五六七八九]{2}")
_SINGLE = {"双倍": "2倍", "翻倍": "2倍", "半价": "5折"}

_CLAUSE_END = re.compile(r"[，。；！？、~～\n,;!?]|(?:但是?|不过|而是)")
_NEGATION = re.compile(
    "不(?!好意思|错|用担心|客气|着急|管|论|止|仅|同|过)|没(?!事|关系|问题)|未|无法|勿|谢绝|别(?!担心|着急|的|人)|非(?!常)"
)

_MINUTES = {"秒": 1 / 60, "秒钟": 1 / 60, "分钟": 1, "小时": 60, "钟头": 60}
_MINUTES |= {"天": 1440, "日": 1440, "自然日": 1440, "周": 10080, "星期": 10080, "礼拜": 10080}

_DIGIT_OF = {char: digit for digit, char in enumerate("零一二三四五六七八九")} | {"〇": 0, "两": 2}
_POWER_OF = {"十": 10, "百": 100, "千": 1000}


class Promise(NamedTuple):
    """Something promised in a text, at `start` to `end`; equal `key`s promise the same."""

    kind: Kind
    value: str
    text: str
    start: int
    end: int

    @property
    def key(self) -> tuple[Kind, str]:
        """Return what it promises, however it is written."""
        return self.kind, self.value


@lru_cache(maxsize=2048)
def promises_in(text: str) -> tuple[Promise, ...]:
    """List what `text` promises, in reading order."""
    return tuple(_read(text))


def _read(text: str) -> Iterator[Promise]:
    narrow = text.translate(_NARROW)
    clause = 0
    for found in _PATTERN.finditer(narrow):
        start, end = found.span()
        for mark in _CLAUSE_END.finditer(narrow, clause, start):
            clause = mark.end()
        kind, value = _value(found)
        refused = "不" if _NEGATION.search(narrow, clause, start) else ""
        yield Promise(kind, refused + value, text[start:end], start, end)


def _value(found: re.Match[str]) -> tuple[Kind, str]:
    groups = found.groupdict()
    whole = "".join(found[0].split())
    if groups["duration"]:
        if groups["months"]:
            return "duration", f"{_amount(groups['months'])}月"
        unit = groups["unit"]
        if unit in _MINUTES:
            return "duration", f"{_amount(groups['length'], _MINUTES[unit])}分"
        return "duration", f"{_amount(groups['length'])}{unit}"
    if groups["money"]:
        given = groups["price"] or groups["amount"] or groups["sum"]
        if given is None:
            return "money", f"赔{_times(groups['fold'], 1)}"
        unit = (
            whole[-1]
            if groups["amount"] and whole[-1] in "毛角"
            else "分"
            if whole.endswith("分钱")
            else "元"
        )
        scale = {"毛": 0.1, "角": 0.1, "分": 0.01, "元": 1}[unit] * (10000 if whole.endswith("万元") else 1)
        return "money", f"{whole[0] if groups['sum'] else ''}{_amount(given, scale)}"
    if groups["count"]:
        return "count", f"{_amount(groups['pieces'] or groups['bare'])}{groups['measure'] or ''}"
    if groups["share"]:
        return "share", _levelled(_SINGLE.get(whole, whole))
    if groups["date"]:
        return "date", _levelled(whole.replace("号", "日"))
    return "word", whole


def _amount(text: str, scale: float = 1) -> str:
    """Return the numbers of a range, or the one there is, times `scale`, as a key."""
    numbers = re.findall(_NUMBER, text)
    if len(numbers) == 1 and _EITHER.fullmatch(text):  # 三五天
        numbers = list(text)
    return "-".join(_times(number, scale) for number in numbers)


def _times(number: str, scale: float) -> str:
    value = _number(number)
    return number if value is None else f"{round(value * scale, 4):g}"


def _levelled(text: str) -> str:
    """Write hanzi numbers in `text` in digits."""
    return re.sub(_HANZI, lambda hit: number if (number := _times(hit[0], 1)) else hit[0], text)


def _number(text: str) -> float | None:
    """Return the value of a number in digits or hanzi; None for a placeholder."""
    if text[:1] == "〔":
        return None
    plain = text.replace(",", "")
    if plain[:1].isdecimal():
        return float(plain)
    return _hanzi_value(text)


def _hanzi_value(text: str) -> float:
    half = 0.5 if text.endswith("半") else 0.0
    total = section = digit = 0
    has_power = any(char in _POWER_OF or char == "万" for char in text)
    for char in text.removesuffix("半"):
        if char in _DIGIT_OF:
            digit = _DIGIT_OF[char] if has_power else digit * 10 + _DIGIT_OF[char]
        elif char in _POWER_OF:
            section += (digit or 1) * _POWER_OF[char]
            digit = 0
        else:
            total += (section + digit or 1) * 10000
            section = digit = 0
    return total + section + digit + half
