"""What a thread has to tell the agent: each kind once, and kept until somebody listens."""

from __future__ import annotations

from collections.abc import Callable
from threading import Lock


class Notices:
    """Words by their kind; used from any thread."""

    def __init__(self) -> None:
        self._words: dict[str, str] = {}
        self._listener: Callable[[str], None] | None = None
        self._lock = Lock()

    def __contains__(self, kind: str) -> bool:
        """Tell whether something of this kind was told."""
        return kind in self._words

    def listen(self, on_notice: Callable[[str], None]) -> None:
        """Call `on_notice`, from any thread, with what the agent should know, earlier words too."""
        with self._lock:
            self._listener = on_notice
            earlier = list(self._words.values())
        for words in earlier:
            on_notice(words)

    def add(self, kind: str, words: str) -> None:
        """Tell `words`, unless something of their kind was told."""
        with self._lock:
            if kind in self._words:
                return
            self._words[kind] = words
            listener = self._listener
        if listener is not None:
            listener(words)
