"""Notice that something was copied, at next to no cost; the clipboard is read only then.

Each system has its own way: X11 tells by an event, wl-clipboard by a line, Windows and macOS by a number that is looked
at twice a second. Where there is none (WSL, over SSH, a compositor that tells nobody), nothing is watched.
"""

from __future__ import annotations

import select
import shutil
import subprocess
import time
from abc import ABC, abstractmethod
from collections.abc import Callable, Mapping
from contextlib import suppress

from qreply.clipboard.backends import process
from qreply.clipboard.backends.base import BackendError
from qreply.clipboard.environment import Environment

LOOK_SECONDS = 0.5  # between two looks at a number
_PROBATION = 0.2  # seconds within which wl-paste says that the compositor tells it nothing


class Changes(ABC):
    """Tells when something was copied."""

    @abstractmethod
    def wait(self, seconds: float) -> bool:
        """Wait for a copy, for about `seconds` at most; tell whether there was one.

        Raises OSError once there is nothing more to be heard.
        """

    @abstractmethod
    def close(self) -> None:
        """Stop listening."""


class NumberChanges(Changes):
    """Looks at a number that changes with each copy."""

    def __init__(self, number: Callable[[], int], sleep: Callable[[float], object] = time.sleep) -> None:
        self._number = number
        self._sleep = sleep
        self._seen = number()

    def wait(self, seconds: float) -> bool:
        self._sleep(min(seconds, LOOK_SECONDS))
        number = self._number()
        is_other, self._seen = number != self._seen, number
        return is_other

    def close(self) -> None:
        """Do nothing: nothing is held."""


class X11Changes(Changes):
    """Hears from the X server."""

    def __init__(self, environ: Mapping[str, str]) -> None:
        """Connect; raises OSError where the server, or what it takes, is not to be had."""
        from qreply.clipboard.backends.x11_selection import OwnerEvents

        self._events = OwnerEvents(environ)

    def wait(self, seconds: float) -> bool:
        return self._events.wait(seconds)

    def close(self) -> None:
        self._events.close()


class WaylandChanges(Changes):
    """Has `wl-paste --watch` print a line at each copy; untested with each desktop.

    It needs a compositor that tells background programs of copies. GNOME's doesn't; there it ends at once.
    """

    def __init__(self, environ: Mapping[str, str]) -> None:
        """Connect; raises OSError where the compositor tells nothing."""
        # What is copied is taken in whole: a wl-copy whose reader leaves sooner dies, and its text with it.
        self._process = process.listen(["wl-paste", "--watch", "sh", "-c", "cat >/dev/null; echo"], environ)
        with suppress(subprocess.TimeoutExpired):
            self._process.wait(_PROBATION)
            self.close()
            raise OSError("the compositor tells nobody of copies")
        self.wait(0)  # by now it has told of what is there already; of an empty clipboard some tell nothing

    def wait(self, seconds: float) -> bool:
        assert self._process.stdout is not None  # noqa: S101 - Popen's promise, for the type checker
        if not select.select([self._process.stdout], [], [], seconds)[0]:
            return False
        if not self._process.stdout.read(4096):
            raise ConnectionResetError
        return True

    def close(self) -> None:
        process.end(self._process.pid)
        self._process.wait()
        if self._process.stdout is not None:
            self._process.stdout.close()


def watch_changes(
    environ: Mapping[str, str], platform: str, which: Callable[[str], str | None] = shutil.which
) -> Changes | None:
    """Begin to watch the clipboard of `environ` on `platform` (as os.environ and sys.platform).

    Returns None where nothing tells of copies.
    """
    environment = Environment.of(environ, platform)
    if environment.ssh:
        return None
    try:
        if environment.windows:
            from qreply.clipboard.backends.windows import Windows

            return NumberChanges(Windows().sequence_number)
        if environment.mac:
            from qreply.clipboard.backends.pasteboard import Pasteboard

            return NumberChanges(Pasteboard().change_count)
        if environment.wsl:
            return None
        if environment.wayland:
            return WaylandChanges(environ) if which("wl-paste") else None
        return X11Changes(environ) if environment.x11 else None
    except (OSError, BackendError):
        return None
