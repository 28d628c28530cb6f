"""What of a phrase is searched: its lines, written out by character, by sound and by initial, and their grams.

Sounds are written as single characters of the private use area, so that every name of a token is one character,
and a gram of tokens is a piece of text that can be counted in a line.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from itertools import product

from qreply.phrasebook.model import Phrase
from qreply.search.meanings import meanings
from qreply.search.pinyin import sound, spoken
from qreply.search.text import normalise
from qreply.search.tokens import Token, tokens_of_text

_FIRST_SOUND = 0xE000
_NONE = "\x00"  # stands where a token goes by no such name

# Words that are looked for as a whole, beside their letters and digits.
WORDS = re.compile("[a-z]{2,}|[0-9]{2,}")

# The title is the lead's own summary and weighs as much as this many asks.
TITLE_LINES = 2

# How far into a title its beginning is indexed, in syllables and in initials.
TITLE_SOUNDS = 4
TITLE_INITIALS = 6


@cache
def sound_names() -> Mapping[str, str]:
    """The character that each sound is written as."""
    every = sorted(set(map(sound, spoken())))
    return {one: chr(_FIRST_SOUND + number) for number, one in enumerate(every)}


@dataclass(frozen=True, slots=True)
class Profile:
    """The searched text of a phrase. Lines begin and end with a newline; the title comes first, then asks and tags.

    `sounds` and `initials` are as long as `hanzi` as far as it goes; lines with a heteronym follow once more, in
    the other reading. `lines` is how many asks there are, the title counted TITLE_LINES times; `size` the tokens
    of an average line.
    """

    hanzi: str
    sounds: str
    initials: str
    meanings: str
    unless: tuple[str, ...]
    lines: int
    size: float


def profile_of(phrase: Phrase) -> tuple[Profile, set[str]]:
    """The profile of `phrase` and the keys it is indexed under."""
    keys: set[str] = {f"={phrase.id}"}
    hanzi, sounds, initials, meant, again = [], [], [], [], []
    total = 0
    for at, line in enumerate((phrase.title, *phrase.asks, *phrase.tags)):
        text = normalise(line)
        tokens = tokens_of_text(text, phrase.readings)
        if at <= len(phrase.asks):
            total += len(tokens)
        keys.update(key for key, _, _ in keys_of_tokens(tokens))
        if tokens:
            keys.update(f"e\n{one}" for one in tokens[0].initials)
            keys.update(f"e{one}\n" for one in tokens[-1].initials)
        keys.update(f"h{word}" for word in WORDS.findall(text))
        hanzi.append("".join(token.hanzi for token in tokens))
        sounds.append(_sounds(tokens, 0))
        initials.append("".join(token.initials[0] for token in tokens))
        meant.append(meanings(tokens))
        keys.update(f"m{meaning}" for meaning in meant[-1])
        if any(len(token.sounds) > 1 for token in tokens):
            again.append((_sounds(tokens, 1), "".join(token.initials[-1] for token in tokens)))
        if not at:
            keys.update(_keys_of_title(tokens))
    for wording in phrase.wordings:
        for message in wording:
            keys.update(_keys_of_reply(tokens_of_text(normalise(message), phrase.readings)))
    keys.update(_keys_of_code(phrase.code))
    profile = Profile(
        hanzi=_joined(hanzi[:1] * (TITLE_LINES - 1) + hanzi),
        sounds=_joined(sounds[:1] * (TITLE_LINES - 1) + sounds + [one for one, _ in again]),
        initials=_joined(initials + [one for _, one in again]),
        meanings=_joined(meant[:1] * (TITLE_LINES - 1) + meant),
        unless=tuple(normalise(word).strip() for word in phrase.unless),
        lines=TITLE_LINES + len(phrase.asks),
        size=total / (1 + len(phrase.asks)),
    )
    return profile, keys


def _joined(lines: Iterable[str]) -> str:
    return "\n" + "\n".join(lines) + "\n"


def _sounds(tokens: list[Token], reading: int) -> str:
    names = sound_names()
    return "".join(
        names.get(token.sounds[min(reading, len(token.sounds) - 1)], _NONE) if token.sounds else _NONE
        for token in tokens
    )


def keys_of_tokens(tokens: list[Token]) -> Iterator[tuple[str, int, int]]:
    """The keys of a line's grams, each with the half-open range of its tokens."""
    names = sound_names()
    rows = [[names[one] for one in token.sounds if one in names] for token in tokens]
    for at, token in enumerate(tokens):
        yield "h" + token.hanzi, at, at + 1
        for one in rows[at]:
            yield "s" + one, at, at + 1
        if at + 1 == len(tokens):
            break
        after = tokens[at + 1]
        yield f"h{token.hanzi}{after.hanzi}", at, at + 2
        for one in rows[at]:
            for two in rows[at + 1]:
                yield f"s{one}{two}", at, at + 2
        for pair in product(token.initials, after.initials):
            yield f"i{pair[0]}{pair[1]}", at, at + 2
            if at + 2 < len(tokens):
                for third in tokens[at + 2].initials:
                    yield f"i{pair[0]}{pair[1]}{third}", at, at + 3


def _keys_of_title(tokens: list[Token]) -> Iterator[str]:
    names = sound_names()
    for row in _beginnings([[names[one] for one in token.sounds if one in names] for token in tokens], TITLE_SOUNDS):
        yield "S" + row
    for row in _beginnings([list(token.initials) for token in tokens], TITLE_INITIALS):
        yield "I" + row


def _beginnings(rows: list[list[str]], most: int) -> Iterator[str]:
    beginnings = [""]
    for choices in rows[:most]:
        beginnings = [beginning + choice for beginning in beginnings for choice in choices]
        yield from beginnings


def _keys_of_reply(tokens: list[Token]) -> Iterator[str]:
    names = sound_names()
    for at in range(len(tokens) - 1):
        token, after = tokens[at], tokens[at + 1]
        yield f"r{token.hanzi}{after.hanzi}"
        if token.sounds and after.sounds:
            yield f"r{names.get(token.sounds[0], _NONE)}{names.get(after.sounds[0], _NONE)}"


def _keys_of_code(code: str) -> Iterator[str]:
    plain = plain_code(code)
    if plain:
        yield "c=" + plain
        for length in range(1, len(plain)):
            yield "c" + plain[:length]


def plain_code(text: str) -> str:
    """A code as it is compared: normalised, without blanks."""
    return normalise(text).replace(" ", "")
