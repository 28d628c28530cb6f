"""What was found out beforehand of the shipped rules' patterns, so that the first start need not judge them anew.

`judged_patterns.json` is made by scripts/judge_patterns.py and holds, for each pattern, its key, the most characters
that it matches, and the words that each match holds one of, divided by line feeds. A pattern that it lacks is judged
when it is read.
"""

from __future__ import annotations

import json
from functools import lru_cache
from hashlib import blake2b
from pathlib import Path

from qreply.phrasebook.patterns import Telling

TABLE = Path(__file__).with_name("judged_patterns.json")


def key_of(pattern: str) -> str:
    """Make the key of `pattern`: eight bytes of its BLAKE2b digest, in hexadecimal."""
    return blake2b(pattern.encode("utf-8", "surrogatepass"), digest_size=8).hexdigest()


def judged_telling(pattern: str) -> Telling | None:
    """Look up by what `pattern` is told; None where it was not judged. What was judged was found fine."""
    line = _table().get(key_of(pattern))
    if line is None:
        return None
    width, *words = line.split("\n")
    return Telling(tuple(words), int(width))


def line_of(telling: Telling) -> str:
    """Write `telling` as the table has it."""
    return "\n".join((str(telling.width), *telling.words))


@lru_cache(maxsize=1)
def _table() -> dict[str, str]:
    table: dict[str, str] = json.loads(TABLE.read_text("utf-8"))
    return table
