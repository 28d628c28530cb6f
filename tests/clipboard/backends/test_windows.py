"""The Windows clipboard against stand-ins for user32 and kernel32 that keep its rules; untested for real."""

from __future__ import annotations

import ctypes
import struct
import threading
import time
from pathlib import Path
from typing import Any

import pytest

from qreply.clipboard import HIDDEN, Clipboard, Status, detect, read_picture
from qreply.clipboard.backends.windows import CF_DIB, CF_HDROP, CF_UNICODETEXT, OWN, PRIVATE, Windows
from tests.support.clipboard_tools import scaled_timeouts

TEXT = "亲，您好😀\n【店名】/:087 é"


class Kernel32:
    """Movable memory with handles; every rule broken is an assertion."""

    def __init__(self) -> None:
        self.memory: dict[int, Any] = {}
        self.locked: set[int] = set()

    def GlobalAlloc(self, flags: int, size: int) -> int:  # noqa: N802
        assert flags == 2
        handle = 1000 + len(self.memory)
        self.memory[handle] = ctypes.create_string_buffer(size)
        return handle

    def GlobalLock(self, handle: int) -> int:  # noqa: N802
        self.locked.add(handle)
        return ctypes.addressof(self.memory[handle])

    def GlobalUnlock(self, handle: int) -> int:  # noqa: N802
        self.locked.remove(handle)
        return 0

    def GlobalSize(self, handle: int) -> int:  # noqa: N802
        return len(self.memory[handle])

    def GlobalFree(self, handle: int) -> int:  # noqa: N802
        assert handle not in self.locked
        del self.memory[handle]
        return 0


class User32:
    """A clipboard that opens for one thread at a time, and only takes data from an owner's window."""

    def __init__(self, kernel32: Kernel32) -> None:
        self.kernel32 = kernel32
        self.data: dict[int, int] = {}
        self.kinds: list[str] = []
        self.windows: set[int] = set()
        self.opened: int | None = None
        self.owner: int | None = None
        self.locked_tries = 0
        self.empty_seconds = 0.0
        self.refuses: set[str] = set()

    def CreateWindowExW(self, *arguments: object) -> int:  # noqa: N802
        assert len(arguments) == 12
        self.windows.add(77)
        return 77

    def DestroyWindow(self, window: int) -> int:  # noqa: N802
        assert self.opened is None
        self.windows.remove(window)
        return 1

    def OpenClipboard(self, window: int | None) -> int:  # noqa: N802
        if self.locked_tries:
            self.locked_tries -= 1
            return 0
        if self.opened is not None:
            return 0
        self.opened = threading.get_ident()
        self.owner = window
        return 1

    def CloseClipboard(self) -> int:  # noqa: N802
        assert self.opened == threading.get_ident()
        self.opened = None
        return 1

    def EmptyClipboard(self) -> int:  # noqa: N802
        assert self.opened == threading.get_ident()
        time.sleep(self.empty_seconds)
        if "EmptyClipboard" in self.refuses:
            return 0
        self.data.clear()
        return 1

    def RegisterClipboardFormatW(self, name: str) -> int:  # noqa: N802
        if name not in self.kinds:
            self.kinds.append(name)
        return 0xC000 + self.kinds.index(name)

    def SetClipboardData(self, kind: int, handle: int) -> int:  # noqa: N802
        assert self.opened == threading.get_ident()
        assert handle not in self.kernel32.locked
        if self.owner is None or "SetClipboardData" in self.refuses:
            return 0
        self.data[kind] = handle
        return handle

    def GetClipboardData(self, kind: int) -> int:  # noqa: N802
        assert self.opened == threading.get_ident()
        return self.data.get(kind, 0)

    def IsClipboardFormatAvailable(self, kind: int) -> bool:  # noqa: N802
        return kind in self.data

    def GetClipboardSequenceNumber(self) -> int:  # noqa: N802
        return 41

    def CountClipboardFormats(self) -> int:  # noqa: N802
        return len(self.data)

    def bytes_of(self, name: str) -> bytes:
        kind = CF_UNICODETEXT if name == "text" else self.RegisterClipboardFormatW(name)
        return bytes(self.kernel32.memory[self.data[kind]])


@pytest.fixture
def system() -> User32:
    return User32(Kernel32())


def windows(system: User32) -> Windows:
    return Windows(lambda: system, lambda: system.kernel32, lambda picture: b"bitmap of " + picture.data)


def test_exact_utf16_with_crlf(system: User32) -> None:
    board = Clipboard([windows(system)])
    assert board.copy(TEXT).status is Status.VERIFIED
    assert system.bytes_of("text") == (TEXT.replace("\n", "\r\n") + "\0").encode("utf-16-le")
    assert board.paste() == TEXT
    assert system.opened is None
    assert not system.windows
    assert not system.kernel32.locked


def test_customers_stay_out_of_the_history_and_the_cloud(system: User32) -> None:
    Clipboard([windows(system)]).copy(TEXT)
    for name in PRIVATE:
        assert system.bytes_of(name) == b"\0\0\0\0"
    assert sorted(system.kinds) == sorted(
        [
            "CanIncludeInClipboardHistory",
            "CanUploadToCloudClipboard",
            "ExcludeClipboardContentFromMonitorProcessing",
            "qreply",
        ]
    )
    assert Clipboard([windows(system)]).glance() == TEXT  # ours can be told from what others mark so


def test_a_picture_goes_as_its_file_its_bytes_and_a_bitmap_for_the_history_too(
    system: User32, tmp_path: Path
) -> None:
    path = tmp_path / "尺码表.png"
    path.write_bytes(b"\x89PNG\r\n\x1a\n...")
    assert Clipboard([windows(system)]).copy_picture(read_picture(path)).status is Status.VERIFIED
    drop = bytes(system.kernel32.memory[system.data[CF_HDROP]])
    begin, is_wide = struct.unpack_from("<I12xI", drop)
    assert is_wide
    assert drop[begin:].decode("utf-16-le") == f"{path}\0\0"
    assert system.bytes_of("PNG") == path.read_bytes()
    assert bytes(system.kernel32.memory[system.data[CF_DIB]]) == b"bitmap of " + path.read_bytes()
    assert sorted(system.kinds) == ["PNG", OWN]


def test_a_locked_clipboard_is_tried_again(system: User32) -> None:
    system.locked_tries = 5
    assert Clipboard([windows(system)]).copy(TEXT).status is Status.VERIFIED


def test_a_clipboard_locked_for_good(system: User32) -> None:
    system.locked_tries = 1_000_000
    backend = windows(system)
    backend.patience = 2.0  # the reason comes at nine tenths of it
    outcome = Clipboard([backend]).copy(TEXT)
    assert outcome.status is Status.FAILED
    assert "占用" in outcome.reason
    assert not system.windows


@pytest.mark.parametrize("call", ["EmptyClipboard", "SetClipboardData"])
def test_a_refusal_is_a_failure_and_leaves_nothing_behind(call: str, system: User32) -> None:
    system.refuses.add(call)
    outcome = Clipboard([windows(system)]).copy(TEXT)
    assert outcome.status is Status.FAILED
    assert call in outcome.reason
    assert system.opened is None
    assert not system.windows
    assert not system.kernel32.memory


def test_a_hung_owner_costs_a_time_out_and_nothing_turns_up_later(system: User32) -> None:
    """EmptyClipboard waits for the old content's program; when it wakes, the copy is long over."""
    system.empty_seconds = 0.2
    backend = windows(system)
    backend.patience = 0.05
    assert Clipboard([backend]).copy("迟到的地址").status is Status.FAILED
    end = time.monotonic() + 30
    while (system.opened or system.windows) and time.monotonic() < end:
        time.sleep(0.01)
    assert system.opened is None
    assert system.data == {}
    system.empty_seconds = 0
    assert Clipboard([windows(system)]).copy(TEXT).status is Status.VERIFIED


@pytest.mark.parametrize(
    "data",
    [
        TEXT[:-1].encode("utf-16-le") + b"\0\0",  # cut
        TEXT.encode("gbk", "replace") + b"\0\0",
        "\ud83d亲\0".encode("utf-16-le", "surrogatepass"),
        b"",
    ],
)
def test_another_text_is_never_the_copy(data: bytes, system: User32) -> None:
    class Lying(User32):
        def GetClipboardData(self, kind: int) -> int:  # noqa: N802
            handle = super().GetClipboardData(kind)
            self.kernel32.memory[handle] = ctypes.create_string_buffer(data, max(1, len(data)))
            return handle

    system = Lying(Kernel32())
    assert Clipboard([windows(system)], scaled_timeouts(0.1)).copy(TEXT).status is Status.FAILED


def test_an_empty_clipboard_reads_as_none(system: User32) -> None:
    backend = windows(system)
    board = Clipboard([backend])
    assert board.paste() is None
    assert [found.name for found in detect({}, "win32").backends()] == ["Windows"]


def test_text_behind_the_nul_is_not_the_text(system: User32) -> None:
    board = Clipboard([windows(system)])
    board.copy("亲")
    system.kernel32.memory[system.data[CF_UNICODETEXT]] = ctypes.create_string_buffer(
        "亲\0垃圾".encode("utf-16-le"), 10
    )
    assert board.paste() == "亲"


# -- looking unasked


def put(system: User32, text: str, **marks: bytes) -> None:
    """Put `text` there as another program does, with formats beside it."""
    Clipboard([windows(system)]).copy(text)
    for name in (*PRIVATE, OWN):
        del system.data[system.RegisterClipboardFormatW(name)]
    for name, data in marks.items():
        handle = system.kernel32.GlobalAlloc(2, len(data))
        system.kernel32.memory[handle].raw = data
        system.data[system.RegisterClipboardFormatW(name.replace("_", " "))] = handle


@pytest.mark.parametrize(
    ("marks", "seen"),
    [
        ({}, "什么时候发货"),
        ({"CanIncludeInClipboardHistory": b"\1\0\0\0"}, "什么时候发货"),
        ({"CanUploadToCloudClipboard": b"\0\0\0\0"}, "什么时候发货"),
        ({"CanIncludeInClipboardHistory": b"\0\0\0\0"}, HIDDEN),
        ({"ExcludeClipboardContentFromMonitorProcessing": b"\0"}, HIDDEN),
        ({"Clipboard_Viewer_Ignore": b"\1"}, HIDDEN),
    ],
)
def test_what_is_marked_as_private_is_not_looked_at(
    system: User32, marks: dict[str, bytes], seen: str
) -> None:
    put(system, "什么时候发货", **marks)
    board = Clipboard([windows(system)])
    assert board.glance() == seen
    assert board.paste() == "什么时候发货"  # which the agent has asked for
    assert system.opened is None


def test_changes_are_told_by_the_sequence_number(system: User32) -> None:
    assert windows(system).sequence_number() == 41
