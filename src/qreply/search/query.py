"""A query as evidence: the grams it has, and what each is worth."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache, lru_cache
from itertools import count, product
from operator import add
from typing import NamedTuple

from qreply.search.document import CODE_START, REPLY, TITLE, TITLE_INITIALS, TITLE_SOUNDS, WORDS, plain_code
from qreply.search.synonyms import meanings_of_query
from qreply.text.normalize import is_hanzi, normalise
from qreply.text.pinyin import sound, usual_reading
from qreply.text.sound_codes import initial_name, sound_names
from qreply.text.tokenizer import Token, tokens_of_query

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
# A whole Latin word or number, as PLUS or 12.
WORD = 2.0
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
    tokens: tuple[Token, ...]
    terms: tuple[Term, ...]

    @classmethod
    @lru_cache(maxsize=4)  # the index and the picks ask for the same one
    def of(cls, text: str) -> Query:
        """What `text`, as it was typed or pasted, asks for."""
        plain = normalise(text)
        tokens = tokens_of_query(plain)
        found: dict[object, Term] = {}
        for term in _terms(plain, tokens):
            if not term.weight:
                continue
            known = found.get(term[:3])
            weight = term.weight + known.weight if known else term.weight
            found[term[:3]] = Term(term.keys, term.name, term.text, weight)
        code = plain_code(text)
        if code:
            key = CODE_START + code
            found[key] = Term((key,), "", "", CODE_BEGINS)
        return cls(plain, code, tuple(tokens), tuple(found.values()))


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


def _names(token: Token) -> _Names:
    known = sound_names()
    sounds = tuple(known[one] for one in token.sounds if one in known)
    written = bool(token.hanzi) and is_hanzi(token.hanzi)
    functions = FUNCTION_CHARACTERS.intersection(token.hanzi) or _function_sounds().intersection(token.sounds)
    weight = FUNCTION_WEIGHT if functions and (not written or token.hanzi in FUNCTION_CHARACTERS) else 1.0
    initial = initial_name(token.initials[0]) if token.initials else ""
    return _Names(token.hanzi, sounds, initial, written, weight)


def _terms(text: str, tokens: list[Token]) -> Iterator[Term]:
    rows = list(map(_names, tokens))
    for at in range(len(rows)):
        for length in (1, 2):
            if at + length <= len(rows):
                yield from _by_character_and_sound(rows[at : at + length])
    for word in WORDS.findall(text):
        yield Term((word,), "hanzi", word, WORD)
    for meaning in meanings_of_query(tokens):
        yield Term((meaning,), "meanings", meaning, MEANING)
    yield from _by_initials(rows)
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


def _by_initials(rows: list[_Names]) -> Iterator[Term]:
    edges = [] if all(one.sounds for one in rows) else [_EDGE]
    rows = [*edges, *rows, *edges]
    worths: dict[str, float] = {}
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
    if all(one.sounds for one in rows):
        if 0 < len(rows) <= TITLE_SOUNDS:
            for sounds in map("".join, product(*(one.sounds for one in rows))):
                yield Term((TITLE + sounds,), "", "", TITLE_BEGINS_SOUNDS)
    elif len(initials) == len(rows) <= TITLE_INITIALS:
        yield Term((TITLE + initials,), "", "", TITLE_BEGINS_INITIALS)
