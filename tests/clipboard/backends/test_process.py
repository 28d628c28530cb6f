"""Tools can neither hang, nor flood, nor hold on to qreply, nor survive being given up."""

from __future__ import annotations

import os
import time
from pathlib import Path
from threading import Event, Thread, Timer

import pytest

from qreply.clipboard.backends import process
from qreply.clipboard.backends.base import BackendError
from qreply.clipboard.deadline import Deadline
from tests.support.clipboard_tools import Toolbox


@pytest.fixture
def box(tmp_path: Path) -> Toolbox:
    return Toolbox(tmp_path)


def alive(pid: int) -> bool:
    """Whether a process runs; one that is dead but not yet collected doesn't."""
    try:
        state = Path(f"/proc/{pid}/stat").read_text(encoding="utf-8").rpartition(")")[2].split()[0]
    except FileNotFoundError:
        return False
    return state != "Z"


def gone(pid: int) -> bool:
    """Whether a process ends, in a moment on a machine that is not busy."""
    end = time.monotonic() + 20
    while alive(pid) and time.monotonic() < end:
        time.sleep(0.005)
    return not alive(pid)


def until_written(path: Path) -> Deadline:
    """A limit that ends as soon as a whole line stands in the file, or after half a minute."""
    given_up = Event()

    def look() -> None:
        end = time.monotonic() + 30
        while not (path.exists() and path.read_bytes().endswith(b"\n")) and time.monotonic() < end:
            time.sleep(0.005)
        given_up.set()

    Thread(target=look, daemon=True).start()
    return Deadline(30, given_up)


def test_a_tool_gets_every_byte(box: Toolbox) -> None:
    data = "长".encode() * 1_700_000
    process.feed([box.add("tool", 'cat >"$BOARD"')], data, box.environ, Deadline(30))
    assert box.board.read_bytes() == data
    assert process.ask([box.add("reader", 'cat "$BOARD"')], box.environ, Deadline(30)) == data


def test_a_tool_is_away_from_the_terminal(box: Toolbox) -> None:
    tool = box.add("tool", "cut -d' ' -f1,5,6,7 /proc/$$/stat; pwd; readlink /proc/$$/fd/0 /proc/$$/fd/2")
    stat, folder, stdin, stderr = process.ask([tool], box.environ, Deadline(30)).decode().splitlines()
    own, group, session, terminal = stat.split()
    assert own == group == session
    assert terminal == "0"
    assert folder == "/"
    assert stdin == stderr == "/dev/null"


def test_a_serving_child_lives_on(box: Toolbox) -> None:
    tool = box.add("tool", 'cat >/dev/null; sleep 60 & echo $! >"$BOARD"')
    group = process.feed([tool], b"x", box.environ, Deadline(30))
    child = int(box.board.read_text(encoding="utf-8"))
    assert alive(child)
    process.end(group)
    assert gone(child)
    process.end(group)  # twice does no harm


@pytest.mark.parametrize(
    "script",
    [
        "sleep 60 & echo $! >\"$BOARD\"; trap '' TERM; wait; sleep 60",
        'sleep 60 & echo $! >"$BOARD"; exit 1',
    ],
    ids=["hangs", "fails"],
)
def test_nothing_is_left_of_a_failure(script: str, box: Toolbox) -> None:
    tool = box.add("tool", script)
    with pytest.raises(BackendError):
        process.feed([tool], b"x", box.environ, until_written(box.board))
    assert gone(int(box.board.read_text(encoding="utf-8")))


def test_nothing_is_left_of_a_reader(box: Toolbox) -> None:
    tool = box.add("tool", 'sleep 60 & echo $! >"$BOARD"; sleep 60')
    with pytest.raises(BackendError):
        process.ask([tool], box.environ, until_written(box.board))
    assert gone(int(box.board.read_text(encoding="utf-8")))


def test_a_hanging_tool_costs_its_limit_and_little_more(box: Toolbox) -> None:
    tool = box.add("tool", "exec sleep 60")
    start = time.monotonic()
    with pytest.raises(BackendError):
        process.feed([tool], b"x" * 1_000_000, box.environ, Deadline(0.2))
    assert time.monotonic() - start < 30  # of sixty


def test_giving_up_ends_a_tool_at_once(box: Toolbox) -> None:
    given_up = Event()
    tool = box.add("tool", "exec sleep 60")
    Timer(0.05, given_up.set).start()
    start = time.monotonic()
    with pytest.raises(BackendError):
        process.ask([tool], box.environ, Deadline(60, given_up))
    assert time.monotonic() - start < 30


def test_a_flood_is_refused(box: Toolbox, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(process, "MAX_BYTES", 1_000_000)
    with pytest.raises(BackendError, match="太长"):
        process.ask([box.add("tool", "exec yes")], box.environ, Deadline(10))


def test_no_descriptors_or_zombies_are_left(box: Toolbox) -> None:
    good, bad = box.add("good", "cat"), box.add("bad", "exit 1")

    def round_of_copies() -> None:
        process.feed([good], b"x", box.environ, Deadline(30))
        process.ask([good], box.environ, Deadline(30))
        for call in (process.ask, lambda *rest: process.feed(rest[0], b"x", *rest[1:])):
            with pytest.raises(BackendError):
                call([bad], box.environ, Deadline(30))
            with pytest.raises(BackendError):
                call(["/nonexistent"], box.environ, Deadline(30))

    round_of_copies()
    before = len(list(Path("/proc/self/fd").iterdir()))
    round_of_copies()
    assert len(list(Path("/proc/self/fd").iterdir())) == before
    with pytest.raises(ChildProcessError):
        os.waitpid(-1, os.WNOHANG)
