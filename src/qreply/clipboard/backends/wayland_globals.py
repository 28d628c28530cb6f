"""Ask a Wayland compositor whether the clipboard can be read without a window.

Where it cannot (GNOME), wl-paste opens a window of its own for a moment, which takes the focus from the terminal: to
look by itself at each return of the focus would take it away each time. This module speaks the two requests that it
takes to ask.
"""

from __future__ import annotations

import socket
import struct
from collections.abc import Iterator, Mapping
from pathlib import Path

DATA_CONTROL = frozenset({"ext_data_control_manager_v1", "zwlr_data_control_manager_v1"})

_SECONDS = 0.5  # for the whole answer, which takes it less than one millisecond
_DISPLAY, _REGISTRY, _CALLBACK = 1, 2, 3  # objects
_SYNC, _GET_REGISTRY = 0, 1  # requests to the display
_MOST = 65_536  # bytes of an event


def has_data_control(environ: Mapping[str, str]) -> bool:
    """Tell whether the compositor lets programs without a window read; False where unknown."""
    path = Path(environ.get("XDG_RUNTIME_DIR", "/")) / environ.get("WAYLAND_DISPLAY", "")
    try:
        with socket.socket(socket.AF_UNIX) as compositor:
            compositor.settimeout(_SECONDS)
            compositor.connect(str(path))
            return not DATA_CONTROL.isdisjoint(_globals(compositor))
    except (OSError, AttributeError, struct.error, UnicodeDecodeError):  # Windows' Python has no AF_UNIX
        return False


def _globals(compositor: socket.socket) -> Iterator[str]:
    """Yield the names of the interfaces that the compositor offers."""
    size = 12 << 16
    compositor.sendall(struct.pack("=3I", _DISPLAY, size | _GET_REGISTRY, _REGISTRY))
    compositor.sendall(struct.pack("=3I", _DISPLAY, size | _SYNC, _CALLBACK))
    while True:
        sender, head = struct.unpack("=2I", _receive(compositor, 8))
        event = _receive(compositor, (head >> 16) - 8)
        if sender == _REGISTRY:
            (length,) = struct.unpack_from("=I", event, 4)
            yield event[8 : 8 + length - 1].decode("ascii")
        elif sender in (_CALLBACK, _DISPLAY):  # all were told, or the compositor refuses
            return


def _receive(compositor: socket.socket, count: int) -> bytes:
    if not 0 <= count <= _MOST:
        raise OSError("no event of Wayland's")
    data = b""
    while len(data) < count:
        part = compositor.recv(count - len(data))
        if not part:
            raise ConnectionResetError
        data += part
    return data
