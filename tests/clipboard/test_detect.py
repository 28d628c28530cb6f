"""Which way is taken where."""

from __future__ import annotations

from pathlib import Path

import pytest

from qreply.clipboard import Status, detect
from qreply.clipboard.detect import backends
from qreply.clipboard.environment import Environment
from tests.support.clipboard_tools import Toolbox

X11 = {"DISPLAY": ":0", "TERM": "xterm-256color"}
WAYLAND = {**X11, "WAYLAND_DISPLAY": "wayland-0"}
SSH = {"SSH_CONNECTION": "10.0.0.2 50000 10.0.0.1 22", "TERM": "xterm-256color"}
WSL = {"WSL_DISTRO_NAME": "Ubuntu", "TERM": "xterm-256color", "WT_SESSION": "1"}
TMUX = {"TMUX": "/tmp/tmux-1000/default,1,0", "TERM": "tmux-256color"}  # noqa: S108 - only named, never used
ALL = "wl-copy wl-paste xclip xsel tmux pbcopy pbpaste powershell.exe"

CASES = [
    ("X11", "linux", X11, ALL, "xclip xsel OSC 52"),
    ("X11, only xsel", "linux", X11, "xsel", "xsel OSC 52"),
    ("X11, no tool", "linux", X11, "", "pyperclip OSC 52"),
    ("FreeBSD", "freebsd14", X11, "xclip", "xclip OSC 52"),
    ("Wayland", "linux", WAYLAND, "wl-copy wl-paste", "wl-copy OSC 52"),
    ("Wayland, XWayland", "linux", WAYLAND, ALL, "wl-copy xclip? xsel? OSC 52"),
    ("Wayland, no wl-clipboard", "linux", WAYLAND, "xclip", "xclip? OSC 52"),
    ("Wayland, half a wl-clipboard", "linux", WAYLAND, "wl-copy", "pyperclip OSC 52"),
    ("Linux console", "linux", {"TERM": "linux"}, ALL, ""),
    ("dumb terminal", "linux", {"TERM": "dumb"}, ALL, ""),
    ("no terminal", "linux", {}, ALL, ""),
    ("container", "linux", {"TERM": "xterm"}, "", "OSC 52"),
    ("macOS", "darwin", {"TERM": "xterm-256color"}, ALL, "pbcopy OSC 52"),
    ("Terminal.app", "darwin", {"TERM": "xterm", "TERM_PROGRAM": "Apple_Terminal"}, ALL, "pbcopy"),
    ("Windows", "win32", {}, "", "Windows"),
    ("WSL", "linux", WSL, ALL, "powershell.exe OSC 52"),
    ("WSLg", "linux", {**WSL, "DISPLAY": ":0"}, ALL, "powershell.exe xclip? xsel? OSC 52"),
    ("WSL without interop", "linux", WSL, "", "OSC 52"),
    ("SSH", "linux", SSH, ALL, "OSC 52"),
    ("SSH to a desktop's machine", "linux", {**SSH, **WAYLAND}, ALL, "OSC 52"),
    ("SSH with X11 forwarding", "linux", {**SSH, "DISPLAY": "localhost:10.0"}, ALL, "OSC 52 xclip? xsel?"),
    ("SSH to a Mac", "darwin", SSH, ALL, "OSC 52"),
    ("SSH to a Mac's XQuartz", "darwin", {**SSH, "DISPLAY": "/private/tmp/x:0"}, ALL, "OSC 52"),
    ("SSH to Windows", "win32", SSH, "", "OSC 52"),
    ("SSH into WSL", "linux", {**SSH, **WSL}, ALL, "OSC 52"),
    ("tmux at the desk", "linux", {**X11, **TMUX}, ALL, "xclip xsel tmux"),
    ("tmux over SSH", "linux", {**SSH, **TMUX}, ALL, "tmux"),
    ("tmux on a Mac", "darwin", TMUX, ALL, "pbcopy tmux"),
    ("tmux in a container without tmux", "linux", TMUX, "", "OSC 52"),
    ("GNU screen over SSH", "linux", {**SSH, "STY": "1.pts"}, ALL, "OSC 52"),
    ("Cygwin", "cygwin", {"TERM": "xterm"}, "", "pyperclip OSC 52"),
]


@pytest.mark.parametrize(
    ("platform", "environ", "tools", "expected"), [c[1:] for c in CASES], ids=[c[0] for c in CASES]
)
def test_ways(platform: str, environ: dict[str, str], tools: str, expected: str) -> None:
    """In `expected` a question mark stands behind a way that can at best be "sent"."""
    there = tools.split()
    found = backends(environ, platform, lambda name: name if name in there else None, lambda _: None)
    shown = [
        backend.name + ("?" if backend.unverifiable_reason and backend.reads else "") for backend in found
    ]
    assert " ".join(shown) == expected


def test_detect_finds_tools_by_itself(tmp_path: Path) -> None:
    box = Toolbox(tmp_path)
    box.add("xclip", 'for last; do :; done; [ "$last" = -in ] && cat >"$BOARD" || cat "$BOARD"')
    board = detect({**X11, **box.environ}, "linux", box.which)
    assert board.copy("亲").status is Status.VERIFIED
    assert board.paste() == "亲"


def test_a_session_taken_up_over_ssh_uses_the_terminal(tmp_path: Path) -> None:
    """The pane still has the desk's DISPLAY; tmux knows where its terminal is now."""
    box = Toolbox(tmp_path)
    box.add("xclip", "exit 1")
    box.add("tmux", 'cat "$BOARD.now"')
    now = Path(f"{box.board}.now")
    board = detect({**X11, **TMUX, **box.environ}, "linux", box.which)
    now.write_text("DISPLAY=:0\n-SSH_CONNECTION\n", encoding="utf-8")
    assert [backend.name for backend in board.backends()] == ["xclip", "tmux"]
    now.write_text("-DISPLAY\nSSH_CONNECTION=10.0.0.2 1 10.0.0.1 22\n", encoding="utf-8")
    assert [backend.name for backend in board.backends()] == ["tmux"]


def test_a_session_begun_over_ssh_and_taken_up_at_the_desk(tmp_path: Path) -> None:
    box = Toolbox(tmp_path)
    box.add("xclip", "exit 1")
    box.add("tmux", "printf '%s\\n' -SSH_CONNECTION DISPLAY=:0")
    board = detect({**SSH, "SSH_CLIENT": "x", "SSH_TTY": "y", **TMUX, **box.environ}, "linux", box.which)
    assert [backend.name for backend in board.backends()] == ["xclip", "tmux"]


@pytest.mark.parametrize("told", ["", "-DISPLAY\n-WAYLAND_DISPLAY\n-SSH_CONNECTION\n"])
def test_a_tmux_that_knows_of_no_desktop_leaves_the_process_its_own(tmp_path: Path, told: str) -> None:
    """The server was started without DISPLAY, and the pane was given one since."""
    box = Toolbox(tmp_path)
    box.add("xclip", "exit 1")
    box.add("wl-copy", "exit 1")
    box.add("wl-paste", "exit 1")
    box.add("tmux", f"printf %s '{told}'")
    desktop = detect({**X11, **TMUX, **box.environ}, "linux", box.which)
    assert [backend.name for backend in desktop.backends()] == ["xclip", "tmux"]
    wayland = detect({**WAYLAND, **TMUX, **box.environ}, "linux", box.which)
    assert [backend.name for backend in wayland.backends()] == ["wl-copy", "xclip", "tmux"]


def test_a_tmux_that_knows_a_desktop_is_believed(tmp_path: Path) -> None:
    box = Toolbox(tmp_path)
    box.add("xclip", 'echo "$DISPLAY" >"$BOARD"; exit 1')
    box.add("tmux", "printf '%s\\n' DISPLAY=:7 -WAYLAND_DISPLAY")
    board = detect({**WAYLAND, **TMUX, **box.environ}, "linux", box.which)
    assert [backend.name for backend in board.backends()] == ["xclip", "tmux"]
    board.copy("亲")
    assert box.text == ":7\n"


def test_a_silent_tmux_changes_nothing(tmp_path: Path) -> None:
    box = Toolbox(tmp_path)
    box.add("tmux", "exit 1")
    board = detect({**X11, **TMUX, **box.environ}, "linux", box.which)
    assert [backend.name for backend in board.backends()] == ["pyperclip", "tmux"]


def test_forwarded_x11_is_told_from_the_machine_s_own() -> None:
    for display in ("localhost:10.0", "127.0.0.1:11", "shop-pc:10.0"):
        assert Environment.of({**SSH, "DISPLAY": display}, "linux").forwarded
    for display in (":0", "unix:0", "/private/tmp/launch/org.xquartz:0"):
        assert not Environment.of({**SSH, "DISPLAY": display}, "linux").forwarded
