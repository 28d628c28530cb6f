"""Drive a terminal on Linux and macOS so that a key is sooner.

No byte ends the program; a closed terminal does. Textual's own driver decodes strictly, so that half a character in a
paste ends in a traceback with all local variables; when the terminal is closed, its reading thread spins and its
writing thread dies, for whose queue the program then waits; to wake that thread for each frame takes a tenth of a
key's time; of a frame that the terminal takes in part it may lose the rest; and when the program is continued that
never heard it was stopped, it reads the terminal twice and takes the raw terminal for what it had been.

It needs Textual's driver, its writing thread and what they keep. Otherwise Textual's own driver is used.
"""

from __future__ import annotations

import os
from codecs import getincrementaldecoder
from functools import partial
from select import select
from signal import SIGHUP
from typing import IO, Any

from textual._xterm_parser import XTermParser
from textual.drivers import linux_driver

from qreply.tui.textual_patches.ambiguous_width import QUESTION
from qreply.tui.textual_patches.terminal_input import InputLoop, TerminalInput
from qreply.tui.textual_patches.terminal_output import SteadyWriter

_PIECE = 4096  # bytes read at once


class _Output:
    """The terminal to write to.

    It takes all of what is written, or drops it where the terminal was closed.
    """

    def __init__(self, file: IO[str]) -> None:
        file.flush()
        self._fd = file.fileno()
        self.fileno = file.fileno

    def write(self, text: str) -> None:
        # Not the file's own way: unbuffered (PYTHONUNBUFFERED), it drops what the terminal does not take at once.
        data = memoryview(text.encode("utf-8", "replace"))
        while data:
            try:
                data = data[os.write(self._fd, data) :]
            except BlockingIOError:  # another program has made the terminal so
                select([], [self._fd], [], 1)
            except (OSError, ValueError):  # closed at the other end, or at this one
                return

    def flush(self) -> None:
        """Do nothing: nothing is kept back."""


class Writer(SteadyWriter):
    """Writes at once.

    Once the terminal has not taken something at once, its thread does the waiting.
    """

    def __init__(self, file: IO[str]) -> None:
        super().__init__(file)
        self._lags = False

    def write(self, text: str) -> None:
        if not self._lags:
            self._lags = not select([], [self._file], [], 0)[1]
        if self._lags:
            super().write(text)
        else:
            self._file.write(text)
            self._file.flush()


linux_driver.WriterThread = Writer  # type: ignore[attr-defined]


class TerminalDriver(linux_driver.LinuxDriver):
    """Reads and writes the terminal as long as there is one."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._file: Any = _Output(self._file)
        self._is_started = False
        self._found: list[Any] | None = None  # how the terminal was when qreply came, to be left so

    # -- coming, going, and being stopped

    def start_application_mode(self) -> None:
        super().start_application_mode()  # type: ignore[no-untyped-call]
        self._is_started = self._writer_thread is not None
        if self._is_started:
            self.write(QUESTION)
        if self._found is None:
            self._found = self.attrs_before
        self.attrs_before = self._found  # an editor, or a signal in between, may have left it otherwise

    def stop_application_mode(self) -> None:
        self._is_started = False
        super().stop_application_mode()

    def _sigtstp_application(self, *_: object) -> None:
        # Not in the middle of whatever a signal interrupts: to stop takes locks that may be held.
        self._loop.call_soon_threadsafe(super()._sigtstp_application)

    def _sigcont_application(self, *_: object) -> None:
        self._loop.call_soon_threadsafe(self._come_back)

    def _come_back(self) -> None:
        if not self._auto_restart:
            return
        if self._is_started:  # stopped by a signal that nobody hears of: the shell has had the terminal since
            self.suspend_application_mode()
        self.resume_application_mode()
        self._app.call_later(partial(self._app.refresh, layout=True))

    # -- reading

    def _run_input_thread(self) -> None:
        try:
            self.run_input_thread()
        except (EOFError, OSError):
            # Not by way of the keys' queue: of a long one nothing more is to be worked through.
            self._loop.call_soon_threadsafe(partial(self._app.exit, return_code=128 + SIGHUP))
        except Exception as error:  # noqa: BLE001 - whatever it is, the program must know and leave
            self._app.call_later(self._app._handle_exception, error)  # noqa: SLF001

    def run_input_thread(self) -> None:
        """Read the terminal and hand on what comes; raises EOFError or OSError once it is closed."""
        decode = getincrementaldecoder("utf-8")("replace").decode
        InputLoop(
            TerminalInput(partial(XTermParser, self._debug)),
            lambda: decode(self._read()),
            self._is_readable,
            self.process_message,
        ).run(self.exit_event.is_set)

    def _is_readable(self, seconds: float) -> bool:
        return bool(select([self.fileno], [], [], seconds)[0])

    def _read(self) -> bytes:
        data = os.read(self.fileno, _PIECE)
        if not data:
            raise EOFError
        return data
