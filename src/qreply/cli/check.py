"""`qreply check`: what is wrong in phrasebook files, where, and how to mend it."""

from __future__ import annotations

import argparse
import os
import sys
import unicodedata
from collections.abc import Callable, Sequence
from datetime import datetime
from pathlib import Path

from qreply.cli.streams import as_json, print_styled
from qreply.errors import reason_of
from qreply.i18n import t
from qreply.phrasebook.autofix import MENDABLE, mend_file
from qreply.phrasebook.files import files_of
from qreply.phrasebook.lint import MESSAGE_LIMITS, check
from qreply.phrasebook.model import Problem
from qreply.text.safety import clean_line

_LINE_WIDTH = 96
_RED, _YELLOW, _BOLD, _PLAIN = "\x1b[31m", "\x1b[33m", "\x1b[1m", "\x1b[0m"


def run(args: argparse.Namespace) -> int:
    """Check books, mending first what `--fix` can; 1 if errors remain."""
    paths: Sequence[Path] = args.paths or args.settings.all_books
    files = [file for path in paths for file in files_of(path)[0]]
    if args.fix:
        _mend(files)
    problems = check(paths, datetime.now(), {**MESSAGE_LIMITS, **args.settings.limits})
    FORMATS[args.format](problems, len(files))
    return int(any(problem.severity == "error" for problem in problems))


def _mend(files: Sequence[Path]) -> None:
    for file in files:
        try:
            count = mend_file(file)
        except OSError as error:
            print(t("check.not-written", path=file, reason=reason_of(error)), file=sys.stderr)
        else:
            if count:
                print(t("check.mended", path=file, count=count), file=sys.stderr)


def _text(problems: Sequence[Problem], files: int) -> None:
    colour = sys.stdout.isatty() and not os.environ.get("NO_COLOR")
    for problem in problems:
        print_styled(as_text(problem, colour=colour))
    if not problems:
        print(t("check.fine", files=files))
        return
    errors = sum(problem.severity == "error" for problem in problems)
    summary = t("check.summary", files=files, errors=errors, warnings=len(problems) - errors)
    if count := _mendable(problems):
        summary += t("check.mendable", count=count)
    print(summary)


def _mendable(problems: Sequence[Problem]) -> int:
    """How many of the problems `--fix` would mend, tried out on the files."""
    paths = {problem.path for problem in problems if problem.code in MENDABLE}
    try:
        return sum(mend_file(Path(path), write=False) for path in sorted(paths))
    except OSError:
        return 0  # saved or moved meanwhile


def as_text(problem: Problem, *, colour: bool) -> str:
    """The problem as lines for people: where, what, the line with a caret, how to mend it."""
    severity = t(f"check.{problem.severity}")
    where = f"{clean_line(problem.path)}:{problem.line}:{problem.column}:"
    if colour:
        tint = _RED if problem.severity == "error" else _YELLOW
        severity, where = f"{tint}{severity}{_PLAIN}", f"{_BOLD}{where}{_PLAIN}"
    lines = [
        f"{where} {t('check.says', severity=severity, message=clean_line(problem.message))} [{problem.code}]"
    ]
    if problem.source.strip():
        shown, before = _window(problem.source, problem.column)
        lines += [f"    {shown}", f"    {' ' * width(before)}^"]
    return "\n".join((*lines, f"    {t('check.mend', hint=clean_line(problem.hint))}"))


def width(text: str) -> int:
    """How many terminal columns `text` takes."""
    return sum(_char_width(char) for char in text)


def _char_width(char: str) -> int:
    if unicodedata.combining(char) or unicodedata.category(char) in ("Cf", "Mn", "Me"):
        return 0
    return 2 if unicodedata.east_asian_width(char) in "WF" else 1


def _window(line: str, column: int) -> tuple[str, str]:
    """A part of the line short enough to show around the column, and what of it stands before the column."""
    at = column - 1
    before, after = _shown(line[max(0, at - _LINE_WIDTH) : at]), _shown(line[at : at + _LINE_WIDTH])
    while width(before) > _LINE_WIDTH // 2:
        before = before[1:]
    room = _LINE_WIDTH - width(before)
    while width(after) > room:
        after = after[: max(len(after) * 3 // 4, 1)]
    return before + after, before


def _shown(text: str) -> str:
    """Printable text of the same columns; blanks count here, unlike in `clean_line`."""
    return "".join(char if char.isprintable() else " " if char == "\t" else clean_line(char) for char in text)


def _json(problems: Sequence[Problem], _files: int) -> None:
    found = [
        {
            "path": problem.path,
            "line": problem.line,
            "column": problem.column,
            "severity": problem.severity,
            "code": problem.code,
            "message": problem.message,
            "hint": problem.hint,
        }
        for problem in problems
    ]
    print(as_json(found, indent=2))


def _github(problems: Sequence[Problem], _files: int) -> None:
    for problem in problems:
        place = {
            "file": Path(problem.path).as_posix(),
            "line": problem.line,
            "col": problem.column,
            "title": problem.code,
        }
        values = ",".join(f"{name}={_escaped(str(value), ':,')}" for name, value in place.items())
        message = _escaped(
            t("check.both", message=problem.message, hint=problem.hint) if problem.hint else problem.message
        )
        print(f"::{problem.severity} {values}::{message}")


def _escaped(text: str, more: str = "") -> str:
    return "".join(f"%{ord(char):02X}" if char in "%\r\n" + more else char for char in text)


FORMATS: dict[str, Callable[[Sequence[Problem], int], None]] = {
    "text": _text,
    "json": _json,
    "github": _github,
}
