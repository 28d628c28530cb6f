"""OSC 52: the terminal sets the clipboard, over SSH too, and never answers: so “sent”."""

from __future__ import annotations

import base64
import os
import sys
from collections.abc import Callable

from qreply.clipboard.backends.base import Backend, BackendError
from qreply.clipboard.backends.timeout import call_within
from qreply.clipboard.deadline import Deadline
from qreply.errors import reason_of
from qreply.i18n import t

Terminal = Callable[[str], None]
"""Writes to the user's terminal; raises OSError."""

MAX_BYTES = 74_994
"""Bytes of text that common terminals take: 100,000 of sequence, in base64."""

_SCREEN_CHUNK = 700  # GNU screen drops a string of more than 768 bytes


class Osc52(Backend):
    """The terminal's own clipboard, through an escape sequence."""

    name = "OSC 52"
    reads = False
    unverifiable_reason = "clipboard.no-answer"

    def __init__(self, terminal: Terminal, wrap: Callable[[str], str] = str) -> None:
        """Use `wrap` to pack the sequence for what is between qreply and the terminal."""
        self._terminal = terminal
        self._wrap = wrap

    def write(self, text: str, deadline: Deadline) -> None:
        data = text.encode()
        if len(data) > MAX_BYTES:
            raise BackendError(t("clipboard.too-long", way=self.name, longest=MAX_BYTES))
        sequence = self._wrap(f"\x1b]52;c;{base64.b64encode(data).decode()}\x07")
        try:
            call_within(self.name, lambda: self._terminal(sequence), deadline)
        except OSError as error:
            raise BackendError(t("clipboard.no-terminal", why=reason_of(error))) from error


def wrap_for_tmux(sequence: str) -> str:
    """Wrap `sequence` so that tmux passes it on untouched, as it does before 3.3."""
    return "\x1bPtmux;" + sequence.replace("\x1b", "\x1b\x1b") + "\x1b\\"


def wrap_for_screen(sequence: str) -> str:
    """Wrap `sequence` so that GNU screen passes it on, in pieces it takes."""
    pieces = (sequence[offset : offset + _SCREEN_CHUNK] for offset in range(0, len(sequence), _SCREEN_CHUNK))
    return "".join(f"\x1bP{piece}\x1b\\" for piece in pieces)


def controlling_terminal(sequence: str) -> None:
    """Write to this process's terminal, wherever its output goes; raises OSError without one."""
    path = "CONOUT$" if sys.platform == "win32" else "/dev/tty"
    terminal = os.open(path, os.O_WRONLY | getattr(os, "O_NOCTTY", 0))
    try:
        data = sequence.encode()
        while data:
            data = data[os.write(terminal, data) :]
    finally:
        os.close(terminal)
