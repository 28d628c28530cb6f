"""Tell how well a phrase answers a query.

Evidence is added up over its lines, and a little for how it begins.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from math import log
from operator import attrgetter

from qreply.search.document import TITLE_LINES, SearchDocument
from qreply.search.evidence import Term
from qreply.search.query import Query
from qreply.search.refusals import count_refusals, is_only_wanted
from qreply.search.topic_table import nearness, vector_of
from qreply.text.normalize import is_hanzi
from qreply.text.sound_codes import initial_name, sound_names
from qreply.text.tokenizer import Token

# A gram counts by the share of a phrase's lines that hold it, to this power: in two lines of ten it says more than
# in one, but not twice as much. (Measured on customers' questions; the best single line does far worse.)
SHARE_POWER = 0.55
# Initials meet by chance so often that only how many lines have them tells.
INITIALS_SHARE_POWER = 1.0

# The rarity of a gram, log(1 + phrases / phrases that hold it), to this power.
RARITY_POWER = 1.3

# Long-winded lines hold many grams by chance, initials above all; a phrase's evidence is divided by how many times
# its average line is as long as a usual one, to these powers.
SIZE_POWER = 0.25
INITIALS_SIZE_POWER = 0.8
_USUAL_SIZE = 10.0

# Evidence for a phrase is multiplied by this if the query holds one of its `not` words.
UNLESS = 0.25

# The same for a phrase that speaks of what the query refuses, and never in a refusal: 别拦了 is not 帮我拦截. Of JD's
# questions, .4 and .8 find as many.
REFUSED = 0.6
# What it adds to refuse the same, by the share of lines that do: a share of all that the query's grams could bring.
# Held-out asks of the shipped book that refuse anything (174) come first in .575 without it, and in .592 with .08 to
# .2.
REFUSES = 0.2

# What it adds to hold the whole query at the beginning of the title, or as the title, or as a whole line, or at a
# line's beginning: shares of all that the query's grams could bring. Agents type titles; customers' questions are
# hardly ever literally there, so these decide shorthand and leave sentences alone. Of the shipped book's 1,074 asks of
# up to five characters, whole lines bring theirs first in all with .7, in 1,066 with half of it. A tag only says what a
# phrase is about, as a line's beginning does: 赠品 is an ask of one, and a tag of others.
TITLE_BEGINS = 0.15
TITLE_EQUALS = 0.5
LINE_BEGINS = 0.15
LINE_EQUALS = 0.7

# What it adds to have a line that is like the query as a whole, characters in the same order: a share of all that the
# query's grams could bring. Grams know nothing of order beyond three in a row.
ALIKE = 0.05

# The same for a query of nothing but initials, in which a slip of the finger breaks two or three of few grams; and what
# it adds for several words of initials that the title holds all of them. Measured on the shipped book's titles
# (benchmarks/shorthand.py).
ALIKE_INITIALS = 0.2
TITLE_HOLDS_WORDS = 0.5
# The same for a title whose initials are one slip of the finger away.
TITLE_BUT_FOR_SLIP = 0.4

# A hit of nothing but initials, which meet by chance in every line, must have this share of the best one's score; else
# what fills the screen for wldh is chance. Slips of the finger leave the wanted title above it
# (benchmarks/shorthand.py).
LEAST_OF_BEST_INITIALS = 0.55
# Nor is it one with less than this share of the evidence that they could bring: in JD's initials one right phrase in
# forty has less, of random letters' best hits one in fifty.
LEAST_EVIDENCE_OF_INITIALS = 0.035

# What it adds to ask about the same, by the nearness of the nearest line: a share of the best one's evidence, which
# words say nothing of. Of the shipped book's held-out asks, with a table that lacks their topics, .774 are found in
# three without it, .791 with .6, .794 with .9, and .795 with 1.3. Fewer hanzi are a word, which is looked for as it is.
NEAR_IN_TOPIC = 0.9
# By so much the best score grows; divided by it, scores mean the same to ANSWERED as those of letters, which have no
# topic: as many questions of what the book covers are above it as before (benchmarks/topics.py).
USUAL_GAIN = 1.7
_FEWEST_HANZI = 3

# Phrases with more lines than this are treated as having as many.
_MOST_LINES = 255
_POWERS: list[float] = [count**SHARE_POWER for count in range(_MOST_LINES + 1)]
_INITIALS_POWERS: list[float] = [count**INITIALS_SHARE_POWER for count in range(_MOST_LINES + 1)]

# A token's names: its character, the sounds it may be, its initial.
_Row = tuple[str, tuple[str, ...], str]


def rarity(size: int, holding: int) -> float:
    """Return what the rarity of a gram makes of its worth.

    `holding` of `size` phrases have it.
    """
    return float(log(1 + size / holding) ** RARITY_POWER)


def possible_evidence(query: Query, size: int) -> float:
    """Return what the query could bring in a book of `size` phrases, had a single one all of it.

    It is 0 for a query without evidence.
    """
    return (
        sum(term.weight for term in query.terms if term.name and term.keys) * rarity(size, 1) if size else 0.0
    )


def least_score(query: Query, best: float, size: int) -> float:
    """Return what a hit must score at least, where the best one scores `best`."""
    if not query.shorthand:
        return 0.0
    return max(LEAST_EVIDENCE_OF_INITIALS * possible_evidence(query, size), best * LEAST_OF_BEST_INITIALS)


class Scorer:
    """Scores search documents for one query.

    `weighed` are the query's grams with their worth, rarity included.
    """

    def __init__(self, query: Query, weighed: Iterable[tuple[Term, float]]) -> None:
        self._query = query
        terms: dict[str, list[tuple[str, float]]] = defaultdict(list)
        for term, weight in weighed:
            if term.name:
                terms[term.name].append((term.text, weight))
        self._whole = sum(weight for named in terms.values() for _, weight in named)
        self._initials = terms.pop("initials", [])
        self._others = [(attrgetter(name), named) for name, named in terms.items()]
        self._literal = _literal(query.tokens)
        self._ways = [
            (_literal(tokens), list(map(_names_of, tokens))) for tokens in (query.tokens, *query.others)
        ]
        self._shorthand = query.shorthand
        self._refused = query.refused
        self._share_of_refusals = self._whole * REFUSES / max(len(self._refused), 1)
        self._slips = query.slips
        # What is typed in letters is left out.
        written = "".join(token.hanzi or " " for token in query.tokens)
        hanzi = sum(map(is_hanzi, written))
        self._topic = vector_of(written) if hanzi >= _FEWEST_HANZI else ()
        self._places: dict[str, int] = defaultdict(int)
        for at, name in enumerate(self._literal[1][1:]):
            self._places[name] |= 1 << at

    def score(self, document: SearchDocument) -> float:
        """Return the evidence that `document` answers the query.

        It is 0 for no evidence at all, and has no upper bound.
        """
        lines = min(document.lines, _MOST_LINES)
        total: float = 0.0
        for text_of, terms in self._others:
            total += _evidence(text_of(document), terms, lines, _POWERS)
        size = document.size / _USUAL_SIZE or 1.0
        total /= size**SIZE_POWER
        if self._initials:
            lines = max(lines - TITLE_LINES + 1, 1)
            evidence = _evidence(document.initials, self._initials, lines, _INITIALS_POWERS)
            total += evidence / size**INITIALS_SIZE_POWER
        total += self._whole * self._share_of_title(document)
        if document.negative_words and any(word in self._query.text for word in document.negative_words):
            total *= UNLESS
        if self._refused and any(is_only_wanted(character, document.hanzi) for character in self._refused):
            total *= REFUSED
        for character in self._refused:
            count = min(count_refusals(character, document.hanzi), document.lines)
            total += self._share_of_refusals * _POWERS[count] / _POWERS[document.lines]
        return total

    def likeness(self, document: SearchDocument) -> float:
        """Return what the line of `document` most like the whole query adds to its score."""
        name, literal = self._literal
        size, most = len(literal) - 1, 0.0
        for line in document.lines_in(name):
            length = len(line)
            if line and 2 * min(length, size) > most * (length + size):
                most = max(most, 2 * self._in_common(line, size) / (length + size))
        return self._whole * (ALIKE_INITIALS if self._query.shorthand else ALIKE) * most

    @property
    def has_topic(self) -> bool:
        """Tell whether the query is long enough to ask about anything, in words that are known."""
        return bool(self._topic)

    def topic_share(self, document: SearchDocument) -> float:
        """Return what `document` gains for asking about the same, as a share of the best score."""
        return NEAR_IN_TOPIC * nearness(self._topic, document.hanzi)

    def _in_common(self, line: str, size: int) -> int:
        """Return the length of the longest common subsequence of `line` and the query.

        The algorithm is the bit-parallel one of Hyyrö (2004).
        """
        missing = whole = (1 << size) - 1
        offsets = self._places
        for name in line:
            if name in offsets:
                met = missing & offsets[name]
                missing = (missing + met) | (missing - met)
        return size - (missing & whole).bit_count()

    def _share_of_title(self, document: SearchDocument) -> float:
        if len(self._shorthand) < 2:
            share = 0.0
            for literal, row in self._ways:
                share = max(share, _share_of_beginning(document, literal, row))
            return (
                max(share, TITLE_BUT_FOR_SLIP)
                if self._slips and _title_in(document) in self._slips
                else share
            )
        title = _title_in(document)
        return TITLE_HOLDS_WORDS if all(word in title for word in self._shorthand) else 0.0


def _title_in(document: SearchDocument) -> str:
    """Return the title's initials."""
    return document.initials[1 : document.initials.find("\n", 1)]


def _is_asked(document: SearchDocument, name: str, offset: int) -> bool:
    """Tell whether what is at `offset`, not below 0, is the title or an ask; tags come behind."""
    if offset < 0:
        return False
    line = getattr(document, name).count("\n", 0, offset)
    titles = 1 if name == "initials" else TITLE_LINES
    return bool(line < document.lines - TITLE_LINES + titles)


def _share_of_beginning(document: SearchDocument, literally: tuple[str, str], row: Sequence[_Row]) -> float:
    """Return how much is added for a title or line that begins as the query does, or equals it.

    It is a share of all evidence. `literally` is the query as `_literal` returns it.
    """
    share = 0.0
    name, literal = literally
    lines: str = getattr(document, name)
    if literal in lines:
        share += LINE_EQUALS if _is_asked(document, name, lines.find(f"{literal}\n")) else LINE_BEGINS
    title, title_sounds, title_initials = document.hanzi, document.sounds, document.initials
    end = title.find("\n", 1)
    at = 1
    for hanzi, sounds, initial in row:
        if at == end or not (
            title[at] == hanzi
            or (title_sounds[at] in sounds if sounds else not hanzi and title_initials[at] == initial)
        ):
            return share
        at += 1
    return share + (TITLE_EQUALS if at == end else TITLE_BEGINS)


def _evidence(text: str, terms: list[tuple[str, float]], lines: int, powers: list[float]) -> float:
    """Return what the grams in `text` are worth by the share of `lines` that have them."""
    found = 0.0
    for term, weight in terms:
        if term in text:  # most aren't: to look takes half the time of counting
            count = text.count(term)
            found += weight * powers[count if count < lines else lines]  # noqa: FURB136 - min() takes thrice as long
    return found / powers[lines]


def _names_of(token: Token) -> _Row:
    names = sound_names()
    initial = initial_name(token.initials[0]) if token.initials else ""
    return token.hanzi, tuple(names.get(one, "") for one in token.sounds), initial


def _literal(tokens: Sequence[Token]) -> tuple[str, str]:
    """Return the narrowest kind of name that all tokens have, and the query under it.

    The query begins with a newline, as a line does.
    """
    if all(token.hanzi for token in tokens):
        return "hanzi", "\n" + "".join(token.hanzi for token in tokens)
    names = sound_names()
    if all(token.sounds for token in tokens):
        return "sounds", "\n" + "".join(names.get(token.sounds[0], "") for token in tokens)
    return "initials", "\n" + "".join(initial_name(token.initials[0]) for token in tokens if token.initials)
