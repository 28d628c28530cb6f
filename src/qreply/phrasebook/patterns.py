"""Which regular expressions may take for ever: a repeat without an end around another one, as in `(a+)+$`."""

from __future__ import annotations

import warnings
from collections.abc import Iterator
from re import _parser as parser  # type: ignore[attr-defined]
from typing import Any

_REPEATS = (parser.MAX_REPEAT, parser.MIN_REPEAT)


def may_backtrack(pattern: str) -> bool:
    """Whether the time to match `pattern`, a valid one, can double with every character of a text."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", FutureWarning)  # of what `[[` may mean one day
        return _nested(parser.parse(pattern), inside=False)


def _nested(nodes: Any, *, inside: bool) -> bool:
    for kind, argument in nodes:
        endless = kind in _REPEATS and argument[1] is parser.MAXREPEAT
        if endless and inside:
            return True
        if any(_nested(part, inside=inside or endless) for part in _parts(argument)):
            return True
    return False


def _parts(argument: Any) -> Iterator[Any]:
    """The sub-patterns in what a node holds, however deep."""
    if isinstance(argument, parser.SubPattern):
        yield argument
    elif isinstance(argument, tuple | list):
        for part in argument:
            yield from _parts(part)
