"""The Windows side of drive_screen.py: qreply's screen, its keyboard a console that is fed records, its display a pipe.

wine's console does not understand what a screen writes, so the screen takes the pipe for its terminal. A line of JSON
on a local socket is a command: `{"keys": [record, …]}`, `{"focus": here}`, `{"size": [columns, rows]}` or
`{"threads": true}`.
screen_host.py PORT COLUMNS ROWS [qreply's arguments]
"""

from __future__ import annotations

import ctypes
import json
import os
import shutil
import socket
import sys
import threading
from typing import Any

if sys.platform == "win32":
    from ctypes import wintypes

    from textual.drivers import win32

    _CreateFile = win32.KERNEL32.CreateFileW
    _CreateFile.restype = wintypes.HANDLE
    _WriteConsoleInput = win32.KERNEL32.WriteConsoleInputW
    _WriteConsoleInput.argtypes = [wintypes.HANDLE, ctypes.c_void_p, wintypes.DWORD, ctypes.c_void_p]
    _GENERIC_READ_WRITE, _SHARED, _OPEN_EXISTING = 0xC0000000, 3, 3

    def _key_record(char: str = "\0", vk: int = 0, state: int = 0, down: bool = True, repeat: int = 1) -> Any:
        record = win32.INPUT_RECORD()
        record.EventType = 1
        key = record.Event.KeyEvent
        key.bKeyDown, key.wRepeatCount, key.wVirtualKeyCode, key.dwControlKeyState = down, repeat, vk, state
        key.uChar.UnicodeChar = char
        return record

    def _size_record(columns: int, rows: int) -> Any:
        record = win32.INPUT_RECORD()
        record.EventType = 4
        size = record.Event.WindowBufferSizeEvent.dwSize
        size.X, size.Y = columns, rows
        return record

    def _focus_record(here: bool) -> Any:
        record = win32.INPUT_RECORD()
        record.EventType = 16
        record.Event.FocusEvent.bSetFocus = here
        return record

    def _inject(records: list[Any]) -> bool:
        console = _CreateFile("CONIN$", _GENERIC_READ_WRITE, _SHARED, None, _OPEN_EXISTING, 0, None)
        array, count = (win32.INPUT_RECORD * len(records))(*records), wintypes.DWORD()
        done = _WriteConsoleInput(console, array, len(records), ctypes.byref(count))
        return bool(done) and count.value == len(records)

    def _do(command: dict[str, Any]) -> object:
        if "keys" in command:
            return _inject([_key_record(**key) for key in command["keys"]])
        if "focus" in command:
            return _inject([_focus_record(command["focus"])])
        if "size" in command:
            return _inject([_size_record(*command["size"])])
        return [thread.name for thread in threading.enumerate()]

    def _serve(port: int) -> None:
        with socket.create_server(("127.0.0.1", port)) as server:
            connection, _ = server.accept()
            with connection, connection.makefile("rw", encoding="utf-8", newline="\n") as lines:
                for line in lines:
                    lines.write(json.dumps(_do(json.loads(line))) + "\n")
                    lines.flush()

    def main(port: int, columns: int, rows: int, arguments: list[str]) -> int:
        """Run qreply with these arguments, as if it had a console."""
        from qreply.cli import streams

        def size(*_: object, **__: object) -> os.terminal_size:
            return os.terminal_size((columns, rows))

        streams._Stream.isatty = lambda _: True  # type: ignore[attr-defined] # noqa: SLF001
        os.get_terminal_size = shutil.get_terminal_size = size
        threading.Thread(target=_serve, args=(port,), daemon=True).start()
        sys.argv = ["qreply", *arguments]
        from qreply.__main__ import main as run

        return run()

    if __name__ == "__main__":
        code = main(int(sys.argv[1]), int(sys.argv[2]), int(sys.argv[3]), sys.argv[4:])
        sys.stdout.flush()
        os._exit(code)  # the serving thread may hold the socket
