"""Press random keys for hours and look at every line: python -m benchmarks.soak [--keys 50000] [--seed 1]

On the shipped book, in a screen without a terminal: keys, pastes, other programs that copy, new sizes, edits of the
books. Prints what does not agree with the state, and how much memory each thousand keys leave behind. What a real
terminal shows of it is held against a forced redraw in tests/end_to_end.
"""

from __future__ import annotations

import argparse
import asyncio
import gc
import os
import resource
import tempfile
import traceback
from pathlib import Path
from random import Random

from textual import events

from qreply.settings.settings import Settings
from qreply.storage.locations import shipped_phrasebook
from qreply.workspace.books import BookUpdate
from qreply.workspace.workspace import Workspace
from tests.conftest import FakeClipboard
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


async def soak(keys: int, seed: int) -> int:
    """Return how often something did not agree."""
    random, clipboard = Random(seed), FakeClipboard()  # noqa: S311 - no secret
    workspace = Workspace.open(Settings(Path("settings.yaml"), books=(shipped_phrasebook(),)))
    failures = 0
    async with running(workspace, clipboard) as pilot:
        done: list[str] = []
        agreed = True
        for count in range(1, keys + 1):
            done = [*done[-30:], await press_anything(pilot, clipboard, workspace, random)]
            await all_settled(pilot)
            try:
                check_lines(pilot, clipboard, done)
                agreed = True
            except AssertionError as error:
                failures += 1
                line = traceback.extract_tb(error.__traceback__)[-1].line
                if agreed:  # else it has been said
                    print(f"  after {count}: {error}\n    {line}", flush=True)
                agreed = False
            if count % EACH == 0 or count == keys:
                gc.collect()
                clipboard.texts = clipboard.texts[-3:]
                most = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
                print(
                    f"{count} keys: {failures} lines wrong, {_resident()} MB, {most} MB at most", flush=True
                )
    return failures


def _resident() -> int:
    """Return how many MB of memory the process has now."""
    pages = int(Path("/proc/self/statm").read_text("ascii").split()[1])
    return pages * resource.getpagesize() // 2**20


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--keys", type=int, default=50_000)
    parser.add_argument("--seed", type=int, default=1)
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        for kind in ("CONFIG", "STATE", "CACHE", "DATA"):
            os.environ[f"XDG_{kind}_HOME"] = folder
        raise SystemExit(1 if asyncio.run(soak(arguments.keys, arguments.seed)) else 0)


if __name__ == "__main__":
    main()
