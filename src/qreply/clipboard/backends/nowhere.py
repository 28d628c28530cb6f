"""A clipboard that goes nowhere: for practising, where copies reach nobody."""

from __future__ import annotations

from qreply.clipboard.backends.base import Backend
from qreply.clipboard.deadline import Deadline


class NowhereBackend(Backend):
    """Keeps the text in this program alone."""

    name = "practice"

    def __init__(self) -> None:
        self._text = ""

    def write(self, text: str, deadline: Deadline) -> None:
        del deadline
        self._text = text

    def read(self, deadline: Deadline) -> str:
        del deadline
        return self._text
