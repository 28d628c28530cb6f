"""What one system has and another has not, as reasons to skip."""

from __future__ import annotations

import ctypes
import sys

import pytest

IS_WINDOWS = sys.platform == "win32"
IS_WINE = IS_WINDOWS and hasattr(ctypes.WinDLL("ntdll"), "wine_get_version")  # type: ignore[attr-defined, unused-ignore]


def needs_posix(what: str) -> pytest.MarkDecorator:
    """Skips a test on Windows, which has no such thing: `what` ends "Windows has no …"."""
    return pytest.mark.skipif(IS_WINDOWS, reason=f"Windows has no {what}")


LINKS = "symbolic links that everybody may make"
