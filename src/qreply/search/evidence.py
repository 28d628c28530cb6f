"""What a query is evidence of: the grams it has, and what each is worth by its kind."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from functools import cache
from itertools import accumulate, count, pairwise, product
from operator import add
from typing import NamedTuple

from qreply.search.document import REPLY, TITLE, TITLE_INITIALS, TITLE_SOUNDS, WORDS
from qreply.search.synonyms import meanings_of_query
from qreply.text.normalize import is_hanzi
from qreply.text.numbers import NAME_DIGITS, NUMBER, number_key, number_name, numbers_in
from qreply.text.pinyin import sound, usual_reading
from qreply.text.sound_codes import initial_name, sound_names
from qreply.text.tokenizer import Token

# What a gram is worth before its rarity counts, by its kind. A character says less than two in a row, but holds
# where the other is missing or wrong, and there are as many of them; with more weight on either, sentences are told
# apart less well.
HANZI = (1.4, 0.5)
# Typed syllables are all the evidence there is, and weigh what hanzi do. Behind hanzi, sounds only help out where
# a homophone stands for the right character.
TYPED_SOUNDS = (1.4, 1.0)
HANZI_SOUNDS = (0.1, 0.3)
# One to three initials in a row, the edges of a line among them: how a question begins and ends tells it from a
# statement. Three are the rarer, but two are met by more phrasings, and four bring nothing more. Behind syllables they
# bridge a slip; hanzi need none.
TYPED_INITIALS = (0.3, 1.4, 0.8)
SYLLABLE_INITIALS = (0.0, 0.2, 0.2)
# A word of the same meaning, beside whatever grams it has in common.
MEANING = 1.1
# A whole Latin word, as PLUS.
WORD = 2.0
# A number at all weighs what function words do: with half or twice as much, the shipped asks with other numbers in
# them are found first as often (benchmarks/numbers.py), the same ones a little less or more.
# The very number is worth as little: 我要50件 means what 我要232件 does. So long a one as 12315 is a word.
NUMBER_WEIGHT = 0.5
SAME_NUMBER = 0.5
# The title beginning as the query does: what agents aim at with the first few keys. Initials say so little besides
# that little else should count; syllables of a word are as good a hit in the middle of a title, or in many asks.
TITLE_BEGINS_INITIALS = 2.2
TITLE_BEGINS_SOUNDS = 0.3
# A word in the reply: the reply speaks of much that is not asked.
REPLIED = 0.15
# The beginning of a code.
CODE_BEGINS = 1.0

# Characters that hold sentences together. They are in every customer's question, while a small book, whose few
# lines lack them by chance, takes them for rare.
FUNCTION_CHARACTERS = frozenset(
    "我你您他她它的了吗呢啊吧呀嘛么哦嗯是有这那就也都还在请问好们个给到要能可以会想说一下上去来为什怎样几"
    "谢亲麻烦帮和跟把被让再又很"
)
FUNCTION_WEIGHT = 0.5


class Term(NamedTuple):
    """A piece of evidence, which the phrases have that are indexed under all `keys`.

    How often `text` occurs is counted in the document's string called `name`. A term without keys is nearly
    everywhere: it makes no phrase a hit, but tells hits apart by how often they have it.
    """

    keys: tuple[str, ...]
    name: str
    text: str
    weight: float


class _Names(NamedTuple):
    """What a token is called in search documents.

    It has at most one hanzi and one initial, but several sounds after a slip.
    """

    hanzi: str
    sounds: tuple[str, ...]
    initial: str
    written: bool  # as a hanzi, so that its sound is only second evidence
    weight: float


# The beginning and the end of a query, and of every line.
_EDGE = _Names("", (), "\n", written=False, weight=1.0)


@cache
def _function_sounds() -> frozenset[str]:
    return frozenset(sound(usual_reading(character)) for character in FUNCTION_CHARACTERS)


def _names(token: Token, among_hanzi: bool) -> _Names:
    """Return what `token` is called.

    A number `among_hanzi` is written, in shorthand it is an initial.
    """
    known = sound_names()
    if token.hanzi == NUMBER:
        return _Names(NUMBER, (), initial_name(NUMBER), among_hanzi, NUMBER_WEIGHT)
    sounds = tuple(known[one] for one in token.sounds if one in known)
    written = is_hanzi(token.hanzi)
    functions = FUNCTION_CHARACTERS.intersection(token.hanzi) or _function_sounds().intersection(token.sounds)
    weight = FUNCTION_WEIGHT if functions and (not written or token.hanzi in FUNCTION_CHARACTERS) else 1.0
    initial = initial_name(token.initials[0]) if token.initials else ""
    return _Names(token.hanzi, sounds, initial, written, weight)


def terms_of(text: str, tokens: Sequence[Token], shorthand: Sequence[str]) -> Iterator[Term]:
    """Return what `text` brings, taken apart as `tokens`; what it brings twice comes twice."""
    among_hanzi = any(map(is_hanzi, text))
    rows = [_names(token, among_hanzi) for token in tokens]
    for at in range(len(rows)):
        for length in (1, 2):
            if at + length <= len(rows):
                yield from _by_character_and_sound(rows[at : at + length])
    for word in WORDS.findall(text):
        yield Term((word,), "hanzi", word, WORD)
    for number in numbers_in(text):
        worth = SAME_NUMBER if len(number) < NAME_DIGITS else WORD
        yield Term((number_key(number),), "meanings", number_name(number), worth)
    for meaning in meanings_of_query(tokens, text):
        yield Term((meaning,), "meanings", meaning, MEANING)
    # Key words, wherever they stand: what is across a blank is chance, and so are edges.
    if len(shorthand) > 1:
        ends = list(accumulate(map(len, shorthand), initial=0))
        yield from _by_initials([rows[start:end] for start, end in pairwise(ends)], [])
        return
    yield from _by_initials([rows], [] if all(one.sounds for one in rows) else [_EDGE])
    yield from _of_title(rows)


def terms_of_other_row(tokens: Sequence[Token], *, among_hanzi: bool) -> Iterator[Term]:
    """Return what another division of letters brings: pairs of syllables and titles.

    Single syllables of it would match by chance.
    """
    rows = [_names(token, among_hanzi) for token in tokens]
    for pair in pairwise(rows):
        yield from _by_character_and_sound(list(pair))
    yield from _of_title(rows)


def _by_character_and_sound(row: list[_Names]) -> Iterator[Term]:
    # A pair is a matter of course only if both of it are.
    weight = max(one.weight for one in row)
    hanzi = "".join(one.hanzi for one in row)
    if all(one.hanzi for one in row):
        # Pairs of characters aren't indexed: who has both and the pair of their sounds nearly always has them.
        spoken = ("".join(one.sounds[0] for one in row),) if all(one.sounds for one in row) else ()
        keys = (*hanzi, *spoken) if len(row) == 2 else (hanzi,)
        yield Term(keys, "hanzi", hanzi, HANZI[len(row) - 1] * weight)
    written = all(one.written for one in row)
    weight = (HANZI_SOUNDS if written else TYPED_SOUNDS)[len(row) - 1] * weight
    for sounds in map("".join, product(*(one.sounds for one in row))):
        yield Term((sounds,), "sounds", sounds, weight)
        if len(row) == 2:
            yield Term((REPLY + sounds,), "", "", REPLIED * weight)


def _by_initials(words: Iterable[list[_Names]], edges: list[_Names]) -> Iterator[Term]:
    worths: dict[str, float] = {}
    for word in words:
        rows = [*edges, *word, *edges]
        for at in range(len(rows)):
            for length, typed, spoken in zip(count(1), TYPED_INITIALS, SYLLABLE_INITIALS, strict=False):
                row = rows[at : at + length]
                initials = "".join(one.initial for one in row)
                if len(initials) == length and not all(one.written or one is _EDGE for one in row):
                    # What comes again is mostly another character.
                    worths[initials] = spoken if all(one.sounds for one in row) else typed
    for initials, weight in worths.items():
        # Only pairs are indexed: who has all those of a longer row nearly always has them in a row.
        yield Term(tuple(map(add, initials, initials[1:])), "initials", initials, weight)


def _of_title(rows: list[_Names]) -> Iterator[Term]:
    initials = "".join(one.initial for one in rows)
    if all(one.sounds or (one.written and one.hanzi == NUMBER) for one in rows):
        if all(one.sounds for one in rows) and 0 < len(rows) <= TITLE_SOUNDS:
            for sounds in map("".join, product(*(one.sounds for one in rows))):
                yield Term((TITLE + sounds,), "", "", TITLE_BEGINS_SOUNDS)
    elif len(initials) == len(rows) <= TITLE_INITIALS:
        yield Term((TITLE + initials,), "", "", TITLE_BEGINS_INITIALS)
