"""Put new pieces into a YAML text at offsets of its tree; every other character stays."""

from __future__ import annotations

import re
from collections.abc import Sequence

from qreply.phrasebook.reading.yaml_nodes import Node, end_of, offset_of

Splice = tuple[int, int, str]  # from, to, what stands there afterwards
LINE_END = re.compile(r"\r?\n|\r|\Z")


class CannotSpliceError(Exception):
    """Raised where the text is written in a way that is not understood here."""


def apply_splices(text: str, splices: Sequence[Splice]) -> str:
    """Return `text` with all of `splices` done, which do not overlap.

    New lines end as its own do.
    """
    end_of_lines = "\r\n" if "\r\n" in text else "\n"
    parts: list[str] = []
    done = 0
    # Of splices at one place the first stays the first.
    for start, end, new in sorted(splices, key=lambda splice: splice[0]):
        parts += (text[done:start], new.replace("\n", end_of_lines))
        done = max(done, end)
    return "".join((*parts, text[done:]))


def content_end(text: str, node: Node) -> int:
    """Return where `node` ends, without the line breaks behind its text."""
    start, end = offset_of(node), end_of(node)
    return start + len(text[start:end].rstrip("\r\n"))


def line_start(text: str, offset: int) -> int:
    """Return where the line of `offset` begins."""
    above = text.rfind("\n", 0, offset) + 1
    return max(above, text.rfind("\r", above, offset) + 1)


def line_end(text: str, offset: int) -> int:
    """Return where the line of `offset` ends, before its line break."""
    found = LINE_END.search(text, offset)
    return found.start() if found else len(text)


def ends_whole(text: str) -> bool:
    """Tell whether nothing stands behind the text's last line break."""
    return not text or text[-1] in "\r\n"
