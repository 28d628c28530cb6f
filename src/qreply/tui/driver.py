"""Textual's driver for Linux and macOS, mended: no byte ends the program, a closed terminal does, and a key is sooner.

Its own decodes strictly, so that half a character in a paste ends in a traceback with all local variables; when the
terminal is closed, its reading thread spins and its writing thread dies, for whose queue the program then waits; and
to wake that thread for each frame takes a tenth of a key's time.
"""

from __future__ import annotations

from codecs import IncrementalDecoder, getincrementaldecoder
from collections.abc import Callable
from functools import partial
from select import select
from signal import SIGHUP
from typing import IO, Any

from textual.drivers import linux_driver
from textual.drivers._writer_thread import WriterThread


class _Decoder(IncrementalDecoder):
    """Decodes whatever comes; nothing, which is read where a terminal was closed, raises EOFError."""

    def __init__(self, encoding: str) -> None:
        super().__init__("replace")
        self._decode = getincrementaldecoder(encoding)("replace").decode

    def decode(self, data: Any, final: bool = False) -> str:
        if not data:
            raise EOFError
        return self._decode(data, final)


def _decoder_of(encoding: str) -> Callable[[], _Decoder]:
    return partial(_Decoder, encoding)


linux_driver.getincrementaldecoder = _decoder_of  # type: ignore[attr-defined, assignment]


class _Output:
    """The terminal to write to; what a closed one does not take is dropped."""

    def __init__(self, file: IO[str]) -> None:
        self._file = file
        self.fileno = file.fileno

    def write(self, text: str) -> None:
        self._take(partial(self._file.write, text))

    def flush(self) -> None:
        self._take(self._file.flush)

    @staticmethod
    def _take(what: Callable[[], object]) -> None:
        try:
            what()
        except (OSError, ValueError):  # closed at the other end, or at this one
            return


class Writer(WriterThread):
    """Writes at once; once the terminal has not taken something at once, its thread does the waiting."""

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
    """Reads and writes the terminal as long as there is one; a mistake in reading is a crash like any other."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._file: Any = _Output(self._file)

    def _run_input_thread(self) -> None:
        try:
            self.run_input_thread()
        except (EOFError, OSError):
            self._app.call_later(partial(self._app.exit, return_code=128 + SIGHUP))
        except Exception as error:  # noqa: BLE001 - whatever it is, the program must know and leave
            self._app.call_later(self._app._handle_exception, error)  # noqa: SLF001
