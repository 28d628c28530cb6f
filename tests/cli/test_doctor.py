"""The doctor tests the clipboard for real, puts back what was there, and says how to get a better one."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

import pytest

from qreply.cli import doctor, surroundings
from qreply.cli.terminal_name import name_terminal
from qreply.clipboard import Clipboard, Status
from qreply.clipboard.advice import advice
from qreply.clipboard.backends.commands import CommandBackend
from qreply.clipboard.backends.osc52 import Osc52
from qreply.clipboard.backends.tmux import Tmux
from qreply.clipboard.environment import Environment
from qreply.i18n import use_language
from qreply.settings.settings import Settings
from qreply.storage.locations import settings_path
from tests.support.clipboard_tools import READ, WRITE, Toolbox

XCLIP = f'case "$*" in *TARGETS*) [ -s "$BOARD" ] && echo image/png;; *-out*) {READ};; *) {WRITE};; esac'


@pytest.fixture
def box(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Toolbox:
    """A desk with a fake xclip, which is also this process's environment."""
    box = Toolbox(tmp_path)
    box.add("xclip", XCLIP)
    for name in (
        "WAYLAND_DISPLAY",
        "TMUX",
        "STY",
        "SSH_CONNECTION",
        "SSH_CLIENT",
        "SSH_TTY",
        "WSL_DISTRO_NAME",
    ):
        monkeypatch.delenv(name, raising=False)
    for name, value in {
        **box.environ,
        "DISPLAY": ":65000",  # where no server is, whatever runs here
        "TERM": "dumb",
        "HOME": str(tmp_path / "home"),
    }.items():
        monkeypatch.setenv(name, value)
    monkeypatch.setattr(sys, "platform", "linux")
    return box


def asked(box: Toolbox, *, named: bool = False) -> argparse.Namespace:
    path = box.folder.parent / "settings.yaml"
    return argparse.Namespace(settings=Settings(path), config=path if named else None)


def backend(box: Toolbox) -> CommandBackend:
    reader, writer = box.add("read", READ), box.add("write", WRITE)
    return CommandBackend("fake", [writer], [reader], box.environ, kinds=[box.add("kinds", "exit 1")])


def test_a_good_clipboard(box: Toolbox, capsys: pytest.CaptureFixture[str]) -> None:
    box.board.write_text("客服正要粘贴的话\n", encoding="utf-8")
    assert doctor.run(asked(box)) == 0
    out = capsys.readouterr().out
    assert "✓" in out
    assert "xclip" in out
    assert box.board.read_text(encoding="utf-8") == "客服正要粘贴的话\n"
    assert "客服正要粘贴的话" not in out
    assert str(settings_path().parents[1]) in out  # whole, to be pasted into a file manager


def test_what_was_there_is_put_back_byte_for_byte(box: Toolbox) -> None:
    before = "a\tb\r\n\u200bc\n\n".encode()
    box.board.write_bytes(before)
    trial = doctor.try_copying(Clipboard([backend(box)]))
    assert trial.outcome
    assert trial.outcome.status is Status.VERIFIED
    assert trial.reason == ""
    assert box.board.read_bytes() == before


def test_it_is_put_back_after_a_crash_too(box: Toolbox, monkeypatch: pytest.MonkeyPatch) -> None:
    box.board.write_text("原来的", encoding="utf-8")
    board = Clipboard([backend(box)])

    def interrupted(text: str) -> None:
        box.board.write_text(text, encoding="utf-8")
        raise KeyboardInterrupt

    monkeypatch.setattr(board, "copy", interrupted)
    with pytest.raises(KeyboardInterrupt):
        doctor.try_copying(board)
    assert box.text == "原来的"


def test_an_empty_clipboard_can_be_tested(box: Toolbox) -> None:
    trial = doctor.try_copying(Clipboard([backend(box)]))
    assert trial.outcome
    assert trial.outcome.status is Status.VERIFIED


def test_a_picture_is_left_alone(box: Toolbox, capsys: pytest.CaptureFixture[str]) -> None:
    box.board.write_bytes(b"\x89PNG\r\n")
    assert doctor.run(asked(box)) == 4
    assert box.board.read_bytes() == b"\x89PNG\r\n"
    assert "没有做实测" in capsys.readouterr().out


def test_what_cannot_be_put_back_is_not_overwritten() -> None:
    written: list[str] = []
    trial = doctor.try_copying(Clipboard([Osc52(written.append)]))
    assert trial.outcome is None
    assert trial.reason
    assert written == []


def test_what_tmux_would_drop_is_told_without_a_copy(box: Toolbox) -> None:
    box.add(
        "tmux", 'case "$1" in display-message) echo "3.3a external title";; *) exec touch "$BOARD";; esac'
    )
    trial = doctor.try_copying(Clipboard([Tmux(box.environ, lambda _: None)]))
    assert [(attempt.backend, attempt.status) for attempt in trial.attempts] == [("tmux", Status.FAILED)]
    assert trial.outcome is None
    assert not box.board.exists()


def test_no_clipboard(
    capsys: pytest.CaptureFixture[str], box: Toolbox, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("DISPLAY")
    assert doctor.run(asked(box)) == 4
    assert "→" in capsys.readouterr().out


def test_a_broken_clipboard_says_what_was_tried(box: Toolbox, capsys: pytest.CaptureFixture[str]) -> None:
    box.add("xclip", "exit 1")
    assert doctor.run(asked(box)) == 4
    out = capsys.readouterr().out
    assert "试了 xclip：失败" in out
    assert "✗" in out
    assert "DISPLAY" in out


def test_in_english(box: Toolbox, capsys: pytest.CaptureFixture[str]) -> None:
    box.board.write_text("x", encoding="utf-8")
    use_language("en")
    try:
        assert doctor.run(asked(box)) == 0
    finally:
        use_language("zh")
    out = capsys.readouterr().out
    assert "copying works" in out
    assert not any("\u4e00" <= character <= "\u9fff" for character in out)


@pytest.mark.parametrize(
    ("environment", "tools", "word"),
    [
        (Environment(wayland=True, x11=True), "xclip", "wl-clipboard"),
        (Environment(x11=True), "", "apt install xclip"),
        (Environment(x11=True), "xsel", "DISPLAY"),
        (Environment(), "", "DISPLAY"),
        (Environment(wsl=True), "", "wsl.conf"),
        (Environment(windows=True), "", "剪贴板增强"),
        (Environment(ssh=True, tmux=True), "tmux", "set -g set-clipboard on"),
        (Environment(ssh=True, screen=True), "", "tmux 3.2"),
        (Environment(ssh=True), "", "OSC 52"),
        (Environment(ssh=True, windows=True), "", "OSC 52"),
    ],
)
def test_advice(environment: Environment, tools: str, word: str) -> None:
    hints = advice(environment, lambda name: name if name in tools.split() else None)
    assert word in hints[0]


def test_nothing_to_better_on_a_mac() -> None:
    assert advice(Environment(mac=True), lambda _: None) == []


def test_facts_name_versions_and_places(box: Toolbox, monkeypatch: pytest.MonkeyPatch) -> None:
    del box
    text = "\n".join(
        surroundings.describe_surroundings(
            {"TERM": "xterm", "SSH_CONNECTION": "203.0.113.7 1 2 3"}, Path.home() / "s.yaml"
        )
    )
    for word in ("qreply ", "Python 3", "textual ", "TERM=xterm", "ssh", str(Path.home() / "s.yaml")):
        assert word in text
    assert "203.0.113.7" not in text
    monkeypatch.setattr(surroundings, "is_compiled", lambda _: False)
    assert "PYTHONDONTWRITEBYTECODE" in "\n".join(surroundings.describe_surroundings({}, Path()))


def test_a_mistake_in_the_settings_is_told(box: Toolbox, capsys: pytest.CaptureFixture[str]) -> None:
    box.board.write_text("x", encoding="utf-8")
    asked(box).settings.path.write_text("agnet: 小雨\n", encoding="utf-8")
    assert doctor.run(asked(box)) == 2
    assert capsys.readouterr().out.count("设置有误") == 1


def test_settings_that_were_named_must_be_there(box: Toolbox, capsys: pytest.CaptureFixture[str]) -> None:
    box.board.write_text("x", encoding="utf-8")
    assert doctor.run(asked(box, named=True)) == 2
    assert "settings.yaml" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("environ", "platform", "name"),
    [
        ({"WT_SESSION": "x"}, "win32", "Windows Terminal"),
        ({}, "win32", "conhost"),
        ({"TERM_PROGRAM": "vscode", "TERM_PROGRAM_VERSION": "1.90"}, "win32", "vscode 1.90"),
        ({"TERM_PROGRAM": "tmux", "WT_SESSION": "x"}, "linux", "Windows Terminal"),
        ({"TERM_PROGRAM": "Apple_Terminal"}, "darwin", "Apple_Terminal"),
        ({"VTE_VERSION": "7000"}, "linux", "VTE (GNOME Terminal)"),
        ({}, "linux", ""),
    ],
)
def test_the_terminal_has_its_name(environ: dict[str, str], platform: str, name: str) -> None:
    assert name_terminal(environ, platform) == name


def test_windows_is_named_without_wmi_and_its_old_console_with_what_it_costs(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    version = argparse.Namespace(major=10, minor=0, build=22631)
    monkeypatch.setattr(sys, "platform", "win32")
    monkeypatch.setattr(sys, "getwindowsversion", lambda: version, raising=False)
    monkeypatch.setattr("platform.platform", lambda: pytest.fail("asked WMI"))
    monkeypatch.setattr("shutil.which", lambda _: None)  # from Python 3.12 on it asks Windows itself
    assert surroundings.name_system() == "Windows 11 (10.0.22631)"
    console = "\n".join(surroundings.describe_surroundings({}, Path("s.yaml")))
    assert "不是 Windows Terminal" in console
    assert "粘贴" in console
    terminal = "\n".join(surroundings.describe_surroundings({"WT_SESSION": "x"}, Path("s.yaml")))
    assert "不是 Windows Terminal" not in terminal


def test_the_books_in_use_are_counted(tmp_path: Path) -> None:
    good, bad = tmp_path / "好", tmp_path / "坏.yaml"
    good.mkdir()
    (good / "a.yaml").write_text(
        "scenario: a\nphrases:\n  - {id: x, reply: 好}\n  - {id: y, reply: 好}\n", "utf-8"
    )
    bad.write_text("scenario: b\nphrases:\n  - {id: z}\n", "utf-8")
    settings = Settings(tmp_path / "s.yaml", books=(good, bad, tmp_path / "gone"))
    lines = list(surroundings.describe_books(settings))
    assert f"  {good}：2 条话术，0 个错误" in lines
    assert f"  {bad}：0 条话术，1 个错误" in lines
    assert any("gone" in line and "✗" in line for line in lines)


# -- what is copied in a chat


@pytest.mark.parametrize(
    ("mode", "tells", "says"),
    [
        ("focus", True, "切回 qreply 就查"),
        ("focus", False, "没法自动查"),
        ("live", True, "live 在这里不行"),
        ("live", False, "没法自动查"),
        ("off", True, "不自动查"),
    ],
)
def test_whether_the_clipboard_can_be_followed_is_said(
    box: Toolbox, mode: str, tells: bool, says: str
) -> None:
    backend = CommandBackend("tool", ["x"], ["x"], box.environ, kinds=["x"] if tells else ())
    (line,) = doctor.describe_following(Clipboard([backend]), mode, box.environ)
    assert says in line


@pytest.mark.parametrize(("answer", "lines"), [("off", 2), ("on", 1), ("external", 1)])
def test_a_tmux_that_keeps_the_focus_to_itself_is_named(box: Toolbox, answer: str, lines: int) -> None:
    box.add("tmux", f"echo {answer}")
    backend = CommandBackend("tool", ["x"], ["x"], box.environ, kinds=["x"])
    said = list(doctor.describe_following(Clipboard([backend]), "focus", {**box.environ, "TMUX": "x"}))
    assert len(said) == lines
    assert ("focus-events on" in said[-1]) == (lines == 2)
