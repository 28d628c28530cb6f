"""Sets of phrases are kept for the next key, but not for ever."""

from __future__ import annotations

import tracemalloc

from qreply.search.candidates import Candidates
from qreply.search.storage.segment_chain import Segments


def test_ever_new_words_take_no_more_memory() -> None:
    candidates = Candidates(Segments([]))

    def held(first: int, end: int) -> int:
        for number in range(first, end):
            candidates.members(f"词{number}")
        return tracemalloc.get_traced_memory()[0]

    tracemalloc.start()
    try:
        before = held(0, 10_000)
        assert held(10_000, 30_000) - before < 100_000
    finally:
        tracemalloc.stop()
