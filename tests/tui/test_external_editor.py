"""F12 with whatever $EDITOR or $VISUAL hold: the terminal is as it was, and what is wrong is said."""

from __future__ import annotations

import os
import sys
from contextlib import nullcontext
from pathlib import Path
from typing import cast

import pytest

from qreply.storage.locations import crash_log_path
from qreply.tui.app import QReplyApp
from qreply.tui.external_editor import EditorError, editing
from tests.support.systems import IS_WINDOWS
from tests.support.terminal import Terminal

pytestmark = [pytest.mark.real, pytest.mark.usefixtures("settled")]

GOOD = "scenario: logistics\nphrases:\n  - {id: ship, title: 发货, asks: [几时发], reply: 今天发}\n"
F12 = "\x1b[24~"


def executable(path: Path, script: str) -> str:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(script, encoding="utf-8")
    path.chmod(0o755)
    return str(path)


MISSING, QUOTES, UNKNOWN = "没有这个程序", "没有配对", "系统不认识这种程序"


@pytest.mark.parametrize(
    ("editor", "said"),
    [
        ("{folder}/strange", UNKNOWN),
        ("false", "报错（1）"),
        ("nope\x1b]52;c;QUJD\x07\x9b31m", MISSING),
        ("{folder}/with blank/ed", ""),
    ],
)
def test_the_terminal_is_as_it_was_and_the_reason_is_said(editor: str, said: str, tmp_path: Path) -> None:
    folder = tmp_path / "bin"
    executable(folder / "with blank" / "ed", "#!/bin/sh\nexit 0\n")
    executable(folder / "strange", "\x7fELFno\n")
    book = tmp_path / "book.yaml"
    book.write_text(GOOD, encoding="utf-8")
    environ = {**os.environ, "TERM": "linux", "DISPLAY": "", "WAYLAND_DISPLAY": "", "TMUX": "", "VISUAL": ""}
    command = [sys.executable, "-m", "qreply", "--phrasebook", str(book)]
    terminal = Terminal(command, columns=160, environ=environ | {"EDITOR": editor.format(folder=folder)})
    terminal.until("条话术就绪")
    terminal.settle()
    modes = terminal.modes()
    since = len(terminal.written)
    terminal.send(F12)
    if said:
        terminal.until(said, since=since)
    else:
        terminal.until("\x1b[?1049h", since=since)
    terminal.settle(0.3)
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
        ("nonexistent-editor", MISSING),
        ("/nonexistent/editor --wait", MISSING),
        # On Windows no permission and no first line makes a program of a file.
        ("{folder}/plain", UNKNOWN if IS_WINDOWS else MISSING),
        ("{folder}/no interpreter", UNKNOWN if IS_WINDOWS else "没有这个文件"),
        ("{folder}/with blank/ed -w", MISSING),  # unquoted, and more than a path
        ("long{long}", MISSING),
        ("vim '", QUOTES),
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
    executable(tmp_path / "with blank" / "ed", "#!/bin/sh\nexit 0\n")
    executable(tmp_path / "no interpreter", "#!/nonexistent/sh\n")
    (tmp_path / "plain").write_text("no program", encoding="utf-8")
    with pytest.raises(EditorError, match=said) as caught:
        open_with(editor.format(folder=tmp_path, long="g" * 100_000))
    assert len(caught.value.message) < 200
    assert not Path("x").exists()


def open_with(editor: str) -> None:
    how = editing({"EDITOR": editor}, "linux", Path("book.yaml"), 1)
    assert how is not None
    how.run(cast("QReplyApp", Lending))


class Lending:
    """As much of the app as an editor needs, without a terminal that would be lent."""

    lend_terminal = nullcontext
