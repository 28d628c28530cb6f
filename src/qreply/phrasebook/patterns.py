"""By which words a match of a regular expression is told, so that most patterns need not be looked for at all."""

from __future__ import annotations

import re
from collections.abc import Iterable

MAX_WORDS = 100  # that a pattern is told by: looking for more takes longer than matching

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
    """The pattern has something that this reader does not know."""


def required_literals(pattern: str) -> tuple[str, ...]:
    """Find words of which each match of `pattern` holds at least one; none if it cannot be told by words.

    A text without them need not be matched, nor the pattern be compiled. What is not understood, such as flags,
    counts as not to be told.
    """
    try:
        reader = _Reader(pattern)
        whole, signs = reader.alternatives()
        reader.expect_end()
    except (_UnknownError, RecursionError):
        return ()
    return tuple(sorted(signs if whole is None else _telling([whole])))


class _Reader:
    """Reads a pattern from left to right; its methods give (all that can match or None, words of which one is held)."""

    def __init__(self, pattern: str) -> None:
        self._pattern = pattern
        self._at = 0

    def expect_end(self) -> None:
        if self._at < len(self._pattern):
            raise _UnknownError

    def alternatives(self) -> tuple[Words | None, Words]:
        branches = [self._sequence()]
        while self._take("|"):
            branches.append(self._sequence())
        if len(branches) == 1:
            return branches[0]
        exact = [whole for whole, _ in branches if whole is not None]
        told = [_telling([whole]) if whole is not None else signs for whole, signs in branches]
        every = _NOTHING.union(*told) if all(told) else _NOTHING
        return (_NOTHING.union(*exact) if len(exact) == len(branches) else None), _telling([every])

    def _sequence(self) -> tuple[Words | None, Words]:
        beginnings = _EMPTY  # what can stand right before the next node
        whole, found = True, []
        while self._at < len(self._pattern) and self._pattern[self._at] not in "|)":
            exact, signs = self._repeated(*self._atom())
            run = None if exact is None else frozenset(left + right for left in beginnings for right in exact)
            if run is not None and len(run) <= MAX_WORDS:
                beginnings = run
            else:
                whole = False
                found += [beginnings, signs if exact is None else exact]
                beginnings = _EMPTY
        return beginnings if whole else None, _telling([*found, beginnings])

    def _repeated(self, whole: Words | None, signs: Words) -> tuple[Words | None, Words]:
        match = _QUANTIFIER.match(self._pattern, self._at)
        if match is None:
            if self._pattern[self._at : self._at + 1] == "{":
                raise _UnknownError
            return whole, signs
        self._at = match.end()
        sign, low, comma, high = match.groups()
        if not sign and not low and not high:
            raise _UnknownError
        least = int(sign == "+") if sign else int(low or 0)
        most = int(high) if high else least if not sign and not comma else 1 if sign == "?" else None
        if whole is not None and most == 1:
            return (whole | {""} if least == 0 else whole), _NOTHING
        if least == 0:
            return None, _NOTHING
        return None, (signs if whole is None else _telling([whole]))

    def _atom(self) -> tuple[Words | None, Words]:
        character = self._pattern[self._at]
        self._at += 1
        match character:
            case "(":
                return self._group()
            case "[":
                return self._set(), _NOTHING
            case ".":
                return None, _NOTHING
            case "^" | "$":
                return _EMPTY, _NOTHING
            case "\\":
                return self._escape(), _NOTHING
            case "*" | "+" | "?" | "{":
                raise _UnknownError
        return frozenset(character), _NOTHING

    def _group(self) -> tuple[Words | None, Words]:
        if look := _LOOK_AROUND.match(self._pattern, self._at):
            self._at = look.end()
            self.alternatives()
            self._close()
            return _EMPTY, _NOTHING
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
        """The characters of a set like `[a-z]`, None if they are too many."""
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


def _telling(choices: Iterable[Words]) -> Words:
    """Of several sets of words the one that is found least often in a text: of the longest words, then the fewest."""
    useful = [_shortest(words) for words in choices if "" not in words]
    useful = [words for words in useful if 0 < len(words) <= MAX_WORDS]
    return max(useful, key=lambda words: (min(map(len, words)), -len(words)), default=frozenset())


def _shortest(words: Words) -> Words:
    """Without those that hold another."""
    kept: list[str] = []
    for word in sorted(words, key=len):
        if not any(one in word for one in kept):
            kept.append(word)
    return frozenset(kept)
