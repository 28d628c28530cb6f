"""Use stdin, stdout and stderr as every command does.

They are in UTF-8 and clean for a terminal, and their failures are told apart.

All that a command prints, argparse's words included, goes through here, so that no file's name, no variable and no
argument can talk to the terminal. Data for programs keep their meaning: JSON escapes what is unsafe.
"""

from __future__ import annotations

import codecs
import contextlib
import io
import json
import os
import sys
from collections.abc import Iterator
from typing import Any, TextIO, cast

from qreply.errors import QReplyError
from qreply.i18n import t
from qreply.text.safety import clean, printable, unsafe_characters


class StreamError(OSError):
    """Raised where stdin, stdout or stderr has failed, and for no other file."""


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
            write = getattr(self._stream, "write_styled", self._stream.write)
            return int(write(text))

    def flush(self) -> None:
        """Hand over what is kept back.

        Also raises what failed in an earlier write, since argparse swallows it there.
        """
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

    def read_bytes(self) -> bytes:
        """Read all that is left, undecoded."""
        with self._as_stream_error():
            return self._stream.buffer.read()

    def read_line_bytes(self) -> bytes:
        """Read a line, undecoded; empty at the end."""
        with self._as_stream_error():
            return self._stream.buffer.readline()

    @contextlib.contextmanager
    def _as_stream_error(self) -> Iterator[None]:
        try:
            yield
        except OSError as error:
            self._failure = StreamError(error.errno, error.strerror or type(error).__name__)
            raise self._failure from error

    def __getattr__(self, name: str) -> Any:
        return getattr(self._stream, name)


class _StyledStream(_Stream):
    """A text stream for what is clean but for our own escape sequences; raises StreamError."""

    def write(self, text: str) -> int:
        """Write `text` as it is."""
        return self.write_styled(text)


def allow_styles(stream: TextIO) -> TextIO:
    """Wrap `stream` for a library that draws on it: only clean texts may be given to that."""
    return cast(TextIO, _StyledStream(stream))


@contextlib.contextmanager
def standard_streams() -> Iterator[None]:
    """Use clean streams in place of the system's meanwhile.

    Chinese must get through, whatever the locale; a lone surrogate in an argument must not stop an answer. What
    comes in is read as bytes, see `read_input_lines`. A stream that was closed is empty.
    """
    found = sys.stdin, sys.stdout, sys.stderr
    for name in ("stdin", "stdout", "stderr"):
        stream = getattr(sys, name)
        if stream is None:
            mode = "r" if name == "stdin" else "w"
            stream = open(os.devnull, mode, encoding="utf-8")  # noqa: SIM115, PTH123 - to the end
        elif name != "stdin" and isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(encoding="utf-8", errors="replace")
        setattr(sys, name, cast(TextIO, _Stream(stream)))
    try:
        yield
    finally:
        sys.stdin, sys.stdout, sys.stderr = found


def read_input_lines() -> Iterator[str]:
    """Read stdin a line at a time, as soon as each is there, without line ends.

    It is decoded as strict UTF-8, else as files are: GBK, Big5, UTF-16. Raises QReplyError for bytes that are no text.
    """
    stdin = cast(_Stream, sys.stdin)
    first = True
    while line := stdin.read_line_bytes():
        if first and _is_utf_16(line):  # whose line ends are not found among bytes
            yield from _decode_input(line + stdin.read_bytes()).splitlines()
            return
        yield _decode_input(line).rstrip("\r\n")
        first = False


def read_input_bytes() -> bytes:
    """Read all of stdin as it is; whoever types or pastes it is told on stderr how to end."""
    if sys.stdin.isatty():
        print(t("command.typed-input", key=name_end_key()), file=sys.stderr, flush=True)
    return cast(_Stream, sys.stdin).read_bytes()


def name_end_key() -> str:
    """Return what is pressed in a terminal at the end of what is typed."""
    return t("command.end-key-windows" if sys.platform == "win32" else "command.end-key")


def read_input_text() -> str:
    """Read all of stdin, decoded as strict UTF-8, else as files are.

    Raises QReplyError for bytes that are no text.
    """
    return _decode_input(read_input_bytes())


def _is_utf_16(line: bytes) -> bool:
    return b"\x00" in line or line.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE))


def _decode_input(data: bytes) -> str:
    if b"\x00" not in data:
        with contextlib.suppress(UnicodeDecodeError):
            return data.decode("utf-8-sig")
    from qreply.phrasebook.reading.source import decode  # seldom needed

    source = decode(data, "stdin")
    for problem in source.problems:
        if problem.severity == "error":
            raise QReplyError(t("command.stdin-undecodable"), t("command.stdin-undecodable.hint"))
    return source.text


def say(words: str) -> None:
    """Say a line on stderr, beside what is printed."""
    print(clean(words).replace("\n", " ").rstrip(), file=sys.stderr)


def complain(words: str) -> None:
    """Say a line on stderr, by the program's name, of what is wrong."""
    say(f"qreply: {words}")


def print_styled(text: str) -> None:
    """Print text that is clean but for our own escape sequences: colours, and erasing a line."""
    write = getattr(sys.stdout, "write_styled", sys.stdout.write)
    write(text + "\n")


def print_bytes(data: bytes) -> None:
    """Write data for a program to stdout, as they are."""
    cast(_Stream, sys.stdout).write_bytes(data)


def as_json(value: object, *, indent: int | None = None) -> str:
    """Make JSON of the value, in which hanzi stand as they are.

    What is unsafe on a terminal is escaped.
    """
    text = json.dumps(value, ensure_ascii=False, indent=indent)
    return text if printable(text) == text else unsafe_characters().sub(_escape, text)


def throw_away(stream: TextIO) -> None:
    """Discard what `stream` still holds, since Python would complain at its end."""
    with contextlib.suppress(OSError, ValueError):
        os.dup2(os.open(os.devnull, os.O_WRONLY), stream.fileno())


def _escape(match: Any) -> str:
    units = match[0].encode("utf-16-be", "surrogatepass")
    return "".join(f"\\u{units[index]:02x}{units[index + 1]:02x}" for index in range(0, len(units), 2))
