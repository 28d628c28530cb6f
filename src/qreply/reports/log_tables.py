"""Read messages from tables and JSON: who wrote what, and how often."""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from qreply.errors import SettingsError
from qreply.i18n import join_words, t
from qreply.reports.asked_counts import is_sum, read_count
from qreply.reports.speaker_columns import (
    IS_OURS,
    MAY_TELL_WHO,
    NICKS,
    WHO,
    plain_name,
    says_customer,
    speakers_of,
    tells_speakers,
)
from qreply.search.conversation import Speaker, turns_of
from qreply.text.safety import clean_line

_MOST_WRITERS = 50  # of a log whose customers are called by their role
_LONGEST_SHOWN = 12  # characters of what stands for a count and is none
HEADER_WITHIN = 10  # rows; above it stand titles and notices

_OF_CUSTOMERS = (
    *("问题", "顾客问题", "客户问题", "买家问题", "买家消息", "顾客消息", "客户消息", "买家留言"),
    *("买家说", "顾客说", "客户说", "咨询内容", "咨询问题", "question", "query"),
)  # fmt: skip
TEXT = (
    *_OF_CUSTOMERS,
    *("消息", "消息内容", "聊天内容", "聊天记录", "对话内容", "发送内容", "内容", "正文", "对话", "message", "content"),
    *("text", "body", "msg", "utterance"),
)  # fmt: skip
_COUNT = ("次数", "频次", "出现次数", "咨询次数", "提问次数", "count", "times", "frequency")
_TALK = (
    *("会话", "会话id", "会话编号", "对话id", "买家昵称", "顾客昵称", "客户昵称"),
    *("conversation", "conversation_id", "session", "session_id", "chat_id"),
)  # fmt: skip
_NESTED = ("messages", "conversation", "conversations", "dialog", "dialogue", "turns", "history")


@dataclass(frozen=True, slots=True)
class Message:
    """What one speaker wrote at once, so many times.

    `speaker` is empty where nothing tells; `talk` names the conversation, if anything does.
    """

    speaker: Speaker
    nick: str
    text: str
    count: int = 1
    talk: str = ""


@dataclass(frozen=True, slots=True)
class Columns:
    """Columns that a lead names, by heading or number; others go by their usual names."""

    text: str = ""
    who: str = ""
    count: str = ""


@dataclass
class TableMessages:
    """The messages of a table, and whether it tells who wrote them.

    `unclear` holds what stands in the column of counts and is none, `sums` is how many rows sum up others; `nicks` are
    customers', also those in a column beside the one that tells who wrote.
    """

    messages: list[Message] = field(default_factory=list)
    tells_who: bool = False
    unclear: Counter[str] = field(default_factory=Counter)
    sums: int = 0
    nicks: set[str] = field(default_factory=set)


def messages_of_table(table: Sequence[Sequence[str]], given: Columns) -> TableMessages:
    """Return the messages of a table.

    Raises SettingsError where a column that is named is not there, or none can be told to hold the words.
    """
    head = _header_of(table, given)
    names = [plain_name(name) for name in table[head]] if head is not None else []
    rows = table[head + 1 :] if head is not None else table
    text = _find("column", given.text, names, TEXT, table)
    if text is None and (names or max(map(len, table), default=0) > 1):
        widest = max(
            table[:HEADER_WITHIN], key=lambda row: sum(map(bool, row))
        )  # the first: no title above it
        raise _no_column("", "", widest if head is None else table[head])
    who = _find_who(given.who, names, table, rows, text=text or 0)
    count = _find("count", given.count, names, _COUNT, table)
    talk = _find("", "", names, _TALK, table)
    heading = names[who] if who is not None and who < len(names) else ""
    speakers = speakers_of([_cell(row, who) for row in rows], heading)
    found = TableMessages(tells_who=who is not None)
    nick = _find("", "", names, NICKS, table)
    for row, speaker in zip(rows, speakers, strict=True):
        if speaker[0] == "customer":
            found.nicks.add(clean_line(_cell(row, nick)))
        words, written = _cell(row, text or 0), _cell(row, count)
        if not words.strip():
            continue
        if count is not None and is_sum(words):
            found.sums += 1
            continue
        times = read_count(written)
        if times is None:
            found.unclear[clean_line(written)[:_LONGEST_SHOWN]] += 1
        if times == 0:
            continue
        if who is None:
            found.messages += _messages_of_cell(words, times or 1)
        else:
            found.messages.append(Message(*speaker, words, times or 1, clean_line(_cell(row, talk))))
    found.tells_who |= any(message.speaker or message.nick for message in found.messages)
    return found


def names_its_columns(table: Sequence[Sequence[str]], given: Columns) -> bool:
    """Tell whether a heading of the table names the column of the words."""
    return _header_of(table, given) is not None


def table_of_json(text: str) -> list[list[str]] | None:
    """Return objects of JSON, in a list or a line each, as a table; None for other text."""
    objects = _objects(text)
    if objects is None:
        return None
    rows = [dict(_flat(one)) for one in objects]
    names = list(dict.fromkeys(name for row in rows for name in row))
    return [names, *([row.get(name, "") for name in names] for row in rows)]


def _objects(text: str) -> list[Mapping[str, Any]] | None:
    start = text.lstrip()
    if not start.startswith(("{", "[")):
        return None
    try:
        whole = [json.loads(text)]
    except (ValueError, RecursionError):
        try:
            whole = [json.loads(line) for line in text.splitlines() if line.strip()]
        except (ValueError, RecursionError):
            return None
    found = list(_unfold(whole))
    return found or None


def _unfold(value: object, talk: str = "", depth: int = 0) -> Iterator[Mapping[str, Any]]:
    """Yield the messages in lists and in conversations, which hold messages."""
    if isinstance(value, list) and depth < 8:
        for number, one in enumerate(value):
            inside = isinstance(one, list)
            yield from _unfold(one, f"{talk}/{number}" if inside else talk, depth + 1)
    elif isinstance(value, dict) and depth < 8:
        nested = next((value[name] for name in _NESTED if isinstance(value.get(name), list)), None)
        if nested is None:
            yield value if any(name in value for name in _TALK) else {**value, "conversation": talk}
        else:
            name = str(value.get("id", "")) or str(id(value))
            yield from _unfold(nested, f"{talk}/{name}", depth + 1)


def _flat(one: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    for name, value in one.items():
        if isinstance(value, Mapping):  # {"sender": {"type": "contact", "name": …}}
            inner = next((value[key] for key in ("type", "role", "name", "text") if key in value), "")
            yield str(name), _text(inner)
        else:
            yield str(name), _text(value)


def _text(value: object) -> str:
    if isinstance(value, list):  # parts of a message, of which only the words count
        parts = [part.get("text", "") if isinstance(part, Mapping) else part for part in value]
        return "\n".join(map(_text, parts))
    return "" if value is None else str(value)


def _header_of(table: Sequence[Sequence[str]], given: Columns) -> int | None:
    """Find the row that names columns.

    It has most of those given by name, or else a usual name for the words.
    """
    wanted = {
        plain_name(name) for name in (given.text, given.who, given.count) if name and not name.isdecimal()
    }
    usual = (
        set(map(plain_name, TEXT))
        if not given.text
        else {plain_name(name) for name in (*TEXT, *WHO, *_COUNT)}
    )
    cells = [{plain_name(cell) for cell in row} for row in table[:HEADER_WITHIN]]
    for known, key in ((wanted, len), (usual, bool)):
        values = [int(key(row & known)) for row in cells]
        if any(values):
            return values.index(max(values))
    return None


def _find(
    option: str, given: str, names: Sequence[str], usual: Sequence[str], table: Sequence[Sequence[str]]
) -> int | None:
    """Find the column that `option` names, else one with a usual name.

    Raises SettingsError where there is none of the name that is given.
    """
    if not given:
        return next((names.index(name) for name in map(plain_name, usual) if name in names), None)
    if plain_name(given) in names:
        return names.index(plain_name(given))
    width = max(map(len, table), default=0)
    if given.isdecimal() and len(given) < 5 and 0 < int(given) <= width:
        return int(given) - 1
    head = next(
        (row for row in table if names and list(map(plain_name, row)) == list(names)), (table or [[]])[0]
    )
    raise _no_column(option, given, head)


def _find_who(
    given: str,
    names: Sequence[str],
    table: Sequence[Sequence[str]],
    rows: Sequence[Sequence[str]],
    *,
    text: int,
) -> int | None:
    """Find the column that tells who wrote: one whose values do, else one with the name for it.

    Where the column `text` is of customers alone, a column of nicks tells nothing.
    """
    if given:
        return _find("role", given, names, (), table)
    if (ours := _find("", "", names, IS_OURS, table)) is not None:
        return ours
    places = [names.index(name) for name in (*WHO, *MAY_TELL_WHO) if name in names]
    for place in places:
        if tells_speakers({_cell(row, place) for row in rows}):
            return place
    if (roles := _find_roles(rows, besides=text)) is not None:
        return roles
    usual = WHO if text < len(names) and names[text] in _OF_CUSTOMERS else (*WHO, *NICKS)
    return _find("", "", names, usual, table)


def _find_roles(rows: Sequence[Sequence[str]], besides: int) -> int | None:
    """Find a column of any name that says of each message whether a customer wrote it."""
    for place in range(max(map(len, rows), default=0)):
        values = {_cell(row, place).strip() for row in rows} - {""}
        if place != besides and 1 < len(values) <= _MOST_WRITERS and any(map(says_customer, values)):
            return place
    return None


def _no_column(option: str, name: str, head: Sequence[str]) -> SettingsError:
    known = join_words(clean_line(cell)[:20] for cell in head[:20])
    return SettingsError(
        t("audit.no-column", option=f"--{option}", name=name) if option else t("audit.which-column"),
        t("audit.columns", known=known, option=f"--{option or 'column'}"),
    )


def _messages_of_cell(words: str, times: int) -> Iterator[Message]:
    """Yield the messages of a cell, which may hold a whole conversation."""
    if not re.search("[\n:：]", words.strip()):
        if words.strip():
            yield Message("", "", words, times)
        return
    for turn in turns_of(words):
        yield Message(turn.speaker, turn.nick, turn.text, times)


def _cell(row: Sequence[str], index: int | None) -> str:
    return row[index] if index is not None and index < len(row) else ""
