"""Find and read the files that a command line names: by themselves, in folders, by patterns."""

from __future__ import annotations

import argparse
import glob
import os
import sys
from collections.abc import Callable, Collection, Sequence
from pathlib import Path
from typing import TypeVar

from qreply.cli.streams import say
from qreply.errors import QReplyError
from qreply.i18n import join_words, t

_Read = TypeVar("_Read")
_NAMED = 8  # of those that were not read


def read_each(
    args: argparse.Namespace,
    given: Sequence[str],
    suffixes: Collection[str],
    read: Callable[[Path], _Read],
    besides: Collection[Path] = (),
) -> dict[Path, _Read]:
    """Read each of the files that `find_files` finds, which no output may then replace.

    One that fails stops all if it was named; of a folder or a pattern it is left out, which is said. Raises QReplyError
    for the named one, and where none could be read.
    """
    files = find_files(given, suffixes, besides)
    args.inputs = [*getattr(args, "inputs", ()), *files]
    named = {Path(name) for name in map(_as_meant, given)}
    found: dict[Path, _Read] = {}
    failures: list[QReplyError] = []
    for path in files:
        try:
            found[path] = read(path)
        except QReplyError as error:
            if str(path) not in error.message:  # of several files the one must be named
                error.message = t("audit.in-file", path=path, message=error.message)
            if path in named:
                raise
            failures.append(error)
    if failures and not found:
        raise failures[0]
    for failure in failures:
        say(t("stats.file-left-out", message=failure.message, hint=failure.hint))
    return found


def find_files(given: Sequence[str], suffixes: Collection[str], besides: Collection[Path] = ()) -> list[Path]:
    """Find files: each as named, those in a folder, those that a pattern finds.

    Windows' shells leave patterns to us. In a folder only files with one of the `suffixes` count; those `besides` are
    always left out. Raises QReplyError for a folder or a pattern without any.
    """
    found: list[Path] = []
    for name in map(_as_meant, given):
        path = Path(name)
        if path.is_dir():
            files = [file for file in path.iterdir() if file.suffix.lower() in suffixes and file.is_file()]
            _tell_of_others(path, suffixes)
        elif glob.has_magic(name) and not os.path.lexists(name):
            files = [file for file in map(Path, _matching(name)) if not file.is_dir()]
        else:
            files = [path]
        if not files:
            known = " ".join(suffixes)
            raise QReplyError(t("stats.no-files", path=name), t("stats.no-files.hint", suffixes=known))
        found += sorted(files)
    left_out = {path.absolute() for path in besides}
    return [path for path in dict.fromkeys(found) if path.absolute() not in left_out]


def _tell_of_others(folder: Path, suffixes: Collection[str]) -> None:
    """Say what of a folder is not read: files of other kinds, and folders in it."""
    seen = sorted(file for file in folder.iterdir() if not file.name.startswith((".", "~")))
    folders = [file.name for file in seen if file.is_dir()]
    others = [
        file.name
        for file in seen
        if not file.is_dir() and not (file.is_file() and file.suffix.lower() in suffixes)
    ]
    for names, kind in ((folders, "folders"), (others, "others")):
        if names:
            shown = join_words(names[:_NAMED]) + ("…" if len(names) > _NAMED else "")
            say(t(f"stats.{kind}-not-read", path=folder, names=shown))


def _as_meant(name: str) -> str:
    r"""Return the name without what Windows' shells leave in it.

    cmd takes the quote in "D:\statistics\" for a part of the name, and any single quote; none of them knows ~.
    """
    return os.path.expanduser(name.strip("\"'")) if sys.platform == "win32" else name  # noqa: PTH111 - a pattern


def _matching(pattern: str) -> list[str]:
    """Return what matches, where brackets in the name of a folder that is there mean themselves."""
    folder, name = os.path.split(pattern)
    if folder and os.path.isdir(folder):  # noqa: PTH112 - as it was split
        pattern = os.path.join(glob.escape(folder), name)  # noqa: PTH118 - a pattern
    return glob.glob(pattern, recursive=True)  # noqa: PTH207 - absolute ones too
