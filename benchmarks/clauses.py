"""Whether both questions of one message are answered in the first rows: python -m benchmarks.clauses"""

from __future__ import annotations

import argparse
import random

from benchmarks.pastes import shipped
from qreply.search.clauses import split_clauses
from qreply.workspace.finder import find

ASKED = 500
BETWEEN = ("，", " ", "？", "\n")


def main() -> None:
    """Print how often both replies are in the first two and three rows, as a whole and by clauses."""
    argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter).parse_args()
    workspace = shipped()
    index = workspace.phrasebook.index
    phrases = [index.phrase(place) for place in range(len(index))]
    chance = random.Random(8)  # noqa: S311 - nothing secret
    asks = [
        (ask, phrase.id)
        for phrase in phrases
        for ask in phrase.asks
        if len(split_clauses(f"{ask}，{ask}")) == 2
    ]
    rows = {"as a whole": [0, 0], "by clauses": [0, 0]}
    for _ in range(ASKED):
        (one, first), (two, second) = chance.sample(asks, 2)
        text = f"{one}{chance.choice(BETWEEN)}{two}"
        for name, hits in (("as a whole", index.find(text)), ("by clauses", find(workspace, text).hits)):
            ids = [hit.phrase.id for hit in hits[:3]]
            rows[name][0] += {first, second} <= set(ids[:2])
            rows[name][1] += {first, second} <= set(ids)
    for name, (in_two, in_three) in rows.items():
        print(
            f"{name:12} both in two rows {in_two / ASKED:.3f}, in three {in_three / ASKED:.3f}; goal: .95 in three"
        )


if __name__ == "__main__":
    main()
