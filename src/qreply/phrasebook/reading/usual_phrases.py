"""Read phrases that are written as qreply writes them, without the YAML parser.

That takes half the time. Such a phrase has its keys in the usual order, each value on its key's line, in a list below,
or under `|`, and no sign in it that means anything to YAML. In the text that the parser reads instead, a word and
blanks stand in the place of as many as follow one another, so that all else stays where it was. They count only if the
parser finds the word among the phrases; if not, it reads the whole.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from typing import NamedTuple

from qreply.phrasebook import limits
from qreply.phrasebook.reading.scalars import QUOTES
from qreply.phrasebook.yaml_keys import FILE, PHRASE, Shape

WORD = "x"
"""What stands in the place of usual phrases."""

_MAX_TEXT = 8_000_000  # code points; a longer text may hold more nodes than the parser may find

_ODD = "\x85\u1680\u2028\u2029\ufeff\ufffe\uffff"  # blanks, ends of lines for the parser, or refused by it
_CONTROL = r"\x00-\x1f\x7f"
_FIRST = rf"""[^ \-?:,\[\]{{}}#&*!|>'"%@`{_CONTROL}{"".join(QUOTES)}]"""
_PLAIN = rf"{_FIRST}[^:#{_CONTROL}]*"
_IN_BRACKETS = rf"{_FIRST}[^:#,?\[\]{{}}{_CONTROL}]*"
_END = r"(?:\r?\n|\Z)"
_LONGEST = {"reply": limits.REPLY, "note": limits.NOTE}
_SEVERAL = re.compile("[，、；;, ]")  # what may have been meant for a list

Values = dict[str, str | tuple[str, ...]]
"""By the English names of keys: a text, or the items of a list."""


class UsualPhrase(NamedTuple):
    """What a phrase says, and where.

    `line` and `column`, of its id or else of its title, count from 1; `reply_at` are the offsets of its reply's text.
    """

    values: Values
    line: int
    column: int
    reply_at: tuple[int, int]


@dataclass(slots=True)
class _Run:
    """Phrases that follow one another, from `start`, behind the first one's dash, to `end`."""

    start: int
    end: int
    phrases: list[UsualPhrase]


def take_out(text: str) -> tuple[str, dict[int, list[UsualPhrase]]]:
    """Return `text` with words for the usual phrases, and these by the words' offsets.

    `text` is free of what `scalars.look_over` finds noteworthy or unsafe.
    """
    begin = _beginning().search(text)
    if begin is None or len(text) > _MAX_TEXT or any(odd in text for odd in _ODD):
        return text, {}
    if text.count("\r") != text.count("\r\n"):
        return text, {}
    indent = len(begin["indent"])
    runs: list[_Run] = []
    done, line = 0, 1
    for match in _phrase(indent).finditer(text, begin.start("indent")):
        if (values := _values(match, indent)) is None:
            continue
        start, end = match.span()
        line += text.count("\n", done, start)
        if start != done or not runs:
            runs.append(_Run(start + indent + 2, end, []))
        runs[-1].end = done = end
        name_at = match.start("id" if match["id"] else "title")
        reply_at = match.span("reply" if match["reply"] else "below")
        runs[-1].phrases.append(UsualPhrase(values, line, name_at - start + 1, reply_at))
        line += text.count("\n", start, end)
    return "".join(_without(text, runs)), {run.start: run.phrases for run in runs}


def _without(text: str, runs: Sequence[_Run]) -> Iterator[str]:
    done = 0
    for run in runs:
        breaks = text.count("\n", run.start, run.end)
        yield text[done : run.start] + WORD + " " * (run.end - run.start - len(WORD) - breaks) + "\n" * breaks
        done = run.end
    yield text[done:]


def _values(match: re.Match[str], indent: int) -> Values | None:
    """Return what a phrase says; None if the parser should look at it."""
    groups = match.groups()
    name, title, group, code, codes, asks, more_asks, _, without, more_without, _, tags = groups[:12]
    more_tags, _, reply, below, note = groups[12:]
    values: Values = {
        "title": _line(title),
        "reply": reply.rstrip(" ") if reply else _below(below, indent + 4),
    }
    if name:
        values["id"] = _line(name)
    if group:
        values["group"] = _line(group)
    if code or codes:
        values["code"] = _items(codes) if codes else (_line(code),)
    if note:
        values["note"] = note.rstrip(" ")
    if asks or more_asks:
        values["asks"] = _items(asks) if asks else _rows(more_asks)
    if without or more_without:
        values["not"] = _items(without) if without else _rows(more_without)
    if tags or more_tags:
        values["tags"] = _items(tags) if tags else _rows(more_tags)
    # What there would be something to say about.
    if codes and codes.count(",") >= limits.CODES:
        return None
    if "asks" not in values or (below and ":" in below) or (code and _SEVERAL.search(code)):
        return None
    for one in (asks, without, tags, codes):
        if one and "," not in one and _SEVERAL.search(one):
            return None
    is_short = match.end() - match.start() < limits.LINE
    return values if is_short or _is_within_limits(values) else None


def _line(text: str) -> str:
    return " ".join(text.split()) if " " in text else text


def _items(inside: str) -> tuple[str, ...]:
    return tuple([_line(item.strip(" ")) for item in inside.split(",")])


def _rows(below: str) -> tuple[str, ...]:
    return tuple([_line(row.strip(" \r")[2:].lstrip(" ")) for row in below.rstrip("\n").split("\n")])


def _below(rows: str, indent: int) -> str:
    """Return the text below a bar, without its rows' indentation."""
    if rows.find("\n") >= len(rows) - 1:  # a single one, as most are
        return rows[indent:].rstrip("\r\n")
    return "\n".join(row[indent:].removesuffix("\r") for row in rows.split("\n")).strip("\n")


def _is_within_limits(values: Values) -> bool:
    for key, value in values.items():
        if isinstance(value, tuple):
            if len(value) > limits.ITEMS or any(len(item) > limits.LINE for item in value):
                return False
        elif len(value) >= _LONGEST.get(key, limits.LINE):
            return False
    return True


@cache
def _beginning() -> re.Pattern[str]:
    """Return a pattern of what stands before the first dash of the phrases."""
    key = _names(FILE, "phrases")
    return re.compile(rf"^{key}: *\r?\n(?:(?: *#[^\n]*)?\r?\n)*(?P<indent> *)- ", re.MULTILINE)


@cache
def _phrase(indent: int) -> re.Pattern[str]:
    """Return a pattern of a phrase with its dash, which is indented by so much."""
    dash, inner = " " * indent + "- ", " " * (indent + 2)

    def key(name: str) -> str:
        return _names(PHRASE, name)

    def items(name: str, group: str) -> str:
        row = rf"- {_PLAIN}{_END}"
        return (
            rf"(?:{inner}{key(name)}:(?: {_listed(group)}{_END}"
            rf"|\r?\n(?P<{group}_below>(?P<{group}_lead>{inner}(?:  )?){row}(?:(?P={group}_lead){row})*)))?"
        )

    return re.compile(
        rf"^{dash}(?:{key('id')}: (?P<id>{_PLAIN}){_END}{inner})?"
        rf"{key('title')}: (?P<title>{_PLAIN}){_END}"
        rf"(?:{inner}{key('group')}: (?P<group>{_PLAIN}){_END})?"
        rf"(?:{inner}{key('code')}: (?:(?P<code>{_PLAIN})|{_listed('codes')}){_END})?"
        rf"{items('asks', 'asks')}{items('not', 'without')}{items('tags', 'tags')}"
        rf"{inner}{key('reply')}: (?:(?P<reply>{_PLAIN}){_END}"
        rf"|\|\r?\n(?P<below>{inner}  [^ {_CONTROL}][^{_CONTROL}]*{_END}(?:{inner}  [^{_CONTROL}]*{_END}|\r?\n)*))"
        rf"(?:{inner}{key('note')}: (?P<note>{_PLAIN}){_END})?"
        rf"(?:\r?\n)*(?={dash}|[^\s#-]|\Z)",
        re.MULTILINE,
    )


def _listed(group: str) -> str:
    return rf"\[(?P<{group}>{_IN_BRACKETS}(?:, ?{_IN_BRACKETS})*)\]"


def _names(shape: Shape, name: str) -> str:
    return f"(?:{'|'.join(written for written, key in shape.by_name.items() if key.name == name)})"
