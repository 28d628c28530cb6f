"""What each tool is given, byte for byte. The tools are fakes; macOS, Wayland, WSL are untested for real."""

from __future__ import annotations

import base64
import sys
from pathlib import Path

import pytest

from qreply.clipboard import HIDDEN, Clipboard, Status
from qreply.clipboard.backends import commands, pasteboard
from qreply.clipboard.backends.base import BackendError
from qreply.clipboard.backends.wsl import GLANCE, READ, READ_PICTURE, WRITE, WRITE_PICTURE, PowerShell
from qreply.clipboard.deadline import Deadline
from tests.support.clipboard_tools import RECORD, Toolbox

TEXT = "亲，您好😀 48 小时内发出哦~ /:087\n【店名】有问题随时找我"
KEEP = 'cat >"$BOARD"'
GIVE = 'cat "$BOARD"'


@pytest.fixture
def box(tmp_path: Path) -> Toolbox:
    return Toolbox(tmp_path)


def test_xclip(box: Toolbox) -> None:
    box.add("xclip", RECORD + f'case "$*" in *-out*) {GIVE};; *) {KEEP}; sleep 2 & ;; esac')
    backend = commands.xclip(box.environ)
    assert Clipboard([backend]).copy(TEXT).status is Status.VERIFIED
    assert box.board.read_bytes() == TEXT.encode()
    assert box.called("xclip")[0] == ["-selection", "clipboard", "-out", "-target", "UTF8_STRING"]
    backend.cancel()


def test_xsel(box: Toolbox) -> None:
    # It serves in the background, so that the two may run at the same time.
    box.add("xsel", f'case "$*" in *--output*) {RECORD} {GIVE};; *) {KEEP};; esac')
    assert Clipboard([commands.xsel(box.environ)]).copy(TEXT).status is Status.VERIFIED
    assert box.called("xsel")[0] == ["--clipboard", "--output", "--selectionTimeout", "200"]


def test_wl_copy_keeps_its_file_in_memory(box: Toolbox) -> None:
    box.add("wl-copy", RECORD + KEEP)
    box.add("wl-paste", RECORD + GIVE)
    backend = commands.wl_copy({**box.environ, "XDG_RUNTIME_DIR": "/run/user/1000", "TMPDIR": "/var/tmp"})  # noqa: S108
    assert Clipboard([backend]).copy(TEXT).status is Status.VERIFIED
    argv, environ = box.called("wl-copy")
    assert argv == ["--type", "text/plain;charset=utf-8"]
    assert environ["TMPDIR"] == "/run/user/1000"
    assert box.called("wl-paste")[0] == ["--no-newline", "--type", "text"]


def test_pbcopy_has_a_utf8_locale(box: Toolbox) -> None:
    """The real one turns hanzi into question marks in the C locale; so does this one."""
    keep = 'if [ "$LC_CTYPE" = UTF-8 ] && [ -z "$LC_ALL" ]; then cat; else tr -c "\\n\\40-\\176" "?"; fi'
    box.add("pbcopy", RECORD + f'{keep} >"$BOARD"')
    box.add("pbpaste", RECORD + GIVE)
    for locale in (
        {},
        {"LC_ALL": "C"},
        {"LC_CTYPE": "zh_CN.GBK"},
        {"LANG": "en_US.UTF-8", "LC_ALL": "POSIX"},
    ):
        assert Clipboard([commands.pbcopy({**box.environ, **locale})]).copy(TEXT).status is Status.VERIFIED
        assert box.board.read_bytes() == TEXT.encode()


@pytest.mark.parametrize("reader", ["exit 1", "exit 0", "sleep 60"])
def test_where_macos_refuses_to_be_read_a_copy_is_sent_and_not_confirmed(box: Toolbox, reader: str) -> None:
    box.add("pbcopy", KEEP)
    box.add("pbpaste", reader)
    outcome = Clipboard([commands.pbcopy(box.environ)]).copy(TEXT)
    assert outcome.status is Status.SENT
    assert "pbpaste" in outcome.reason
    assert box.board.read_bytes() == TEXT.encode()


def test_another_text_on_macos_is_a_failure_all_the_same(box: Toolbox) -> None:
    box.add("pbcopy", KEEP)
    box.add("pbpaste", "echo another")
    assert Clipboard([commands.pbcopy(box.environ)]).copy(TEXT).status is Status.FAILED


def test_pyperclip_runs_as_a_tool_and_its_silence_is_noticed(box: Toolbox) -> None:
    (box.folder / "pyperclip.py").write_text(
        "copy = lambda text: None\npaste = lambda: ''\n", encoding="utf-8"
    )
    backend = commands.pyperclip({**box.environ, "PYTHONPATH": str(box.folder)})
    backend.patience = 2.0
    assert Clipboard([backend]).copy(TEXT).status is Status.FAILED


POWERSHELL = f"""#!{sys.executable}
import base64, os, pathlib, sys
assert sys.argv[1:-1] == ["-NoLogo", "-NoProfile", "-NonInteractive", "-STA", "-EncodedCommand"]
script = base64.b64decode(sys.argv[-1]).decode("utf-16-le")
board = pathlib.Path(os.environ["BOARD"])
if "SetDataObject" in script:
    text = base64.b64decode(sys.stdin.read(), validate=True).decode()
    board.write_bytes(text.encode("utf-16-le"))
    pathlib.Path(str(board) + ".script").write_text(script)
elif not board.exists():
    sys.exit(4)
else:
    print(base64.b64encode(board.read_bytes().decode("utf-16-le").encode()).decode(), end="\\r\\n")
"""


def test_powershell_speaks_base64_both_ways(box: Toolbox) -> None:
    path = box.folder / "powershell.exe"
    path.write_text(POWERSHELL, encoding="utf-8")
    path.chmod(0o755)
    backend = PowerShell(str(path), box.environ)
    with pytest.raises(BackendError):
        backend.read(Deadline(5))
    assert Clipboard([backend]).copy(TEXT).status is Status.VERIFIED
    assert box.board.read_bytes().decode("utf-16-le") == TEXT.replace("\n", "\r\n")
    script = Path(f"{box.board}.script").read_text(encoding="utf-8")
    for name in (
        "ExcludeClipboardContentFromMonitorProcessing",
        "CanIncludeInClipboardHistory",
        "CanUploadToCloudClipboard",
    ):
        assert name in script


def test_powershell_s_scripts_are_ascii_and_put_nothing_in_the_command_line() -> None:
    assert (WRITE + READ + GLANCE + WRITE_PICTURE + READ_PICTURE).isascii()
    backend = PowerShell("powershell.exe", {})
    assert base64.b64decode(backend.encode("单号\n1")) == "单号\r\n1".encode()
    assert backend.encode("a\r\nb") == backend.encode("a\nb")
    with pytest.raises(ValueError, match=r".+"):
        backend.decode(b"not base64!")
    with pytest.raises(ValueError, match=r".+"):
        backend.decode(base64.b64encode("中文".encode("gbk")))


def test_what_is_marked_on_macos_is_not_looked_at(box: Toolbox, monkeypatch: pytest.MonkeyPatch) -> None:
    box.add("pbpaste", GIVE)
    box.board.write_text(TEXT, "utf-8")
    kinds = ["public.utf8-plain-text"]
    monkeypatch.setattr(pasteboard, "_runtime", lambda: lambda *_: 1)
    monkeypatch.setattr(pasteboard.Pasteboard, "types", lambda _: tuple(kinds))
    board = Clipboard([commands.pbcopy(box.environ)])
    assert board.glance() == TEXT
    kinds.append("org.nspasteboard.ConcealedType")
    assert board.glance() == HIDDEN
    assert board.paste() == TEXT


def test_what_is_marked_on_windows_under_wsl_is_not_looked_at(box: Toolbox) -> None:
    path = box.add("powershell.exe", f"{GIVE} 2>/dev/null || printf private")
    board = Clipboard([PowerShell(path, box.environ)])
    assert board.glance() is None
    box.board.write_bytes(base64.b64encode(TEXT.encode()))
    assert board.glance() == TEXT
    assert "ExcludeClipboardContentFromMonitorProcessing" in GLANCE


def test_another_text_in_between_is_not_taken_for_what_was_asked_about(box: Toolbox) -> None:
    """The kinds are of one text, what is read of the next: a password perhaps."""
    box.board.write_text(TEXT, "utf-8")
    box.add("xclip", f'case "$*" in *TARGETS*) date +%N;; *) {GIVE};; esac')
    assert Clipboard([commands.xclip(box.environ)]).glance() is None


def test_who_cannot_tell_what_is_private_does_not_look_unasked(box: Toolbox) -> None:
    box.add("xsel", GIVE)
    box.board.write_text(TEXT, "utf-8")
    board = Clipboard([commands.xsel(box.environ)])
    assert (board.can_glance, board.glance(), board.paste()) == (False, None, TEXT)


def test_a_picture_is_told_from_nothing(box: Toolbox) -> None:
    box.add("xclip", "echo TARGETS; echo image/png")
    assert commands.xclip(box.environ).holds_other(Deadline(5))
    box.add("xclip", "exit 1")
    assert not commands.xclip(box.environ).holds_other(Deadline(5))
    assert commands.pbcopy(box.environ).holds_other(Deadline(5))  # it can't tell, so it may
