"""Tell how much of what customers ask the book answers."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, replace

from qreply.history.masking import mask_names, mask_text
from qreply.phrasebook.model import Phrase
from qreply.reports.clustering import Group, groups
from qreply.search.clauses import split_clauses
from qreply.search.confidence import ANSWERED, strength
from qreply.search.index import Index
from qreply.search.query import Query
from qreply.search.results import Hit

_IN_SIGHT = 3  # the first hits, which an agent takes in at a glance


@dataclass(frozen=True, slots=True)
class Gap:
    """Questions alike that the book does not answer, and the phrase that comes nearest."""

    group: Group
    nearest: Phrase | None


@dataclass(frozen=True, slots=True)
class Answer:
    """A question that counts as answered, by which phrase, and how surely."""

    text: str
    count: int
    phrase: Phrase
    sureness: float


@dataclass(frozen=True, slots=True)
class CoverageReport:
    """The share of answered questions: in all, and by scenario of the answering phrase.

    `answers` are all that count as answered, the least sure first.
    """

    questions: int
    answered: int
    scenarios: dict[str, int]
    gaps: tuple[Gap, ...]
    answers: tuple[Answer, ...] = ()

    @property
    def share(self) -> float:
        """Return the share of answered questions, from 0 to 1."""
        return self.answered / self.questions if self.questions else 0.0


def audit(
    questions: Mapping[str, int],
    index: Index,
    platform: str = "",
    on_progress: Callable[[int, int], object] = lambda _done, _total: None,
    *,
    names: Collection[str] = (),
) -> CoverageReport:
    """Put `questions` to the book, each as often as it was asked.

    `on_progress` hears how many of how many are done; `names` are masked wherever they stand.
    """
    answered: dict[str, int] = defaultdict(int)
    unanswered: dict[str, int] = defaultdict(int)
    nearest: dict[str, Phrase] = {}
    answers: dict[tuple[str, str], Answer] = {}
    asked = 0
    for done, (question, count) in enumerate(questions.items()):
        on_progress(done, len(questions))
        query = Query.of(question)
        if not query.tokens:  # an emoticon, a row of dots
            continue
        asked += count
        hits = index.find(question, limit=_IN_SIGHT, platform=platform)
        plain = mask_names(mask_text(question), names)
        if (found := _answering(question, hits, index, platform)) is not None:
            phrase, sureness = found
            answered[phrase.scenario] += count
            known = answers.get((plain, phrase.id), Answer(plain, 0, phrase, sureness))
            answers[plain, phrase.id] = replace(
                known, count=known.count + count, sureness=min(known.sureness, sureness)
            )
            continue
        unanswered[plain] += count
        if hits:
            nearest.setdefault(plain, hits[0].phrase)
    gaps = [Gap(group, nearest.get(group.text)) for group in groups(unanswered)]
    doubtful_first = sorted(answers.values(), key=lambda answer: answer.sureness)
    return CoverageReport(asked, sum(answered.values()), dict(answered), tuple(gaps), tuple(doubtful_first))


def _answering(
    question: str, hits: Sequence[Hit], index: Index, platform: str
) -> tuple[Phrase, float] | None:
    """Return the phrase among the first `hits` that answers the question, and how surely.

    It may answer one clause of it: what is told beside a question (箱子压烂了，里面的碗碎了两个) is more than any one
    phrase is about. A clause by itself counts only where the whole question brings the same phrase in sight.
    """
    if (sureness := strength(Query.of(question), hits, len(index))) >= ANSWERED:
        return hits[0].phrase, sureness
    in_sight = {hit.phrase.id for hit in hits}
    for clause in split_clauses(question):
        found = index.find(clause, limit=2, platform=platform)
        sureness = strength(Query.of(clause), found, len(index))
        if sureness >= ANSWERED and found[0].phrase.id in in_sight:
            return found[0].phrase, sureness
    return None
