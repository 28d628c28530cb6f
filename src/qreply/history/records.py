"""The record of one search."""

from __future__ import annotations

from datetime import datetime
from math import isfinite
from typing import Literal, NamedTuple, get_args

from qreply.search.document import plain_code
from qreply.text.normalize import is_hanzi, normalise
from qreply.text.tokenizer import tokens_of_query

Kind = Literal["hanzi", "pinyin", "initials", "mixed", "code", "pasted", "none", "noted"]
KINDS: tuple[Kind, ...] = get_args(Kind)


# Longer queries are pasted messages: they may tell who the customer is, and say little about the book.
MAX_QUERY = 40

_MAX_TIME = 32_503_680_000  # the year 3000, which every system can still tell as a date


class SearchRecord(NamedTuple):
    """A search that has ended. `at` is when, in seconds since 1970.

    `phrase` is the id of the reply that was copied, empty if none was; `seconds` are from the first key of the query
    to the copy, None where there was no query of its own; `edited` is whether the agent filled in or changed
    anything. `query` is masked already; `found` is whether there were any hits. The kind `noted` is a question
    that the agent put down for the lead. `agent` is who searched, empty unless they agreed to be named; `shop` is
    the one they worked for.
    """

    at: int
    kind: Kind
    query: str = ""
    phrase: str = ""
    seconds: float | None = None
    edited: bool = False
    found: bool = True
    agent: str = ""
    shop: str = ""

    @property
    def when(self) -> datetime:
        """Return when it was, in the local time of this machine."""
        return datetime.fromtimestamp(self.at)  # noqa: DTZ006 - agents' shifts are in local time

    @property
    def is_possible(self) -> bool:
        """Tell whether it can have happened: for other times `when` fails and figures mean nothing."""
        seconds = 0.0 if self.seconds is None else self.seconds
        return 0 <= self.at < _MAX_TIME and isfinite(seconds) and seconds >= 0


def kind_of(query: str, *, pasted: bool = False, code: str = "") -> Kind:
    """Tell how `query` is written; `code` is that of the phrase which was picked for it."""
    plain = normalise(query)
    if not plain.strip():
        return "none"
    if pasted:
        return "pasted"
    if code and plain_code(query) == plain_code(code):
        return "code"
    tokens = tokens_of_query(plain)
    hanzi = sum(bool(token.hanzi) and is_hanzi(token.hanzi) for token in tokens)
    if hanzi:
        return "hanzi" if hanzi == len(tokens) else "mixed"
    spoken = sum(bool(token.sounds) for token in tokens)
    return "pinyin" if spoken * 2 > len(tokens) else "initials"
