"""Read a file of which nearly the same was read before.

Only the phrases around what differs are parsed. What comes of it is what `read_file` makes of the whole, which is
asked wherever that is not beyond doubt: where more than phrases differs, or where what was parsed hangs together with
what was not.
"""

from __future__ import annotations

import re
import sys
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from operator import attrgetter
from typing import NamedTuple, Protocol, Self, TypeVar

from qreply.phrasebook.model import Phrase, Problem
from qreply.phrasebook.reading.file import ParsedFile, find_conflict, read_file, read_items
from qreply.phrasebook.reading.phrases import Reference
from qreply.phrasebook.reading.source import GUESSES, Source

_HEAD = "phrases:\n"
_DASH = re.compile(r"( *)- +(?=[^\s#])")
_OF_ALL = ("no-scenario", "empty-file")  # codes of what is said of a whole file, after everything else
_OF_SEVERAL = ("duplicate-id", "too-many-names")  # and of what is said of one phrase because of another
_FIRST_MENTIONS = ("fields", "includes", "nexts", "no_answers")  # of what is named, where it is named first
_BLOCK = 1 << 16
_TRIES = 8  # phrases whose dash may stand elsewhere than at the beginning of their line


class _Placed(Protocol):
    @property
    def line(self) -> int: ...
    def _replace(self, *, line: int) -> Self: ...


_Item = TypeVar("_Item", bound=_Placed)


class _Span(NamedTuple):
    """What differs: phrases from `first` to `last`, the text from `start` to `end`.

    That text ends at `new_end` now.
    """

    first: int
    last: int
    start: int
    end: int
    new_end: int


def reread(source: Source, known: ParsedFile, text: str) -> ParsedFile:
    """Return what the file holds, as `read_file` does, given what was read of `text`.

    Phrases around what differs are the same objects, if they stand in the same lines.
    """
    book = _reread(source, known, text)
    del text  # which may be the last of it, as large as what is read now
    return book or read_file(source)


def _reread(source: Source, known: ParsedFile, text: str) -> ParsedFile | None:
    new, said = source.text, len(source.problems)
    if not (known.whole and _has_usual_lines(text) and _has_usual_lines(new)) or find_conflict(new) >= 0:
        return None
    if known.problems[:said] != tuple(source.problems):
        return None
    if not said and known.problems and known.problems[0].code in GUESSES:
        return None
    if (span := _find_span(known.phrases, text, new)) is None:
        return None
    old, content = text[span.start : span.end], new[span.start : span.new_end]
    indent = text.index("-", span.start) - span.start
    # A key of the file's, the end of a document, a text whose lines begin anywhere:
    other = re.compile(rf"^(?! {{{indent}}}-[ \r\n])(?= {{0,{indent}}}[^ #\r\n])", re.MULTILINE)
    if other.search(old) or other.search(content):
        return None
    part = ParsedFile(source.path)
    if content:
        part = read_items(Source(source.path, _HEAD + content), known.scenario, known.valid)
    if (
        not part.whole
        or known.hidden
        or part.hidden
        or any(problem.code in _OF_ALL for problem in part.problems)
    ):
        return None
    return _Join(known, part, span, text, content).join(source.digest)


class _Join:
    """Puts what was parsed of a part in the place of what was known of it."""

    def __init__(self, known: ParsedFile, part: ParsedFile, span: _Span, text: str, content: str) -> None:
        self._known = known
        self._part = part
        self._span = span
        self._text = text
        self._line = known.phrases[span.first].line
        lines = text.count("\n", span.start, span.end)
        self._end = self._line + lines if span.end < len(text) else sys.maxsize  # the line behind
        self._ahead = self._line - 1 - _HEAD.count("\n")  # how far the part's lines are from the file's
        self._moved = content.count("\n") - lines  # and how far those behind move

    def join(self, digest: bytes) -> ParsedFile | None:
        known, part, (first, last, *_) = self._known, self._part, self._span
        if self._hangs_together():
            return None
        scope = known.phrases[first].scope
        new = (phrase._replace(line=phrase.line + self._ahead, scope=scope) for phrase in part.phrases)
        ids = (
            *known.ids[:first],
            *_shifted_ids(part.ids, self._ahead),
            *_shifted_ids(known.ids[last:], self._moved),
        )
        return replace(
            known,
            scenario_at=self._shifted_at(known.scenario_at),
            valid_at=self._shifted_at(known.valid_at),
            phrases=(*known.phrases[:first], *new, *_shifted(known.phrases[last:], self._moved)),
            ids=ids,
            failed=self._failed(),
            rules=self._joined(known.rules, ()),
            rule_ids=self._joined(known.rule_ids, ()),
            problems=self._problems(),
            defaults=self._joined(known.defaults, part.defaults),
            digest=digest,
            fields=self._first_mentions("fields"),
            includes=self._first_mentions("includes"),
            nexts=self._first_mentions("nexts"),
            no_answers=self._first_mentions("no_answers"),
        )

    def _hangs_together(self) -> bool:
        """Tell whether one part of the file has a say in what the other means."""
        known, part, (first, last, *_) = self._known, self._part, self._span
        inside = {phrase.id for phrase in (*known.phrases[first:last], *part.phrases)}
        inside.update(part.failed)
        others = {key for key, place in known.failed.items() if not first < place <= last}
        inside.update(known.failed.keys() - others)
        outside = (
            phrase.id for phrases in (known.phrases[:first], known.phrases[last:]) for phrase in phrases
        )
        if inside & others or any(key in inside for key in outside):  # the second one of an id is an error
            return True
        if any(problem.code in _OF_SEVERAL for problem in (*known.problems, *part.problems)):
            return True
        lost = [
            mention.name
            for name in _FIRST_MENTIONS
            for mention in self._inside(getattr(known, name))
            if all(other.name != mention.name for other in getattr(part, name))
        ]
        # Below there may be another mention, which would be the first one now.
        marks = ["\\", *(name.rpartition("/")[2] for name in lost)] if lost else []
        return any(self._text.find(mark, self._span.end) >= 0 for mark in marks)

    def _failed(self) -> dict[str, int]:
        """Return the ids of phrases with errors, with the places where they would stand."""
        known, first, last = self._known.failed, self._span.first, self._span.last
        more = len(self._part.phrases) - (last - first)
        return {
            **{key: place for key, place in known.items() if place <= first},
            **{key: first + place for key, place in self._part.failed.items()},
            **{key: place + more for key, place in known.items() if place > last},
        }

    def _problems(self) -> tuple[Problem, ...]:
        of_all = tuple(problem for problem in self._known.problems if problem.code in _OF_ALL)
        others = [problem for problem in self._known.problems if problem.code not in _OF_ALL]
        return self._joined(others, self._part.problems) + of_all

    def _first_mentions(self, name: str) -> tuple[Reference, ...]:
        found: dict[str, Reference] = {}
        for mention in self._joined(getattr(self._known, name), getattr(self._part, name)):
            found.setdefault(mention.name, mention)
        return tuple(found.values())

    def _joined(self, known: Sequence[_Item], part: Sequence[_Item]) -> tuple[_Item, ...]:
        """Return what stands before, inside as it is now, and behind."""
        before = (each for each in known if each.line < self._line)
        behind = (each for each in known if each.line >= self._end)
        return (*before, *_shifted(part, self._ahead), *_shifted(behind, self._moved))

    def _inside(self, known: Iterable[_Item]) -> Iterator[_Item]:
        return (each for each in known if self._line <= each.line < self._end)

    def _shifted_at(self, at: tuple[int, int]) -> tuple[int, int]:
        return (at[0] + self._moved, at[1]) if at[0] >= self._end else at


def _shifted(items: Iterable[_Item], lines: int) -> Iterable[_Item]:
    """Return what stands so many lines further down."""
    return (each._replace(line=each.line + lines) for each in items) if lines else items


def _shifted_ids(ids: Sequence[tuple[int, int]], lines: int) -> Iterable[tuple[int, int]]:
    return ((line + lines, column) for line, column in ids) if lines else ids


def _find_span(phrases: Sequence[Phrase], text: str, new: str) -> _Span | None:
    """Find the phrases between which two texts differ, each with a dash of its own line.

    Returns None if all of them may differ, or what stands before them does.
    """
    line_of = attrgetter("line")
    same = _same_at_start(text, new)
    at, line = _line_at(text, same)
    before = bisect_right(phrases, line, key=line_of) - 1
    for first in range(before, max(before - _TRIES, -1), -1):
        at, line = _go(text, at, phrases[first].line - line), phrases[first].line
        if (dash := _DASH.match(text, at)) and dash.end() <= same:
            break
    else:
        return None
    start, more = at, len(new) - len(text)
    earliest = max(len(text) - _same_at_end(text, new), start, start - more)
    at, line = _line_at(text, earliest)
    behind = bisect_left(phrases, line, key=line_of)
    for last in range(behind, min(behind + _TRIES, len(phrases))):
        at, line = _go(text, at, phrases[last].line - line), phrases[last].line
        if at >= earliest and new[at + more - 1] == "\n" and _DASH.match(text, at):
            return _Span(first, last, start, at, at + more)
    return _Span(first, len(phrases), start, len(text), len(new)) if first else None


def _same_at_start(text: str, new: str) -> int:
    """Return how many characters of two texts are the same from the start."""
    at, step, most = 0, _BLOCK, min(len(text), len(new))
    while step:
        while at + step <= most and text[at : at + step] == new[at : at + step]:
            at += step
        step //= 2
    return at


def _same_at_end(text: str, new: str) -> int:
    """Return how many characters of two texts are the same from the end."""
    size, step, most = 0, _BLOCK, min(len(text), len(new))
    while step:
        while (
            size + step <= most
            and text[len(text) - size - step : len(text) - size]
            == new[len(new) - size - step : len(new) - size]
        ):
            size += step
        step //= 2
    return size


def _line_at(text: str, offset: int) -> tuple[int, int]:
    """Return where the line of `offset` starts, and its number."""
    start = text.rfind("\n", 0, offset) + 1
    return start, text.count("\n", 0, start) + 1


def _go(text: str, start: int, lines: int) -> int:
    """Return the start of the line so many below the one that starts at `start`."""
    for _ in range(lines):
        start = text.index("\n", start) + 1
    for _ in range(-lines):
        start = text.rfind("\n", 0, start - 1) + 1
    return start


def _has_usual_lines(text: str) -> bool:
    """Tell whether lines end for YAML where they end for everybody else."""
    return not any(end in text for end in ("\x85", "\u2028", "\u2029")) and text.count("\r") == text.count(
        "\r\n"
    )
