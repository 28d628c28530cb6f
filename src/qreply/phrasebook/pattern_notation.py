"""Read how the patterns of rules are written.

Blocks and classes of words stand in braces, as does the hit itself; parts are joined with `&&`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from functools import lru_cache
from typing import NamedTuple

from qreply.phrasebook.pattern_blocks import BLOCKS
from qreply.text.nfkc import normalize
from qreply.text.normalize import fold

HIT = "{它}"
"""In an exception: the hit itself, so that what stands before or after it can be named."""

TOGETHER = "&&"
"""Between the parts of a pattern that stand in one sentence, in any order; a part after `!` may not stand there."""

REACH = 22
"""Characters before and after the first part in which the others stand: two clauses of a chat message."""

_TOGETHER = re.compile(rf"\s+{TOGETHER}\s+")
BLOCK_NAME = re.compile(r"\{([^\W\d_a-zA-Z]{1,8})\}")


class Parts(NamedTuple):
    """What a sentence must hold, in any order, and what it may not hold; one pattern for each."""

    held: tuple[str, ...]
    absent: tuple[str, ...] = ()


@lru_cache(maxsize=4096)
def parts_of(pattern: str) -> Parts:
    """Take `a && b && !c` apart; any other pattern is its only part."""
    if TOGETHER not in pattern:
        return Parts((pattern,))
    parts = _TOGETHER.split(pattern.strip())
    return Parts(
        tuple(part for part in parts if not part.startswith("!")),
        tuple(part[1:] for part in parts if part.startswith("!")),
    )


def expand(pattern: str) -> str:
    """Put the blocks of `pattern` in their places.

    Raises KeyError naming one that does not exist.
    """
    return _expanded(pattern)


@lru_cache(maxsize=4096)
def _expanded(pattern: str) -> str:
    return BLOCK_NAME.sub(_block, pattern)


def _block(name: re.Match[str]) -> str:
    pattern, _ = BLOCKS[name[1]]
    return f"(?:{_expanded(pattern)})"


def unknown_blocks(pattern: str) -> Iterator[str]:
    """Give the names in `pattern` that are no block of ours: classes of words, or slips."""
    names = (match[1] for match in BLOCK_NAME.finditer(pattern.replace(HIT, "")))
    return (name for name in names if name not in BLOCKS)


def put_classes(pattern: str, classes: Mapping[str, Sequence[str]]) -> str:
    """Write the words of `classes` where `pattern` names one.

    Where it is called like a block of ours, they are added to what that stands for.
    """

    def written(name: re.Match[str]) -> str:
        block = BLOCKS.get(name[1])
        words = [re.escape(word) for one in classes.get(name[1], ()) if (word := fold(normalize(one).text))]
        if block is None:
            return f"(?:{'|'.join(words)})" if words else name[0]
        inside = put_classes(block[0], classes)
        if words:
            return f"(?:{'|'.join((inside, *words))})"
        return name[0] if inside == block[0] else f"(?:{inside})"

    return BLOCK_NAME.sub(written, pattern) if classes else pattern
