"""Numbers as one token: a run of digits, decimal point included, is NUMBER.

Digit by digit, a size or a price would weigh as much as a word of rare hanzi, whatever the number.
"""

from __future__ import annotations

import re

NUMBER = "#"  # which normalising leaves in no text

# So long a number is no size, price or count: it is the name of something (12315), or somebody's order.
NAME_DIGITS = 5

_RUN = re.compile(r"[0-9]+(?:\.[0-9]+)*")
_TOKEN = re.compile(rf"{_RUN.pattern}|[^ ]")


def level_numbers(text: str) -> str:
    """Put NUMBER for each number in normalised `text`."""
    return _RUN.sub(NUMBER, text)


def numbers_in(text: str) -> list[str]:
    """List the numbers of normalised `text` in their order."""
    return _RUN.findall(text)


def number_at(text: str, offset: int) -> str:
    """Return the number that begins at `offset`, in characters, of normalised `text`, or ""."""
    hit = _RUN.match(text, offset)
    return hit[0] if hit else ""


def token_spans(text: str) -> tuple[tuple[int, int], ...]:
    """Return where in normalised `text` its characters and numbers are, half-open, blanks apart."""
    return tuple(hit.span() for hit in _TOKEN.finditer(text))


def number_key(number: str) -> str:
    """Return the key of phrases that hold this very number."""
    return NUMBER + number


def number_name(number: str) -> str:
    """Return how `meanings` show this very number, and none that it is a part of."""
    return f"<{number}>"
