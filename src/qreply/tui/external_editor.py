"""The user's editor: how it is told to open a file at a line."""

from __future__ import annotations

import os
import shlex
import shutil
import subprocess
import sys
from collections.abc import Mapping
from contextlib import AbstractContextManager
from dataclasses import dataclass
from pathlib import Path, PureWindowsPath
from typing import Protocol

from textual.app import SuspendNotSupported

from qreply.errors import QReplyError, reason_of
from qreply.i18n import t
from qreply.phrasebook.model import Phrase
from qreply.storage.locations import shipped_phrasebook
from qreply.text.safety import clean_line

_GOTO = frozenset(("code", "code-insiders", "codium", "vscodium", "cursor", "windsurf"))
_COLON = frozenset(("subl", "sublime_text", "zed", "hx", "helix"))
_PLUS = frozenset(("vi", "vim", "nvim", "view", "gvim", "mvim", "emacs", "emacsclient", "nano", "pico"))
_PLUS |= {"micro", "kak", "joe", "jed", "mg", "ne", "kate", "gedit", "mousepad"}
_WINDOWED = _GOTO | {"subl", "sublime_text", "zed", "gvim", "mvim", "kate", "gedit", "mousepad"}
_WINDOWED |= {"notepad", "notepad++", "open"}

_SHOWN = 60  # characters of an editor's name


class TerminalLender(Protocol):
    """Whoever has the terminal and can leave it to another program: the app."""

    def lend_terminal(self) -> AbstractContextManager[None]:
        """Leave the terminal to another program, and take it back whatever happens meanwhile."""


class EditorError(QReplyError):
    """Raised where the editor cannot be started, or has failed at once."""


@dataclass(frozen=True, slots=True)
class Editing:
    """A command that opens a file.

    It is `windowed` if it has a window of its own, and needs no terminal.
    """

    command: tuple[str, ...]
    windowed: bool

    def run(self, lender: TerminalLender) -> None:
        """Run it: in place of the screen until it is closed, or beside it.

        Raises EditorError; SuspendNotSupported where the terminal cannot be lent.
        """
        # Looked up first: Windows itself finds no `code.cmd`.
        program = shutil.which(self.command[0])
        if program is None:
            raise _failed(self.command[0], t("writing.editor-missing"))
        command = (program, *self.command[1:])
        try:
            if self.windowed:
                quiet = subprocess.DEVNULL
                subprocess.Popen(command, stdin=quiet, stdout=quiet, stderr=quiet)
                return
            with lender.lend_terminal():
                code = subprocess.run(command, check=False).returncode
        except OSError as error:
            raise _failed(self.command[0], reason_of(error)) from error
        if code:
            raise _failed(self.command[0], t("writing.editor-code", code=code))


def open_file(lender: TerminalLender, phrase: Phrase, key: str) -> str:
    """Open the phrase's file at its line; return "", or why it is not open.

    In these words `key` is the key for adapting the phrase instead.
    """
    path = Path(phrase.path).absolute()
    if path.is_relative_to(shipped_phrasebook()):
        return t("writing.shipped", key=key)
    try:
        how = editing(os.environ, sys.platform, path, phrase.line)
        if how is not None:
            how.run(lender)
            return ""
    except EditorError as error:
        return error.message
    except SuspendNotSupported:
        pass
    return t("writing.no-editor", place=f"{path}:{phrase.line}")


def editing(environ: Mapping[str, str], platform: str, path: Path, line: int) -> Editing | None:
    """Return how `path` is opened at `line` by $VISUAL, else $EDITOR, else the system's own.

    Returns None if there is no editor. Raises EditorError for what is no command.
    """
    given = environ.get("VISUAL", "").strip() or environ.get("EDITOR", "").strip()
    if not given:
        usual = {"win32": ("notepad",), "darwin": ("open", "-t")}.get(platform)
        return Editing((*usual, str(path)), windowed=True) if usual else None
    words = _words(given, platform)
    name = PureWindowsPath(words[0]).name.lower().removesuffix(".exe").removesuffix(".cmd")
    return Editing((*words, *_place(name, path, line)), windowed=name in _WINDOWED)


def _words(given: str, platform: str) -> list[str]:
    """Return the command's words; a path with blanks that nobody has quoted is one."""
    if os.path.isfile(given):  # noqa: PTH113 - which raises nothing, whatever is given
        return [given]
    try:
        words = [word.strip('"') for word in shlex.split(given, posix=platform != "win32")]
    except ValueError:
        raise _failed(given, t("writing.editor-quotes")) from None
    if not words or not words[0]:
        raise _failed(given, t("writing.editor-missing"))
    return words


def _failed(name: str, reason: str) -> EditorError:
    return EditorError(t("writing.editor-failed", name=clean_line(name[:_SHOWN]), reason=reason))


def _place(name: str, path: Path, line: int) -> tuple[str, ...]:
    if name in _GOTO:
        return "-g", f"{path}:{line}"
    if name in _COLON:
        return (f"{path}:{line}",)
    if name in _PLUS:
        return f"+{line}", str(path)
    if name == "notepad++":
        return f"-n{line}", str(path)
    return (str(path),)
