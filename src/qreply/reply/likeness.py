"""Tell how like a sentence is to those that may not be sent.

What counts is which characters stand together: what nobody has put into a pattern still has the words of its kind.

`likeness.bin` is made by scripts/make_likeness_table.py of the example sentences in tests/data, each judged by its
writer, and of the shipped replies, which are harmless. It begins with a line that tells which examples these were,
then has the numbers of grams in ascending order, eight bytes each, the lowest first, then COLUMNS signed bytes for
each of them, in UNITs: how much it speaks for an offence, for one that is to be barred, and for each of KINDS. The
first row is no gram's and is added to every sentence.
"""

from __future__ import annotations

import re
import sys
from array import array
from collections.abc import Iterator, Sequence
from functools import cache
from itertools import pairwise
from math import sqrt
from pathlib import Path
from typing import NamedTuple

from qreply.phrasebook.yaml_keys import OFFENCES
from qreply.text.normalize import is_hanzi

TABLE = Path(__file__).with_name("likeness.bin")
UNIT = 1 / 16

KINDS = tuple(OFFENCES)
COLUMNS = 2 + len(KINDS)

# Logarithms of odds. With the patterns, of the examples that the table lacks .93 to .96 of what is to be barred are,
# .93 to .98 of what is to be warned of are found, and .91 to .95 of what is harmless, most of it near misses, pass,
# whatever courtesy stands around them; from 1 to 2 these are much the same.
OFFENCE = 1.25
BARRED = 0.0
HARMLESS = -2.0

_SENTENCE = re.compile(r"[^。！!？?；;\n]+")
_CLAUSE = re.compile("[^，,]+")
_NUMBER = re.compile(r"\d+")
_LATIN = re.compile(r"[a-z]{4,}")  # no abbreviation, but somebody's name, goods or an address
_LONG = 6  # digits of a number that is nobody's size, price or date
_BITS = 21  # of a code point
_ROOM = 4  # places a gram, so that most are where they are first looked for
_FEWEST = 5  # hanzi of a sentence that is weighed: codes and numbers are like nothing
_MOST = 80  # characters that are weighed; of a longer one, the beginning

Span = tuple[int, int]


class Likeness(NamedTuple):
    """What is to be thought of a sentence.

    `offence` and `barred` are the logarithms of the odds that it is one, and that it must not leave, `kind` is one of
    KINDS. Of a sentence that is no offence nothing else is known.
    """

    offence: float
    barred: float
    kind: str

    @property
    def is_offence(self) -> bool:
        """Tell whether the agent should look at it again."""
        return self.offence > OFFENCE

    @property
    def is_barred(self) -> bool:
        """Tell whether it must not leave."""
        return self.is_offence and self.barred > BARRED

    @property
    def is_harmless(self) -> bool:
        """Tell whether it is surely none, whatever words are in it."""
        return self.offence < HARMLESS


def sentences_of(text: str) -> Iterator[Span]:
    """Find the sentences of `text` that are long enough to be weighed."""
    for sentence in _SENTENCE.finditer(text):
        if sum(map(is_hanzi, sentence[0])) >= _FEWEST:
            yield sentence.span()


def weigh(sentence: str) -> Likeness:
    """Weigh `sentence`, which is folded and put right, as the last of `views_of` has it.

    Courtesy at its ends would outweigh what stands between it: of the sentence with and without its first and last
    clause that counts which is worst.
    """
    table = _table()
    weighed = [(table.weight(0, rows), rows) for rows in map(table.rows_of, stretches_of(sentence))]
    offence, worst = max(weighed)
    barred, kind = 0.0, ""
    if offence > OFFENCE:  # the rest is not asked for else, and takes most of the time
        barred = max(table.weight(1, rows) for found, rows in weighed if found > OFFENCE)
        kind = max(KINDS, key=lambda kind: table.weight(2 + KINDS.index(kind), worst))
    return Likeness(offence, barred, kind)


def stretches_of(sentence: str) -> Iterator[str]:
    """Return `sentence`, and what is left of it without its first clause, its last, and both.

    What is too short to be weighed is left out.
    """
    yield sentence
    clauses = [clause.span() for clause in _CLAUSE.finditer(sentence)]
    for first, last in ((1, -1), (0, -2), (1, -2)):
        if len(clauses) + last >= first:
            stretch = sentence[clauses[first][0] : clauses[last][1]]
            if sum(map(is_hanzi, stretch)) >= _FEWEST:
                yield stretch


def grams_of(sentence: str) -> set[int]:
    """Cut `sentence` into all grams of one to three characters.

    Each gram is the number that its code points make in a row. A number counts only by its size, a name not at all.
    """
    ones = list(map(ord, f"^{_LATIN.sub('a', _NUMBER.sub(_size, sentence[:_MOST]))}$"))
    twos = [one << _BITS | two for one, two in pairwise(ones)]
    threes = [pair << _BITS | three for pair, three in zip(twos, ones[2:], strict=False)]
    return {*ones, *twos, *threes}


def _size(number: re.Match[str]) -> str:
    return "9" if len(number[0]) >= _LONG else "0"


class _Table(NamedTuple):
    """Finds the row of each gram.

    A dictionary would take four megabytes more; to search `numbers` by halves would take a sentence half as long again.
    """

    numbers: array[int]  # one for each gram
    # For each remainder, where in `numbers`, from 1, is what has it, or what is met when going on from there.
    places: array[int]
    weights: memoryview

    def rows_of(self, sentence: str) -> Sequence[int]:
        """Find where the rows of the sentence's grams begin."""
        numbers, places, size = self.numbers, self.places, len(self.places)
        rows = []
        for number in grams_of(sentence):
            at = number % size
            while place := places[at]:
                if numbers[place - 1] == number:
                    rows.append(place * COLUMNS)
                    break
                at = (at + 1) % size
        return rows

    def weight(self, column: int, rows: Sequence[int]) -> float:
        """Return what the grams in `rows` say together.

        Four that say the same say it twice as loudly as one.
        """
        weights = self.weights
        return (weights[column] + sum([weights[row + column] for row in rows]) / sqrt(len(rows) or 1)) * UNIT


@cache
def _table() -> _Table:
    _, table = TABLE.read_bytes().split(b"\n", 1)
    numbers = array("Q")
    begin = (len(table) - COLUMNS) // (numbers.itemsize + COLUMNS) * numbers.itemsize
    numbers.frombytes(table[:begin])
    if sys.byteorder == "big":
        numbers.byteswap()
    size = len(numbers) * _ROOM | 1  # odd, or the last characters alone would tell the remainders
    places = array("I", bytes(size * array("I").itemsize))
    for place, number in enumerate(numbers, 1):
        at = number % size
        while places[at]:
            at = (at + 1) % size
        places[at] = place
    return _Table(numbers, places, memoryview(table[begin:]).cast("b"))
