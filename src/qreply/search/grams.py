"""A text as a row of tokens, and the tokens' grams: the evidence that a query and a phrase have in common.

A token is one hanzi, one typed syllable, one typed initial, one digit or a Latin letter. It is known by up to
three names, each more forgiving than the one before: the character, its sound, its initial. A gram is some
tokens in a row under one kind of name; its key is the names behind the kind's mark.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import pairwise
from types import MappingProxyType

from qreply.search.pinyin import divide, other_readings, read, sound, syllables
from qreply.search.text import is_hanzi

_LATIN = re.compile("[a-z]+")
_NO_READINGS: Mapping[str, str] = MappingProxyType({})


@dataclass(frozen=True, slots=True)
class Token:
    """A piece of text at `start`:`end`; `hanzi`, `sounds`, `initials` are empty where it goes by none."""

    start: int
    end: int
    hanzi: str
    sounds: tuple[str, ...]
    initials: tuple[str, ...]


def tokens_of_text(text: str, readings: Mapping[str, str] = _NO_READINGS) -> list[Token]:
    """The tokens of a phrase's normalised text: all that it may be asked for by."""
    said = read(text, readings)
    tokens = []
    for position, character in enumerate(text):
        if character == " ":
            continue
        if is_hanzi(character):
            spoken = [one for one in (said[position], *other_readings(character)) if one]
            sounds = tuple(dict.fromkeys(map(sound, spoken)))
            initials = tuple(dict.fromkeys(one[0] for one in spoken))
            tokens.append(Token(position, position + 1, character, sounds, initials))
        else:
            tokens.append(Token(position, position + 1, character, (), (character,)))
    return tokens


def tokens_of_query(text: str) -> list[Token]:
    """The tokens of a normalised query: hanzi by their usual reading, runs of letters divided as pinyin."""
    said = read(text)
    tokens: list[Token] = []
    position = 0
    while position < len(text):
        character = text[position]
        run = _LATIN.match(text, position)
        if run:
            tokens += _typed(run[0], position)
            position = run.end()
            continue
        if is_hanzi(character):
            syllable = said[position]
            sounds = (sound(syllable),) if syllable else ()
            tokens.append(Token(position, position + 1, character, sounds, tuple(syllable[:1])))
        elif character != " ":
            tokens.append(Token(position, position + 1, character, (), (character,)))
        position += 1
    return tokens


def _typed(letters: str, offset: int) -> Iterator[Token]:
    for start, end in divide(letters):
        part = letters[start:end]
        sounds = (sound(part),) if part in syllables() else ()
        # A letter may be one of a Latin word, which phrases hold letter by letter.
        hanzi = part if len(part) == 1 else ""
        yield Token(offset + start, offset + end, hanzi, sounds, (part[0],))


def grams(tokens: list[Token]) -> Iterator[tuple[str, int, int]]:
    """Every gram with the half-open range of its tokens."""
    for at, token in enumerate(tokens):
        if token.hanzi:
            yield "h" + token.hanzi, at, at + 1
        for one in token.sounds:
            yield "s" + one, at, at + 1
        if at + 1 == len(tokens):
            continue
        after = tokens[at + 1]
        if token.hanzi and after.hanzi:
            yield f"h{token.hanzi}{after.hanzi}", at, at + 2
        for one in token.sounds:
            for two in after.sounds:
                yield f"s{one} {two}", at, at + 2
        if at + 2 == len(tokens):
            continue
        third = tokens[at + 2]
        for initials in _products(token.initials, after.initials, third.initials):
            yield "i" + initials, at, at + 3
    for at, (token, after) in enumerate(pairwise(tokens)):
        for initials in _products(token.initials, after.initials):
            yield "i" + initials, at, at + 2


def _products(*names: tuple[str, ...]) -> Iterable[str]:
    rows = [""]
    for choices in names:
        rows = [row + choice for row in rows for choice in choices]
    return rows
