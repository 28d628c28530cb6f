"""However the program ends: the terminal is as it was, what was done is kept, and nothing of it goes on running."""

from __future__ import annotations

import os
import signal
import sys
import time
from pathlib import Path

import pytest

from qreply.reports.histories import read_history
from qreply.storage.locations import crash_log_path, history_path
from tests.support.clipboard_tools import READ, WRITE, Toolbox
from tests.support.terminal import Terminal

pytestmark = [pytest.mark.real, pytest.mark.usefixtures("settled", "indexed")]

CANARY = "金丝雀13800138000"

# What Textual sets, as it is when it is set back: the alternate screen, mouse, focus reports, bracketed paste, cursor.
RESTORED = (
    b"\x1b[?1049l",
    b"\x1b[?1000l",
    b"\x1b[?1003l",
    b"\x1b[?1006l",
    b"\x1b[?1004l",
    b"\x1b[?2004l",
    b"\x1b[?25h",
)

CRASHING = f"""
import sys
from qreply.workspace import search_state
find = search_state.find
def fail(workspace, query, **options):
    secret = query + {CANARY!r}
    if "zzz" in query:
        raise RuntimeError(secret)
    return find(workspace, query, **options)
search_state.find = fail
from qreply.__main__ import main
sys.exit(main())
"""


@pytest.fixture
def tools(tmp_path: Path) -> Toolbox:
    """Clipboard tools that work until told otherwise."""
    box = Toolbox(tmp_path)
    box.add("xclip", f'case "$*" in *-in*) {WRITE};; *) {READ};; esac')
    return box


def started(tools: Toolbox, *command: str, seen: str = "条话术就绪") -> Terminal:
    environ = {
        **os.environ,
        **tools.environ,
        "DISPLAY": ":97",
        "TERM": "linux",
        "WAYLAND_DISPLAY": "",
        "TMUX": "",
    }
    terminal = Terminal([sys.executable, *(command or ("-m", "qreply"))], environ=environ)
    terminal.until(seen)
    terminal.settle()
    return terminal


def is_restored(written: bytes | bytearray) -> bool:
    """Whether each mode that was set has been set back, the other screen last."""
    return all(
        written.rfind(off) > written.rfind(off[:-1] + (b"h" if off[-1:] == b"l" else b"l"))
        for off in RESTORED
    )


def copy(terminal: Terminal) -> None:
    """Copy a reply, and wait until it is said to be copied."""
    terminal.send("wl\r")
    terminal.until("去旺旺粘贴")


@pytest.mark.parametrize("name", ["TERM", "INT", "XCPU"])
def test_a_signal_leaves_the_terminal_as_it_was(tools: Toolbox, name: str) -> None:
    terminal = started(tools)
    sign = signal.Signals[f"SIG{name}"]  # after the terminal: Windows has neither
    copy(terminal)
    terminal.signal(sign)
    assert terminal.left() == 128 + sign
    assert is_restored(terminal.written)
    assert b"Traceback" not in terminal.written
    assert len(read_history(history_path())) == 1


def test_a_closed_terminal_ends_the_program(tools: Toolbox) -> None:
    terminal = started(tools)
    copy(terminal)
    terminal.hang_up()
    assert terminal.left() == 129
    assert len(read_history(history_path())) == 1
    assert not crash_log_path().exists()


def test_keys_that_wait_when_the_terminal_is_closed_are_not_worked_through(tools: Toolbox) -> None:
    terminal = started(tools)
    terminal.send("\x1b[B\x1b[A" * 10_000 + "a\x7f" * 2_000)
    terminal.hang_up()
    assert terminal.left() == 129


SCREENS = {
    "help": "\x1bOP",
    "palette": "\x10",
    "a new phrase": "\x17",
    "a phrase made one's own": "\x18",
    "the form": "\x06",
}


@pytest.mark.parametrize(
    ("screen", "pause"),
    [
        ("help", 0.0),
        ("palette", 0.3),
        ("a new phrase", 0.0),
        ("a phrase made one's own", 0.3),
        ("the form", 0.0),
    ],
)
def test_a_signal_in_any_screen_or_while_it_opens_is_no_crash(
    tools: Toolbox, screen: str, pause: float
) -> None:
    terminal = started(tools)
    terminal.send("danhao")
    terminal.settle(0.2)
    terminal.send(SCREENS[screen])
    time.sleep(pause)
    terminal.signal(signal.SIGTERM)
    assert terminal.left() == 143
    assert is_restored(terminal.written)
    assert "出错" not in terminal.written.decode()
    assert not crash_log_path().exists()


def test_a_program_that_was_stopped_goes_on_and_leaves_as_ever(tools: Toolbox) -> None:
    terminal = started(tools)
    before = terminal.modes()
    for signs in (("STOP", "CONT"), ("CONT",), ("TSTP", "CONT"), ("STOP", "CONT", "CONT"), ("TSTP", "CONT")):
        for name in signs:
            terminal.signal(getattr(signal, f"SIG{name}"))
            terminal.settle(0.1)
        assert terminal.modes() == before  # raw again, if it ever was not
    since = len(terminal.written)
    terminal.send("kuaididaonale")
    terminal.until("物流正常在途", since=since)
    terminal.send("\x11")
    assert terminal.left() == 0
    assert is_restored(terminal.written)
    assert terminal.restored_modes


def test_a_paste_without_marks_copies_nothing_and_shorthand_with_enter_does(tools: Toolbox) -> None:
    terminal = started(tools)
    terminal.send("什么时候发货\r我都等了三天了\r再不发就退款\r")
    terminal.until("我都等了三天了 再不发就退款")
    terminal.settle(0.3)
    assert "去旺旺粘贴" not in terminal.written.decode()
    terminal.send("\x1b")
    terminal.settle(0.3)
    copy(terminal)
    terminal.send("\x11")
    assert terminal.left() == 0


def test_what_is_no_text_and_a_lost_end_of_a_paste_keep_nobody_from_leaving(tools: Toolbox) -> None:
    terminal = started(tools)
    terminal.send("发货".encode("gbk"))
    terminal.settle(0.2)
    terminal.send("\x1b[200~kuaididaonale")
    terminal.settle(0.1)
    terminal.send("\x11")
    assert terminal.left() == 0


def test_a_closed_terminal_ends_it_even_if_no_signal_says_so(tools: Toolbox) -> None:
    ignoring = (
        "import signal; signal.signal(signal.SIGHUP, signal.SIG_IGN); import asyncio.unix_events as u\n"
    )
    ignoring += "u._UnixSelectorEventLoop.add_signal_handler = lambda *_: None\n"
    terminal = started(
        tools, "-c", ignoring + "import sys; from qreply.__main__ import main; sys.exit(main())"
    )
    copy(terminal)
    terminal.hang_up()
    assert terminal.left() == 129
    assert len(read_history(history_path())) == 1


@pytest.mark.parametrize("how", ["key", "signal", "closed"])
def test_a_tool_that_hangs_does_not_go_on(tools: Toolbox, tmp_path: Path, how: str) -> None:
    number = tmp_path / "number"
    told = f"echo $$ >{number}.new; mv {number}.new {number}"
    tools.add("xclip", f"{told}; trap '' TERM HUP INT; while :; do sleep 0.05; done")
    terminal = started(tools)
    terminal.send("wl\r")
    end = time.monotonic() + 30
    while not number.exists() and time.monotonic() < end:
        terminal.settle(0.02)
    if how == "closed":
        terminal.hang_up()
    elif how == "key":
        terminal.send("\x11")
    else:
        terminal.signal(signal.SIGTERM)
    terminal.left()
    assert is_gone(int(number.read_text()))


def is_gone(pid: int, seconds: float = 30) -> bool:
    """Whether no process of this number runs any more, or will not in a moment: whoever inherits the dead buries it."""
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        try:
            os.kill(pid, 0)
        except ProcessLookupError:
            return True
        time.sleep(0.02)
    return False


def test_a_crash_gives_the_terminal_back_and_names_no_customer(tools: Toolbox) -> None:
    terminal = started(tools, "-c", CRASHING)
    terminal.send("zzz")
    assert terminal.left() == 1
    assert is_restored(terminal.written)
    said = terminal.written[terminal.written.rfind(b"\x1b[?1049l") :].decode()
    log = crash_log_path().read_text("utf-8")
    assert "crash.log" in said.replace("\r\n", "")
    assert "RuntimeError" in log
    assert CANARY not in said + log
    assert len(said.splitlines()) < 8


@pytest.mark.parametrize("folder", ["CONFIG", "STATE", "CACHE"])
def test_a_locked_folder_keeps_nobody_from_copying(
    tools: Toolbox, folder: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Root may look into everything: a folder that is a file is as locked to it."""
    locked = tmp_path / "locked"
    locked.write_text("", encoding="utf-8")
    monkeypatch.setenv(f"XDG_{folder}_HOME", str(locked))
    guarded = (
        "import pathlib\nstat = pathlib.Path.stat\n"
        "def guard(path, **options):\n"
        f"    if str(path).startswith({str(locked)!r} + '/'):\n"
        "        raise PermissionError(13, 'Permission denied', str(path))\n"
        "    return stat(path, **options)\n"
        "pathlib.Path.stat = guard\n"
        "import sys; from qreply.__main__ import main; sys.exit(main())"
    )
    terminal = started(tools, "-c", guarded, seen="没有权限" if folder == "CONFIG" else "条话术就绪")
    copy(terminal)
    terminal.send("\x11")
    assert terminal.left() == 0
