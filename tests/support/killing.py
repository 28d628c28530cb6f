"""Killing what writes the history, again and again, at any moment; for its test and its benchmark."""

from __future__ import annotations

import random
import subprocess
import sys
import time
from pathlib import Path

_ADDING = """
import sys
from pathlib import Path
from qreply.history.database import Database
from qreply.history.records import SearchRecord
database = Database(Path(sys.argv[1]))
for number in range(int(sys.argv[3])):
    database.add([SearchRecord(number, "hanzi", sys.argv[2], half) for half in ("first", "second")])
    print(number, flush=True)
"""


def adding(path: Path, name: str, count: int) -> subprocess.Popen[bytes]:
    """A process that adds `count` pairs of searches to the history at `path`, and prints a line for each."""
    return subprocess.Popen(
        [sys.executable, "-c", _ADDING, str(path), name, str(count)], stdout=subprocess.PIPE
    )


def killed(path: Path, times: int) -> int:
    """Kill a process that is adding, so many times; how many additions were acknowledged."""
    chance = random.Random(7)
    acknowledged = 0
    for _ in range(times):
        child = adding(path, "杀", 1_000_000)
        assert child.stdout is not None
        child.stdout.readline()
        acknowledged += 1
        time.sleep(chance.uniform(0.0, 0.03))
        child.kill()
        acknowledged += child.stdout.read().count(b"\n")
        child.stdout.close()
        child.wait()
    return acknowledged
