"""What became of a copy."""

from __future__ import annotations

from enum import Enum
from typing import NamedTuple


class Status(Enum):
    """The three ends of a copy; only `VERIFIED` may be called "copied"."""

    VERIFIED = "verified"
    """Another process read the same text back."""
    SENT = "sent"
    """The text was handed over, and nobody can say whether it arrived."""
    FAILED = "failed"
    """The clipboard does not hold the text, or may not."""


class Attempt(NamedTuple):
    """One backend tried; `reason` is in the user's language, empty when all was fine."""

    backend: str
    status: Status
    reason: str


class Outcome(NamedTuple):
    """The end of a copy: the backend that settled it, if any, why, and every attempt in order."""

    status: Status
    backend: str
    reason: str
    attempts: tuple[Attempt, ...]
