"""Read characters as pinyin without tones, and merge the sounds that pass for one."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache, lru_cache
from operator import add
from pathlib import Path
from types import MappingProxyType
from typing import NamedTuple

_NO_READINGS: Mapping[str, str] = MappingProxyType({})


class _Table(NamedTuple):
    usual: dict[str, str]
    others: dict[str, tuple[str, ...]]
    words: dict[str, str]
    begins: frozenset[str]  # the words' first two characters
    max_length: int


@cache
def _table() -> _Table:
    """Load readings.txt, whose form scripts/make_tables.py describes."""
    parts = Path(__file__).with_name("readings.txt").read_text("utf-8").split("\n\n")
    usual: dict[str, str] = {}
    others: dict[str, tuple[str, ...]] = {}
    for line in parts[0].splitlines():
        syllable, _, characters = line.partition(" ")
        usual.update(dict.fromkeys(characters, syllable))
    for line in parts[1].splitlines():
        syllable, _, characters = line.partition(" ")
        for character in characters:
            others[character] = (*others.get(character, ()), syllable)
    words: dict[str, str] = dict(line.split(" ", 1) for line in parts[2].splitlines())
    return _Table(usual, others, words, frozenset(word[:2] for word in words), max(map(len, words)))


def exceptions(text: str, readings: Mapping[str, str] = _NO_READINGS) -> list[tuple[int, tuple[str, ...]]]:
    """Return the words of normalised `text` with an unusual reading: (offset, syllables).

    The longest word known from the left decides, which is pypinyin's way. `readings` are further words with their
    syllables divided by blanks, and go before the table's.
    """
    table = _table()
    words, begins, max_length = table.words, table.begins, table.max_length
    if readings:
        own = {
            word: reading.lower() for word, reading in readings.items() if len(word) == len(reading.split())
        }
        words = {**words, **own}
        begins = begins.union(word[:2] for word in own)
        max_length = max(max_length, *map(len, own))
        text += " "  # so that a single last character begins a pair, too
    found: list[tuple[int, tuple[str, ...]]] = []
    end = 0
    hopeful = [offset for offset, begin in enumerate(map(add, text, text[1:])) if begin in begins]
    if readings:
        hopeful = sorted(
            {*hopeful, *(offset for offset, character in enumerate(text) if character in begins)}
        )
    for offset in hopeful:
        if offset < end:
            continue
        for length in range(min(max_length, len(text) - offset), 0, -1):
            reading = words.get(text[offset : offset + length])
            if reading:
                found.append((offset, tuple(reading.split())))
                end = offset + length
                break
    return found


def read(text: str) -> list[str]:
    """Return the syllable of each code point of normalised `text`, "" where it has none."""
    usual = _table().usual
    syllables = [usual.get(character, "") for character in text]
    for offset, reading in exceptions(text):
        syllables[offset : offset + len(reading)] = reading
    return syllables


def other_readings(character: str) -> tuple[str, ...]:
    """Return what a heteronym may be read as besides its usual reading."""
    return _table().others.get(character, ())


def usual_reading(character: str) -> str:
    """Return the reading of a character that stands alone, "" if it has none."""
    return _table().usual.get(character, "")


@cache
def heteronyms() -> frozenset[str]:
    """Return the characters that have other readings."""
    return frozenset(_table().others)


@lru_cache(maxsize=2048)
def sound(syllable: str) -> str:
    """Merge what many speakers take for one: z/zh, c/ch, s/sh, n/l, in/ing, en/eng, an/ang."""
    if syllable[1:2] == "h":
        syllable = syllable[0] + syllable[2:]
    if syllable[0] == "n" and len(syllable) > 1:
        syllable = "l" + syllable[1:]
    if syllable.endswith(("ang", "eng", "ing")):
        syllable = syllable[:-1]
    return syllable.replace("v", "u")


@cache
def spoken() -> frozenset[str]:
    """Return every syllable that a character of the table has."""
    table = _table()
    return frozenset(table.usual.values()).union(*table.others.values())


@cache
def syllables() -> frozenset[str]:
    """Return every syllable that can be typed: with v or u for ü, without interjections.

    Those (hm, ng, n …) would make rows of initials look like syllables.
    """
    typed = {one for one in spoken() if len(one) > 1 or one in "aeo"} - {"hm", "hng", "ng", "eh"}
    return frozenset(typed | {one.replace("v", "u") for one in typed} | {"lue", "nue"})
