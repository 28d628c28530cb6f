"""The questions of real customers that the quality tables and the regression test share."""

from __future__ import annotations

import json
from collections import defaultdict
from dataclasses import dataclass
from pathlib import Path

from qreply.phrasebook.model import Phrase, Phrasebook
from qreply.search import Index

FOLDER = Path(__file__).resolve().parents[2] / "shared" / "data" / "jd-questions"
"""All of them, beside the repository: the benchmarks' own."""
SAMPLE = Path(__file__).resolve().parents[1] / "tests" / "data" / "jd-questions"
"""Every seventh question in all ways of writing, which each clone has; the tests use it."""
KINDS = ("zh", "trad", "zh_homophone", "zh_drop", "mixed", "pinyin", "pinyin_typo", "initials")


@dataclass(frozen=True, slots=True)
class Question:
    """What a customer asked, in one of KINDS of writing, and the intent it is about."""

    intent: str
    kind: str
    text: str


def book(asks: int, folder: Path = FOLDER) -> Phrasebook:
    """A phrase an intent, with its title and the first `asks` questions."""
    lines = (folder / "index.jsonl").read_text("utf-8").splitlines()
    intents = [json.loads(line) for line in lines]
    return Phrasebook(
        phrases=tuple(
            Phrase(one["id"], "jd", one["title"], (("好的",),), asks=tuple(one["questions"][:asks]))
            for one in intents
        )
    )


def questions(folder: Path = FOLDER) -> list[Question]:
    """All held-out questions."""
    lines = (folder / "queries.tsv").read_text("utf-8").splitlines()[1:]
    return [Question(*line.split("\t")[:3]) for line in lines]


def ranks(index: Index, asked: list[Question]) -> dict[str, list[int]]:
    """For each kind the place, from 1, at which each question's intent was found; 0 for not at all."""
    found: dict[str, list[int]] = defaultdict(list)
    for question in asked:
        ids = [hit.phrase.id for hit in index.find(question.text, limit=20)]
        found[question.kind].append(ids.index(question.intent) + 1 if question.intent in ids else 0)
    return found


def recall(offsets: list[int], within: int) -> float:
    """The share of `offsets` that are not beyond `within`."""
    return sum(0 < place <= within for place in offsets) / len(offsets)
