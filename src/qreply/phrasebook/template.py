"""Parse the template language of replies.

It has `{{名}}`, `{{名=默认|选一}}`, `{{?名}}…{{/名}}` and `{{>片段}}` amid plain text.

`parse` never raises: what is wrong comes as flaws beside the tree, so that a lead hears of it all at once.
Full-width ｛｛？＝｜／＞｝｝ from an input method mean the same as their narrow twins.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from typing import NamedTuple

from qreply.phrasebook.limits import DEPTH
from qreply.phrasebook.tags import BAR, EQUALS, KIND, TAG

_PLAIN_TAG = re.compile(r"\{\{([^{}\n]*)\}\}")
_LOOSE = re.compile(r"[{｛]{2}|[}｝]{2}")
_NOT_IN_NAMES = re.compile(r"[{}｛｝?？/／>＞]")
_NARROW = str.maketrans("＝｜？／＞", "=|?/>")


class TextNode(NamedTuple):
    """Text that stays as written."""

    text: str


class FieldNode(NamedTuple):
    """A placeholder at `start`: `{{name=default|option|option}}`.

    A `default` of None means that none stands here.
    """

    name: str
    default: str | None = None
    options: tuple[str, ...] = ()
    start: int = 0


class PartNode(NamedTuple):
    """An optional part: `{{?name}}children{{/name}}`.

    The children are there only if the name has a value.
    """

    name: str
    children: tuple[Node, ...]
    start: int = 0


class IncludeNode(NamedTuple):
    """The text of a fragment, itself a template: `{{>fragment}}`."""

    fragment: str
    start: int = 0


Node = TextNode | FieldNode | PartNode | IncludeNode


class Flaw(NamedTuple):
    """A mistake at `start` (an offset in code points).

    `code` is a problem's code, `name` its subject.
    """

    code: str
    start: int
    name: str = ""


class Template(NamedTuple):
    """A parsed template. With flaws, the tree is a best guess that must not be sent."""

    nodes: tuple[Node, ...]
    flaws: tuple[Flaw, ...] = ()


def walk(nodes: tuple[Node, ...]) -> Iterator[Node]:
    """Return all nodes in reading order, those inside parts after their part."""
    for node in nodes:
        yield node
        if isinstance(node, PartNode):
            yield from walk(node.children)


def is_plain(text: str) -> bool:
    """Tell whether `text` holds no tag and nothing that was to be one, as most replies do."""
    return "{" not in text and "｛" not in text and "}}" not in text and "｝｝" not in text


@lru_cache(maxsize=4096)
def parse(text: str) -> Template:
    """Return the tree of `text`, with what is wrong in it."""
    if is_plain(text):
        return Template((TextNode(text),) if text else ())
    return _Parser(text).template()


def kinds_and_names(nodes: tuple[Node, ...]) -> tuple[tuple[str, str], ...]:
    """Return (kind, name) of each tag in reading order, as `names_in` but for the ends of parts."""
    return tuple(
        (">", node.fragment) if isinstance(node, IncludeNode) else ("", node.name)
        for node in walk(nodes)
        if not isinstance(node, TextNode)
    )


def names_in(text: str) -> tuple[tuple[str, str], ...] | None:
    """Return (kind, name) of each tag, kind being "", "?", "/" or ">".

    Returns None if `text` takes a closer look: if it has flaws or full-width punctuation. This is several times
    faster than `parse`, for loading thousands of replies.
    """
    bodies = _PLAIN_TAG.findall(text)
    if (
        not len(bodies) == text.count("{{") == text.count("}}")
        or "{{{" in text
        or "｛" in text
        or "｝" in text
    ):
        return None
    return _plain_tags(tuple(bodies))


@lru_cache(maxsize=1024)
def _plain_tags(bodies: tuple[str, ...]) -> tuple[tuple[str, str], ...] | None:
    found: list[tuple[str, str]] = []
    parts: list[str] = []
    for body in bodies:
        if (tag := _plain_tag(body)) is None:
            return None
        found.append(tag)
        if tag[0] == "?":
            parts.append(tag[1])
            if len(parts) > DEPTH:
                return None
        elif tag[0] == "/" and (not parts or parts.pop() != tag[1]):
            return None
    return None if parts else tuple(found)


def _plain_tag(body: str) -> tuple[str, str] | None:
    tag = "{{" + body + "}}"
    if wide_tags(tag):
        return None
    match parse(tag):
        case Template((FieldNode(name),), ()):
            return "", name
        case Template((IncludeNode(name),), ()):
            return ">", name
        case Template(_, (Flaw("part-open", _, name),)):
            return "?", name
        case Template(_, (Flaw("part-not-open", _, name),)):
            return "/", name
    return None


def wide_tags(text: str) -> list[tuple[int, str, str]]:
    """Find tags in which full-width characters do the work of punctuation.

    Each comes with its start, as it stands, and as it should be.
    """
    found: list[tuple[int, str, str]] = []
    for tag in TAG.finditer(text):
        body = tag[1]
        kind = KIND.match(body)
        marks = [bar.start() for bar in BAR.finditer(body)]
        equals = EQUALS.search(body, 0, marks[0] if marks else len(body))
        marks += [match.end() - 1 for match in (kind, equals) if match]
        narrow = "".join(char.translate(_NARROW) if at in marks else char for at, char in enumerate(body))
        if (mended := "{{" + narrow + "}}") != tag[0]:
            found.append((tag.start(), tag[0], mended))
    return found


class _Parser:
    def __init__(self, text: str) -> None:
        self._text = text
        self._flaws: list[Flaw] = []
        self._nodes: list[Node] = []
        self._open: list[tuple[str, int, list[Node]]] = []  # name, start, the nodes outside the part

    def template(self) -> Template:
        end = 0
        for tag in TAG.finditer(self._text):
            self._plain(end, tag.start())
            self._tag(tag)
            end = tag.end()
        self._plain(end, len(self._text))
        while self._open:
            name, start, _ = self._open[-1]
            self._flaws.append(Flaw("part-open", start, name))
            self._close()
        return Template(tuple(self._nodes), tuple(sorted(self._flaws, key=lambda flaw: flaw.start)))

    def _plain(self, start: int, end: int) -> None:
        if start == end:
            return
        for brace in _LOOSE.finditer(self._text, start, end):
            code = "half-open" if brace[0][0] in "{｛" else "half-closed"
            self._flaws.append(Flaw(code, brace.start()))
        self._nodes.append(TextNode(self._text[start:end]))

    def _tag(self, tag: re.Match[str]) -> None:
        kind = mark[1].translate(_NARROW) if (mark := KIND.match(tag[1])) else ""
        head, *options = BAR.split(tag[1][mark.end() :] if mark else tag[1])
        name, *default = (piece.strip() for piece in EQUALS.split(head, maxsplit=1))
        if not name:
            self._flaws.append(Flaw("no-name", tag.start(), tag[0]))
        elif _NOT_IN_NAMES.search(name) or (kind and (default or options)):
            self._flaws.append(Flaw("odd-name", tag.start(), tag[1].strip()))
        elif kind == "?" and len(self._open) == DEPTH:
            self._flaws.append(Flaw("parts-too-deep", tag.start(), name))
        elif kind == "?":
            self._open.append((name, tag.start(), self._nodes))
            self._nodes = []
        elif kind == "/":
            self._end_of_part(name, tag.start())
        elif kind == ">":
            self._nodes.append(IncludeNode(name, tag.start()))
        else:
            choices = tuple(choice for option in options if (choice := option.strip()))
            self._nodes.append(FieldNode(name, default[0] if default else None, choices, tag.start()))

    def _end_of_part(self, name: str, start: int) -> None:
        names = [opened[0] for opened in self._open]
        if name not in names:
            # Where parts are too deep, it may belong to one of those.
            if not any(flaw.code == "parts-too-deep" for flaw in self._flaws):
                self._flaws.append(Flaw("part-not-open", start, name))
            return
        if names[-1] != name:
            self._flaws.append(Flaw("parts-crossed", start, name))
        while self._close() != name:
            pass

    def _close(self) -> str:
        name, start, outside = self._open.pop()
        outside.append(PartNode(name, tuple(self._nodes), start))
        self._nodes = outside
        return name
