"""Several segments, one after another, as if they were one."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from functools import cached_property
from itertools import accumulate

from qreply.phrasebook.model import Phrase, Scope
from qreply.search.document import SearchDocument
from qreply.search.storage.segment import Segment, key_hash


class Segments:
    """Phrases by their number over all `segments`; any method may raise DamagedError.

    `lines` are pairs in ascending order: from the phrase of that number on, lines count from that line. So a segment
    stays the same when only what stands above it in its file has changed.
    """

    def __init__(self, segments: Sequence[Segment], lines: Sequence[tuple[int, int]] = ()) -> None:
        self._segments = segments
        self._line_starts = [number for number, _ in lines]
        self._lines = [line for _, line in lines]
        self._starts = list(accumulate((segment.size for segment in segments), initial=0))
        self.size = self._starts[-1]

    @cached_property
    def scenarios(self) -> list[str]:
        """Return the names of the scenarios that have phrases."""
        return list(dict.fromkeys(name for segment in self._segments for name in segment.scenarios))

    @property
    def scopes(self) -> list[Scope]:
        """Return the scopes of the phrases' texts."""
        return [scope for segment in self._segments for scope in segment.scopes]

    def under(self, key: str) -> tuple[int, int]:
        """Return the phrases under `key`, a bit each, and how many they are."""
        hashed = key_hash(key)
        members = 0
        for segment, start in zip(self._segments, self._starts, strict=False):
            members |= segment.members(hashed) << start
        return members, members.bit_count()

    def document(self, number: int) -> SearchDocument:
        """Return what of a phrase is searched."""
        segment, number = self._place(number)
        return segment.document(number)

    def phrase(self, number: int) -> Phrase:
        """Return the whole phrase."""
        segment, inside = self._place(number)
        phrase = segment.phrase(inside)
        if not self._lines:
            return phrase
        return phrase._replace(line=phrase.line + self._lines[bisect_right(self._line_starts, number) - 1])

    def check_phrase(self, number: int) -> None:
        """Make sure that `phrase` will answer."""
        segment, number = self._place(number)
        segment.check_phrase(number)

    def _place(self, number: int) -> tuple[Segment, int]:
        """Return the segment that has a phrase, and the phrase's number in it.

        Raises IndexError beyond the last.
        """
        at = bisect_right(self._starts, number) - 1
        return self._segments[at], number - self._starts[at]
