"""What of a phrase is searched: its lines, written out by character, by sound and by initial, and their grams.

This runs over every line of every book, so it works on whole texts, not on tokens.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from itertools import chain
from operator import add
from typing import NamedTuple

from qreply.phrasebook.model import Phrase
from qreply.phrasebook.tags import words_of
from qreply.search.synonyms import meanings_of_lines
from qreply.text.normalize import normalise, normalise_lines
from qreply.text.phonetics import Speech, other_names, sounds_of, speech_of
from qreply.text.sound_codes import NONE

# Words that are looked for as a whole, beside their letters and digits.
WORDS = re.compile("[a-z]{2,}|[0-9]{2,}")

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
    """The searched text of a phrase. Lines begin and end with a newline; the title comes first, then asks and tags.

    In `sounds` and `initials` the other readings of heteronyms follow, each between its neighbours. `lines` is how
    many asks there are, the title counted TITLE_LINES times; `size` the characters of an average line.
    """

    hanzi: str
    sounds: str
    initials: str
    meanings: str
    negative_words: tuple[str, ...]
    lines: int
    size: float

    @property
    def repeated(self) -> int:
        """How much of `hanzi` and `sounds` is the title said once more, which `initials` lack."""
        return self.hanzi.find("\n", 1) * (TITLE_LINES - 1)

    def lines_in(self, name: str) -> set[str]:
        """The lines of `hanzi`, `sounds` or `initials`, in their usual readings."""
        end = len(self.hanzi) - (self.repeated if name == "initials" else 0)
        lines: str = getattr(self, name)
        return set(lines[1 : end - 1].split("\n"))


def document_of(phrase: Phrase) -> tuple[SearchDocument, set[str]]:
    """The profile of `phrase` and the keys it is indexed under."""
    texts = normalise_lines((phrase.title, *phrase.asks, *phrase.tags))
    lines = [text.replace(" ", "") for text in texts]
    hanzi = _joined(lines)
    said = speech_of(hanzi, phrase.readings)
    title_end = len(lines[0]) + 1
    hanzi_pairs = set(pairs(hanzi))
    meant = meanings_of_lines(lines, hanzi_pairs)
    asked = lines[: 1 + len(phrase.asks)]
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
    keys = {*hanzi, *said.sounds, *document.meanings}
    keys.update(pairs(said.sounds), pairs(said.initials))
    for others in (said.other_sounds, said.other_initials):
        keys.update(*map(pairs, others))
    keys.update(*said.other_sounds)
    keys.update(word for text in texts for word in WORDS.findall(text))
    if NONE in said.sounds:
        keys = {key for key in keys if NONE not in key}
    keys.update(_keys_of_title(lines[0], said))
    keys.update(_keys_of_code(phrase.code))
    keys.add(ID + phrase.id)
    replies = normalise_lines(map(words_of, messages_of(phrase)))
    reply = "\n".join(replies).replace(" ", "")
    keys.update(map(REPLY.__add__, pairs(sounds_of(reply, phrase.readings))))
    return document, keys


def messages_of(phrase: Phrase) -> Iterator[str]:
    """All that the phrase may answer, anywhere."""
    for wordings in (phrase.wordings, *phrase.platform_wordings.values()):
        yield from chain.from_iterable(wordings)


def pairs(text: str) -> Iterator[str]:
    """Every two characters in a row."""
    return map(add, text, text[1:])


def _joined(lines: Iterable[str]) -> str:
    return "\n" + "\n".join(lines) + "\n"


def _with(text: str, others: list[str]) -> str:
    return NONE.join((text, *others))


def _keys_of_title(title: str, said: Speech) -> Iterator[str]:
    """The title's beginnings by sound and by initial, each character in all its readings."""
    rows = ((said.sounds, TITLE_SOUNDS), (said.initials, TITLE_INITIALS))
    for (row, longest), others in zip(rows, other_names(), strict=True):
        usual = row[1 : 1 + min(len(title), longest)]
        beginnings = [TITLE]
        for name, character in zip(usual, title, strict=False):
            names = {name, *others.get(character, ())}
            beginnings = [begun + one for begun in beginnings for one in names]
            yield from beginnings


def _keys_of_code(code: str) -> Iterator[str]:
    plain = plain_code(code)
    if plain:
        yield CODE + plain
        for length in range(1, len(plain)):
            yield CODE_START + plain[:length]


def plain_code(text: str) -> str:
    """A code as it is compared: normalised, without blanks."""
    return normalise(text).replace(" ", "")
