"""Writing to a terminal: at once where it takes it, in order and without waiting where it does not."""

from __future__ import annotations

import io
import os
import sys
from threading import Thread

import pytest

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="Windows has a driver of its own")


def test_what_a_terminal_does_not_take_at_once_waits_and_comes_in_order() -> None:
    from qreply.tui.textual_patches.driver import Writer

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


def test_of_a_frame_that_is_taken_in_part_the_rest_follows() -> None:
    """Unbuffered, as with PYTHONUNBUFFERED, Python's own files drop it."""
    from qreply.tui.textual_patches.driver import _Output

    ours, theirs = os.pipe()
    os.set_blocking(theirs, False)  # so that the pipe takes what it has room for
    frame = "什么时候发货" * 100_000
    taken = bytearray()

    def take() -> None:
        while piece := os.read(ours, 2048):
            taken.extend(piece)

    reader = Thread(target=take)
    reader.start()
    with os.fdopen(theirs, "wb", buffering=0) as raw:
        output = _Output(io.TextIOWrapper(raw, encoding="utf-8", write_through=True))
        output.write(frame)
    reader.join()
    os.close(ours)
    assert taken.decode() == frame


def test_a_closed_terminal_takes_nothing_and_raises_nothing() -> None:
    from qreply.tui.textual_patches.driver import _Output

    ours, theirs = os.pipe()
    os.close(ours)
    with os.fdopen(theirs, "w", encoding="utf-8") as file:
        _Output(file).write("frame")
