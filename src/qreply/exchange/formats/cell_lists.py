"""Divide a cell that holds several asks, words or codes."""

from __future__ import annotations

import re

from qreply.text.safety import clean_line

ASKS = re.compile(r"[\n;；|｜]+")
WORDS = re.compile(r"[\n;；|｜,，、]+")
_SLASH = re.compile("[/／]")
_FEW_WORDS = re.compile(r"[\n;；|｜,、]+")  # the full-width comma divides clauses of a question
_KEYWORDS = re.compile("关键|触发|keyword", re.IGNORECASE)
_LONGEST_KEYWORD, _LONGEST_WORD = 12, 6  # characters of one among several
HANZI = re.compile("[\u4e00-\u9fff]")
_COMMA = re.compile("[,，]")
_SHORT, _SHORTER = 6, 4  # characters of three asks, and of two, between which commas stand


def one_a_line(cell: str, header: str) -> str:
    """Put each of a list of short words on a line of its own.

    In a sentence a comma is no divider.
    """
    keywords = bool(_KEYWORDS.search(header))
    divider, longest = (WORDS, _LONGEST_KEYWORD) if keywords else (_FEW_WORDS, _LONGEST_WORD)
    words = [part.strip() for part in _SLASH.split(cell)]
    if all(len(word) > 1 and HANZI.search(word) for word in words):  # 发货/几天发, and not S/M or 7/15天
        cell = "\n".join(words)
    parts = [part for part in map(str.strip, divider.split(cell)) if part]
    is_list = all((1 if keywords else 2) <= len(part) <= longest for part in parts)
    return "\n".join(parts) if is_list else cell


def several(pattern: re.Pattern[str], cell: str) -> tuple[str, ...]:
    """Return what stands between the dividers, each once."""
    return tuple(dict.fromkeys(filter(None, map(clean_line, pattern.split(cell)))))


def are_short_asks(line: str) -> bool:
    """Tell whether commas seem to divide a line into asks, not a sentence into clauses."""
    parts = [part.strip() for part in _COMMA.split(line)]
    longest = _SHORT if len(parts) > 2 else _SHORTER
    return len(parts) > 1 and all(1 < len(part) <= longest for part in parts)
