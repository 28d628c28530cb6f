"""The longest stall of the screen under too much of everything: `python -m benchmarks.limits [--phrases N]`

A stall is the longest time in which the screen's own thread does nothing else. It is measured from inside, by a thread
that asks the thread's loop for an answer every few milliseconds; the largest wait is the stall. The program is the
real one, in a pseudo-terminal of 80 × 24.
"""

from __future__ import annotations

import argparse
import os
import random
import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from benchmarks.screen import ENVIRON, SHIPPED, book_of
from qreply.phrasebook.limits import REPLY
from qreply.phrasebook.loader import load, rules_of
from qreply.reply.render import prepare
from qreply.reply.values import ValueSources
from qreply.tui.widgets.prose import breaks
from tests.support.terminal import Terminal

READY = "条话术就绪"

WATCHED = """
import asyncio, os, sys, threading, time
from qreply.tui.app import QReplyApp
mount = QReplyApp.on_mount
def watch(loop):
    out = open(os.environ["STALLS"], "a", buffering=1)
    while True:
        asked, answered = time.perf_counter(), threading.Event()
        loop.call_soon_threadsafe(answered.set)
        answered.wait()
        out.write(f"{time.time()} {time.perf_counter() - asked}\\n")
        time.sleep(0.004)
def watched(self):
    threading.Thread(target=watch, args=(asyncio.get_running_loop(),), daemon=True).start()
    mount(self)
QReplyApp.on_mount = watched
from qreply.__main__ import main
sys.exit(main())
"""


@dataclass
class Run:
    """The program under watch."""

    terminal: Terminal
    stalls: Path

    def stall(self, since: float) -> float:
        """Seconds of the longest stall after `since`, a time of day."""
        rows = (line.split() for line in self.stalls.read_text().splitlines() if line.count(" ") == 1)
        return max((float(wait) for at, wait in rows if float(at) >= since), default=0.0)

    def memory(self) -> float:
        """Resident megabytes."""
        pages = int(Path(f"/proc/{self.terminal.pid}/statm").read_text().split()[1])
        return pages * os.sysconf("SC_PAGE_SIZE") / 1e6


def run(folder: Path, book: Path) -> Run:
    """Start the program with `book`, and wait until it is ready."""
    stalls = folder / f"stalls-{time.monotonic_ns()}"
    stalls.touch()
    environ = {**ENVIRON, "STALLS": str(stalls), "DISPLAY": "", "TERM": "xterm-256color"}
    environ |= {name: str(folder) for name in ("XDG_STATE_HOME", "XDG_CACHE_HOME", "XDG_CONFIG_HOME", "HOME")}
    settings = folder / "qreply" / "settings.yaml"
    settings.parent.mkdir(exist_ok=True)
    settings.touch()  # or it would first ask who is there
    terminal = Terminal([sys.executable, "-c", WATCHED, "--phrasebook", str(book)], environ=environ)
    terminal.until(READY, 300)
    terminal.settle(0.3)
    return Run(terminal, stalls)


def keys(run: Run) -> None:
    """10,000 keys in one go; over when the last is on the screen."""
    letters = random.Random(1)  # noqa: S311 - nothing secret
    since = len(run.terminal.written)
    run.terminal.silence = 0.0
    run.terminal.send("".join(letters.choices("fahuotsizp", k=8_999)) + "\x7f" * 1_000 + "\x1bOP")
    run.terminal.until("第几个场景", 300, since=since)  # in the overview of keys, which the last one shows
    print(f"| | painted meanwhile at least every | {run.terminal.silence * 1000:.0f} | | |")


def paste(run: Run) -> None:
    """A paste of 200 kB."""
    since = len(run.terminal.written)
    run.terminal.send("\x1b[200~" + "什么时候发货呀\n" * 9_000 + "\x1b[201~")
    run.terminal.until("发货", 30, since=since)
    run.terminal.settle(0.3)


def resize(run: Run) -> None:
    """200 sizes within 2 s."""
    sizes = random.Random(2)  # noqa: S311
    for _ in range(200):
        run.terminal.resize(sizes.randint(10, 60), sizes.randint(30, 220))
        run.terminal.settle(0)
        time.sleep(0.01)
    run.terminal.resize(24, 80)
    run.terminal.settle(0.4)


def typing(run: Run) -> None:
    """Ten questions typed one key after the other."""
    for query in ("fahuo", "tuihuo", "changde"):
        for key in query:
            run.terminal.send(key)
            run.terminal.settle(0.05)
        run.terminal.send("\x1b")
        time.sleep(0.2)
        run.terminal.settle(0.05)


def longest_replies(folder: Path) -> Path:
    """A book whose replies are as long as they may be, with one of 5 MB that is refused."""
    sentence = "亲，您好，您的宝贝会在付款以后四十八小时内发出，请您放心，有问题随时找我们客服哦~"
    reply = (sentence * (REPLY // len(sentence) + 1))[:REPLY]
    lines = ["scenario: long", "phrases:"]
    for number in range(60):
        asks = ", ".join(f"{sentence[:20]}{number}问法{ask}" for ask in range(200))
        lines += [f"  - {{id: p{number}, title: 长的{number}, asks: [{asks}], reply: {reply}}}"]
    lines += [f"  - {{id: huge, title: 长的五兆, asks: [长的], reply: {sentence * 45_000}}}"]
    path = folder / "long.yaml"
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return path


def parts(folder: Path) -> None:
    """What the longest reply costs, step by step."""
    phrase = load([longest_replies(folder)]).phrases[0]
    rules, now = rules_of(SHIPPED / "rules"), datetime(2026, 11, 22)
    message = phrase.wordings[0][0]
    fields = phrase._replace(wordings=((("{{名}}" * (REPLY // 6)),),))
    print(f"\nthe longest reply, {REPLY} characters, median of 9:")
    steps: dict[str, Callable[[], object]] = {
        "filled and checked": lambda: prepare(phrase, message, sources=ValueSources(), rules=rules, now=now),
        "filled, of nothing but placeholders": lambda: prepare(
            fields, fields.wordings[0][0], sources=ValueSources(typed={"名": "值" * 5}), rules=(), now=now
        ),
        "broken into lines": lambda: breaks(message, 43),
    }
    for name, step in steps.items():
        step()
        print(f"  {name}: {statistics.median(_seconds(step) for _ in range(9)) * 1000:.1f} ms")


def _seconds(step: Callable[[], object]) -> float:
    begin = time.perf_counter()
    step()
    return time.perf_counter() - begin


def main() -> None:
    """Print the longest stalls, and the memory after them."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--phrases", type=int, default=100_000)
    phrases = parser.parse_args().phrases
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        books = {"shipped book": book_of(0, folder), "longest replies": longest_replies(folder)}
        books[f"{phrases} phrases"] = book_of(phrases, folder)
        print(
            "| book | what | longest stall, ms | over after, s | memory, MB |\n| --- | --- | --- | --- | --- |"
        )
        for title, book in books.items():
            run(folder, book).terminal.kill()  # cold: the index is made
            for what in (typing, paste, resize, keys):
                one = run(folder, book)
                since, begin = time.time(), time.perf_counter()
                what(one)
                took = time.perf_counter() - begin
                time.sleep(0.1)
                stall = one.stall(since) * 1000
                print(
                    f"| {title} | {what.__name__} | {stall:.0f} | {took:.1f} | {one.memory():.0f} |",
                    flush=True,
                )
                one.terminal.kill()
        parts(folder)


if __name__ == "__main__":
    main()
