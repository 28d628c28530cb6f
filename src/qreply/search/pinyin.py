"""Pinyin without tones: how characters are read, and which sounds pass for one."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib.resources import files
from types import MappingProxyType

_NO_READINGS: Mapping[str, str] = MappingProxyType({})


@dataclass(frozen=True, slots=True)
class _Table:
    usual: dict[str, str]
    others: dict[str, tuple[str, ...]]
    words: dict[str, tuple[str, ...]]
    heads: frozenset[str]
    longest: int


@cache
def _table() -> _Table:
    """readings.txt, whose form scripts/make_tables.py describes."""
    parts = files(__package__).joinpath("readings.txt").read_text("utf-8").split("\n\n")
    usual: dict[str, str] = {}
    others: dict[str, tuple[str, ...]] = {}
    for line in parts[0].splitlines():
        syllable, _, characters = line.partition(" ")
        usual.update(dict.fromkeys(characters, syllable))
    for line in parts[1].splitlines():
        syllable, _, characters = line.partition(" ")
        for character in characters:
            others[character] = (*others.get(character, ()), syllable)
    words = {word: tuple(syllables) for word, *syllables in map(str.split, parts[2].splitlines())}
    return _Table(usual, others, words, frozenset(word[0] for word in words), max(map(len, words)))


def read(text: str, readings: Mapping[str, str] = _NO_READINGS) -> list[str]:
    """The syllable of each code point of normalised `text`, "" where it has none.

    The longest word known from the left decides (pypinyin's way); `readings` are words with their syllables
    divided by blanks, and go before the table's.
    """
    table = _table()
    own = {word: tuple(said.lower().split()) for word, said in readings.items()}
    own = {word: said for word, said in own.items() if len(word) == len(said)}
    heads = table.heads | {word[0] for word in own} if own else table.heads
    longest = max(table.longest, *map(len, own)) if own else table.longest
    syllables: list[str] = []
    position = 0
    while position < len(text):
        character = text[position]
        if character in heads:
            for length in range(min(longest, len(text) - position), 0, -1):
                word = text[position : position + length]
                said = own.get(word) or table.words.get(word)
                if said:
                    syllables += said
                    position += length
                    break
            else:
                syllables.append(table.usual.get(character, ""))
                position += 1
        else:
            syllables.append(table.usual.get(character, ""))
            position += 1
    return syllables


def other_readings(character: str) -> tuple[str, ...]:
    """What a heteronym may be read as besides its usual reading."""
    return _table().others.get(character, ())


def usual_reading(character: str) -> str:
    """The reading of a character that stands alone, "" if it has none."""
    return _table().usual.get(character, "")


@lru_cache(maxsize=2048)
def sound(syllable: str) -> str:
    """One form for what many speakers take for one sound: z/zh, c/ch, s/sh, n/l, in/ing, en/eng, an/ang."""
    if syllable[1:2] == "h":
        syllable = syllable[0] + syllable[2:]
    if syllable[0] == "n" and len(syllable) > 1:
        syllable = "l" + syllable[1:]
    if syllable.endswith(("ang", "eng", "ing")):
        syllable = syllable[:-1]
    return syllable.replace("v", "u")


@cache
def spoken() -> frozenset[str]:
    """Every syllable that a character of the table has."""
    table = _table()
    return frozenset(table.usual.values()).union(*table.others.values())


@cache
def syllables() -> frozenset[str]:
    """Every syllable that somebody may type: with v or u for ü, and without interjections.

    Those (hm, ng, n …) would make rows of initials look like syllables.
    """
    typed = {one for one in spoken() if len(one) > 1 or one in "aeo"} - {"hm", "hng", "ng", "eh"}
    return frozenset(typed | {one.replace("v", "u") for one in typed} | {"lue", "nue"})
