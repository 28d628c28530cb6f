"""Run a clipboard tool so that it neither hangs, nor floods, nor holds on to qreply (POSIX).

Each runs in a session of its own, away from the terminal and its Ctrl+C, and is killed with its children.
Writers get no pipe for output: the children of xclip and wl-copy, which serve the text from then on, would
keep it open.
"""

from __future__ import annotations

import atexit
import os
import selectors
import signal
import subprocess
import threading
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from typing import IO

from qreply.clipboard.backends.base import BackendError
from qreply.clipboard.deadline import Deadline
from qreply.errors import reason_of
from qreply.i18n import t

MAX_BYTES = 32_000_000
"""Bytes a reader may send; a clipboard with more is no customer's message."""

_SLICE = 0.02  # seconds between two looks at whether the work was called off
_CHUNK = 65_536

_starting = threading.Lock()
_is_leaving = False
_under_way: set[int] = set()  # process groups that somebody waits for


def feed(argv: Sequence[str], data: bytes, environ: Mapping[str, str], deadline: Deadline) -> int:
    """Run a tool with `data` as its input and return its process group, which may live on.

    Raises BackendError if it cannot start, fails, or isn't done in time; then nothing of it is left running.
    """
    with _running(argv, environ, deadline, stdin=subprocess.PIPE, stdout=subprocess.DEVNULL) as process:
        assert process.stdin is not None  # noqa: S101 - Popen's promise, for the type checker
        _send(process.stdin, data, deadline)
    return process.pid


def ask(argv: Sequence[str], environ: Mapping[str, str], deadline: Deadline) -> bytes:
    """Run a tool without input and return all it prints; nothing of it is left running.

    Raises BackendError if it cannot start, fails, prints too much, or isn't done in time.
    """
    with _running(argv, environ, deadline, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE) as process:
        assert process.stdout is not None  # noqa: S101 - Popen's promise, for the type checker
        return _receive(process.stdout, argv[0], deadline)


@contextmanager
def _running(
    argv: Sequence[str], environ: Mapping[str, str], deadline: Deadline, *, stdin: int, stdout: int
) -> Iterator[subprocess.Popen[bytes]]:
    """Run the block's code, then wait until the tool has ended well; stop it if either fails."""
    process = _start(argv, environ, stdin=stdin, stdout=stdout)
    try:
        yield process
        _wait(process, argv[0], deadline)
    except BaseException:
        _stop(process)
        raise
    finally:
        _under_way.discard(process.pid)
        _close(process.stdin or process.stdout)


def listen(argv: Sequence[str], environ: Mapping[str, str]) -> subprocess.Popen[bytes]:
    """Start a tool that prints from time to time; it ends with qreply, or by `end`.

    Raises BackendError if it cannot start.
    """
    return _start(argv, environ, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE)


def end(group: int) -> None:
    """Kill a process group; one that is gone already is fine."""
    with suppress(ProcessLookupError, PermissionError):  # macOS says EPERM of a group of zombies
        os.killpg(group, signal.SIGKILL)


@atexit.register
def _end_all() -> None:
    """End every tool as the program leaves; nothing is begun any more."""
    global _is_leaving  # noqa: PLW0603 - the program's own end
    # A tool that is being started in another thread right now is waited for, or it would be missed.
    is_ours = _starting.acquire(timeout=1.0)
    _is_leaving = True
    for group in tuple(_under_way):
        end(group)
    if is_ours:
        _starting.release()


def _start(
    argv: Sequence[str], environ: Mapping[str, str], *, stdin: int, stdout: int
) -> subprocess.Popen[bytes]:
    with _starting:
        if _is_leaving:
            raise BackendError(t("clipboard.given-up"))
        try:
            process = subprocess.Popen(
                argv,
                stdin=stdin,
                stdout=stdout,
                stderr=subprocess.DEVNULL,
                bufsize=0,
                cwd="/",  # a tool that lives on must not hold the user's folder
                env=dict(environ),
                start_new_session=True,
            )
        except OSError as error:
            raise BackendError(t("clipboard.cannot-start", tool=argv[0], why=reason_of(error))) from error
        _under_way.add(process.pid)
    return process


def _send(pipe: IO[bytes], data: bytes, deadline: Deadline) -> None:
    os.set_blocking(pipe.fileno(), False)
    view = memoryview(data)
    with selectors.DefaultSelector() as ready:
        ready.register(pipe, selectors.EVENT_WRITE)
        while view:
            if not deadline.left():
                return  # the wait that follows says so
            if not ready.select(min(_SLICE, deadline.left())):
                continue
            try:
                view = view[os.write(pipe.fileno(), view[:_CHUNK]) :]
            except BlockingIOError:
                continue
            except BrokenPipeError:
                break  # its exit code, or reading back, will tell
    _close(pipe)


def _receive(pipe: IO[bytes], tool: str, deadline: Deadline) -> bytes:
    os.set_blocking(pipe.fileno(), False)
    parts: list[bytes] = []
    size = 0
    with selectors.DefaultSelector() as ready:
        ready.register(pipe, selectors.EVENT_READ)
        while deadline.left():
            if not ready.select(min(_SLICE, deadline.left())):
                continue
            part = os.read(pipe.fileno(), _CHUNK)
            if not part:
                return b"".join(parts)
            parts.append(part)
            size += len(part)
            if size > MAX_BYTES:
                raise BackendError(t("clipboard.flood", tool=tool))
    raise BackendError(t("clipboard.too-slow", tool=tool))


def _wait(process: subprocess.Popen[bytes], tool: str, deadline: Deadline) -> None:
    pause = 0.0005  # Popen.wait sleeps up to 50 ms, longer than a whole copy takes
    while (code := process.poll()) is None:
        if not deadline.left():
            raise BackendError(t("clipboard.too-slow", tool=tool))
        time.sleep(pause)
        pause = min(pause * 1.5, 0.005)
    if code:
        raise BackendError(t("clipboard.exit-code", tool=tool, code=code))


def _stop(process: subprocess.Popen[bytes]) -> None:
    end(process.pid)
    with suppress(subprocess.TimeoutExpired):  # stuck in the kernel it dies later, and Python reaps it then
        process.wait(0.1)


def _close(pipe: IO[bytes] | None) -> None:
    if pipe is not None:
        with suppress(BrokenPipeError):
            pipe.close()
