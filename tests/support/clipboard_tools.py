"""Stand-ins for clipboard tools: shell scripts on a PATH of their own, with a file for the clipboard."""

from __future__ import annotations

import os
import shutil
import sys
from pathlib import Path

import pytest

from qreply.clipboard.deadline import Timeouts

WRITE = 'cat >"$BOARD"'
READ = 'cat "$BOARD"'
RECORD = 'printf "%s\\n" "$0" "$@" >"$BOARD.${0##*/}.argv"; env >"$BOARD.${0##*/}.env"\n'
"""Begins a script that notes how it was called."""


class Toolbox:
    """A folder of fake tools. `environ` makes them found; `board` is the file that is the clipboard."""

    def __init__(self, folder: Path) -> None:
        if sys.platform == "win32":
            pytest.skip("the stand-ins are shell scripts")
        self.folder = folder / "bin"
        self.folder.mkdir(parents=True)
        self.board = folder / "board"
        self.environ = {"PATH": f"{self.folder}:{os.defpath}", "BOARD": str(self.board)}

    def add(self, name: str, script: str) -> str:
        """Put a tool on the PATH and return its path."""
        path = self.folder / name
        path.write_text(f"#!/bin/sh\n{script}\n", encoding="utf-8")
        path.chmod(0o755)
        return str(path)

    def which(self, name: str) -> str | None:
        """Finds the fake tools only."""
        return shutil.which(name, path=str(self.folder))

    def called(self, name: str) -> tuple[list[str], dict[str, str]]:
        """The arguments and the environment that a recording tool was last called with."""
        argv = Path(f"{self.board}.{name}.argv").read_text(encoding="utf-8").splitlines()[1:]
        lines = Path(f"{self.board}.{name}.env").read_text(encoding="utf-8").splitlines()
        return argv, dict(line.split("=", 1) for line in lines if "=" in line)

    @property
    def text(self) -> str | None:
        """What is on the clipboard, None if it isn't UTF-8; line breaks as newlines."""
        try:
            return self.board.read_bytes().decode().replace("\r\n", "\n")
        except (FileNotFoundError, UnicodeDecodeError):
            return None


def scaled_timeouts(factor: float) -> Timeouts:
    """The promised times, all multiplied by `factor`."""
    return Timeouts(*(seconds * factor for seconds in Timeouts()))
