"""Tell how near two texts are in what they ask about, whatever words they have in common.

`topic_table.bin` is made of the shipped phrases' own asks by scripts/make_topic_table.py: its words are those of
shops' customers. It has a line of hanzi, then a line of pairs of hanzi, each without anything between, then for each
of these grams DIMENSIONS signed bytes, which are one gram's vector. A text's vector is the sum of its grams', as long
as one.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache, lru_cache
from itertools import chain
from math import sqrt
from operator import add, mul
from pathlib import Path
from struct import Struct
from typing import NamedTuple

TABLE = Path(__file__).with_name("topic_table.bin")
DIMENSIONS = 24
# Of a longer line the first grams count; so many can be added in sixteen bits.
MOST_GRAMS = 128

# A vector is kept as one integer: each number, raised by this so that none is below 0, has sixteen bits, and a line is
# summed with one addition a gram.
_RAISED = 128
_SUMS = Struct(f"<{DIMENSIONS}H")
_BYTES = _SUMS.size
# The phrases that a key looks at are mostly the last key's; a phrase's vectors take some kilobytes.
_CACHED_PHRASES = 256

Vector = tuple[float, ...]


class _Table(NamedTuple):
    offsets: dict[str, int]
    rows: bytes
    summands: dict[str, int]  # those of the grams that have occurred


@cache
def _table() -> _Table:
    singles, pairs, rows = TABLE.read_bytes().split(b"\n", 2)
    two = pairs.decode()
    grams = chain(singles.decode(), map(add, two[::2], two[1::2]))
    return _Table({gram: number * DIMENSIONS for number, gram in enumerate(grams)}, rows, {})


def grams_of(line: str) -> Iterator[str]:
    """Return the characters of a line, then each two in a row."""
    return chain(line, map(add, line, line[1:]))


def _summand(gram: str) -> int:
    table = _table()
    offset = table.offsets.get(gram)
    if offset is None:
        return 0  # and not kept, since there is no end to what may be typed or pasted
    wide = bytearray(_BYTES)
    wide[::2] = bytes(byte ^ _RAISED for byte in table.rows[offset : offset + DIMENSIONS])
    value = table.summands[gram] = int.from_bytes(wide, "little")
    return value


def vector_of(line: str) -> Vector:
    """Return where a normalised line without blanks stands; nothing if no gram of it is known."""
    known = _table().summands
    total = count = 0
    for gram in grams_of(line[:MOST_GRAMS]):
        value = known[gram] if gram in known else _summand(gram)
        if value:
            total += value
            count += 1
    if not count:
        return ()
    base = count * _RAISED
    sums = [one - base for one in _SUMS.unpack(total.to_bytes(_BYTES, "little"))]
    length = sqrt(sum(map(mul, sums, sums)))
    return tuple(one / length for one in sums) if length else ()


@lru_cache(maxsize=_CACHED_PHRASES)
def _vectors_of(lines: str) -> tuple[Vector, ...]:
    return tuple(filter(None, map(vector_of, dict.fromkeys(lines.split("\n")))))


def nearness(vector: Vector, lines: str) -> float:
    """Return the cosine of `vector` and the nearest of the lines in `lines`; at least 0."""
    nearest = max((sum(map(mul, vector, other)) for other in _vectors_of(lines)), default=0.0)
    return float(max(nearest, 0.0))
