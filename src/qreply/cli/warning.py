"""What a command says on stderr before it does its work all the same."""

from __future__ import annotations

import sys

from qreply.i18n import t
from qreply.workspace.books import AWAY
from qreply.workspace.workspace import Workspace


def warn(workspace: Workspace) -> None:
    """Say which of the workspace's books are away."""
    for problem in workspace.phrasebook.problems:
        if problem.code in AWAY:
            words = t("command.book-away", path=problem.path, message=problem.message)
            print(f"qreply: {words} {problem.hint}", file=sys.stderr)
