"""Look at the clipboard for a question, in threads.

It looks when the window is taken up again, or whenever somebody copies.
"""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable
from concurrent.futures import Future
from threading import Event

from qreply.clipboard import Clipboard
from qreply.runtime import background

CALM_SECONDS = 0.5  # between two looks for coming back
LOOK_SECONDS = 0.5  # between two looks at whether anything was copied, at most


class ClipboardFollower:
    """Looks unasked, and so never at what is marked as private."""

    def __init__(self, clipboard: Clipboard, on_text: Callable[[str], object]) -> None:
        """Call `on_text` from a thread with what the clipboard holds, whoever has copied it."""
        self._clipboard = clipboard
        self._on_text = on_text
        self._looked_at = -CALM_SECONDS
        self._is_waiting = False  # whether a look is to come
        self._looking: Future[str] | None = None
        self._is_over = Event()

    def look(self) -> None:
        """Look once, in a thread.

        It waits a little after the last look, which may itself have cost the window the focus; an agent who comes
        back a second time may have copied something meanwhile.
        """
        if self._is_waiting:
            return
        self._is_waiting = True
        delay = max(0.0, self._looked_at + CALM_SECONDS - time.monotonic())
        looking: Future[str] = Future()
        self._looking = looking
        background.start("follow", lambda: self._look(looking, delay))

    async def settle(self, seconds: float) -> str | None:
        """Wait for a look that is under way, and return what it saw.

        Returns None if no look is under way, or it takes longer.
        """
        looking = self._looking
        if looking is None or looking.done():
            return None
        seen = asyncio.wrap_future(looking)
        await asyncio.wait({seen}, timeout=seconds)
        return seen.result() if seen.done() else None

    def follow(self, on_unable: Callable[[], object]) -> None:
        """Look at each change from now on.

        Where nothing tells of changes, `on_unable` is called from the thread.
        """
        background.start("live", lambda: self._follow(on_unable))

    def close(self) -> None:
        """Look no more."""
        self._is_over.set()

    def _look(self, looking: Future[str], delay: float) -> None:
        text = ""
        try:
            self._is_over.wait(delay)
            self._looked_at, self._is_waiting = time.monotonic(), False
            text = self._clipboard.glance() or ""
        finally:
            looking.set_result(text)
            self._on_text(text)

    def _follow(self, on_unable: Callable[[], object]) -> None:
        changes = self._clipboard.watch() if self._clipboard.can_glance else None
        if changes is None:
            on_unable()
            return
        try:
            while not self._is_over.is_set():
                if changes.wait(LOOK_SECONDS):
                    self._on_text(self._clipboard.glance() or "")
        except OSError:
            on_unable()  # the desktop has gone, or its server was begun anew
        finally:
            changes.close()
