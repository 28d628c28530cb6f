"""What the tree of a YAML text is made of, and where each part of it stands.

A scalar's event is its node: it holds all that is needed.
"""

from __future__ import annotations

from typing import Any

from yaml.events import (
    Event,
    MappingEndEvent,
    MappingStartEvent,
    ScalarEvent,
    SequenceEndEvent,
    SequenceStartEvent,
)


class _Container:
    """What a mapping and a sequence know of their place.

    It is read from the event when asked, which is seldom.
    """

    __slots__ = ("_event", "last")

    _event: MappingStartEvent | SequenceStartEvent
    last: MappingEndEvent | SequenceEndEvent  # what ended it

    @property
    def start(self) -> int:
        """Return the offset at which it starts, in code points."""
        return offset_of(self._event)

    @property
    def line(self) -> int:
        """Return its first line, from 1."""
        mark: Any = self._event.start_mark
        return int(mark.line) + 1

    @property
    def flow(self) -> bool:
        """Tell whether it is written in brackets or braces."""
        return bool(self._event.flow_style)


class Mapping(_Container):
    """A mapping's entries in order, duplicates and all."""

    __slots__ = ("entries",)

    def __init__(self, event: MappingStartEvent) -> None:
        self._event = event
        self.entries: list[tuple[ScalarEvent, Node]] = []


class Sequence(_Container):
    """A sequence's items."""

    __slots__ = ("items",)

    def __init__(self, event: SequenceStartEvent) -> None:
        self._event = event
        self.items: list[Node] = []


Node = ScalarEvent | Mapping | Sequence


class Refused(Exception):  # noqa: N818 - it names what happened to the text
    """Raised where the text is not YAML, or more than a phrasebook needs.

    `code` is a problem's; `context` and `message` are libyaml's words, `context_offset` where the context began.
    """

    def __init__(
        self, code: str, offset: int, message: str = "", context: str = "", context_offset: int | None = None
    ) -> None:
        super().__init__(code)
        self.code = code
        self.offset = offset
        self.message = message
        self.context = context
        self.context_offset = offset if context_offset is None else context_offset


def offset_of(node: Node | Event) -> int:
    """Return the offset at which `node` starts, in code points."""
    return int(node.start if isinstance(node, (Mapping, Sequence)) else node.start_mark.index)  # type: ignore[union-attr]


def end_of(node: Node) -> int:
    """Return the offset behind `node`, in code points. Comments that follow are not part of it.

    Line breaks may be.
    """
    if isinstance(node, ScalarEvent) or node.flow:
        mark: Any = (node if isinstance(node, ScalarEvent) else node.last).end_mark
        return int(mark.index)
    return end_of(node.entries[-1][1] if isinstance(node, Mapping) else node.items[-1])
