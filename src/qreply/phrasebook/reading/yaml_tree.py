"""YAML text → a plain tree with positions, within limits; every scalar is text.

libyaml's events are walked by hand: PyYAML's composer overflows the stack on deep nesting, expands aliases
without end and turns `no` and `12:30` into other things.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any, NoReturn, cast

import yaml
from yaml.events import (
    AliasEvent,
    DocumentStartEvent,
    Event,
    MappingEndEvent,
    MappingStartEvent,
    ScalarEvent,
    SequenceEndEvent,
    SequenceStartEvent,
    StreamEndEvent,
)

from qreply.errors import PhrasebookError
from qreply.i18n import t
from qreply.phrasebook.reading.yaml_nodes import Mapping, Node, Refused, Sequence, offset_of

try:
    from yaml.cyaml import CParser  # type: ignore[attr-defined]
except ImportError as error:  # PyYAML built without libyaml
    raise PhrasebookError(t("problem.no-libyaml"), t("problem.no-libyaml.hint")) from error

MAX_DEPTH = 16
MAX_NODES = 4_000_000

_UNREADABLE = "[^\t\n\r\x20-\x7e\x85\xa0-\ud7ff\ue000-\ufefe\uff00-\ufffd\U00010000-\U0010ffff]"
_MARKS = re.compile("[&*!]")


def compose(text: str, *, aliases: bool = False) -> Node | None:
    """Return the whole tree of `text`, None if it is empty; raises Refused.

    With `aliases`, which other programs' files have, a node stands wherever its anchor is named; tags say nothing.
    """
    with _refusing(text):
        return _Composer(text, aliases=aliases).document()


def entries(text: str) -> Iterator[tuple[ScalarEvent | None, Node, bool]]:
    """Return the entries of `text`'s top mapping, one by one.

    Key, value, and whether it is one item of a sequence.

    Sequences come item by item: not keeping a long file's tree in memory saves a third of the time.
    Text that is no mapping comes as one value without a key. Raises Refused, at the latest at the end.
    """
    with _refusing(text):
        yield from _Composer(text).entries()


@contextmanager
def _refusing(text: str) -> Iterator[None]:
    try:
        yield
    except yaml.reader.ReaderError as error:
        found = re.search(_UNREADABLE, text)
        char = f"U+{ord(found[0]):04X}" if found else ""
        raise Refused("control-character", found.start() if found else 0, char) from error
    except yaml.MarkedYAMLError as error:
        marks: list[Any] = [
            error.problem_mark or error.context_mark,
            error.context_mark or error.problem_mark,
        ]
        at, since = (mark.index if mark else 0 for mark in marks)
        if "nesting depth" in (error.problem or ""):
            raise _too_deep(text, at) from error
        raise Refused("yaml", at, error.problem or "", error.context or "", since) from error


def _too_deep(text: str, offset: int) -> Refused:
    """Return what to say where libyaml has stopped by itself, at `offset`.

    Since 0.2.6 it does at a depth of 1,000.

    It does so while looking ahead, so that what stands before may not have been seen yet, and is far too deep for us.
    """
    try:
        _Composer(text[:offset]).document()
    except Refused as refused:
        return refused
    except yaml.MarkedYAMLError:
        pass
    return Refused("too-deep", offset)


class _Composer:
    def __init__(self, text: str, *, aliases: bool = False) -> None:
        self._next: Callable[[], Any] = CParser(text).get_event
        self._anchored: dict[str, Node] | None = {} if aliases else None
        self._left = MAX_NODES
        self._marked = _may_be_marked(text)

    def document(self) -> Node | None:
        root = None
        if self._begins():
            root = self._node(self._next(), 1)
            self._end()
        return root

    def entries(self) -> Iterator[tuple[ScalarEvent | None, Node, bool]]:
        if not self._begins():
            return
        event = self._next()
        if type(event) is not MappingStartEvent:
            yield None, self._node(event, 1), False
        elif event.anchor is not None or event.tag is not None:
            self._node(event, 1)
        else:
            yield from self._entries(event)
        self._end()

    def _entries(self, start: MappingStartEvent) -> Iterator[tuple[ScalarEvent, Node, bool]]:
        following = self._next
        while type(key := following()) is not MappingEndEvent:
            self._accept_key(key, start)
            value = following()
            if type(value) is SequenceStartEvent and value.anchor is None and value.tag is None:
                while type(item := following()) is not SequenceEndEvent:
                    yield key, self._node(item, 3), True
            else:
                yield key, self._node(value, 2), False

    def _begins(self) -> bool:
        self._next()
        return type(self._next()) is not StreamEndEvent

    def _end(self) -> None:
        self._next()
        if type(event := self._next()) is DocumentStartEvent:
            _refuse("documents", event)

    def _node(self, event: Any, depth: int) -> Node:
        if self._anchored is not None:
            return self._shared(event, depth, self._anchored)
        kind = type(event)
        if kind is AliasEvent:
            _refuse("alias", event)
        if event.anchor is not None:
            _refuse("anchor", event)
        if event.tag is not None:
            _refuse("tag", event)
        if kind is ScalarEvent:
            return cast("ScalarEvent", event)
        if depth > MAX_DEPTH:
            _refuse("too-deep", event)
        return self._mapping(event, depth) if kind is MappingStartEvent else self._sequence(event, depth)

    def _shared(self, event: Any, depth: int, anchored: dict[str, Node]) -> Node:
        """Return the node, or that which an alias names; one cannot be named inside of itself."""
        kind = type(event)
        if kind is AliasEvent:
            if event.anchor not in anchored:
                _refuse("alias", event)
            return anchored[event.anchor]
        node: Node = event
        if kind is not ScalarEvent:
            if depth > MAX_DEPTH:
                _refuse("too-deep", event)
            node = self._mapping(event, depth) if kind is MappingStartEvent else self._sequence(event, depth)
        if event.anchor is not None:
            anchored[event.anchor] = node
        return node

    def _mapping(self, start: MappingStartEvent, depth: int) -> Mapping:
        mapping = Mapping(start)
        following, add, marked, scalar = self._next, mapping.entries.append, self._marked, ScalarEvent
        while type(key := following()) is not MappingEndEvent:
            if type(key) is not scalar or marked:
                self._accept_key(key, start)
            value = following()
            if type(value) is scalar and not marked:
                add((key, value))
            else:
                add((key, self._node(value, depth + 1)))
        mapping.last = key
        self._left -= len(mapping.entries)
        if self._left < 0:
            _refuse("too-many", key)
        return mapping

    def _sequence(self, start: SequenceStartEvent, depth: int) -> Sequence:
        sequence = Sequence(start)
        following, add, marked, scalar = self._next, sequence.items.append, self._marked, ScalarEvent
        while type(item := following()) is not SequenceEndEvent:
            add(item if type(item) is scalar and not marked else self._node(item, depth + 1))
        sequence.last = item
        self._left -= len(sequence.items)
        if self._left < 0:
            _refuse("too-many", item)
        return sequence

    def _accept_key(self, key: Any, start: MappingStartEvent) -> None:
        if type(key) is not ScalarEvent:
            _refuse("braces-unquoted" if start.flow_style else "odd-key", start if start.flow_style else key)
        if key.anchor is not None or key.tag is not None:
            self._node(key, 1)


def _may_be_marked(text: str) -> bool:
    """Tell whether any & * ! stands where an anchor, alias or tag could.

    If none does, no event need be asked.
    """
    if not ("&" in text or "*" in text or "!" in text):
        return False
    return any(text[max(mark.start() - 1, 0)] in "\ufeff \t\r\n[{,:-?&*!" for mark in _MARKS.finditer(text))


def _refuse(code: str, event: Event) -> NoReturn:
    raise Refused(code, offset_of(event))
