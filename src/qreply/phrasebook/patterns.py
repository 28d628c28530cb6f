"""By which words a match of a regular expression is told."""

from __future__ import annotations

import re
import warnings
from collections.abc import Iterable
from re import _parser as parser  # type: ignore[attr-defined]
from typing import Any

_REPEATS = (parser.MAX_REPEAT, parser.MIN_REPEAT, parser.POSSESSIVE_REPEAT)
_NO_WIDTH = (parser.AT, parser.ASSERT, parser.ASSERT_NOT)
_MOST_WORDS = 100  # that a pattern is told by: looking for more takes longer than matching

Words = frozenset[str]


def required_literals(pattern: str) -> tuple[str, ...]:
    """Words of which each match of `pattern` holds at least one; none if it cannot be told by words.

    A text without them need not be matched, nor the pattern be compiled, which takes a hundred times longer.
    """
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", FutureWarning)
        tree = parser.parse(pattern)
    if tree.state.flags & re.IGNORECASE:
        return ()
    whole, signs = _words(tree)
    return tuple(sorted(signs if whole is None else _telling([whole])))


def _words(nodes: Iterable[tuple[Any, Any]]) -> tuple[Words | None, Words]:
    """All that a sequence can match, None if that is too much; and words of which each match holds one."""
    beginnings = frozenset([""])  # what can stand right before the next node
    whole, found = True, []
    for node in nodes:
        exact, signs = _words_of(*node)
        run = None if exact is None else frozenset(left + right for left in beginnings for right in exact)
        if run is not None and len(run) <= _MOST_WORDS:
            beginnings = run
        else:
            whole = False
            found += [beginnings, signs if exact is None else exact]
            beginnings = frozenset([""])
    return beginnings if whole else None, _telling([*found, beginnings])


def _words_of(kind: Any, argument: Any) -> tuple[Words | None, Words]:
    """The same of one node."""
    nothing: Words = frozenset()
    if kind is parser.LITERAL:
        return frozenset(chr(argument)), nothing
    if kind in _NO_WIDTH:
        return frozenset([""]), nothing
    if kind is parser.IN:
        return _characters(argument), nothing
    if kind is parser.SUBPATTERN and not argument[1] & re.IGNORECASE:
        return _words(argument[3])
    if kind is parser.BRANCH:
        branches = [_words(branch) for branch in argument[1]]
        exact = [whole for whole, _ in branches if whole is not None]
        told = [_telling([whole]) if whole is not None else signs for whole, signs in branches]
        every = frozenset[str]().union(*told) if all(told) else nothing
        return (frozenset[str]().union(*exact) if len(exact) == len(branches) else None), _telling([every])
    if kind in _REPEATS:
        least, most, inside = argument
        whole, signs = _words(inside)
        if whole is not None and most == 1:
            return (whole | {""} if least == 0 else whole), nothing
        if least == 0:
            return None, nothing
        return None, (signs if whole is None else _telling([whole]))
    return None, nothing


def _characters(choices: Iterable[tuple[Any, Any]]) -> Words | None:
    """The characters of a set like `[a-z]`, None if they are too many."""
    found: set[str] = set()
    for kind, argument in choices:
        first, last = argument if kind is parser.RANGE else (argument, argument)
        if kind not in (parser.LITERAL, parser.RANGE) or last - first > _MOST_WORDS:
            return None
        found.update(map(chr, range(first, last + 1)))
    return frozenset(found)


def _telling(choices: Iterable[Words]) -> Words:
    """Of several sets of words the one that is found least often in a text: of the longest words, then the fewest."""
    useful = [_shortest(words) for words in choices if "" not in words]
    useful = [words for words in useful if 0 < len(words) <= _MOST_WORDS]
    return max(useful, key=lambda words: (min(map(len, words)), -len(words)), default=frozenset())


def _shortest(words: Words) -> Words:
    """Without those that hold another."""
    kept: list[str] = []
    for word in sorted(words, key=len):
        if not any(one in word for one in kept):
            kept.append(word)
    return frozenset(kept)
