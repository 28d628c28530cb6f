"""stdin, stdout and stderr as every command uses them: UTF-8, clean for a terminal, and their failures told apart.

All that a command prints, argparse's words included, goes through here, so that no file's name, no variable and no
argument can talk to the terminal. Data for programs keep their meaning: JSON escapes what is unsafe.
"""

from __future__ import annotations

import contextlib
import io
import json
import os
import sys
from collections.abc import Iterator
from typing import Any, TextIO, cast

from qreply.text.safety import printable, unsafe_characters


class StreamError(OSError):
    """stdin, stdout or stderr has failed; another file's error is no StreamError."""


class _Stream:
    """A text stream that prints nothing unsafe and raises StreamError."""

    def __init__(self, stream: TextIO) -> None:
        self._stream = stream
        self._failure: StreamError | None = None

    def write(self, text: str) -> int:
        """Write `text` without what is unsafe on a terminal."""
        return self.write_styled(printable(text))

    def write_styled(self, text: str) -> int:
        """Write `text`, which is clean but for escape sequences of our own."""
        with self._as_stream_error():
            return self._stream.write(text)

    def flush(self) -> None:
        """Hand over what is kept back; raises what has failed before, too, since argparse swallows it."""
        if self._failure is not None:
            raise self._failure
        with self._as_stream_error():
            self._stream.flush()

    def write_bytes(self, data: bytes) -> None:
        """Write `data` as it is: what a program reads."""
        self.flush()
        with self._as_stream_error():
            self._stream.buffer.write(data)
            self._stream.buffer.flush()

    def readline(self, limit: int = -1) -> str:
        """Read a line."""
        with self._as_stream_error():
            return self._stream.readline(limit)

    def read(self, limit: int = -1) -> str:
        """Read all, or so many characters."""
        with self._as_stream_error():
            return self._stream.read(limit)

    @contextlib.contextmanager
    def _as_stream_error(self) -> Iterator[None]:
        try:
            yield
        except OSError as error:
            self._failure = StreamError(error.errno, error.strerror or type(error).__name__)
            raise self._failure from error

    def __getattr__(self, name: str) -> Any:
        return getattr(self._stream, name)


@contextlib.contextmanager
def standard_streams() -> Iterator[None]:
    """Use clean streams in place of the system's meanwhile.

    Chinese must get through, whatever the locale; a lone surrogate in an argument must not stop an answer. Windows'
    shells begin what they pipe with a byte order mark. A stream that was closed is empty.
    """
    found = sys.stdin, sys.stdout, sys.stderr
    for name, encoding in (("stdin", "utf-8-sig"), ("stdout", "utf-8"), ("stderr", "utf-8")):
        stream = getattr(sys, name)
        if stream is None:
            mode = "r" if name == "stdin" else "w"
            stream = open(os.devnull, mode, encoding=encoding)  # noqa: SIM115, PTH123 - to the end
        elif isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(encoding=encoding, errors="replace")
        setattr(sys, name, cast(TextIO, _Stream(stream)))
    try:
        yield
    finally:
        sys.stdin, sys.stdout, sys.stderr = found


def print_styled(text: str, *, file: TextIO | None = None, end: str = "\n") -> None:
    """Print text that is clean but for our own escape sequences: colours, and what erases a line."""
    stream = file or sys.stdout
    write = getattr(stream, "write_styled", stream.write)
    write(text + end)


def print_bytes(data: bytes) -> None:
    """Write data for a program to stdout, as they are."""
    cast(_Stream, sys.stdout).write_bytes(data)


def as_json(value: object, *, indent: int | None = None) -> str:
    """The value as JSON in which hanzi stand as they are, and what is unsafe on a terminal is escaped."""
    text = json.dumps(value, ensure_ascii=False, indent=indent)
    return text if printable(text) == text else unsafe_characters().sub(_escape, text)


def throw_away(stream: TextIO) -> None:
    """Let what `stream` still holds go nowhere, since Python would complain at its end."""
    with contextlib.suppress(OSError, ValueError):
        os.dup2(os.open(os.devnull, os.O_WRONLY), stream.fileno())


def _escape(match: Any) -> str:
    units = match[0].encode("utf-16-be", "surrogatepass")
    return "".join(f"\\u{units[at]:02x}{units[at + 1]:02x}" for at in range(0, len(units), 2))
