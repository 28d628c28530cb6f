"""Print rows: for people as bars and columns, by rich, and for spreadsheets as CSV."""

from __future__ import annotations

import argparse
import csv
import io
import os
import sys
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

from rich.bar import Bar
from rich.console import Console
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from qreply.cli.streams import print_styled
from qreply.exchange.formats.delimited import quote_formula
from qreply.i18n import current_language, t
from qreply.text.safety import clean, clean_line

_MAX_LABEL = 0.4  # of the width
_FILE_WIDTH = 80  # cells, where no terminal has a width of its own


def draw_bars(rows: Sequence[tuple[str, float, str]], *, largest: float = 0.0) -> Table:
    """Draw a line for each (label, number, remark), with a bar as long as the number is large.

    A bar over the full width stands for `largest`, else for the largest number.
    """
    largest = largest or max((number for _, number, _ in rows), default=0) or 1
    table = Table.grid(padding=(0, 1), expand=True)
    table.add_column(no_wrap=True, overflow="ellipsis", max_width=int(line_width() * _MAX_LABEL))
    table.add_column(no_wrap=True)
    table.add_column(ratio=1)
    for label, number, remark in rows:
        bar = Bar(largest, 0, number, color="cyan")
        table.add_row(Text(f"  {clean_line(label)}"), Text(remark, style="bold"), bar)
    return table


def print_rich(parts: Iterable[str | Text | Table | Padding]) -> None:
    """Print lines and tables, whose texts must be clean.

    They are coloured on a terminal, unless NO_COLOR is set.
    """
    drawn = io.StringIO()
    is_coloured = sys.stdout.isatty() and not os.environ.get("NO_COLOR")
    console = Console(
        file=drawn,
        force_terminal=is_coloured,
        color_system="standard" if is_coloured else None,
        width=line_width(),
        highlight=False,
        legacy_windows=False,
    )
    for part in parts:
        if isinstance(part, str):  # as it is: a terminal breaks long lines itself
            console.print(Text(clean(part)), soft_wrap=True)
        else:
            console.print(part)
    for line in drawn.getvalue().splitlines():
        print_styled(line.rstrip())


def is_for_people(args: argparse.Namespace) -> bool:
    """Tell whether a CSV is for a spreadsheet: it goes to a file, without `--format`.

    Programs name the format, and get the same names in any language.
    """
    is_named = getattr(args, "format", None)
    return args.output not in (None, Path("-")) and not is_named and current_language() == "zh"


def in_words(
    heading: Sequence[str], rows: Iterable[Sequence[object]]
) -> tuple[list[str], Iterator[list[object]]]:
    """Return a table whose first columns are `part` and `name` in the user's words."""

    def worded(row: Sequence[object]) -> list[object]:
        part, name, *others = row
        if part == "left-out":
            name = t(f"columns.left-out.{name}")
        return [t(f"columns.part.{part}"), name, *others]

    return [t(f"columns.{name}") for name in heading], map(worded, rows)


def print_csv(heading: Sequence[str], rows: Iterable[Sequence[object]]) -> None:
    """Print `rows` as CSV; nothing in them is a formula."""
    writer = csv.writer(sys.stdout, lineterminator="\n")
    writer.writerow(heading)
    for row in rows:
        writer.writerow([quote_formula(clean_line(cell)) if isinstance(cell, str) else cell for cell in row])


def line_width() -> int:
    """Return the cells of a line: the terminal's, or of `COLUMNS`."""
    given = os.environ.get("COLUMNS", "")
    if given.isdecimal() and int(given):
        return int(given)
    try:
        return os.get_terminal_size(sys.stdout.fileno()).columns or _FILE_WIDTH
    except (OSError, ValueError):
        return _FILE_WIDTH
