"""A query as evidence: the grams it has, and what each is worth."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import cache, lru_cache
from itertools import accumulate, count, pairwise, product
from operator import add
from typing import NamedTuple

from qreply.search.document import (
    CODE,
    CODE_START,
    REPLY,
    TITLE,
    TITLE_INITIALS,
    TITLE_SOUNDS,
    WORDS,
    plain_code,
    signed_code,
)
from qreply.search.slips import slips_of
from qreply.search.synonyms import meanings_of_query
from qreply.text.colloquial import fold_words, is_keyboard_walk, level_forms
from qreply.text.normalize import is_hanzi, normalise
from qreply.text.numbers import NUMBER, number_key, number_name, numbers_in
from qreply.text.pinyin import sound, usual_reading
from qreply.text.sound_codes import initial_name, sound_names
from qreply.text.tokenizer import Token, other_rows, tokens_of_query

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
# The very number is worth as little: 我要50件 means what 我要232件 does.
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


_REFUSAL = re.compile(
    "(?:(?<![特区级性分识差类个])别(?![的人家处])|不用|不要|不想|不必|不需要|甭|先不)(?:再|给我?|帮我?|跟我?|去)?([一-鿿])"
)

# What stands around a question as short as 我要退货啊 and is no part of it.
_BEFORE_CONTENT = frozenset("我要想请帮亲")
_BEHIND_CONTENT = frozenset("啊呀哦呢吧嘛啦哈")
_SHORTEST_CODE = 2


class Term(NamedTuple):
    """A piece of evidence: phrases have it that are under all `keys`; `text` is counted in the string `name`.

    What has no keys is nearly everywhere: it makes no phrase a hit, but tells hits apart by how often they have it.
    """

    keys: tuple[str, ...]
    name: str
    text: str
    weight: float


class Query(NamedTuple):
    """A query taken apart."""

    text: str
    code: str
    signed_code: str
    tokens: tuple[Token, ...]
    terms: tuple[Term, ...]
    others: tuple[
        tuple[Token, ...], ...
    ] = ()  # the same with letters divided otherwise, or as it was written
    shorthand: tuple[str, ...] = ()  # the words, by their initials' names, if all are nothing but initials

    @classmethod
    @lru_cache(maxsize=4)  # the index and the picks ask for the same one
    def of(cls, text: str) -> Query:
        """Return what `text`, as it was typed or pasted, asks for."""
        written = level_forms(text)
        plain = normalise(fold_words(written))
        tokens = tokens_of_query(plain)
        others = other_rows(plain, tokens)
        if (as_written := normalise(written)) != plain:  # an ask may be in dialect, too
            others.append(tokens_of_query(as_written))
        found: dict[object, Term] = {}
        shorthand = _shorthand(tokens)
        for term in _terms(plain, tokens, shorthand):
            if not term.weight:
                continue
            known = found.get(term[:3])
            weight = term.weight + known.weight if known else term.weight
            found[term[:3]] = Term(term.keys, term.name, term.text, weight)
        for row in others:
            for term in _otherwise(row, among_hanzi=any(map(is_hanzi, plain))):
                found.setdefault(term[:3], term)
        code, signed = plain_code(text), signed_code(text)
        if signed and not code:
            found[CODE + signed] = Term((CODE + signed,), "", "", CODE_BEGINS)
        if code:
            key = CODE_START + code
            found[key] = Term((key,), "", "", CODE_BEGINS)
        return cls(
            plain, code, signed, tuple(tokens), tuple(found.values()), tuple(map(tuple, others)), shorthand
        )

    @property
    def refused(self) -> tuple[str, ...]:
        """Return what the customer does not want, by the character that names it: 拦 in 别拦了我还要."""
        found = (hit[1] for hit in _REFUSAL.finditer(self.text))
        return tuple(character for character in found if character not in FUNCTION_CHARACTERS)

    @property
    def slips(self) -> frozenset[str]:
        """Return the initials that may have been meant, by their names, if these are some and no syllables."""
        written = all(token.sounds or token.hanzi for token in self.tokens)
        return frozenset() if written else slips_of(self.text)

    @property
    def is_gibberish(self) -> bool:
        """Tell whether it is nothing but a stroll over the keyboard: nobody has asked anything."""
        return bool(self.shorthand) and is_keyboard_walk(self.text)

    @property
    def spoken_code(self) -> str:
        """Return the code that a lead would give to just this question: the initials of a query in
        hanzi or syllables.
        """
        tokens = self._content
        said = all(token.sounds for token in tokens)
        return (
            "".join(token.initials[0] for token in tokens) if said and len(tokens) >= _SHORTEST_CODE else ""
        )

    @property
    def spoken_words(self) -> tuple[str, str]:
        """That question as a profile's `hanzi`, or its `sounds`, has it: the kind of name, and the text."""
        names = sound_names()
        if all(token.hanzi for token in self._content):
            return "hanzi", "".join(token.hanzi for token in self._content)
        return "sounds", "".join(names.get(token.sounds[0], "") for token in self._content)

    @property
    def _content(self) -> tuple[Token, ...]:
        """Return the tokens between 我要 and 啊."""
        tokens = self.tokens
        while tokens and tokens[0].hanzi in _BEFORE_CONTENT:
            tokens = tokens[1:]
        while tokens and tokens[-1].hanzi in _BEHIND_CONTENT:
            tokens = tokens[:-1]
        return tokens


class _Names(NamedTuple):
    """What a token is called in profiles: at most one hanzi and initial, several sounds after a slip."""

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
    """Return what `token` is called; a number `among_hanzi` is written, in shorthand it is an initial."""
    known = sound_names()
    if token.hanzi == NUMBER:
        return _Names(NUMBER, (), initial_name(NUMBER), among_hanzi, NUMBER_WEIGHT)
    sounds = tuple(known[one] for one in token.sounds if one in known)
    written = is_hanzi(token.hanzi)
    functions = FUNCTION_CHARACTERS.intersection(token.hanzi) or _function_sounds().intersection(token.sounds)
    weight = FUNCTION_WEIGHT if functions and (not written or token.hanzi in FUNCTION_CHARACTERS) else 1.0
    initial = initial_name(token.initials[0]) if token.initials else ""
    return _Names(token.hanzi, sounds, initial, written, weight)


def _shorthand(tokens: list[Token]) -> tuple[str, ...]:
    """Return the words of a query in which every word is nothing but initials."""
    if any(token.sounds or not token.initials or is_hanzi(token.hanzi) for token in tokens):
        return ()
    if all(token.hanzi for token in tokens):  # numbers alone are written in full
        return ()
    words: list[str] = []
    end = -1
    for token in tokens:
        name = initial_name(token.initials[0])
        if token.start == end:
            words[-1] += name
        else:
            words.append(name)
        end = token.end
    # A single letter has no pair to be found by.
    return tuple(words) if all(len(word) > 1 for word in words) else ("".join(words),)


def _terms(text: str, tokens: list[Token], shorthand: tuple[str, ...]) -> Iterator[Term]:
    among_hanzi = any(map(is_hanzi, text))
    rows = [_names(token, among_hanzi) for token in tokens]
    for at in range(len(rows)):
        for length in (1, 2):
            if at + length <= len(rows):
                yield from _by_character_and_sound(rows[at : at + length])
    for word in WORDS.findall(text):
        yield Term((word,), "hanzi", word, WORD)
    for number in numbers_in(text):
        yield Term((number_key(number),), "meanings", number_name(number), SAME_NUMBER)
    for meaning in meanings_of_query(tokens, text):
        yield Term((meaning,), "meanings", meaning, MEANING)
    if (
        len(shorthand) > 1
    ):  # key words, wherever they stand: what is across a blank is chance, and so are edges
        ends = list(accumulate(map(len, shorthand), initial=0))
        yield from _by_initials([rows[start:end] for start, end in pairwise(ends)], [])
        return
    yield from _by_initials([rows], [] if all(one.sounds for one in rows) else [_EDGE])
    yield from _of_title(rows)


def _otherwise(tokens: list[Token], *, among_hanzi: bool) -> Iterator[Term]:
    """Return what another division of letters brings: pairs of syllables and titles.

    Single syllables of it are chance.
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
