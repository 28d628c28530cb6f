"""Textual's thread that writes the terminal, mended: what cannot be written does not end it."""

from __future__ import annotations

from functools import partial

from textual.drivers._writer_thread import WriterThread

from qreply.runtime import background


class SteadyWriter(WriterThread):
    """Goes on whatever a write raises.

    Textual's own would die, and the program then wait for it for ever.
    """

    def run(self) -> None:
        while (text := self._queue.get()) is not None:
            background.attempt(partial(self._file.write, text))
            if self._queue.empty():
                background.attempt(self._file.flush)
        background.attempt(self._file.flush)
