"""A book's problems for people: by kind, the worst first, and at most ten of a kind."""

from __future__ import annotations

import os
import sys
import unicodedata
from collections.abc import Iterator, Sequence

from qreply.i18n import t
from qreply.phrasebook.model import Problem
from qreply.text.safety import clean_line

MAX_OF_A_KIND = 10
_SHOWN_WHOLE = 3  # of a kind: more are listed, a line each

_LINE_WIDTH = 96
_RED, _YELLOW, _BOLD, _PLAIN = "\x1b[31m", "\x1b[33m", "\x1b[1m", "\x1b[0m"
# What most books have much of, and can live with.
_LAST = {"reply-nearly-twice": 1, "ask-twice": 2, "no-asks": 3}


def in_groups(problems: Sequence[Problem], show_all: bool = False) -> Iterator[str]:
    """Give the text of each group of problems of one kind, errors first.

    A long group is cut short unless `show_all`.
    """
    colour = sys.stdout.isatty() and not os.environ.get("NO_COLOR")
    groups: dict[tuple[str, str], list[Problem]] = {}
    for problem in problems:
        groups.setdefault((problem.severity, problem.code), []).append(problem)
    for _, group in sorted(groups.items(), key=lambda item: _rank(item[0][0], item[0][1], len(item[1]))):
        if len(group) <= _SHOWN_WHOLE:
            yield from (as_text(problem, colour=colour) for problem in group)
        else:
            yield _as_list(group, show_all, colour)


def _rank(severity: str, code: str, count: int) -> tuple[bool, int, int]:
    return severity != "error", _LAST.get(code, 0), count


def _as_list(group: Sequence[Problem], show_all: bool, colour: bool) -> str:
    first = group[0]
    head = t("check.kind", severity=_severity(first, colour), count=len(group), code=first.code)
    shown = group if show_all else group[:MAX_OF_A_KIND]
    hints = {problem.hint for problem in shown}
    lines = [head]
    for problem in shown:
        says = clean_line(problem.message)
        if len(hints) > 1:
            says = clean_line(t("check.both", message=problem.message, hint=problem.hint))
        lines.append(f"    {_where(problem, colour)} {says}")
    if len(shown) < len(group):
        lines.append(f"    {t('check.more', count=len(group) - len(shown))}")
    if len(hints) == 1:
        lines.append(f"    {t('check.mend', hint=clean_line(first.hint))}")
    return "\n".join(lines)


def as_text(problem: Problem, *, colour: bool) -> str:
    """Return the problem as lines for people.

    They say where and what it is, show the line with a caret, and say how to mend it.
    """
    severity, where = _severity(problem, colour), _where(problem, colour)
    lines = [
        f"{where} {t('check.says', severity=severity, message=clean_line(problem.message))} [{problem.code}]"
    ]
    if problem.source.strip():
        shown, before = _window(problem.source, problem.column)
        lines += [f"    {shown}", f"    {' ' * width(before)}^"]
    return "\n".join((*lines, f"    {t('check.mend', hint=clean_line(problem.hint))}"))


def _severity(problem: Problem, colour: bool) -> str:
    severity = t(f"check.{problem.severity}")
    tint = _RED if problem.severity == "error" else _YELLOW
    return f"{tint}{severity}{_PLAIN}" if colour else severity


def _where(problem: Problem, colour: bool) -> str:
    where = f"{clean_line(problem.path)}:{problem.line}:{problem.column}:"
    return f"{_BOLD}{where}{_PLAIN}" if colour else where


def width(text: str) -> int:
    """Return how many terminal columns `text` takes."""
    return sum(_char_width(char) for char in text)


def _char_width(char: str) -> int:
    if unicodedata.combining(char) or unicodedata.category(char) in ("Cf", "Mn", "Me"):
        return 0
    return 2 if unicodedata.east_asian_width(char) in "WF" else 1


def _window(line: str, column: int) -> tuple[str, str]:
    """Return the part of the line to show around the column, and how much of it is before that."""
    at = column - 1
    before, after = _shown(line[max(0, at - _LINE_WIDTH) : at]), _shown(line[at : at + _LINE_WIDTH])
    while width(before) > _LINE_WIDTH // 2:
        before = before[1:]
    room = _LINE_WIDTH - width(before)
    while width(after) > room:
        after = after[: max(len(after) * 3 // 4, 1)]
    return before + after, before


def _shown(text: str) -> str:
    """Return printable text of the same columns; blanks count here, unlike in `clean_line`."""
    return "".join(char if char.isprintable() else " " if char == "\t" else clean_line(char) for char in text)
