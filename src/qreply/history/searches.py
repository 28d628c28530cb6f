"""One search as it is kept, and what is left out of it."""

from __future__ import annotations

import re
from datetime import datetime
from typing import Literal, NamedTuple, get_args

from qreply.safety import clean_line
from qreply.search.profile import plain_code
from qreply.search.text import is_hanzi, normalise
from qreply.search.tokens import tokens_of_query

Kind = Literal["hanzi", "pinyin", "initials", "mixed", "code", "pasted", "none", "noted"]
KINDS: tuple[Kind, ...] = get_args(Kind)

# Longer queries are pasted messages: they may tell who the customer is, and say nothing more about the book.
LONGEST = 40

# Every digit, and numbers that are written out: a telephone number reads 幺三八零… as well.
_NUMERAL = "[零〇○一二三四五六七八九幺两壹贰叁肆伍陆柒捌玖拾]"
_NUMBERS = re.compile(rf"{_NUMERAL}(?:[\s-]*{_NUMERAL}){{3,}}")
_MASK = "#"


class Search(NamedTuple):
    """A search that has ended. `at` is when, in seconds since 1970.

    `phrase` is the id of the reply that was copied, empty if none was; `seconds` are from the first key of the query
    to the copy, None where there was no query of its own; `edited` is whether the agent filled in or changed
    anything. `query` is masked already; `found` is whether there were any hits. The kind `noted` is a question
    that the agent put down for the lead.
    """

    at: int
    kind: Kind
    query: str = ""
    phrase: str = ""
    seconds: float | None = None
    edited: bool = False
    found: bool = True

    @property
    def when(self) -> datetime:
        """When it was, in the local time of this machine."""
        return datetime.fromtimestamp(self.at)  # noqa: DTZ006 - agents' shifts are in local time


def masked(query: str) -> str:
    """What may be kept of `query`: its digits masked, and nothing at all of a long one."""
    line = clean_line(query)
    if len(line) > LONGEST:
        return ""
    line = without_numbers(line)
    return line if any(character.isalpha() for character in line) else ""


def without_numbers(text: str) -> str:
    """`text` with its digits masked, and numbers written out in hanzi."""
    text = "".join(_MASK if character.isdigit() else character for character in text)
    return _NUMBERS.sub(lambda number: re.sub(_NUMERAL, _MASK, number[0]), text)


def kind_of(query: str, *, pasted: bool = False, code: str = "") -> Kind:
    """How `query` is written; `code` is that of the phrase which was picked for it."""
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
