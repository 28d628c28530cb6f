"""The layout of help, in which a hanzi takes two cells where argparse counts characters."""

from __future__ import annotations

import argparse
import os
import re
from collections.abc import Iterator
from functools import cache

_UNLIMITED = 100_000  # for argparse, whose lines are broken here instead
_MAX_COLUMN = 30  # cells before an entry's explanation
_ENTRY = re.compile(r"(?P<name> {2,4}\S.*?)(?: {2,}(?P<about>\S.*))?")
_USAGE_PART = re.compile(r"\[(?:[^\[\]]|\[[^\]]*\])*\]|\S+")
# What is not broken: a word of letters and punctuation with the blanks behind it; hanzi stand alone.
_UNBROKEN = re.compile(r"(?:[!-~]+ *|.)[，。；：、）”]*")


class HelpFormatter(argparse.HelpFormatter):
    """Lays help out by cells.

    It asks for the width once, and without shutil, which argparse imports for each option.
    """

    def __init__(self, prog: str) -> None:
        super().__init__(prog, width=_UNLIMITED, max_help_position=_UNLIMITED // 2)

    def format_help(self) -> str:
        """Format help, usage or the version."""
        text = super().format_help()
        return text if text.isascii() and len(text) < terminal_columns() else _align(text, terminal_columns())


def _align(text: str, width: int) -> str:
    """Lay out `text`, each of whose parts is one line, within `width` cells.

    Entries are in two columns.
    """
    from rich.cells import cell_len

    usage, *rest = text.split("\n")
    entries = map(_ENTRY.fullmatch, rest)
    lines = [
        [entry["name"], entry["about"] or ""] if entry else [line]
        for entry, line in zip(entries, rest, strict=True)
    ]
    column = min(max((cell_len(line[0]) for line in lines if len(line) > 1), default=0) + 2, _MAX_COLUMN)
    laid = list(_wrap_usage(usage, width))
    for name, *about in lines:
        if not about:
            laid += list(wrap(name, width)) or [""]
            continue
        first, *more = [*wrap(about[0], width - column)] or [""]
        if cell_len(name) + 2 > column:
            laid.append(name)
            laid.append(" " * column + first)
        else:
            laid.append(f"{name}{' ' * (column - cell_len(name))}{first}".rstrip())
        laid += [" " * column + line for line in more]
    return "\n".join(laid)


def _wrap_usage(usage: str, width: int) -> Iterator[str]:
    """Break the line of usage between its options, and indent what follows the first line."""
    from rich.cells import cell_len

    line, *parts = _USAGE_PART.findall(usage)
    for part in parts:
        if cell_len(f"{line} {part}") > width:
            yield line
            line = f"    {part}"
        else:
            line += f" {part}"
    yield line


def wrap(text: str, width: int) -> Iterator[str]:
    """Break `text` into lines of at most `width` cells, between words and between hanzi."""
    from rich.cells import cell_len

    line = ""
    for unbroken in _UNBROKEN.findall(text):
        if line and cell_len(line + unbroken.rstrip()) > width:
            yield line.rstrip()
            line = ""
        line += unbroken
    if line:
        yield line.rstrip()


@cache
def terminal_columns() -> int:
    """Return the width for help, in cells; looked up once."""
    try:
        return int(os.environ.get("COLUMNS") or os.get_terminal_size(1).columns) - 2
    except (OSError, ValueError):
        return 78
