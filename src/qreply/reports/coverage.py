"""Tell how much of what customers ask the book answers."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from qreply.history.masking import mask_text
from qreply.phrasebook.model import Phrase
from qreply.reports.clustering import Group, groups
from qreply.search.confidence import ANSWERED, strength
from qreply.search.index import Index
from qreply.search.query import Query


@dataclass(frozen=True, slots=True)
class Gap:
    """Questions alike that the book does not answer, and the phrase that comes nearest."""

    group: Group
    nearest: Phrase | None


@dataclass(frozen=True, slots=True)
class CoverageReport:
    """The share of answered questions: in all, and by scenario of the answering phrase."""

    questions: int
    answered: int
    scenarios: dict[str, int]
    gaps: tuple[Gap, ...]

    @property
    def share(self) -> float:
        """Return the share of answered questions, from 0 to 1."""
        return self.answered / self.questions if self.questions else 0.0


def audit(
    questions: Mapping[str, int],
    index: Index,
    platform: str = "",
    on_progress: Callable[[int, int], object] = lambda _done, _total: None,
) -> CoverageReport:
    """Put `questions` to the book, each as often as it was asked.

    `on_progress` hears how many of how many are done.
    """
    answered: dict[str, int] = defaultdict(int)
    unanswered: dict[str, int] = defaultdict(int)
    nearest: dict[str, Phrase] = {}
    asked = 0
    for done, (question, count) in enumerate(questions.items()):
        on_progress(done, len(questions))
        query = Query.of(question)
        if not query.tokens:  # an emoticon, a row of dots
            continue
        asked += count
        hits = index.find(question, limit=2, platform=platform)
        if strength(query, hits, len(index)) >= ANSWERED:
            answered[hits[0].phrase.scenario] += count
            continue
        plain = mask_text(question)
        unanswered[plain] += count
        if hits:
            nearest.setdefault(plain, hits[0].phrase)
    gaps = [Gap(group, nearest.get(group.text)) for group in groups(unanswered)]
    return CoverageReport(asked, sum(answered.values()), dict(answered), tuple(gaps))
