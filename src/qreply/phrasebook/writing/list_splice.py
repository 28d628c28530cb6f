"""Change some items of a list in a YAML text; the others stay as they are written."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from collections.abc import Sequence as AbstractSequence
from difflib import SequenceMatcher

from yaml.events import ScalarEvent

from qreply.phrasebook.reading.yaml_nodes import Node, Sequence, end_of, offset_of
from qreply.phrasebook.writing.text_splice import (
    CannotSpliceError,
    Splice,
    content_end,
    line_end,
    line_start,
)
from qreply.phrasebook.writing.yaml_writer import Tree, Writer

COMMENT = re.compile(r"#[^\r\n]*")
_WRITER = Writer()
_DASH = re.compile(r"[ \t]*-(?:[ \t]+#.*|[ \t]*)\r?")
_WIDTH = 90  # characters of a line of several items, before another goes to the next


def change_items(text: str, node: Node | None, before: Tree, after: Tree) -> list[Splice] | None:
    """Return the splices that make `after` of a list that reads as `before`.

    Returns None where the whole list is to be written anew.
    """
    if (
        not isinstance(node, Sequence)
        or not isinstance(before, (tuple, list))
        or not isinstance(after, (tuple, list))
    ):
        return None
    if len(before) != len(node.items) or not after:
        return None
    keys = [repr(item) for item in before], [repr(item) for item in after]
    steps = [
        step for step in SequenceMatcher(None, *keys, autojunk=False).get_opcodes() if step[0] != "equal"
    ]
    if sum(end - start for _, start, end, _, _ in steps) == len(before):
        return None  # nothing of it stays
    change = _change_flow if node.flow else _change_block
    splices = [change(text, node.items, start, end, after[from_:to]) for _, start, end, from_, to in steps]
    found = [splice for splice in splices if splice is not None]
    return found if len(found) == len(splices) else None


def _change_flow(
    text: str, items: AbstractSequence[Node], start: int, end: int, new: AbstractSequence[Tree]
) -> Splice | None:
    """Put `new` in the place of the items from `start` to `end` of a list in brackets."""
    written = ", ".join(map(_WRITER.flow, new))
    if any("\n" in str(item) for item in new):
        return None
    if start == end:
        if start == 0:
            offset = offset_of(items[0])
            return offset, offset, f"{written}, "
        offset = end_of(items[start - 1])
        line = line_start(text, offset)
        if line_end(text, offset) - line > _WIDTH:
            pad = re.match(r"[ \t]*", text[line:])
            return offset, offset, f",\n{pad[0] if pad else ''}{written}"
        return offset, offset, f", {written}"
    if new:
        first, last = offset_of(items[start]), end_of(items[end - 1])
    elif start:
        first, last = end_of(items[start - 1]), end_of(items[end - 1])
    else:
        first, last = offset_of(items[0]), offset_of(items[end])
    return None if COMMENT.search(text, first, last) else (first, last, written)


def _change_block(
    text: str, items: AbstractSequence[Node], start: int, end: int, new: AbstractSequence[Tree]
) -> Splice | None:
    """Put `new` in the place of the items from `start` to `end` of a list with a dash each."""
    near = items[min(start, len(items) - 1)]
    dash = dash_of(text, near)
    pad = dash - line_start(text, dash)
    written = "".join(_WRITER.element(item, pad) for item in new)
    if start == end:
        if start == 0:
            offset = line_start(text, dash)
            return None if text[offset:dash].strip() else (offset, offset, written)
        offset = line_end(text, content_end(text, items[start - 1]))
        return offset, offset, f"\n{written}".rstrip("\n")
    first = line_start(text, dash_of(text, items[start]))
    last = line_end(text, content_end(text, items[end - 1]))
    kept = comments_in(text, first, content_end(text, items[end - 1]), items[start:end])
    kept += COMMENT.findall(text, content_end(text, items[end - 1]), last)
    comments = "".join(f"{' ' * pad}{comment}\n" for comment in kept)
    if new or comments:
        return first, last, f"{comments}{written}".rstrip("\n")
    above = len(text[:first].removesuffix("\n").removesuffix("\r"))
    return above, last, ""


def comments_in(text: str, start: int, end: int, nodes: Iterable[Node]) -> list[str]:
    """Return the comments among nodes: whatever has a # outside of its scalars."""
    found: list[str] = []
    for scalar in _scalars(nodes):
        first = offset_of(scalar)
        block = scalar.style in ("|", ">")  # the line of its mark may have a comment
        found += COMMENT.findall(text, start, line_end(text, first) if block else first)
        start = end_of(scalar)
    return found + COMMENT.findall(text, start, max(start, end))


def _scalars(nodes: Iterable[Node]) -> Iterator[ScalarEvent]:
    for node in nodes:
        if isinstance(node, ScalarEvent):
            yield node
        elif isinstance(node, Sequence):
            yield from _scalars(node.items)
        else:
            yield from _scalars(part for entry in node.entries for part in entry)


def dash_of(text: str, item: Node) -> int:
    """Return where the dash of a list's item is; raises CannotSpliceError where it has none."""
    end = offset_of(item)
    while True:
        start = line_start(text, end)
        before = text[start:end]
        if _DASH.fullmatch(before):
            return start + before.index("-")
        if start == 0 or (before.strip() and not before.lstrip().startswith("#")):
            raise CannotSpliceError
        end = start - 1
