"""Take a phrase's lines out of one file's text and put them into another, as they stand."""

from __future__ import annotations

import re

from qreply.phrasebook.reading.locator import phrases_by_line
from qreply.phrasebook.reading.yaml_nodes import Mapping as MappingNode
from qreply.phrasebook.reading.yaml_nodes import Refused, Sequence, end_of, offset_of
from qreply.phrasebook.reading.yaml_tree import compose
from qreply.phrasebook.writing.list_splice import dash_of
from qreply.phrasebook.writing.phrase_splice import without_phrase
from qreply.phrasebook.writing.text_splice import CannotSpliceError, content_end, line_end, line_start
from qreply.phrasebook.yaml_keys import FILE

_BLANKS = re.compile(" *")


def cut_phrase(text: str, line: int) -> tuple[str, str]:
    """Return `text` without the phrase that begins in `line`, and its lines.

    The lines are moved to the left so that the dash is in the first column. Raises CannotSpliceError.
    """
    item = phrases_by_line(text).get(line)
    if item is None:
        raise CannotSpliceError
    dash = dash_of(text, item)
    lines = text[line_start(text, dash) : line_end(text, content_end(text, item))].splitlines()
    return without_phrase(text, line), "\n".join(_shifted(lines, line_start(text, dash) - dash))


def append_phrase(text: str, lines: str) -> str:
    """Return `text` with a phrase's `lines`, as `cut_phrase` gives them, behind its last phrase.

    Raises CannotSpliceError.
    """
    try:
        root = compose(text)
    except Refused as error:
        raise CannotSpliceError from error
    value = None
    for key, node in root.entries if isinstance(root, MappingNode) else ():
        if (known := FILE.by_name.get(key.value)) and known.name == "phrases":
            value = node
    end_of_lines = "\r\n" if "\r\n" in text else "\n"
    if isinstance(value, Sequence) and value.flow and not value.items:
        return append_phrase(text[: offset_of(value)].rstrip(" ") + text[end_of(value) :], lines)
    if isinstance(value, Sequence) and value.items:
        if value.flow:
            raise CannotSpliceError
        dash = dash_of(text, value.items[-1])
        indent = dash - line_start(text, dash)
        offset = line_end(text, content_end(text, value.items[-1]))
    elif value is not None and not isinstance(value, (Sequence, MappingNode)) and not value.value:
        indent, offset = 2, line_end(text, offset_of(value) - 1 if offset_of(value) else 0)
    else:
        raise CannotSpliceError
    new = end_of_lines.join(_shifted(lines.splitlines(), indent))
    return text[:offset] + end_of_lines + new + (text[offset:] or end_of_lines)


def _shifted(lines: list[str], by: int) -> list[str]:
    """Return `lines` with so many blanks more, or fewer, before each that is not empty."""
    if by < 0 and any(
        line.strip() and (found := _BLANKS.match(line)) and found.end() < -by for line in lines
    ):
        raise CannotSpliceError
    return [line if not line.strip() else " " * by + line if by >= 0 else line[-by:] for line in lines]
