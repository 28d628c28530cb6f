"""Every text that the program says, in Chinese and English.

Every text has a key `area.name` and stands in the module of its area (`problem.no-asks` in `i18n/problem.py`)
as a pair (Chinese, English) for `str.format_map`. An area is imported at its first use, and whole in its module however
long that gets: the key says where its text is.
"""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache
from importlib import import_module
from typing import Literal

Language = Literal["zh", "en"]
Texts = dict[str, tuple[str, str]]

_column = 0


def use_language(language: Language) -> None:
    """Use `language` from now on, in the whole process."""
    global _column  # noqa: PLW0603 - the language is the process's, like a locale
    _column = 1 if language == "en" else 0


def current_language() -> Language:
    """Return the language that is spoken now."""
    return "en" if _column else "zh"


def t(key: str, /, **values: object) -> str:
    """Return the text of `key` in the current language, with `values` filled in.

    Raises KeyError for an unknown key.
    """
    area, _, name = key.partition(".")
    text = table(area)[name][_column]
    return text.format_map(values) if values else text


def join_words(words: Iterable[str]) -> str:
    """Join `words` with the separator of the current language."""
    return ("、", ", ")[_column].join(words)


@cache
def table(area: str) -> Texts:
    """Return the table of one area, name → (Chinese, English)."""
    table: Texts = import_module(f"{__name__}.{area}").TEXTS
    return table
