"""Change phrases in a file's text; every other character stays as it is.

Whoever uses these reads the text again afterwards, and takes it only if it says what was meant.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping

from yaml.events import ScalarEvent

from qreply.phrasebook.reading.yaml_tree import Mapping as MappingNode
from qreply.phrasebook.reading.yaml_tree import Node, Refused, Sequence, compose, end_of, offset_of
from qreply.phrasebook.writing.text_splice import (
    LINE_END,
    CannotSpliceError,
    Splice,
    apply_splices,
    content_end,
    ends_whole,
    line_end,
    line_start,
)
from qreply.phrasebook.writing.yaml_writer import Tree, Writer
from qreply.phrasebook.yaml_keys import FILE, PHRASE

_WRITER = Writer()
_COMMENT = re.compile(r"#[^\r\n]*")
_DASH = re.compile(r"[ \t]*-(?:[ \t]+#.*|[ \t]*)\r?")
_ORDER = tuple(key.name for key in PHRASE.keys)
_EITHER = {"reply": "messages", "messages": "reply"}  # one stands in the place of the other

_Entry = tuple[ScalarEvent, Node]


class PhraseSplices:
    """Many changes of one file's text, which is parsed once; phrases are named by the line they begin in."""

    def __init__(self, text: str) -> None:
        """Begin; raises CannotSpliceError where the text is no phrasebook file."""
        self._text = text
        self._phrases = _find_phrases(text)
        items = self._phrases.items if isinstance(self._phrases, Sequence) else ()
        self._items = {item.line: item for item in items if isinstance(item, MappingNode)}
        self._splices: list[Splice] = []
        self._added: dict[int, list[Mapping[str, Tree]]] = {}  # behind which line's phrase

    def change(self, line: int, before: Mapping[str, Tree], after: Mapping[str, Tree]) -> None:
        """Write the values anew that differ; raises CannotSpliceError, and then changes nothing of the phrase."""
        item = self._items.get(line)
        if item is None or item.flow:
            raise CannotSpliceError
        changed = {key: after.get(key, "") for key in (*before, *after) if before.get(key) != after.get(key)}
        for old, new in _EITHER.items():
            if old in changed and old not in after and new in after:
                del changed[old]
        entries = {PHRASE.by_name[key.value].name: (key, value) for key, value in item.entries}
        keys = sorted(changed, key=_ORDER.index)
        self._splices += [_change(self._text, entries, key, changed[key]) for key in keys]

    def remove(self, line: int) -> None:
        """Take the phrase out; raises CannotSpliceError."""
        item = self._items.get(line)
        if item is None:
            raise CannotSpliceError
        start = line_start(self._text, _dash(self._text, item))
        end = LINE_END.search(self._text, line_end(self._text, content_end(self._text, item)))
        self._splices.append((start, end.end() if end else len(self._text), ""))

    def add(self, tree: Mapping[str, Tree], behind: int = 0) -> None:
        """Put a phrase behind that of line `behind`, which stays, or at the end; raises CannotSpliceError."""
        if isinstance(self._phrases, Sequence) and self._phrases.flow and self._phrases.items:
            raise CannotSpliceError
        if behind and behind not in self._items:
            raise CannotSpliceError
        self._added.setdefault(behind, []).append(tree)

    def spliced(self) -> str:
        """Return the text with all of the changes; raises CannotSpliceError."""
        splices = list(self._splices)
        for line, trees in self._added.items():
            splices += self._insertions(line, trees)
        return apply_splices(self._text, splices)

    def _insertions(self, behind: int, trees: Iterable[Mapping[str, Tree]]) -> list[Splice]:
        text, node = self._text, self._phrases
        if isinstance(node, Sequence) and node.items:
            anchor = self._items[behind] if behind else node.items[-1]
            offset = line_end(text, content_end(text, anchor))
            dash = _dash(text, anchor)
            indent = dash - line_start(text, dash)
            return [(offset, offset, f"\n{_WRITER.item(tree, indent).rstrip(chr(10))}") for tree in trees]
        items = "\n".join(_WRITER.item(tree, 2).rstrip("\n") for tree in trees)
        if node is None:
            return [(len(text), len(text), f"{'' if ends_whole(text) else chr(10)}phrases:\n{items}\n")]
        start, end = offset_of(node), end_of(node)
        offset = line_end(text, end)
        return [(start, end, ""), (offset, offset, "\n" + items)]


def with_phrase(text: str, tree: Mapping[str, Tree]) -> str:
    """Return `text` with the phrase behind its last one."""
    splices = PhraseSplices(text)
    splices.add(tree)
    return splices.spliced()


def with_changes(text: str, line: int, before: Mapping[str, Tree], after: Mapping[str, Tree]) -> str:
    """Return `text` with changed values written anew in the phrase that begins in `line`."""
    splices = PhraseSplices(text)
    splices.change(line, before, after)
    return splices.spliced()


def without_phrase(text: str, line: int) -> str:
    """Return `text` without the phrase that begins in `line`."""
    splices = PhraseSplices(text)
    splices.remove(line)
    return splices.spliced()


def _change(text: str, entries: Mapping[str, _Entry], key: str, value: Tree) -> Splice:
    first, _ = next(iter(entries.values()))
    start = offset_of(first)
    pad = " " * (start - line_start(text, start))
    chinese = first.value == PHRASE.by_name[first.value].chinese
    name = PHRASE.by_name[key].chinese if chinese else key
    old = entries.get(key) or entries.get(_EITHER.get(key, ""))
    if old is None:
        new = _WRITER.entry(name, value, len(pad)).lstrip(" ").rstrip("\n")
        above = [entries[other][1] for other in _ORDER[: _ORDER.index(key)] if other in entries]
        if not above:
            return start, start, f"{new}\n{pad}"
        offset = max(line_end(text, content_end(text, node)) for node in above)
        return offset, offset, f"\n{pad}{new}"
    if key in entries:
        name = old[0].value
    new = _WRITER.entry(name, value, len(pad)).lstrip(" ").rstrip("\n")
    start, end = offset_of(old[0]), content_end(text, old[1])
    comments = _comments(text, start, end, old)
    behind = line_end(text, end)
    if not value and not text[line_start(text, start) : start].strip():
        return _removal(text, start, behind, pad, [*comments, *_COMMENT.findall(text, end, behind)])
    if "\n" in new and (rest := text[end:behind].strip()):  # it would become part of the text
        comments.append(rest)
        end = behind
    return start, end, "".join(f"{comment}\n{pad}" for comment in comments) + new


def _removal(text: str, start: int, end: int, pad: str, comments: Iterable[str]) -> Splice:
    """Take out the lines of an entry that has no value any more, and the break before them; comments stay."""
    above = len(text[: line_start(text, start)].removesuffix("\n").removesuffix("\r"))
    return above, end, "".join(f"\n{pad}{comment}" for comment in comments)


def _comments(text: str, start: int, end: int, entry: _Entry) -> list[str]:
    """Return the comments inside an entry: whatever has a # outside of its scalars."""
    found: list[str] = []
    for scalar in _scalars(entry):
        first = offset_of(scalar)
        block = scalar.style in ("|", ">")  # the line of its mark may have a comment
        found += _COMMENT.findall(text, start, line_end(text, first) if block else first)
        start = end_of(scalar)
    return found + _COMMENT.findall(text, start, max(start, end))


def _scalars(nodes: Iterable[Node]) -> Iterator[ScalarEvent]:
    for node in nodes:
        if isinstance(node, ScalarEvent):
            yield node
        elif isinstance(node, Sequence):
            yield from _scalars(node.items)
        else:
            yield from _scalars(part for entry in node.entries for part in entry)


def _find_phrases(text: str) -> Node | None:
    """Return what stands under `phrases`; None if nothing does, or there is no such key."""
    try:
        root = compose(text)
    except Refused as error:
        raise CannotSpliceError from error
    if root is None:
        return None
    if not isinstance(root, MappingNode) or root.flow:
        raise CannotSpliceError
    for key, value in root.entries:
        if (known := FILE.by_name.get(key.value)) and known.name == "phrases":
            return value
    return None


def _dash(text: str, item: Node) -> int:
    """Return where the dash of a list's item is."""
    end = offset_of(item)
    while True:
        start = line_start(text, end)
        before = text[start:end]
        if _DASH.fullmatch(before):
            return start + before.index("-")
        if start == 0 or (before.strip() and not before.lstrip().startswith("#")):
            raise CannotSpliceError
        end = start - 1
