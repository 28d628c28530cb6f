"""Run `qreply check`: what is wrong in phrasebook files, where, and how to mend it."""

from __future__ import annotations

import argparse
import gc
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from typing import NamedTuple

from qreply.cli.output import add_output_options, choose_format, redirect_output
from qreply.cli.problem_list import MAX_OF_A_KIND, in_groups
from qreply.cli.streams import as_json, print_styled, say
from qreply.errors import reason_of
from qreply.i18n import t
from qreply.phrasebook.autofix import MENDABLE, mend_file
from qreply.phrasebook.files import files_of
from qreply.phrasebook.lint import MESSAGE_LIMITS, check
from qreply.phrasebook.loader import shipped_rules
from qreply.phrasebook.model import Phrasebook, Problem
from qreply.phrasebook.reading.locator import Locator
from qreply.reply.kept_verdicts import KeptVerdicts
from qreply.reply.wording_review import rule_problems
from qreply.storage.locations import verdicts_path


class Findings(NamedTuple):
    """What `check` found in how many files, and whether all of it is to be shown."""

    problems: Sequence[Problem]
    files: int
    show_all: bool


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add what to check, whether to mend it, and the output options."""
    parser.add_argument(
        "paths", nargs="*", type=Path, metavar=t("metavar.path"), help=t("command.check-paths")
    )
    parser.add_argument("--fix", action="store_true", help=t("command.fix"))
    parser.add_argument("--all", action="store_true", help=t("command.check-all"))
    add_output_options(parser, list(FORMATS))


def run(args: argparse.Namespace) -> int:
    """Check books, mending first what `--fix` can; return 1 if errors remain."""
    form = choose_format(args, list(FORMATS))
    paths: Sequence[Path] = args.paths or args.settings.all_books
    files = [file for path in paths for file in files_of(path)[0]]
    args.inputs = files
    if args.fix:
        _mend(files)
    now = datetime.now()

    def rules_say(book: Phrasebook, locator: Locator) -> Iterable[Problem]:
        verdicts = KeptVerdicts(verdicts_path(), book.rules)
        yield from rule_problems(book.phrases, verdicts.of, now, locator)
        verdicts.save()

    shown = MAX_OF_A_KIND if form == "text" and not args.all else None
    limits = {**MESSAGE_LIMITS, **args.settings.limits}
    with _uncollected():
        problems = check(paths, now, limits, rules_say, shipped_rules(), exact=shown)
    with redirect_output(args):
        FORMATS[form](Findings(problems, len(files), args.all))
    return int(any(problem.severity == "error" for problem in problems))


@contextmanager
def _uncollected() -> Iterator[None]:
    """Collect no garbage meanwhile, nor afterwards among what was read.

    What was read stays in use, and looking through it would take a tenth of the time.
    """
    was_enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        gc.freeze()
        if was_enabled:
            gc.enable()


def _mend(files: Sequence[Path]) -> None:
    for file in files:
        try:
            count = mend_file(file)
        except OSError as error:
            say(t("check.not-written", path=file, reason=reason_of(error)))
        else:
            if count:
                say(t("check.mended", path=file, count=count))


def _text(findings: Findings) -> None:
    problems = findings.problems
    for lines in in_groups(problems, findings.show_all):
        print_styled(lines)
    if not problems:
        print(t("check.fine", files=findings.files))
        return
    errors = sum(problem.severity == "error" for problem in problems)
    summary = t("check.summary", files=findings.files, errors=errors, warnings=len(problems) - errors)
    if count := _mendable(problems):
        summary += t("check.mendable", count=count)
    print(summary)


def _mendable(problems: Sequence[Problem]) -> int:
    """Return how many of the problems `--fix` would mend, tried out on the files."""
    paths = {problem.path for problem in problems if problem.code in MENDABLE}
    try:
        return sum(mend_file(Path(path), write=False) for path in sorted(paths))
    except OSError:
        return 0  # saved or moved meanwhile


def _json(findings: Findings) -> None:
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
        for problem in findings.problems
    ]
    print(as_json(found, indent=2))


def _github(findings: Findings) -> None:
    for problem in findings.problems:
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


FORMATS: dict[str, Callable[[Findings], None]] = {
    "text": _text,
    "json": _json,
    "github": _github,
}
