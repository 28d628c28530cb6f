"""Read what customers asked, from a file with a line each or from a table's column."""

from __future__ import annotations

from pathlib import Path
from typing import NamedTuple

from qreply.errors import SettingsError
from qreply.exchange.batch import ImportBatch
from qreply.exchange.formats.delimited import DELIMITERS, rows
from qreply.exchange.formats.signatures import is_workbook
from qreply.exchange.tables import decode_content, read_content, rows_of
from qreply.i18n import join_words, t
from qreply.text.safety import clean_line

_COLUMNS = (
    "问题",
    "顾客问题",
    "买家消息",
    "消息",
    "消息内容",
    "内容",
    "question",
    "query",
    "message",
    "content",
    "text",
)
_REPLIES = ("话术", "回复", "用哪条", "编码", "reply", "phrase", "code")


class AnsweredQuestion(NamedTuple):
    """A question, and what the file calls the reply to it; "" where it names none."""

    question: str
    reply: str = ""


def read_answered(path: Path, column: str = "") -> list[AnsweredQuestion]:
    """Return the questions in `path`, with the replies it names to them.

    A question is a line of the text, or a cell in a table's `column`. The column is found by its usual names where
    none is given; of a workbook the first sheet that holds anything is read. Raises QReplyError for a file that
    cannot be read, SettingsError where the column cannot be told.
    """
    data = read_content(path)
    if is_workbook(data):
        return _columns_of([list(cells) for _, cells in rows_of(data, path)], column)
    source = decode_content(data, path)
    return parse_answered(source.text, column, is_table=path.suffix.lower() in (".csv", ".tsv"))


def parse_answered(text: str, column: str = "", *, is_table: bool = False) -> list[AnsweredQuestion]:
    """Return the questions in `text`, with the replies it names to them.

    A question is a line of the text, or a cell in a table's `column`. The text is a table if the caller says so, if a
    column is named, or if a heading has a usual name. Raises SettingsError where the column cannot be told.
    """
    head = text.partition("\n")[0]  # questions may hold more of a mark than their table
    delimiter = max(DELIMITERS, key=head.count)
    heading = {name.strip(' "\r').lower() for name in head.split(delimiter)}
    if not (column or is_table or (len(heading) > 1 and heading.intersection(_COLUMNS))):
        return [AnsweredQuestion(line) for line in text.splitlines()]
    return _columns_of([list(cells) for _, cells in rows(text, ImportBatch("table"), delimiter)], column)


def _columns_of(table: list[list[str]], column: str) -> list[AnsweredQuestion]:
    """Return the cells below the heading of `column`, or a usual one, with the replies beside."""
    if not table:
        return []
    names = [name.strip().lower() for name in table[0]]
    wanted = [column.strip().lower()] if column else _COLUMNS
    place = next((names.index(name) for name in wanted if name in names), None)
    if place is None and not column and len(names) == 1:
        return [AnsweredQuestion(row[0]) for row in table if row]  # a list without a heading
    if place is None:
        known = join_words(clean_line(name) for name in table[0])
        raise SettingsError(
            t("audit.no-column", option="--column", name=column) if column else t("audit.which-column"),
            t("exchange.columns", known=known),
        )
    reply = next((names.index(name) for name in _REPLIES if name in names), len(names))
    return [
        AnsweredQuestion(row[place], row[reply] if len(row) > reply else "")
        for row in table[1:]
        if len(row) > place
    ]
