"""Read what customers asked from chat logs, tables, JSON, or a list with one a line."""

from __future__ import annotations

import re
from collections.abc import Collection
from pathlib import Path

from qreply.exchange.batch import ImportBatch
from qreply.exchange.formats.delimited import DELIMITERS, rows
from qreply.exchange.formats.signatures import is_workbook
from qreply.exchange.tables import decode_content, read_content, rows_of
from qreply.reports.customer_questions import CustomerQuestions, questions_of_list, questions_of_talks
from qreply.reports.log_tables import TEXT, Columns, Message, messages_of_table, table_of_json
from qreply.search.conversation import STAMP, turns_of
from qreply.text.normalize import fold

SUFFIXES = (".txt", ".log", ".csv", ".tsv", ".xlsx", ".json", ".jsonl")

# A text is a chat log if head lines with a name begin among its first lines and are so many of all, one in …
_HEAD_WITHIN = 5
_LINES_A_HEAD = 8

# A time with a name behind it and the words below: a head if nearly all lines that begin with a time are so.
_STAMP_FIRST = re.compile(rf"(?P<stamp>\s*{STAMP})(?:\s+(?P<nick>[^\n，。！!？?]{{1,30}}))?.*")
_NEARLY_ALL = 0.8

_NO_COLUMNS = Columns()


def read_questions(
    path: Path, columns: Columns = _NO_COLUMNS, own_names: Collection[str] = ()
) -> CustomerQuestions:
    """Return what customers ask in the file; raises as `questions_of` and `read_content` do."""
    return questions_of(read_content(path), path, columns, own_names)


def questions_of(
    data: bytes, path: Path, columns: Columns = _NO_COLUMNS, own_names: Collection[str] = ()
) -> CustomerQuestions:
    """Return what customers ask in the file at `path`, whose content is `data`.

    In a workbook the first sheet that holds anything is read. Raises QReplyError for what is no text or table,
    SettingsError where columns or speakers cannot be told.
    """
    if is_workbook(data):
        return _questions_of_table([list(cells) for _, cells in rows_of(data, path)], columns, own_names)
    text = decode_content(data, path).text
    return parse_questions(text, columns, own_names, is_table=path.suffix.lower() in (".csv", ".tsv"))


def parse_questions(
    text: str, columns: Columns = _NO_COLUMNS, own_names: Collection[str] = (), *, is_table: bool = False
) -> CustomerQuestions:
    """Return what customers ask in `text`, whose kind its content tells.

    A table is one if so said, if a column is named, or by a heading with a usual name. Raises SettingsError where
    columns or speakers cannot be told, QReplyError for what no spreadsheet would hold.
    """
    if table := table_of_json(text):
        return _questions_of_table(table, columns, own_names)
    head = text.partition("\n")[0]  # questions may hold more of a mark than their table
    delimiter = max(DELIMITERS, key=head.count)
    heading = {fold(name).strip(' "\r') for name in head.split(delimiter)}
    if is_table or columns != _NO_COLUMNS or (len(heading) > 1 and heading.intersection(TEXT)):
        table = [list(cells) for _, cells in rows(text, ImportBatch("table"), delimiter)]
        return _questions_of_table(table, columns, own_names)
    if messages := _messages_of_chat(text, own_names):
        return questions_of_talks(messages, own_names)
    return questions_of_list(Message("", "", line) for line in text.splitlines() if line.strip())


def _questions_of_table(
    table: list[list[str]], columns: Columns, own_names: Collection[str]
) -> CustomerQuestions:
    if not table:
        return CustomerQuestions()
    messages, tells_who = messages_of_table(table, columns)
    return questions_of_talks(messages, own_names) if tells_who else questions_of_list(messages)


def _messages_of_chat(text: str, own_names: Collection[str]) -> list[Message]:
    """Return the messages of a chat log; nothing for a text that is none."""
    lines = _with_nicks_first([line for line in text.splitlines() if line.strip()])
    turns = turns_of("\n".join(lines), own_names)
    heads = sum(bool(turn.nick) for turn in turns)
    early = turns_of("\n".join(lines[: _HEAD_WITHIN + 1]), own_names)
    if heads < 2 or heads * _LINES_A_HEAD < len(lines) or not any(turn.nick for turn in early):
        return []
    return [Message(turn.speaker, turn.nick, turn.text) for turn in turns if turn.text]


def _with_nicks_first(lines: list[str]) -> list[str]:
    """Put the name before the time in the head lines of a log that has them the other way round."""
    heads = {at: head for at, line in enumerate(lines) if (head := _STAMP_FIRST.fullmatch(line))}
    named = {
        at: f"{head['nick']} {head['stamp']}"
        for at, head in heads.items()
        if head["nick"] and head["nick"] == head[0].removeprefix(head["stamp"]).strip()
        if at + 1 < len(lines) and at + 1 not in heads
    }
    if len(named) < 2 or len(named) < _NEARLY_ALL * len(heads):
        return lines
    return [named.get(at, line) for at, line in enumerate(lines)]
