"""How long `qreply check` of a made-up book takes: `python -m benchmarks.checking [PHRASES] [--before FOLDER]`

The whole command, CPU and wall, each at its best: *cold* has nothing kept from an earlier check, *edited* finds one
phrase in a hundred changed since the last one, *warm* none. With `--before`, a checkout of an earlier version, that is
measured in turn in the same run.
"""

from __future__ import annotations

import argparse
import os
import random
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from benchmarks.books import made_up
from qreply.phrasebook.writing.serializer import phrase_tree
from qreply.phrasebook.writing.yaml_writer import Writer

ROUNDS = 3
EDITED = 100  # phrases of which one is edited


def book_text(size: int) -> str:
    """The made-up book as a file."""
    trees = (
        phrase_tree(phrase._replace(id=f"p{number}", path="")) for number, phrase in enumerate(made_up(size))
    )
    return "scenario: pre-sale\nphrases:\n" + "".join(Writer().item(tree, 2) for tree in trees)


def edited(text: str, seed: int) -> str:
    """The book with a word more in one of a hundred replies."""
    chance = random.Random(seed)  # noqa: S311 - nothing secret
    lines = text.splitlines(keepends=True)
    replies = [at for at, line in enumerate(lines) if line.lstrip().startswith("reply:") and "，" in line]
    for at in chance.sample(replies, len(replies) // EDITED):
        lines[at] = lines[at].replace("，", f"，第{seed}回，", 1)
    return "".join(lines)


def run(source: Path, book: Path, home: Path) -> tuple[float, float]:
    """Seconds of CPU and wall of one check by the qreply in `source`."""
    environ = os.environ | {
        "PYTHONPATH": str(source),
        **dict.fromkeys(("HOME", "XDG_CACHE_HOME", "XDG_CONFIG_HOME", "XDG_STATE_HOME"), str(home)),
    }
    before, began = os.times(), time.perf_counter()
    done = subprocess.run(
        [sys.executable, "-m", "qreply", "check", str(book)],
        env=environ,
        stdout=subprocess.DEVNULL,
        check=False,
    )
    wall, after = time.perf_counter() - began, os.times()
    if done.returncode not in (0, 1):
        raise SystemExit(f"check failed with {done.returncode}")
    cpu = after.children_user + after.children_system - before.children_user - before.children_system
    return cpu, wall


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("phrases", nargs="?", type=int, default=10_000)
    parser.add_argument("--before", type=Path)
    args = parser.parse_args()
    sources = {"now": Path(__file__).parents[1] / "src"}
    if args.before:
        sources["before"] = args.before / "src"
    text = book_text(args.phrases)
    times: dict[tuple[str, str], list[tuple[float, float]]] = {}
    with tempfile.TemporaryDirectory() as folder:
        book = Path(folder) / "book.yaml"
        for seed in range(ROUNDS):
            for name, source in sources.items():
                home = Path(folder) / name
                shutil.rmtree(home, ignore_errors=True)
                home.mkdir()
                for state, content in (("cold", text), ("edited", edited(text, seed)), ("warm", None)):
                    if content:
                        book.write_text(content, "utf-8")
                    times.setdefault((name, state), []).append(run(source, book, home))
    print(f"qreply check of {args.phrases:,} phrases")
    for (name, state), taken in times.items():
        cpu, wall = map(min, zip(*taken, strict=True))
        print(f"{name:8}{state:8}{cpu:6.2f} s of CPU {wall:6.2f} s in all")


if __name__ == "__main__":
    main()
