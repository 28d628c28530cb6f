"""Know what was found out beforehand of the shipped rules' patterns.

Thanks to it the first start need not judge them anew. `judged_patterns.json` is made by scripts/judge_patterns.py and
holds, for each pattern, its key and its telling. A pattern that it lacks is judged when it is read.
"""

from __future__ import annotations

import json
from functools import lru_cache
from hashlib import blake2b
from pathlib import Path
from typing import Any

from qreply.phrasebook.model import Telling

TABLE = Path(__file__).with_name("judged_patterns.json")


def key_of(pattern: str) -> str:
    """Make the key of `pattern`: eight bytes of its BLAKE2b digest, in hexadecimal."""
    return blake2b(pattern.encode("utf-8", "surrogatepass"), digest_size=8).hexdigest()


@lru_cache(maxsize=4096)
def judged_telling(pattern: str) -> Telling | None:
    """Look up the words that tell a match of `pattern`; None where it was not judged.

    Every pattern that was judged was found fine.
    """
    known = _table().get(key_of(pattern))
    if known is None:
        return None
    width, *sets = known
    words, *also = (tuple(one.split("|")) if one else () for one in sets)
    return Telling(words, width, tuple(also))


@lru_cache(maxsize=1)
def _table() -> dict[str, Any]:
    table: dict[str, Any] = json.loads(TABLE.read_text("utf-8"))
    return table
