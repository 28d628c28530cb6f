"""The history under kill -9 and under load: python -m benchmarks.history [--kills N]"""

from __future__ import annotations

import argparse
import tempfile
import time
from pathlib import Path
from statistics import quantiles

from qreply.history.database import Database, files_of_history
from qreply.history.records import SearchRecord
from tests.support.killing import killed


def main() -> None:
    """Kill a writer again and again, at any moment; print what was lost or torn, and how long an addition takes."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--kills", type=int, default=500)
    kills = parser.parse_args().kills
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "history.db"
        acknowledged = killed(path, kills)
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
            database.add([SearchRecord(number, "hanzi", "什么时候发货", "logistics/ship-when", 3.0)])
            took.append((time.perf_counter() - began) * 1000)
        database.close()
        cuts = quantiles(took, n=100)
        print(f"an addition, in its own thread: p50 {cuts[49]:.1f}, p99 {cuts[98]:.1f} ms")


if __name__ == "__main__":
    main()
