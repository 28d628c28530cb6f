"""Know words that customers use for one another: whoever asks 啥时候寄出 means 什么时候发货.

synonyms.txt holds a meaning a line, its words divided by blanks; a word may have several meanings.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence, Set
from functools import cache
from pathlib import Path
from typing import NamedTuple

from qreply.text.numbers import token_spans
from qreply.text.pinyin import read, sound
from qreply.text.sound_codes import meaning_name
from qreply.text.tokenizer import Token

# A word of fewer characters is told from others by its hanzi only, by its sounds too, or even by its initials.
_FEWEST_SOUNDS = 2
_FEWEST_INITIALS = 3


class _Words(NamedTuple):
    by_hanzi: dict[str, str]
    by_sounds: dict[tuple[str, ...], str]
    by_initials: dict[str, str]
    single: frozenset[str]
    begins: dict[str, list[str]]  # the words by their first two characters
    longest: int


@cache
def _words() -> _Words:
    by_hanzi: dict[str, str] = defaultdict(str)
    by_sounds: dict[tuple[str, ...], str] = defaultdict(str)
    by_initials: dict[str, str] = defaultdict(str)
    lines = Path(__file__).with_name("synonyms.txt").read_text("utf-8").splitlines()
    for number, line in enumerate(lines):
        name = meaning_name(number)
        for word in line.split():
            by_hanzi[word] += name
            syllables = read(word)
            if len(word) >= _FEWEST_SOUNDS and all(syllables):
                by_sounds[tuple(map(sound, syllables))] += name
            if len(word) >= _FEWEST_INITIALS and all(syllables):
                by_initials["".join(syllable[0] for syllable in syllables)] += name
    begins: dict[str, list[str]] = defaultdict(list)
    for word in by_hanzi:
        begins[word[:2]].append(word)
    single = frozenset(word for word in by_hanzi if len(word) == 1)
    longest = max(map(len, by_hanzi))
    return _Words(dict(by_hanzi), dict(by_sounds), dict(by_initials), single, dict(begins), longest)


def meanings_of_lines(lines: Sequence[str], pairs: Set[str]) -> list[str]:
    """Return for each of a phrase's normalised lines the names of the meanings in it.

    The names are sorted, each once. `pairs` are all pairs of characters in a row in them.
    """
    words = _words()
    text = "\n".join(lines)
    found = list(words.single.intersection(text))
    for pair in words.begins.keys() & pairs:
        found += [word for word in words.begins[pair] if word in text]
    return [
        "".join(sorted(set("".join(words.by_hanzi[word] for word in found if word in line))))
        for line in lines
    ]


def meanings_in(text: str) -> Iterator[tuple[str, int, int]]:
    """Return the meanings in normalised `text`, each with where its word stands.

    The place is the half-open range of the word's tokens.
    """
    words = _words()
    line = text.replace(" ", "")
    spans = token_spans(text)
    token_at = [number for number, (start, end) in enumerate(spans) for _ in range(start, end)]
    for first in range(len(line)):
        for last in range(first + 1, min(len(line), first + words.longest) + 1):
            for name in words.by_hanzi.get(line[first:last], ""):
                yield name, token_at[first], token_at[last - 1] + 1


def meanings_of_query(tokens: Sequence[Token], text: str) -> str:
    """Return the names of all meanings of words among `tokens` of normalised `text`.

    The names are sorted, each once.
    """
    words = _words()
    found: set[str] = set()
    for first in range(len(tokens)):
        for last in range(first + 1, min(len(tokens), first + words.longest) + 1):
            found.update(_of_word(words, tokens[first:last], text))
    return "".join(sorted(found))


def _of_word(words: _Words, tokens: Sequence[Token], text: str) -> str:
    if all(token.hanzi for token in tokens):
        return words.by_hanzi.get("".join(text[token.start : token.end] for token in tokens), "")
    if all(token.sounds for token in tokens):
        return words.by_sounds.get(tuple(token.sounds[0] for token in tokens), "")
    if not any(token.sounds for token in tokens):
        return words.by_initials.get("".join(token.initials[0] for token in tokens if token.initials), "")
    return ""
