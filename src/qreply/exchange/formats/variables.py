"""Turn other tools' variables into our placeholders; braces that mean nothing stay."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from qreply.phrasebook.model import Placeholder, Scope
from qreply.phrasebook.template import IncludeNode, parse, walk

_OURS: Mapping[str, tuple[str, ...]] = {
    "称呼": (
        "买家昵称", "买家旺旺", "买家旺旺名", "买家名称", "买家ID", "买家账号", "客户昵称", "客户名称", "客户姓名",
        "顾客昵称", "用户昵称", "会员昵称", "旺旺昵称", "旺旺名", "昵称",
    ),
    "客服": ("客服昵称", "客服名称", "客服姓名", "客服名", "接待客服", "我的昵称"),
    "店名": ("店铺名称", "店铺名", "店铺", "网店名称"),
    "今天": ("日期", "当前日期", "今天日期", "今日日期"),
    "现在": ("时间", "当前时间", "现在时间"),
    "订单号": ("订单编号", "订单号码", "订单ID"),
    "快递单号": ("运单号", "运单编号", "物流单号", "物流编号", "快递号"),
    "快递": ("快递公司", "物流公司", "快递名称"),
    "商品": ("商品名称", "宝贝名称", "宝贝标题", "商品标题"),
    "收货人": ("收件人", "收货人姓名", "收件人姓名"),
    "电话": ("收货电话", "联系电话", "手机号", "手机号码", "收货人电话"),
    "收货地址": ("收件地址", "买家地址", "地址"),
}  # fmt: skip
_NAMES = {theirs.casefold(): ours for ours, all_theirs in _OURS.items() for theirs in (ours, *all_theirs)}
PRIVATE = frozenset(("订单号", "快递单号", "收货人", "电话", "收货地址"))

# Not [] and 【】, which shops write around headings: 【地址】.
_BETWEEN = (
    ("{{", "}}"),
    ("${", "}"),
    ("{", "}"),
    ("#", "#"),
    ("%", "%"),
    ("<", ">"),
)
_ALTERNATIVES = "|".join(sorted(map(re.escape, _NAMES), key=len, reverse=True))
_VARIABLE = re.compile(
    "|".join(f"{re.escape(left)}(?:{_ALTERNATIVES}){re.escape(right)}" for left, right in _BETWEEN),
    re.IGNORECASE,
)
_TAG = re.compile(r"\{\{[^{}｛｝\n]*\}\}")
_UNKNOWN = re.compile(r"\$?[{｛]\s*(?:[{｛]\s*)?([^\W\d_]{2,10})\s*(?:[}｝]\s*)?[}｝]")

_BRACES = {"{": "左花括号", "}": "右花括号", "｛": "全角左花括号", "｝": "全角右花括号"}
BRACES = {name: Placeholder(name, default=brace) for brace, name in _BRACES.items()}
_RUN = re.compile("[{}｛｝]+")
_DOUBLE = re.compile("[{｛]{2}|[}｝]{2}")


def brace_of(name: str, scope: Scope) -> str:
    """Return the brace that the placeholder stands for, "" if it is one to be filled in."""
    known = BRACES.get(name)
    return known.default or "" if known and scope.placeholders.get(name) == known else ""


@dataclass(frozen=True, slots=True)
class Tag:
    """A piece of a template that is meant as one, `{{名}}`."""

    text: str


def field_tag(name: str) -> Tag:
    """Return the tag that asks for `name`, with what cannot stand in a name replaced."""
    return Tag("{{" + (re.sub(r"[{}｛｝?？/／>＞=＝|｜\s]+", " ", name).strip() or "值") + "}}")


def template(pieces: Iterable[str | Tag]) -> str:
    """Return a template that says the texts as they are and means the tags."""
    joined: list[str | Tag] = []
    for piece in pieces:
        if isinstance(piece, str) and joined and isinstance(before := joined[-1], str):
            joined[-1] = before + piece
        elif piece:
            joined.append(piece)
    last = len(joined) - 1
    return "".join(
        piece.text if isinstance(piece, Tag) else _literal(piece, at > 0, at < last)
        for at, piece in enumerate(joined)
    )


def from_foreign(text: str) -> tuple[str, Counter[tuple[str, str]], list[str]]:
    """Return `text` as a template, with what became of its variables.

    That is how often each (theirs, ours) was put, and the unknown ones, which are asked for by their names.
    Placeholders of ours that stand in the text are taken as such.
    """
    changes: Counter[tuple[str, str]] = Counter()
    pieces: list[str | Tag] = []
    unknown: list[str] = []
    end = 0
    for found in _VARIABLE.finditer(text):
        ours = _NAMES[found[0].strip("{}$#%<>").casefold()]
        if found[0] != (tag := "{{" + ours + "}}"):
            changes[found[0], tag] += 1
        pieces += [*_with_unknown(text[end : found.start()], unknown), Tag(tag)]
        end = found.end()
    pieces += _with_unknown(text[end:], unknown)
    plain = "".join(piece.text if isinstance(piece, Tag) else piece for piece in pieces)
    return plain if _is_template(plain) else template(pieces), changes, unknown


def _with_unknown(text: str, unknown: list[str]) -> Iterator[str | Tag]:
    """Yield the text with a placeholder for each name in braces that is not one of ours."""
    end = 0
    for found in _UNKNOWN.finditer(text):
        written = found[0]
        if _TAG.fullmatch(written.lstrip("$")) or _count(written, "{｛") != _count(written, "}｝"):
            continue
        unknown.append(written)
        yield text[end : found.start()]
        yield field_tag(found[1])
        end = found.end()
    yield text[end:]


def _count(text: str, signs: str) -> int:
    return sum(map(text.count, signs))


def declared_in(text: str) -> dict[str, Placeholder]:
    """Return declarations of what `from_foreign` and `template` put into `text` by themselves."""
    declared = {name: known for name, known in BRACES.items() if "{{" + name + "}}" in text}
    for name in PRIVATE:
        if "{{" + name + "}}" in text:
            declared[name] = Placeholder(name, private=True)
    return declared


def _is_template(text: str) -> bool:
    parsed = parse(text)
    if parsed.flaws or "}}}" in text or "{{{" in text or "｛｛" in text or "｝｝" in text:
        return False
    return not any(isinstance(node, IncludeNode) for node in walk(parsed.nodes))


def _literal(text: str, after_tag: bool, before_tag: bool) -> str:
    def escaped(run: re.Match[str]) -> str:
        at_edge = (after_tag and run.start() == 0) or (before_tag and run.end() == len(text))
        if not at_edge and not _DOUBLE.search(run[0]):
            return run[0]
        return "".join("{{" + _BRACES[brace] + "}}" for brace in run[0])

    return _RUN.sub(escaped, text)
