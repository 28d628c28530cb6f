"""Mend Textual's driver for Windows.

No character ends the reading, and a line break in a paste is no Enter.

Textual's own decodes each read by itself and strictly, so that half an emoji ends its reading thread without a word:
then no key works, not even Ctrl+Q. It loses characters that come with a control state, or as Alt is let go; takes a
key that repeats for one; and asks for kitty keys whatever TEXTUAL_DISABLE_KITTY_KEY says.
"""

from __future__ import annotations

from ctypes import byref, wintypes
from functools import partial

from textual import constants
from textual._xterm_parser import XTermParser
from textual.drivers import win32, windows_driver

from qreply.tui.textual_patches.ambiguous_width import QUESTION
from qreply.tui.textual_patches.console_records import RecordDecoder, last_size
from qreply.tui.textual_patches.terminal_input import InputLoop, TerminalInput
from qreply.tui.textual_patches.terminal_output import SteadyWriter

_MAX_RECORDS = 1024  # read at once
_KITTY = ("\x1b[>1u", "\x1b[<u")  # asks for its keys, and no more: they garble Chinese input methods


class ConsoleReader(win32.EventMonitor):
    """The thread that reads the console as long as there is one.

    A mistake in it ends the program as any other does.
    """

    def run(self) -> None:
        try:
            self._run()
        except (EOFError, OSError):
            self.app.call_later(partial(self.app.exit, return_code=1))
        except Exception as error:  # noqa: BLE001 - whatever it is, the program must know and leave
            self.app.call_later(self.app._handle_exception, error)  # noqa: SLF001

    def _run(self) -> None:
        self._handle = win32.GetStdHandle(win32.STD_INPUT_HANDLE)
        self._records = (win32.INPUT_RECORD * _MAX_RECORDS)()
        self._decoder = RecordDecoder()
        keys = TerminalInput(partial(XTermParser, constants.DEBUG))
        InputLoop(keys, self._read, self._is_readable, self.process_event).run(self.exit_event.is_set)

    def _is_readable(self, seconds: float) -> bool:
        return win32.wait_for_handles([self._handle], int(seconds * 1000)) is not None

    def _read(self) -> str:
        count = wintypes.DWORD(0)
        if not win32.KERNEL32.ReadConsoleInputW(
            self._handle, byref(self._records), _MAX_RECORDS, byref(count)
        ):
            raise EOFError
        records = self._records[: count.value]
        size = last_size(records)
        if size is not None:
            self.on_size_change(*size)
        return self._decoder.feed(records)


win32.EventMonitor = ConsoleReader  # type: ignore[misc]
windows_driver.WriterThread = SteadyWriter  # type: ignore[attr-defined]


class ConsoleDriver(windows_driver.WindowsDriver):
    """Reads and writes Windows' console."""

    def start_application_mode(self) -> None:
        super().start_application_mode()
        self.write(QUESTION)

    def write(self, data: str) -> None:
        if data not in _KITTY:
            super().write(data)
