"""Read what customers asked from chat logs, tables, JSON, or a list with one a line."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Sequence
from pathlib import Path

from qreply.errors import SettingsError
from qreply.exchange.batch import ImportBatch
from qreply.exchange.formats.delimited import DELIMITERS, rows
from qreply.exchange.formats.signatures import is_workbook
from qreply.exchange.formats.workbook import Sheet, read_sheets
from qreply.exchange.tables import decode_content, read_content
from qreply.history.masking import names_of_nick
from qreply.i18n import t
from qreply.reports.customer_questions import CustomerQuestions, questions_of_list, questions_of_talks
from qreply.reports.log_tables import (
    TEXT,
    Columns,
    Message,
    messages_of_table,
    names_its_columns,
    table_of_json,
)
from qreply.reports.speaker_columns import is_customers_role
from qreply.search.conversation import STAMP, speaker_of, turns_of
from qreply.text.normalize import fold
from qreply.text.safety import clean_line

SUFFIXES = (".txt", ".log", ".csv", ".tsv", ".xlsx", ".json", ".jsonl")

# A text is a chat log if head lines with a name begin among its first lines and are so many of all, one in …
_HEAD_WITHIN = 5
_LINES_A_HEAD = 8

# A time with a name behind it and the words below: a head if nearly all lines that begin with a time are so.
_STAMP_FIRST = re.compile(rf"(?P<stamp>\s*{STAMP})(?:\s+(?P<nick>[^\n，。！!？?]{{1,30}}))?.*")
_NEARLY_ALL = 0.8

_MARK = re.compile(r"\s*[\[【](?P<name>[^\n\]】]{1,16})[\]】]\s*(?=\S)")

_NO_COLUMNS = Columns()


def read_questions(
    path: Path, columns: Columns = _NO_COLUMNS, own_names: Collection[str] = ()
) -> CustomerQuestions:
    """Return what customers ask in the file; raises as `questions_of` and `read_content` do."""
    return questions_of(read_content(path), path, columns, own_names)


def questions_of(
    data: bytes, path: Path, columns: Columns = _NO_COLUMNS, own_names: Collection[str] = ()
) -> CustomerQuestions:
    """Return what customers ask in the file `path`, whose content is `data`.

    Of a workbook every sheet is read that is in sight and names its columns, or every one where none does. Raises
    QReplyError for what is no text or table, SettingsError where columns or speakers cannot be told.
    """
    if is_workbook(data):
        batch = ImportBatch("table")
        found = _questions_of_sheets(read_sheets(data, batch), columns, own_names)
        formulas = sum(note.code == "uncalculated" for note in batch.notes)
        found.unread += (t("audit.formulas", count=formulas),) * bool(formulas)
        return found
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


def is_chat_log(data: bytes, path: Path) -> bool:
    """Tell whether the file `path`, whose content is `data`, is a log of what people said.

    It is one by head lines with names, or by a heading of what was said. Raises QReplyError for what is no text or
    table.
    """
    if is_workbook(data):
        tables = [
            [list(cells) for _, cells in sheet.rows] for sheet in read_sheets(data, ImportBatch("table"))
        ]
        return any(names_its_columns(table, _NO_COLUMNS) for table in tables)
    text = decode_content(data, path).text
    if table_of_json(text):
        return True
    table = [list(cells) for _, cells in rows(text, ImportBatch("table"), "")]
    return bool(_messages_of_chat(text, ())) or names_its_columns(table, _NO_COLUMNS)


def _questions_of_table(
    table: list[list[str]], columns: Columns, own_names: Collection[str]
) -> CustomerQuestions:
    if not table:
        return CustomerQuestions()
    read = messages_of_table(table, columns)
    found = (
        questions_of_talks(read.messages, own_names) if read.tells_who else questions_of_list(read.messages)
    )
    found.unclear, found.left_out["sum"] = read.unclear, read.sums
    found.names |= {name for nick in read.nicks for name in names_of_nick(nick)}
    return found


def _questions_of_sheets(
    sheets: Sequence[Sheet], columns: Columns, own_names: Collection[str]
) -> CustomerQuestions:
    tables = {
        sheet.title: [list(cells) for _, cells in sheet.rows] for sheet in sheets if not sheet.is_hidden
    }
    with_names = [title for title, table in tables.items() if names_its_columns(table, columns)]
    found = CustomerQuestions()
    unread = [t("audit.hidden-sheet", name=sheet.title) for sheet in sheets if sheet.is_hidden and sheet.rows]
    unread += [
        t("audit.hidden-rows", name=sheet.title, count=len(sheet.hidden_rows))
        for sheet in sheets
        if sheet.hidden_rows and not sheet.is_hidden
    ]
    failure: SettingsError | None = None
    for title, table in tables.items():
        if with_names and title not in with_names:
            unread += [title] * bool(table)
            continue
        try:
            found.add(_questions_of_table(table, columns, own_names))
        except SettingsError as error:
            if len(tables) > 1:
                error.message = t("audit.in-file", path=title, message=error.message)
            if with_names:
                raise
            failure = error
            unread.append(title)
    if failure is not None and not found.lines:
        raise failure
    found.unread = tuple(map(clean_line, unread))
    return found


def _messages_of_chat(text: str, own_names: Collection[str]) -> list[Message]:
    """Return the messages of a chat log; nothing for a text that is none."""
    lines = _with_nicks_first(_with_our_names([line for line in text.splitlines() if line.strip()]))
    turns = turns_of("\n".join(lines), own_names)
    heads = sum(bool(turn.nick) for turn in turns)
    early = turns_of("\n".join(lines[: _HEAD_WITHIN + 1]), own_names)
    if heads < 2 or heads * _LINES_A_HEAD < len(lines) or not any(turn.nick for turn in early):
        return []
    return [Message(turn.speaker, turn.nick, turn.text) for turn in turns if turn.text]


def _with_our_names(lines: list[str]) -> list[str]:
    """Name our role where customers are marked by theirs, and we by name: 【买家】, 【小夏】."""
    marks = [_MARK.match(line) for line in lines]
    counts = Counter(mark["name"] for mark in marks if mark)
    if not any(map(is_customers_role, counts)):
        return lines
    ours = {name for name, count in counts.items() if count > 1 and not speaker_of(name)}
    return [
        f"客服{mark['name']}：{line[mark.end() :]}" if mark and mark["name"] in ours else line
        for mark, line in zip(marks, lines, strict=True)
    ]


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
