"""How surely a question is answered by what was found for it."""

from __future__ import annotations

from collections.abc import Sequence

from qreply.search.query import Query
from qreply.search.ranking import possible_evidence
from qreply.search.results import Hit

# A question counts as answered from this strength of its best hit on. Measured on real customers' questions, with
# books of 31 to 123 phrases with 3 or 10 asks each, which lack up to three quarters of what is asked
# (benchmarks/audit.py). Where the book has everything, 80 to 92% of what is said to be answered has the right phrase
# among the first three hits; where half is missing, 51 to 64%. A lower bound takes more for answered that is not, a
# higher one hides more that is. So the share is for comparing: a book before and after an edit, one week and the next.
# Of 75 questions about what the shipped book covers .91 are said to be answered, of 60 on other topics, most of
# them far from a shop's, .18 (benchmarks/topics.py). With 269 phrases the bound of .13, right for 190, hid a quarter.
ANSWERED = 0.1


def strength(query: Query, hits: Sequence[Hit], size: int) -> float:
    """Return how surely the first of `hits` answers `query`: 0 is not at all.

    The book has `size` phrases.

    It is the share of the evidence that the query could bring, had a single phrase all of it, and counts up to twice
    as much the farther the second hit is behind.
    """
    whole = possible_evidence(query, size)
    if not hits or not whole:
        return 0.0
    best = hits[0].score
    second = hits[1].score if len(hits) > 1 else 0.0
    return best / whole * (1 + max(best - second, 0.0) / best) if best else 0.0
