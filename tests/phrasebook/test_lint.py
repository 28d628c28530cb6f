"""Where what is found stands: the first of each kind exactly, however few are wanted."""

from __future__ import annotations

import random
from collections import defaultdict
from collections.abc import Iterable
from datetime import datetime
from pathlib import Path

import pytest

from qreply.phrasebook.lint import check
from qreply.phrasebook.model import Problem

NOW = datetime(2026, 11, 22)
ASKS = [f"什么时候{what}" for what in ("发货", "到货", "退款", "补发", "换货")]
REPLIES = ["亲，明天发出&nbsp;请等一等，XX内到", "亲，已经退款了，\\n请查一查", "亲，{姓名}您好，明天到"]


def book(seed: int) -> str:
    """Phrases that repeat one another and hold what other programs left, keys and items in any order."""
    chance = random.Random(seed)
    parts = ["scenario: logistics\nphrases:\n"]
    for number in range(25):
        asks = chance.choices(ASKS, k=3)
        keys = [
            f"title: 标题{chance.randrange(12)}",
            f"asks: [{', '.join(asks)}]"
            if chance.random() < 0.5
            else "asks:\n      - " + "\n      - ".join(asks),
            f"reply: |\n      {chance.choice(REPLIES)}",
        ]
        chance.shuffle(keys)
        parts.append("\n    ".join([f"  - id: p{number}", *keys]) + "\n")
    return "".join(parts)


def first_of_each_kind(problems: Iterable[Problem], count: int) -> list[list[Problem]]:
    kinds = defaultdict(list)
    for problem in problems:
        kinds[problem.code].append(problem)
    return [found[:count] for found in kinds.values()]


@pytest.mark.parametrize("seed", range(6))
@pytest.mark.parametrize("count", [1, 3, 10])
def test_the_first_of_each_kind_stand_where_they_do_among_all(tmp_path: Path, seed: int, count: int) -> None:
    for name in ("a", "b"):
        (tmp_path / f"{name}.yaml").write_text(book(seed).replace("id: ", f"id: {name}"), "utf-8")
    whole = check([tmp_path], NOW)
    some = check([tmp_path], NOW, exact=count)
    assert first_of_each_kind(some, count) == first_of_each_kind(whole, count)
    assert len(some) == len(whole)
    assert all(problem.column > 0 for problem in some)
    assert len({problem.code for problem in whole}) >= 4
