"""How surely a question is answered by what was found for it."""

from __future__ import annotations

from collections.abc import Sequence
from math import exp, log

from qreply.search.document import SearchDocument
from qreply.search.evidence import FUNCTION_CHARACTERS
from qreply.search.goods import goods_in
from qreply.search.query import Query
from qreply.search.ranking import possible_evidence
from qreply.search.results import Hit
from qreply.search.synonyms import meanings_in
from qreply.search.topic_table import nearness, vector_of
from qreply.text.normalize import is_hanzi

# A question counts as answered from this strength of its best hit on.
ANSWERED = 0.5

# What the phrase's lines have of the question, by its own characters and whatever the size of the book: of one in a
# row of two all, of one alone half, of one in a word with the same meaning most.
_ALONE = 0.5
_SAME_MEANING = 0.8
# Characters that hold sentences together, and what only names the goods, weigh little.
_FUNCTION = 0.1
_GOODS = 0.2

# What the share of the question that is had, the nearness of its topic, and the logarithm of its share of the evidence
# add, and what is lacking without any. Found by logistic regression on questions that books have and lack: one half of
# tests/data/coverage.tsv, tests/data/topics.tsv, and, of less weight, real customers' with parts of their book. The
# other half of the table was only measured (benchmarks/coverage.py; docs/search.md has the figures).
_HAD, _NEAR, _EVIDENCE, _BASE = 3.3, 3.0, 1.95, -0.2
_LEAST_EVIDENCE = 0.02

# Letters have neither words nor topic: half sure at this share of the evidence.
_LETTERS = 0.1


def strength(query: Query, hits: Sequence[Hit], size: int) -> float:
    """Return how surely the first of `hits` answers `query`: from 0, not at all, to 1, no doubt.

    The book has `size` phrases.
    """
    whole = possible_evidence(query, size)
    if not hits or not whole or not hits[0].score:
        return 0.0
    evidence = hits[0].score / whole
    characters = "".join(token.hanzi or " " for token in query.tokens)
    document = hits[0].document
    if document is None or not any(map(is_hanzi, characters)):
        return evidence / (evidence + _LETTERS)
    goods = goods_in(characters)
    worths = [_worth(character, offset in goods) for offset, character in enumerate(characters)]
    asked = "".join(character for offset, character in enumerate(characters) if offset not in goods)
    vector = vector_of(asked) or vector_of(characters)
    near = nearness(vector, document.hanzi) if vector else 0.0
    without_goods = sum(worths) / sum(_worth(character, False) for character in characters)
    sure = _HAD * _share_had(query, characters, worths, document) + _NEAR * near + _BASE
    sure += _EVIDENCE * log(evidence / without_goods + _LEAST_EVIDENCE)
    return 1 / (1 + exp(-sure))


def _worth(character: str, is_goods: bool) -> float:
    """Return how much a character tells of what is asked."""
    if not is_hanzi(character):
        return _FUNCTION
    return (_FUNCTION if character in FUNCTION_CHARACTERS else 1.0) * (_GOODS if is_goods else 1.0)


def _share_had(query: Query, characters: str, worths: Sequence[float], document: SearchDocument) -> float:
    """Return the share of the question that is in the lines of `document`."""
    had = [_ALONE if character in document.hanzi else 0.0 for character in characters]
    for name, first, end in meanings_in(query.text):
        if name in document.meanings:
            had[first:end] = [max(share, _SAME_MEANING) for share in had[first:end]]
    for first in range(len(characters) - 1):
        if characters[first : first + 2] in document.hanzi:
            had[first : first + 2] = 1.0, 1.0
    return sum(map(float.__mul__, had, worths)) / sum(worths)
