"""Write plain trees as YAML as a person would, which reads back to the same text.

Texts that customers read are `|` blocks, lines are plain or single-quoted, and double-quoted only where nothing else
is exact.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from qreply.text.safety import unsafe_characters

Tree = str | int | Sequence["Tree"] | Mapping[str, "Tree"]

_WIDTH = 100
_SHORT = 30  # of texts in a list, that which stays on its dash's line
_PROSE = frozenset(("reply", "note", "回复", "提示"))  # always as a block
_FLOW = frozenset(("valid", "有效期"))  # short mappings
_PLAIN = re.compile(r"[^\W_](?:[^\n\t:#{}\[\],&*!|>'\"%@`\\=<?]*[^\s:#{}\[\],&*!|>'\"%@`\\=<?])?")
_NO_TEXT = re.compile(r"\d.*|true|false|yes|no|on|off|y|n|null", re.IGNORECASE | re.DOTALL)
_ODD_LINES = re.compile(r"\A[ \t]|[ \t]$|\t|^[ \t]*(?:- )?[a-z]+:(?: |$)", re.MULTILINE)
_SEVERAL = re.compile("[，、；;,]")


def comment(text: str, indent: int = 0) -> str:
    """Return `text` as a comment line."""
    return f"{' ' * indent}# {' '.join(text.split())}".rstrip() + "\n"


@dataclass(frozen=True, slots=True)
class Writer:
    """Writes for our loader, to which every scalar is text and the last line break nothing.

    If it is `exact`, it writes for other readers.
    """

    exact: bool = False

    def entry(self, key: str, value: Tree, indent: int = 0) -> str:
        """Return `key: value` at `indent`, ending in a line break."""
        return "".join(self._entry(key, value, indent))

    def item(self, entries: Mapping[str, Tree], indent: int) -> str:
        """Return a mapping as an item of a list whose dashes stand at `indent`."""
        text = "".join(self.entry(key, value, indent + 2) for key, value in entries.items())
        return " " * indent + "- " + text[indent + 2 :]

    def element(self, value: Tree, indent: int) -> str:
        """Return `value` as an item of a list whose dashes stand at `indent`."""
        return "".join(self._element(value, indent))

    def flow(self, value: Tree) -> str:
        """Return `value` on one line."""
        if isinstance(value, int):
            return str(value)
        if isinstance(value, str):
            return self.scalar(value)
        if isinstance(value, Mapping):
            pairs = (f"{self.scalar(key)}: {self.flow(inner)}" for key, inner in value.items())
            return "{" + ", ".join(pairs) + "}"
        return "[" + ", ".join(map(self.flow, value)) + "]"

    def scalar(self, text: str) -> str:
        """Return `text` on one line, quoted where YAML would make something else of it."""
        if _PLAIN.fullmatch(text) and not (self.exact and _NO_TEXT.fullmatch(text)):
            return text
        if "\n" in text or "\t" in text or unsafe_characters().search(text):
            return json.dumps(text, ensure_ascii=False)
        return "'" + text.replace("'", "''") + "'"

    def _entry(self, key: str, value: Tree, indent: int) -> Iterator[str]:
        head = " " * indent + self.scalar(key) + ":"
        if isinstance(value, str) and ("\n" in value or key in _PROSE):
            yield f"{head} {self._block(value, indent + 2)}\n"
        elif isinstance(value, (str, int)) or key in _FLOW:
            yield f"{head} {self.flow(value)}\n"
        elif isinstance(value, Mapping):
            yield head + "\n"
            for name, inner in value.items():
                yield from self._named(name, inner, indent + 2)
        elif self._fits(value, indent + len(key) + 2):
            yield f"{head} {self.flow(value)}\n"
        else:
            yield head + "\n"
            for element in value:
                yield from self._element(element, indent + 2)

    def _named(self, name: str, value: Tree, indent: int) -> Iterator[str]:
        """Return an entry of a mapping of free names.

        A declared placeholder stands on one line, all else as any entry does.
        """
        if isinstance(value, Mapping) and not _PROSE & value.keys() and all(map(_is_short, value.values())):
            yield f"{' ' * indent}{self.scalar(name)}: {self.flow(value)}\n"
        else:
            yield from self._entry(name, value, indent)

    def _element(self, element: Tree, indent: int) -> Iterator[str]:
        pad = " " * indent
        if isinstance(element, str) and ("\n" in element or len(element) > _SHORT):
            yield f"{pad}- {self._block(element, indent + 2)}\n"
        elif isinstance(element, (str, int)):
            yield f"{pad}- {self.flow(element)}\n"
        elif isinstance(element, Mapping):
            yield self.item(element, indent)
        else:
            yield f"{pad}-\n"
            for inner in element:
                yield from self._element(inner, indent + 2)

    def _fits(self, values: Sequence[Tree], used: int) -> bool:
        """Tell whether the list reads well on one line.

        It does if its items are short words, none of which looks like several.
        """
        if not all(isinstance(value, str) and "\n" not in value for value in values):
            return False
        if len(values) == 1 and _SEVERAL.search(str(values[0])):
            return False
        return used + len(self.flow(values)) <= _WIDTH or not values

    def _block(self, text: str, indent: int) -> str:
        if not text or _ODD_LINES.search(text) or unsafe_characters().search(text):
            return json.dumps(text, ensure_ascii=False)
        pad = "\n" + " " * indent
        mark = "|-" if self.exact else "|"
        return mark + "".join(pad + line if line else "\n" for line in text.split("\n"))


def _is_short(value: Tree) -> bool:
    if isinstance(value, (str, int)):
        return "\n" not in str(value) and len(str(value)) < _WIDTH
    return not isinstance(value, Mapping) and all(
        isinstance(each, str) and "\n" not in each for each in value
    )
