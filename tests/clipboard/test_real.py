"""The real X server, compositor and tmux, each started for the test and read by a program other than ours."""

from __future__ import annotations

import base64
import os
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

import qreply
from qreply.clipboard import Copier, Status, detect, read_picture
from tests.support.clipboard_tools import scaled_timeouts
from tests.support.display_servers import TmuxTerminal, missing, wayland_server, x_server

pytestmark = pytest.mark.real

TEXT = "亲，您好😀 48 小时内发出哦~ /:087 👨‍👩‍👧 ❤️\n\n【店名】有问题随时找我 ￥9.9 é\t末行"
LEFT = TEXT.replace("\t", " ")
LONG = "长" * 100_000  # xsel and Tk read no more at a time
PATIENT = scaled_timeouts(4)  # other tests keep the machine busy
SIZES = {"short": TEXT, "long": LONG}


@pytest.fixture
def x11() -> Iterator[dict[str, str]]:
    if reason := missing("Xvfb", "xclip", "xsel"):
        pytest.skip(reason)
    with x_server() as environ:
        yield environ


def printed(argv: list[str], environ: dict[str, str]) -> str:
    return subprocess.run(argv, env=environ, capture_output=True, timeout=60, check=True).stdout.decode()


def only(*tools: str) -> dict[str, str]:
    return {tool: tool for tool in tools}


@pytest.mark.parametrize(
    ("tool", "reader", "text"),
    [
        ("xclip", ["xsel", "--clipboard", "--output"], TEXT),
        ("xclip", ["xsel", "--clipboard", "--output"], LONG),
        ("xsel", ["xclip", "-selection", "clipboard", "-out", "-target", "UTF8_STRING"], TEXT),
    ],
    ids=["xclip", "xclip, long", "xsel"],  # xsel doesn't serve a long text twice
)
def test_x11(tool: str, reader: list[str], text: str, x11: dict[str, str]) -> None:
    board = detect(x11, "linux", only(tool).get, timeouts=PATIENT)
    outcome = board.copy(text)
    assert (outcome.status, outcome.backend) == (Status.VERIFIED, tool)
    assert printed(reader, x11) == text.replace("\t", " ")
    assert board.paste() == text.replace("\t", " ")


def test_x11_many_in_a_row(x11: dict[str, str]) -> None:
    board = detect(x11, "linux", only("xclip").get, timeouts=PATIENT)
    for number in range(50):
        assert board.copy(f"第 {number} 位顾客").status is Status.VERIFIED
        assert printed(["xsel", "--clipboard", "--output"], x11) == f"第 {number} 位顾客"


def test_x11_the_newest_of_a_burst_wins(x11: dict[str, str]) -> None:
    told: list[tuple[int, Status]] = []
    board = detect(x11, "linux", only("xclip").get, timeouts=PATIENT)
    copier = Copier(board, lambda ticket, outcome: told.append((ticket, outcome.status)))
    for burst in range(10):
        for number in range(5):
            last = copier.copy(f"第 {burst}-{number} 位顾客")
            time.sleep(0.003 * burst / 3)  # from all at once to one after the other
        assert copier.wait(30)
        assert told[-1] == (last, Status.VERIFIED)
        assert printed(["xsel", "--clipboard", "--output"], x11) == f"第 {burst}-4 位顾客"


@pytest.mark.parametrize("tool", ["xclip", "xsel"])
def test_x11_what_was_not_confirmed_is_gone(
    tool: str, x11: dict[str, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Not even the tool's child, which serves the text, outlives a copy that could not be read back."""
    board = detect({**x11, "TERM": "dumb"}, "linux", only(tool).get, timeouts=PATIENT)
    assert board.copy("甲的地址").status is Status.VERIFIED
    with monkeypatch.context() as broken:
        broken.setattr(board.backends()[0], "decode", lambda _: "别的")
        assert board.copy("乙的地址").status is Status.FAILED
    end = time.monotonic() + 30
    while board.paste() is not None and time.monotonic() < end:
        time.sleep(0.01)
    assert board.paste() is None


def test_a_dead_display_fails(x11: dict[str, str]) -> None:
    board = detect({**x11, "DISPLAY": ":65533", "TERM": "dumb"}, "linux", only("xclip", "xsel").get)
    assert board.copy(TEXT).status is Status.FAILED
    assert board.paste() is None


def test_a_picture_on_the_clipboard_is_no_text(x11: dict[str, str]) -> None:
    put = ["xclip", "-selection", "clipboard", "-target", "image/png"]
    subprocess.run(put, env=x11, input=b"\x89PNG\r\n", stdout=subprocess.DEVNULL, timeout=60, check=True)
    board = detect({**x11, "TERM": "dumb"}, "linux", only("xclip").get)
    assert board.paste() is None
    assert board.copy(TEXT).status is Status.VERIFIED
    assert board.paste() == LEFT


def test_wayland(tmp_path: Path) -> None:
    if reason := missing("sway", "wl-copy", "wl-paste"):
        pytest.skip(reason)
    path = tmp_path / "尺码表.png"
    path.write_bytes(b"\x89PNG\r\n\x1a\n" + os.urandom(3_000_000))
    with wayland_server() as environ:
        board = detect(environ, "linux", only("wl-copy", "wl-paste").get)
        for text in SIZES.values():
            outcome = board.copy(text)
            assert (outcome.status, outcome.backend) == (Status.VERIFIED, "wl-copy")
            assert printed(["wl-paste", "--no-newline"], environ) == text.replace("\t", " ")
        outcome = board.copy_picture(read_picture(path))
        assert (outcome.status, outcome.backend) == (Status.VERIFIED, "wl-copy")
        assert printed(["wl-paste", "--list-types"], environ).split() == ["image/png"]
        reader = ["wl-paste", "--no-newline"]
        read = subprocess.run(reader, env=environ, capture_output=True, timeout=60, check=True).stdout
        assert read == path.read_bytes()
        assert board.paste() is None


COPY = """
import os, pathlib, sys
from qreply.clipboard import detect
board = detect(os.environ, "linux", {which!r}.get)
outcome = board.copy({text!r})
pathlib.Path({result!r}).write_text("|".join((outcome.status.value, outcome.backend, outcome.reason)))
"""


@pytest.mark.parametrize("which", ["tmux", ""], ids=["load-buffer", "plain OSC 52"])
@pytest.mark.parametrize("setting", ["external", "on", "off"])
def test_tmux(setting: str, which: str, tmp_path: Path) -> None:
    """What tmux drops is never more than "sent"; `load-buffer` gets through where plain OSC 52 does not."""
    if reason := missing("tmux"):
        pytest.skip(reason)
    result = tmp_path / "result"
    terminal = TmuxTerminal(tmp_path, f"set -s set-clipboard {setting}")
    try:
        script = COPY.format(which=only(which) if which else {}, text=TEXT, result=str(result))
        source = str(Path(qreply.__file__).parents[1])
        assert terminal.run(script, {"PYTHONPATH": source, "SSH_CONNECTION": "10.0.0.2 1 10.0.0.1 22"})
    finally:
        terminal.close()
    arrived = base64.b64encode(LEFT.encode()) in terminal.seen
    status, backend, _ = result.read_text(encoding="utf-8").split("|", 2)
    assert backend == (which or "OSC 52")
    assert status == "sent"
    if which and setting != "off":
        assert arrived
    if not which:
        assert arrived == (setting == "on")


def test_tmux_knows_where_its_terminal_is_now(tmp_path: Path) -> None:
    """The pane's environment is of the desk, the terminal of an SSH connection: the desk's clipboard is wrong."""
    if reason := missing("tmux"):
        pytest.skip(reason)
    result = tmp_path / "result"
    terminal = TmuxTerminal(tmp_path, "", {"SSH_CONNECTION": "10.0.0.2 1 10.0.0.1 22"})
    try:
        script = COPY.format(which=only("tmux", "xclip"), text=TEXT, result=str(result))
        source = str(Path(qreply.__file__).parents[1])
        assert terminal.run(
            f"import os; os.environ.pop('SSH_CONNECTION', None)\n{script}",
            {"PYTHONPATH": source, "DISPLAY": ":0"},
        )
    finally:
        terminal.close()
    assert result.read_text(encoding="utf-8").startswith("sent|tmux|")


def test_tmux_without_a_desktop_and_a_pane_that_has_one(x11: dict[str, str], tmp_path: Path) -> None:
    """The server knows no DISPLAY and its terminal no clipboard; the pane was given a DISPLAY."""
    if reason := missing("tmux", "xclip"):
        pytest.skip(reason)
    result = tmp_path / "result"
    terminal = TmuxTerminal(tmp_path, "", {"TERM": "vt100"})
    try:
        script = COPY.format(which=only("tmux", "xclip"), text=TEXT, result=str(result))
        source = str(Path(qreply.__file__).parents[1])
        assert terminal.run(script, {"PYTHONPATH": source, "DISPLAY": x11["DISPLAY"]})
    finally:
        terminal.close()
    assert result.read_text(encoding="utf-8").startswith("verified|xclip|")


def test_tmux_whose_terminal_has_no_clipboard_is_a_failure(tmp_path: Path) -> None:
    if reason := missing("tmux"):
        pytest.skip(reason)
    result = tmp_path / "result"
    terminal = TmuxTerminal(tmp_path, "", {"TERM": "vt100"})
    try:
        script = COPY.format(which=only("tmux"), text=TEXT, result=str(result))
        assert terminal.run(script, {"PYTHONPATH": str(Path(qreply.__file__).parents[1])})
    finally:
        terminal.close()
    assert base64.b64encode(LEFT.encode()) not in terminal.seen
    assert result.read_text(encoding="utf-8").startswith("failed")


def test_a_picture_is_there_for_another_program(x11: dict[str, str], tmp_path: Path) -> None:
    path = tmp_path / "尺码表.png"
    path.write_bytes(b"\x89PNG\r\n\x1a\n" + os.urandom(300_000))
    board = detect(x11, "linux", only("xclip").get, timeouts=PATIENT)
    assert board.copy_picture(read_picture(path)).status is Status.VERIFIED
    targets = "import tkinter; print(tkinter.Tk().selection_get(selection='CLIPBOARD', type='TARGETS'))"
    assert "image/png" in printed([sys.executable, "-c", targets], x11).split()
    reader = ["xclip", "-selection", "clipboard", "-out", "-target", "image/png"]
    read = subprocess.run(reader, env=x11, capture_output=True, timeout=60, check=True).stdout
    assert read == path.read_bytes()
    assert board.paste() is None
