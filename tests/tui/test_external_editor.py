"""F12 with whatever $EDITOR or $VISUAL hold: the terminal is as it was, and what is wrong is said."""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import cast

import pytest

from qreply.storage.locations import crash_log_path
from qreply.tui.app import QReplyApp
from qreply.tui.external_editor import EditorError, editing
from tests.support.terminal import Terminal

pytestmark = [pytest.mark.real, pytest.mark.usefixtures("settled")]

GOOD = "scenario: logistics\nphrases:\n  - {id: ship, title: 发货, asks: [几时发], reply: 今天发}\n"
F12 = "\x1b[24~"


def executable(path: Path, script: str) -> str:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(script, encoding="utf-8")
    path.chmod(0o755)
    return str(path)


MISSING, QUOTES = "没有这个程序", "没有配对"


@pytest.mark.parametrize(
    ("editor", "said"),
    [
        ("nonexistent-editor", MISSING),
        ("{folder}/plain", MISSING),
        ("{folder}/strange", "系统不认识这种程序"),
        ("{folder}/no interpreter", "没有这个文件"),
        ("{folder}/with blank/ed -w", MISSING),  # unquoted, and more than a path
        ("long{long}", MISSING),
        ("false", "报错（1）"),
        ("vim '", QUOTES),
        ("nope\x1b]52;c;QUJD\x07\x9b31m", MISSING),
        ("{folder}/with blank/ed", ""),
        ("true", ""),
    ],
)
@pytest.mark.parametrize("variable", ["EDITOR"])
def test_the_terminal_is_as_it_was_and_the_reason_is_said(
    editor: str, said: str, variable: str, tmp_path: Path
) -> None:
    folder = tmp_path / "bin"
    executable(folder / "with blank" / "ed", "#!/bin/sh\nexit 0\n")
    executable(folder / "strange", "\x7fELFno\n")
    executable(folder / "no interpreter", "#!/nonexistent/sh\n")
    (folder / "plain").write_text("no program", encoding="utf-8")
    book = tmp_path / "book.yaml"
    book.write_text(GOOD, encoding="utf-8")
    given = editor.format(folder=folder, long="g" * 100_000)
    environ = {**os.environ, "TERM": "linux", "DISPLAY": "", "WAYLAND_DISPLAY": "", "TMUX": "", "VISUAL": ""}
    command = [sys.executable, "-m", "qreply", "--phrasebook", str(book)]
    terminal = Terminal(command, columns=160, environ=environ | {variable: given})
    terminal.until("条话术就绪")
    terminal.settle()
    modes = terminal.modes()
    since = len(terminal.written)
    terminal.send(F12)
    if said:
        terminal.until(said, since=since)
    else:
        terminal.until("\x1b[?1049h", since=since)
    terminal.settle(0.5)
    assert terminal.modes() == modes
    assert b"\x1b]52" not in terminal.written
    since = len(terminal.written)
    terminal.send("zzz")
    terminal.until("zzz", since=since)
    terminal.send("\x11")
    assert terminal.left() == 0
    assert terminal.restored_modes
    assert not crash_log_path().exists()
    assert not Path("x").exists()


@pytest.mark.parametrize(
    ("editor", "said"),
    [
        ("/nonexistent/editor --wait", MISSING),
        ("{folder}", MISSING),
        ("true; touch x", MISSING),
        ("$(touch x)", MISSING),
        ("''", MISSING),
        ('"', QUOTES),
        ("\\", QUOTES),
        ("'unclosed", QUOTES),
    ],
)
def test_nothing_is_run_but_a_program_of_that_name(
    editor: str, said: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    with pytest.raises(EditorError, match=said):
        open_with(editor.format(folder=tmp_path))
    assert not Path("x").exists()


def open_with(editor: str) -> None:
    how = editing({"EDITOR": editor}, "linux", Path("book.yaml"), 1)
    assert how is not None
    how.run(cast("QReplyApp", None))  # it is not even asked to lend the terminal
