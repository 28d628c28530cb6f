"""What a query has found and which hit is selected: all that a list of results shows."""

from __future__ import annotations

from collections.abc import Container, Mapping, Sequence
from dataclasses import dataclass, field
from enum import Enum
from functools import cached_property

from qreply.phrasebook.model import Phrase
from qreply.search.results import Hit
from qreply.workspace.finder import find, is_confident
from qreply.workspace.workspace import Workspace

# From so many on, a query is taken for what a customer said; agents know their own shorthand.


MAX_LIKELY = 9  # as many as have a digit: who reads more of them would rather type another word
LIKELY = 0.6  # of the best score; what is below was found by a word or two, most times by chance


class WayOut(Enum):
    """What to suggest where the scenario has no hit."""

    NONE = "none"  # there are hits, or no book is open yet
    ELSEWHERE = "elsewhere"  # other scenarios have hits
    WRITE = "write"  # no scenario has: note the question for the lead, or write the phrase


@dataclass(frozen=True)
class SearchState:
    """A query in a scenario (empty: in all) with its hits, the selected one's index, and counts.

    The counts are of hits in each scenario.
    """

    workspace: Workspace = field(repr=False)
    query: str = ""
    scenario: str = ""
    hits: Sequence[Hit] = ()
    counts: Mapping[str, int] = field(default_factory=dict)
    selected: int = 0

    @property
    def total(self) -> int:
        """Return the number of hits in all scenarios."""
        return sum(self.counts.values())

    @property
    def phrase(self) -> Phrase | None:
        """Return the selected hit's phrase, if there is any hit."""
        return self.hits[self.selected].phrase if 0 <= self.selected < len(self.hits) else None

    @property
    def way_out(self) -> WayOut:
        """Return what to suggest instead of a hit."""
        if self.hits or not self.workspace.is_open:
            return WayOut.NONE
        return WayOut.ELSEWHERE if self.total else WayOut.WRITE

    @cached_property
    def likely(self) -> int:
        """Return how many hits, from the first on, are nearly as good as the best.

        It is 0 where none is likely to be meant.
        """
        if not self.query.strip() or not self.is_confident:
            return 0
        least = max((hit.score for hit in self.hits), default=0.0) * LIKELY
        weak = (
            index
            for index, hit in enumerate(self.hits[:MAX_LIKELY])
            if hit.score < least and not _is_exact(hit)  # asked in this order: the second takes longer
        )
        return next(weak, min(len(self.hits), MAX_LIKELY))

    @cached_property
    def is_confident(self) -> bool:
        """Tell whether the first hit is likely to be meant, not just the nearest.

        It is too slow to be asked at every key.
        """
        return is_confident(self.workspace, self.query, self.hits)

    def find_unanswered(self, answered: Container[str]) -> int | None:
        """Return the index of the best hit for a question that no phrase of `answered` answers.

        `answered` are ids.
        """
        others = (i for i, hit in enumerate(self.hits) if hit.clause and hit.phrase.id not in answered)
        return min(others, key=lambda index: self.hits[index].clause, default=None)


def _is_exact(hit: Hit) -> bool:
    """Tell whether the query is the phrase's code, or was answered by it before.

    Such a hit stands first whatever its score.
    """
    return hit.clause > 0 or (hit.best is not None and hit.best.field in ("code", "picked"))


def search(workspace: Workspace, query: str, *, scenario: str = "", selected_id: str = "") -> SearchState:
    """Find `query`.

    The phrase of id `selected_id` is selected if it is found, else the first hit. A scenario that the phrasebook does
    not have counts as all of them.
    """
    if scenario not in [known.name for known in workspace.phrasebook.scenarios]:
        scenario = ""
    if not workspace.is_open:
        return SearchState(workspace, query)
    results = find(workspace, query, scenario=scenario)
    ids = (index for index, hit in enumerate(results.hits) if hit.phrase.id == selected_id)
    selected = next(ids, 0) if selected_id else 0
    return SearchState(workspace, query, scenario, results.hits, results.counts, selected)
