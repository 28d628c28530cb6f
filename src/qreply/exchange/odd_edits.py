"""Note what is odd in the cells that a lead has edited."""

from __future__ import annotations

import re
from collections.abc import Mapping

from qreply.exchange.formats.cell_lists import are_short_asks
from qreply.exchange.formats.phrase_table import WORDING_COLUMN
from qreply.exchange.formats.row_reader import list_in
from qreply.exchange.update_plan import UpdatePlan
from qreply.text.safety import clean_line

_CHANGED_BY_EXCEL = re.compile(
    r"\d{1,2}月\d{1,2}日|\d{1,2}-[A-Z][a-z]{2}|\d{4}-\d\d-\d\d(?: 00:00)?|\d(?:\.\d+)?E[+-]?\d+"
)
_DIVIDER = re.compile(r"^[ \t]*([-—–－]{2,}|[=＝]{2,}|[_＿]{2,}|[*＊]{3,})[ \t]*$", re.MULTILINE)
_SEVERAL = re.compile(r"[、；;/／|｜]")
_BLANK = re.compile(r"\S\s+\S")
_LONGEST_ASK = 60


def note_odd_edits(cells: Mapping[str, str], known: Mapping[str, str], place: str, plan: UpdatePlan) -> None:
    """Note codes that became dates, dividers that are none, and asks that share a line.

    `known` are the book's cells; what stands there, too, is not told.
    """
    for column, text in cells.items():
        there = known.get(column, "")
        is_reply = bool(WORDING_COLUMN.fullmatch(column))
        if (is_reply or column == "编码") and _CHANGED_BY_EXCEL.fullmatch(text.strip()) and text != there:
            plan.note("doubtful", "changed-by-excel", place, column=column, written=text.strip())
        if column == "编码":
            for code in filter(_BLANK.search, list_in(column, text) or ()):
                if code not in there:
                    plan.note("doubtful", "code-with-blank", place, written=clean_line(code)[:_LONGEST_ASK])
        if is_reply and (
            odd := [mark for mark in _DIVIDER.findall(text) if mark != "---" and mark not in there]
        ):
            plan.note("doubtful", "odd-divider", place, written=odd[0][:20])
        if column == "问法" and (
            lines := [
                one
                for one in text.split("\n")
                if (_SEVERAL.search(one) or are_short_asks(one)) and one not in there
            ]
        ):
            plan.note("doubtful", "asks-in-a-line", place, written=clean_line(lines[0])[:_LONGEST_ASK])
