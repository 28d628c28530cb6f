"""Encode each sound and initial as one character, so that a row of tokens is a text.

They lie in the private use area, where no phrase has its own: a gram tells by its characters what kind it is of.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache

from qreply.text.pinyin import sound, spoken

NONE = "\x00"  # stands where a token has no such name

_FIRST_SOUND = 0xE000
_FIRST_INITIAL = 0xE800
_FIRST_MEANING = 0xF000


@cache
def sound_names() -> Mapping[str, str]:
    """Return the character that stands for each sound."""
    every = sorted(set(map(sound, spoken())))
    return {sound: chr(_FIRST_SOUND + number) for number, sound in enumerate(every)}


def initial_name(letter: str) -> str:
    """Return the character for the initial `letter`; digits stand for themselves."""
    return chr(_FIRST_INITIAL + ord(letter)) if letter.isascii() else letter


def meaning_name(number: int) -> str:
    """Return the character for the meaning in a line of synonyms.txt."""
    return chr(_FIRST_MEANING + number)
