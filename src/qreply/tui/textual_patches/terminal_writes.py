"""Write an escape sequence to the terminal between two frames.

It needs the application's driver. Otherwise the sequence goes to the terminal past Textual, and may come amid a
frame.
"""

from __future__ import annotations

import os
import sys
from errno import ENXIO
from typing import Any

from textual.app import App

from qreply.tui.textual_patches import is_applied


def write_to_terminal(app: App[Any], sequence: str) -> None:
    """Write `sequence` to the terminal of `app`; raises OSError if there is none."""
    if is_applied("terminal_writes"):
        if app._driver is None:  # noqa: SLF001
            raise OSError(ENXIO, os.strerror(ENXIO))
        app._driver.write(sequence)  # noqa: SLF001
    elif sys.__stderr__ is None:
        raise OSError(ENXIO, os.strerror(ENXIO))
    else:
        sys.__stderr__.write(sequence)
        sys.__stderr__.flush()
