"""How often a question is wrongly taken for answered or not, by books of three sizes: python -m benchmarks.coverage"""

from __future__ import annotations

import argparse
from dataclasses import dataclass
from pathlib import Path

from qreply.phrasebook.loader import load
from qreply.phrasebook.model import Phrase, Phrasebook
from qreply.search.confidence import ANSWERED, strength
from qreply.search.index import Index
from qreply.search.query import Query
from qreply.storage.locations import shipped_phrasebook

QUESTIONS = Path(__file__).resolve().parents[1] / "tests" / "data" / "coverage.tsv"
BOOKS = ("full", "shoes", "two")
"""The columns of the table: the shipped book, one trade alone, and two phrases."""

_TWO = (
    Phrase("s/invoice", "s", "怎么开发票", (("好的",),), asks=("可以开发票吗", "发票什么时候给")),
    Phrase("s/freight", "s", "换货运费谁出", (("好的",),), asks=("换货寄回去谁出运费", "换货要不要我出邮费")),
)


@dataclass(frozen=True, slots=True)
class Judgement:
    """Whether a question counts as answered by a book, and whether it is."""

    text: str
    counts: bool
    is_answered: bool
    is_held_out: bool


def judgements(book: str, *, least: float = ANSWERED) -> list[Judgement]:
    """Put all questions to one of BOOKS."""
    index = Index.build(_book(book))
    lines = QUESTIONS.read_text("utf-8").splitlines()
    found: list[Judgement] = []
    for number, line in enumerate(line for line in lines if not line.startswith("#")):
        *answered, text = line.split("\t")
        counts = strength(Query.of(text), index.find(text, limit=3), len(index)) >= least
        found.append(Judgement(text, counts, answered[BOOKS.index(book)] == "+", number // 2 % 2 == 1))
    return found


def _book(name: str) -> Phrasebook:
    if name == "two":
        return Phrasebook(phrases=_TWO)
    folder = shipped_phrasebook() if name == "full" else shipped_phrasebook() / "trades" / name
    return load(sorted(folder.glob("*.yaml")))


def main() -> None:
    """Print how many are misjudged, of those that were looked at and of those held out."""
    argparse.ArgumentParser(description=__doc__).parse_args()
    for book in BOOKS:
        for held_out in (False, True):
            part = [one for one in judgements(book) if one.is_held_out == held_out]
            wrongly = sum(one.counts and not one.is_answered for one in part)
            missed = sum(one.is_answered and not one.counts for one in part)
            answered = sum(one.is_answered for one in part)
            print(
                f"{book:6}{'held out' if held_out else 'looked at':10} {len(part)} questions, {answered} answered: "
                f"{wrongly} taken for answered, {missed} for not, misjudged {(wrongly + missed) / len(part):.3f}"
            )


if __name__ == "__main__":
    main()
