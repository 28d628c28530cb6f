"""Change phrases in a file's text; every other character stays as it is.

Whoever uses this reads the text again afterwards, and takes it only if it says what was meant.
"""

from __future__ import annotations

import textwrap
from collections.abc import Iterable, Mapping

from yaml.events import ScalarEvent

from qreply.phrasebook.reading.yaml_nodes import Mapping as MappingNode
from qreply.phrasebook.reading.yaml_nodes import Node, Refused, Sequence, end_of, offset_of
from qreply.phrasebook.reading.yaml_tree import compose
from qreply.phrasebook.writing.list_splice import COMMENT, change_items, comments_in, dash_of
from qreply.phrasebook.writing.serializer import in_chinese, value_in_chinese
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
_ORDER = tuple(key.name for key in PHRASE.keys)
_EITHER = {"reply": "messages", "messages": "reply"}  # one stands in the place of the other

_Entry = tuple[ScalarEvent, Node]


class PhraseSplices:
    """Changes of one file's text, many at once; it is parsed once.

    Phrases are named by the line they begin in.
    """

    def __init__(self, text: str) -> None:
        """Begin; raises CannotSpliceError where the text is no phrasebook file."""
        self._text = text
        self._key, self._phrases = _find_phrases(text)
        self._is_chinese = self._key == FILE.by_name[self._key].chinese
        items = self._phrases.items if isinstance(self._phrases, Sequence) else ()
        self._items = {item.line: item for item in items if isinstance(item, MappingNode)}
        self._splices: list[Splice] = []
        self._removed: set[int] = set()
        self._added: dict[int, list[Mapping[str, Tree] | str]] = {}  # behind which line's phrase

    def change(self, line: int, before: Mapping[str, Tree], after: Mapping[str, Tree]) -> None:
        """Write the values anew that differ.

        Raises CannotSpliceError, and then changes nothing of the phrase.
        """
        item = self._items.get(line)
        if item is None or item.flow:
            raise CannotSpliceError
        changed = {key: after.get(key, "") for key in (*before, *after) if before.get(key) != after.get(key)}
        for old, new in _EITHER.items():
            if old in changed and old not in after and new in after:
                del changed[old]
        entries = {PHRASE.by_name[key.value].name: (key, value) for key, value in item.entries}
        splices: list[Splice] = []
        for key in sorted(changed, key=_ORDER.index):
            node = entries[key][1] if key in entries else None
            items = change_items(self._text, node, before.get(key, ""), changed[key])
            splices += [_change(self._text, entries, key, changed[key])] if items is None else items
        self._splices += splices

    def remove(self, line: int) -> None:
        """Take the phrase out; raises CannotSpliceError."""
        item = self._items.get(line)
        if item is None:
            raise CannotSpliceError
        start = line_start(self._text, dash_of(self._text, item))
        end = _next_line(self._text, content_end(self._text, item))
        if _is_blank_above(self._text, start):  # of two blank lines, and of one at the end, one goes along
            if end == len(self._text):
                start -= 2 if self._text[:start].endswith("\r\n") else 1
            elif not self._text[end : line_end(self._text, end)].strip():
                end = _next_line(self._text, end)
        self._splices.append((start, end, ""))
        self._removed.add(line)

    def add(self, tree: Mapping[str, Tree], behind: int = 0) -> None:
        """Put a phrase behind that of line `behind`, which stays, or at the end.

        Raises CannotSpliceError.
        """
        self._require_anchor(behind)
        self._added.setdefault(behind, []).append(in_chinese(tree, PHRASE) if self._is_chinese else tree)

    def add_lines(self, lines: str, behind: int = 0) -> None:
        """Put a phrase's lines behind that of line `behind`, or at the end.

        Their dash is in the first column. Raises CannotSpliceError.
        """
        self._require_anchor(behind)
        self._added.setdefault(behind, []).append(lines)

    def _require_anchor(self, behind: int) -> None:
        if isinstance(self._phrases, Sequence) and self._phrases.flow and self._phrases.items:
            raise CannotSpliceError
        if behind and behind not in self._items:
            raise CannotSpliceError

    def spliced(self) -> str:
        """Return the text with all of the changes; raises CannotSpliceError."""
        splices = list(self._splices)
        for line, items in self._added.items():
            splices += self._insertions(line, items)
        text = apply_splices(self._text, splices)
        is_emptied = self._removed and self._removed == self._items.keys() and not self._added
        return with_empty_list(text) if is_emptied else text

    def _insertions(self, behind: int, items: Iterable[Mapping[str, Tree] | str]) -> list[Splice]:
        text, node = self._text, self._phrases
        if isinstance(node, Sequence) and node.items:
            anchor = self._items[behind] if behind else node.items[-1]
            offset = line_end(text, content_end(text, anchor))
            dash = dash_of(text, anchor)
            indent = dash - line_start(text, dash)
            breaks = "\n\n" if self._are_apart() else "\n"
            return [(offset, offset, breaks + _lines_of(item, indent)) for item in items]
        written = "\n".join(_lines_of(item, 2) for item in items)
        if node is None:
            return [(len(text), len(text), f"{'' if ends_whole(text) else chr(10)}{self._key}:\n{written}\n")]
        start, end = len(text[: offset_of(node)].rstrip(" ")), end_of(node)
        offset = line_end(text, end)
        return [(start, end, ""), (offset, offset, "\n" + written)]

    def _are_apart(self) -> bool:
        """Tell whether a blank line stands above the last phrase."""
        items = list(self._items.values())
        if len(items) < 2:
            return False
        return _is_blank_above(self._text, line_start(self._text, dash_of(self._text, items[-1])))


def _lines_of(item: Mapping[str, Tree] | str, indent: int) -> str:
    if isinstance(item, str):
        return textwrap.indent(item.rstrip("\n"), " " * indent)
    return _WRITER.item(item, indent).rstrip("\n")


def _is_blank_above(text: str, start: int) -> bool:
    """Tell whether the line above that which begins at `start` is blank."""
    end = start - (2 if text[max(start - 2, 0) : start] == "\r\n" else 1)
    return end >= 0 and not text[line_start(text, end) : end].strip()


def _next_line(text: str, offset: int) -> int:
    """Return where the line behind that of `offset` begins."""
    found = LINE_END.search(text, line_end(text, offset))
    return found.end() if found else len(text)


def with_empty_list(text: str) -> str:
    """Return `text`, which has lost its last phrase, with an empty list of them: so it is meant.

    A text that has any, or none to have, stays as it is. Raises CannotSpliceError where it is no phrasebook file.
    """
    try:
        root = compose(text)
    except Refused as error:
        raise CannotSpliceError from error
    for key, node in root.entries if isinstance(root, MappingNode) else ():
        is_list = (known := FILE.by_name.get(key.value)) is not None and known.name == "phrases"
        if is_list and not isinstance(node, (Sequence, MappingNode)) and not node.value:
            at = text.index(":", end_of(key)) + 1
            return f"{text[:at]} []{text[at:]}"
    return text


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
    value = value_in_chinese(value, PHRASE.by_name[key]) if chinese else value
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
    comments = comments_in(text, start, end, old)
    behind = line_end(text, end)
    if not value and not text[line_start(text, start) : start].strip():
        return _removal(text, start, behind, pad, [*comments, *COMMENT.findall(text, end, behind)])
    if "\n" in new and (rest := text[end:behind].strip()):  # it would become part of the text
        comments.append(rest)
        end = behind
    return start, end, "".join(f"{comment}\n{pad}" for comment in comments) + new


def _removal(text: str, start: int, end: int, pad: str, comments: Iterable[str]) -> Splice:
    """Take out the lines of an entry that has no value any more, and the break before.

    Comments stay.
    """
    above = len(text[: line_start(text, start)].removesuffix("\n").removesuffix("\r"))
    return above, end, "".join(f"\n{pad}{comment}" for comment in comments)


def _find_phrases(text: str) -> tuple[str, Node | None]:
    """Return the key `phrases` as the file has it, and what stands under it.

    It is None if nothing does, or there is no such key, which is then named as the file's first one.
    """
    name = FILE.by_name["phrases"]
    try:
        root = compose(text)
    except Refused as error:
        raise CannotSpliceError from error
    if root is None:
        return name.name, None
    if not isinstance(root, MappingNode) or root.flow:
        raise CannotSpliceError
    for key, value in root.entries:
        if (known := FILE.by_name.get(key.value)) and known.name == "phrases":
            return key.value, value
    chinese = any(key.value == known.chinese for key, _ in root.entries for known in FILE.keys)
    return name.chinese if chinese else name.name, None
