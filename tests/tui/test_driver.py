"""Writing to a terminal: at once where it takes it, in order and without waiting where it does not."""

from __future__ import annotations

import os
import sys

import pytest

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="Windows has a driver of its own")


def test_what_a_terminal_does_not_take_at_once_waits_and_comes_in_order() -> None:
    from qreply.tui.driver import Writer

    ours, theirs = os.pipe()
    with os.fdopen(ours, "rb") as terminal, os.fdopen(theirs, "w", encoding="utf-8") as file:
        writer = Writer(file)
        writer.start()
        writer.write("at once")
        assert terminal.read(7) == b"at once"
        frames = [f"{number:05}" + "x" * 4091 for number in range(40)]  # more than a pipe holds
        for frame in frames:
            writer.write(frame)
        assert b"".join(terminal.read(4096) for _ in frames) == "".join(frames).encode()
        writer.stop()
