"""Whether a question with other numbers than the book's is still found: python -m benchmarks.numbers

Every ask of the shipped book that holds numbers is asked with others in their place.
"""

from __future__ import annotations

import argparse
import random
import re

from benchmarks.pastes import shipped
from qreply.workspace.finder import find

TIMES = 5
_NUMBER = re.compile("[0-9]+")


def main() -> None:
    """Print recall@1 and @3 of the asks as they stand and with other numbers."""
    argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter).parse_args()
    workspace = shipped()
    index = workspace.phrasebook.index
    phrases = [index.phrase(place) for place in range(len(index))]
    asks = [(ask, phrase.id) for phrase in phrases for ask in phrase.asks if _NUMBER.search(ask)]
    chance = random.Random(2)  # noqa: S311 - nothing secret
    others = [(with_others(ask, chance), wanted) for ask, wanted in asks for _ in range(TIMES)]
    for name, asked in (("as they stand", asks), ("other numbers", others)):
        ids = [
            ([hit.phrase.id for hit in find(workspace, text, limit=3).hits], wanted) for text, wanted in asked
        ]
        first = sum(found[:1] == [wanted] for found, wanted in ids) / len(ids)
        third = sum(wanted in found for found, wanted in ids) / len(ids)
        print(f"{len(asks)} asks with numbers, {name:16} recall@1 {first:.3f}  recall@3 {third:.3f}")


def with_others(ask: str, chance: random.Random) -> str:
    """`ask` with a number of as many digits for each of its own; 618 and 11 stay, which are campaigns' names."""
    return _NUMBER.sub(
        lambda hit: (
            hit[0] if hit[0] in {"618", "11"} else "".join(chance.choices("123456789", k=len(hit[0])))
        ),
        ask,
    )


if __name__ == "__main__":
    main()
