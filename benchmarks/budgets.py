"""Every budget of the design with today's figures: `make bench`, or `python -m benchmarks.budgets [--quick]`.

Times depend on what else the machine does; compare ratios within one run.
"""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
from dataclasses import dataclass


@dataclass(frozen=True)
class Measure:
    """A benchmark with the budgets it shows; `quick` are its arguments for a first look."""

    module: str
    budget: str
    arguments: tuple[str, ...] = ()
    quick: tuple[str, ...] = ()


MEASURES = (
    Measure(
        "quality",
        "recall@3, 10 asks: zh, trad ≥ .77, homophone ≥ .70, drop, mixed ≥ .69, pinyin ≥ .68, typo ≥ .64, "
        "initials ≥ .49; 3 asks: zh ≥ .68",
        quick=("--sample", "8"),
    ),
    Measure(
        "speed",
        "key → hits, p50 / p99: ≤ 2 / 5 ms at 1k and 10k, ≤ 3 / 8 ms at 100k; resident ≤ 90 MB; "
        "indexed in ≤ 4 s at 10k, ≤ 40 s at 100k",
        quick=("--sizes", "1000", "10000", "--without-peers"),
    ),
    Measure("keys", "fewer keys to the wanted reply than fzf; shorthand in the top 3"),
    Measure("known_items", "a title typed badly is in the top ten in 95 of 100", quick=("--size", "2000")),
    Measure(
        "screen",
        "key → painted, p50 / p99 ≤ 16 / 35 ms, p99 ≤ 1.0, 0.25, 0.05 × fzf's at 1k, 10k, 100k; "
        "screen ≤ 1.10 × an empty app; find ≤ 12 × python -c pass",
        ("--phrases", "0", "1000", "10000", "100000"),
        ("--phrases", "0", "--keys", "60"),
    ),
    Measure(
        "rules", "all shipped rules on the longest reply ≤ 100 ms, and on anything, or the reply is barred"
    ),
    Measure("parse", "10k phrases parsed in ≤ 0.5 × CSafeLoader, checked in ≤ 2 s"),
    Measure("checking", "check of 10k in ≤ 0.6 s where it has seen most before, and in ≤ 3 s where nothing"),
    Measure(
        "clipboard",
        "0 false copies over 25 faults × 1,000; healthy p99 ≤ 50 ms",
        quick=("faults", "--copies", "5"),
    ),
    Measure("history", "kill -9 at any moment: none lost, none torn", quick=("--kills", "25")),
    Measure("pastes", "in each shape of paste recall@1 ≥ .95 of the bare ask's", quick=("--sample", "12")),
    Measure("plain", "of 100 plain messages 97 first, 99 in three (today some lack an ask in the book)"),
    Measure("shorthand", "two words in initials: recall@3 ≥ .98; initials with a slip: recall@3 ≥ .94"),
    Measure("clauses", "two questions in one message: both replies in the first three rows ≥ .95"),
    Measure("topics", "missing topics shown as answered ≤ .20, covered ones ≥ .85"),
    Measure("numbers", "the shipped asks with numbers, asked with others: recall@1 1.000"),
    Measure(
        "learning",
        "half as picks, recall@3 zh ≥ .79 at 10 asks, ≥ .76 at 3; a quarter of them wrong, a point less",
        quick=("--sample", "8"),
    ),
    Measure("audit", "none: what is said to be answered, beside what is", quick=("--sample", "8")),
    Measure("limits", "no stall over 100 ms, whatever comes", quick=("--phrases", "1000")),
)


def main() -> int:
    """Run the measures one after another; 1 if one of them failed."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument(
        "--quick", action="store_true", help="smaller samples, three minutes instead of forty"
    )
    quick = parser.parse_args().quick
    environ = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    failed = False
    for measure in MEASURES:
        print(f"\n── {measure.module}\n   budget: {measure.budget}\n", flush=True)
        arguments = measure.quick if quick and measure.quick else measure.arguments
        done = subprocess.run(
            [sys.executable, "-m", f"benchmarks.{measure.module}", *arguments], env=environ, check=False
        )
        failed |= done.returncode != 0
    return int(failed)


if __name__ == "__main__":
    sys.exit(main())
