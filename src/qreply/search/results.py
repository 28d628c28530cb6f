"""What a search answers: a phrase, how well it fits, and what in it matched."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import cached_property
from typing import NamedTuple

from qreply.phrasebook.model import Phrase
from qreply.search.document import SearchDocument


class Match(NamedTuple):
    """A field of the phrase that the query was found in.

    `field` is code, title, ask, tag, reply, or picked, for a query that the phrase was picked for before; `text` that
    very field, a reply as it reads before it is filled; `spans` what matched in it, half-open, in code points.
    """

    field: str
    text: str
    spans: tuple[tuple[int, int], ...]


class Hit:
    """A phrase and its score, which is comparable within one search only.

    `phrase` and `why` may be given as functions, which are called once they are asked for: more is found than shown.
    """

    def __init__(
        self,
        phrase: Phrase | Callable[[], Phrase],
        score: float,
        why: tuple[Match, ...] | Callable[..., tuple[Match, ...]],
        document: SearchDocument | None = None,
    ) -> None:
        self.score = score
        self.document = document  # what was searched, with the lines that were learned; none without a query
        self.is_exact = False  # whether the query is its code, or the words that its code stands for
        self.clause = 0  # the number of the clause it answers best, from 1, in a message of several questions
        self._phrase = phrase
        self._why = why

    @cached_property
    def phrase(self) -> Phrase:
        """Return the phrase that was found."""
        return self._phrase() if callable(self._phrase) else self._phrase

    @cached_property
    def why(self) -> tuple[Match, ...]:
        """Return what matched, best first; at least one."""
        return self._why(self.phrase) if callable(self._why) else self._why

    @cached_property
    def best(self) -> Match | None:
        """Return the first of `why`, which takes less time; nothing where there was no query."""
        why = self._why(self.phrase, most=1) if callable(self._why) else self._why
        return why[0] if why else None

    def __repr__(self) -> str:
        return f"Hit({self.phrase.id!r}, {self.score:.3f})"


class Results(NamedTuple):
    """The hits, and how many phrases match in each scenario.

    The counts are of all, whatever limit and scenario were asked for.
    """

    hits: list[Hit]
    counts: Mapping[str, int]
