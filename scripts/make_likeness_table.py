"""Weighs the characters by which a sentence is like what may not be sent; run it when examples were added.

    python scripts/make_likeness_table.py

Two logistic regressions, on whether a sentence offends and on whether it is to be barred, and for the kind of an
offence the logarithms of how much more often a gram is in one kind than in all. They learn from the tables of
tests/data, but for those that measure, and from the shipped replies. What is drawn is drawn from a fixed seed, so that
the same tables give the same weights.
"""

from __future__ import annotations

import csv
import random
import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import datetime
from hashlib import blake2b
from itertools import islice
from math import exp, log, sqrt
from pathlib import Path
from struct import Struct
from typing import NamedTuple

from qreply.phrasebook.loader import load
from qreply.phrasebook.model import Phrase
from qreply.reply.disguises import Disguises, table_of, views_of
from qreply.reply.likeness import COLUMNS, KINDS, TABLE, UNIT, grams_of, sentences_of, stretches_of
from qreply.reply.wording_review import as_they_leave
from qreply.storage.locations import shipped_phrasebook

DATA = Path(__file__).parents[1] / "tests" / "data"
MEASURES = (
    "compliance-6.tsv",
    "compliance-11.tsv",
    "compliance-13.tsv",
    "compliance-14.tsv",
    "compliance-16.tsv",
    "compliance-17.tsv",
)
NOW = datetime(2026, 11, 2, 9, 0)
"""A working day; replies greet by the hour."""
ROUNDS, AVERAGED, RATE, DECAY = 12, 8, 0.3, 1e-4
FEWEST = 2
"""Sentences that a gram must be in."""
EVERY = -1
"""Stands for what every sentence has, and is no gram."""
LEAST = 16
"""UNITs that a gram must speak for or against an offence, or for or against barring it."""


FRAMES = 2
"""In how many of the shipped replies' frames each example is seen."""

_HEAD = re.compile("[^，,]{1,5}[，,]")
_TAIL = re.compile("[，,][^，,]{1,10}$|[呢哦哈呀啦]?~$")
_END = "~。，, "


class Example(NamedTuple):
    """A sentence by its grams, in order, and what it is."""

    grams: Sequence[int]
    expected: str
    kind: str = ""
    is_derived: bool = False


def tables() -> list[Path]:
    """Return the tables to learn from."""
    return [path for path in sorted(DATA.glob("compliance-*.tsv")) if path.name not in MEASURES]


def digest() -> str:
    """Return what tells the examples from others, in hexadecimal."""
    return blake2b(b"\0".join(path.read_bytes() for path in tables()), digest_size=16).hexdigest()


def examples(disguises: Disguises, frames: Sequence[tuple[str, str]]) -> Iterator[Example]:
    """Return the sentences of the tables, each as it is and in two of the `frames`.

    Courtesy says nothing of what stands between it.
    """
    drawn = random.Random(2)  # noqa: S311 - nothing secret
    for path in tables():
        with path.open(encoding="utf-8", newline="") as file:
            for row in csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE):
                kind = row.get("kind", "") if row["expected"] != "P" else ""  # the older tables have none
                sentence = views_of(row["sentence"], disguises)[-1].text
                yield Example(sorted(grams_of(sentence)), row["expected"], kind)
                if row["expected"] == "P":
                    yield from parts_of(sentence)
                for _ in range(FRAMES):
                    (before, after), (head, tail) = drawn.choices(frames, k=2)
                    framed = f"{before}{head}{sentence.rstrip(_END)}{tail.rstrip(_END)}{after}"
                    yield Example(sorted(grams_of(framed)), row["expected"], kind, is_derived=True)


def parts_of(sentence: str) -> Iterator[Example]:
    """Return the parts of a harmless sentence that are weighed too, and are as harmless."""
    for part in islice(stretches_of(sentence), 1, None):
        yield Example(sorted(grams_of(part)), "P", is_derived=True)


def shipped(phrases: Iterable[Phrase], disguises: Disguises) -> list[str]:
    """Return the sentences of the replies as they leave, which are harmless."""
    texts = [
        views_of(reply, disguises)[-1].text
        for phrase in phrases
        for _, reply in as_they_leave(phrase, NOW)
        if reply
    ]
    return list(dict.fromkeys(text[start:end] for text in texts for start, end in sentences_of(text)))


def frames_of(sentences: Iterable[str]) -> list[tuple[str, str]]:
    """Return short first and last parts of the sentences, as often as they have them."""
    return [
        (head[0] if head else "", tail[0] if tail else "")
        for sentence in sentences
        for head, tail in [(_HEAD.match(sentence), _TAIL.search(sentence))]
        if head or tail
    ]


def regression(found: Sequence[tuple[Sequence[int], bool]]) -> Mapping[int, float]:
    """Return the weights of grams for what is true, the one of every sentence under EVERY."""
    weights: defaultdict[int, float] = defaultdict(float)
    steps: defaultdict[int, float] = defaultdict(lambda: 1e-6)
    sums: Counter[int] = Counter()
    order = random.Random(1)  # noqa: S311 - nothing secret
    shuffled = list(found)
    for number in range(ROUNDS):
        order.shuffle(shuffled)
        for grams, truth in shuffled:
            share = 1 / sqrt(len(grams) or 1)
            odds = weights[EVERY] + share * sum(weights[gram] for gram in grams)
            off = 1 / (1 + exp(-max(-30.0, min(30.0, odds)))) - truth
            for gram in (EVERY, *grams):
                slope = off if gram == EVERY else off * share + DECAY * weights[gram]
                steps[gram] += slope * slope
                weights[gram] -= RATE * slope / sqrt(steps[gram])
        if number >= ROUNDS - AVERAGED:
            sums.update(weights)
    return {gram: weight / AVERAGED for gram, weight in sums.items()}


def kinds_of(found: Sequence[Example]) -> Mapping[int, Sequence[float]]:
    """Return for each gram how much it speaks for each of KINDS."""
    counts: defaultdict[int, Counter[str]] = defaultdict(Counter)
    sizes: Counter[str] = Counter()
    for grams, _, kind, _ in found:
        if kind:
            sizes[kind] += 1
            for gram in grams:
                counts[gram][kind] += 1
    every = sizes.total()
    return {
        gram: [
            log((of_kind[kind] + 1 / len(KINDS)) / (sizes[kind] + 1))
            - log((of_kind.total() + 1) / (every + 1))
            for kind in KINDS
        ]
        for gram, of_kind in counts.items()
    }


def table(found: Sequence[Example]) -> bytes:
    """Return what `likeness.py` reads."""
    often = Counter(gram for example in found if not example.is_derived for gram in example.grams)
    kept = [
        example._replace(grams=[gram for gram in example.grams if often[gram] >= FEWEST]) for example in found
    ]
    offence = regression([(example.grams, example.expected != "P") for example in kept])
    barred = regression([(example.grams, example.expected == "B") for example in kept])
    kinds = kinds_of(kept)
    rows = {
        gram: (*map(units, (offence[gram], barred[gram], *kinds.get(gram, (0.0,) * len(KINDS)))),)
        for gram in offence
    }
    grams = sorted(gram for gram, row in rows.items() if gram != EVERY and max(map(abs, row[:2])) >= LEAST)
    numbers = Struct(f"<{len(grams)}Q").pack(*grams)
    row_of = Struct(f"{COLUMNS}b")
    return b"".join(
        (digest().encode(), b"\n", numbers, *(row_of.pack(*rows[gram]) for gram in (EVERY, *grams)))
    )


def units(weight: float) -> int:
    """Return `weight` in UNITs, as a signed byte."""
    return max(-127, min(127, round(weight / UNIT)))


def main() -> None:
    """Write the table."""
    trades = sorted((shipped_phrasebook() / "trades").iterdir())
    book = load([shipped_phrasebook(), *trades])
    disguises = table_of((rule.stands_for, rule.words) for rule in book.rules if rule.stands_for)
    harmless = shipped(book.phrases, disguises)
    found = [*examples(disguises, frames_of(harmless))]
    for sentence in harmless:
        found += Example(sorted(grams_of(sentence)), "P"), *parts_of(sentence)
    TABLE.write_bytes(table(found))


if __name__ == "__main__":
    main()
