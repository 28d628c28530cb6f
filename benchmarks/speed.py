"""How long a key takes until the hits are known, and what else could have been used: python -m benchmarks.speed

Growing prefixes of real questions of every kind are searched in made-up books, in a process of its own for each size,
with an index that was just opened; then again by the peers, in the same process. Times in ms, memory in MB.
"""

from __future__ import annotations

import argparse
import random
import shutil
import sqlite3
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from statistics import median

from benchmarks import books, jd
from qreply.phrasebook.model import Phrase, Phrasebook
from qreply.search.storage.index_cache import IndexCache
from qreply.storage.fingerprint import fingerprint

LONGEST_PREFIX = 20
QUESTIONS_A_KIND = 4
PEER_PREFIXES = 24

SearchRecord = Callable[[str], object]


def main() -> None:
    """Print a table a size."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--sizes", type=int, nargs="*", default=[1_000, 10_000, 100_000])
    parser.add_argument("--without-peers", action="store_true")
    parser.add_argument("--measure", help=argparse.SUPPRESS)
    arguments = parser.parse_args()
    if arguments.measure:
        measure(Path(arguments.measure), arguments.sizes[0], peers=not arguments.without_peers)
        return
    for size in arguments.sizes:
        with tempfile.TemporaryDirectory() as folder:
            phrases = books.made_up(size)
            started = time.perf_counter()
            IndexCache(Path(folder)).save(fingerprint([]), Phrasebook(phrases=phrases))
            print(f"\n{size} phrases: indexed in {time.perf_counter() - started:.1f} s", end=", ", flush=True)
            more = ["--without-peers"] if arguments.without_peers else []
            subprocess.run(
                [sys.executable, "-m", "benchmarks.speed", "--measure", folder, "--sizes", str(size), *more],
                check=True,
            )


def prefixes() -> list[str]:
    """What is in the input line, key by key."""
    chance = random.Random(3)  # noqa: S311 - nothing secret
    questions = jd.questions()
    texts = [
        question.text
        for kind in jd.KINDS
        for question in chance.sample([one for one in questions if one.kind == kind], QUESTIONS_A_KIND)
    ]
    return [text[:length] for text in texts for length in range(1, min(len(text), LONGEST_PREFIX) + 1)]


def measure(folder: Path, size: int, *, peers: bool) -> None:
    """Print how long each way of searching takes."""
    typed = prefixes()
    started = time.perf_counter()
    phrasebook = IndexCache(folder).open([])
    assert phrasebook is not None
    index = phrasebook.index
    print(f"opened in {(time.perf_counter() - started) * 1000:.1f} ms")
    print(f"{'':26}{'p50':>9}{'p99':>9}{'worst':>9}{'ratio p50':>11}")
    own = report("qreply, first time", index.search, typed, 0)
    report("qreply, again", index.search, typed, own)
    print(f"{'resident memory':26}{resident():9.0f} MB")
    if not peers:
        return
    phrases = books.made_up(size)
    some = random.Random(5).sample(typed, PEER_PREFIXES)  # noqa: S311
    for name, search in others(phrases).items():
        report(name, search, some if size > 1_000 else typed, own)


def report(name: str, search: SearchRecord, typed: list[str], own: float) -> float:
    """One line; answers the median."""
    times = []
    for text in typed:
        started = time.perf_counter()
        search(text)
        times.append((time.perf_counter() - started) * 1000)
    times.sort()
    middle, last = median(times), times[min(int(len(times) * 0.99), len(times) - 1)]
    ratio = f"{middle / own:10.1f}x" if own else ""
    print(f"{name:26}{middle:9.2f}{last:9.2f}{times[-1]:9.2f}{ratio}", flush=True)
    return middle


def resident() -> float:
    """This process's memory."""
    status = Path("/proc/self/status")
    if not status.exists():
        return float("nan")
    line = next(line for line in status.read_text().splitlines() if line.startswith("VmRSS"))
    return int(line.split()[1]) / 1024


def others(phrases: tuple[Phrase, ...]) -> dict[str, SearchRecord]:
    """What an agent, or an engineer, could have picked instead, each over a line a phrase."""
    from rapidfuzz import fuzz, process
    from textual.fuzzy import Matcher

    lines = [" ".join((phrase.title, *phrase.asks)) for phrase in phrases]
    found: dict[str, SearchRecord] = {
        "rapidfuzz WRatio": lambda query: process.extract(query, lines, scorer=fuzz.WRatio, limit=50),
        "textual.fuzzy.Matcher": lambda query: sorted(map(Matcher(query).match, lines))[-50:],
        "SQLite FTS5 trigram": trigrams(lines),
    }
    if shutil.which("fzf"):
        text = "\n".join(lines)
        found["fzf --filter"] = lambda query: subprocess.run(
            ["fzf", "--filter", query], input=text, capture_output=True, text=True, check=False
        )
    return found


def trigrams(lines: list[str]) -> SearchRecord:
    """FTS5, which answers from three characters on."""
    database = sqlite3.connect(":memory:")
    database.execute("create virtual table line using fts5(text, tokenize='trigram')")
    database.executemany("insert into line values (?)", ((line,) for line in lines))

    def search(query: str) -> object:
        wanted = " OR ".join(f'"{query[at : at + 3]}"' for at in range(len(query) - 2) if '"' not in query)
        if not wanted:
            return []
        return database.execute(
            "select rowid from line where line match ? order by rank limit 50", (wanted,)
        ).fetchall()

    return search


if __name__ == "__main__":
    main()
