"""Compile leads' regular expressions, none of which may keep the screen waiting.

They are compiled, probed and matched within limits.

They are matched by the package `regex`, which gives up after a time. One that takes long on a probe is refused when
its file is read; one that takes long in use raises TimeoutError, and whoever uses it must say so. The package is
imported at the first use, since it takes longer than all of `qreply find`.
"""

from __future__ import annotations

import re
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from enum import Enum
from functools import cached_property, lru_cache
from itertools import permutations
from typing import TYPE_CHECKING

from qreply.phrasebook.limits import PAGE_LINE

if TYPE_CHECKING:
    from pathlib import Path

    import regex

    from qreply.phrasebook.kept_expressions import KeptExpressions

PROBE_TIME = 0.02
"""Seconds of CPU that a pattern may take for one probe. What grows with the text's third power, or faster, takes more;
with the square, 1 ms here and 70 ms on the longest reply there may be."""

SECOND_PROBE_TIME = 0.1
"""Seconds for the same probe once more: a busy machine keeps a good pattern waiting, and a bad one takes longer."""

VALUE_TIME = 0.1
"""Seconds of CPU that matching one value may take."""

_PROBE = 600  # characters of a probe
_FEW = 24  # characters of a short one: some patterns only try everything where the text is no longer than they are
_LETTERS = 6  # different characters of the pattern that probes are made of

_ESCAPED = re.compile(r"\\.|\[\^?\]?(?:\\.|[^\]\\])*\]", re.DOTALL)
_REPEATS = re.compile(r"[*+]|\{\d*,\}|\)[{]")


class Use(Enum):
    """What a pattern is matched against: a whole value, a page of the clipboard, or a reply."""

    VALUE = "value"
    FOUND = "found"
    SEARCH = "search"


class _Keeping:
    """The file of kept expressions, opened when one is compiled: to find a reply none need be."""

    def __init__(self, path: Path) -> None:
        self._path = path

    @cached_property
    def file(self) -> KeptExpressions:
        from qreply.phrasebook.kept_expressions import KeptExpressions

        return KeptExpressions(self._path)


_keeping: list[_Keeping] = []


@contextmanager
def keep_at(path: Path) -> Iterator[None]:
    """Take what is compiled from the file at `path` meanwhile, and keep there what is not yet."""
    keeping = _Keeping(path)
    _keeping.append(keeping)
    try:
        yield
    finally:
        _keeping.remove(keeping)
        if "file" in vars(keeping):
            keeping.file.save()


def compiled(pattern: str) -> regex.Pattern[str]:
    """Compile `pattern`; raises regex.error, RecursionError or OverflowError where it is none."""
    return _compiled(pattern, 0)


@lru_cache(maxsize=2048)
def _compiled(pattern: str, flags: int) -> regex.Pattern[str]:
    import regex

    for keeping in _keeping:
        if (known := keeping.file.get(pattern, flags)) is not None:
            return known
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", FutureWarning)  # of what `[[` may mean one day
        found = regex.compile(pattern, flags)
    for keeping in _keeping:
        keeping.file.add(found, flags)
    return found


def reverse_compiled(pattern: str) -> regex.Pattern[str]:
    """Compile `pattern` so that `match(text, start, end)` matches what ends at `end`."""
    import regex

    return _compiled(pattern, int(regex.REVERSE))


def matches_whole(pattern: str, value: str) -> bool:
    """Tell whether `pattern` matches all of `value`.

    Raises TimeoutError where that takes too long.
    """
    return compiled(pattern).fullmatch(value, timeout=VALUE_TIME) is not None


@lru_cache(maxsize=2048)
def problem_of(pattern: str, use: Use) -> str:
    """Name what is wrong with `pattern`, "" for nothing.

    A `bad-pattern` is no regular expression, a `slow-pattern` may hang.
    """
    import regex

    try:
        matcher = compiled(pattern)
    except (regex.error, RecursionError, OverflowError, ValueError):
        return "bad-pattern"
    if not _REPEATS.search(_ESCAPED.sub("x", pattern)):
        return ""  # nothing is repeated without limit, nor are repeats: no text makes it slow by itself
    slow = any(
        _takes_longer(matcher, probe, use, PROBE_TIME)
        and _takes_longer(matcher, probe, use, SECOND_PROBE_TIME)
        for probe in probes(pattern)
    )
    return "slow-pattern" if slow else ""


def _takes_longer(matcher: regex.Pattern[str], probe: str, use: Use, seconds: float) -> bool:
    try:
        if use is Use.VALUE:
            matcher.fullmatch(probe, timeout=seconds)
        else:
            text = probe[:PAGE_LINE] if use is Use.FOUND else probe
            for _ in matcher.finditer(text, timeout=seconds):
                pass
    except TimeoutError:
        return True
    return False


def probes(pattern: str) -> Iterator[str]:
    """Make texts of the pattern's own characters, again and again, that fail at their ends.

    `regex` does not begin where something that a match needs is missing, so all of the characters stand at the end.
    """
    letters = list(dict.fromkeys(character for character in pattern if character.isalnum()))[:_LETTERS]
    plain = [*letters, *(character for character in " 1a中" if character not in letters)]
    pairs = ["".join(pair) for pair in permutations(letters[:3], 2)]
    words = ["".join(letters[:length]) for length in (3, 4, _LETTERS)]
    tail = "!\n" + "!".join(plain)
    for unit in dict.fromkeys((*plain, *pairs, *words)):
        if unit:
            yield unit * (_PROBE // len(unit)) + tail
            yield (unit * _FEW)[:_FEW] + tail
            yield (unit * _FEW)[:_FEW]
