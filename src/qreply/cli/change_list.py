"""Changes of a book for people at a terminal: sections, coloured where it can show colours."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator, Sequence

from qreply.cli.streams import print_styled
from qreply.i18n import t
from qreply.reports.book_changes import Fact, Section, pieces_of
from qreply.text.safety import clean, clean_line

_PLAIN, _BOLD, _DIM = "\x1b[0m", "\x1b[1m", "\x1b[2m"
_COLOURS = {"=": "", "-": "\x1b[31m\x1b[9m", "+": "\x1b[32m"}
_SHORT = 40  # characters: what is longer stands in two lines


def print_changes(sections: Sequence[Section]) -> None:
    """Print the sections, each phrase with what was and what is."""
    is_coloured = sys.stdout.isatty() and not os.environ.get("NO_COLOR")
    for section in sections:
        print_styled("\n" + _styled(clean_line(section.heading), _BOLD, is_coloured))
        for entry in section.entries:
            name = _styled(clean_line(f"{entry.id} {entry.remark}".strip()), _DIM, is_coloured)
            print_styled(f"  {clean_line(entry.title)}  {name}".rstrip())
            for fact in entry.facts:
                for line in _fact_lines(fact, is_coloured):
                    print_styled(f"    {line}")


def _fact_lines(fact: Fact, is_coloured: bool) -> Iterator[str]:
    label = t("diff.label", label=clean_line(fact.label)) if fact.label else ""
    old, new = clean_line(clean(fact.old)), clean_line(clean(fact.new))
    if fact.is_promise or not is_coloured or not (old and new):
        if old and new and (fact.is_promise or len(old) + len(new) < _SHORT):
            yield label + f"{old} → {_styled(new, _BOLD, is_coloured)}"
            return
        for sign, text in (("−", old), ("+", new)):
            if text:
                yield f"{label}{sign} {text}"
        return
    yield label + "".join(_styled(text, _COLOURS[sign], True) for sign, text in pieces_of(old, new))


def _styled(text: str, style: str, is_coloured: bool) -> str:
    return f"{style}{text}{_PLAIN}" if style and is_coloured and text else text
