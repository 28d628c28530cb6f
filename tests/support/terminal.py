"""A program in a pseudo-terminal, for tests and benchmarks: what it writes, byte by byte, and how it leaves."""

from __future__ import annotations

import os
import select
import signal
import struct
import sys
import time
from collections.abc import Mapping, Sequence
from contextlib import suppress
from pathlib import Path

import pytest

if sys.platform != "win32":
    import fcntl
    import pty
    import termios


class Terminal:
    """A command in a terminal of its own; `written` is all that it has written so far."""

    def __init__(
        self,
        command: Sequence[str],
        *,
        rows: int = 24,
        columns: int = 80,
        environ: Mapping[str, str] | None = None,
    ) -> None:
        if sys.platform == "win32":
            pytest.skip("Windows has no pseudo-terminals")
        self.written = bytearray()
        self.silence = 0.0  # seconds, the longest between two pieces of what was written
        self.heard = time.perf_counter()  # when the last piece came
        # Whether the program that has left has left the terminal's modes as they were.
        self.restored_modes = False
        self.pid, self._fd = pty.fork()
        if self.pid == 0:
            for sign in (signal.SIGHUP, signal.SIGINT, signal.SIGQUIT):
                signal.signal(sign, signal.SIG_DFL)  # which nohup, or a shell's &, has the tests ignore
            _set_size(0, rows, columns)
            os.execvpe(command[0], list(command), dict(environ or os.environ))
        self._modes = termios.tcgetattr(self._fd)

    def resize(self, rows: int, columns: int) -> None:
        """Give the terminal another size, which the program is told of."""
        _set_size(self._fd, rows, columns)

    def send(self, keys: str | bytes) -> None:
        """Press keys; what the program writes meanwhile is taken in, or neither would get on."""
        data = memoryview(keys if isinstance(keys, bytes) else keys.encode("utf-8", "surrogatepass"))
        os.set_blocking(self._fd, False)
        while data:
            with suppress(BlockingIOError):
                data = data[os.write(self._fd, data) :]
            if data:
                self._take(0.01)

    def until(self, text: str | bytes, seconds: float = 30, *, since: int = 0) -> float:
        """Seconds until `text` stands in what was written after the first `since` bytes; raises TimeoutError."""
        wanted = text.encode() if isinstance(text, str) else text
        begin = time.perf_counter()
        while self.written.find(wanted, since) < 0:
            if time.perf_counter() - begin > seconds or not self._take(0.2):
                raise TimeoutError(f"never showed {text!r}: {bytes(self.written[-400:])!r}")
        return time.perf_counter() - begin

    def settle(self, quiet: float = 0.06) -> None:
        """Take in what is written until nothing has come for `quiet` seconds, or the program has left.

        Where the system tells, a program that waits for a processor is waited for; for ten seconds at most in all.
        """
        end = time.monotonic() + 10
        while True:
            while time.monotonic() < end and select.select([self._fd], [], [], quiet)[0] and self._take(0):
                pass  # a cursor that blinks is never quiet for longer than it takes to blink
            if not self._is_running() or time.monotonic() > end:
                return

    def listen(self, seconds: float) -> None:
        """Take in what is written for so many seconds, whether it has come to an end or not."""
        end = time.monotonic() + seconds
        while (left := end - time.monotonic()) > 0 and self._take(left):
            pass

    def signal(self, sign: signal.Signals) -> None:
        """Send the program a signal."""
        os.kill(self.pid, sign)

    def hang_up(self) -> None:
        """Close the terminal, as its window's button does."""
        os.close(self._fd)
        self._fd = -1

    def left(self, seconds: float = 30) -> int:
        """The exit code, once the program has left by itself; raises TimeoutError."""
        end = time.monotonic() + seconds
        while not (ended := os.waitpid(self.pid, os.WNOHANG))[0]:
            if time.monotonic() > end:
                raise TimeoutError("still running")
            if self._fd < 0 or not self._take(0.02):
                time.sleep(0.005)
        if self._fd >= 0:
            self.settle(0)
            self.restored_modes = termios.tcgetattr(self._fd) == self._modes
            os.close(self._fd)
        return os.waitstatus_to_exitcode(ended[1])

    def modes(self) -> list[object]:
        """How the terminal treats what is typed and written, as `stty -g` tells."""
        return list(termios.tcgetattr(self._fd))

    def kill(self) -> None:
        """End the program, whatever it does."""
        os.kill(self.pid, signal.SIGKILL)
        os.waitpid(self.pid, 0)
        os.close(self._fd)

    def _is_running(self) -> bool:
        """Whether any thread of the program runs or would, had it a processor."""
        with suppress(OSError):
            for stat in Path(f"/proc/{self.pid}/task").glob("*/stat"):
                if stat.read_text().rpartition(")")[2].split()[0] == "R":
                    return True
        return False

    def _take(self, seconds: float) -> bool:
        """Take in what comes within `seconds`; False once the program has let go of the terminal."""
        if select.select([self._fd], [], [], seconds)[0]:
            try:
                self.written += os.read(self._fd, 65_536)
                now = time.perf_counter()
                self.silence, self.heard = max(self.silence, now - self.heard), now
            except BlockingIOError:
                return True
            except OSError:
                return False
        return True


def _set_size(fd: int, rows: int, columns: int) -> None:
    fcntl.ioctl(fd, termios.TIOCSWINSZ, struct.pack("HHHH", rows, columns, 0, 0))
