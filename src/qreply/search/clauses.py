"""Put the best reply to each question of one message into the first rows."""

from __future__ import annotations

import re
from collections.abc import Sequence

from qreply.search.evidence import FUNCTION_CHARACTERS
from qreply.search.results import Hit
from qreply.text.normalize import is_hanzi

# A clause asks something by itself from so many hanzi on, of which so many tell what about: 快递 alone is a key word.
_FEWEST_HANZI = 3
_FEWEST_TELLING = 2
# Of a longer message the last clauses count.
MAX_CLAUSES = 3

_ENDS = re.compile(r"[\s，,。.!！?？;；~～…]+")


def split_clauses(question: str) -> list[str]:
    """Return the clauses of `question` that may be questions by themselves, in their order.

    Returns nothing where there is but one.
    """
    clauses = [part for part in _ENDS.split(question) if _asks(part)]
    return clauses[-MAX_CLAUSES:] if len(clauses) > 1 else []


def _asks(clause: str) -> bool:
    hanzi = [character for character in clause if is_hanzi(character)]
    telling = sum(character not in FUNCTION_CHARACTERS for character in hanzi)
    return len(hanzi) >= _FEWEST_HANZI and telling >= _FEWEST_TELLING


def put_clauses_first(hits: Sequence[Hit], bests: Sequence[Hit]) -> list[Hit]:
    """Move the best hit of each clause behind the first of `hits`.

    It is marked by the clause's number from 1.

    The first stays: it answers the message as a whole, and mostly one of the clauses. Nothing is moved where all
    clauses have the same best hit: then they are one question.
    """
    numbers: dict[str, int] = {}
    for number, best in enumerate(bests, 1):
        numbers.setdefault(best.phrase.id, number)
    if len(numbers) < 2 or not hits:
        return list(hits)
    known = {hit.phrase.id: hit for hit in hits}
    first = [hits[0]]
    first += [known.get(best.phrase.id, best) for best in bests if best.phrase.id != hits[0].phrase.id]
    first = list({hit.phrase.id: hit for hit in first}.values())
    for hit in first:
        hit.clause = numbers.get(hit.phrase.id, 0)
    moved = {hit.phrase.id for hit in first}
    return [*first, *(hit for hit in hits if hit.phrase.id not in moved)]
