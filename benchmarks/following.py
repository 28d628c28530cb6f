"""What it costs to follow the clipboard: python -m benchmarks.following

An X server of its own, nobody who copies for a while, then somebody who does. The processor's time of this process and
of the tools it starts, as shares of one core.
"""

from __future__ import annotations

import argparse
import os
import subprocess
import time

from qreply.clipboard import detect
from qreply.tui.clipboard_follower import LOOK_SECONDS
from tests.support.display_servers import missing, x_server

COPIES = 40


def spent() -> float:
    """Seconds of processor time so far, of this process and of its children."""
    children = os.times()
    return time.process_time() + children.children_user + children.children_system


def main() -> None:
    """Print the share of a core while nothing is copied, and the time of a look."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("--seconds", type=float, default=30.0, help="for which nobody copies")
    seconds = parser.parse_args().seconds
    if reason := missing("Xvfb", "xclip"):
        raise SystemExit(reason)
    with x_server() as environ:
        board = detect(environ, "linux")
        changes = board.watch()
        assert changes is not None
        before, end = spent(), time.monotonic() + seconds
        while time.monotonic() < end:
            assert not changes.wait(LOOK_SECONDS)
        share = (spent() - before) / seconds
        looks, waits = 0.0, []
        for number in range(COPIES):
            text = f"第{number}个，什么时候发货".encode()
            subprocess.run(["xclip", "-selection", "clipboard"], input=text, env=environ, check=True)
            assert changes.wait(10)
            before, begun = spent(), time.perf_counter()
            assert board.glance()
            looks += spent() - before
            waits.append(time.perf_counter() - begun)
        changes.close()
    print(f"nobody copies: {share:.4%} of a core (budget: 1%)")
    median = sorted(waits)[COPIES // 2]
    print(f"a look: {looks / COPIES * 1000:.1f} ms of processor time, seen after {median * 1000:.1f} ms")


if __name__ == "__main__":
    main()
