"""Find the files of a book.

This is apart from the loader, since a book whose index is kept need not be read.
"""

from __future__ import annotations

import stat
from pathlib import Path

from qreply.errors import PhrasebookError, reason_of
from qreply.i18n import t
from qreply.phrasebook.model import Problem
from qreply.phrasebook.stray_files import without_copies
from qreply.storage.regular_file import NotRegularError

MAX_FILES = 2_000


def files_of(path: Path) -> tuple[list[Path], tuple[Problem, ...]]:
    """Return the files of the book at `path` in order, and what is wrong with the folder.

    Raises PhrasebookError if there is none.
    """
    try:
        if not path.is_dir():
            if not stat.S_ISREG(path.stat().st_mode):  # in the place of a folder that is away, say
                raise NotRegularError(0, "not a regular file", str(path))
            return [path], ()
        files = yaml_files(path)
        if (path / "rules").is_dir():
            files += yaml_files(path / "rules")
    except OSError as error:
        raise PhrasebookError(
            t("problem.no-book", path=str(path), reason=reason_of(error)), t("problem.no-book.hint")
        ) from error
    if not files:
        return files, (Problem("empty-book", str(path), 1, 1, "warning"),)
    if len(files) > MAX_FILES:
        return files[:MAX_FILES], (
            Problem("too-many-files", str(path), 1, 1, values={"limit": str(MAX_FILES)}),
        )
    return files, ()


def yaml_files(folder: Path) -> list[Path]:
    """Return the YAML files right in `folder` but for copies of others, in order.

    Raises OSError.
    """
    files = sorted(
        path
        for path in folder.iterdir()
        if path.suffix.lower() in (".yaml", ".yml") and not path.name.startswith((".", "~"))
    )
    return without_copies(files)
