"""Divide letters typed without tones or blanks into syllables, initials and typing errors."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator, Sequence
from functools import cache, lru_cache
from typing import NamedTuple

from qreply.text.pinyin import sound, syllables

# What reading letters in some way costs; the cheapest reading of a run wins. A letter by itself, an initial, costs
# more than a syllable, or nothing would ever be a syllable. Syllables without a consonant are rarer behind another
# (sange is san ge). A slip of the finger inside a run is likelier than a stray initial behind a syllable; at its end
# the agent is rather about to go on.
_SYLLABLE = 2.0
_BARE_SYLLABLE = 2.3
_INITIAL = 3.0
_SLIP = 4.8
_SLIP_AT_END = 5.5
_MAX_SYLLABLE = 6
# 儿 swallowed by the syllable before it (huar); dearer than any other reading of the r but a stray initial.
_ERHUA = 4.5
# Divisions into whole syllables that cost hardly more than the cheapest are other words (xian: 先 and 西安): one more
# syllable without a consonant, of those that words have behind others.
_OTHERWISE = 2.5
_BARE = frozenset({"e", "a", "an", "ai", "ao", "ang", "en", "er", "ou"})
_MOST_OTHERWISE = 2
_LONGEST_OTHERWISE = 16

# A run with no more than this share of its letters in syllables is a row of initials, which are hardly ever vowels.
_SYLLABLES_SHARE = 0.5

# How far from a letter that fits no syllable the slip may lie that explains it.
_ERROR_REACH = 4

# An unfinished syllable at the end stands for all it may become, unless that is nearly anything.
_MAX_COMPLETIONS = 6

_BEYOND = "{"  # comes after z
_VOWELS = frozenset("aeiouv")
_NEIGHBOURS = {
    key: frozenset(
        other
        for y, row in enumerate(("qwertyuiop", "asdfghjkl", "zxcvbnm"))
        for x, other in enumerate(row)
        if other != key and abs(x - index) <= 1 and abs(y - level) <= 1
    )
    for level, keys in enumerate(("qwertyuiop", "asdfghjkl", "zxcvbnm"))
    for index, key in enumerate(keys)
}


class Part(NamedTuple):
    """Letters `start`:`end` of a run that stand for one character: its `sounds`, its `initial`."""

    start: int
    end: int
    sounds: tuple[str, ...]
    initial: str


@lru_cache(maxsize=1024)
def spell(letters: str) -> tuple[Part, ...]:
    """Return the likeliest division of `letters` (a to z) into parts.

    Among equally likely ones it is the one with the longest first part.
    """
    parts = _divide(letters, frozenset())
    whole = [
        part for part in parts if part.end > part.start + 1 and letters[part.start : part.end] in syllables()
    ]
    in_syllables = sum(part.end - part.start for part in whole)
    if in_syllables <= _SYLLABLES_SHARE * len(letters) and len(parts) > 1:
        return tuple(Part(index, index + 1, (), letter) for index, letter in enumerate(letters))
    # What follows the last syllable are initials: the agent is going on.
    strays = [part.start for part in parts if not part.sounds and part.start < whole[-1].end] if whole else []
    if strays:
        near = frozenset(index for stray in strays for index in range(stray - _ERROR_REACH, stray + 2))
        parts = _divide(letters, near)
    return tuple(parts)


@lru_cache(maxsize=1024)
def spell_otherwise(letters: str) -> tuple[tuple[Part, ...], ...]:
    """Return the divisions of `letters` into whole syllables that are nearly as likely."""
    usual = spell(letters)
    if len(letters) > _LONGEST_OTHERWISE or not all(
        letters[part.start : part.end] in syllables() for part in usual
    ):
        return ()
    divisions = sorted(_whole_divisions(letters, 0), key=lambda division: division[0])
    known = [part.start for part in usual]
    cheapest = next((cost for cost, starts in divisions if starts == known), _SYLLABLE * len(known))
    others = [starts for cost, starts in divisions if starts != known and cost <= cheapest + _OTHERWISE]
    return tuple(_parts_at(letters, starts) for starts in others[:_MOST_OTHERWISE])


def _whole_divisions(letters: str, start: int) -> Iterator[tuple[float, list[int]]]:
    """Yield every division into whole syllables, its cost, and where its syllables start."""
    if start == len(letters):
        yield 0.0, []
        return
    for end in range(start + 1, min(start + _MAX_SYLLABLE, len(letters)) + 1):
        text = letters[start:end]
        is_bare = start > 0 and text[0] in "aeo"
        if text in syllables() and not (is_bare and text not in _BARE):
            for cost, starts in _whole_divisions(letters, end):
                yield cost + (_BARE_SYLLABLE if is_bare else _SYLLABLE), [start, *starts]


def _parts_at(letters: str, starts: Sequence[int]) -> tuple[Part, ...]:
    ends = (*starts[1:], len(letters))
    return tuple(
        Part(start, end, (sound(letters[start:end]),), letters[start])
        for start, end in zip(starts, ends, strict=True)
    )


def _divide(letters: str, error_starts: frozenset[int]) -> list[Part]:
    """Return the cheapest division; a typing error may begin at `error_starts`."""
    best: list[tuple[float, int, Part | None]] = [(0.0, 0, None)] * (len(letters) + 1)
    for start in range(len(letters) - 1, -1, -1):
        choices = [
            (cost + best[part.end][0], -part.end, part)
            for cost, part in _parts(letters, start, start in error_starts)
        ]
        best[start] = min(choices, key=lambda choice: choice[:2])
    parts = []
    part = best[0][2]
    while part:
        parts.append(part)
        part = best[part.end][2]
    return parts


def _parts(letters: str, start: int, error_starts: bool) -> Iterator[tuple[float, Part]]:
    """Yield every part that may begin at `start`, with its cost."""
    initial = letters[start]
    yield _INITIAL, Part(start, start + 1, (), initial)
    for end in range(start + 1, min(start + _MAX_SYLLABLE, len(letters)) + 1):
        text = letters[start:end]
        if text in syllables():
            cost = _BARE_SYLLABLE if start and initial in "aeo" else _SYLLABLE
            yield cost, Part(start, end, (sound(text),), initial)
            continue
        last = end == len(letters)
        if text[-1] == "r" and text[:-1] in syllables() and (last or letters[end] not in _VOWELS):
            yield _ERHUA, Part(start, end, (sound(text[:-1]),), initial)
        spelt = not _VOWELS.isdisjoint(text)
        if last and spelt and (completions := _completions(text)):
            yield (
                _INITIAL,
                Part(start, end, completions if len(completions) <= _MAX_COMPLETIONS else (), initial),
            )
        if error_starts and end > start + 1 and (spelt or not last) and (corrected := _sounds_of_typo(text)):
            yield _SLIP_AT_END if last else _SLIP, Part(start, end, corrected, initial)


@cache
def _completions(text: str) -> tuple[str, ...]:
    known = _in_order()
    first, end = bisect_left(known, text), bisect_left(known, text + _BEYOND)
    return tuple(sorted(set(map(sound, known[first:end]))))


@cache
def _in_order() -> list[str]:
    return sorted(syllables())


@lru_cache(maxsize=4096)
def _sounds_of_typo(text: str) -> tuple[str, ...]:
    """Return the sounds of the syllables of which one typing error makes `text`."""
    changed = {
        text[:index] + key + text[index + 1 :] for index, old in enumerate(text) for key in _NEIGHBOURS[old]
    }
    shortened = {text[:index] + text[index + 1 :] for index in range(len(text))}
    lengthened = {
        text[:index] + key + text[index:] for index in range(1, len(text) + 1) for key in "aeiouvhng"
    }
    swapped = {
        text[:index] + text[index + 1] + text[index] + text[index + 2 :] for index in range(len(text) - 1)
    }
    near = (changed | shortened | lengthened | swapped) & syllables()
    return tuple(sorted(set(map(sound, near)))) if len(near) <= _MAX_COMPLETIONS else ()
