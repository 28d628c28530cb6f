"""The user's editor: how it is told to open a file at a line."""

from __future__ import annotations

import os
import shlex
import subprocess
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path, PureWindowsPath

from textual.app import App, SuspendNotSupported

from qreply.config import shipped_phrasebook
from qreply.language import t
from qreply.phrasebook.model import Phrase

_GOTO = frozenset(("code", "code-insiders", "codium", "vscodium", "cursor", "windsurf"))
_COLON = frozenset(("subl", "sublime_text", "zed", "hx", "helix"))
_PLUS = frozenset(("vi", "vim", "nvim", "view", "gvim", "mvim", "emacs", "emacsclient", "nano", "pico"))
_PLUS |= {"micro", "kak", "joe", "jed", "mg", "ne", "kate", "gedit", "mousepad"}
_WINDOWED = _GOTO | {"subl", "sublime_text", "zed", "gvim", "mvim", "kate", "gedit", "mousepad"}
_WINDOWED |= {"notepad", "notepad++", "open"}


@dataclass(frozen=True, slots=True)
class Editing:
    """A command that opens a file; `windowed` if it has a window of its own, and needs no terminal."""

    command: tuple[str, ...]
    windowed: bool

    def run(self, app: App[None]) -> None:
        """Run it: in place of the screen until it is closed, or beside it. Raises OSError, SuspendNotSupported."""
        if self.windowed:
            quiet = subprocess.DEVNULL
            subprocess.Popen(self.command, stdin=quiet, stdout=quiet, stderr=quiet)
        else:
            with app.suspend():
                subprocess.run(self.command, check=False)


def open_file(app: App[None], phrase: Phrase, key: str) -> str:
    """Open the phrase's file where it stands; words on why not, in which `key` is that for adapting it instead."""
    path = Path(phrase.path).absolute()
    if path.is_relative_to(shipped_phrasebook()):
        return t("writing.shipped", key=key)
    how = editing(os.environ, sys.platform, path, phrase.line)
    if how is None:
        return t("writing.no-editor", place=f"{path}:{phrase.line}")
    try:
        how.run(app)
    except OSError as error:
        return t("writing.editor-failed", name=how.command[0], reason=error.strerror or type(error).__name__)
    except SuspendNotSupported:
        return t("writing.no-editor", place=f"{path}:{phrase.line}")
    return ""


def editing(environ: Mapping[str, str], platform: str, path: Path, line: int) -> Editing | None:
    """How `path` is opened at `line` by $VISUAL, else $EDITOR, else the system's own; None if there is none."""
    given = environ.get("VISUAL", "").strip() or environ.get("EDITOR", "").strip()
    if not given:
        usual = {"win32": ("notepad",), "darwin": ("open", "-t")}.get(platform)
        return Editing((*usual, str(path)), windowed=True) if usual else None
    words = [word.strip('"') for word in shlex.split(given, posix=platform != "win32")]
    name = PureWindowsPath(words[0]).name.lower().removesuffix(".exe").removesuffix(".cmd")
    return Editing((*words, *_place(name, path, line)), windowed=name in _WINDOWED)


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
