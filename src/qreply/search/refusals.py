"""What a customer refuses, and which phrases answer a refusal: 别拦了 is not 帮我拦截."""

from __future__ import annotations

import re

from qreply.search.evidence import FUNCTION_CHARACTERS

_REFUSAL = re.compile(
    "(?:(?<![特区级性分识差类个])别(?![的人家处])|不用|不要|不想|不必|不需要|甭|先不)(?:再|给我?|帮我?|跟我?|去)?([一-鿿])"
)
# Before what is refused, or is not so; of these, what wants it not rather than hasn't it.
_NEGATING = frozenset("别不甭没无未")
_UNWANTING = frozenset("别不甭")
# How far before it they stand at most: 不要给我|退.
_REACH = 3


def refused_in(text: str) -> tuple[str, ...]:
    """Return what the customer does not want, by the character that names it: 拦 in 别拦了我还要."""
    found = (hit[1] for hit in _REFUSAL.finditer(text))
    return tuple(character for character in found if character not in FUNCTION_CHARACTERS)


def is_only_wanted(character: str, lines: str) -> bool:
    """Tell whether `lines` speak of what `character` names, and never refuse it.

    Where it is refused, a negation stands before it.
    """
    befores = _befores(character, lines)
    return bool(befores) and all(_NEGATING.isdisjoint(before) for before in befores)


def count_refusals(character: str, lines: str) -> int:
    """Return how many of `lines` refuse what `character` names; 退不退 asks, and does not refuse."""
    return sum(
        any(
            not _UNWANTING.isdisjoint(before) and before[-2:] != f"{character}不"
            for before in _befores(character, line)
        )
        for line in lines.split("\n")
        if character in line
    )


def _befores(character: str, text: str) -> list[str]:
    """Return what stands before the character, wherever it is."""
    return [text[max(hit.start() - _REACH, 0) : hit.start()] for hit in re.finditer(character, text)]
