"""Mask numbers, names, addresses, mail and chat ids before customers' words are kept.

Every character of what is found becomes `#`, so that the rest still says what was asked. It is a net of patterns, not
an understanding: a name that nothing announces, or an address in pinyin, gets through. What is longer than a question,
and what was pasted and led to nothing, is therefore not kept at all.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection
from functools import cache

from qreply.history.records import MAX_QUERY
from qreply.search.pasted_message import read_message
from qreply.text.normalize import fold, is_hanzi
from qreply.text.safety import clean_line

MASK = "#"

_MIN_NUMERALS = 4  # in hanzi, or mixed: 一二三四
_MIN_PINYIN_NUMERALS = 5  # yi, er, ba are syllables of much else

_HANZI_DIGITS = "零〇○一二三四五六七八九幺两壹贰叁参肆伍陆柒捌玖十拾弌弍弎"
_PINYIN_DIGITS = "ling|yao|yi|er|liang|san|si|wu|liu|qi|ba|jiu"
_NUMERAL = f"(?:[{_HANZI_DIGITS}#]|{_PINYIN_DIGITS})"
_GAP = "[^\\w#]{0,3}杠?[^\\w#]{0,3}"
_NUMBER = re.compile(f"{_NUMERAL}(?:_?{_GAP}{_NUMERAL}){{{_MIN_NUMERALS - 1},}}")
_ONE_NUMERAL = re.compile(_NUMERAL)

# The commonest family names, which nine in ten people have, and those of two characters.
_FAMILY = (
    "王李张刘陈杨黄赵吴周徐孙马朱胡郭何高林郑谢罗梁宋唐许韩冯邓曹彭曾肖田董袁潘于蒋蔡余杜叶程苏魏吕丁任沈姚卢"
    "姜崔钟谭陆汪范金石廖贾夏韦付方白邹孟熊秦邱江尹薛闫段雷侯龙史陶黎贺顾毛郝龚邵万钱严覃武戴莫孔汤"
)
_LONG_FAMILY = "欧阳|司马|上官|诸葛|东方|皇甫|尉迟|公孙|慕容|令狐|夏侯|司徒|端木|南宫|独孤|长孙"
_FAMILY_NAME = f"(?:{_LONG_FAMILY}|[{_FAMILY}])"
# What follows a name rather than belonging to it.
_NO_NAME = (
    "[的了吗呢吧啊是为叫我你您他她住在家收寄发到电手地号怎什啥谁哪几多能可要想有没不和跟请麻这那给写填错改换信]"
    "|[今昨明]天"
)
_HANZI = "[\\u3400-\\u9fff·]"
_NAME_LETTER = f"(?:(?!{_NO_NAME}){_HANZI})"
_KNOWN_NAME = f"(?:(?:{_LONG_FAMILY}){_HANZI}{_NAME_LETTER}{{0,2}}|[{_FAMILY}]{_HANZI}{_NAME_LETTER}{{0,2}})"
_NAME = f"(?:{_KNOWN_NAME}|{_NAME_LETTER}{{1,4}})"
_BESIDE_NUMBER = f"(?!顾客|金额|何时|高度|方式|包裹){_FAMILY_NAME}(?![色号]){_NAME_LETTER}{{1,2}}"
_IS = "[是为叫:：\\s,，]{0,4}"

# Family names that begin few other words, for places where no word says that a name follows.
_SURE_FAMILY = (
    "王李张刘陈杨赵吴周徐孙朱胡郭林郑罗梁宋唐韩冯邓曹彭萧肖田董袁潘蒋蔡杜苏魏吕沈姚卢姜崔谭陆汪廖贾邹孟熊秦邱尹薛闫侯陶黎贺郝龚"
    "邵钱覃戴"
)
_SURE_NAME = f"(?:{_LONG_FAMILY}|[{_SURE_FAMILY}])(?![一二三四五六日末色号码]){_NAME_LETTER}{{1,2}}"
_KIN = (
    "妈妈?|爸爸?|老公|老婆|媳妇|对象|男朋友|女朋友|朋友|同事|同学|室友|邻居|闺蜜|姐姐?|哥哥?|弟弟?|妹妹?|儿子|女儿|奶奶|爷爷"
    "|外[公婆]|家人"
)

# Groups named `kept` stay; all else that matches is masked.
_NAMES = (
    f"(?P<kept>(?:我|名字|名)叫{_IS}){_NAME}",
    f"(?P<kept>(?:名字|姓名)[是为:：\\s]{{1,4}}){_NAME}",
    f"(?P<kept>(?:收件人|收货人|寄件人|联系人|收件|姓名|名字|本人){_IS}){_KNOWN_NAME}",
    f"(?P<kept>(?:收件人|收货人|寄件人|联系人|姓名|名字)(?:[帮给]我)?[改换写填][成为]?{_IS}){_KNOWN_NAME}",
    f"(?P<kept>[让由叫请托]){_SURE_NAME}(?=代?[收签取拿领])",
    f"(?P<kept>[寄发送转交]给(?:我?(?:{_KIN}))?){_SURE_NAME}",
    f"(?P<kept>我(?:{_KIN})[叫是]?){_SURE_NAME}",
    f"(?P<kept>我是){_SURE_NAME}(?=本人|[\\s,，.。!！?？~～]|$)",
    f"(?P<kept>查(?:一?下|一?查|询)?){_SURE_NAME}(?=的(?:快递|包裹|物流|订单|单子|件|货|东西))",
    f"(?P<kept>免?贵?姓){_FAMILY_NAME}{_NAME_LETTER}{{0,3}}",
    f"{_FAMILY_NAME}{_NAME_LETTER}{{0,2}}(?=先生|女士|小姐|同学|老师)",
    f"(?<![\\w#]){_FAMILY_NAME}(?![一二三四五六日末色]){_NAME_LETTER}{{1,3}}(?=的(?:快递|包裹|订单|单子|件|货|东西))",
    # Beside a telephone number, which was masked before, and with it the 三 of 张三.
    f"(?<![\\w#])[{_FAMILY}](?=#{{8}})",
    f"(?<![\\w#]){_BESIDE_NUMBER}(?=[\\s,，:：]{{0,3}}#{{7}})",
    f"(?P<kept>#{{7}}[\\s,，]{{0,3}}){_BESIDE_NUMBER}(?![\\w#])",
    "(?P<kept>\\b(?:wo ?jiao|(?:xing ?ming|ming ?zi) ?shi|shou(?:jian|huo) ?ren|my name is|i am|i'm)\\b[\\s:]*)"
    "[a-z]+(?: [a-z]+){0,2}",
    "(?P<kept>wojiao|shou(?:jian|huo)ren)[a-z]+",
)

# Parts of an address end in one of these; two in a row are an address, one is a place that many live in.
_PART_END = (
    "自治区|街道|大道|胡同|小区|社区|花园|公寓|大厦|广场|家园|新村|号楼|单元|省|市|区|县|旗|镇|乡|村|屯|街|路|巷|弄|里|苑|号|栋|幢"
    "|座|室|楼|层|组|队"
)
_NO_PART = (
    "\\s的了吗呢吧啊哪几什么怎多少啥是有没不能可到发寄送退换收要想这那我你您他住在往从和跟，。,.!！?？、;；"
)
_PART = f"[^{_NO_PART}]{{1,8}}?(?:{_PART_END})"
_ADDRESSES = (
    f"{_PART}(?:[\\s，,、-]?{_PART})+(?:{_PART_END})*(?:[\\s-]?[#\\d{_HANZI_DIGITS}a-z]{{1,6}})*",
    f"(?P<kept>(?:地址(?:是|为|[:：])|我住在?|家?住在|家住|我家在)[\\s:：]*)[^{_NO_PART}]{{2,20}}",
)

_ID = "[a-z#][a-z#_.-]{4,}"
_NO_ID = "(?!(?:zhifu|fukuan|zhuanzhang|hongbao|tuikuan|haoma)\\b)"  # 微信支付 and the like, in pinyin
_LINKED = "(?:号码?|账号|帐号|id|好友|联系|加我?|我)?[是为叫:：\\s,，]{0,4}"
_IDS = (
    "[a-z#._%+-]{1,64}\\s?(?:@|艾特)\\s?[a-z#-]+(?:\\s?(?:[.。]|点|dot)\\s?[a-z#-]+)*",
    "wxid[_a-z#-]*",
    "(?P<kept>(?:微信|薇信|威信|卫星|扣扣|企鹅|支付宝|钉钉|抖音|快手|小红书|旺旺|账号|帐号|昵称)"
    + _LINKED
    + ")"
    + _ID,
    f"(?P<kept>(?<![a-z])(?:weixin|wei xin|wechat|whatsapp|telegram|vx|wx|qq|v|q|id)(?:信|号)?{_LINKED}){_NO_ID}{_ID}",
    "(?<![a-z#_-])(?=[a-z#-]*_|[a-z_-]*#[a-z_-]*#)(?=(?:[#_-]*[a-z]){5})[a-z#_-]{8,}",  # lily_wang, xiaoming88
)

_MAY_ANNOUNCE = re.compile("叫|姓|名|人|我|收|查|给|让|由|请|托|的|先生|女士|小姐|老师")
_SURE = re.compile(f"(?:{_LONG_FAMILY}|[{_SURE_FAMILY}])(?![一二三四五六日末色号码]){_HANZI}")
_HANZI_RUN = re.compile(f"{_HANZI}+")
_LONGEST_NAME = 4
_SHORTEST_NICK = 3

_PERSONAL = (*_IDS, *_NAMES, *_ADDRESSES)


def mask_query(query: str) -> str:
    """Mask what may tell who the customer is; empty if too long, or without a word then.

    Only the question of a pasted message counts, without head lines, nicks and links.
    """
    line = clean_line(read_message(query).question)
    if len(line) > MAX_QUERY:
        return ""
    line = mask_text(line)
    return line if any(character.isalpha() for character in line) else ""


def mask_text(text: str) -> str:
    """Mask numbers, names, addresses, mail and chat ids in `text`, each character by a `#`.

    What is masked may show more to mask, so that the patterns are tried until they find nothing: to mask again what
    was masked, as `--merge` does, changes nothing.
    """
    masked = mask_numbers(text)
    for pattern in _patterns():
        plain = _simplify(masked)
        masked = _apply_masks(masked, [_span(found) for found in pattern.finditer(plain)])
    return masked if masked == text else mask_text(masked)


def find_names(text: str) -> set[str]:
    """Find the names that something in `text` announces."""
    if not _MAY_ANNOUNCE.search(text):
        return set()
    plain = _simplify(text)
    spans = (_span(found) for pattern in _name_patterns() for found in pattern.finditer(plain))
    return {text[start:end] for start, end in spans if _is_sure(plain[start:end])}


def names_of_nick(nick: str) -> set[str]:
    """Return what of a nick tells who wrote: 王小明 of 王小明0518, the whole if it is longer."""
    plain = _simplify(nick)
    found = {nick} if len(nick) >= _SHORTEST_NICK and any(map(is_hanzi, nick)) else set()
    return found | {
        nick[part.start() : part.end()] for part in _HANZI_RUN.finditer(plain) if _is_sure(part[0])
    }


def mask_names(text: str, names: Collection[str]) -> str:
    """Mask those names in `text`, the longest first."""
    longest = max(map(len, names), default=0)
    at = 0
    while at < len(text):
        length = next((size for size in range(longest, 1, -1) if text[at : at + size] in names), 0)
        text = _apply_masks(text, [(at, at + length)])
        at += max(length, 1)
    return text


def _is_sure(name: str) -> bool:
    return len(name) <= _LONGEST_NAME and bool(_SURE.match(name))


def mask_numbers(text: str) -> str:
    """Mask every digit, and longer numbers written in hanzi or pinyin, whatever divides them."""
    text = "".join(map(_without_digit, unicodedata.normalize("NFC", text)))
    found = (number for number in _NUMBER.finditer(_simplify(text)) if _is_number(number[0]))
    return _apply_masks(text, [number.span() for number in found])


def _is_number(written: str) -> bool:
    numerals = _ONE_NUMERAL.findall(written)
    typed = any(len(numeral) > 1 for numeral in numerals)
    return len(numerals) >= (_MIN_PINYIN_NUMERALS if typed else _MIN_NUMERALS)


def _without_digit(character: str) -> str:
    """Return the mask for a digit in any script, ① and ㊀ and Ⅳ included.

    Hanzi stay, since 一 is in 一样.
    """
    is_digit = character.isnumeric() and not is_hanzi(character) and character not in _HANZI_DIGITS
    return MASK if is_digit else character


@cache
def _name_patterns() -> tuple[re.Pattern[str], ...]:
    return tuple(map(re.compile, _NAMES))


@cache
def _patterns() -> tuple[re.Pattern[str], ...]:
    return tuple(map(re.compile, _PERSONAL))


def _simplify(text: str) -> str:
    """Return `text`, equally long, in half width, lower case, Simplified, without tone marks."""
    return "".join(_base_letter(character) for character in fold(text))


def _base_letter(character: str) -> str:
    if character < "\x80" or character >= "\u2000":
        return character
    base = unicodedata.normalize("NFKD", character)[0]
    return base if base.isascii() and base.isalpha() else character


def _span(found: re.Match[str]) -> tuple[int, int]:
    kept = found.groupdict().get("kept") or ""
    return found.start() + len(kept), found.end()


def _apply_masks(text: str, spans: list[tuple[int, int]]) -> str:
    for start, end in spans:
        text = f"{text[:start]}{MASK * (end - start)}{text[end:]}"
    return text
