"""Say on stderr what is wrong with the books before a command does its work all the same."""

from __future__ import annotations

from pathlib import Path

from qreply.cli.streams import complain
from qreply.i18n import t
from qreply.phrasebook.model import Problem
from qreply.settings.settings import Settings
from qreply.text.shell_quoting import quote_argument
from qreply.workspace.book_copies import IN_PLACE
from qreply.workspace.books import AWAY
from qreply.workspace.workspace import Workspace

_MAX_OLD = 3  # files that are named


def name_check_command(settings: Settings) -> str:
    """Return the command that checks the books in use, as it is typed."""
    return " ".join(("qreply check", *map(quote_argument, settings.only_books)))


def warn(workspace: Workspace, settings: Settings) -> None:
    """Say which of the workspace's books are away, and what else is wrong.

    It also says which files are used as they once were.
    """
    problems = workspace.phrasebook.problems
    for problem in problems:
        if problem.code in AWAY:
            values = {"path": problem.path, "message": problem.message, "hint": problem.hint}
            complain(t("command.book-away", **values))
    away = [Path(problem.path) for problem in problems if problem.code in AWAY]
    errors = [
        problem
        for problem in problems
        if problem.severity == "error" and not any(map(Path(problem.path).is_relative_to, away))
    ]
    old = [problem for problem in errors if problem.code in IN_PLACE]
    for problem in old[:_MAX_OLD]:
        complain(f"{_place(problem)} {problem.message}")
    if len(old) > _MAX_OLD:
        complain(t("command.book-old.more", count=len(old) - _MAX_OLD))
    if errors:
        first = errors[0]
        values = {"place": _place(first), "message": first.message, "check": name_check_command(settings)}
        complain(
            t("command.book-problems.hint" if old else "command.book-problems", count=len(errors), **values)
        )


def _place(problem: Problem) -> str:
    return f"{problem.path}:{problem.line}"
