"""Level width, case, script and punctuation, code point by code point.

Normalising never changes a text's length, so that a position in the normalised text is one in the original.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from functools import cache
from pathlib import Path
from typing import NamedTuple

# A point inside a number is part of it.
_NO_WORD = re.compile(r"[^\w\n.]|_|\.(?![0-9])|(?<![0-9])\.")


def normalise(text: str) -> str:
    """Return `text` folded, with blanks for punctuation; equally long."""
    return _NO_WORD.sub(" ", fold(text)).replace("\n", " ")


def normalise_lines(lines: Iterable[str]) -> list[str]:
    """Return what `normalise` makes of each line, in one go."""
    return _NO_WORD.sub(" ", fold("\n".join(line.replace("\n", " ") for line in lines))).split("\n")


def fold(text: str) -> str:
    """Return `text` in half width, lower case and Simplified; equally long."""
    if not text.isascii():
        text = _simplify(text)
    lower = text.lower()
    if len(lower) != len(text):  # İ becomes two code points; it stays as it is
        lower = "".join(low if len(low := character.lower()) == 1 else character for character in text)
    return lower


def is_hanzi(character: str) -> bool:
    """Tell whether it is an ideograph, one of the rarer planes included."""
    return "\u3400" <= character <= "\u9fff" or "\U00020000" <= character <= "\U0003ffff"


@cache
def _plain_forms() -> dict[int, str]:
    """Map compatibility forms of one code point (full width, circled) to the plain one."""
    ranges = ((0x2460, 0x2500), (0x2E80, 0x2FE0), (0x3000, 0x3001), (0xFF01, 0xFFEF))
    pairs = ((point, unicodedata.normalize("NFKC", chr(point))) for span in ranges for point in range(*span))
    return {point: plain for point, plain in pairs if len(plain) == 1}


class _Characters(dict[int, str]):
    """Maps each code point to its plain form.

    Those that stay are kept too: `translate` is slow where it finds nothing.
    """

    def __missing__(self, point: int) -> str:
        self[point] = same = chr(point)
        return same


class _Conversion(NamedTuple):
    """A script conversion: `characters` by themselves, and `words` that override them.

    A text without any of the characters `signs` has no such word.
    """

    characters: _Characters
    words: dict[str, str]
    signs: frozenset[str]
    heads: frozenset[str]
    max_length: int


@cache
def _conversion() -> _Conversion:
    old, new, *lines = Path(__file__).with_name("simplified.txt").read_text("utf-8").splitlines()
    rows = [line.split(" ") for line in lines]
    words = {word: simple for word, simple, _ in rows}
    signs = {sign for _, _, sign in rows}
    signs |= {chr(point) for point, plain in _plain_forms().items() if plain in signs}
    simple = dict(zip(map(ord, old), new, strict=True))
    plain = {point: simple.get(ord(form), form) for point, form in _plain_forms().items()}
    heads = frozenset(word[0] for word in words)
    return _Conversion(_Characters(simple | plain), words, frozenset(signs), heads, max(map(len, words)))


def _simplify(text: str) -> str:
    conversion = _conversion()
    if conversion.signs.isdisjoint(text):
        return text.translate(conversion.characters)
    text = text.translate(_plain_forms())
    parts = []
    start = position = 0
    while position < len(text):
        if text[position] in conversion.heads:
            for length in range(conversion.max_length, 1, -1):
                word = conversion.words.get(text[position : position + length])
                if word is not None:
                    parts += [text[start:position].translate(conversion.characters), word]
                    start = position = position + length
                    break
            else:
                position += 1
        else:
            position += 1
    parts.append(text[start:].translate(conversion.characters))
    return "".join(parts)
