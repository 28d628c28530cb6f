"""Make values of the tree's nodes, of the kinds that `yaml_keys` names.

Whatever is of another kind is reported as a problem.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from difflib import get_close_matches

from yaml.events import ScalarEvent

from qreply.phrasebook import limits
from qreply.phrasebook.reading import scalars
from qreply.phrasebook.reading.source import Source
from qreply.phrasebook.reading.yaml_nodes import Mapping, Node, Sequence, offset_of
from qreply.phrasebook.yaml_keys import ALIASES, KEY_NAMES, ON_PLATFORM, PHRASE, VALIDITY, Key, Shape
from qreply.text.safety import unsafe_characters

_SEVERAL = re.compile("[，、；;,]|(?<=[\u4e00-\u9fff]{2}) +(?=[\u4e00-\u9fff]{2})")
_LONG_LINE = re.compile(rf"\n[^\n]{{{limits.LINE + 1}}}")
_BULLETS = ("-", "－", "–", "—", "•", "·")
_NAMED = re.compile(r"\s*([^\s:：]{1,20})\s*([:：])")


class Fields:
    """Reads one file's nodes. `failed` is set when a value cannot be trusted.

    Whoever reads a phrase resets it.
    """

    def __init__(self, source: Source) -> None:
        self.source = source
        self.failed = False
        self._noteworthy, unsafe = scalars.look_over(source.text)
        self._harmless = not unsafe
        self._easy = self._harmless and not self._noteworthy and not _has_long_line(source.text)

    @property
    def is_plain(self) -> bool:
        """Tell whether nothing in the file is unsafe, or needs to be linted."""
        return self._harmless and not self._noteworthy

    def fail(self, code: str, offset: int, **values: str) -> None:
        """Report an error, at `offset` in code points, that makes the value at hand unusable."""
        self.source.report(code, offset, "error", **values)
        self.failed = True

    def entries(self, node: Node, shape: Shape) -> dict[str, Node]:
        """Return a mapping's values by the keys' English names.

        Unknown and duplicate keys are reported.
        """
        found: dict[str, Node] = {}
        names = shape.by_name
        for key, value in self.entries_of(node, shape):
            if (known := names.get(key.value)) is None:
                self.unknown_key(key, shape)
            elif known.name in found:
                self.duplicate_key(key, known.name, shape)
            else:
                found[known.name] = value
        return found

    def entries_of(self, node: Node, shape: Shape) -> list[tuple[ScalarEvent, Node]]:
        """Return a mapping's entries as they stand; none and a problem if it is no mapping."""
        if type(node) is Mapping:
            return node.entries
        self._no_mapping(node, shape)
        return []

    def named(self, node: Node) -> Iterable[tuple[str, ScalarEvent, Node]]:
        """Return the entries of a mapping of free names, duplicates reported and left out."""
        if isinstance(node, ScalarEvent) and not node.value:
            return
        if not isinstance(node, Mapping):
            self._no_mapping(node)
            return
        seen: set[str] = set()
        for key, value in node.entries:
            name = key.value.strip()
            if len(name) > limits.LINE:
                self._too_long(key, limits.LINE)
            elif name in seen:
                self.fail("duplicate-key", offset_of(key), key=name)
            else:
                seen.add(name)
                yield name, key, value

    def line(self, node: Node, limit: int = limits.LINE) -> str:
        """Return one line of text; line breaks in it become blanks."""
        if type(node) is not ScalarEvent:
            self._no_text(node)
            return ""
        value: str = node.value
        if len(value) > limit:
            return self._too_long(node, limit)
        is_quoted = value[:1] in scalars.QUOTES
        if self._easy and not (node.style or is_quoted or " " in value or "\n" in value):  # as most are
            return value
        if self._noteworthy or is_quoted:
            scalars.lint(self.source, node, prose=False)
        if " " in value or "\n" in value:
            self._lines_of(node)
            return " ".join(self._safe(node).split())
        return self._safe(node).strip()

    def text(self, node: Node, limit: int) -> str:
        """Return text of any number of lines, without the line breaks around it.

        The value has `limit` code points at most.
        """
        if type(node) is not ScalarEvent:
            self._no_text(node)
            return ""
        value: str = node.value
        if len(value) > limit:
            return self._too_long(node, limit)
        if self._noteworthy or value[:1] in scalars.QUOTES:
            scalars.lint(self.source, node, prose=True)
        if (" " in value or "\n" in value) and (":" in value or node.style != "|"):
            self._lines_of(node)
        return self._safe(node).strip("\n")

    def lines(self, node: Node, limit: int = limits.ITEMS) -> tuple[str, ...]:
        """Return a list of one-line texts, of so many at most; a single text is a list of one."""
        if type(node) is Sequence:
            if not self.few(node, limit):
                return ()
            lines = []
            quotes = scalars.QUOTES
            for item in node.items:
                value = item.value if self._easy and type(item) is ScalarEvent and not item.style else ""
                if value and not (" " in value or "\n" in value or value[0] in quotes):  # as most are
                    lines.append(value)
                elif line := self.line(item):
                    lines.append(line)
                elif not self.failed:
                    self._empty_item(item)
            if node.flow and len(lines) == 1:
                self._warn_of_several(lines[0], node.items[0])
            return tuple(lines)
        return self._single(node)

    def codes(self, node: Node) -> tuple[str, ...]:
        """Return a code, or several; a single one may begin with any sign, as -1 does."""
        if type(node) is Sequence:
            return self.lines(node, limits.CODES)
        line = self.line(node)
        self._warn_of_several(line, node)
        return (line,) if line else ()

    def choice(self, node: Node, key: Key) -> str:
        """Return what the value means among the key's choices.

        Returns "" and reports a problem if it is none of them.
        """
        value = self.line(node)
        if (meaning := key.choices.get(value.lower())) is None:
            if value:
                self.fail("no-such-choice", offset_of(node), value=value, choices=" ".join(key.choices))
            return ""
        return meaning

    def unknown_key(self, key: ScalarEvent, shape: Shape) -> None:
        """Report a key that `shape` does not have, with what was probably meant."""
        name, at = key.value[: limits.LINE], offset_of(key)
        if hidden := unsafe_characters().search(name):
            self.fail("unsafe-character", at + hidden.start(), char=f"U+{ord(hidden[0]):04X}")
            return
        names = shape.by_name
        narrow = unicodedata.normalize("NFKC", name).strip().lower()
        head = re.match(r"[-－]?(.*?)\s*(?:([:：])|$)", name, re.DOTALL)
        content = head[1] if head else name
        if name[:1].isspace() and narrow.lstrip("- ") in KEY_NAMES:
            self.fail("wide-indent", at)
        elif content in names and name.startswith(("-", "－")):
            self.fail("no-space-dash" if name[0] == "-" else "wide-dash", at)
        elif head and head[2] and content in names:
            self.fail("wide-colon" if head[2] == "：" else "no-space-colon", at + head.start(2), key=content)
        elif (alias := ALIASES.get(name)) and alias in names:
            self.fail("mistyped-key", at, key=name, near=alias)
        elif name == "<<":
            self.fail("merge-key", at)
        elif near := get_close_matches(narrow, names, 1, 0.8):
            self.fail("mistyped-key", at, key=name, near=near[0])
        elif name in KEY_NAMES:
            self.fail("misplaced-key", at, key=name)
        elif near := get_close_matches(narrow, names, 1, 0.6 if narrow.isascii() else 0.5):
            self.fail("mistyped-key", at, key=name, near=near[0])
        else:
            chinese = not name.isascii()
            known = " ".join(one.chinese if chinese else one.name for one in shape.keys)
            self.fail("unknown-key", at, key=name, keys=known)

    def duplicate_key(self, key: ScalarEvent, name: str, shape: Shape) -> bool:
        """Report a key that stands twice; tell whether the next phrase seems to begin with it."""
        begins = shape is PHRASE and name in ("id", "title")
        self.fail("forgotten-dash" if begins else "duplicate-key", offset_of(key), key=key.value)
        return begins

    def few(self, node: Sequence, limit: int) -> bool:
        """Tell whether a list has at most `limit` items; report a problem if not."""
        if (count := len(node.items)) > limit:
            self.fail("too-many-items", offset_of(node), count=str(count), limit=str(limit))
        return count <= limit

    def _too_long(self, node: ScalarEvent, limit: int) -> str:
        self.fail("over-limit", offset_of(node), length=str(len(node.value)), limit=str(limit))
        return ""

    def _safe(self, node: ScalarEvent) -> str:
        if not self._harmless or node.style == '"':
            return scalars.safe(self.source, node)
        value: str = node.value
        return value

    def _lines_of(self, node: ScalarEvent) -> None:
        if not scalars.lint_lines(self.source, node):
            self.failed = True

    def _single(self, node: Node) -> tuple[str, ...]:
        if isinstance(node, ScalarEvent) and not node.style and (first := node.value[:1]):
            if first in _BULLETS:
                self.fail("no-space-dash" if first == "-" else "wide-dash", offset_of(node))
                return ()
            if first in "［【" and node.value[-1] in "］】]":
                self.fail("wide-brackets", offset_of(node))
                return ()
        if isinstance(node, Mapping) and node.flow and not self.source.text.startswith("{{", offset_of(node)):
            self.fail("list-expected", offset_of(node))
            return ()
        line = self.line(node)
        self._warn_of_several(line, node)
        return (line,) if line else ()

    def _warn_of_several(self, line: str, node: Node) -> None:
        if _SEVERAL.search(line):
            self.source.report("one-for-list", offset_of(node), "warning")

    def _empty_item(self, node: Node) -> None:
        if isinstance(node, ScalarEvent):
            self.source.report("empty-item", offset_of(node), "warning")

    def _no_text(self, node: Node) -> None:
        braced = self.source.text.startswith("{", offset_of(node))
        if isinstance(node, Mapping) and not braced and len(node.entries) == 1:
            _, end = scalars.span(node.entries[0][0])
            self.fail("colon-in-text", end)
            return
        code = "text-expected"
        if isinstance(node, (Mapping, Sequence)) and node.flow:
            code = "braces-unquoted" if isinstance(node, Mapping) else "bracket-text"
        self.fail(code, offset_of(node))

    def _no_mapping(self, node: Node, shape: Shape | None = None) -> None:
        names = shape.by_name if shape else None
        known = _NAMED.match(node.value) if isinstance(node, ScalarEvent) else None
        if isinstance(node, ScalarEvent) and known and (names is None or known[1] in names):
            at = scalars.place(self.source, node, known.start(2))
            self.fail("wide-colon" if known[2] == "：" else "no-space-colon", at, key=known[1])
            return
        if isinstance(node, ScalarEvent) and node.value and shape in (VALIDITY, ON_PLATFORM):
            self.fail("validity-text" if shape is VALIDITY else "platform-text", offset_of(node))
        else:
            self.fail("keys-expected", offset_of(node))


def _has_long_line(text: str) -> bool:
    first = "\n" + text[: limits.LINE + 1]
    return _LONG_LINE.match(first) is not None or _LONG_LINE.search(text) is not None
