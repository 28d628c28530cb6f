"""Tell what excuses a hit of a rule.

A hit is excused by words and patterns that it lies within, and by what stands right before or after it.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Iterable
from functools import lru_cache
from itertools import accumulate
from typing import TYPE_CHECKING, NamedTuple

from qreply.phrasebook.expressions import compiled, reverse_compiled
from qreply.phrasebook.pattern_notation import HIT, expand

if TYPE_CHECKING:
    import regex

NEAR = 40
"""Characters before or after a hit that an exception, or a look-ahead, may look at."""

Span = tuple[int, int]


def within(spans: Iterable[Span]) -> Callable[[int, int], bool]:
    """Make a test for whether a stretch lies within one of `spans`."""
    ordered = sorted(spans)
    starts = [start for start, _ in ordered]
    furthest = list(accumulate((end for _, end in ordered), max))

    def holds(start: int, end: int) -> bool:
        index = bisect_right(starts, start)
        return index > 0 and furthest[index - 1] >= end

    return holds


class Exceptions(NamedTuple):
    """The words and patterns that excuse a hit.

    It lies within them, or they stand right before and after it.
    """

    words: tuple[str, ...]
    patterns: tuple[str, ...]
    around: tuple[tuple[regex.Pattern[str] | None, regex.Pattern[str] | None], ...]

    def stand_next_to(self, text: str, start: int, end: int, left: Callable[[], float]) -> bool:
        """Tell whether one of them stands next to the hit; `left` gives the seconds for a match."""
        for before, after in self.around:
            if before and not before.match(text, max(0, start - NEAR), start, timeout=left()):
                continue
            if after and not after.match(text, end, end + NEAR, timeout=left()):
                continue
            return True
        return False


@lru_cache(maxsize=1024)
def exceptions_of(written: tuple[str, ...]) -> Exceptions:
    """Read a rule's exceptions and compile those that stand next to the hit."""
    words = tuple(item for item in written if not is_pattern(item))
    patterns = [item[1:-1] for item in written if is_pattern(item)]
    around = []
    for pattern in patterns:
        if HIT in pattern:
            before, _, after = pattern.partition(HIT)
            around.append(
                (
                    reverse_compiled(f"(?:{expand(before)})") if before else None,
                    compiled(f"(?:{expand(after)})") if after else None,
                )
            )
    return Exceptions(words, tuple(one for one in patterns if HIT not in one), tuple(around))


def is_pattern(item: str) -> bool:
    """Tell whether an exception is written as a /pattern/."""
    return len(item) > 2 and item.startswith("/") and item.endswith("/")
