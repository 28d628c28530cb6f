"""Key press → painted, and start-up, measured in a pseudo-terminal of 80 × 24.

`python benchmarks/screen.py [--keys N] [--phrases N …]`
"""

from __future__ import annotations

import argparse
import fcntl
import os
import pty
import select
import signal
import statistics
import struct
import subprocess
import sys
import tempfile
import termios
import time
from pathlib import Path

ROOT = Path(__file__).parents[1]
QREPLY = str(Path(sys.executable).parent / "qreply")
QUERIES = ("fahuo", "tuihuo", "wuliu", "youhui", "fapiao", "chima", "kuaidi", "dizhi", "zhiliang", "buchang")

# Compiled modules are kept, as on users' machines.
ENVIRON = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
ENVIRON |= {"TERM": "xterm-256color", "TEXTUAL_DISABLE_KITTY_KEY": "1"}

EMPTY_APP = """
from textual.app import App
from textual.widgets import Input, Static
class Empty(App):
    def compose(self):
        yield Input()
        for _ in range(5):
            yield Static()
    def on_mount(self):
        self.call_after_refresh(lambda: self.query(Static).first().update("READY"))
Empty().run()
"""


class Terminal:
    """A command in a pseudo-terminal."""

    def __init__(self, command: list[str], rows: int = 24, columns: int = 80) -> None:
        self._pid, self._fd = pty.fork()
        if self._pid == 0:
            os.execvpe(
                command[0],
                command,
                ENVIRON,
            )
        fcntl.ioctl(self._fd, termios.TIOCSWINSZ, struct.pack("HHHH", rows, columns, 0, 0))

    def send(self, text: str) -> None:
        """Press keys."""
        os.write(self._fd, text.encode())

    def until(self, mark: bytes, seconds: float) -> float | None:
        """Seconds until `mark` is written, None if it isn't in time."""
        begin = time.perf_counter()
        seen = b""
        while (left := begin + seconds - time.perf_counter()) > 0:
            if select.select([self._fd], [], [], left)[0]:
                seen = seen[-64:] + os.read(self._fd, 65536)
                if mark in seen:
                    return time.perf_counter() - begin
        return None

    def drain(self, quiet: float = 0.06) -> None:
        """Read on until nothing has come for `quiet` seconds."""
        while select.select([self._fd], [], [], quiet)[0]:
            os.read(self._fd, 65536)

    def close(self) -> None:
        """End the command."""
        os.kill(self._pid, signal.SIGKILL)
        os.waitpid(self._pid, 0)
        os.close(self._fd)


def book_of(phrases: int, folder: Path) -> Path:
    """The shipped book, or that many phrases made from it."""
    shipped = ROOT / "phrasebook"
    if phrases == 0:
        return shipped
    from qreply.phrasebook.loader import load

    path = folder / f"book-{phrases}.yaml"
    originals = load([shipped]).phrases
    lines = ["scenario: big", "phrases:"]
    for number in range(phrases):
        phrase = originals[number % len(originals)]
        asks = ", ".join(f'"{ask}{number}"' for ask in phrase.asks[:3])
        lines += [f"  - id: p{number}", f'    title: "{phrase.title}{number}"', f"    asks: [{asks}]"]
        lines += ["    reply: |", f"      亲，第{number}条：{phrase.title}。"]
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return path


def painted(book: Path, keys: int) -> list[float]:
    """Seconds from each key to the repaint of the first hit's row."""
    terminal = Terminal([QREPLY, "--phrasebook", str(book)])
    try:
        if terminal.until("条话术就绪".encode(), 120) is None:
            raise RuntimeError("qreply did not start")
        terminal.drain(0.5)
        times: list[float] = []
        while len(times) < keys:
            for query in QUERIES:
                for key in query:
                    terminal.send(key)
                    if (seconds := terminal.until(b"\x1b[3;", 0.4)) is not None:
                        times.append(seconds)
                    terminal.drain()
                terminal.send("\x1b")
                terminal.drain(0.2)
        return times[:keys]
    finally:
        terminal.close()


def started(command: list[str], mark: str) -> float:
    """Seconds until the command's screen shows `mark`."""
    begin = time.perf_counter()
    terminal = Terminal(command)
    try:
        if terminal.until(mark.encode(), 60) is None:
            raise RuntimeError(f"never showed {mark}")
        return time.perf_counter() - begin
    finally:
        terminal.close()


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
        for phrases in args.phrases:
            times = sorted(painted(book_of(phrases, Path(folder)), args.keys))
            p50, p99 = (1000 * times[int(len(times) * share)] for share in (0.5, 0.99))
            name = f"{phrases} phrases" if phrases else "shipped book"
            print(f"key → painted, {name}: p50 {p50:.1f} ms, p99 {p99:.1f} ms (budget 16 / 35)")
    python = sys.executable
    rounds = range(7)
    shipped = ["--phrasebook", str(ROOT / "phrasebook")]
    ours = statistics.median(started([QREPLY, *shipped], "条话术就绪") for _ in rounds)
    empty = statistics.median(started([python, "-c", EMPTY_APP], "READY") for _ in rounds)
    print(f"screen ready: {ours * 1000:.0f} ms, {ours / empty:.2f} × an empty Textual app (budget 1.10)")
    command_seconds([QREPLY, "find", "fahuo"])
    find = statistics.median(command_seconds([QREPLY, "find", "fahuo"]) for _ in rounds)
    nothing = statistics.median(command_seconds([python, "-c", "pass"]) for _ in rounds)
    print(f"qreply find: {find * 1000:.0f} ms, {find / nothing:.1f} × python -c pass (budget 8)")


if __name__ == "__main__":
    main()
