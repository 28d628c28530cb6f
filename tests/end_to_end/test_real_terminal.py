"""The real program in a real terminal, and what another program finds on the clipboard afterwards."""

from __future__ import annotations

import os
import re
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from random import Random

import pytest

from tests.conftest import until
from tests.support.display_servers import missing, x_server

if sys.platform != "win32":
    import fcntl
    import termios

MISSING = missing("tmux", "Xvfb", "xclip")

pytestmark = [
    pytest.mark.real,
    pytest.mark.usefixtures("indexed"),
    pytest.mark.skipif(bool(MISSING), reason=MISSING),
]


class Terminal:
    """A tmux window of its own server, running one command."""

    def __init__(self, socket: Path, environ: dict[str, str]) -> None:
        self._tmux = ["tmux", "-S", str(socket), "-f", os.devnull]
        self._environ = environ

    def start(self, *command: str, size: tuple[int, int] = (100, 30)) -> None:
        line = " ".join([*command, ";", "echo", "left-with-$?", ";", "sleep", "60"])
        self._run("new-session", "-d", "-x", str(size[0]), "-y", str(size[1]), "sh", "-c", line)

    def keys(self, *keys: str) -> None:
        for key in keys:
            # A report of focus ends an Escape: alone it is Alt with whatever key has come by the time it is looked at.
            self.keys_at_once(*(["-H", "1b", "1b", "5b", "49"] if key == "Escape" else (key,)))
            if key == "Enter":
                self._wait_until_read()  # with what is typed next in one piece it would be a paste

    def keys_at_once(self, *keys: str) -> None:
        self._run("send-keys", *keys)

    def shows(self, text: str, seconds: float = 60, *, styled: bool = False) -> str:
        """The window's text, once `text` is in it; `styled` with its escape sequences."""
        end = time.monotonic() + seconds
        while time.monotonic() < end:
            if text in (window := self._run("capture-pane", "-p")):
                return self._run("capture-pane", "-p", "-e") if styled else window
            time.sleep(0.05)
        raise AssertionError(f"never showed {text!r}:\n{window}")

    def _wait_until_read(self) -> None:
        """Until the program has taken what was typed, however long a busy machine keeps it from that."""
        time.sleep(0.05)  # for tmux to hand it on
        tty = os.open(self._run("display-message", "-p", "#{pane_tty}").strip(), os.O_RDONLY | os.O_NOCTTY)
        try:
            until(lambda: fcntl.ioctl(tty, termios.FIONREAD, bytes(4)) == bytes(4))
        finally:
            os.close(tty)

    def resize(self, columns: int, rows: int) -> None:
        self._run("resize-window", "-x", str(columns), "-y", str(rows))

    def settled(self) -> str:
        """The window's text, once it has not changed for most of a second."""
        windows = [""]
        while len(set(windows[-4:])) > 1 or len(windows) < 5:
            time.sleep(0.2)
            windows.append(self._run("capture-pane", "-p"))
        return windows[-1]

    def stop(self) -> None:
        subprocess.run([*self._tmux, "kill-server"], capture_output=True, check=False)

    def _run(self, *words: str) -> str:
        done = subprocess.run(
            [*self._tmux, *words], env=self._environ, capture_output=True, encoding="utf-8", check=True
        )
        return done.stdout


@pytest.fixture
def display() -> Iterator[str]:
    """An X server with nothing on it."""
    with x_server() as environ:
        yield environ["DISPLAY"]


@pytest.fixture
def terminal(tmp_path: Path, display: str) -> Iterator[Terminal]:
    environ = {**os.environ, "DISPLAY": display, "TERM": "xterm-256color", "LC_ALL": "C.UTF-8"}
    for name in ("TMUX", "WAYLAND_DISPLAY", "SSH_CONNECTION", "SSH_TTY"):
        environ.pop(name, None)
    window = Terminal(tmp_path / "tmux", environ)
    yield window
    window.stop()


def clipboard(display: str) -> str:
    done = subprocess.run(
        ["xclip", "-o", "-selection", "clipboard", "-display", display], capture_output=True, check=True
    )
    return done.stdout.decode()


BOLD, UNDERLINED, REVERSED, COLOUR = "1", "4", "7", "colour"


def worn(window: str) -> list[tuple[str, frozenset[str]]]:
    """The words of a styled window, each with what it wears (ECMA-48, SGR)."""
    words: list[tuple[str, frozenset[str]]] = []
    wears: set[str] = set()
    for text in re.split(r"(\x1b\[[\d;]*m)", window):
        if not text.startswith("\x1b"):
            words.append((text, frozenset(wears)))
            continue
        for code in text[2:-1].split(";"):
            if code in ("", "0"):
                wears.clear()
            elif code in ("39", "49"):
                wears.discard(COLOUR)
            else:
                wears.add(code if len(code) == 1 else COLOUR)
    return words


QREPLY = (sys.executable, "-m", "qreply")


def opened(terminal: Terminal, *, size: tuple[int, int] = (100, 30)) -> None:
    terminal.start(*QREPLY, size=size)
    terminal.shows("条话术就绪")


def test_the_first_time_it_asks_who_is_there(terminal: Terminal, display: str) -> None:
    terminal.start(*QREPLY, size=(45, 16))
    terminal.shows("欢迎使用 qreply")
    terminal.keys("Xiaxia", "Enter", "Hua", "Enter", "2", "Enter", "Enter")
    terminal.shows("店铺资料")
    terminal.keys("Escape")
    terminal.shows("拼多多")
    terminal.keys("wh")
    terminal.shows("我是Xiaxia")
    terminal.keys("Enter")
    terminal.shows("去拼多多粘贴")
    assert "欢迎来到Hua，我是Xiaxia" in clipboard(display)
    terminal.keys("C-q")
    terminal.shows("left-with-0")


@pytest.mark.usefixtures("settled")
@pytest.mark.parametrize("size", [(80, 24), (45, 16), (200, 50)])
def test_type_find_copy(terminal: Terminal, display: str, size: tuple[int, int]) -> None:
    opened(terminal, size=size)
    terminal.keys("kuaididaonale")
    terminal.shows("一路正常")
    terminal.keys("Enter")
    terminal.shows("去旺旺粘贴")
    assert "包裹一路正常" in clipboard(display)
    terminal.keys("C-q")
    terminal.shows("left-with-0")


@pytest.mark.usefixtures("settled")
def test_what_keys_draw_is_what_the_whole_screen_is(terminal: Terminal) -> None:
    opened(terminal, size=(45, 16))
    for keys in (("tuih",), ("Down", "Tab"), ("wldh", "Enter"), ("Escape", "C-n", "fah", "BSpace")):
        terminal.keys(*keys)
        drawn = terminal.settled()
        terminal.resize(48, 17)
        terminal.settled()
        terminal.resize(45, 16)
        assert terminal.settled() == drawn


@pytest.mark.usefixtures("settled")
@pytest.mark.parametrize("unbuffered", ["", "1"])
def test_no_frame_is_torn_whatever_is_pressed_and_copied(terminal: Terminal, unbuffered: str) -> None:
    random = Random(f"{unbuffered}!")
    keys = (
        *("f", "h", "t", "u", "Down", "Up", "Tab", "BSpace"),
        *["Enter"] * 3,
        *("C-n", "C-b", "C-k", "C-r", "Escape"),
    )
    terminal.start("env", f"PYTHONUNBUFFERED={unbuffered}", *QREPLY, size=(100, 30))
    terminal.shows("条话术就绪")
    for _ in range(3):
        terminal.keys(*random.choices(keys, k=12))
        drawn = lasting(terminal.settled())
        terminal.resize(104, 31)
        terminal.settled()
        terminal.resize(100, 30)
        assert lasting(terminal.settled()) == drawn


def lasting(window: str) -> list[str]:
    """The window's lines but the one that says what was done, which goes by itself."""
    lines = window.split("\n")
    return lines[:28] + lines[29:]


@pytest.mark.usefixtures("settled")
def test_keys_that_come_in_one_go_are_taken_in_their_order(terminal: Terminal) -> None:
    opened(terminal)
    terminal.keys_at_once("a", "b", "c", "BSpace", "d", "Home", "e", "End", "f", "Left", "g")
    terminal.shows("❯ eabdgf ")


@pytest.mark.usefixtures("settled")
def test_keys_with_alt_are_those_keys_alone(terminal: Terminal, display: str) -> None:
    opened(terminal)
    terminal.keys("tuihuo", "M-5")
    terminal.shows("去旺旺粘贴")
    assert "退" in clipboard(display)
    terminal.keys("tuihuo", "M-Down", "M-z", "M-r")
    terminal.shows("▌1 退款金额不对")  # of the complaints
    assert "❯ tuihuo  " in terminal.settled()


@pytest.mark.usefixtures("settled")
def test_a_missing_number_is_asked_for(terminal: Terminal, display: str) -> None:
    opened(terminal)
    terminal.keys("wldh", "Enter")
    terminal.shows("还要填")
    terminal.keys("SF1234567890", "Enter")
    terminal.shows("去旺旺粘贴")
    assert "SF1234567890" in clipboard(display)


def test_pick_copies_and_leaves(terminal: Terminal, display: str) -> None:
    terminal.start(*QREPLY, "pick", "快递到哪了")
    terminal.shows("条话术就绪")
    terminal.keys("Enter")
    terminal.shows("left-with-0")
    assert "一路正常" in clipboard(display)


@pytest.mark.usefixtures("settled")
def test_a_list_comes_through_a_pipe_and_keys_from_the_terminal(terminal: Terminal, display: str) -> None:
    numbers = [f"YT731288461209{number}" for number in range(3)]
    terminal.start("printf", r"'%s\n'", *numbers, "|", *QREPLY, "round", "-", "--reply", "wldh")
    terminal.shows("名单 1/3")
    terminal.keys("Enter")
    terminal.shows("名单 2/3")
    assert numbers[0] in clipboard(display)
    terminal.keys("C-q")
    terminal.shows("left-with-1")


def test_pick_is_left_by_escape(terminal: Terminal) -> None:
    terminal.start(*QREPLY, "pick")
    terminal.shows("条话术就绪")
    terminal.keys("Escape")
    terminal.shows("left-with-1")


@pytest.mark.usefixtures("settled")
@pytest.mark.parametrize("given", [("-u", "NO_COLOR", "TERM=xterm"), ("NO_COLOR=1", "COLORTERM=truecolor")])
def test_what_is_current_stands_out_without_colours(terminal: Terminal, given: tuple[str, ...]) -> None:
    terminal.start("env", "-u", "COLORTERM", *given, *QREPLY)
    terminal.shows("条话术就绪")
    terminal.keys("wldh")
    terminal.shows("填写退货单号")  # the second hit, which the last letter brings
    words = worn(terminal.shows("【快递单号】", styled=True))

    def wears(text: str) -> frozenset[str]:
        return next(style for word, style in words if text in word)

    assert {BOLD, REVERSED} <= wears("▌") & wears("【快递单号】") & wears(" 全部 ")
    assert any(
        {BOLD, REVERSED} <= style for word, style in words if " 1 " in word
    )  # the customer, no tab's count
    assert REVERSED not in wears("▏")
    assert any(UNDERLINED in style and "物流" in word for word, style in words)
    terminal.keys("C-p")
    words += worn(terminal.shows("做什么", styled=True))
    assert any(UNDERLINED in style and "复制" in word for word, style in words)
    assert all(COLOUR not in style for _, style in words) is ("NO_COLOR=1" in given)


def test_show_copies_from_the_command_line(terminal: Terminal, display: str) -> None:
    terminal.start(*QREPLY, "show", "logistics/track-moving", "--copy")
    terminal.shows("left-with-0")
    assert "一路正常" in clipboard(display)
