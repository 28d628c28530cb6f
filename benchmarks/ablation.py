"""What each part of the ranking brings: python -m benchmarks.ablation [--sample N]

Each line leaves one part out and shows recall@3, with 10 asks a phrase, then with 3 and none for questions as written.
"""

from __future__ import annotations

import argparse
from collections.abc import Iterator
from contextlib import contextmanager

from benchmarks import jd
from qreply.search import Index, evidence, ranking

SHOWN = ("zh", "zh_homophone", "zh_drop", "mixed", "pinyin", "pinyin_typo", "initials")

PARTS: dict[str, dict[tuple[object, str], object]] = {
    "all of it": {},
    "no pairs of characters": {
        (evidence, "HANZI"): (1.4, 0.0),
        (evidence, "HANZI_SOUNDS"): (0.42, 0.0),
        (evidence, "TYPED_SOUNDS"): (1.4, 0.0),
    },
    "no single characters": {(evidence, "HANZI"): (0.0, 0.5), (evidence, "TYPED_SOUNDS"): (0.0, 1.0)},
    "no sounds behind hanzi": {(evidence, "HANZI_SOUNDS"): (0.0, 0.0)},
    "no initials behind syllables": {(evidence, "SYLLABLE_INITIALS"): (0.0, 0.0, 0.0)},
    "no single initials": {(evidence, "TYPED_INITIALS"): (0.0, 1.4, 0.8)},
    "no threes of initials": {(evidence, "TYPED_INITIALS"): (0.3, 1.4, 0.0)},
    "no meanings": {(evidence, "MEANING"): 0.0},
    "function words like others": {(evidence, "FUNCTION_WEIGHT"): 1.0},
    "share of lines to the power .7": {(ranking, "_POWERS"): [count**0.7 for count in range(256)]},
    "share of lines to the power 1": {(ranking, "_POWERS"): [float(count) for count in range(256)]},
    "any line as good as all": {(ranking, "_POWERS"): [0.0] + [1.0] * 255},
    "initials' share to the power .7": {(ranking, "_INITIALS_POWERS"): [count**0.7 for count in range(256)]},
    "rarity to the power 1": {(ranking, "RARITY_POWER"): 1.0},
    "no rarity": {(ranking, "RARITY_POWER"): 0.0},
    "long lines like short ones": {(ranking, "SIZE_POWER"): 0.0, (ranking, "INITIALS_SIZE_POWER"): 0.0},
    "no likeness of whole lines": {(ranking, "ALIKE"): 0.0},
    "no beginnings": {
        (ranking, "TITLE_BEGINS"): 0.0,
        (ranking, "TITLE_EQUALS"): 0.0,
        (ranking, "LINE_BEGINS"): 0.0,
        (ranking, "LINE_EQUALS"): 0.0,
        (evidence, "TITLE_BEGINS_INITIALS"): 0.0,
        (evidence, "TITLE_BEGINS_SOUNDS"): 0.0,
    },
}


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--sample", type=int, default=4, help="only every Nth question")
    asked = jd.questions()[:: parser.parse_args().sample]
    as_written = [question for question in asked if question.kind == "zh"]
    indexes = {asks: Index.build(jd.book(asks)) for asks in (10, 3, 0)}
    print("| left out | " + " | ".join(SHOWN) + " | zh, 3 asks | zh, none |")
    print("| --- |" + " ---: |" * (len(SHOWN) + 2))
    for name, changes in PARTS.items():
        with changed(changes):
            found = jd.ranks(indexes[10], asked)
            cells = [jd.recall(found[kind], 3) for kind in SHOWN]
            cells += [jd.recall(jd.ranks(indexes[asks], as_written)["zh"], 3) for asks in (3, 0)]
        print(f"| {name} | " + " | ".join(f"{cell:.3f}".lstrip("0") for cell in cells) + " |", flush=True)


@contextmanager
def changed(changes: dict[tuple[object, str], object]) -> Iterator[None]:
    """The constants with other values for a while."""
    before = {(module, name): getattr(module, name) for module, name in changes}
    for (module, name), value in changes.items():
        setattr(module, name, value)
    yield
    for (module, name), value in before.items():
        setattr(module, name, value)


if __name__ == "__main__":
    main()
