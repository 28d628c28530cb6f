"""Changes of a book for people at a terminal: sections, coloured where it can show colours."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator, Sequence

from rich.padding import Padding
from rich.text import Text

from qreply.cli.streams import print_styled
from qreply.cli.table import print_rich
from qreply.i18n import t
from qreply.reports.book_changes import Section, pieces_of
from qreply.reports.change_facts import Fact
from qreply.text.safety import clean, clean_line

_COLOURS = {"=": "", "-": "strike red", "+": "green"}
_SHORT = 40  # characters: what is longer stands in two lines


def print_changes(sections: Sequence[Section]) -> None:
    """Print the sections, each phrase with what was and what is."""
    is_terminal = sys.stdout.isatty()
    is_coloured = is_terminal and not os.environ.get("NO_COLOR")
    lines = _lines(sections, is_coloured)
    if is_terminal:  # what is longer than a line goes on below its beginning
        print_rich(Padding(line, (0, 0, 0, indent)) for indent, line in lines)
        return
    for indent, line in lines:
        print_styled(" " * indent + line.plain)


def _lines(sections: Sequence[Section], is_coloured: bool) -> Iterator[tuple[int, Text]]:
    """Yield each line with the cells that stand before it."""
    for section in sections:
        yield 0, Text()
        yield 0, Text(clean_line(section.heading), style="bold")
        for entry in section.entries:
            name = clean_line(f"{entry.id} {entry.remark}".strip())
            title = clean_line(entry.title)
            yield 2, Text.assemble(title, "  ", (name, "dim")) if name else Text(title)
            for fact in entry.facts:
                for line in _fact_lines(fact, is_coloured):
                    yield 4, line


def _fact_lines(fact: Fact, is_coloured: bool) -> Iterator[Text]:
    label = t("diff.label", label=clean_line(fact.label)) if fact.label else ""
    old, new = clean_line(clean(fact.old)), clean_line(clean(fact.new))
    if fact.is_promise or not is_coloured or not (old and new):
        if old and new and (fact.is_promise or len(old) + len(new) < _SHORT):
            yield Text.assemble(label, old, " → ", (new, "bold"))
            return
        for sign, text in (("−", old), ("+", new)):
            if text:
                yield Text(f"{label}{sign} {text}")
        return
    yield Text.assemble(label, *((text, _COLOURS[sign]) for sign, text in pieces_of(old, new)))
