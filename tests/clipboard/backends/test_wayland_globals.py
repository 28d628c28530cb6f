"""Whether a compositor lets programs without a window read the clipboard, asked of stand-ins."""

from __future__ import annotations

import socket
import struct
import sys
from collections.abc import Sequence
from pathlib import Path
from threading import Thread

import pytest

from qreply.clipboard.backends.wayland_globals import has_data_control

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="Windows has no Wayland")

DONE = struct.pack("=2II", 3, 12 << 16, 0)


def told(interface: str) -> bytes:
    """The event of a global."""
    name = interface.encode() + b"\0"
    body = struct.pack("=2I", 1, len(name)) + name + bytes(-len(name) % 4) + struct.pack("=I", 1)
    return struct.pack("=2I", 2, (8 + len(body)) << 16) + body


def answer(folder: Path, events: Sequence[bytes]) -> dict[str, str]:
    """A compositor that says this to the first who asks; gives the environment to reach it."""
    server = socket.socket(socket.AF_UNIX)
    server.bind(str(folder / "w"))
    server.listen()

    def run() -> None:
        with server, server.accept()[0] as client:
            assert struct.unpack("=6I", client.recv(24, socket.MSG_WAITALL)) == (
                *(1, 12 << 16 | 1, 2),
                *(1, 12 << 16, 3),
            )
            client.sendall(b"".join(events))

    Thread(target=run, daemon=True).start()
    return {"XDG_RUNTIME_DIR": str(folder), "WAYLAND_DISPLAY": "w"}


@pytest.mark.parametrize(
    ("events", "is_there"),
    [
        ([told("wl_compositor"), told("zwlr_data_control_manager_v1"), DONE], True),
        ([told("ext_data_control_manager_v1")], True),
        ([told("wl_compositor"), told("wl_data_device_manager"), DONE], False),
        ([told("wl_compositor")], False),  # and closed
        ([b"\0\0\0\0\0\0\0\0"], False),  # no Wayland
        ([], False),
    ],
)
def test_the_compositor_is_asked(events: list[bytes], is_there: bool, tmp_path: Path) -> None:
    assert has_data_control(answer(tmp_path, events)) is is_there


def test_none_that_can_be_asked(tmp_path: Path) -> None:
    assert not has_data_control({})
    assert not has_data_control({"XDG_RUNTIME_DIR": str(tmp_path), "WAYLAND_DISPLAY": "w"})
