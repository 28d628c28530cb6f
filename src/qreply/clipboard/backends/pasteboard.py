"""Ask macOS's pasteboard what it tells without being read: its changes and its kinds.

It asks by the Objective-C runtime, since the system's commands tell neither. Written after the documentation;
untested on a real system.
"""

from __future__ import annotations

import ctypes
from collections.abc import Callable
from typing import Any

PRIVATE_TYPES = frozenset(
    {
        "org.nspasteboard.ConcealedType",
        "org.nspasteboard.TransientType",
        "com.agilebits.onepassword",
    }
)
"""Kinds with which password managers ask others not to look, as nspasteboard.org has them."""

_APPKIT = "/System/Library/Frameworks/AppKit.framework/AppKit"
_OBJC = "/usr/lib/libobjc.dylib"

Send = Callable[..., Any]


def _runtime() -> Send:
    """Return a function that sends a message to an object.

    It is called as `send(object or class name, selector, result type, argument)`.
    """
    ctypes.CDLL(_APPKIT)
    objc = ctypes.CDLL(_OBJC)
    pointer = ctypes.c_void_p
    for lookup in (objc.objc_getClass, objc.sel_registerName):
        lookup.restype, lookup.argtypes = pointer, [ctypes.c_char_p]
    address = ctypes.cast(objc.objc_msgSend, pointer).value or 0

    def send(to: Any, selector: str, result: Any = pointer, argument: int | None = None) -> Any:
        receiver = objc.objc_getClass(to.encode()) if isinstance(to, str) else to
        kinds = [pointer, pointer] + ([ctypes.c_ulong] if argument is not None else [])
        method = ctypes.CFUNCTYPE(result, *kinds)(address)
        arguments = [receiver, objc.sel_registerName(selector.encode())]
        return method(*arguments, *([argument] if argument is not None else []))

    return send


class Pasteboard:
    """The general pasteboard."""

    def __init__(self, runtime: Callable[[], Send] | None = None) -> None:
        """Take the function that loads the runtime; without, the system's."""
        self._send = (runtime or _runtime)()
        self._board = self._send("NSPasteboard", "generalPasteboard")

    def change_count(self) -> int:
        """Return a number that grows whenever something is copied."""
        return int(self._send(self._board, "changeCount", ctypes.c_long))

    def types(self) -> tuple[str, ...]:
        """Return the names of the kinds in which the content is there."""
        # Objects of other threads than the main one are released with their pool.
        pool = self._send(self._send("NSAutoreleasePool", "alloc"), "init")
        try:
            types = self._send(self._board, "types")
            count = self._send(types, "count", ctypes.c_ulong) if types else 0
            names = (self._send(types, "objectAtIndex:", argument=index) for index in range(count))
            return tuple(self._send(name, "UTF8String", ctypes.c_char_p).decode() for name in names)
        finally:
            self._send(pool, "drain", None)
