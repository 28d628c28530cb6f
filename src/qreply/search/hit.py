"""What a search answers: a phrase, how well it fits, and what in it matched."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from qreply.phrasebook.model import Phrase


@dataclass(frozen=True, slots=True)
class Match:
    """A field of the phrase that the query was found in.

    `field` is code, title, ask, tag or reply; `text` that very field; `spans` what matched in it, half-open,
    in code points.
    """

    field: str
    text: str
    spans: tuple[tuple[int, int], ...]


@dataclass(frozen=True, slots=True)
class Hit:
    """A phrase, its score (comparable within one search only) and its matches, best first, at least one."""

    phrase: Phrase
    score: float
    why: tuple[Match, ...]


@dataclass(frozen=True, slots=True)
class Results:
    """The hits, and how many phrases matched in each scenario, whatever limit and scenario were asked for."""

    hits: list[Hit]
    counts: Mapping[str, int]
