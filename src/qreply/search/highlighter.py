"""Tell why a phrase was found: its fields that hold grams of the query, and where.

This is asked for every row on the screen at every key: the query's grams are looked for in the search document, which
has all lines in one, and only the best few lines are looked at closely.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache
from operator import itemgetter
from typing import NamedTuple

from qreply.phrasebook.model import Phrase
from qreply.phrasebook.tags import words_of
from qreply.search.document import TITLE, TITLE_LINES, SearchDocument, messages_of, plain_code, signed_code
from qreply.search.learned import LearnedLines
from qreply.search.query_terms import QueryTerms, Worths
from qreply.search.results import Match
from qreply.search.synonyms import meanings_in
from qreply.text.normalize import normalise
from qreply.text.numbers import level_numbers, token_spans
from qreply.text.phonetics import other_names, speech_of

# More fields than this tell nobody more.
MOST_MATCHES = 3

# What has less than this share of the best covered character's evidence is in the text by chance.
_LEAST_SHARE = 0.2

# Evidence that differs by less is equal, and the field that comes first goes first.
_DIGITS = 6

_CACHED_TEXTS = 1024


# A gram, its worth and where it is: a half-open range of a line's characters.
_Place = tuple[str, float, int, int]


class _Line(NamedTuple):
    """A field's text, and without blanks its characters, their sounds and their initials."""

    field: str
    text: str
    hanzi: str
    sounds: str
    initials: str


def explain(
    phrase: Phrase,
    *,
    document: SearchDocument,
    query_terms: QueryTerms,
    learned: LearnedLines,
    most: int = MOST_MATCHES,
) -> tuple[Match, ...]:
    """Return at most `most` matches of `phrase`, the field with the weightiest evidence first.

    There is at least one. `document` is that of the phrase and what it has learned.
    """
    texts = (phrase.title, *phrase.asks, *phrase.tags, *learned.lines_of(phrase.id))
    found = _weighed(_likely(phrase, texts, document, query_terms), query_terms)
    if not found:
        # What only meanings, other readings of heteronyms or single initials can explain is looked for everywhere.
        everywhere = [*_lines(phrase, texts, document, _starts(document)), *_replies(phrase)]
        single = query_terms.single_initials
        found = _weighed([(line, []) for line in everywhere], query_terms) or _weighed(
            [(line, _places_in(line.initials, single)) for line in everywhere], query_terms
        )
    code = _code_sought(phrase, query_terms)
    is_begun = bool(code)
    is_whole = is_begun and (
        query_terms.code == plain_code(code) or query_terms.signed_code == signed_code(code)
    )
    if is_begun:
        found = found[: MOST_MATCHES - 1]
    matches = [Match(line.field, line.text, _spans(line, offsets)) for line, offsets in found[:most]]
    if is_begun:
        end = len(code) if is_whole else len(query_terms.code)
        matches.insert(0 if is_whole else MOST_MATCHES - 1, Match("code", code, ((0, end),)))
    return tuple(matches[:most])


def _code_sought(phrase: Phrase, query_terms: QueryTerms) -> str:
    """Return the phrase's code that the query is, else one that it begins; "" for none."""
    for code in phrase.codes:
        if query_terms.signed_code == signed_code(code) or query_terms.code == plain_code(code) != "":
            return code
    begun = (
        code for code in phrase.codes if query_terms.code and plain_code(code).startswith(query_terms.code)
    )
    return next(begun, "")


def _likely(
    phrase: Phrase, texts: Sequence[str], document: SearchDocument, query_terms: QueryTerms
) -> list[tuple[_Line, list[_Place]]]:
    """Return the few lines with the weightiest evidence, and where it is.

    Other readings of heteronyms are returned apart.
    """
    offsets = _places_by_line(document, query_terms)
    weighed = sorted([(-_weight(of_line), start) for start, of_line in offsets.items()])
    starts = [start for _, start in weighed[:MOST_MATCHES]]
    found = [
        (line, offsets[start])
        for line, start in zip(_lines(phrase, texts, document, starts), starts, strict=True)
    ]
    if len(found) < MOST_MATCHES or -weighed[MOST_MATCHES - 1][0] < query_terms.whole_reply:
        replies = [(line, _places_in(line.sounds, query_terms.replied)) for line in _replies(phrase)]
        found += [(line, of_line) for line, of_line in replies if of_line]
        found.sort(key=lambda one: -_weight(one[1]))
    return found[:MOST_MATCHES]


def _starts(document: SearchDocument) -> list[int]:
    """Return where in `hanzi` and `sounds` the title, the asks and the tags begin.

    The title counts where it stands last.
    """
    hanzi = document.hanzi
    return [at + 1 for at, one in enumerate(hanzi[:-1]) if one == "\n"][TITLE_LINES - 1 :]


def _places_by_line(document: SearchDocument, query_terms: QueryTerms) -> dict[int, list[_Place]]:
    """Return where title, asks and tags, by where they start, hold what is sought."""
    end = len(document.hanzi)
    repeated = document.repeated
    offsets: dict[int, list[_Place]] = {}
    for text, skipped, terms in (
        (document.hanzi, 0, query_terms.hanzi),
        (document.sounds, 0, query_terms.sounds),
        (document.initials, repeated, query_terms.initials),
    ):
        find, rfind, first, last = text.find, text.rfind, repeated - skipped, end - skipped
        for term, weight in terms:
            at = find(term, first, last)
            while at >= 0:
                # A newline is the edge of the line behind it, or of that before it.
                start = rfind("\n", 0, at + 1 if term[0] == "\n" else at) + 1
                place = (term, weight, at - start, at - start + len(term))
                if known := offsets.get(start + skipped):
                    known.append(place)
                else:
                    offsets[start + skipped] = [place]
                at = find(term, at + 1, last)
    return offsets


def _weight(offsets: Sequence[_Place]) -> float:
    """Return what the grams in `offsets` are worth, each counted once."""
    if len(offsets) == 1:
        return round(offsets[0][1], _DIGITS)
    return round(sum({place[0]: place[1] for place in offsets}.values()), _DIGITS)


def _lines(
    phrase: Phrase, texts: Sequence[str], document: SearchDocument, starts: Iterable[int]
) -> Iterator[_Line]:
    """Return the title, asks, tags and learned lines that start there."""
    repeated = document.repeated
    asks_end = len(phrase.asks)
    tags_end = asks_end + len(phrase.tags)
    for start in starts:
        end = document.hanzi.index("\n", start)
        order = document.hanzi.count("\n", 0, start) - TITLE_LINES
        field = "ask" if order <= asks_end else "tag" if order <= tags_end else "picked"
        field = field if order else "title"
        initials = document.initials[start - repeated : end - repeated]
        yield _Line(field, texts[order], document.hanzi[start:end], document.sounds[start:end], initials)


def _replies(phrase: Phrase) -> Iterator[_Line]:
    readings = tuple(phrase.readings.items())
    return (_reply(message, readings) for message in messages_of(phrase))


@lru_cache(_CACHED_TEXTS)
def _reply(text: str, readings: tuple[tuple[str, str], ...]) -> _Line:
    words = words_of(text)
    hanzi = level_numbers(normalise(words)).replace(" ", "")
    said = speech_of(hanzi, dict(readings))
    return _Line("reply", words, hanzi, said.sounds, said.initials)


def _places_in(text: str, terms: Worths) -> list[_Place]:
    offsets = []
    for term, weight in terms:
        at = text.find(term)
        while at >= 0:
            offsets.append((term, weight, at, at + len(term)))
            at = text.find(term, at + 1)
    return offsets


def _weighed(
    lines: Iterable[tuple[_Line, list[_Place]]], query_terms: QueryTerms
) -> list[tuple[_Line, list[_Place]]]:
    """Return those of `lines` with any evidence, the weightiest first, and where it is."""
    found: list[tuple[float, _Line, list[_Place]]] = []
    for line, known in lines:
        offsets = known
        if not query_terms.heteronyms.isdisjoint(line.hanzi):
            offsets = [*offsets, *_otherwise(line, query_terms)]
        if query_terms.titles and line.field == "title":
            offsets = [*offsets, *_beginnings(line, query_terms)]
        # A word of the same meaning is shown only where nothing is literally there.
        if not offsets and line.field != "reply":
            meant = (
                (term, first, last)
                for term, first, last in meanings_in(normalise(line.text))
                if term in query_terms.meanings
            )
            offsets = [(term, query_terms.meanings[term], first, last) for term, first, last in meant]
        if offsets:
            found.append((-_weight(offsets), line, offsets))
    found.sort(key=itemgetter(0))
    return [(line, offsets) for _, line, offsets in found]


def _beginnings(line: _Line, query_terms: QueryTerms) -> Iterator[_Place]:
    for term, weight in query_terms.titles:
        if len(term) <= len(line.hanzi) and any(
            all(
                one == usual or one in others.get(character, ())
                for one, usual, character in zip(term, row, line.hanzi, strict=False)
            )
            for row, others in zip((line.sounds, line.initials), other_names(), strict=True)
        ):
            yield TITLE + term, weight, 0, len(term)


def _otherwise(line: _Line, query_terms: QueryTerms) -> Iterator[_Place]:
    """Return the grams that `line` has by other readings of its heteronyms.

    Each other reading is taken with the neighbours of its character.
    """
    worths = query_terms.in_reply if line.field == "reply" else query_terms.said
    for at, character in enumerate(line.hanzi):
        if character in query_terms.heteronyms:
            for row, others in zip((line.sounds, line.initials), other_names(), strict=True):
                before = row[at - 1] if at else "\n"
                after = row[at + 1] if at + 1 < len(row) else "\n"
                for name in others[character]:
                    if name != row[at]:
                        for term, first in ((before + name, at - 1), (name, at), (name + after, at)):
                            if term in worths:
                                yield term, worths[term], first, first + len(term)


def _spans(line: _Line, offsets: Iterable[_Place]) -> tuple[tuple[int, int], ...]:
    """Return where in the line's text enough is found."""
    covered = [0.0] * len(line.hanzi)
    for _, weight, first, last in offsets:
        for at in range(max(first, 0), min(last, len(covered))):
            covered[at] += weight
    enough = max(covered) * _LEAST_SHARE
    spans: list[tuple[int, int]] = []
    for (start, end), weight in zip(_written(line.text), covered, strict=True):
        if not weight or weight < enough:
            continue
        if spans and spans[-1][1] == start:
            spans[-1] = (spans[-1][0], end)
        else:
            spans.append((start, end))
    return tuple(spans)


@lru_cache(_CACHED_TEXTS)
def _written(text: str) -> tuple[tuple[int, int], ...]:
    """Return where in `text` what is left of it without blanks is, once it is normalised."""
    return token_spans(normalise(text))
