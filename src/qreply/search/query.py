"""A query, taken apart."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from typing import NamedTuple

from qreply.search.document import CODE, CODE_START, plain_code, signed_code
from qreply.search.evidence import CODE_BEGINS, Term, terms_of, terms_of_other_row
from qreply.search.refusals import refused_in
from qreply.search.slips import slips_of
from qreply.text.colloquial import fold_words, is_keyboard_walk, level_forms
from qreply.text.normalize import is_hanzi, normalise
from qreply.text.sound_codes import initial_name, sound_names
from qreply.text.tokenizer import Token, other_rows, tokens_of_query

# What stands around a question as short as 我要退货啊 and is no part of it.
_BEFORE_CONTENT = frozenset("我要想请帮亲")
_BEHIND_CONTENT = frozenset("啊呀哦呢吧嘛啦哈")
_SHORTEST_CODE = 2


class Query(NamedTuple):
    """A query taken apart."""

    text: str
    code: str
    signed_code: str
    tokens: tuple[Token, ...]
    terms: tuple[Term, ...]
    # The tokens with letters divided otherwise, or of the query as it was written.
    others: tuple[tuple[Token, ...], ...] = ()
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
        for term in terms_of(plain, tokens, shorthand):
            if not term.weight:
                continue
            known = found.get(term[:3])
            weight = term.weight + known.weight if known else term.weight
            found[term[:3]] = Term(term.keys, term.name, term.text, weight)
        for row in others:
            for term in terms_of_other_row(row, among_hanzi=any(map(is_hanzi, plain))):
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
        return refused_in(self.text)

    @property
    def slips(self) -> frozenset[str]:
        """Return the initials that may have been meant, by their names.

        Returns none unless the query is initials, and no syllables.
        """
        written = all(token.sounds or token.hanzi for token in self.tokens)
        return frozenset() if written else slips_of(self.text)

    @property
    def is_gibberish(self) -> bool:
        """Tell whether it is nothing but a stroll over the keyboard: nobody has asked anything."""
        return bool(self.shorthand) and is_keyboard_walk(self.text)

    @property
    def spoken_code(self) -> str:
        """Return the code that a lead would give to just this question.

        It is the initials of a query in hanzi or syllables.
        """
        return spoken_code_of(self.tokens)

    @property
    def spoken_words(self) -> tuple[str, str]:
        """Return the kind of name, and a spoken question as a document's string of that name has it."""
        names, content = sound_names(), _content(self.tokens)
        if all(token.hanzi for token in content):
            return "hanzi", "".join(token.hanzi for token in content)
        return "sounds", "".join(names.get(token.sounds[0], "") for token in content)


def spoken_code_of(tokens: Sequence[Token]) -> str:
    """Return the initials of `tokens` in hanzi or syllables; "" for others, and for too few."""
    content = _content(tokens)
    said = all(token.sounds for token in content)
    return "".join(token.initials[0] for token in content) if said and len(content) >= _SHORTEST_CODE else ""


def _content(tokens: Sequence[Token]) -> Sequence[Token]:
    """Return the tokens between 我要 and 啊."""
    while tokens and tokens[0].hanzi in _BEFORE_CONTENT:
        tokens = tokens[1:]
    while tokens and tokens[-1].hanzi in _BEHIND_CONTENT:
        tokens = tokens[:-1]
    return tokens


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
