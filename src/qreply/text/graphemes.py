"""Find what people see as one character, be it several code points (UAX #29): 👍🏽, 🇨🇳, 1️⃣."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import regex

# Most text is of these alone, of which each stands by itself.
_SIMPLE = re.compile("[ -~\u3001-\u3029\u4e00-\u9fff\uff01-\uff5e—‘’“”…·]*")


def split_graphemes(text: str) -> Iterator[str]:
    """Yield the graphemes of `text`, which together are all of it."""
    if _SIMPLE.fullmatch(text):
        yield from text
    else:
        yield from (match[0] for match in _pattern().finditer(text))


def boundary_before(text: str, index: int) -> int:
    """Return where the grapheme begins that stands before `index` or reaches over it."""
    if _SIMPLE.fullmatch(text):
        return max(0, index - 1)
    begin = end = 0
    for grapheme in split_graphemes(text):
        begin, end = end, end + len(grapheme)
        if end >= index:
            break
    return begin


def boundary_after(text: str, index: int) -> int:
    """Return where the grapheme ends in which `index` is, its beginning included."""
    if _SIMPLE.fullmatch(text):
        return min(len(text), index + 1)
    end = 0
    for grapheme in split_graphemes(text):
        end += len(grapheme)
        if end > index:
            break
    return end


def floor_boundary(text: str, index: int) -> int:
    """Return `index`, or where the grapheme begins whose inside it is in."""
    return boundary_before(text, index + 1) if index < len(text) else index


@cache
def _pattern() -> regex.Pattern[str]:
    import regex

    return regex.compile(r"\X")
