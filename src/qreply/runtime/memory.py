"""Give memory back to the system that is free and yet held, where the C library has a way to say so."""

from __future__ import annotations

import contextlib
import sys


def give_back() -> None:
    """Give back what is free: after a large book was read that is a third of it. It takes some milliseconds.

    For any thread. Nothing happens but with glibc.
    """
    if sys.platform == "linux":
        import ctypes  # which most days nothing needs

        with contextlib.suppress(OSError, AttributeError):
            ctypes.CDLL(None).malloc_trim(0)
