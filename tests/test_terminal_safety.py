"""No phrase, query or paste talks to the terminal: what the program writes to it, byte by byte, in a pty."""

from __future__ import annotations

import fcntl
import os
import pty
import re
import select
import signal
import struct
import sys
import termios
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.unsafe_payloads import PAYLOADS

pytestmark = pytest.mark.usefixtures("settled")

# What Textual itself writes: colours, cursor, modes and reports; and the text between.
_OWN = re.compile(
    rb"\x1b\[[0-9;:]*m"  # colours
    rb"|\x1b\[[0-9;]*[HJKABCDGfsu]"  # cursor, erasing
    rb"|\x1b\[\?[0-9;]*(?:[hl]|\$p)|\x1b\[[<>=?]?[0-9;]*[uqcnt]"  # modes and reports
    rb"|\x1b\]22;[a-z]*\x07"  # the shape of the pointer
    rb"|\x1b[78]|\x1b\(B|\x1b\]0;qreply\x07|[\r\n\x07]"
    rb"|\x1bP\+q[0-9a-fA-F;]*\x1b\\|\x1b_G[^\x1b]*\x1b\\"
)
_UNSAFE = re.compile("[\x00-\x1f\x7f-\x9f\u200b-\u200f\u202a-\u202e\u2066-\u2069\ufeff\U000e0000-\U000e007f]")

IN_YAML = [text for text in PAYLOADS.values() if not re.search("[\ud800-\udfff]", text)]


class Screen:
    """qreply in a pty; keeps all that it writes."""

    def __init__(self, *arguments: str, size: tuple[int, int]) -> None:
        self.written = b""
        self._pid, self._fd = pty.fork()
        if self._pid == 0:
            os.execvpe(sys.executable, [sys.executable, "-m", "qreply", *arguments], os.environ)
        fcntl.ioctl(self._fd, termios.TIOCSWINSZ, struct.pack("HHHH", *size, 0, 0))

    def until(self, text: str, seconds: float = 30) -> None:
        end = time.monotonic() + seconds
        while text.encode() not in self.written:
            if time.monotonic() > end:
                raise AssertionError(f"never showed {text!r}: {self.written[-400:]!r}")
            self.read(0.2)

    def read(self, seconds: float) -> None:
        while select.select([self._fd], [], [], seconds)[0]:
            try:
                self.written += os.read(self._fd, 65536)
            except OSError:
                return  # it has left

    def send(self, text: str) -> None:
        os.write(self._fd, text.encode("utf-8", "surrogatepass"))
        self.read(0.15)

    def left(self) -> int:
        _, status = os.waitpid(self._pid, 0)
        os.close(self._fd)
        return os.waitstatus_to_exitcode(status)

    def kill(self, sign: signal.Signals) -> None:
        os.kill(self._pid, sign)


@pytest.fixture
def book(tmp_path: Path) -> Path:
    """A book whose every field carries a payload, as far as YAML's escapes can say it."""
    lines = ["scenario: pre-sale", "phrases:"]
    for number, payload in enumerate(IN_YAML):
        quoted = '"' + "".join(_escaped(character) for character in f"有{payload}货") + '"'
        lines += [
            f"  - id: p{number}",
            f"    title: {quoted}",
            f"    asks: [{quoted}]",
            f"    reply: {quoted}",
        ]
        lines += [f"    note: {quoted}", f"    group: {quoted}"]
    path = tmp_path / "book.yaml"
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return path


def _escaped(character: str) -> str:
    code = ord(character)
    if character.isprintable() and character not in '"\\':
        return character
    return f"\\U{code:08x}" if code > 0xFFFF else f"\\u{code:04x}"


def foreign(written: bytes) -> Iterator[str]:
    """What stands in the output that neither Textual writes nor is harmless text."""
    text = _OWN.sub(b"", written).decode("utf-8", "replace")
    yield from (
        f"{match[0]!r} in {text[max(0, match.start() - 20) : match.end() + 20]!r}"
        for match in _UNSAFE.finditer(text)
    )


@pytest.mark.real
@pytest.mark.parametrize("size", [(24, 80), (16, 45), (50, 200)])
def test_no_payload_reaches_the_terminal(book: Path, size: tuple[int, int]) -> None:
    screen = Screen("--phrasebook", str(book), size=size)
    screen.until(f"{len(IN_YAML)} 条话术就绪")
    for _ in range(0, len(IN_YAML), 7):
        screen.send("\x1b[6~")  # a page down: every phrase is listed, some are previewed
    screen.send("youhuo")
    for payload in list(PAYLOADS.values())[::4]:
        screen.send(f"\x1b[200~{payload}\x1b[201~")
    screen.send("\x11")
    screen.read(0.5)
    assert screen.left() == 0
    assert list(foreign(screen.written)) == []


@pytest.mark.real
@pytest.mark.parametrize("sign", [signal.SIGTERM, signal.SIGHUP, signal.SIGINT])
def test_a_signal_leaves_the_terminal_as_it_was(sign: signal.Signals) -> None:
    screen = Screen(size=(24, 80))
    screen.until("就绪")
    screen.kill(sign)
    screen.read(1.0)
    code = screen.left()
    assert b"\x1b[?1049l" in screen.written
    assert b"Traceback" not in screen.written
    assert code == 128 + sign
