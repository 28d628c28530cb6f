"""Everything at once for an hour, in a real terminal: python -m benchmarks.endurance [--minutes 60] [--keys 50000]

Keys without a pause, pastes, new sizes; the book edited, half saved, gone, a FIFO in its place, and back; a clipboard
tool that hangs, fails or loses what it was given; a history and a state folder that cannot be written. Prints each
minute what the program holds of memory, threads, files and children, and at the end whether it still copies, leaves
the terminal as it was, and leaves nobody behind. With --quiet nothing but keys; with --keys it ends after so many.
"""

from __future__ import annotations

import argparse
import os
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path
from random import Random

from qreply.storage.locations import shipped_phrasebook
from tests.support.display_servers import missing, x_server
from tests.support.terminal import Terminal

TOOL = """#!/bin/sh
case $(cat "$FAULT" 2>/dev/null) in
  hangs) exec sleep 60 ;;
  fails) exit 1 ;;
  loses) case "$*" in *-o*) echo something else; exit 0 ;; esac ;;
esac
exec {tool} "$@"
"""
LETTERS = "fhydmczkstjb123 "
NAMED = ("\r", "\r", "\r", "\t", "\x7f", "\x7f", "\x1b[A", "\x1b[B", "\x1b[C", "\x1b[D", "\x1b[H", "\x1b[F")
CONTROL = tuple(chr(ord(letter) & 31) for letter in "nblkrtefgyd")
ALT = ("\x1b1", "\x1b2", "\x1b0")
ESCAPE = "\x1b\x1b[I"  # a report of focus ends it
PASTES = (
    "什么时候发货啊",
    "我的快递到哪了怎么还没到\n急",
    "能便宜点吗 包邮吗",
    "SF1234567890123",
    "长" * 3_000,
)
SIZES = ((30, 100), (16, 45), (24, 80), (40, 140), (6, 20), (1, 1))
REPLY = "这一条什么都不用填"
END = f"scenario: end\nphrases:\n  - {{id: last, title: 最后一条, code: zzend, reply: {REPLY}}}\n"
BURST = 40  # keys between two other things


class Book:
    """A copy of the shipped book, and what may become of it."""

    def __init__(self, folder: Path, random: Random) -> None:
        shutil.copytree(shipped_phrasebook(), folder, ignore=shutil.ignore_patterns("trades"))
        (folder / "end.yaml").write_text(END, "utf-8")
        self._folder = folder
        self._aside = folder.with_name("aside")
        self._random = random
        self._file = folder / "logistics.yaml"
        self._text = self._file.read_text("utf-8")

    def edit(self) -> None:
        self._write(self._text.replace("亲", self._random.choice(("亲", "您好", "在的"))))

    def half_saved(self) -> None:
        self._write(self._text[: self._random.randrange(len(self._text))])

    def is_away(self) -> None:
        self._folder.rename(self._aside)

    def is_a_pipe(self) -> None:
        self._file.unlink()
        os.mkfifo(self._file)

    def _write(self, text: str) -> None:
        if self._file.is_file():  # and no FIFO, which would wait for a reader
            self._file.write_text(text, "utf-8")

    def back(self) -> None:
        """Put it back, whatever has become of it."""
        if self._aside.exists():
            self._aside.rename(self._folder)
        self._file.unlink(missing_ok=True)
        self._file.write_text(self._text, "utf-8")


class State:
    """The folder of the program's own files, and what may become of it."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._aside = folder.with_name("state-aside")

    def history_is_a_folder(self) -> None:
        for file in self._folder.glob("history.db*"):
            file.unlink()
        (self._folder / "history.db").mkdir()

    def is_a_file(self) -> None:
        self._folder.rename(self._aside)
        self._folder.write_text("", "utf-8")

    def back(self) -> None:
        """Put it back, whatever has become of it."""
        if self._aside.exists():
            self._folder.unlink()
            self._aside.rename(self._folder)
        history = self._folder / "history.db"
        if history.is_dir():
            shutil.rmtree(history)


def keys(random: Random, count: int) -> Iterator[str]:
    """Keys that do not leave the program."""
    for _ in range(count):
        kind = random.choices((LETTERS, NAMED, CONTROL, ALT, (ESCAPE,)), (50, 25, 15, 5, 5))[0]
        yield random.choice(kind)


def holding(pid: int) -> dict[str, int]:
    """What the program holds: kilobytes now and at most, threads, open files, children."""
    lines = dict(line.split(":", 1) for line in Path(f"/proc/{pid}/status").read_text("utf-8").splitlines())
    return {
        "MB": int(lines["VmRSS"].split()[0]) // 1024,
        "MB at most": int(lines["VmHWM"].split()[0]) // 1024,
        "threads": int(lines["Threads"]),
        "files": len(os.listdir(f"/proc/{pid}/fd")),  # noqa: PTH208 - names only, and quickly
        "children": len(children_of(pid)),
    }


def children_of(pid: int) -> list[str]:
    """The program's children, zombies among them."""
    children: list[str] = []
    for task in Path(f"/proc/{pid}/task").iterdir():
        with suppress(OSError):  # of a thread that has just ended
            children += (task / "children").read_text("utf-8").split()
    return children


def besiege(
    terminal: Terminal,
    faults: list[Callable[[], None]],
    mend: Callable[[], None],
    given: argparse.Namespace,
    random: Random,
) -> None:
    """Press keys, and do the rest, until the time is over; raises TimeoutError once nothing answers."""
    end, said, pressed = time.monotonic() + given.minutes * 60, time.monotonic(), 0
    begun = said
    while time.monotonic() < end and pressed < given.keys:
        for key in keys(random, BURST):
            terminal.send(key)
            # In one piece they would be a paste; faster than they are painted they would wait in memory.
            terminal.settle(0)
        pressed += BURST
        if not given.quiet:
            disturb(terminal, faults, mend, random)
        if len(terminal.written) > 1 << 20:
            del terminal.written[:-4096]
        if time.monotonic() - said > 60:
            said = time.monotonic()
            print(f"{(said - begun) / 60:5.1f} min {pressed:8,} keys {holding(terminal.pid)}", flush=True)
    print(f"at the end {pressed:,} keys {holding(terminal.pid)}", flush=True)


def disturb(
    terminal: Terminal, faults: list[Callable[[], None]], mend: Callable[[], None], random: Random
) -> None:
    """Perhaps do one thing more than pressing keys."""
    match random.choices(("", "paste", "size", "pause", "fault", "mend"), (70, 8, 5, 5, 6, 6))[0]:
        case "paste":
            terminal.send(f"\x1b[200~{random.choice(PASTES)}\x1b[201~")
        case "size":
            terminal.resize(*random.choice(SIZES))
        case "pause":
            terminal.listen(random.random() * 2)
        case "fault":
            with suppress(OSError):  # of a thing that has another fault already
                random.choice(faults)()
        case "mend":
            mend()


def main() -> None:
    """Print what happens; 1 if the program did not stand it."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("--minutes", type=float, default=60)
    parser.add_argument("--keys", type=int, default=1 << 60)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--quiet", action="store_true", help="keys only: no faults, pastes or new sizes")
    given = parser.parse_args()
    if reason := missing("Xvfb", "xclip"):
        raise SystemExit(reason)
    with tempfile.TemporaryDirectory() as name, x_server() as environ:
        raise SystemExit(run(Path(name), environ, given))


def run(home: Path, environ: dict[str, str], given: argparse.Namespace) -> int:
    """Start the program in `home`, besiege it, and tell whether all was well in the end."""
    random = Random(given.seed)  # noqa: S311 - no secret
    fault, tools = home / "fault", home / "bin"
    tools.mkdir()
    (tools / "xclip").write_text(TOOL.format(tool=shutil.which("xclip")), "utf-8")
    (tools / "xclip").chmod(0o755)
    book, state = Book(home / "book", random), State(home / "state" / "qreply")
    (home / "settings.yaml").write_text(f"books: [{home / 'book'}]\nagent: 小王\n", "utf-8")
    environ |= {f"XDG_{kind}_HOME": str(home / kind.lower()) for kind in ("CONFIG", "STATE", "CACHE", "DATA")}
    environ |= {
        "PATH": f"{tools}:{environ['PATH']}",
        "FAULT": str(fault),
        "HOME": str(home),
        "LANG": "C.UTF-8",
    }

    def mend() -> None:
        fault.unlink(missing_ok=True)
        book.back()
        state.back()

    faults = [book.edit, book.half_saved, book.is_away, book.is_a_pipe]
    faults += [state.history_is_a_folder, state.is_a_file]
    faults += [lambda word=word: fault.write_text(word, "utf-8") for word in ("hangs", "fails", "loses")]  # type: ignore[misc]
    command = (sys.executable, "-m", "qreply", "--config", str(home / "settings.yaml"))
    terminal = Terminal(command, rows=30, columns=100, environ=environ)
    terminal.until("条话术就绪", 300)
    print(f"opened {holding(terminal.pid)}", flush=True)
    besiege(terminal, faults, mend, given, random)
    mend()
    terminal.resize(30, 100)
    terminal.listen(5)
    for key in (ESCAPE, ESCAPE, ESCAPE, "\x0e", *"zzend", "\r"):
        terminal.send(key)
        terminal.listen(1)
    copies = is_on_clipboard(REPLY, environ)
    children = children_of(terminal.pid)
    terminal.send("\x11")
    code = terminal.left(60)
    left = [child for child in children if Path(f"/proc/{child}").exists()]
    crash = any((home / "state").rglob("crash.log*"))
    print(
        f"copies: {copies}; code {code}; terminal restored: {terminal.restored_modes}; "
        f"left behind: {left}; crash log: {crash}"
    )
    return int(not (copies and code == 0 and terminal.restored_modes and not crash))


def is_on_clipboard(text: str, environ: dict[str, str]) -> bool:
    """Tell whether the text is on the clipboard within half a minute."""
    for _ in range(30):
        command = ["xclip", "-o", "-selection", "clipboard"]
        if subprocess.run(command, env=environ, capture_output=True, check=False).stdout.decode() == text:
            return True
        time.sleep(1)
    return False


if __name__ == "__main__":
    main()
