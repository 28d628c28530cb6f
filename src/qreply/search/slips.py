"""Tell which rows of initials may have been meant by the keys that were hit."""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache

from qreply.text.sound_codes import initial_name

# Fewer initials are too often one slip away from another title's by chance.
_FEWEST = 4
_MOST = 12

_ROWS = ("qwertyuiop", "asdfghjkl", "zxcvbnm")


def _neighbours() -> Iterator[tuple[str, str]]:
    """Return each key with those beside it in its row, and above and below.

    Each row is half a key further right.
    """
    for number, row in enumerate(_ROWS):
        above = _ROWS[number - 1] if number else ""
        below = _ROWS[number + 1] if number + 1 < len(_ROWS) else ""
        for at, key in enumerate(row):
            beside = row[max(at - 1, 0) : at] + row[at + 1 : at + 2]
            yield key, beside + above[at : at + 2] + below[max(at - 1, 0) : at + 1]


_BESIDE = dict(_neighbours())


@lru_cache(maxsize=4)
def slips_of(text: str) -> frozenset[str]:
    """Give, by their names, the rows of initials one slip away from `text`.

    There are none if it is no row of initials. A slip is a key beside the right one, two keys swapped, or one too
    many.
    """
    if not _FEWEST <= len(text) <= _MOST or not (text.isascii() and text.isalpha()):
        return frozenset()
    meant = {text[:at] + key + text[at + 1 :] for at, hit in enumerate(text) for key in _BESIDE.get(hit, "")}
    meant |= {text[:at] + text[at + 1] + text[at] + text[at + 2 :] for at in range(len(text) - 1)}
    if len(text) > _FEWEST:
        meant |= {text[:at] + text[at + 1 :] for at in range(len(text))}
    return frozenset("".join(map(initial_name, letters)) for letters in meant - {text})
