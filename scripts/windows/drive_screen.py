"""Drive qreply's screen on a Windows Python under wine, and look at what it shows and at the clipboard from outside.

drive_screen.py [EXECUTABLE_AND_ARGUMENTS …]: what runs screen_host.py, by default `.windows/python`. Needs pyte, xclip
and an X server in DISPLAY.
"""

from __future__ import annotations

import fcntl
import json
import os
import pty
import shutil
import socket
import struct
import subprocess
import sys
import termios
import threading
import time
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import Any

import pyte

ROOT = Path(__file__).parents[2]
HOST = Path(__file__).with_name("screen_host.py")
WORK = ROOT / ".windows" / "screen 屏幕"  # a blank and hanzi, as users' folders have
COLUMNS, ROWS = 90, 28
NUM_LOCK, ALT, VK_ALT, VK_RETURN = 0x20, 0x02, 0x12, 0x0D
SECONDS = 90.0  # for what the screen does: wine on a busy machine

REPLY = "亲，今天发出😀 请放心~\n路上有了消息马上告诉您"
BACK = "亲，可以退的，退回来就给您退款"
BOOK = f"""\
scenario: logistics
phrases:
  - id: ship
    title: 什么时候发货
    code: fh
    asks: [什么时候发货, 催发货]
    reply: |
      {REPLY.replace(chr(10), chr(10) + "      ")}
  - id: back
    title: 退货退款
    code: th
    asks: [我要退货退款]
    reply: {BACK}
""" + "".join(
    f"  - {{id: more-{number}, title: 别的{number}, asks: [别的{number}], reply: 第{number}条}}\n"
    for number in range(3, 10)
)
NINTH = "第9条"


def windows_path(path: Path) -> str:
    """How wine's programs see a path of ours."""
    return "Z:" + str(path).replace("/", "\\")


class Screen:
    """qreply's screen under wine; `lines` is what it shows."""

    def __init__(self, command: list[str], environ: dict[str, str], *arguments: str) -> None:
        with socket.create_server(("127.0.0.1", 0)) as free:
            self._port = free.getsockname()[1]
        ours, theirs = pty.openpty()
        fcntl.ioctl(theirs, termios.TIOCSWINSZ, struct.pack("HHHH", ROWS, COLUMNS, 0, 0))
        self.program = subprocess.Popen(
            [*command, windows_path(HOST), str(self._port), str(COLUMNS), str(ROWS), *arguments],
            stdin=theirs,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            env=environ,
            start_new_session=True,
            preexec_fn=lambda: fcntl.ioctl(0, termios.TIOCSCTTY, 0),  # noqa: PLW1509 - one thread so far
        )
        os.close(theirs)
        self.said = bytearray()  # on stderr
        self.written = bytearray()
        self._screen = pyte.Screen(COLUMNS, ROWS)
        self._stream = pyte.ByteStream(self._screen)
        self._lock = threading.Lock()
        assert self.program.stdout is not None  # noqa: S101 - it is piped
        assert self.program.stderr is not None  # noqa: S101
        for fd, take in (
            (ours, lambda _: None),
            (self.program.stderr.fileno(), self.said.extend),
            (self.program.stdout.fileno(), self._show),
        ):
            threading.Thread(target=_drain, args=(fd, take), daemon=True).start()
        self._lines: Any = None

    def _show(self, data: bytes) -> None:
        with self._lock:
            self.written += data
            self._stream.feed(data)

    @property
    def lines(self) -> list[str]:
        with self._lock:
            return [line.rstrip() for line in self._screen.display]

    @property
    def query(self) -> str:
        return self.lines[0].strip()

    def command(self, **command: Any) -> Any:
        """Have the host do something; gives its answer."""
        if self._lines is None:
            end = time.monotonic() + SECONDS
            while True:
                with suppress(OSError):
                    connection = socket.create_connection(("127.0.0.1", self._port))
                    break
                if time.monotonic() > end or self.program.poll() is not None:
                    raise SystemExit(f"windows: the screen never came: {self.said.decode(errors='replace')}")
                time.sleep(0.2)
            self._lines = connection.makefile("rw", encoding="utf-8", newline="\n")
        self._lines.write(json.dumps(command) + "\n")
        self._lines.flush()
        return json.loads(self._lines.readline())

    def type(self, text: str, *, ups: bool = True, **options: Any) -> None:
        """Type or paste `text`: the records of each UTF-16 unit, in one go."""
        data = text.encode("utf-16-le", "surrogatepass")
        units = [chr(int.from_bytes(data[at : at + 2], "little")) for at in range(0, len(data), 2)]
        downs = (True, False) if ups else (True,)
        self.command(keys=[{"char": unit, "down": down, **options} for unit in units for down in downs])

    def type_lines(self, *lines: str) -> None:
        """Type whole lines, as a console takes them where no screen reads its keys."""
        for line in lines:
            self.type(line)
            self.type("\r", vk=VK_RETURN)

    def leave(self) -> int | None:
        """Press Ctrl+Q; the exit code, or None if the screen stays."""
        self.type("\x11")
        try:
            return self.program.wait(SECONDS)
        except subprocess.TimeoutExpired:
            return None

    def resize(self, columns: int, rows: int) -> None:
        """Give the window another size."""
        with self._lock:
            self._screen.resize(rows, columns)
        self.command(size=[columns, rows])

    def kill(self) -> None:
        self.program.kill()


def _drain(fd: int, take: Callable[[bytes], object]) -> None:
    with suppress(OSError):
        while data := os.read(fd, 65_536):
            take(data)


class Checks:
    """What was seen; `failed` counts what was not as it should be."""

    def __init__(self) -> None:
        self.count = self.failed = 0

    def see(self, what: str, is_so: Callable[[], bool], screen: Screen, seconds: float = SECONDS) -> None:
        """Wait until it is so."""
        end = time.monotonic() + seconds
        while not (good := is_so()) and time.monotonic() < end and screen.program.poll() is None:
            time.sleep(0.1)
        self.tell(what, good or is_so(), "" if good else "\n".join(screen.lines))

    def tell(self, what: str, good: bool, more: str = "") -> None:
        self.count += 1
        self.failed += not good
        print(f"{'ok    ' if good else 'FAILED'} {what}", flush=True)
        if not good and more:
            print("\n".join(f"       | {line}" for line in more.splitlines()), flush=True)


def clipboard() -> str:
    """The clipboard as another program reads it from the X server."""
    done = subprocess.run(
        ["xclip", "-o", "-selection", "clipboard", "-t", "UTF8_STRING"],
        capture_output=True,
        timeout=10,
        check=False,
    )
    return done.stdout.decode()


def put(text: str) -> None:
    """Have another program copy `text`."""
    subprocess.run(["xclip", "-i", "-selection", "clipboard"], input=text.encode(), timeout=10, check=True)


def number_pad(char: str, number: str) -> list[dict[str, Any]]:
    """What an old console makes of a character that the keyboard lacks: Alt and its number."""
    digits = [
        {"vk": 0x60 + int(digit), "state": ALT, "down": down} for digit in number for down in (True, False)
    ]
    return [{"vk": VK_ALT, "state": ALT}, *digits, {"char": char, "vk": VK_ALT, "down": False}]


class Tour:
    """What agents do, and what consoles do to them."""

    def __init__(self, screen: Screen, checks: Checks) -> None:
        self._screen = screen
        self._checks = checks

    def see(self, what: str, is_so: Callable[[], bool], seconds: float = SECONDS) -> None:
        self._checks.see(what, is_so, self._screen, seconds)

    def shows(self, text: str) -> bool:
        return any(text in line for line in self._screen.lines)

    def clear(self) -> None:
        self._screen.type("\x1b")
        time.sleep(0.5)
        self._screen.type("\x1b[I")  # a report of focus: Escape is Escape
        self.see("Esc empties the line", lambda: not set("货abc") & set(self._screen.query[2:6]), 10)

    def find_and_copy(self) -> None:
        screen = self._screen
        screen.command(threads=True)
        self.see(
            "the screen comes and lists the book",
            lambda: self.shows("什么时候发货") and self.shows("退货退款"),
        )
        self._checks.tell("no kitty keys are asked for", b"\x1b[>1u" not in screen.written)
        screen.type("催发货", state=NUM_LOCK)
        self.see(
            "hanzi of an input method, NumLock on",
            lambda: "催发货" in screen.query and self.shows(REPLY[:5]),
        )
        self.clear()
        screen.type("fahuo")
        self.see("pinyin", lambda: "fahuo" in screen.query and self.shows(REPLY[:5]))
        screen.type("\r")
        self.see("Enter copies, and another program reads it", lambda: clipboard() == REPLY)
        self.see("the screen says so", lambda: self.shows("已复制"))
        self.clear()

    def copy_by_number(self) -> None:
        self._screen.type("\x1b[20~")
        self.see("F9 copies the ninth hit", lambda: clipboard() == NINTH)
        self.clear()
        put(REPLY)

    def paste(self) -> None:
        screen = self._screen
        screen.type("我要退货退款\r什么时候发货\r再不发就退款\r")
        self.see("a paste without marks is one question", lambda: "再不发就退款" in screen.query)
        time.sleep(2)
        self._checks.tell("its line breaks copy nothing", clipboard() == REPLY, clipboard())
        self.clear()
        screen.type("\x1b[200~我要退货退款\r\n我等很久了\x1b[201~")
        self.see("a paste with marks", lambda: "我等很久了" in screen.query)
        self.clear()
        screen.type("th\r")
        self.see("a code and Enter in one go copy", lambda: clipboard() == BACK)
        self.clear()

    def come_back(self) -> None:
        screen = self._screen
        time.sleep(2)  # nothing is taken in the middle of typing
        screen.command(focus=False)
        put("你好，我要退货退款可以吗")
        screen.command(focus=True)
        self.see("what was copied in the chat is the query", lambda: "来自剪贴板" in screen.lines[0])
        screen.type("\r")
        self.see("and Enter copies the answer", lambda: clipboard() == BACK)
        self.clear()

    def type_oddly(self) -> None:
        screen = self._screen
        screen.type("货" * 511 + "😀怎么还没发")
        self.see(
            "a paste whose emoji is cut in two by the end of a read",
            lambda: "怎么还没发" in screen.query and "�" not in screen.query,
        )
        self._checks.tell("the keyboard is still read", "textual-input" in screen.command(threads=True))
        self.clear()
        for half in ("\ud83d", "\ude00"):
            screen.command(keys=[{"char": half}])
            time.sleep(0.4)
        screen.type("货")
        self.see("the halves of an emoji, one after the other", lambda: "😀货" in screen.query)
        self.clear()
        screen.command(keys=[{"char": "\ude00"}])
        screen.type("货")
        self.see("half an emoji alone", lambda: "�货" in screen.query)
        self.clear()
        screen.command(keys=[{"char": "货", "repeat": 3}])
        self.see("a key that repeats", lambda: "货货货" in screen.query)
        self.clear()
        screen.command(keys=[*number_pad("“", "0147"), {"char": "货"}, *number_pad("”", "0148")])
        self.see("characters by Alt and a number", lambda: "“货”" in screen.query)
        self.clear()

    def leave(self, opened: Path) -> None:
        screen = self._screen
        screen.type("\x1b[24~")
        self.see("F12 opens the book's file in EDITOR=code, which is code.cmd", opened.exists, 30)
        screen.resize(60, 20)
        self.see(
            "a smaller window",
            lambda: "^n" in screen.lines[19] and self.shows("淘宝") and self.shows("退货退款"),
        )
        screen.type("\x1b[200~abc")
        time.sleep(1.5)
        screen.type("d")
        self.see("a paste whose end is lost ends by itself", lambda: "abcd" in screen.query)
        self._checks.tell("Ctrl+Q leaves", screen.leave() == 0, screen.said.decode(errors="replace"))


def serve_round(screen: Screen, checks: Checks) -> None:
    """Paste a list of customers into the console, and tell the first."""
    screen.command(threads=True)
    checks.see("`round -` says how a list ends", lambda: "Ctrl+Z" in screen.said.decode(), screen)
    screen.type_lines("昵称,单号", "小明,YT1234567890123", "小红,YT1234567890124", "\x1a")
    checks.see(
        "its first customer is there",
        lambda: "名单 1/2" in screen.lines[1] and "小明" in screen.lines[1],
        screen,
    )
    screen.type("th\r")
    checks.see(
        "Enter copies and goes on to the next",
        lambda: clipboard() == BACK and "小红" in screen.lines[1],
        screen,
    )
    checks.tell(
        "Ctrl+Q leaves, with a customer left", screen.leave() == 1, screen.said.decode(errors="replace")
    )


def main(command: list[str]) -> int:
    """Make a user with a book, and drive the screen; gives the exit code."""
    shutil.rmtree(WORK, ignore_errors=True)
    (WORK / "qreply").mkdir(parents=True)
    (WORK / "book").mkdir()
    (WORK / "book" / "物流.yaml").write_text(BOOK, encoding="utf-8")
    settings = f"books: ['{windows_path(WORK / 'book')}']\n"
    (WORK / "qreply" / "settings.yaml").write_text(settings, encoding="utf-8")
    opened = WORK / "opened"
    editor = WORK / "VS Code" / "code.cmd"
    editor.parent.mkdir()
    editor.write_bytes(f'@echo off\r\necho %* > "{windows_path(opened)}"\r\n'.encode("gbk"))
    environ = os.environ | {
        "WIN_PD_OVERRIDE_LOCAL_APPDATA": windows_path(WORK),
        "WINEPATH": windows_path(editor.parent),
        "EDITOR": "code",
        "TERM": "xterm-256color",
    }
    checks = Checks()
    screen = Screen(command, environ)
    try:
        tour = Tour(screen, checks)
        tour.find_and_copy()
        tour.copy_by_number()
        tour.paste()
        tour.come_back()
        tour.type_oddly()
        tour.leave(opened)
    finally:
        screen.kill()
    put("")
    screen = Screen(command, environ, "round", "-")
    try:
        serve_round(screen, checks)
    finally:
        screen.kill()
    print(f"{checks.count - checks.failed} of {checks.count} as they should be")
    return 1 if checks.failed else 0


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:] or [str(ROOT / ".windows" / "python")]))
