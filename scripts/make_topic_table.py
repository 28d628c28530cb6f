"""Makes the table of how near words are in what they ask about, from the shipped phrases' own asks:

    python scripts/make_topic_table.py

Nothing else goes in: no text of others, no model. What two asks of one phrase have in common is its topic. A phrase's
place among all topics is found from the characters and pairs of characters of its title and asks (tf-idf, then the
first DIMENSIONS of a singular value decomposition); then each gram's vector is found so that the sum of a line's
grams comes near the place of the line's phrase (ridge regression, by conjugate gradients).

The table has a line of characters, a line of pairs of characters, and a row of signed bytes for each.

How the constants were chosen: on the shipped book's own asks, a tenth of each phrase's held out, with a table made
without the topics that were asked for. Found in three were .774 without a table; .794 with 16, 24 or 32 dimensions and
a ridge of 1, .787 with 16; .785 with the grams' own part of the decomposition instead of a regression.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from qreply.phrasebook.loader import load
from qreply.phrasebook.model import Phrase
from qreply.search.topic_table import DIMENSIONS, MOST_GRAMS, TABLE, grams_of
from qreply.text.normalize import normalise_lines
from qreply.text.numbers import level_numbers

ROOT = Path(__file__).resolve().parents[1]

_FEWEST_LINES = 2  # a gram in a single line says nothing of others
_RIDGE = 1.0
_STEPS = 25
_LARGEST = 127

Floats = NDArray[np.float64]
Integers = NDArray[np.int64]


def main() -> None:
    """Write the table."""
    grams, vectors = make(shipped_phrases())
    TABLE.write_bytes(encode(grams, vectors))


def shipped_phrases() -> list[Phrase]:
    """The phrases of the shipped book and of all trades, in a settled order."""
    book = ROOT / "phrasebook"
    folders = [book, *sorted(path for path in (book / "trades").iterdir() if path.is_dir())]
    return [phrase for folder in folders for phrase in load(sorted(folder.glob("*.yaml"))).phrases]


def lines_as_searched(lines: Sequence[str]) -> list[str]:
    """Return `lines` as a search document has them: normalised, without blanks, each number NUMBER."""
    return [level_numbers(line).replace(" ", "") for line in normalise_lines(lines)]


def make(phrases: Sequence[Phrase]) -> tuple[list[str], Floats]:
    """Return the grams and a vector for each."""
    texts = [lines_as_searched((phrase.title, *phrase.asks)) for phrase in phrases]
    lines = [line[:MOST_GRAMS] for lines in texts for line in lines]
    phrase_of = np.repeat(np.arange(len(texts)), list(map(len, texts)))
    held = Counter(gram for line in lines for gram in set(grams_of(line)) if is_hanzi_only(gram))
    grams = sorted(
        (gram for gram, count in held.items() if count >= _FEWEST_LINES), key=lambda one: (len(one), one)
    )
    matrix = LinesByGrams(lines, {gram: number for number, gram in enumerate(grams)})
    return grams, matrix.solve(places_of(matrix, phrase_of)[phrase_of])


def is_hanzi_only(gram: str) -> bool:
    """Tell whether there are hanzi in it and nothing else."""
    return all("一" <= character <= "鿿" for character in gram)


class LinesByGrams:
    """A sparse matrix: a line's grams, each worth 1 over the root of how many they are."""

    def __init__(self, lines: Sequence[str], number_of: dict[str, int]) -> None:
        known = [
            [number_of[gram] for gram in sorted(set(grams_of(line))) if gram in number_of] for line in lines
        ]
        sizes = np.array(list(map(len, known)))
        self.shape = (len(lines), len(number_of))
        self.line: Integers = np.repeat(np.arange(len(lines)), sizes)
        self.gram: Integers = np.array([number for row in known for number in row], np.int64)
        self.worth: Floats = (1 / np.sqrt(np.maximum(sizes, 1)))[self.line]
        self._by_gram = np.argsort(self.gram, kind="stable")

    def times(self, vectors: Floats) -> Floats:
        """Return the lines' sums of their grams' `vectors`."""
        return summed(self.line, self.worth[:, None] * vectors[self.gram], self.shape[0])

    def transposed_times(self, vectors: Floats) -> Floats:
        """Return the grams' sums of their lines' `vectors`."""
        order = self._by_gram
        return summed(self.gram[order], self.worth[order, None] * vectors[self.line[order]], self.shape[1])

    def solve(self, wanted: Floats) -> Floats:
        """Return the grams' vectors whose sums come nearest to what is `wanted` of the lines."""
        result = np.zeros((self.shape[1], wanted.shape[1]))
        rest = self.transposed_times(wanted)
        step = rest.copy()
        square = (rest * rest).sum(0)
        for _ in range(_STEPS):
            image = self.transposed_times(self.times(step)) + _RIDGE * step
            length = square / np.maximum((step * image).sum(0), 1e-12)
            result += length * step
            rest -= length * image
            before, square = square, (rest * rest).sum(0)
            step = rest + square / np.maximum(before, 1e-12) * step
        return result


def summed(group: Integers, rows: Floats, count: int) -> Floats:
    """Return the sums of `rows` by their ascending `group`."""
    result = np.zeros((count, rows.shape[1]))
    starts = np.flatnonzero(np.diff(group, prepend=-1))
    result[group[starts]] = np.add.reduceat(rows, starts)
    return result


def places_of(matrix: LinesByGrams, phrase_of: Integers) -> Floats:
    """Return each phrase's place among all topics, of length 1."""
    counts = np.zeros((int(phrase_of.max()) + 1, matrix.shape[1]))
    np.add.at(counts, (phrase_of[matrix.line], matrix.gram), matrix.worth)
    weighed = np.sqrt(counts) * np.log(len(counts) / np.maximum((counts > 0).sum(0), 1))
    weighed /= np.maximum(np.linalg.norm(weighed, axis=1, keepdims=True), 1e-12)
    _, axes = np.linalg.eigh(weighed @ weighed.T)
    places = axes[:, : -DIMENSIONS - 1 : -1]
    places = places * np.sign(places[np.abs(places).argmax(0), np.arange(DIMENSIONS)])
    places = places - places.mean(0)
    result: Floats = places / np.maximum(np.linalg.norm(places, axis=1, keepdims=True), 1e-12)
    return result


def encode(grams: Iterable[str], vectors: Floats) -> bytes:
    """Return the table as it is kept."""
    texts = ["".join(gram for gram in grams if len(gram) == length) for length in (1, 2)]
    rows = np.rint(vectors * (_LARGEST / np.abs(vectors).max())).astype(np.int8)
    return "\n".join((*texts, "")).encode() + bytes(rows.data)


if __name__ == "__main__":
    main()
