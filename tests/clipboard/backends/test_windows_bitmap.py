"""A picture as Windows' own bitmap: by a stand-in for GDI+ that counts what it has given, and by the real one there."""

from __future__ import annotations

import ctypes
import struct
import sys
import zlib
from pathlib import Path
from typing import Any

import pytest

from qreply.clipboard import Picture, read_picture
from qreply.clipboard.backends.windows_bitmap import BitmapData, bitmap_of

PATH = Path("/书/尺码表.png")
RED, GREEN, CLEAR = b"\xff\0\0\xff", b"\0\xff\0\xff", b"\0\0\0\0"
LINES = (
    b"\xff\xff\xff" + b"\0\0\xff" + b"\0\0" + b"\0\0\xff" + b"\0\xff\0" + b"\0\0"
)  # the lower first, BGR, filled up
HEADER = struct.pack("<IiiHHIIiiII", 40, 2, 2, 1, 24, 0, 16, 0, 0, 0, 0)


class GdiPlus:
    """Pixels of 2 × 2, laid out with a stride; every handle is counted until it is given back."""

    def __init__(self, refuses: str = "") -> None:
        self.refuses = refuses
        self.held: list[str] = []
        self._pixels = ctypes.create_string_buffer(b"\0\0\xff\0\xff\0??\xff\xff\xff\0\0\xff??")

    def _take(self, name: str) -> int:
        if name == self.refuses:
            return 2
        self.held.append(name)
        return 0

    def GdiplusStartup(self, token: Any, begin: Any, _: None) -> int:  # noqa: N802
        del token
        assert begin._obj.version == 1
        return self._take("start")

    def GdiplusShutdown(self, token: Any) -> None:  # noqa: N802
        del token
        self.held.remove("start")
        assert not self.held

    def GdipCreateBitmapFromFile(self, path: Any, image: Any) -> int:  # noqa: N802
        assert path.value == str(PATH.absolute())
        image._obj.value = 1
        return self._take("image")

    def GdipCreateHBITMAPFromBitmap(self, image: Any, handle: Any, background: Any) -> int:  # noqa: N802
        assert (image.value, background.value) == (1, 0xFFFFFFFF)
        handle._obj.value = 7
        return self._take("handle")

    def GdipCreateBitmapFromHBITMAP(self, handle: Any, _: None, image: Any) -> int:  # noqa: N802
        assert handle.value == 7
        image._obj.value = 2
        return self._take("opaque")

    def GdipBitmapLockBits(self, image: Any, _: None, mode: int, kind: int, data: Any) -> int:  # noqa: N802
        assert (image.value, mode, kind) == (2, 1, 0x21808)
        data._obj.width = data._obj.height = 2
        data._obj.stride = 8
        data._obj.address = ctypes.addressof(self._pixels)
        return self._take("lock")

    def GdipBitmapUnlockBits(self, image: Any, data: Any) -> int:  # noqa: N802
        assert isinstance(data._obj, BitmapData)
        self.held.remove("lock")
        del image
        return 0

    def GdipDisposeImage(self, image: Any) -> int:  # noqa: N802
        self.held.remove({1: "image", 2: "opaque"}[image.value])
        return 0

    def DeleteObject(self, handle: Any) -> int:  # noqa: N802
        assert handle.value == 7
        self.held.remove("handle")
        return 1


def test_lines_go_from_the_lowest_up() -> None:
    gdi = GdiPlus()
    assert bitmap_of(Picture(PATH, "image/png", b""), lambda: (gdi, gdi)) == HEADER + LINES
    assert not gdi.held


@pytest.mark.parametrize("call", ["start", "image", "handle", "opaque", "lock"])
def test_what_gdi_cannot_read_makes_none_and_leaves_nothing(call: str) -> None:
    gdi = GdiPlus(call)
    assert bitmap_of(Picture(PATH, "image/webp", b""), lambda: (gdi, gdi)) == b""
    assert not gdi.held


def test_without_gdi_there_is_none() -> None:
    def load() -> tuple[Any, Any]:
        raise OSError

    assert bitmap_of(Picture(PATH, "image/png", b""), load) == b""
    assert bitmap_of(Picture(PATH, "image/bmp", b"BM" + bytes(12) + HEADER + LINES), load) == HEADER + LINES


@pytest.mark.skipif(sys.platform != "win32", reason="needs Windows' GDI+")
def test_a_real_png_is_on_white_where_it_is_clear(tmp_path: Path) -> None:
    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    pixels = zlib.compress(b"\0" + RED + GREEN + b"\0" + CLEAR + RED)
    size = struct.pack(">IIBBBBB", 2, 2, 8, 6, 0, 0, 0)
    path = tmp_path / "尺码表.png"
    path.write_bytes(
        b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", size) + chunk(b"IDAT", pixels) + chunk(b"IEND", b"")
    )
    assert bitmap_of(read_picture(path)) == HEADER + LINES
    path.write_bytes(b"\x89PNG\r\n\x1a\n" + bytes(40))
    assert bitmap_of(read_picture(path)) == b""
