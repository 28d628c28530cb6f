"""What phrases share with others: texts that say nearly the same, codes, and asks."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from itertools import chain
from zlib import crc32

from rapidfuzz import fuzz

from qreply.exchange.batch import ImportNote
from qreply.exchange.import_limits import COMPARED
from qreply.phrasebook.fragments import texts_of
from qreply.phrasebook.lint import gist_of_ask
from qreply.phrasebook.model import Phrase
from qreply.text.normalize import fold

NEAR = 90.0  # per cent of the characters in common: a word or the closing differs
_SKETCH = 6  # of the hashed grams, the smallest: near texts share one of them all but surely
_GRAM = 3
_LATEST = 30  # of a crowded bucket, so that a formula in every text does not make it quadratic


def likenesses(
    book: Sequence[Phrase],
    phrases: Sequence[Phrase],
    places: Mapping[str, str],
    progress: Callable[[int, int], None],
) -> Iterator[ImportNote]:
    """Return notes on the phrases that say the same, or nearly, as another.

    The other is one of the book, or one before them in the batch.
    """
    new = {phrase.id for phrase in phrases}
    first: dict[str, Phrase] = {}
    for phrase in (*book, *phrases):
        other = first.setdefault("\n".join(texts_of(phrase)), phrase)
        if other is not phrase and phrase.id in new:
            yield _note("same-text", phrase, other, places)
    unlike = list(first.values())
    for earlier, later in near_pairs(list(first), progress):
        if unlike[later].id in new:
            yield _note("near", unlike[later], unlike[earlier], places)


def clashes(
    book: Sequence[Phrase], phrases: Sequence[Phrase], places: Mapping[str, str]
) -> Iterator[ImportNote]:
    """Yield notes on codes and asks that stand in the book too, or before in the batch.

    Of a phrase that is changed the book has the names that it keeps, `phrases` the new ones.

    `places` are where each of `phrases` comes from, by id.
    """
    new = {id(phrase) for phrase in phrases}
    codes: dict[str, Phrase] = {}
    asks: dict[str, Phrase] = {}
    for phrase in chain((phrase for phrase in book if id(phrase) not in new), phrases):
        for seen, sort, key, shown in (
            *((codes, "code-taken", code.casefold(), code) for code in phrase.codes),
            *((asks, "ask-taken", gist_of_ask(ask), ask) for ask in phrase.asks),
        ):
            other = seen.setdefault(key, phrase)
            if other.id != phrase.id and id(phrase) in new:
                values = {"title": phrase.title, "written": shown, "other": other.title}
                values["first"] = places.get(other.id, other.id)
                yield ImportNote("doubtful", sort, places.get(phrase.id, ""), values)


def _note(code: str, phrase: Phrase, other: Phrase, places: Mapping[str, str]) -> ImportNote:
    values = {"title": phrase.title, "first": places.get(other.id, other.id), "other": other.title}
    return ImportNote("doubtful", code, places[phrase.id], values)


def near_pairs(texts: Sequence[str], progress: Callable[[int, int], None]) -> Iterator[tuple[int, int]]:
    """Return indexes (earlier, later) of texts that are alike but not the same.

    Few pairs are compared. Each later text comes once, with the most similar one before it.
    """
    buckets: dict[int, list[int]] = {}
    folded = [fold(text) for text in texts]
    compared = 0
    for at, text in enumerate(folded):
        if compared > COMPARED:  # texts made to be alike; real books take a thousandth
            return
        progress(at, len(folded))
        sketch = sorted({crc32(text[i : i + _GRAM].encode()) for i in range(max(len(text) - _GRAM + 1, 1))})[
            :_SKETCH
        ]
        candidates = {other for gram in sketch for other in buckets.get(gram, ())[-_LATEST:]}
        compared += len(text) * sum(len(folded[other]) for other in candidates)
        best = max(
            ((fuzz.ratio(text, folded[other], score_cutoff=NEAR), -other) for other in candidates),
            default=(0.0, 0),
        )
        if best[0] >= NEAR:
            yield -best[1], at
        for gram in sketch:
            buckets.setdefault(gram, []).append(at)
