"""Search lines that phrases have learned, beside their asks.

They are queries for which the phrases were picked. They stay apart from the index on the disk: a phrase's search
document is joined with that of its learned lines when it is scored.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, KeysView, Mapping
from types import MappingProxyType

from qreply.search.document import TITLE_LINES, SearchDocument, document_of_lines, pairs
from qreply.search.query import Query

# So many of a phrase's latest queries are learned: more of one topic say nothing new, and none outgrows the book's own.
MAX_LINES = 40
# A phrase that the book's own lines don't bring is looked at if its learned lines share so many pairs of characters
# with the query; one pair is met by chance, unless the lines of no more phrases than these have it: then it is a word
# of their own. (Of the shipped book's own asks, four and eight find as many; two, sixteen and more, a little fewer:
# benchmarks/learning.py --constants.)
_SHARED_PAIRS = 2
FEW_PHRASES = 8


class LearnedLines:
    """The queries that each phrase was picked for, by its id, the latest last.

    They may be used from one thread at a time.
    """

    def __init__(self, lines: Mapping[str, Iterable[str]] = MappingProxyType({})) -> None:
        self._lines: dict[str, tuple[str, ...]] = {}
        self._documents: dict[str, SearchDocument] = {}
        # By id: the document it was joined to, and what that made.
        self._joined: dict[str, tuple[SearchDocument, SearchDocument]] = {}
        self._holding: dict[str, set[str]] = defaultdict(set)
        for phrase_id, texts in lines.items():
            self._learn(phrase_id, tuple(texts)[-MAX_LINES:])

    def __bool__(self) -> bool:
        return bool(self._lines)

    @property
    def phrase_ids(self) -> KeysView[str]:
        """Return the ids of the phrases that have learned any."""
        return self._lines.keys()

    def add(self, phrase_id: str, line: str) -> None:
        """Learn `line` for a phrase, as its latest; the oldest beyond MAX_LINES is forgotten."""
        others = (known for known in self._lines.get(phrase_id, ()) if known != line)
        self._learn(phrase_id, (*others, line)[-MAX_LINES:])

    def lines_of(self, phrase_id: str) -> tuple[str, ...]:
        """Return the learned lines of a phrase, the latest last."""
        return self._lines.get(phrase_id, ())

    def document_of(self, phrase_id: str, document: SearchDocument) -> SearchDocument:
        """Join the phrase's own search document with that of its learned lines.

        Raises KeyError where it has learned none.
        """
        known = self._joined.get(phrase_id)
        if known is None or known[0] is not document:
            known = self._joined[phrase_id] = (document, join_documents(document, self._documents[phrase_id]))
        return known[1]

    def holds(self, term: str) -> bool:
        """Tell whether any learned line has this character or pair of characters."""
        return bool(self._holding.get(term))

    def candidates(self, query: Query) -> list[str]:
        """Return the ids of phrases whose learned lines are like `query`.

        They share enough pairs of characters with it, or a rare one.
        """
        shared: Counter[str] = Counter()
        for term in query.terms:
            if term.name == "hanzi" and len(term.text) > 1:
                holding = self._holding.get(term.text, ())
                worth = _SHARED_PAIRS if len(holding) <= FEW_PHRASES else 1
                for phrase_id in holding:
                    shared[phrase_id] += worth
        return [phrase_id for phrase_id, count in shared.items() if count >= _SHARED_PAIRS]

    def _learn(self, phrase_id: str, lines: tuple[str, ...]) -> None:
        if old := self._documents.get(phrase_id):
            for term in {*old.hanzi, *pairs(old.hanzi)}:
                self._holding[term].discard(phrase_id)
        self._joined.pop(phrase_id, None)
        self._lines[phrase_id] = lines
        self._documents[phrase_id] = document = document_of_lines(lines)
        for term in {*document.hanzi, *pairs(document.hanzi)}:
            self._holding[term].add(phrase_id)


def join_documents(own: SearchDocument, learned: SearchDocument) -> SearchDocument:
    """Return the search document with the lines of `own`, then those of `learned`.

    The latter has no title.
    """
    end, more = len(own.hanzi), len(learned.hanzi)
    initials_end = end - own.repeated
    count = own.lines - TITLE_LINES + 1
    return own._replace(
        hanzi=own.hanzi + learned.hanzi[1:],
        sounds=own.sounds[:end] + learned.sounds[1:more] + own.sounds[end:] + learned.sounds[more:],
        initials=own.initials[:initials_end]
        + learned.initials[1:more]
        + own.initials[initials_end:]
        + learned.initials[more:],
        meanings=own.meanings + learned.meanings[1:],
        lines=own.lines + learned.lines,
        size=(own.size * count + learned.size * learned.lines) / (count + learned.lines),
    )
