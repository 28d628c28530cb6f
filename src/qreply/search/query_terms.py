"""A query's grams as they are looked for in a hit's lines, sorted once a query."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cached_property

from qreply.search.document import REPLY, TITLE
from qreply.search.query import Query
from qreply.text.phonetics import read_otherwise

Worths = Sequence[tuple[str, float]]

_PAIR = 2


class QueryTerms:
    """What of a query may be shown to be in a phrase.

    That is its plain grams with their worth, by where they may be.
    """

    def __init__(self, query: Query) -> None:
        self.code = query.code
        self.signed_code = query.signed_code
        self._terms = query.terms

    def _named(self, name: str) -> Worths:
        return [(term.text, term.weight) for term in self._terms if term.name == name]

    def _beginning(self, prefix: str) -> Worths:
        unnamed = ((term.keys[0], term.weight) for term in self._terms if not term.name)
        return [(key.removeprefix(prefix), weight) for key, weight in unnamed if key.startswith(prefix)]

    @cached_property
    def hanzi(self) -> Worths:
        """Return characters and words."""
        return self._named("hanzi")

    @cached_property
    def sounds(self) -> Worths:
        """Return sounds, one or two in a row."""
        return self._named("sounds")

    @cached_property
    def initials(self) -> Worths:
        """Return pairs of initials, and the first and last of a line."""
        return [(text, weight) for text, weight in self._named("initials") if len(text) == _PAIR]

    @cached_property
    def single_initials(self) -> Worths:
        """Return the initials one by one, which are everywhere."""
        return [(text, weight) for text, weight in self._named("initials") if len(text) == 1]

    @cached_property
    def meanings(self) -> Mapping[str, float]:
        """Return the meanings of words."""
        return dict(self._named("meanings"))

    @cached_property
    def titles(self) -> Worths:
        """Return how titles may begin, in sounds or initials."""
        return self._beginning(TITLE)

    @cached_property
    def replied(self) -> Worths:
        """Return pairs of sounds in replies."""
        return self._beginning(REPLY)

    @cached_property
    def in_reply(self) -> Mapping[str, float]:
        """Return the same, by gram."""
        return dict(self.replied)

    @cached_property
    def whole_reply(self) -> float:
        """Return what a reply is worth that has all of them."""
        return sum(self.in_reply.values())

    @cached_property
    def said(self) -> Mapping[str, float]:
        """Return whatever another reading of a character may be part of."""
        return dict((*self.sounds, *self.initials))

    @cached_property
    def heteronyms(self) -> frozenset[str]:
        """Return the characters with another reading that the query may mean."""
        terms = (*self.said, *(term for term, _ in (*self.titles, *self.replied)))
        return frozenset("".join(read_otherwise().get(name, "") for name in set("".join(terms))))
