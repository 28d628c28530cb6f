"""Find the words by which a match of a regular expression is told.

Thanks to them most patterns need not be looked for at all.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from functools import lru_cache
from itertools import chain
from typing import NamedTuple

from qreply.phrasebook.model import Telling
from qreply.phrasebook.pattern_blocks import BLOCKS
from qreply.phrasebook.pattern_notation import BLOCK_NAME, REACH, parts_of

MAX_WORDS = 400  # of a set that a pattern is told by
_MAX_JOINED = 100  # words that are made by putting one after another
_MAX_ALSO = 3  # further sets: what these leave is little
UNLIMITED = 1_000_000  # the width of a match that may be as long as the text

Words = frozenset[str]

_NOTHING: Words = frozenset()
_EMPTY: Words = frozenset([""])
_QUANTIFIER = re.compile(r"(?:([*+?])|\{(\d*)(,?)(\d*)\})[?+]?")
_GROUP = re.compile(r"\?(?::|>|P?<[A-Za-z_]\w*>)")
_LOOK_AROUND = re.compile(r"\?<?[=!]")
_RANGE_LIMIT = 100
_ZERO_WIDTH = frozenset("bBAZ")
_CLASSES = frozenset("dDsSwW")


class _UnknownError(Exception):
    """Raised where the pattern has something that this reader does not know."""


def telling_of(pattern: str) -> Telling:
    """Find by which words a match of `pattern` is told.

    The pattern may name {blocks}, and have parts that stand together. A text without them need not be matched, nor
    the pattern be compiled. What is not understood, such as flags, counts as not to be told.
    """
    parts = parts_of(pattern).held
    told = []
    for part in parts:
        try:
            told.append(_read(part))
        except (_UnknownError, RecursionError, KeyError):
            told.append(_Told(None, (), UNLIMITED))
    words, *also = _ranked(chain.from_iterable(one.needs for one in told)) or [_NOTHING]
    width = sum(one.width for one in told) + REACH * (len(parts) - 1)
    return Telling(
        tuple(sorted(words)), min(width, UNLIMITED), tuple(tuple(sorted(one)) for one in also[:_MAX_ALSO])
    )


class _Told(NamedTuple):
    """What is told of a part: all it can match, words of which it holds one, its length.

    What it can match is None if that is too much; the length is the greatest, in characters.
    """

    whole: Words | None
    word_sets: tuple[Words, ...] = ()
    width: int = 1

    @property
    def needs(self) -> Sequence[Words]:
        """Return sets of words of which a match holds one each, the most telling first."""
        return self.word_sets if self.whole is None else _ranked([self.whole])


def _read(pattern: str) -> _Told:
    reader = _Reader(pattern)
    result = reader.alternatives()
    reader.expect_end()
    return result


@lru_cache(maxsize=256)
def _read_block(name: str) -> _Told:
    return _read(BLOCKS[name][0])


class _Reader:
    """Reads a pattern from left to right."""

    def __init__(self, pattern: str) -> None:
        self._pattern = pattern
        self._at = 0

    def expect_end(self) -> None:
        if self._at < len(self._pattern):
            raise _UnknownError

    def alternatives(self) -> _Told:
        branches = [self._sequence()]
        while self._take("|"):
            branches.append(self._sequence())
        if len(branches) == 1:
            return branches[0]
        exact = [one.whole for one in branches if one.whole is not None]
        needs = [one.needs for one in branches]
        every = [_NOTHING.union(*(sets[0] for sets in needs))] if all(needs) else []
        whole = _NOTHING.union(*exact) if len(exact) == len(branches) else None
        return _Told(whole, _ranked(every), max(one.width for one in branches))

    def _sequence(self) -> _Told:
        beginnings = _EMPTY  # what can stand right before the next node
        whole, width, found = True, 0, []
        while self._at < len(self._pattern) and self._pattern[self._at] not in "|)":
            exact, word_sets, longest = self._repeated(self._atom())
            width += longest
            run = None if exact is None else _joined(beginnings, exact)
            if run is not None and len(run) <= _MAX_JOINED:
                beginnings = run
            else:
                whole = False
                found += [beginnings, *(word_sets if exact is None else [exact])]
                beginnings = _EMPTY
        return _Told(beginnings if whole else None, _ranked([*found, beginnings]), min(width, UNLIMITED))

    def _repeated(self, one: _Told) -> _Told:
        match = _QUANTIFIER.match(self._pattern, self._at)
        if match is None:
            if self._pattern[self._at : self._at + 1] == "{" and not BLOCK_NAME.match(
                self._pattern, self._at
            ):
                raise _UnknownError
            return one
        self._at = match.end()
        sign, low, comma, high = match.groups()
        if not sign and not low and not high:
            raise _UnknownError
        least = int(sign == "+") if sign else int(low or 0)
        most = int(high) if high else least if not sign and not comma else 1 if sign == "?" else UNLIMITED
        width = one.width * most
        if one.whole is not None and most == 1:
            return _Told(one.whole | {""} if least == 0 else one.whole, width=width)
        if least == 0:
            return _Told(None, width=width)
        return _Told(None, tuple(one.needs), width)

    def _atom(self) -> _Told:
        if block := BLOCK_NAME.match(self._pattern, self._at):
            self._at = block.end()
            return _read_block(block[1])
        character = self._pattern[self._at]
        self._at += 1
        match character:
            case "(":
                return self._group()
            case "[":
                return _Told(self._set())
            case ".":
                return _Told(None)
            case "^" | "$":
                return _Told(_EMPTY, width=0)
            case "\\":
                return _Told(self._escape())
            case "*" | "+" | "?" | "{":
                raise _UnknownError
        return _Told(frozenset(character))

    def _group(self) -> _Told:
        if look := _LOOK_AROUND.match(self._pattern, self._at):
            self._at = look.end()
            self.alternatives()
            self._close()
            return _Told(_EMPTY, width=0)
        if kind := _GROUP.match(self._pattern, self._at):
            self._at = kind.end()
        elif self._pattern[self._at : self._at + 1] in "?*":
            raise _UnknownError
        inside = self.alternatives()
        self._close()
        return inside

    def _close(self) -> None:
        if not self._take(")"):
            raise _UnknownError

    def _escape(self) -> Words | None:
        escaped = self._pattern[self._at : self._at + 1]
        self._at += 1
        if escaped in _ZERO_WIDTH:
            return _EMPTY
        if escaped == "n":
            return frozenset("\n")
        if not escaped or escaped.isalnum():
            if escaped in _CLASSES:
                return None
            raise _UnknownError
        return frozenset(escaped)

    def _set(self) -> Words | None:
        """Return the characters of a set like `[a-z]`, None if they are too many."""
        negated = self._take("^")
        found: set[str] = set()
        too_many = negated
        first = True
        while first or not self._take("]"):
            first = False
            if (one := self._member()) is None:
                too_many = True
            elif self._pattern[self._at : self._at + 1] == "-" and self._pattern[self._at + 1 :][:1] not in (
                "",
                "]",
            ):
                self._at += 1
                last = self._member()
                if last is None or ord(last) - ord(one) > _RANGE_LIMIT:
                    too_many = True
                else:
                    found.update(map(chr, range(ord(one), ord(last) + 1)))
            else:
                found.add(one)
        return None if too_many else frozenset(found)

    def _member(self) -> str | None:
        character = self._pattern[self._at : self._at + 1]
        self._at += 1
        if not character or character == "[":
            raise _UnknownError
        if character != "\\":
            return character
        words = self._escape()
        if words == _EMPTY:
            raise _UnknownError
        return None if words is None else next(iter(words))

    def _take(self, sign: str) -> bool:
        if self._pattern[self._at : self._at + 1] != sign:
            return False
        self._at += 1
        return True


def _joined(left: Words, right: Words) -> Words | None:
    """Return each of `left` before each of `right`; None if they are surely too many."""
    if len(left) * len(right) > 2 * _MAX_JOINED:
        return None
    return frozenset(one + other for one in left for other in right)


def _ranked(choices: Iterable[Words]) -> tuple[Words, ...]:
    """Leave out sets that tell nothing, and put those first that are found least often.

    These are the sets of the longest words, then the smallest.
    """
    useful = {_shortest(words) for words in choices if "" not in words}
    few = [words for words in useful if 0 < len(words) <= MAX_WORDS]
    return tuple(sorted(few, key=lambda words: (-min(map(len, words)), len(words), sorted(words))))


def _shortest(words: Words) -> Words:
    """Return them without those that hold another."""
    if len(words) > MAX_WORDS or len({*map(len, words)}) == 1:
        return words
    kept: list[str] = []
    for word in sorted(words, key=len):
        if not any(one in word for one in kept):
            kept.append(word)
    return frozenset(kept)
