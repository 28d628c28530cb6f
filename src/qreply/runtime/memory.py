"""Give free memory back to the system, where the C library has a way to say so."""

from __future__ import annotations

import contextlib
import sys


def give_back() -> None:
    """Give back what is free, which after a large book was read are some forty megabytes.

    It takes some milliseconds, in any thread. Nothing happens but with glibc.
    """
    if sys.platform == "linux":
        import ctypes  # which most days nothing needs

        with contextlib.suppress(OSError, AttributeError):
            ctypes.CDLL(None).malloc_trim(0)
