"""Plain trees → YAML as a lead would write it, which the loader reads back to the same text.

`|` for what customers read, plain or single-quoted for one line, double-quoted only where nothing else is exact.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping, Sequence

from qreply.safety import UNSAFE

Tree = str | Sequence["Tree"] | Mapping[str, "Tree"]

_WIDTH = 100
_PROSE = frozenset(("reply", "note"))  # always as a block
_FLOW = frozenset(("valid",))  # short mappings
_PLAIN = re.compile(r"[^\W_](?:[^\n\t:#{}\[\],&*!|>'\"%@`\\=<?]*[^\s:#{}\[\],&*!|>'\"%@`\\=<?])?")
_ODD_LINES = re.compile(r"\A[ \t]|[ \t]$|\t|^[ \t]*(?:- )?[a-z]+:(?: |$)", re.MULTILINE)
_SEVERAL = re.compile("[，、；;,]")


def comment(text: str, indent: int = 0) -> str:
    """`text` as a comment line."""
    return f"{' ' * indent}# {' '.join(text.split())}".rstrip() + "\n"


def entry(key: str, value: Tree, indent: int = 0) -> str:
    """`key: value` at `indent`, ending in a line break."""
    return "".join(_entry(key, value, indent))


def item(entries: Mapping[str, Tree], indent: int) -> str:
    """A mapping as an item of a list whose dashes stand at `indent`."""
    text = "".join("".join(_entry(key, value, indent + 2)) for key, value in entries.items())
    return " " * indent + "- " + text[indent + 2 :]


def _entry(key: str, value: Tree, indent: int) -> Iterator[str]:
    head = " " * indent + scalar(key) + ":"
    if isinstance(value, str):
        if "\n" in value or key in _PROSE:
            yield f"{head} {_block(value, indent + 2)}\n"
        else:
            yield f"{head} {scalar(value)}\n"
    elif isinstance(value, Mapping):
        if key in _FLOW:
            yield f"{head} {flow(value)}\n"
        else:
            yield head + "\n"
            for name, inner in value.items():
                yield from _named(name, inner, indent + 2)
    elif _fits(value, indent + len(key) + 2):
        yield f"{head} {flow(value)}\n"
    else:
        yield head + "\n"
        for element in value:
            yield from _element(element, indent + 2)


def _named(name: str, value: Tree, indent: int) -> Iterator[str]:
    """An entry of a mapping of free names: a declared placeholder on one line, all else as any entry."""
    if isinstance(value, Mapping) and not _PROSE & value.keys() and all(map(_is_short, value.values())):
        yield f"{' ' * indent}{scalar(name)}: {flow(value)}\n"
    else:
        yield from _entry(name, value, indent)


def _is_short(value: Tree) -> bool:
    if isinstance(value, str):
        return "\n" not in value and len(value) < _WIDTH
    return not isinstance(value, Mapping) and all(
        isinstance(each, str) and "\n" not in each for each in value
    )


def _element(element: Tree, indent: int) -> Iterator[str]:
    pad = " " * indent
    if isinstance(element, str):
        yield f"{pad}- {_block(element, indent + 2) if len(element) > 30 or _has_lines(element) else scalar(element)}\n"
    elif isinstance(element, Mapping):
        yield item(element, indent)
    else:
        yield f"{pad}-\n"
        for inner in element:
            yield from _element(inner, indent + 2)


def _has_lines(text: str) -> bool:
    return "\n" in text


def _fits(values: Sequence[Tree], used: int) -> bool:
    """Whether the list reads well on one line: short words, and not one that looks like several."""
    if not all(isinstance(value, str) and "\n" not in value for value in values):
        return False
    if len(values) == 1 and _SEVERAL.search(str(values[0])):
        return False
    return used + len(flow(values)) <= _WIDTH or not values


def flow(value: Tree) -> str:
    """`value` on one line."""
    if isinstance(value, str):
        return scalar(value)
    if isinstance(value, Mapping):
        return "{" + ", ".join(f"{scalar(key)}: {flow(inner)}" for key, inner in value.items()) + "}"
    return "[" + ", ".join(flow(inner) for inner in value) + "]"


def scalar(text: str) -> str:
    """`text` on one line, quoted where YAML would make something else of it."""
    if _PLAIN.fullmatch(text):
        return text
    if "\n" in text or "\t" in text or UNSAFE.search(text):
        return json.dumps(text, ensure_ascii=False)
    return "'" + text.replace("'", "''") + "'"


def _block(text: str, indent: int) -> str:
    if not text or _ODD_LINES.search(text) or UNSAFE.search(text):
        return json.dumps(text, ensure_ascii=False)
    pad = "\n" + " " * indent
    return "|" + "".join(pad + line if line else "\n" for line in text.split("\n"))
