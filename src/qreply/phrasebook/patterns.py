"""Which regular expressions can be used, and which of them may take for ever."""

from __future__ import annotations

import re
import warnings
from collections.abc import Iterator
from re import _parser as parser  # type: ignore[attr-defined]
from typing import Any

_REPEATS = (parser.MAX_REPEAT, parser.MIN_REPEAT)


def problem_of(pattern: str) -> str:
    """The code of what is wrong with `pattern`, or nothing.

    `bad-pattern` is none at all. `slow-pattern` has a repeat without an end around another, as in `(a+)+$`: the time
    to match can double with every character of a text.
    """
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", FutureWarning)  # of what `[[` may mean one day
        try:
            re.compile(pattern)
            return "slow-pattern" if _nested(parser.parse(pattern), inside=False) else ""
        except (re.error, RecursionError, OverflowError):
            return "bad-pattern"


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
