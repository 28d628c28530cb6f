"""How often real customers' questions find the right phrase: python -m benchmarks.quality [--sample N]"""

from __future__ import annotations

import argparse

from benchmarks import jd
from qreply.search import Index


def main() -> None:
    """Print recall@1, recall@3 and mean reciprocal rank by kind of writing and number of indexed asks."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--sample", type=int, default=1, help="only every Nth question")
    arguments = parser.parse_args()
    asked = jd.questions()[:: arguments.sample]
    for asks in (10, 3, 0):
        found = jd.ranks(Index.build(jd.book(asks)), asked)
        print(f"\n{asks} asks a phrase, {len(asked)} questions")
        print(f"{'':14}{'recall@1':>10}{'recall@3':>10}{'MRR':>8}")
        for kind in jd.KINDS:
            offsets = found[kind]
            reciprocal = sum(1 / place for place in offsets if place) / len(offsets)
            print(f"{kind:14}{jd.recall(offsets, 1):10.3f}{jd.recall(offsets, 3):10.3f}{reciprocal:8.3f}")


if __name__ == "__main__":
    main()
