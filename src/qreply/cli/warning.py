"""Say on stderr what is wrong with the books before a command does its work all the same."""

from __future__ import annotations

from qreply.cli.streams import complain
from qreply.i18n import t
from qreply.phrasebook.model import Problem
from qreply.workspace.book_copies import IN_PLACE
from qreply.workspace.books import AWAY
from qreply.workspace.workspace import Workspace

_MAX_OLD = 3  # files that are named


def warn(workspace: Workspace) -> None:
    """Say which of the workspace's books are away, and what else is wrong.

    It also says which files are used as they once were.
    """
    problems = workspace.phrasebook.problems
    for problem in problems:
        if problem.code in AWAY:
            words = t("command.book-away", path=problem.path, message=problem.message)
            complain(f"{words} {problem.hint}")
    errors = [problem for problem in problems if problem.severity == "error" and problem.code not in AWAY]
    old = [problem for problem in errors if problem.code == IN_PLACE]
    for problem in old[:_MAX_OLD]:
        complain(f"{_place(problem)} {problem.message}")
    if len(old) > _MAX_OLD:
        complain(t("command.book-old.more", count=len(old) - _MAX_OLD))
    if errors:
        first = errors[0]
        said = t("command.book-problems", count=len(errors), place=_place(first), message=first.message)
        hint = t("command.book-problems.hint")
        complain(hint if old else f"{said} {hint}")


def _place(problem: Problem) -> str:
    return f"{problem.path}:{problem.line}"
