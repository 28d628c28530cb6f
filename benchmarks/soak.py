"""Press random keys and look at every line: python -m benchmarks.soak [--keys 50000] [--turns 5] [--seed 1]

On the shipped book, in a screen without a terminal: keys, pastes, other programs that copy, new sizes, edits of the
books. They are shared out to turns at once, each a process with a seed of its own, since Pilot waits more than it
works. After each key every line is held against the state and the clipboard; after each fifth what a terminal would
show of all frames so far against the screen drawn anew. Prints what does not agree, and what a turn holds of memory.
"""

from __future__ import annotations

import argparse
import asyncio
import gc
import os
import resource
import tempfile
import traceback
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context
from pathlib import Path
from random import Random

from textual import events

from qreply.settings.settings import Settings
from qreply.storage.locations import shipped_phrasebook
from qreply.workspace.books import BookUpdate
from qreply.workspace.workspace import Workspace
from tests.conftest import FakeClipboard
from tests.support.painted import Watched
from tests.support.piloting import Run, running
from tests.support.screen_lines import ELSEWHERE, RANDOM_KEYS, all_settled, check_lines

MESSAGES = (
    "什么时候发货啊",
    "我的快递到哪了怎么还没到",
    "能便宜点吗 包邮吗",
    ELSEWHERE,
    "衣服破了个洞要退货",
)
SIZES = ((100, 30), (45, 16), (80, 24), (140, 40), (20, 6))
EACH = 1_000  # keys between two lines of the table
DRAWN_EACH = 5  # keys between two looks at what is painted: to draw all of it anew takes as long as a key


async def press_anything(pilot: Run, clipboard: FakeClipboard, workspace: Workspace, random: Random) -> str:
    """Do one thing that an agent or somebody else may do; returns what it was."""
    from qreply.tui.messages import Renewed

    match random.choices(("key", "paste", "copy", "size", "edit"), (90, 3, 4, 1, 1))[0]:
        case "paste":
            text = random.choice(MESSAGES)
            pilot.app.post_message(events.Paste(text))
            return f"(paste {text})"
        case "copy":
            clipboard.texts.append(random.choice(MESSAGES))
            pilot.app.app_focus = False
            await pilot.pause()
            pilot.app.app_focus = True
            return "(another program copies)"
        case "size":
            size = random.choice(SIZES)
            await pilot.resize_terminal(*size)
            return f"(size {size})"
        case "edit":
            pilot.app.screen.post_message(Renewed(BookUpdate(workspace.phrasebook)))
            return "(edit)"
        case _:
            key = random.choice(RANDOM_KEYS)
            await pilot.press(key)
            return key


async def stays_wrong(pilot: Run, clipboard: FakeClipboard, done: list[str]) -> str:
    """Return what does not agree for longer than a busy machine may take to show it, or nothing."""
    wrong = ""
    for _ in range(25):
        try:
            check_lines(pilot, clipboard, done)
        except AssertionError as error:
            wrong = f"{error}\n    {traceback.extract_tb(error.__traceback__)[-1].line}"
            await pilot.pause()
        else:
            return ""
    return wrong


async def soak(keys: int, seed: int) -> int:
    """Return how often something did not agree."""
    random, clipboard = Random(seed), FakeClipboard()  # noqa: S311 - no secret
    workspace = Workspace.open(Settings(Path("settings.yaml"), books=(shipped_phrasebook(),)))
    failures = compared = 0
    agreed = True

    def blame(count: int, words: str) -> None:
        nonlocal failures, agreed
        failures += 1
        if agreed:  # else it has been said
            print(f"  {seed}: after {count}: {words}", flush=True)
        agreed = False

    async with running(workspace, clipboard) as pilot:
        watched, done = Watched(pilot), [""]
        for count in range(1, keys + 1):
            done = [*done[-30:], await press_anything(pilot, clipboard, workspace, random)]
            await all_settled(pilot)
            before = failures
            if wrong := await stays_wrong(pilot, clipboard, done):
                blame(count, wrong)
            if count % DRAWN_EACH == 0:
                compared += 1
                if stale := await watched.differences(pilot):
                    blame(count, f"{' '.join(done)}: painted {stale}")
            agreed = agreed or failures == before
            if count in (100, keys) or count % EACH == 0:
                gc.collect()
                clipboard.texts = clipboard.texts[-3:]
                print(
                    f"{seed}: {count:6,} keys, {watched.frames:6,} frames, {compared:5,} screens drawn anew: "
                    f"{failures} wrong; {_resident()} MB",
                    flush=True,
                )
    return failures


def _resident() -> int:
    """Return how many MB of memory the process has now."""
    pages = int(Path("/proc/self/statm").read_text("ascii").split()[1])
    return pages * resource.getpagesize() // 2**20


def run(keys: int, seed: int) -> int:
    """Press `keys` in a home of their own; returns how often something did not agree."""
    with tempfile.TemporaryDirectory() as folder:
        for kind in ("CONFIG", "STATE", "CACHE", "DATA"):
            os.environ[f"XDG_{kind}_HOME"] = folder
        return asyncio.run(soak(keys, seed))


def main() -> None:
    """Print the table; 1 if anything did not agree, or a turn has ended before its keys."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--keys", type=int, default=50_000)
    parser.add_argument("--turns", type=int, default=5)
    parser.add_argument("--seed", type=int, default=1, help="of the first turn")
    given = parser.parse_args()
    with ProcessPoolExecutor(given.turns, mp_context=get_context("spawn")) as processes:
        turns = [
            processes.submit(run, given.keys // given.turns, given.seed + turn) for turn in range(given.turns)
        ]
    raise SystemExit(1 if any(turn.exception() or turn.result() for turn in turns) else 0)


if __name__ == "__main__":
    main()
