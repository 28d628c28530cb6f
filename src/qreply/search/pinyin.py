"""Pinyin without tones: how characters are read, which sounds pass for one, how typed letters divide."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib.resources import files
from itertools import pairwise
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
def syllables() -> frozenset[str]:
    """Every syllable that a character of the table has."""
    table = _table()
    spoken = set(table.usual.values()).union(*table.others.values())
    # Interjections (hm, ng, o, lo …) would make initials look like syllables; ü is typed v or u.
    spoken = {one for one in spoken if len(one) > 1 or one in "aeo"} - {"hm", "hng", "ng", "m", "n", "eh"}
    return frozenset(spoken | {one.replace("v", "u") for one in spoken} | {"lue", "nue"})


# What reading letters as pinyin costs. A letter by itself is taken for an initial, which is worth doing only
# where they do not divide into syllables; so two initials cost more than one syllable.
_SYLLABLE_COST = 2
_LETTER_COST = 3


@lru_cache(maxsize=4096)
def divide(letters: str) -> tuple[tuple[int, int], ...]:
    """The cheapest division of typed `letters` into syllables and single initials, as half-open spans.

    Of equal divisions the one with the longest first part wins (fangan is fang an).
    """
    known = syllables()
    best: list[tuple[int, int]] = [(0, len(letters))] * (
        len(letters) + 1
    )  # cost from here on, end of the part
    for start in range(len(letters) - 1, -1, -1):
        choices = [(best[start + 1][0] + _LETTER_COST, -(start + 1))]
        choices += [
            (best[end][0] + _SYLLABLE_COST, -end)
            for end in range(start + 1, min(start + 6, len(letters)) + 1)
            if letters[start:end] in known
        ]
        cost, end = min(choices)
        best[start] = (cost, -end)
    bounds = [0]
    while bounds[-1] < len(letters):
        bounds.append(best[bounds[-1]][1])
    return tuple(pairwise(bounds))
