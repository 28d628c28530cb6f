"""The system clipboard's text, for the line with the cursor."""

from __future__ import annotations

from collections.abc import Callable

from textual.message import Message

from qreply.clipboard import Clipboard
from qreply.runtime import background
from qreply.tui.messages import ClipboardRead


def read_behind(clipboard: Clipboard, post: Callable[[Message], object]) -> None:
    """Read the clipboard in a thread, since its tool may hang, and `post` ClipboardRead."""

    def read() -> None:
        text = ""
        try:
            text = clipboard.paste() or ""
        finally:
            post(ClipboardRead(text))

    background.start("paste", read)
