"""Make a search document of a phrase.

It has the phrase's lines, written out by character, by sound and by initial, and their grams. This runs over every
line of every book, so it works on whole texts, not on tokens.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import chain
from operator import add
from typing import NamedTuple

from qreply.phrasebook.model import Phrase
from qreply.phrasebook.tags import words_of
from qreply.search.synonyms import meanings_of_lines
from qreply.text.normalize import fold, normalise, normalise_lines
from qreply.text.numbers import level_numbers, number_key, number_name, numbers_in
from qreply.text.phonetics import Speech, other_names, sounds_of, speech_of
from qreply.text.sound_codes import NONE

# Words that are looked for as a whole, beside their letters.
WORDS = re.compile("[a-z]{2,}")

# The title is the lead's own summary and weighs as much as this many asks.
TITLE_LINES = 2

# How far into a title its beginning is indexed, in syllables and in initials.
TITLE_SOUNDS = 4
TITLE_INITIALS = 6

# What sets apart keys that are no plain grams: a title's beginning, two sounds of the reply, a code and its beginnings,
# and an id.
TITLE = "\n\n"
REPLY = "r"
CODE = "c="
CODE_START = "c"
ID = "="


class SearchDocument(NamedTuple):
    """The searched text of a phrase. Lines begin and end with a newline.

    The title comes first, then asks and tags.

    Each number is NUMBER, and stands in `meanings` as it is. In `sounds` and `initials` the other readings of
    heteronyms follow, each between its neighbours. `lines` is how many asks there are, the title counted TITLE_LINES
    times; `size` the characters of an average line.
    """

    hanzi: str
    sounds: str
    initials: str
    meanings: str
    negative_words: tuple[str, ...]
    lines: int
    size: float

    def is_titled(self, words: Sequence[str]) -> bool:
        """Tell whether the title's initials are those of `words`, and no more: that is no chance."""
        return self.initials.startswith(f"\n{''.join(words)}\n")

    @property
    def repeated(self) -> int:
        """Return how much of `hanzi` and `sounds` is the title said once more.

        `initials` lack it.
        """
        return self.hanzi.find("\n", 1) * (TITLE_LINES - 1)

    def lines_in(self, name: str) -> set[str]:
        """Return the lines of `hanzi`, `sounds` or `initials`, in their usual readings."""
        end = len(self.hanzi) - (self.repeated if name == "initials" else 0)
        lines: str = getattr(self, name)
        return set(lines[1 : end - 1].split("\n"))


class _Lines(NamedTuple):
    """Lines without blanks, as one text in each kind of name.

    `names` are of the meanings, `numbers` as written.
    """

    texts: list[str]
    each: list[str]
    hanzi: str
    said: Speech
    meant: list[str]
    names: set[str]
    numbers: list[str]


def document_of(phrase: Phrase) -> tuple[SearchDocument, set[str]]:
    """Return the search document of `phrase` and the keys it is indexed under."""
    lines = _lines_of((phrase.title, *phrase.asks, *phrase.tags), phrase.readings)
    hanzi, said, meant = lines.hanzi, lines.said, lines.meant
    title_end = len(lines.each[0]) + 1
    asked = lines.each[: 1 + len(phrase.asks)]
    document = SearchDocument(
        hanzi=hanzi[:title_end] * (TITLE_LINES - 1) + hanzi,
        sounds=said.sounds[:title_end] * (TITLE_LINES - 1) + _with(said.sounds, said.other_sounds),
        initials=_with(said.initials, said.other_initials),
        meanings=_joined(meant[:1] * (TITLE_LINES - 1) + meant),
        negative_words=tuple(filter(None, (normalise(word).strip() for word in phrase.negative_words))),
        lines=TITLE_LINES + len(phrase.asks),
        size=sum(map(len, asked)) / len(asked),
    )
    # Pairs of characters aren't indexed: who has both characters and the pair of their sounds nearly always has them.
    keys = {*hanzi, *said.sounds, *lines.names, *map(number_key, lines.numbers)}
    keys.update(pairs(said.sounds), pairs(said.initials))
    for others in (said.other_sounds, said.other_initials):
        keys.update(*map(pairs, others))
    keys.update(*said.other_sounds)
    keys.update(word for text in lines.texts for word in WORDS.findall(text))
    if NONE in said.sounds:
        keys = {key for key in keys if NONE not in key}
    keys.update(_keys_of_title(lines.each[0], said))
    keys.update(chain.from_iterable(map(_keys_of_code, phrase.codes)))
    keys.add(ID + phrase.id)
    replies = normalise_lines(map(words_of, messages_of(phrase)))
    reply = level_numbers("\n".join(replies)).replace(" ", "")
    keys.update(map(REPLY.__add__, pairs(sounds_of(reply, phrase.readings))))
    return document, keys


def document_of_lines(texts: Sequence[str]) -> SearchDocument:
    """Return the search document of lines alone, to be joined with a phrase's."""
    lines = _lines_of(texts, {})
    return SearchDocument(
        hanzi=lines.hanzi,
        sounds=_with(lines.said.sounds, lines.said.other_sounds),
        initials=_with(lines.said.initials, lines.said.other_initials),
        meanings=_joined(lines.meant),
        negative_words=(),
        lines=len(texts),
        size=sum(map(len, lines.each)) / len(texts),
    )


def _lines_of(lines: Sequence[str], readings: Mapping[str, str]) -> _Lines:
    texts = normalise_lines(lines)
    written = [text.replace(" ", "") for text in texts]
    numbers = [numbers_in(text) for text in texts]
    each = [
        level_numbers(text).replace(" ", "") if found else line
        for text, line, found in zip(texts, written, numbers, strict=True)
    ]
    hanzi = _joined(each)
    meant = meanings_of_lines(written, set(pairs(_joined(written))))
    names = {name for line in meant for name in line}
    meant = [line + "".join(map(number_name, found)) for line, found in zip(meant, numbers, strict=True)]
    every = list(chain.from_iterable(numbers))
    return _Lines(texts, each, hanzi, speech_of(hanzi, readings), meant, names, every)


def messages_of(phrase: Phrase) -> Iterator[str]:
    """Return all that the phrase may answer, anywhere."""
    for wordings in (phrase.wordings, *phrase.platform_wordings.values()):
        yield from chain.from_iterable(wordings)


def pairs(text: str) -> Iterator[str]:
    """Return every two characters in a row."""
    return map(add, text, text[1:])


def _joined(lines: Iterable[str]) -> str:
    return "\n" + "\n".join(lines) + "\n"


def _with(text: str, others: list[str]) -> str:
    return NONE.join((text, *others))


def _keys_of_title(title: str, said: Speech) -> Iterator[str]:
    """Return the title's beginnings by sound and by initial, each character in all its readings."""
    rows = ((said.sounds, TITLE_SOUNDS), (said.initials, TITLE_INITIALS))
    for (row, longest), others in zip(rows, other_names(), strict=True):
        usual = row[1 : 1 + min(len(title), longest)]
        beginnings = [TITLE]
        for name, character in zip(usual, title, strict=False):
            names = {name, *others.get(character, ())}
            beginnings = [begun + one for begun in beginnings for one in names]
            yield from beginnings


def _keys_of_code(code: str) -> Iterator[str]:
    plain, signed = plain_code(code), signed_code(code)
    if signed:
        yield CODE + signed  # c# is not c, which it only begins with
    for length in range(1, len(plain) + (plain != signed)):
        yield CODE_START + plain[:length]


def plain_code(text: str) -> str:
    """Return a code as it is compared: normalised, without blanks."""
    return normalise(text).replace(" ", "")


def signed_code(text: str) -> str:
    """Return a code with its punctuation, which goes before the plain one: c# and c++ are two."""
    return "".join(fold(text).split())
