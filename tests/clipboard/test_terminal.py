"""OSC 52 and tmux: what is sent, and when it is better not to say "sent"."""

from __future__ import annotations

import base64
import os
import re
import time
from pathlib import Path

import pytest

from qreply.clipboard import Clipboard, Outcome, Status
from qreply.clipboard.backends.osc52 import (
    MAX_BYTES,
    Osc52,
    controlling_terminal,
    wrap_for_screen,
    wrap_for_tmux,
)
from qreply.clipboard.backends.tmux import Tmux
from tests.support.clipboard_tools import RECORD, Toolbox, scaled_timeouts
from tests.support.systems import needs_posix

TEXT = "亲，您好😀\n/:087"
SEQUENCE = f"\x1b]52;c;{base64.b64encode(TEXT.encode()).decode()}\x07"


def test_osc52_is_sent_and_no_more() -> None:
    written: list[str] = []
    outcome = Clipboard([Osc52(written.append)]).copy(TEXT)
    assert outcome.status is Status.SENT
    assert written == [SEQUENCE]


def test_a_text_no_terminal_takes_is_not_sent() -> None:
    written: list[str] = []
    board = Clipboard([Osc52(written.append)])
    assert board.copy("a" * MAX_BYTES).status is Status.SENT
    assert board.copy("a" * (MAX_BYTES + 1)).status is Status.FAILED
    assert len(written) == 1
    assert len(written[0]) == 100_000


def test_a_terminal_that_is_gone() -> None:
    def gone(_: str) -> None:
        raise OSError(6, "No such device or address")

    outcome = Clipboard([Osc52(gone)]).copy(TEXT)
    assert outcome.status is Status.FAILED
    assert "没有这个设备" in outcome.reason


def test_a_terminal_that_is_stopped() -> None:
    outcome = Clipboard([Osc52(lambda _: time.sleep(0.5))], scaled_timeouts(0.05)).copy(TEXT)
    assert outcome.status is Status.FAILED


def test_a_mistake_of_ours_is_not_hidden() -> None:
    def broken(_: str) -> None:
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        Clipboard([Osc52(broken)]).copy(TEXT)


def test_wrapping_for_tmux_and_screen() -> None:
    assert wrap_for_tmux(SEQUENCE) == f"\x1bPtmux;\x1b{SEQUENCE}\x1b\\"
    wrapped = wrap_for_screen("\x1b]52;c;" + "QUJD" * 1000 + "\x07")
    pieces = re.findall("\x1bP(.*?)\x1b\\\\", wrapped, re.DOTALL)
    assert "".join(pieces) == "\x1b]52;c;" + "QUJD" * 1000 + "\x07"
    assert max(map(len, pieces)) <= 760


@needs_posix("pseudo-terminals")
def test_the_controlling_terminal_is_written_whole(monkeypatch: pytest.MonkeyPatch) -> None:
    ours, theirs = os.openpty()
    opened = os.ttyname(theirs)
    real = os.open
    monkeypatch.setattr(os, "open", lambda path, flags: real(opened if path == "/dev/tty" else path, flags))
    controlling_terminal(SEQUENCE)
    assert os.read(ours, 1000).decode() == SEQUENCE
    os.close(ours)
    os.close(theirs)


def copy_in_tmux(
    folder: Path, facts: str, *, load: str = 'cat >"$BOARD"'
) -> tuple[Outcome, Toolbox, list[str]]:
    box = Toolbox(folder)
    box.add("tmux", RECORD + f'case "$1" in display-message) echo "{facts}";; load-buffer) {load};; esac')
    written: list[str] = []
    return Clipboard([Tmux(box.environ, written.append)]).copy(TEXT), box, written


@pytest.mark.parametrize(
    "facts", ["3.3a external bpaste,clipboard,title", "3.2 on clipboard", "3.4 off clipboard"]
)
def test_tmux_is_given_the_text_itself(facts: str, tmp_path: Path) -> None:
    outcome, box, written = copy_in_tmux(tmp_path, facts)
    assert outcome.status is Status.SENT
    assert outcome.backend == "tmux"
    assert box.board.read_bytes() == TEXT.encode()
    assert box.called("tmux")[0] == ["load-buffer", "-w", "-b", "qreply", "-"]
    assert written == []


@pytest.mark.parametrize(("held", "goes"), [(TEXT, True), ("somebody else's", False)])
def test_what_tmux_keeps_of_ours_is_taken_back(tmp_path: Path, held: str, goes: bool) -> None:
    box = Toolbox(tmp_path)
    answers = (
        'case "$1" in display-message) echo "3.3a external clipboard";; show-buffer) cat "$BOARD";; esac'
    )
    box.add("tmux", RECORD + answers)
    board = Clipboard([Tmux(box.environ, lambda _: None)])
    board.copy(TEXT)
    box.board.write_text(held, encoding="utf-8")
    board.forget()
    assert box.called("tmux")[0][0] == ("delete-buffer" if goes else "show-buffer")


@pytest.mark.parametrize(
    ("facts", "word"),
    [
        ("3.3a external bpaste,title", "外层终端"),
        ("3.3a external ", "外层终端"),
        ("3.5 off clipboard", "set-clipboard off"),
        ("next-3.6 off clipboard", "set-clipboard off"),
    ],
)
def test_what_tmux_would_drop_is_a_failure(facts: str, word: str, tmp_path: Path) -> None:
    outcome, _, written = copy_in_tmux(tmp_path, facts)
    assert outcome.status is Status.FAILED
    assert word in outcome.reason
    assert written == []


def test_an_old_tmux_lets_osc52_through(tmp_path: Path) -> None:
    outcome, _, written = copy_in_tmux(tmp_path, "3.1c external ", load="exit 1")
    assert outcome.status is Status.SENT
    assert written == [wrap_for_tmux(SEQUENCE)]


def test_a_tmux_that_fails_or_hangs(tmp_path: Path) -> None:
    outcome, _, _ = copy_in_tmux(tmp_path / "fails", "3.3a external clipboard", load="exit 1")
    assert outcome.status is Status.FAILED
    box = Toolbox(tmp_path / "hangs")
    box.add("tmux", "exec sleep 60")
    assert Clipboard([Tmux(box.environ, lambda _: None)]).copy(TEXT).status is Status.FAILED
