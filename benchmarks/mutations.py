"""A great many damaged phrasebook files through the loader: none may raise, hang or crash.

    python benchmarks/mutations.py [FILES] [SEED]

Files are damaged as editors, pastes and broken disks do it; each is read, put together and, now and then, mended.
A problem must stand inside its file, and what is mended must read no worse. Deterministic for a seed.
"""

from __future__ import annotations

import sys
import time
from collections import Counter
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from tests.support.yaml_mutants import MEND_EVERY, mutants, run_through


def main() -> None:
    """Run, and report."""
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 1_000_000
    seed = int(sys.argv[2]) if len(sys.argv) > 2 else 0
    seen: Counter[str] = Counter()
    slowest = 0.0
    start = time.perf_counter()
    for number, data in enumerate(mutants(count, seed)):
        before = time.perf_counter()
        try:
            book = run_through(data, mending=number % MEND_EVERY == 0)
        except Exception:
            print(f"file {number} of seed {seed}: {data!r}", file=sys.stderr)
            raise
        slowest = max(slowest, time.perf_counter() - before)
        seen.update({problem.code for problem in book.problems} or {"fine"})
        if number % 100_000 == 99_999:
            print(f"{number + 1:,} files, {time.perf_counter() - start:.0f} s", flush=True)
    print(f"{count:,} files in {time.perf_counter() - start:.0f} s, the slowest {slowest * 1000:.0f} ms")
    print(", ".join(f"{code} {number:,}" for code, number in seen.most_common()))


if __name__ == "__main__":
    main()
