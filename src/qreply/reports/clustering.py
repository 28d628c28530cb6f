"""Group questions that are alike, for leads who read each kind once with its count."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from itertools import pairwise
from math import log, sqrt

from qreply.search.evidence import FUNCTION_CHARACTERS
from qreply.text.normalize import normalise
from qreply.text.numbers import NUMBER
from qreply.text.tokenizer import tokens_of_query

# Two questions are alike from this cosine of their grams on. Measured on 2,460 customers' questions, none like another
# in its letters (benchmarks/audit.py): 44% find company, and 73% of these are of their group's commonest intent.
# At 0.3 it is 68% and 62%, at 0.5 27% and 80%.
ALIKE = 0.4

# 能不能, 可以吗 and the like are in every question; what is left of it tells what it is about.
_FUNCTION_WORTH = 0.15
_PAIR_WORTH = 1.0

# So many kinds at most are compared with each question, those that share its rarest grams.
_MAX_COMPARED = 200


@dataclass(frozen=True, slots=True)
class Group:
    """Questions that are alike: `texts` by how common they are, `text` the commonest."""

    text: str
    count: int
    texts: tuple[str, ...]


def terms(text: str) -> Mapping[str, float]:
    """Return the syllables of `text` and their pairs, weighted: hanzi and pinyin meet in them."""
    names = []
    for token in tokens_of_query(normalise(text)):
        name = token.sounds[0] if token.sounds else token.hanzi or "".join(token.initials)
        names.append(
            (name, _FUNCTION_WORTH if token.hanzi in FUNCTION_CHARACTERS or token.hanzi == NUMBER else 1.0)
        )
    found: dict[str, float] = {}
    for name, weight in names:
        found[name] = max(weight, found.get(name, 0.0))
    for (first_name, first), (second_name, second) in pairwise(names):
        found[f"{first_name} {second_name}"] = _PAIR_WORTH * (first + second) / 2
    return found


def groups(counts: Mapping[str, int]) -> list[Group]:
    """Group the texts of `counts` by likeness, with their counts; the commonest first."""
    taken_apart = {text: terms(text) for text in counts}
    rarity = _rarity(taken_apart.values())
    leaders: list[tuple[list[str], dict[str, float]]] = []
    holding: dict[str, list[int]] = defaultdict(list)
    for text in sorted(counts, key=lambda text: (-counts[text], len(text), text)):
        vector = _unit({term: weight * rarity[term] for term, weight in taken_apart[text].items()})
        number = _closest(vector, leaders, holding)
        if number is None:
            for term in vector:
                holding[term].append(len(leaders))
            leaders.append(([text], vector))
        else:
            leaders[number][0].append(text)
    found = [Group(texts[0], sum(counts[text] for text in texts), tuple(texts)) for texts, _ in leaders]
    return sorted(found, key=lambda group: (-group.count, group.text))


def _closest(
    vector: Mapping[str, float],
    leaders: list[tuple[list[str], dict[str, float]]],
    holding: Mapping[str, list[int]],
) -> int | None:
    """Return the number of the group most like `vector`; None if none is alike."""
    candidates: dict[int, None] = {}
    for term in sorted(vector, key=lambda term: -vector[term]):
        candidates.update(dict.fromkeys(holding.get(term, ())))
        if len(candidates) >= _MAX_COMPARED:
            break
    best, closest = ALIKE, None
    for number in list(candidates)[:_MAX_COMPARED]:
        leader = leaders[number][1]
        like = sum(weight * leader[term] for term, weight in vector.items() if term in leader)
        if like > best:
            best, closest = like, number
    return closest


def _rarity(rows: Iterable[Mapping[str, float]]) -> dict[str, float]:
    rows = list(rows)
    holding: dict[str, int] = defaultdict(int)
    for row in rows:
        for term in row:
            holding[term] += 1
    return {term: log(1 + len(rows) / count) for term, count in holding.items()}


def _unit(vector: dict[str, float]) -> dict[str, float]:
    length = sqrt(sum(weight * weight for weight in vector.values())) or 1.0
    return {term: weight / length for term, weight in vector.items()}
