"""The Windows clipboard by its own API: exact UTF-16, kept out of its history and cloud.

The system holds the data after CloseClipboard, so reading it back asks the system, not this process. Untested
on a real system.
"""

from __future__ import annotations

import ctypes
import re
import struct
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from functools import cached_property, partial
from typing import Any

from qreply.clipboard.backends.base import Backend, BackendError, PrivateError
from qreply.clipboard.backends.timeout import call_within
from qreply.clipboard.backends.windows_bitmap import bitmap_of
from qreply.clipboard.deadline import Deadline
from qreply.clipboard.picture import Picture
from qreply.i18n import t

CF_DIB = 8  # a bitmap without a file's header
CF_UNICODETEXT = 13
CF_HDROP = 15  # files, which chat programs send as pictures where they are some
GMEM_MOVEABLE = 2

PRIVATE = (
    "ExcludeClipboardContentFromMonitorProcessing",
    "CanIncludeInClipboardHistory",
    "CanUploadToCloudClipboard",
)
"""Formats with which Windows keeps a text to itself; a DWORD of 0 says no."""

NOT_FOR_OTHERS = ("ExcludeClipboardContentFromMonitorProcessing", "Clipboard Viewer Ignore")
"""Formats that by being there ask other programs not to look, of Windows and of older password managers."""

OWN = "qreply"
"""A format beside qreply's own texts, by which they are told from others' private ones."""

NOT_FOR_HISTORY = "CanIncludeInClipboardHistory"
"""A format that asks the same if it holds 0."""

_NO = b"\0\0\0\0"  # a DWORD

# The names of formats that programs know the bytes of a picture's file by.
_PICTURE_NAMES = {"image/png": "PNG", "image/jpeg": "JFIF", "image/gif": "GIF"}

_RETRY = 0.01  # seconds between two tries to open a clipboard that another program has open


def _user32_library() -> Any:
    phrasebook = ctypes.WinDLL("user32", use_last_error=True)  # type: ignore[attr-defined, unused-ignore]
    handle, number, text = ctypes.c_void_p, ctypes.c_uint, ctypes.c_wchar_p
    _declare(phrasebook.OpenClipboard, ctypes.c_int, handle)
    _declare(phrasebook.CloseClipboard, ctypes.c_int)
    _declare(phrasebook.EmptyClipboard, ctypes.c_int)
    _declare(phrasebook.CountClipboardFormats, ctypes.c_int)
    _declare(phrasebook.GetClipboardData, handle, number)
    _declare(phrasebook.SetClipboardData, handle, number, handle)
    _declare(phrasebook.RegisterClipboardFormatW, number, text)
    _declare(phrasebook.IsClipboardFormatAvailable, ctypes.c_int, number)
    _declare(phrasebook.GetClipboardSequenceNumber, ctypes.c_uint32)
    _declare(phrasebook.DestroyWindow, ctypes.c_int, handle)
    whole = ctypes.c_int
    _declare(
        phrasebook.CreateWindowExW,
        handle,
        *(ctypes.c_uint32, text, text, ctypes.c_uint32),
        *(whole, whole, whole, whole),
        *(handle, handle, handle, handle),
    )
    return phrasebook


def _kernel32_library() -> Any:
    phrasebook = ctypes.WinDLL("kernel32", use_last_error=True)  # type: ignore[attr-defined, unused-ignore]
    handle = ctypes.c_void_p
    _declare(phrasebook.GlobalAlloc, handle, ctypes.c_uint, ctypes.c_size_t)
    _declare(phrasebook.GlobalLock, handle, handle)
    _declare(phrasebook.GlobalUnlock, ctypes.c_int, handle)
    _declare(phrasebook.GlobalSize, ctypes.c_size_t, handle)
    _declare(phrasebook.GlobalFree, handle, handle)
    return phrasebook


def _declare(function: Any, result: Any, *arguments: Any) -> None:
    function.restype = result
    function.argtypes = arguments


class Windows(Backend):
    """CF_UNICODETEXT, with CRLF line breaks as Windows programs expect."""

    name = "Windows"
    tells_private = True
    takes_pictures = True

    patience = 2.2  # nothing follows it, and a clipboard may be locked for a moment

    def __init__(
        self,
        user32: Callable[[], Any] = _user32_library,
        kernel32: Callable[[], Any] = _kernel32_library,
        make_bitmap: Callable[[Picture], bytes] = bitmap_of,
    ) -> None:
        """Take what loads the two DLLs, when they are first needed, and makes a bitmap."""
        self._load_user32 = user32
        self._load_kernel32 = kernel32
        self._make_bitmap = make_bitmap

    def write(self, text: str, deadline: Deadline) -> None:
        # EmptyClipboard and GetClipboardData wait for the program that owns the old content: it may hang.
        data = (re.sub("\r?\n", "\r\n", text) + "\0").encode("utf-16-le")
        formats: dict[str | int, bytes] = dict.fromkeys((*PRIVATE, OWN), _NO)
        formats[CF_UNICODETEXT] = data
        call_within(self.name, lambda: self._put(formats, deadline), deadline)

    def write_picture(self, picture: Picture, deadline: Deadline) -> None:
        formats: dict[str | int, bytes] = {OWN: _NO, CF_HDROP: _drop_of(picture)}
        if name := _PICTURE_NAMES.get(picture.kind):
            formats[name] = picture.data
        if bitmap := self._make_bitmap(picture):
            formats[CF_DIB] = bitmap
        call_within(self.name, lambda: self._put(formats, deadline), deadline)

    def holds_picture(self, picture: Picture, deadline: Deadline) -> bool:
        wanted = _drop_of(picture)
        return call_within(self.name, lambda: self._get(deadline, CF_HDROP), deadline).startswith(wanted)

    def read(self, deadline: Deadline) -> str:
        return self._decode(call_within(self.name, lambda: self._get(deadline, CF_UNICODETEXT), deadline))

    def glance(self, deadline: Deadline) -> str:
        get = partial(self._get, deadline, CF_UNICODETEXT, unasked=True)
        return self._decode(call_within(self.name, get, deadline))

    def sequence_number(self) -> int:
        """Return a number that is another one whenever the clipboard was changed."""
        return int(self._user32.GetClipboardSequenceNumber())

    @staticmethod
    def _decode(data: bytes) -> str:
        try:
            return data[: len(data) - len(data) % 2].decode("utf-16-le").partition("\0")[0]
        except UnicodeDecodeError as error:
            raise BackendError(t("clipboard.not-utf16")) from error

    @cached_property
    def _user32(self) -> Any:
        return self._load_user32()

    @cached_property
    def _kernel32(self) -> Any:
        return self._load_kernel32()

    def holds_other(self, deadline: Deadline) -> bool:
        del deadline
        return bool(self._user32.CountClipboardFormats())

    def _put(self, formats: Mapping[str | int, bytes], deadline: Deadline) -> None:
        # Without a window of its own the clipboard has no owner, and SetClipboardData may fail.
        window = self._user32.CreateWindowExW(0, "STATIC", None, 0, 0, 0, 0, 0, None, None, None, None)
        try:
            with self._open_clipboard(window, deadline):
                if not self._user32.EmptyClipboard():
                    raise BackendError(t("clipboard.windows-refused", call="EmptyClipboard"))
                if not deadline.left():
                    raise BackendError(t("clipboard.too-slow", tool=self.name))
                for kind, data in formats.items():
                    self._set(kind, data)
        finally:
            if window:
                self._user32.DestroyWindow(window)

    def _set(self, kind: str | int, data: bytes) -> None:
        number = self._user32.RegisterClipboardFormatW(kind) if isinstance(kind, str) else kind
        handle = self._kernel32.GlobalAlloc(GMEM_MOVEABLE, len(data))
        if not handle:
            raise BackendError(t("clipboard.windows-refused", call="GlobalAlloc"))
        address = self._kernel32.GlobalLock(handle)
        if not address:
            self._kernel32.GlobalFree(handle)
            raise BackendError(t("clipboard.windows-refused", call="GlobalLock"))
        ctypes.memmove(address, data, len(data))
        self._kernel32.GlobalUnlock(handle)
        if not self._user32.SetClipboardData(number, handle):
            self._kernel32.GlobalFree(handle)  # only a handle that was taken belongs to the system
            raise BackendError(t("clipboard.windows-refused", call="SetClipboardData"))

    def _get(self, deadline: Deadline, kind: int, *, unasked: bool = False) -> bytes:
        with self._open_clipboard(None, deadline):
            if unasked and self._is_private():
                raise PrivateError(t("clipboard.private"))
            return self._data(kind)

    def _data(self, kind: int) -> bytes:
        handle = self._user32.GetClipboardData(kind)
        if not handle:
            raise BackendError(t("clipboard.no-text"))
        size = self._kernel32.GlobalSize(handle)
        address = self._kernel32.GlobalLock(handle)
        if not address:
            raise BackendError(t("clipboard.windows-refused", call="GlobalLock"))
        try:
            return ctypes.string_at(address, size)
        finally:
            self._kernel32.GlobalUnlock(handle)

    def _is_private(self) -> bool:
        register, is_there = self._user32.RegisterClipboardFormatW, self._user32.IsClipboardFormatAvailable
        if is_there(register(OWN)):
            return False
        if any(is_there(register(name)) for name in NOT_FOR_OTHERS):
            return True
        history = register(NOT_FOR_HISTORY)
        return bool(is_there(history)) and not any(self._data(history)[:4])

    @contextmanager
    def _open_clipboard(self, window: int | None, deadline: Deadline) -> Iterator[None]:
        patience = deadline.within(deadline.left() * 0.9)  # so that the reason comes from here
        while not self._user32.OpenClipboard(window):
            if not patience.left():
                raise BackendError(t("clipboard.locked"))
            patience.sleep(_RETRY)
        try:
            yield
        finally:
            self._user32.CloseClipboard()


def _drop_of(picture: Picture) -> bytes:
    """Return a DROPFILES structure: where its list of files begins, no point, in UTF-16."""
    begin = struct.calcsize("<IiiII")
    return struct.pack("<IiiII", begin, 0, 0, 0, 1) + f"{picture.path.absolute()}\0\0".encode("utf-16-le")
