"""Read messages from tables and JSON: who wrote what, and how often."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from qreply.errors import SettingsError
from qreply.i18n import join_words, t
from qreply.search.conversation import Speaker, speaker_of, turns_of
from qreply.text.normalize import fold
from qreply.text.safety import clean_line

HEADER_WITHIN = 10  # rows; above it stand titles and notices

TEXT = (
    *("问题", "顾客问题", "客户问题", "买家问题", "买家消息", "顾客消息", "客户消息", "买家留言"),
    *("咨询内容", "咨询问题"),
    *("消息", "消息内容", "聊天内容", "对话内容", "发送内容", "内容", "question", "query", "message", "content"),
    *("text", "body", "msg", "utterance"),
)  # fmt: skip
_WHO = (
    *("角色", "发送者角色", "发送方", "身份", "发送者", "发送人", "发言人", "发言者", "说话人"),
    *("role", "sender_type", "speaker", "sender", "from", "author"),
)  # fmt: skip
# They tell who wrote only if their values do.
_MAY_TELL_WHO = ("消息方向", "方向", "消息类型", "类型", "direction", "message_type", "type")
_COUNT = ("次数", "频次", "出现次数", "咨询次数", "提问次数", "count", "times", "frequency")
_TALK = (
    *("会话", "会话id", "会话编号", "对话id", "买家昵称", "顾客昵称", "客户昵称"),
    *("conversation", "conversation_id", "session", "session_id", "chat_id"),
)  # fmt: skip
_NESTED = ("messages", "conversation", "conversations", "dialog", "dialogue", "turns", "history")

_ROLES: Mapping[Speaker, re.Pattern[str]] = {
    "system": re.compile("系统|平台|system|activity|template|notice|event|tool|function"),
    "seller": re.compile(
        "客服|卖家|商家|店铺|店主|掌柜|机器人|智能|自动回复|人工|seller|agent|assistant|staff|service|bot|robot|operator"
        "|merchant|shop|admin|outgoing|outbound"
    ),
    "customer": re.compile(
        "买家|顾客|客户|用户|会员|消费者|访客|buyer|customer|client|user|visitor|contact|guest|human|incoming|inbound"
    ),
}
# How programs number the direction of a message.
_DIRECTIONS: Mapping[str, Speaker] = {
    "0": "customer", "1": "seller", "2": "system", "3": "system", "in": "customer", "out": "seller",
    "接收": "customer", "收": "customer", "发送": "seller", "发": "seller",
}  # fmt: skip
_MAX_COUNT = 1_000_000
_LONGEST_NAME = 60  # characters of a heading, or of who wrote


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


def messages_of_table(table: Sequence[Sequence[str]], given: Columns) -> tuple[list[Message], bool]:
    """Return the messages of a table, and whether it tells who wrote them.

    Raises SettingsError where a column that is named is not there, or none can be told to hold the words.
    """
    head = _header_of(table, given)
    names = [_plain(name) for name in table[head]] if head is not None else []
    rows = table[head + 1 :] if head is not None else table
    text = _find("column", given.text, names, TEXT, table)
    if text is None and (names or max(map(len, table), default=0) > 1):
        raise _no_column("", "", table[head or 0])
    who = _find_who(given.who, names, table, rows)
    count = _find("count", given.count, names, _COUNT, table)
    talk = _find("", "", names, _TALK, table)
    values = [_cell(row, who) for row in rows]
    # Programs that call customers contacts call their own people users.
    users_are_ours = any(_plain(value).startswith("contact") for value in set(values))
    found: list[Message] = []
    for row, value in zip(rows, values, strict=True):
        times = _number(_cell(row, count))
        words = _cell(row, text or 0)
        if who is None:
            found += _messages_of_cell(words, times)
        elif words.strip():
            found.append(
                Message(
                    *_tell(value, users_are_ours=users_are_ours), words, times, clean_line(_cell(row, talk))
                )
            )
    return found, who is not None or any(message.speaker or message.nick for message in found)


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
    wanted = {_plain(name) for name in (given.text, given.who, given.count) if name and not name.isdecimal()}
    usual = set(map(_plain, TEXT)) if not given.text else {_plain(name) for name in (*TEXT, *_WHO, *_COUNT)}
    rows = [{_plain(cell) for cell in row} & (wanted or usual) for row in table[:HEADER_WITHIN]]
    best = max(rows, key=len if wanted else bool, default=None)
    return rows.index(best) if best else None


def _find(
    option: str, given: str, names: Sequence[str], usual: Sequence[str], table: Sequence[Sequence[str]]
) -> int | None:
    """Find the column that `option` names, else one with a usual name.

    Raises SettingsError where there is none of the name that is given.
    """
    if not given:
        return next((names.index(name) for name in map(_plain, usual) if name in names), None)
    if _plain(given) in names:
        return names.index(_plain(given))
    width = max(map(len, table), default=0)
    if given.isdecimal() and len(given) < 5 and 0 < int(given) <= width:
        return int(given) - 1
    head = next((row for row in table if names and list(map(_plain, row)) == list(names)), (table or [[]])[0])
    raise _no_column(option, given, head)


def _find_who(
    given: str, names: Sequence[str], table: Sequence[Sequence[str]], rows: Sequence[Sequence[str]]
) -> int | None:
    """Find the column that tells who wrote: one whose values do, else one with the name for it."""
    if given:
        return _find("role", given, names, (), table)
    places = [names.index(name) for name in (*_WHO, *_MAY_TELL_WHO) if name in names]
    for place in places:
        values = {_cell(row, place) for row in rows}
        if any(_tell(value, users_are_ours=False)[0] for value in values):
            return place
    return next((place for place in places if names[place] in _WHO), None)


def _no_column(option: str, name: str, head: Sequence[str]) -> SettingsError:
    known = join_words(clean_line(cell)[:20] for cell in head[:20])
    return SettingsError(
        t("audit.no-column", option=f"--{option}", name=name) if option else t("audit.which-column"),
        t("audit.columns", known=known, option=f"--{option or 'column'}"),
    )


def _tell(value: str, *, users_are_ours: bool) -> tuple[Speaker, str]:
    """Tell the speaker and the nick of a value in the column of those who wrote."""
    name = _plain(value)
    if users_are_ours and name == "user":
        return "seller", ""
    if speaker := _DIRECTIONS.get(name):
        return speaker, ""
    for role, pattern in _ROLES.items():
        if pattern.match(name):
            return role, ""
    nick = clean_line(value)
    return speaker_of(nick), nick


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


def _number(cell: str) -> int:
    plain = fold(cell).strip().replace(",", "")
    return min(int(plain), _MAX_COUNT) if plain.isdecimal() and len(plain) < 10 else 1


def _plain(name: str) -> str:
    return fold(clean_line(name[:_LONGEST_NAME])).strip(' ":*')
