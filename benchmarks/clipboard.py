"""The clipboard under faults and under load: counts false "copied", and times real copies.

    python benchmarks/clipboard.py                     everything, about twenty minutes
    python benchmarks/clipboard.py faults --copies 20  injected faults only, fewer copies of each
    python benchmarks/clipboard.py x11 --copies 200    copies through a real X server, read by another program
    python benchmarks/clipboard.py wayland             the same through a real compositor (not as root)
    python benchmarks/clipboard.py tmux                what a real tmux hands to its terminal

Exits with 1 if any copy was called verified that was not there.
"""

from __future__ import annotations

import argparse
import base64
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))  # for the fakes that the tests use too

import qreply
from qreply.clipboard import Clipboard, Status, detect
from qreply.clipboard.deadline import Timeouts
from tests.support.clipboard_faults import FAULTS, OLD, honest_way, way_with
from tests.support.clipboard_tools import Toolbox, scaled_timeouts
from tests.support.display_servers import TmuxTerminal, missing, wayland_server, x_server

TIME_OUT = 0.02
"""Seconds a faulty way has in the benchmark, a fiftieth of what it has in earnest."""

COPY_IN_TMUX = """
import os, pathlib
from qreply.clipboard import detect
board = detect(os.environ, "linux", {which!r}.get)
status = [board.copy(f"第 {{number}} 位顾客的回复").status.value for number in range({copies})]
pathlib.Path({result!r}).write_text(" ".join(status))
"""


def main() -> int:
    """Run the chosen parts; the exit code says whether a copy was called verified that was not there."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parts: dict[str, Callable[[argparse.Namespace], int]] = {
        "faults": faults,
        "x11": x11,
        "wayland": wayland,
        "tmux": tmux,
    }
    names = ", ".join(parts)
    parser.add_argument(
        "part", nargs="*", choices=[[], *parts], metavar="PART", help=f"{names}; all of them unless named"
    )
    parser.add_argument(
        "--copies", type=int, help="copies of each fault (1000), in each server (2000, tmux 20)"
    )
    parser.add_argument("--workers", type=int, default=2, help="faults tried at the same time")
    arguments = parser.parse_args()
    wrong = sum(parts[name](arguments) for name in arguments.part or parts)
    print(f'false "copied": {wrong}')
    return 1 if wrong else 0


def faults(arguments: argparse.Namespace) -> int:
    """Every fault, alone and before a way that works, in turn."""
    copies = arguments.copies or 1000
    print(f"## {len(FAULTS)} faults × {copies} copies, time-outs of {TIME_OUT * 1000:.0f} ms\n")
    print("| fault | verified | failed | false “copied” | longest, ms |\n| --- | --- | --- | --- | --- |")
    wrong = 0
    with ProcessPoolExecutor(arguments.workers) as pool:
        for number, (counts, longest) in enumerate(
            pool.map(try_fault, range(len(FAULTS)), [copies] * len(FAULTS))
        ):
            print(
                f"| {FAULTS[number].name} | {counts['verified']} | {counts['failed']} | {counts['false']} | "
                f"{longest * 1000:.0f} |",
                flush=True,
            )
            wrong += counts["false"]
    print(f"\n{len(FAULTS) * copies} copies, {wrong} of them false\n")
    return wrong


def try_fault(number: int, copies: int) -> tuple[Counter[str], float]:
    """Copy through one fault; a copy is false if it was called verified and another text is there."""
    fault = FAULTS[number]
    counts: Counter[str] = Counter()
    longest = 0.0
    with tempfile.TemporaryDirectory() as folder:
        box = Toolbox(Path(folder))
        timeouts = scaled_timeouts(TIME_OUT / Timeouts().backend)
        faulty, honest = way_with(fault, box), honest_way(box)
        honest.patience = 1.0
        alone = Clipboard([faulty], timeouts)
        followed = Clipboard([faulty, honest], Timeouts(total=2.3, backend=TIME_OUT, retry=timeouts.retry))
        for copy in range(copies):
            text = f"亲，您好😀 {copy} 号 48 小时内发出哦~ /:087\n【店名】￥9.9"
            box.board.write_text(OLD, encoding="utf-8")
            start = time.perf_counter()
            outcome = (followed if copy % 2 else alone).copy(text)
            longest = max(longest, time.perf_counter() - start)
            counts[outcome.status.value] += 1
            if outcome.status is Status.VERIFIED and box.text != text:
                counts["false"] += 1
            faulty.cancel()  # a way that heals may have left its child
    return counts, longest


def x11(arguments: argparse.Namespace) -> int:
    """Copies through xclip, each read by xsel."""
    if reason := missing("Xvfb", "xclip", "xsel"):
        print(f"x11: {reason}\n")
        return 0
    with x_server() as environ:
        return rounds("xclip, read by xsel", "xclip", ["xsel", "--clipboard", "--output"], environ, arguments)


def wayland(arguments: argparse.Namespace) -> int:
    """Copies through wl-copy, each read by a wl-paste of our own."""
    if reason := missing("sway", "wl-copy", "wl-paste"):
        print(f"wayland: {reason}\n")
        return 0
    with wayland_server() as environ:
        return rounds("wl-copy, read by wl-paste", "wl-copy wl-paste", ["wl-paste", "-n"], environ, arguments)


def rounds(
    title: str, tools: str, reader: list[str], environ: dict[str, str], arguments: argparse.Namespace
) -> int:
    """Copy, read with another program, compare; prints the counts and the times of the copies."""
    copies = arguments.copies or 2000
    board = detect({**environ, "TERM": "dumb"}, "linux", {tool: tool for tool in tools.split()}.get)
    times: list[float] = []
    counts: Counter[str] = Counter()
    for copy in range(copies):
        text = f"亲，第 {copy} 位顾客您好😀，今天 18:00 前发出哦~ /:087\n有问题随时找我"
        start = time.perf_counter()
        outcome = board.copy(text)
        times.append(time.perf_counter() - start)
        counts[outcome.status.value] += 1
        found = subprocess.run(reader, env=environ, capture_output=True, timeout=10, check=False).stdout
        if outcome.status is Status.VERIFIED and found != text.encode():
            counts["false"] += 1
    times.sort()
    p50, p99 = (times[int(len(times) * share)] * 1000 for share in (0.5, 0.99))
    print(f"## {title}: {copies} copies\n")
    print(f"verified {counts['verified']}, failed {counts['failed']}, false “copied” {counts['false']}")
    print(f"p50 {p50:.1f} ms, p99 {p99:.1f} ms, longest {times[-1] * 1000:.1f} ms\n")
    return counts["false"]


def tmux(arguments: argparse.Namespace) -> int:
    """Copies in a real tmux, as if over SSH; how many reach the terminal, by set-clipboard and by way."""
    if reason := missing("tmux"):
        print(f"tmux: {reason}\n")
        return 0
    copies = arguments.copies or 20
    print(f"## tmux: {copies} copies each\n")
    print("| set-clipboard | way | sent | failed | verified | reached the terminal |")
    print("| --- | --- | --- | --- | --- | --- |")
    wrong = 0
    for setting in ("external", "on", "off"):
        for which in ({"tmux": "tmux"}, {}):
            statuses, arrived = copy_in_tmux(setting, which, copies)
            counts = Counter(statuses)
            wrong += counts["verified"]
            backend = "load-buffer -w" if which else "plain OSC 52"
            cells = (setting, backend, counts["sent"], counts["failed"], counts["verified"], arrived)
            print("| " + " | ".join(map(str, cells)) + " |", flush=True)
    print()
    return wrong


def copy_in_tmux(setting: str, which: dict[str, str], copies: int) -> tuple[list[str], int]:
    """What the copies were called, and how many of them the terminal was told of."""
    source = str(Path(qreply.__file__).parents[1])
    with tempfile.TemporaryDirectory() as folder:
        result = Path(folder) / "result"
        terminal = TmuxTerminal(Path(folder), f"set -s set-clipboard {setting}")
        try:
            script = COPY_IN_TMUX.format(which=which, copies=copies, result=str(result))
            terminal.run(script, {"PYTHONPATH": source, "SSH_CONNECTION": "10.0.0.2 1 10.0.0.1 22"}, 120)
        finally:
            terminal.close()
        texts = [base64.b64encode(f"第 {number} 位顾客的回复".encode()) for number in range(copies)]
        statuses = result.read_text(encoding="utf-8").split()
        return statuses, sum(text in terminal.seen for text in texts)


if __name__ == "__main__":
    sys.exit(main())
