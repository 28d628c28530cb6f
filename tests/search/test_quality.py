"""Ranking must not get worse unnoticed: recall@3 on a sample of real customers' questions, within a point."""

from __future__ import annotations

import pytest

from benchmarks import jd
from qreply.search import Index

TOLERANCE = 0.01

REACHED = {
    10: {
        "zh": 0.772,
        "trad": 0.769,
        "zh_homophone": 0.746,
        "zh_drop": 0.746,
        "mixed": 0.761,
        "pinyin": 0.686,
        "pinyin_typo": 0.644,
        "initials": 0.464,
    },
    3: {"zh": 0.712, "pinyin": 0.594},
}


@pytest.mark.parametrize("asks", REACHED)
def test_recall(asks: int) -> None:
    kinds = REACHED[asks]
    asked = [question for question in jd.questions(jd.SAMPLE) if question.kind in kinds]
    found = jd.ranks(Index.build(jd.book(asks, jd.SAMPLE)), asked)
    reached = {kind: round(jd.recall(found[kind], 3), 3) for kind in kinds}
    assert all(reached[kind] >= kinds[kind] - TOLERANCE for kind in kinds), reached
