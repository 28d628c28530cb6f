"""The history under kill -9 and under load: python -m benchmarks.history [--kills N]"""

from __future__ import annotations

import argparse
import random
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from statistics import quantiles

from qreply.history.database import Database, files_of_history
from qreply.history.searches import Search

WRITER = """
import sys
from pathlib import Path
from qreply.history.database import Database
from qreply.history.searches import Search
database = Database(Path(sys.argv[1]))
for number in range(1_000_000):
    database.add([Search(number, "hanzi", "x", half) for half in ("first", "second")])
    print(number, flush=True)
"""


def main() -> None:
    """Kill a writer again and again, at any moment; print what was lost or torn, and how long an addition takes."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--kills", type=int, default=500)
    kills = parser.parse_args().kills
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "history.db"
        acknowledged = _kill(path, kills)
        database = Database(path)
        halves = [search.phrase for search in database.searches()]
        torn = halves != ["first", "second"] * (len(halves) // 2)
        lost = max(acknowledged - len(halves) // 2, 0)
        strays = len(files_of_history(path)) - 1
        print(
            f"{kills} kills, {acknowledged} additions acknowledged: {lost} lost, torn: {torn}, stray files: {strays}"
        )
        took = []
        for number in range(500):
            began = time.perf_counter()
            database.add([Search(number, "hanzi", "什么时候发货", "logistics/ship-when", 3.0)])
            took.append((time.perf_counter() - began) * 1000)
        database.close()
        cuts = quantiles(took, n=100)
        print(f"an addition, in its own thread: p50 {cuts[49]:.1f}, p99 {cuts[98]:.1f} ms")


def _kill(path: Path, kills: int) -> int:
    chance = random.Random(7)  # noqa: S311 - nothing secret
    acknowledged = 0
    for _ in range(kills):
        child = subprocess.Popen([sys.executable, "-c", WRITER, str(path)], stdout=subprocess.PIPE)
        assert child.stdout is not None
        child.stdout.readline()
        acknowledged += 1
        time.sleep(chance.uniform(0.0, 0.03))
        child.kill()
        acknowledged += child.stdout.read().count(b"\n")
        child.stdout.close()
        child.wait()
    return acknowledged


if __name__ == "__main__":
    main()
