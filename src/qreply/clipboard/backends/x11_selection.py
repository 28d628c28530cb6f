"""Hear from an X server that somebody has copied, without asking again and again.

This module speaks the few words of the X protocol that it takes: the connection, two questions, and XFixes' selection
events. A tool would cost a process for each look, and tell of an owner only, who may have copied something else
meanwhile.
"""

from __future__ import annotations

import os
import re
import select
import socket
import struct
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import NamedTuple

from qreply.storage.regular_file import STATE_LIMIT, read_regular

_SECONDS = 1.0  # for each answer of the server
_DISPLAY = re.compile(r"(?:unix)?(?P<host>[^/:]*):(?P<number>\d+)(?:\.\d+)?")
_COOKIE = b"MIT-MAGIC-COOKIE-1"
_LOCAL, _ANYWHERE = 256, 65535  # families of an authority's entry: this machine, and any

_INTERN_ATOM, _QUERY_EXTENSION = 16, 98
_QUERY_VERSION, _SELECT_SELECTION_INPUT = 0, 2  # of XFixes
_OWNER_SET = 1
_REPLY, _PACKET = 1, 32


class _Display(NamedTuple):
    host: str
    number: int

    @classmethod
    def of(cls, environ: Mapping[str, str]) -> _Display:
        """Return the display that `environ` names.

        Raises OSError for one that is not reached by a socket of its number.
        """
        found = _DISPLAY.fullmatch(environ.get("DISPLAY", ""))
        if found is None:
            raise OSError("no display of the usual form")
        return cls(found["host"], int(found["number"]))

    def connect(self) -> socket.socket:
        if self.host:
            return socket.create_connection((self.host, 6000 + self.number), _SECONDS)
        path = f"/tmp/.X11-unix/X{self.number}"  # noqa: S108 - where X servers have it
        try:
            return _connect(path)
        except OSError:
            return _connect(f"\0{path}")  # as Linux has it besides, in containers alone


def _connect(address: str) -> socket.socket:
    server = socket.socket(socket.AF_UNIX)
    try:
        server.settimeout(_SECONDS)
        server.connect(address)
    except OSError:
        server.close()
        raise
    return server


class OwnerEvents:
    """A connection to the X server that hears of each copy.

    Every method raises OSError once the server is gone.
    """

    def __init__(self, environ: Mapping[str, str]) -> None:
        """Connect to the display of `environ`.

        Raises OSError where that, or XFixes, is not to be had.
        """
        display = _Display.of(environ)
        self._server = display.connect()
        try:
            root = self._begin(_cookie_for(display, environ))
            opcode, self._event = self._find_xfixes()
            self._ask(struct.pack("<BxHII", opcode, 3, 1, 0), minor=_QUERY_VERSION)
            name = b"CLIPBOARD"
            answer = self._ask(
                struct.pack("<BxHHxx", _INTERN_ATOM, 2 + _words(name), len(name)) + _padded(name)
            )
            (atom,) = struct.unpack_from("<I", answer, 8)
            self._send(struct.pack("<BBHIII", opcode, _SELECT_SELECTION_INPUT, 4, root, atom, _OWNER_SET))
        except (OSError, struct.error) as error:
            self._server.close()
            raise OSError(str(error)) from error

    def wait(self, seconds: float) -> bool:
        """Wait until something was copied, for at most `seconds`; tell whether it was."""
        if not select.select([self._server], [], [], seconds)[0]:
            return False
        is_copied = self._packet()[0] & 0x7F == self._event
        while select.select([self._server], [], [], 0)[0]:  # several at once are one
            is_copied |= self._packet()[0] & 0x7F == self._event
        return is_copied

    def close(self) -> None:
        """Leave the server."""
        self._server.close()

    def _begin(self, cookie: bytes) -> int:
        """Introduce this program; returns the root window."""
        name = _COOKIE if cookie else b""
        hello = struct.pack("<cxHHHHxx", b"l", 11, 0, len(name), len(cookie))
        self._send(hello + _padded(name) + _padded(cookie))
        accepted, words = struct.unpack("<B5xH", self._receive(8))
        rest = self._receive(4 * words)
        if accepted != 1:
            raise OSError("the X server turned us away")
        vendor, formats = struct.unpack_from("<H3xB", rest, 16)
        (root,) = struct.unpack_from("<I", rest, 32 + vendor + -vendor % 4 + 8 * formats)
        return int(root)

    def _find_xfixes(self) -> tuple[int, int]:
        """Return the extension's opcode and the code of its selection event."""
        name = b"XFIXES"
        request = struct.pack("<BxHHxx", _QUERY_EXTENSION, 2 + _words(name), len(name)) + _padded(name)
        is_there, opcode, event = struct.unpack_from("<BBB", self._ask(request), 8)
        if not is_there:
            raise OSError("the X server has no XFixes")
        return opcode, event

    def _ask(self, request: bytes, *, minor: int | None = None) -> bytes:
        if minor is not None:
            request = request[:1] + bytes([minor]) + request[2:]
        self._send(request)
        while (packet := self._packet())[0] != _REPLY:
            if packet[0] == 0:
                raise OSError("the X server refused")
        return packet

    def _packet(self) -> bytes:
        packet = self._receive(_PACKET)
        if packet[0] == _REPLY:
            packet += self._receive(4 * struct.unpack_from("<I", packet, 4)[0])
        return packet

    def _send(self, data: bytes) -> None:
        self._server.sendall(data)

    def _receive(self, count: int) -> bytes:
        data = b""
        while len(data) < count:
            part = self._server.recv(count - len(data))
            if not part:
                raise ConnectionResetError
            data += part
        return data


def _words(data: bytes) -> int:
    return (len(data) + 3) // 4


def _padded(data: bytes) -> bytes:
    return data + bytes(-len(data) % 4)


def _cookie_for(display: _Display, environ: Mapping[str, str]) -> bytes:
    """Return what the server knows this user by; empty where that is not known."""
    path = Path(environ.get("XAUTHORITY") or Path(environ.get("HOME", "/")) / ".Xauthority")
    try:
        entries = list(_entries(read_regular(path, STATE_LIMIT)))
    except (OSError, struct.error):
        return b""
    mine = os.uname().nodename.encode()
    fitting = [
        (family == _LOCAL and address == mine, data)
        for family, address, number, name, data in entries
        if name == _COOKIE and number in (b"", str(display.number).encode())
        if display.host or family in (_LOCAL, _ANYWHERE)
    ]
    return max(fitting, default=(False, b""), key=lambda one: one[0])[1]


def _entries(data: bytes) -> Iterator[tuple[int, bytes, bytes, bytes, bytes]]:
    """Yield the entries of an authority file: family, address, display, name, data."""
    offset = 0
    while offset < len(data):
        (family,) = struct.unpack_from(">H", data, offset)
        offset += 2
        fields = []
        for _ in range(4):
            (length,) = struct.unpack_from(">H", data, offset)
            fields.append(data[offset + 2 : offset + 2 + length])
            offset += 2 + length
        yield family, fields[0], fields[1], fields[2], fields[3]
