"""Find what stands in a text and was not meant for customers.

That is holes which are not `{{…}}`, and remains of other programs. `check`, the editor on the screen and imports
share this one list.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from itertools import chain
from typing import NamedTuple

from qreply.phrasebook.template import FieldNode, PartNode, parse, walk


class Leftover(NamedTuple):
    """A `text` at `start` that was not meant for customers.

    `code` names the problem, filled with `values`.
    """

    code: str
    text: str
    start: int
    values: Mapping[str, str]


# Names that placeholders have in other programs, and what ours are called.
OTHER_NAMES: Mapping[str, str] = {
    **dict.fromkeys(
        (
            "买家昵称",
            "顾客昵称",
            "客户昵称",
            "昵称",
            "旺旺",
            "旺旺名",
            "买家",
            "买家姓名",
            "顾客姓名",
            "姓名",
            "名字",
            "用户名",
        ),
        "称呼",
    ),
    **dict.fromkeys(("今日", "日期", "当前日期", "当天"), "今天"),
    **dict.fromkeys(("时间", "当前时间", "此刻"), "现在"),
    **dict.fromkeys(("店铺名", "店铺", "店铺名称", "本店", "小店名"), "店名"),
    **dict.fromkeys(("客服名", "客服昵称", "客服姓名", "坐席", "我的名字"), "客服"),
    **dict.fromkeys(("运单号", "物流单号", "单号", "快递号"), "快递单号"),
}
_KNOWN = sorted(
    {
        *OTHER_NAMES,
        *OTHER_NAMES.values(),
        "订单号",
        "地址",
        "收货地址",
        "电话",
        "手机号",
        "金额",
        "快递",
        "快递公司",
        "商品名",
        "商品",
        "尺码",
    },
    key=len,
    reverse=True,
)
_NAME = "|".join(map(re.escape, _KNOWN))

_HOLES: tuple[re.Pattern[str], ...] = (
    re.compile(r"\$\{\s*(?P<name>[^{}\n]{1,20}?)\s*\}"),
    re.compile(r"(?<![{｛])[{｛]\s*(?P<name>[^{}｛｝\n]{1,20}?)\s*[}｝](?![}｝])"),
    re.compile(r"%(?P<name>[\u4e00-\u9fff]{1,8}|[A-Za-z_]{2,20})%"),
    re.compile(rf"[【\[<《#「](?P<name>{_NAME})[】\]>》#」]"),
    re.compile(r"(?<![A-Za-z0-9])(?P<name>[XxＸｘ]{2,})(?![A-Za-z0-9])|(?P<line>_{3,}|＿{2,})"),
)
_SLASHED = re.compile(r"[^/、]{1,12}(?:[/、][^/、]{1,12})+")
_DATE_SUM = re.compile(r"(?P<name>今天|今日|现在|明天)\s*[+＋-]\s*\d+\s*[a-z天日周]*", re.IGNORECASE)

_REMAINS: tuple[tuple[str, re.Pattern[str]], ...] = (
    ("leftover-escape", re.compile(r"\\[nrt](?![A-Za-z])|\\[nrt](?=[\u4e00-\u9fff])")),
    (
        "leftover-html",
        re.compile(
            r"</?(?:br|p|div|span|b|strong|font|a|img|li|ul)\b[^<>\n]{0,80}/?>|&(?:nbsp|lt|gt|amp|quot|#\d{1,6});?",
            re.IGNORECASE,
        ),
    ),
    ("leftover-excel-escape", re.compile(r"_x[0-9A-Fa-f]{4}_")),
    ("leftover-mojibake", re.compile("\ufffd|锟斤拷|烫烫烫|屯屯屯|[\ue000-\uf8ff]|ï¿½|â€")),
    ("leftover-excel-error", re.compile(r"#(?:REF!|N/A|VALUE!|NAME\?|DIV/0!|NULL!|NUM!)")),
    ("leftover-excel-number", re.compile(r"(?<![\w.])\d(?:\.\d+)?E[+-]?\d{1,3}(?![\w.])|^=\"?[\w+]")),
    ("leftover-comment", re.compile(r"^#[ \t]+\S.*", re.MULTILINE)),
    ("leftover-bar", re.compile(r"\A[｜|l](?=\s)|\A[｜|]")),
    ("leftover-conflict", re.compile(r"^(?:<{7}|={7}|>{7})(?:\s|$)", re.MULTILINE)),
)


# Every hole and every remain has one of these characters, which most titles and asks have not.
_SIGNS = re.compile("[{｛%【\\[<《#「XxＸｘ_＿\\\\>&=|｜lE\ufffd锟烫屯\ue000-\uf8ffïâ]")


def may_hold_leftovers(texts: Sequence[str]) -> bool:
    """Tell whether there can be one in any of `texts`.

    This quick look does for most phrases.
    """
    if not _SIGNS.search("\n".join(texts)):
        return False
    return any(_SIGNS.search(text) for text in texts if not _is_word(text))


def _is_word(text: str) -> bool:
    return text.isascii() and text.isalnum()


def leftovers_in(text: str, declared: Callable[[str], bool] = lambda _: False) -> Iterator[Leftover]:
    """Find holes and remains in `text`, which may be a template.

    `declared` tells which placeholders there are.
    """
    if _is_word(text) or not _SIGNS.search(text):
        return
    yield from _remains(text)
    if "{{" in text or "｛｛" in text:
        yield from _odd_fields(text, declared)
        text = re.sub(r"[{｛]{2}.*?[}｝]{2}", lambda tag: "\n" * len(tag[0]), text)
    end = 0
    for hole in sorted(chain.from_iterable(pattern.finditer(text) for pattern in _HOLES), key=_place):
        if hole.start() >= end:
            end = hole.end()
            name = hole.groupdict().get("name") or ""
            yield Leftover("hole", hole[0], hole.start(), {"written": hole[0], "meant": _meant(name)})


def _place(hole: re.Match[str]) -> tuple[int, int]:
    return hole.start(), -hole.end()


def _remains(text: str) -> Iterator[Leftover]:
    for code, pattern in _REMAINS:
        if found := pattern.search(text):
            yield Leftover(code, found[0], found.start(), {"written": found[0][:40]})


def _odd_fields(text: str, declared: Callable[[str], bool]) -> Iterator[Leftover]:
    """Find fields that are read otherwise than they were meant."""
    for node in walk(parse(text).nodes):
        if isinstance(node, PartNode | FieldNode) and (meant := _meant_field(node, declared)):
            written = text[node.start : text.find("}}", node.start) + 2] or node.name
            yield Leftover("odd-field", written, node.start, {"written": written, "meant": meant})


def _meant_field(node: PartNode | FieldNode, declared: Callable[[str], bool]) -> str:
    name = node.name
    if isinstance(node, FieldNode):
        default, options = node.default or "", node.options
        if match := _DATE_SUM.fullmatch(name):
            return f"{{{{{match['name']}}}}}"
        if name in ("今天", "现在", "今日") and re.match(r"[+＋-]\d", default):
            return f"{{{{{OTHER_NAMES.get(name, name)}}}}}"
        if (parts := re.split(r"[：:，,、]", name)) and len(parts) > 1 and all(parts):
            return f"{{{{{parts[0]}={'|'.join((*parts[1:], *options))}}}}}"
        if not options and _SLASHED.fullmatch(default):
            return f"{{{{{name}={'|'.join(re.split('[/、]', default))}}}}}"
        if len(options) == 1 and default == "" and _SLASHED.fullmatch(options[0]) and "、" in options[0]:
            return f"{{{{{name}|{'|'.join(options[0].split('、'))}}}}}"
    if (
        name in OTHER_NAMES
        and not declared(name)
        and not (isinstance(node, FieldNode) and node.default is not None)
    ):
        return f"{{{{{OTHER_NAMES[name]}}}}}"
    return ""


def _meant(name: str) -> str:
    plain = name.strip(" {}｛｝")
    if not plain or set(plain) <= set("XxＸｘ_＿"):
        return "{{…}}"
    return f"{{{{{OTHER_NAMES.get(plain, plain)}}}}}"
