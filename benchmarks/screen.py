"""Key press → painted, and start-up, measured in a pseudo-terminal of 80 × 24.

`python -m benchmarks.screen [--keys N] [--phrases N …]`
"""

from __future__ import annotations

import argparse
import os
import shlex
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from contextlib import suppress
from itertools import cycle
from pathlib import Path
from typing import NamedTuple

from benchmarks.keys import syllables
from qreply.i18n import t
from qreply.phrasebook.loader import load
from tests.support.terminal import Terminal

SHIPPED = Path(__file__).parents[1] / "phrasebook"
QREPLY = str(Path(sys.executable).parent / "qreply")
QUERIES = ("fahuo", "tuihuo", "wuliu", "youhui", "fapiao", "chima", "kuaidi", "dizhi", "zhiliang", "buchang")
LONGEST = 2.0  # seconds waited for a repaint
COLD = 300  # seconds waited for an index to be made

# Compiled modules are kept, as on users' machines.
ENVIRON = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
ENVIRON |= {"TERM": "xterm-256color", "TEXTUAL_DISABLE_KITTY_KEY": "1"}

EMPTY_APP = """
from textual.app import App
from textual.containers import Container, Horizontal, Vertical
from textual.widgets import Input, Static
class Empty(App):
    def compose(self):
        with Horizontal():
            yield Static(); yield Input(); yield Static()
        yield Static()
        with Container():
            yield Static()
            with Vertical():
                yield Static(); yield Vertical()
        for _ in range(4):
            yield Static()
    def on_mount(self):
        self.call_after_refresh(lambda: self.query(Static).first().update("READY"))
Empty().run()
"""


def rows_of(phrases: int) -> list[tuple[str, tuple[str, ...]]]:
    """Title and asks of the shipped book's phrases, or of that many made from them."""
    shipped = [(phrase.title, phrase.asks[:3]) for phrase in load([SHIPPED]).phrases]
    if phrases == 0:
        return shipped
    picked = ((number, *shipped[number % len(shipped)]) for number in range(phrases))
    return [(f"{title}{number}", tuple(f"{ask}{number}" for ask in asks)) for number, title, asks in picked]


def book_of(phrases: int, folder: Path) -> Path:
    """The shipped book, or one of that many phrases."""
    if phrases == 0:
        return SHIPPED
    path = folder / f"book-{phrases}.yaml"
    lines = ["scenario: big", "phrases:"]
    for number, (title, asks) in enumerate(rows_of(phrases)):
        quoted = ", ".join(f'"{ask}"' for ask in asks)
        lines += [f"  - id: p{number}", f'    title: "{title}"', f"    asks: [{quoted}]"]
        lines += ["    reply: |", f"      亲，第{number}条：{title}。"]
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return path


def lines_of(phrases: int, folder: Path) -> Path:
    """The same for fzf: a line a phrase, with its title and asks in hanzi, in pinyin and as initials."""
    path = folder / f"lines-{phrases}.txt"
    lines = []
    for title, asks in rows_of(phrases):
        said = [syllables(text) for text in (title, *asks)]
        full = (" ".join(one) for one in said)
        initials = ("".join(syllable[0] for syllable in one) for one in said)
        lines.append(" ".join((title, *asks, *full, *initials)))
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return path


def fzf() -> str:
    """The recent fzf that the package iterfzf brings; nothing without it."""
    try:
        import iterfzf
    except ImportError:
        return ""
    return str(iterfzf.BUNDLED_EXECUTABLE or "")


class Competitor(NamedTuple):
    """A program in a terminal, what it writes with the first hit's row, its key to clear the query, and what shows
    that the query is cleared.
    """

    terminal: Terminal
    mark: bytes
    clear: str
    cleared: str


def painted(competitors: Sequence[Competitor], keys: int) -> list[list[tuple[float, float]]]:
    """For each: seconds from each key until the first hit's row is written, and until all is, the reply too.

    They take turns, so that what else the machine does is the same for all of them.
    """
    times: list[list[tuple[float, float]]] = [[] for _ in competitors]
    for query in cycle(QUERIES):
        if min(map(len, times)) >= keys:
            return times
        for (terminal, mark, clear, cleared), found in zip(competitors, times, strict=True):
            for key in query:
                before, begin = len(terminal.written), time.perf_counter()
                terminal.send(key)
                with suppress(TimeoutError):  # a key that changes nothing there
                    first = terminal.until(mark, LONGEST, since=before)
                    terminal.settle()
                    found.append((first, terminal.heard - begin))
            before = len(terminal.written)
            terminal.send(clear)
            terminal.until(cleared, LONGEST, since=before)
            terminal.settle()
    raise AssertionError


def compare_painting(phrases: int, keys: int, folder: Path) -> None:
    """Print the times of one size, beside fzf's on the same lines if it is there."""
    ours = Terminal([QREPLY, "--phrasebook", str(book_of(phrases, folder))], environ=ENVIRON)
    moved = b"\x1b[3;"  # qreply moves to the row, fzf down to it
    competitors = [Competitor(ours, moved, "\x1b", t("screen.query"))]
    try:
        ours.until("条话术就绪", COLD)
        if program := fzf():
            command = f"exec {shlex.quote(program)} --layout=reverse < {lines_of(phrases, folder)}"
            theirs = Terminal(["sh", "-c", command], environ=ENVIRON)
            count = phrases or len(rows_of(0))
            competitors.append(Competitor(theirs, b"\x1b[2B\r", "\x15", f"{count}/{count}"))
        for terminal, *_ in competitors:
            terminal.settle(0.3)  # less than the cursor takes to blink
        name = f"{phrases} phrases" if phrases else "shipped book"
        lasts = []
        for who, times in zip(("qreply", "fzf"), painted(competitors, keys), strict=False):
            (p50, p99), (whole50, whole99) = map(_quantiles, zip(*times, strict=True))
            lasts.append(p99)
            whole = f", with the reply {whole50:.1f} and {whole99:.1f}" if who == "qreply" else ""
            print(f"key → painted, {name}, {who}: p50 {p50:.1f} ms, p99 {p99:.1f} ms{whole}", flush=True)
        if len(lasts) == 2:
            print(f"  p99 of qreply: {lasts[0] / lasts[1]:.2f} × fzf's")
        else:
            print("  not compared with fzf: the package iterfzf is not installed")
    finally:
        for terminal, *_ in competitors:
            terminal.kill()


def _quantiles(seconds: Sequence[float]) -> tuple[float, float]:
    """The median and the 99th percentile, in ms."""
    ordered = sorted(seconds)
    return 1000 * ordered[len(ordered) // 2], 1000 * ordered[int(len(ordered) * 0.99)]


def started(command: list[str], mark: str) -> float:
    """Seconds until the command's screen shows `mark`."""
    begin = time.perf_counter()
    terminal = Terminal(command, environ=ENVIRON)
    try:
        terminal.until(mark, 60)
        return time.perf_counter() - begin
    finally:
        terminal.kill()


def command_seconds(command: list[str]) -> float:
    """Seconds that a command runs."""
    begin = time.perf_counter()
    subprocess.run(command, stdout=subprocess.DEVNULL, check=True, env=ENVIRON)
    return time.perf_counter() - begin


def main() -> None:
    """Print the tables."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--keys", type=int, default=150)
    parser.add_argument("--phrases", type=int, nargs="*", default=[0, 1_000, 10_000])
    args = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        at_home(Path(folder))
        for phrases in args.phrases:
            compare_painting(phrases, args.keys, Path(folder))
        compare_starts()


def at_home(folder: Path) -> None:
    """Give qreply folders of its own, with settings, since without them it first asks for the agent's name."""
    for kind in ("CONFIG", "STATE", "CACHE"):
        ENVIRON[f"XDG_{kind}_HOME"] = str(folder / kind.lower())
    settings = folder / "config" / "qreply" / "settings.yaml"
    settings.parent.mkdir(parents=True)
    settings.write_text("agent: 小美\n", encoding="utf-8")


def compare_starts() -> None:
    """Print how long the screen and `qreply find` take to answer, warm."""
    python = sys.executable
    rounds = range(21)
    screen = [QREPLY, "--phrasebook", str(SHIPPED)]
    started(screen, "条话术就绪")
    starts = [(started(screen, "条话术就绪"), started([python, "-c", EMPTY_APP], "READY")) for _ in rounds]
    print(f"screen ready: {_compared(starts)} an empty Textual app (budget 1.10)")
    command_seconds([QREPLY, "find", "fahuo"])
    commands = ([QREPLY, "find", "fahuo"], [python, "-c", "pass"])
    finds = [(command_seconds(commands[0]), command_seconds(commands[1])) for _ in rounds]
    print(f"qreply find: {_compared(finds)} python -c pass (budget 12)")


def _compared(pairs: Sequence[tuple[float, float]]) -> str:
    """The median of the first, and of how many times the second, measured right after, it is: machines have moods."""
    ours = statistics.median(one for one, _ in pairs)
    ratio = statistics.median(one / other for one, other in pairs)
    return f"{ours * 1000:.0f} ms, {ratio:.2f} ×"


if __name__ == "__main__":
    main()
