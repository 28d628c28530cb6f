"""Replace words inside the values of a file's text; every other character stays as it is.

Whoever uses this reads the text again afterwards, and takes it only if it says what was meant.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Collection, Iterator, Mapping

from yaml.events import ScalarEvent

from qreply.phrasebook.reading.yaml_nodes import Mapping as MappingNode
from qreply.phrasebook.reading.yaml_nodes import Node, Refused, Sequence, end_of, offset_of
from qreply.phrasebook.reading.yaml_tree import compose
from qreply.phrasebook.tags import BAR, EQUALS, TAG
from qreply.phrasebook.writing.text_splice import (
    CannotSpliceError,
    Splice,
    apply_splices,
    line_end,
    line_start,
)
from qreply.phrasebook.writing.yaml_writer import Tree
from qreply.phrasebook.yaml_keys import FILE, ON_PLATFORM, PHRASE, Shape

SENT = frozenset(("reply", "variants", "fragments"))
"""What customers read: `reply` stands for `messages` too, and both for those of single platforms."""

_SAME = {"messages": "reply"}


class Replacement:
    """The replacement of `old` by `new`, in the values of `keys`, by the keys' English names.

    A number is taken whole: 48小时 is no part of 148小时. The names in tags, which are declared elsewhere, stay.
    """

    def __init__(self, old: str, new: str, keys: Collection[str] = SENT) -> None:
        self._new = new
        self._keys = frozenset(_SAME.get(key, key) for key in keys)
        before = r"(?<![0-9.])" if old[:1].isdigit() else ""
        behind = r"(?!\.?[0-9])" if old[-1:].isdigit() else ""
        self._pattern = re.compile(before + re.escape(old) + behind)
        # What stands on several lines is indented in a file.
        self._written = re.compile(before + re.escape(old).replace("\\\n", r"\r?\n[ \t]*") + behind)

    def applies(self, key: str) -> bool:
        """Tell whether values of the key are searched."""
        return _SAME.get(key, key) in self._keys

    def in_text(self, text: str) -> str:
        """Return a text with all that is to be replaced replaced."""
        splices = [(*found.span(), self._new) for found in _outside_names(self._pattern, text)]
        return apply_splices(text, splices)

    def in_tree(self, tree: Mapping[str, Tree]) -> dict[str, Tree]:
        """Return a phrase's tree, or a platform's, as it is to be."""
        return {key: self._in_entry(key, value) for key, value in tree.items()}

    def in_values(self, value: Tree) -> Tree:
        """Return a value with all texts in it replaced."""
        if isinstance(value, str):
            return self.in_text(value)
        if isinstance(value, Mapping):
            return {name: self.in_values(inner) for name, inner in value.items()}
        return value if isinstance(value, int) else [self.in_values(inner) for inner in value]

    def _in_entry(self, key: str, value: Tree) -> Tree:
        if key == "platforms" and isinstance(value, Mapping):
            return {
                name: self.in_tree(inner) if isinstance(inner, Mapping) else inner
                for name, inner in value.items()
            }
        return self.in_values(value) if self.applies(key) else value

    def in_file(self, text: str, chosen: Callable[[int], bool]) -> str:
        """Return the file's `text`, replaced where it stands.

        `chosen` tells by their line which phrases are meant. Raises CannotSpliceError where the text is not YAML.
        """
        try:
            root = compose(text)
        except Refused as error:
            raise CannotSpliceError from error
        splices: list[Splice] = []
        for key, value in root.entries if isinstance(root, MappingNode) else ():
            known = FILE.by_name.get(key.value)
            name = known.name if known else ""
            if name == "phrases" and isinstance(value, Sequence):
                for item in value.items:
                    if isinstance(item, MappingNode) and chosen(item.line):
                        splices += self._in_mapping(text, item, PHRASE)
            elif name in ("fragments", "placeholders") and self.applies(name):
                splices += self._in_node(text, value, with_keys=name == "placeholders")
        return apply_splices(text, splices)

    def _in_mapping(self, text: str, node: MappingNode, shape: Shape) -> Iterator[Splice]:
        for key, value in node.entries:
            known = shape.by_name.get(key.value)
            if known is None:
                continue
            if known.name == "platforms" and isinstance(value, MappingNode):
                for _, inner in value.entries:
                    if isinstance(inner, MappingNode):
                        yield from self._in_mapping(text, inner, ON_PLATFORM)
            elif self.applies(known.name):
                yield from self._in_node(text, value)

    def _in_node(self, text: str, node: Node, *, with_keys: bool = False) -> Iterator[Splice]:
        if isinstance(node, ScalarEvent):
            yield from self._in_scalar(text, node)
        elif isinstance(node, Sequence):
            for item in node.items:
                yield from self._in_node(text, item)
        else:
            for key, value in node.entries:
                if not with_keys or isinstance(value, MappingNode) or key.value in _TEXTS_OF_PLACEHOLDERS:
                    yield from self._in_node(text, value, with_keys=with_keys)

    def _in_scalar(self, text: str, scalar: ScalarEvent) -> Iterator[Splice]:
        start, end = offset_of(scalar), end_of(scalar)
        is_block = scalar.style in ("|", ">")
        if is_block:  # its mark's line may have a comment
            start = line_end(text, start)
        for found in _outside_names(self._written, text, start, end):
            new = self._new
            if scalar.style == "'":
                new = new.replace("'", "''")
            elif scalar.style == '"':
                new = json.dumps(new, ensure_ascii=False)[1:-1]
            elif is_block and "\n" in new:
                line = text[line_start(text, found.start()) :]
                new = new.replace("\n", "\n" + line[: len(line) - len(line.lstrip(" "))])
            yield found.start(), found.end(), new


def _outside_names(
    pattern: re.Pattern[str], text: str, start: int = 0, end: int | None = None
) -> Iterator[re.Match[str]]:
    """Return the matches that are not, without its braces, in the name of a tag."""
    end = len(text) if end is None else end
    names = [
        (tag.start(1), tag.start(1) + len(_BEHIND_NAME.split(tag[1], maxsplit=1)[0]))
        for tag in TAG.finditer(text, start, end)
    ]
    for found in pattern.finditer(text, start, end):
        in_name = any(found.start() < behind and found.end() > begin for begin, behind in names)
        if not in_name or _BRACE.search(found[0]):
            yield found


_BEHIND_NAME = re.compile(f"{EQUALS.pattern}|{BAR.pattern}")
_BRACE = re.compile("[{｛}｝]")
_TEXTS_OF_PLACEHOLDERS = frozenset(("default", "默认", "options", "选项", "ask", "询问", "example", "示例"))
