"""Rows for people and for programs: bars and columns in a terminal, CSV for spreadsheets."""

from __future__ import annotations

import csv
import shutil
import sys
import unicodedata
from collections.abc import Iterable, Sequence

from qreply.exchange.formats.delimited import quote_formula
from qreply.text.safety import clean_line

_EIGHTHS = " ▏▎▍▌▋▊▉"
_LABEL = 0.4  # of the width, at most


def cells(text: str) -> int:
    """The columns that `text` takes in a terminal."""
    return sum(
        0 if unicodedata.combining(one) else 2 if unicodedata.east_asian_width(one) in "WF" else 1
        for one in text
    )


def fitted(text: str, width: int) -> str:
    """`text` in exactly `width` columns, with an ellipsis where it is cut."""
    text = clean_line(text)
    if cells(text) > width:
        while text and cells(text) > width - 1:
            text = text[:-1]
        text += "…"
    return text + " " * (width - cells(text))


def bars(rows: Sequence[tuple[str, float, str]]) -> list[str]:
    """A line for each (label, number, remark), with a bar as long as the number is large."""
    if not rows:
        return []
    width = shutil.get_terminal_size().columns
    label = min(max(cells(clean_line(name)) for name, _, _ in rows), int(width * _LABEL))
    remark = max(cells(words) for _, _, words in rows)
    room = max(width - label - remark - 4, 4)
    most = max(number for _, number, _ in rows) or 1
    return [
        f"  {fitted(name, label)} {fitted(words, remark)} {_bar(number / most * room)}".rstrip()
        for name, number, words in rows
    ]


def _bar(length: float) -> str:
    eighths = max(round(length * 8), 1)
    return "█" * (eighths // 8) + _EIGHTHS[eighths % 8].strip()


def print_csv(heading: Sequence[str], rows: Iterable[Sequence[object]]) -> None:
    """`rows` as CSV on stdout; nothing in them is a formula."""
    writer = csv.writer(sys.stdout, lineterminator="\n")
    writer.writerow(heading)
    for row in rows:
        writer.writerow([quote_formula(clean_line(one)) if isinstance(one, str) else one for one in row])


def percent(share: float | None) -> str:
    """`share` of 1 as people write it."""
    return "–" if share is None else f"{share:.0%}"
