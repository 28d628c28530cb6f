"""Made-up books of any size: real customers' questions, cut up and put together anew."""

from __future__ import annotations

import random
import re

from benchmarks import jd

from qreply.phrasebook.model import SHIPPED_SCENARIOS, Phrase

_CUT = re.compile(r"[,，。.!！?？;；~、 ]+")
_PHRASES_A_FILE = 5000


def pieces() -> list[str]:
    """Clauses of the real questions, sorted."""
    texts = [question.text for question in jd.questions() if question.kind == "zh"]
    texts += [ask for phrase in jd.book(10).phrases for ask in phrase.asks]
    found = {piece for text in texts for piece in _CUT.split(text) if 3 <= len(piece) <= 16}
    return sorted(found)


def made_up(size: int, seed: int = 7) -> tuple[Phrase, ...]:
    """`size` phrases of a title, two to four asks and a reply, in files of some thousands."""
    chance = random.Random(seed)  # noqa: S311 - nothing secret
    clauses = pieces()

    def text(most: int) -> str:
        return "，".join(chance.choices(clauses, k=chance.randint(1, most)))

    phrases = []
    for number in range(size):
        scenario = SHIPPED_SCENARIOS[number % len(SHIPPED_SCENARIOS)]
        title = "".join(chance.choice(clauses)[:6] for _ in range(2))
        phrases.append(
            Phrase(
                f"{scenario}/{number}",
                scenario,
                title,
                ((f"亲，{text(3)}，有问题随时找我们哦~",),),
                asks=tuple(text(2) for _ in range(chance.randint(2, 4))),
                path=f"{number // _PHRASES_A_FILE}.yaml",
            )
        )
    return tuple(phrases)
