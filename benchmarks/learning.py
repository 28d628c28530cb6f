"""What learning from picks gains, and what it costs a key: python -m benchmarks.learning [--sample N]

Half of the customers' questions are replayed as picks of the right phrase; the other half, and what was made of it
by homophones, pinyin and initials, is then asked for, before and after.

    python -m benchmarks.learning --constants

shows by what its constants were chosen: of the shipped book's own asks a third stays in the book, a third is picked,
and half of the rest is asked for.
"""

from __future__ import annotations

import argparse
import gc
import random
import time
from collections import defaultdict
from datetime import datetime
from statistics import quantiles

from benchmarks import jd
from benchmarks.ablation import changed
from qreply.history import usage_ranking
from qreply.history.masking import mask_query
from qreply.history.records import SearchRecord
from qreply.history.usage_ranking import UsageRanking
from qreply.phrasebook.loader import load
from qreply.phrasebook.model import Phrasebook
from qreply.search import Hit, Index, learned
from qreply.search.query import Query
from qreply.storage.locations import shipped_phrasebook

NOW = datetime(2026, 11, 23, 9, 30)


def main() -> None:
    """Print recall@1 and @3 by kind of writing, before and after, and the milliseconds that re-ordering takes."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("--sample", type=int, default=1, help="only every Nth question")
    parser.add_argument(
        "--constants", action="store_true", help="the shipped book's asks, with other constants"
    )
    arguments = parser.parse_args()
    sample = arguments.sample
    if arguments.constants:
        _print_constants(sample)
        return
    lines = (jd.FOLDER / "queries.tsv").read_text("utf-8").splitlines()[1:]
    rows = [line.split("\t") for line in lines]
    questions = [(intent, text) for intent, kind, text, _ in rows if kind == "zh"]
    picked = questions[::2]
    replayed = {text for _, text in picked}
    asked = [row for row in rows if row[3] not in replayed][::sample]
    at = int(NOW.timestamp())
    intents = sorted({intent for intent, _ in picked})
    chance = random.Random(4)  # noqa: S311 - nothing secret
    took: tuple[list[float], list[float]] = ([], [])
    for wrong in (0.0, 0.25):
        meant = [
            (chance.choice(intents) if chance.random() < wrong else intent, text) for intent, text in picked
        ]
        picks = UsageRanking(
            (SearchRecord(at, "pasted", mask_query(text), intent) for intent, text in meant), NOW
        )
        print(f"\n{len(picked)} picks learned, {wrong:.0%} of them wrong")
        for asks in (10, 3):
            index = Index.build(jd.book(asks))
            gc.collect()
            gc.freeze()  # as the screen does
            _print_recall(index, asks, asked, picks, took)
    for name, times in zip(("without", "with"), took, strict=True):
        cuts = quantiles(times, n=100)
        print(f"a whole question {name} what was learned: p50 {cuts[49]:.2f}, p99 {cuts[98]:.2f} ms")


def _print_recall(
    index: Index,
    asks: int,
    asked: list[list[str]],
    picks: UsageRanking,
    took: tuple[list[float], list[float]],
) -> None:
    found: dict[str, tuple[list[int], list[int]]] = defaultdict(lambda: ([], []))
    for intent, kind, text, _ in asked:
        query = Query.of(text)
        began = time.perf_counter()
        hits = index.find(text)
        between = time.perf_counter()
        reordered = picks.reorder(query, index.search(text, learned=picks.learned).hits)
        took[0].append((between - began) * 1000)
        took[1].append((time.perf_counter() - between) * 1000)
        found[kind][0].append(_place(intent, hits))
        found[kind][1].append(_place(intent, reordered))
    print(f"\n{asks} asks a phrase{'recall@1':>16}{'after':>9}{'recall@3':>11}{'after':>9}")
    for kind in jd.KINDS:
        cells = [jd.recall(offsets, within) for within in (1, 3) for offsets in found[kind]]
        print(
            f"{kind:14}"
            + "".join(f"{one:{width}.3f}" for one, width in zip(cells, (16, 9, 11, 9), strict=True))
        )


def _print_constants(sample: int) -> None:
    phrases = load([shipped_phrasebook()]).phrases
    index = Index.build(
        Phrasebook(phrases=tuple(phrase._replace(asks=phrase.asks[::3]) for phrase in phrases))
    )
    picked = [(phrase.id, ask) for phrase in phrases for ask in phrase.asks[1::3]]
    asked = [(phrase.id, ask) for phrase in phrases for ask in phrase.asks[2::3]][:: 2 * sample]
    ids = [phrase.id for phrase in phrases]
    lift, few = usage_ranking.LIFT_OF_LINES, learned.FEW_PHRASES
    for lift_of_lines, few_phrases in (
        *((one, few) for one in (0.0, 0.1, 0.2, 0.3, 0.4, 0.7)),
        *((lift, one) for one in (0, 2, 4, 16, 64)),
    ):
        with changed(
            {
                (usage_ranking, "LIFT_OF_LINES"): lift_of_lines,
                (learned, "FEW_PHRASES"): few_phrases,
            }
        ):
            cells = []
            for wrong in (0.0, 0.25):
                chance = random.Random(4)  # noqa: S311 - nothing secret
                meant = [(chance.choice(ids) if chance.random() < wrong else one, ask) for one, ask in picked]
                at = int(NOW.timestamp())
                picks = UsageRanking(
                    (SearchRecord(at, "pasted", mask_query(ask), one) for one, ask in meant), NOW
                )
                places = [
                    _place(one, picks.reorder(Query.of(ask), index.search(ask, learned=picks.learned).hits))
                    for one, ask in asked
                ]
                cells += [jd.recall(places, 1), jd.recall(places, 3)]
        print(
            f"lift of lines {lift_of_lines}, few phrases {few_phrases}: "
            "recall@1 {:.3f}, @3 {:.3f}; a quarter wrong {:.3f}, {:.3f}".format(*cells),
            flush=True,
        )


def _place(intent: str, hits: list[Hit]) -> int:
    ids = [hit.phrase.id for hit in hits]
    return ids.index(intent) + 1 if intent in ids else 0


if __name__ == "__main__":
    main()
