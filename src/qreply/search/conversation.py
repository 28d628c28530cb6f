"""Divide a copied conversation into its turns, by the head lines that chat clients put in.

A head line is a nick with a time stamp, in either order, with or without brackets, alone on its line or with the words
behind it; a role (买家：); or an account's name with a colon. Clients differ, so kinds are described, not clients.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from typing import Literal, NamedTuple

Speaker = Literal["customer", "seller", "system", ""]


class Turn(NamedTuple):
    """What one speaker wrote under one head line; `speaker` is empty where nothing tells."""

    speaker: Speaker
    nick: str
    text: str


_YEAR_DATE = r"(?:20)?\d{2}(?:[-/.]\d{1,2}[-/.]\d{1,2}|年\s?\d{1,2}月\s?\d{1,2}[日号]?)"
_DAY = r"(?:\d{1,2}[-/.]\d{1,2}|\d{1,2}月\s?\d{1,2}[日号]?|今天|昨天|前天|(?:星期|周|礼拜)[一二三四五六日天])"
_CLOCK = (
    r"(?:(?:凌晨|早上|上午|中午|下午|晚上)\s?)?\d{1,2}[:：]\d{2}(?:[:：]\d{2})?(?:[.,]\d{1,3})?"
    r"(?:\s?[AaPp][Mm])?(?!\d)"
)
_DATE = rf"(?:{_YEAR_DATE}|{_DAY})"
STAMP = rf"(?:{_DATE}(?:[T,，\s]*(?:星期|周)[一二三四五六日天])?[T,，\s]*{_CLOCK}|{_CLOCK})"
_SECONDS = re.compile(r"\d[:：]\d{2}[:：]\d{2}")

_ACCOUNT = (
    r"(?:tb[\w-]{5,}|t_?\d+_\d+|jd_\w{3,}|wxid_\w+|[\w一-鿿]{0,8}\*{2,}[\w一-鿿]{0,8}|[A-Za-z]{2,}\d{5,})"
)
_BUYER = r"(?:买家|顾客|客户|用户|会员|消费者)"
_SELLER = r"(?:客服|卖家|商家|店铺|店长|店主|掌柜|机器人|智能助手|小助手|本店|我方)"
_SELLER_NAME = re.compile(rf"{_SELLER}|(?:旗舰|专营|专卖|官方|企业|直营)店|[:：].|^我$")
_BUYER_NAME = re.compile(rf"^{_BUYER}|^{_ACCOUNT}$")
_SYSTEM_NAME = re.compile("^(?:系统|平台)")

_OPEN, _CLOSE = r"[\[【(（<]", r"[\]】)）>]"
_STAMPED = re.compile(
    rf"\s*{_OPEN}?(?P<nick>[^\n，。！？?!]{{0,30}}?){_CLOSE}?\s*{_OPEN}?(?P<stamp>{STAMP}){_CLOSE}?"
    r"[ \t]*(?P<colon>[:：]?)(?P<rest>.*)"
)
_NAMED = re.compile(
    rf"\s*{_OPEN}?(?P<nick>(?:{_BUYER}|{_SELLER}|系统)[^\n，。！？?!:： ]{{0,16}}|{_ACCOUNT}|我(?=[:：]))"
    rf"{_CLOSE}?\s*[:：](?P<rest>.*)"
)
_NAME_ALONE = re.compile(rf"\s*{_OPEN}?(?P<nick>{_BUYER}|{_SELLER}|{_ACCOUNT}){_CLOSE}?\s*[:：]?\s*")
_MARKED = re.compile(
    rf"\s*[\[【](?P<nick>(?:{_BUYER}|{_SELLER}|系统)[^\n\]】]{{0,16}})[\]】]\s*(?P<rest>\S.*)"
)
_NICK_AND_COLON = re.compile(r"\s*(?P<nick>[^\s:：，。！？?!]{1,20})\s?[:：](?P<rest>.*)")
_ACCOUNT_FIRST = re.compile(rf"\s*(?P<nick>{_ACCOUNT})\s+(?P<rest>\S.*)")
# Head lines inside a line: the line breaks of a paste have been lost.
_INLINE = re.compile(
    rf"(?<=\S)\s+(?=(?:{_ACCOUNT}|[^\s，。！？?!:：]{{1,20}}(?:[:：][^\s，。！？?!:：]{{1,12}})?)\s?[(（]{STAMP}[)）]\s?[:：])"
)
# A nick has none of these; what has any is a message with a time in it.
_SPEECH = re.compile(
    "[吗呢吧啊么]$|什么|怎么|咋|啥|多久|多少|几天|能不|可以|没有|还没|[发退换收]货|退款|快递|请问|谢谢|你好|在吗|时间|[?？!！。]"
)


def turns_of(text: str, own_names: Collection[str] = ()) -> list[Turn]:
    """Divide `text` into turns, one for a text without any head line.

    `own_names` are the agent's and the shop's.
    """
    found: list[Turn] = []
    nick, stamped, lines = "", False, list[str]()
    for head, rest in _headed(_INLINE.sub("\n", text).split("\n")):
        if head is None:
            lines.append(rest)
            continue
        if lines:
            found.append(_turn(nick, stamped, lines, own_names))
        nick, stamped, lines = head, True, [rest] if rest.strip() else []
    if lines or not found:
        found.append(_turn(nick, stamped, lines, own_names))
    return found


def _turn(nick: str, stamped: bool, lines: list[str], own_names: Collection[str]) -> Turn:
    text = "\n".join(lines).strip()
    return Turn(speaker_of(nick, own_names) if stamped else "", nick, text)


def speaker_of(nick: str, own_names: Collection[str] = ()) -> Speaker:
    """Return who a nick tells to be speaking; empty where it is only a name."""
    if nick in own_names or _SELLER_NAME.search(nick):
        return "seller"
    if _SYSTEM_NAME.match(nick):
        return "system"
    return "customer" if _BUYER_NAME.match(nick) else ""


def _headed(lines: list[str]) -> Iterator[tuple[str | None, str]]:
    """Return each line behind its head: the nick, None where the line has no head, and the rest."""
    last = max((number for number, line in enumerate(lines) if line.strip()), default=-1)
    for number, line in enumerate(lines):
        # A line of nothing but a time comes next, and words behind it.
        if _is_nick(line) and number + 1 < last and _is_stamp(lines[number + 1]):
            yield _bare(line), ""
            continue
        yield _head(line, more=number < last) or (None, line)


def _is_stamp(line: str) -> bool:
    hit = _STAMPED.fullmatch(line)
    return hit is not None and not hit["nick"] and not hit["rest"]


def _head(line: str, *, more: bool) -> tuple[str, str] | None:
    """Return the nick and the rest of a line that begins with a head.

    `more` tells that lines follow.
    """
    if hit := _STAMPED.fullmatch(line):
        nick, rest = _bare(hit["nick"]), hit["rest"].strip()
        if not nick:
            return _behind_stamp(hit["rest"]) or ("", rest) if rest or more else None
        if not _is_nick(nick):
            return None
        told = hit["colon"] or (not rest and more)
        exact = _SECONDS.search(hit["stamp"]) and len(hit["stamp"]) > 10
        if told or (
            rest and nick != "我" and (exact or _BUYER_NAME.match(nick) or _SELLER_NAME.search(nick))
        ):
            return nick, rest
        return None
    if hit := _NAMED.fullmatch(line):
        return _bare(hit["nick"]), hit["rest"].strip()
    if hit := _MARKED.fullmatch(line):
        return _bare(hit["nick"]), hit["rest"].strip()
    if more and (hit := _NAME_ALONE.fullmatch(line)):
        return _bare(hit["nick"]), ""
    return None


def _behind_stamp(rest: str) -> tuple[str, str] | None:
    if hit := _ACCOUNT_FIRST.fullmatch(rest):
        return hit["nick"], hit["rest"]
    hit = _NICK_AND_COLON.fullmatch(rest)
    return (_bare(hit["nick"]), hit["rest"].strip()) if hit and _is_nick(hit["nick"]) else None


def _is_nick(text: str) -> bool:
    return 0 < len(_bare(text)) <= 30 and not _SPEECH.search(text)


def _bare(nick: str) -> str:
    return nick.strip(" \t[]【】()（）<>:：")
