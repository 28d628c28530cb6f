"""Noticing that something was copied: which way is taken where, and what each tells."""

from __future__ import annotations

import os
import struct
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from qreply.clipboard import HIDDEN, detect
from qreply.clipboard.backends.pasteboard import Pasteboard
from qreply.clipboard.changes import Changes, NumberChanges, WaylandChanges, X11Changes, watch_changes
from tests.support.clipboard_tools import Toolbox
from tests.support.display_servers import missing, wayland_server, x_server


def test_a_number_that_is_another_one_tells_of_a_copy() -> None:
    numbers = iter([7, 7, 8, 8])
    waited: list[float] = []
    changes = NumberChanges(lambda: next(numbers), waited.append)
    assert [changes.wait(9) for _ in range(3)] == [False, True, False]
    assert waited == [0.5] * 3  # twice a second


@pytest.mark.parametrize(
    ("environ", "platform"),
    [
        ({"DISPLAY": ":1", "SSH_CONNECTION": "1 2 3 4"}, "linux"),
        ({"DISPLAY": ":1", "WSL_DISTRO_NAME": "Ubuntu"}, "linux"),
        ({}, "linux"),
        pytest.param(
            {"DISPLAY": ":64999"},  # no server
            "linux",
            marks=pytest.mark.skipif(sys.platform == "win32", reason="Windows has no X servers"),
        ),
        ({"DISPLAY": "/private/tmp/x:0"}, "linux"),
        ({"WAYLAND_DISPLAY": "wayland-0"}, "linux"),  # no wl-paste
    ],
)
def test_where_nothing_tells_nothing_is_watched(environ: dict[str, str], platform: str) -> None:
    assert watch_changes(environ, platform, lambda _: None) is None


def test_a_compositor_that_tells_nobody(tmp_path: Path) -> None:
    box = Toolbox(tmp_path)
    box.add("wl-paste", "echo 'Watch mode requires a compositor that supports data-control' >&2; exit 1")
    assert watch_changes({**box.environ, "WAYLAND_DISPLAY": "x"}, "linux", box.which) is None


def test_wl_paste_prints_a_line_a_copy(tmp_path: Path) -> None:
    box = Toolbox(tmp_path)
    os.mkfifo(box.board)
    box.add("wl-paste", '[ "$1" = --watch ] || exit 1; while :; do read -r line <"$BOARD" && echo; done')
    changes = WaylandChanges(box.environ)
    try:
        for _ in range(2):  # the first too, where the clipboard was empty before
            box.board.write_text("x\n", "utf-8")
            assert changes.wait(30)
        assert changes.wait(0.01) is False
    finally:
        changes.close()


class ObjC:
    """The pasteboard's runtime: answers by selector."""

    def __init__(self, types: list[bytes], count: int) -> None:
        self.types, self.count = types, count

    def __call__(self, to: Any, selector: str, result: object = None, argument: int | None = None) -> Any:
        if selector == "objectAtIndex:":
            assert argument is not None
            return self.types[argument]
        del result
        return {
            "changeCount": self.count,
            "types": 1,
            "count": len(self.types),
            "UTF8String": to,
        }.get(selector, 1)


def test_macos_tells_kinds_and_a_count_without_reading() -> None:
    board = Pasteboard(lambda: ObjC([b"public.utf8-plain-text", b"org.nspasteboard.ConcealedType"], 12))
    assert board.types() == ("public.utf8-plain-text", "org.nspasteboard.ConcealedType")
    assert board.change_count() == 12


# -- a real X server


@pytest.fixture
def x11() -> Iterator[dict[str, str]]:
    if reason := missing("Xvfb", "xclip"):
        pytest.skip(reason)
    with x_server() as environ:
        yield environ


def put(text: str, environ: dict[str, str], *options: str) -> None:
    command = ["xclip", "-selection", "clipboard", "-in", *options]
    subprocess.run(command, input=text.encode(), env=environ, check=True)


def heard(changes: Changes) -> list[bool]:
    return [changes.wait(30), changes.wait(0.05)]


@pytest.mark.real
def test_x11_tells_of_each_copy_once_the_same_text_too(x11: dict[str, str]) -> None:
    changes = watch_changes(x11, "linux")
    assert isinstance(changes, X11Changes)
    assert not changes.wait(0.05)
    for _ in range(2):
        put("什么时候发货", x11)
        assert heard(changes) == [True, False]
    changes.close()


@pytest.mark.real
def test_what_a_password_manager_marks_is_never_read_unasked(x11: dict[str, str]) -> None:
    board = detect(x11, "linux")
    put("什么时候发货", x11)
    assert board.glance() == "什么时候发货"
    put("correct horse", x11, "-target", "x-kde-passwordManagerHint")
    assert board.glance() == HIDDEN


@pytest.mark.real
def test_a_server_that_asks_who_is_there(tmp_path: Path) -> None:
    """As on a desk, where a file has the cookie."""
    if reason := missing("Xvfb"):
        pytest.skip(reason)

    def entry(family: int, *fields: bytes) -> bytes:
        return struct.pack(">H", family) + b"".join(struct.pack(">H", len(one)) + one for one in fields)

    cookie = bytes(range(16))
    number = str(20_000 + os.getpid() % 30_000).encode()
    path = tmp_path / "authority"
    wild = 65535
    path.write_bytes(
        entry(wild, b"", b"77777", b"MIT-MAGIC-COOKIE-1", bytes(16))
        + entry(wild, b"", number, b"MIT-MAGIC-COOKIE-1", cookie)
    )
    reading, writing = os.pipe()
    server = subprocess.Popen(
        ["Xvfb", f":{number.decode()}", "-auth", str(path), "-displayfd", str(writing), "-nolisten", "tcp"],
        pass_fds=[writing],
        stderr=subprocess.DEVNULL,
    )
    os.close(writing)
    try:
        with os.fdopen(reading) as numbers:
            display = f":{numbers.readline().strip()}"
        told = watch_changes({"DISPLAY": display, "XAUTHORITY": str(path)}, "linux")
        assert told is not None
        told.close()
        for wrong in (tmp_path / "none", tmp_path):
            assert watch_changes({"DISPLAY": display, "XAUTHORITY": str(wrong)}, "linux") is None
    finally:
        server.terminate()
        server.wait(10)


@pytest.mark.real
def test_a_server_that_leaves_is_an_error() -> None:
    if reason := missing("Xvfb"):
        pytest.skip(reason)
    with x_server() as environ:
        changes = watch_changes(environ, "linux")
        assert changes is not None
    with pytest.raises(ConnectionError):
        changes.wait(30)
    changes.close()


@pytest.mark.real
def test_wayland_tells_of_each_copy() -> None:
    if reason := missing("sway", "wl-copy", "wl-paste"):
        pytest.skip(reason)
    with wayland_server() as environ:
        subprocess.run(["wl-copy", "那时的"], env=environ, check=True)
        changes = watch_changes(environ, "linux")
        assert isinstance(changes, WaylandChanges)
        board = detect(environ, "linux")
        while changes.wait(0.3):
            pass
        subprocess.run(["wl-copy", "什么时候发货"], env=environ, check=True)
        assert changes.wait(30)
        assert board.glance() == "什么时候发货"
        subprocess.run(["wl-copy", "-t", "x-kde-passwordManagerHint", "secret"], env=environ, check=True)
        assert changes.wait(30)
        assert board.glance() == HIDDEN
        changes.close()
