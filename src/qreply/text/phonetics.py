"""Encode how a text is said: a character for each sound and each initial, text for text."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from functools import cache
from typing import NamedTuple

from qreply.text.pinyin import exceptions, heteronyms, other_readings, sound, usual_reading
from qreply.text.sound_codes import NONE, initial_name, sound_names


class Speech(NamedTuple):
    """The sounds and initials of a text: each as long as the text, newlines kept.

    `other_sounds` and `other_initials` are the other readings of its heteronyms, between their neighbours.
    """

    sounds: str
    initials: str
    other_sounds: list[str]
    other_initials: list[str]


class _Sounds(dict[int, str]):
    def __missing__(self, point: int) -> str:
        name = sound_names().get(sound(syllables), NONE) if (syllables := usual_reading(chr(point))) else NONE
        self[point] = name
        return name


class _Initials(dict[int, str]):
    def __missing__(self, point: int) -> str:
        self[point] = name = initial_name((usual_reading(chr(point)) or chr(point))[0])
        return name


@cache
def _tables() -> tuple[_Sounds, _Initials]:
    return _Sounds({10: "\n"}), _Initials({10: "\n"})


@cache
def other_names() -> tuple[dict[str, list[str]], dict[str, list[str]]]:
    """Return the names of the sounds, and of the initials, of heteronyms' other readings."""
    sounds, initials = {}, {}
    for character in heteronyms():
        others = other_readings(character)
        sounds[character] = sorted({sound_names()[sound(syllable)] for syllable in others})
        initials[character] = sorted({initial_name(syllable[0]) for syllable in others})
    return sounds, initials


@cache
def read_otherwise() -> Mapping[str, str]:
    """Return the characters by the names of the sounds and initials of their other readings."""
    found: dict[str, str] = defaultdict(str)
    for row in other_names():
        for character, names in row.items():
            for name in names:
                found[name] += character
    return found


def sounds_of(text: str, readings: Mapping[str, str]) -> str:
    """Return the names of the sounds alone, as `speech_of` has them."""
    return _sounds_of(text, exceptions(text, readings))


def _sounds_of(text: str, found: Iterable[tuple[int, Sequence[str]]]) -> str:
    sounds = text.translate(_tables()[0])
    if found:
        row, names = list(sounds), sound_names()
        for offset, syllables in found:
            row[offset : offset + len(syllables)] = [
                names.get(sound(syllable), NONE) for syllable in syllables
            ]
        sounds = "".join(row)
    return sounds


def speech_of(text: str, readings: Mapping[str, str]) -> Speech:
    """Return how normalised `text` without blanks is said; `readings` as in `pinyin.exceptions`."""
    found = exceptions(text, readings)
    sounds = _sounds_of(text, found)
    initials = text.translate(_tables()[1])
    if found:
        row = list(initials)
        for offset, syllables in found:
            row[offset : offset + len(syllables)] = [initial_name(syllable[0]) for syllable in syllables]
        initials = "".join(row)
    by_sound, by_initial = other_names()
    several = [offset for offset, character in enumerate(text) if character in by_sound]
    other_sounds = [
        sounds[offset - 1 : offset] + name + sounds[offset + 1 : offset + 2]
        for offset in several
        for name in by_sound[text[offset]]
        if name != sounds[offset]
    ]
    other_initials = [
        initials[offset - 1 : offset] + name + initials[offset + 1 : offset + 2]
        for offset in several
        for name in by_initial[text[offset]]
        if name != initials[offset]
    ]
    return Speech(sounds, initials, other_sounds, other_initials)
