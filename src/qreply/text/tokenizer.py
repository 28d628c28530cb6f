"""Cut a query into tokens: one hanzi, syllable, initial, number or Latin letter each.

A token goes by up to three names, each more forgiving than the one before: its character, its sound, its initial.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from qreply.text.normalize import is_hanzi
from qreply.text.numbers import NUMBER, number_at
from qreply.text.pinyin import read, sound
from qreply.text.typed_pinyin import spell, spell_otherwise

_LATIN = re.compile("[a-z]+")


class Token(NamedTuple):
    """A piece of text at `start`:`end`; `hanzi`, `sounds`, `initials` are empty where unknown."""

    start: int
    end: int
    hanzi: str
    sounds: tuple[str, ...]
    initials: tuple[str, ...]


def tokens_of_query(text: str) -> list[Token]:
    """Return the tokens of a normalised query: hanzi as read here, runs of letters spelt out."""
    reading = read(text)
    tokens: list[Token] = []
    position = 0
    while position < len(text):
        character = text[position]
        if run := _LATIN.match(text, position):
            tokens += _tokens_of_letters(run[0], position)
            position = run.end()
            continue
        if number := number_at(text, position):
            tokens.append(Token(position, position + len(number), NUMBER, (), (NUMBER,)))
            position += len(number)
            continue
        if is_hanzi(character):
            syllable = reading[position]
            sounds = (sound(syllable),) if syllable else ()
            tokens.append(Token(position, position + 1, character, sounds, tuple(syllable[:1])))
        elif character != " ":
            tokens.append(Token(position, position + 1, character, (), (character,)))
        position += 1
    return tokens


def other_rows(text: str, tokens: list[Token]) -> list[list[Token]]:
    """Return the rows of tokens with a run of letters divided otherwise (xian: 先, 西安)."""
    rows = []
    for run in _LATIN.finditer(text):
        first, last = run.span()
        for parts in spell_otherwise(run[0]):
            other = [
                Token(first + part.start, first + part.end, "", part.sounds, (part.initial,))
                for part in parts
            ]
            before = [token for token in tokens if token.end <= first]
            rows.append([*before, *other, *(token for token in tokens if token.start >= last)])
    return rows


def _tokens_of_letters(letters: str, offset: int) -> Iterator[Token]:
    for part in spell(letters):
        # A syllable of one letter, 啊 or 额, may as well be that letter.
        letter = part.initial if part.sounds and part.end == part.start + 1 else ""
        yield Token(offset + part.start, offset + part.end, letter, part.sounds, (part.initial,))
