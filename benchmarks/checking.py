"""How long `qreply check` of a made-up book takes: `python -m benchmarks.checking [PHRASES] [--before FOLDER]`

The whole command on a folder with a file a scenario, CPU and wall, each at its best: *cold* has nothing kept from an
earlier check, *edited* finds one phrase in a hundred changed since the last one, *one edited* a single phrase, *warm*
none, *another* a book of other phrases in its place. With `--before`, a checkout of an earlier version, that is
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
from collections.abc import Mapping
from pathlib import Path

from benchmarks.books import made_up
from qreply.phrasebook.writing.serializer import phrase_tree
from qreply.phrasebook.writing.yaml_writer import Writer

ROUNDS = 5
EDITED = 100  # phrases of which one is edited

Texts = Mapping[str, str]
"""The files of a book, by their scenario."""


def book_texts(size: int, seed: int = 7) -> Texts:
    """A made-up book, a file a scenario."""
    texts: dict[str, str] = {}
    for number, phrase in enumerate(made_up(size, seed)):
        tree = phrase_tree(phrase._replace(id=f"p{number}", path=""))
        text = texts.get(phrase.scenario) or f"scenario: {phrase.scenario}\nphrases:\n"
        texts[phrase.scenario] = text + Writer().item(tree, 2)
    return texts


def edited(texts: Texts, seed: int, count: int) -> Texts:
    """The book with a word more in `count` of its replies."""
    chance = random.Random(seed)  # noqa: S311 - nothing secret
    lines = {name: text.splitlines(keepends=True) for name, text in texts.items()}
    replies = [
        (name, at)
        for name, of_file in lines.items()
        for at, line in enumerate(of_file)
        if line.startswith("      亲，")
    ]
    for name, at in chance.sample(replies, count):
        lines[name][at] = lines[name][at].replace("，", f"，第{seed}回，", 1)
    return {name: "".join(of_file) for name, of_file in lines.items()}


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
        stdout=subprocess.PIPE,
        check=False,
    )
    wall, after = time.perf_counter() - began, os.times()
    if done.returncode not in (0, 1) or len(done.stdout) < 1000:
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
    texts, other = book_texts(args.phrases), book_texts(args.phrases, seed=8)
    times: dict[tuple[str, str], list[tuple[float, float]]] = {}
    with tempfile.TemporaryDirectory() as folder:
        book = Path(folder) / "book"
        book.mkdir()
        for seed in range(ROUNDS):
            many = edited(texts, seed, args.phrases // EDITED)
            one = edited(many, seed + ROUNDS, 1)
            states = {"cold": texts, "edited": many, "one edited": one, "warm": {}, "another": other}
            for name, source in sources.items():
                home = Path(folder) / name
                shutil.rmtree(home, ignore_errors=True)
                home.mkdir()
                for state, content in states.items():
                    for scenario, text in content.items():
                        (book / f"{scenario}.yaml").write_text(text, "utf-8")
                    times.setdefault((name, state), []).append(run(source, book, home))
    print(f"qreply check of {args.phrases:,} phrases")
    for (name, state), taken in times.items():
        cpu, wall = map(min, zip(*taken, strict=True))
        print(f"{name:8}{state:12}{cpu:6.2f} s of CPU {wall:6.2f} s in all")


if __name__ == "__main__":
    main()
