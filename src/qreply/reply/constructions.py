"""Find what stands together in one sentence, in any order.

The act, its object and its condition are each told by a pattern.

A rule's pattern `a && b && !c` is met where a sentence holds `a` and near it `b`, each outside the other and neither
excused, and no `c`. So an exception takes out the verb that it negates, and the same verb said again still counts.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple

from qreply.phrasebook.expressions import compiled
from qreply.phrasebook.pattern_notation import REACH, expand, parts_of

if TYPE_CHECKING:
    import regex

_SENTENCE = 80  # characters before and after the first part in which what may not be there is looked for
_SENTENCE_ENDS = "。!?;\n"
_SENTENCE_END = re.compile(f"[{_SENTENCE_ENDS}]")

Span = tuple[int, int]


class Construction(NamedTuple):
    """The parts that a sentence must hold, and what it may not hold.

    One of them is looked for first, then the others.
    """

    lead: regex.Pattern[str]
    others: tuple[regex.Pattern[str], ...]
    absent: tuple[regex.Pattern[str], ...]


def excuse_nothing(_start: int, _end: int) -> bool:
    """Excuse no part."""
    return False


@lru_cache(maxsize=1024)
def construction_of(pattern: str) -> Construction:
    """Compile the parts of `a && b && !c`."""
    parts = parts_of(pattern)
    lead, *others = (compiled(expand(part)) for part in parts.held)
    return Construction(lead, tuple(others), tuple(compiled(expand(part)) for part in parts.absent))


def find_together(
    construction: Construction,
    text: str,
    span: Span,
    left: Callable[[], float | None],
    excused: Callable[[int, int], bool] = excuse_nothing,
) -> Iterator[Span]:
    """Find where its parts stand together, the leading one in `span`.

    What is found reaches from the beginning of the first part to the end of the last. `left` gives the seconds that
    are left for a match, None for no limit, and raises TimeoutError if none are.
    """
    for match in construction.lead.finditer(text, *span, timeout=left()):
        first = match.span()
        begin, end = _sentence_around(text, *first)
        near = max(begin, first[0] - REACH), min(end, first[1] + REACH)
        spans = [first]
        for matcher in construction.others:
            places = (one.span() for one in matcher.finditer(text, *near, overlapped=True, timeout=left()))
            place = next((one for one in places if _is_apart(one, spans) and not excused(*one)), None)
            if place is None:
                break
            spans.append(place)
        else:
            if excused(*first) or any(
                one.search(text, begin, end, timeout=left()) for one in construction.absent
            ):
                continue
            yield min(start for start, _ in spans), max(stop for _, stop in spans)


def _sentence_around(text: str, start: int, end: int) -> Span:
    """Return the sentence that `start` to `end` stands in, or the part of it that is near."""
    begin = max(0, start - _SENTENCE)
    begin = max([begin, *(text.rfind(mark, begin, start) + 1 for mark in _SENTENCE_ENDS)])
    mark = _SENTENCE_END.search(text, end, end + _SENTENCE)
    return begin, mark.start() if mark else min(len(text), end + _SENTENCE)


def _is_apart(span: Span, others: Sequence[Span]) -> bool:
    return all(span[1] <= start or end <= span[0] for start, end in others)
