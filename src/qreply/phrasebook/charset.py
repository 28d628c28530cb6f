"""Sets of characters as regular expressions name them, and whether two of them share any."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache, lru_cache
from re import _constants as sre  # type: ignore[attr-defined]
from typing import Any

_CATEGORIES = {
    sre.CATEGORY_DIGIT: r"\d",
    sre.CATEGORY_NOT_DIGIT: r"\D",
    sre.CATEGORY_SPACE: r"\s",
    sre.CATEGORY_NOT_SPACE: r"\S",
    sre.CATEGORY_WORD: r"\w",
    sre.CATEGORY_NOT_WORD: r"\W",
}
_FLAGS = (("i", sre.SRE_FLAG_IGNORECASE), ("a", sre.SRE_FLAG_ASCII))
_FEW = 64  # characters of a range that are listed one by one


@dataclass(frozen=True, slots=True)
class Charset:
    """`characters`, and those that any of `classes` matches: `[^a]`, say."""

    characters: frozenset[str] = frozenset()
    classes: frozenset[str] = frozenset()

    def __or__(self, other: Charset) -> Charset:
        return Charset(self.characters | other.characters, self.classes | other.classes)

    def meets(self, other: Charset) -> bool:
        """Whether any character is in both."""
        return (
            not self.characters.isdisjoint(other.characters)
            or _any_in(self.characters, other.classes)
            or _any_in(other.characters, self.classes)
            or any(_share(*sorted((mine, theirs))) for mine in self.classes for theirs in other.classes)
        )


NOTHING = Charset()
ANYTHING = Charset(classes=frozenset(("(?s:.)",)))


def charset_of(kind: Any, argument: Any, flags: int) -> Charset | None:
    """The characters that a node of a pattern's tree matches; None if it is no node for one character."""
    if kind is sre.ANY:
        return ANYTHING
    if kind is sre.NOT_LITERAL:
        return _class([(sre.NEGATE, None), (sre.LITERAL, argument)], flags)
    if kind is sre.LITERAL:
        return _literal(argument, flags & sre.SRE_FLAG_IGNORECASE)
    return _class(argument, flags) if kind is sre.IN else None


@lru_cache(maxsize=4096)
def _literal(point: int, flags: int) -> Charset:
    return _class([(sre.LITERAL, point)], flags)


def _class(items: Iterable[tuple[Any, Any]], flags: int) -> Charset:
    items = list(items)
    few = [_listed(*item) for item in items]
    if all(few) and not flags & sre.SRE_FLAG_IGNORECASE:
        return Charset(frozenset().union(*few))
    letters = "".join(name for name, flag in _FLAGS if flags & flag)
    inside = "".join(_written(*item) for item in items)
    return Charset(classes=frozenset((f"(?{letters}:[{inside}])",)))


def _listed(kind: Any, argument: Any) -> frozenset[str]:
    """Its characters if they are few, else none."""
    if kind is sre.LITERAL:
        return frozenset((chr(argument),))
    if kind is sre.RANGE and argument[1] - argument[0] < _FEW:
        return frozenset(map(chr, range(argument[0], argument[1] + 1)))
    return frozenset()


def _written(kind: Any, argument: Any) -> str:
    if kind is sre.NEGATE:
        return "^"
    if kind is sre.LITERAL:
        return re.escape(chr(argument))
    if kind is sre.RANGE:
        return "-".join(re.escape(chr(end)) for end in argument)
    return _CATEGORIES[argument]


def _any_in(characters: frozenset[str], classes: frozenset[str]) -> bool:
    if not characters or not classes:
        return False
    text = "".join(characters)
    return any(re.search(one, text) for one in classes)


@lru_cache(maxsize=1024)
def _share(one: str, other: str) -> bool:
    return re.search(f"(?={one}){other}", _everything()) is not None


@cache
def _everything() -> str:
    """Every character there is."""
    return "".join(map(chr, range(0x110000)))
