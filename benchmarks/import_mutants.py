"""Damaged foreign files by the thousand: none may end in anything but phrases or words.

python -m benchmarks.import_mutants [--mutants 10000] [--formats xlsx csv]
"""

from __future__ import annotations

import argparse
import resource
import tempfile
import time
from collections import Counter
from pathlib import Path

from tests.support.foreign_books import outcome_of
from tests.support.foreign_mutants import SAMPLES, mutants


def main() -> None:
    """Print a line a format; an exception that is none of ours ends it, with the mutant kept."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--mutants", type=int, default=10_000)
    parser.add_argument("--formats", nargs="*", default=list(SAMPLES), choices=list(SAMPLES))
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder, "file")
        for name in arguments.formats:
            found: Counter[str] = Counter()
            slowest, began = 0.0, time.process_time()
            for number, mutant in enumerate(mutants(name, arguments.mutants)):
                started = time.process_time()
                try:
                    found[outcome_of(file, mutant)] += 1
                except BaseException:
                    kept = Path(f"mutant-{name}-{number}")
                    kept.write_bytes(mutant)
                    print(f"{name}: mutant {number} is kept as {kept}")
                    raise
                slowest = max(slowest, time.process_time() - started)
            seconds = time.process_time() - began
            memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
            print(
                f"{name:14}{found['taken']:7} taken {found['refused']:7} refused in words  0 else, {seconds:6.0f} s, "
                f"slowest {slowest * 1000:5.0f} ms, {memory} MB",
                flush=True,
            )


if __name__ == "__main__":
    main()
