"""Looking at the clipboard for values of the reply in the making, no more often than it may have changed."""

from __future__ import annotations

from collections.abc import Callable

from qreply.clipboard import Clipboard
from qreply.runtime import background
from qreply.workspace.session import Session


class Offering:
    """Reads the clipboard in a thread, where the draft on the desk takes any value from it."""

    def __init__(self, clipboard: Clipboard, tell: Callable[[str], object]) -> None:
        """`tell` is called from the thread with what others have put there; with nothing, if qreply itself has."""
        self._clipboard = clipboard
        self._tell = tell
        self._reading = self._stale = False
        self._looked: object = None

    def look_for_another(self, session: Session) -> None:
        """Look if another phrase or customer is on the desk than the last time; to look may cost a process."""
        draft = session.draft
        workspace = (session.customer, draft.phrase.id) if draft else None
        if workspace != self._looked:
            self._looked = workspace
            self.look(session)

    def look(self, session: Session) -> None:
        """Read the clipboard, if the draft takes any value from it; once more where it is being read already."""
        placeholders = session.draft.phrase.scope.placeholders if session.draft else {}
        if not any(placeholder.from_clipboard for placeholder in placeholders.values()):
            return
        self._stale = True
        if not self._reading:
            self._reading = True
            background.start("offer", self._read)

    def forget(self) -> None:
        """Look again even for the same phrase: what was there went with the last reply."""
        self._looked = None

    def _read(self) -> None:
        try:
            while self._stale:
                self._stale = False
                text = self._clipboard.paste() or ""
                self._tell("" if self._clipboard.wrote(text) else text)
        finally:
            self._reading = False
