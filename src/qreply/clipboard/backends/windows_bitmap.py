"""Make a picture into Windows' own bitmap, by GDI+, for programs that paste nothing else."""

from __future__ import annotations

import ctypes
import struct
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

from qreply.clipboard.picture import Picture

MAX_PIXELS = 40_000_000
"""Of a picture with more no bitmap is made: three bytes each, once here and once in the clipboard."""

_FILE_HEADER = 14  # bytes of a BMP file before what a clipboard takes of it
_READ = 1
_PIXELS_BGR = 0x21808  # PixelFormat24bppRGB
_WHITE = 0xFFFFFFFF  # behind what is transparent, as in a chat


class _StartupInput(ctypes.Structure):
    _fields_ = (
        ("version", ctypes.c_uint32),
        ("callback", ctypes.c_void_p),
        ("no_thread", ctypes.c_int),
        ("no_codecs", ctypes.c_int),
    )


class BitmapData(ctypes.Structure):
    """What GDI+ tells of pixels that it has laid out."""

    _fields_ = (
        ("width", ctypes.c_uint),
        ("height", ctypes.c_uint),
        ("stride", ctypes.c_int),  # bytes from a line to the one below
        ("format", ctypes.c_int),
        ("address", ctypes.c_void_p),
        ("reserved", ctypes.c_void_p),
    )


class _UnreadableError(Exception):
    """Raised where GDI+ does not know the picture."""


def load_gdi() -> tuple[Any, Any]:
    """Return the libraries of GDI+ and of GDI; raises OSError."""
    return ctypes.WinDLL("gdiplus"), ctypes.WinDLL("gdi32")  # type: ignore[attr-defined, unused-ignore]


def bitmap_of(picture: Picture, load: Callable[[], tuple[Any, Any]] = load_gdi) -> bytes:
    """Return `picture` as CF_DIB has it, or no bytes where GDI+ cannot read it."""
    if picture.kind == "image/bmp":
        return picture.data[_FILE_HEADER:]
    try:
        gdiplus, gdi = load()
        with _started(gdiplus), _opened(gdiplus, gdi, str(picture.path.absolute())) as image:
            return _pixels(gdiplus, image)
    except (OSError, _UnreadableError):
        return b""


@contextmanager
def _started(gdiplus: Any) -> Iterator[None]:
    token = ctypes.c_void_p()
    _ask(gdiplus.GdiplusStartup(ctypes.byref(token), ctypes.byref(_StartupInput(version=1)), None))
    try:
        yield
    finally:
        gdiplus.GdiplusShutdown(token)


@contextmanager
def _opened(gdiplus: Any, gdi: Any, path: str) -> Iterator[ctypes.c_void_p]:
    """Give the picture in `path`, on white where it is transparent."""
    image, handle, opaque = ctypes.c_void_p(), ctypes.c_void_p(), ctypes.c_void_p()
    _ask(gdiplus.GdipCreateBitmapFromFile(ctypes.c_wchar_p(path), ctypes.byref(image)))
    try:
        _ask(gdiplus.GdipCreateHBITMAPFromBitmap(image, ctypes.byref(handle), ctypes.c_uint32(_WHITE)))
        try:
            _ask(gdiplus.GdipCreateBitmapFromHBITMAP(handle, None, ctypes.byref(opaque)))
            try:
                yield opaque
            finally:
                gdiplus.GdipDisposeImage(opaque)
        finally:
            gdi.DeleteObject(handle)
    finally:
        gdiplus.GdipDisposeImage(image)


def _pixels(gdiplus: Any, image: ctypes.c_void_p) -> bytes:
    """Return a BITMAPINFOHEADER and the lines, from the lowest up.

    Each has a multiple of four bytes.
    """
    data = BitmapData()
    _ask(gdiplus.GdipBitmapLockBits(image, None, _READ, _PIXELS_BGR, ctypes.byref(data)))
    try:
        width, height = data.width, data.height
        if not 0 < width * height <= MAX_PIXELS:
            raise _UnreadableError
        length = (width * 3 + 3) // 4 * 4
        lines = [
            ctypes.string_at(data.address + y * data.stride, width * 3).ljust(length, b"\0")
            for y in reversed(range(height))
        ]
    finally:
        gdiplus.GdipBitmapUnlockBits(image, ctypes.byref(data))
    header = struct.pack("<IiiHHIIiiII", 40, width, height, 1, 24, 0, length * height, 0, 0, 0, 0)
    return header + b"".join(lines)


def _ask(status: int) -> None:
    if status:
        raise _UnreadableError(status)
