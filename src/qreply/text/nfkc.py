"""Turn compatibility forms into plain characters, with each one's place in the text.

NFKC is applied to each code point by itself, so that positions can be kept: `㎏` becomes two characters, both at the
place of the one. Letters lose their accents (`wēi` → `wei`), and letters and digits in circles, squares and brackets
that NFKC leaves alone lose these. Nothing is taken out of the text; case and script stay.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence
from functools import cache
from typing import NamedTuple

# First code point of letters or digits that Unicode draws in a frame of which NFKC knows nothing, and what they are.
_FRAMED = (
    (0x1F150, "ABCDEFGHIJKLMNOPQRSTUVWXYZ"),  # negative circled
    (0x1F170, "ABCDEFGHIJKLMNOPQRSTUVWXYZ"),  # negative squared
    (0x1F1E6, "ABCDEFGHIJKLMNOPQRSTUVWXYZ"),  # regional indicators, the halves of flags
    (0x2776, "123456789"),  # dingbats: negative circled, then circled and negative circled sans-serif
    (0x2780, "123456789"),
    (0x278A, "123456789"),
    (0x24F5, "123456789"),  # double circled
)
_SINGLE = {0x24FF: "0", 0x1F10B: "0", 0x1F10C: "0", 0x277F: "10", 0x2789: "10", 0x2793: "10", 0x24FE: "10"}
# Brackets and full stops that NFKC writes out around an enclosed letter, digit or hanzi: ⑴ (1), ⒈ 1., ㈠ (一).
_ENCLOSED = ((0x2474, 0x249C), (0x249C, 0x24B6), (0x3220, 0x3244), (0x3200, 0x321F), (0x1F100, 0x1F12A))

_LONGEST = 4  # characters that one may become; a whole Arabic sentence in one code point stays as it is


class Normalized(NamedTuple):
    """A text and, for each character, the offset it comes from; offsets never go back."""

    text: str
    offsets: Sequence[int]


def normalize(text: str) -> Normalized:
    """Level the written forms of `text`; offsets are code points of the text as given."""
    if text.isascii():
        return Normalized(text, range(len(text)))
    parts = [*map(_forms().__getitem__, text)]
    level = "".join(parts)
    if len(level) == len(text):  # no form is empty, so each is one character
        return Normalized(level, range(len(text)))
    return Normalized(level, [offset for offset, part in enumerate(parts) for _ in part])


class _Forms(dict[str, str]):
    """The form of each code point, worked out when it is met first."""

    def __missing__(self, character: str) -> str:
        self[character] = form = _form(character)
        return form


@cache
def _forms() -> _Forms:
    framed = {chr(first + place): sign for first, signs in _FRAMED for place, sign in enumerate(signs)}
    return _Forms(framed | {chr(point): sign for point, sign in _SINGLE.items()})


def _form(character: str) -> str:
    if character < "\x80":
        return character
    point = ord(character)
    form = unicodedata.normalize("NFKC", character)
    if any(first <= point < end for first, end in _ENCLOSED):
        return form.strip("().,〔〕") or form
    content = unicodedata.normalize("NFKD", character)
    if len(content) > 1 and content[0].isascii() and content[0].isalpha():
        form = "".join(mark for mark in content if not unicodedata.combining(mark))
    return form if form and len(form) <= _LONGEST else character
