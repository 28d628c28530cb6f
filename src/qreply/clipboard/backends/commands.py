"""Backends of two commands: one takes the text on its input, the other prints it."""

from __future__ import annotations

import sys
from collections.abc import Mapping, Sequence

from qreply.clipboard.backends import process
from qreply.clipboard.backends.base import Backend, BackendError, PrivateError, UnreadError
from qreply.clipboard.backends.wayland_globals import has_data_control
from qreply.clipboard.deadline import Deadline
from qreply.clipboard.picture import Picture
from qreply.i18n import t

_APPLE_NAMES = {"image/png": "«class PNGf»", "image/jpeg": "JPEG picture", "image/gif": "GIF picture"}

PRIVATE_KIND = b"x-kde-passwordManagerHint"
"""What password managers on X11 and Wayland put beside a text that no other program is to keep or show."""


class CommandBackend(Backend):
    """A command that writes and a command that reads, in UTF-8."""

    max_read: int | None = None
    """Bytes of a picture that can be read without harm."""

    def __init__(
        self,
        name: str,
        writer: Sequence[str],
        reader: Sequence[str],
        environ: Mapping[str, str],
        *,
        kinds: Sequence[str] = (),
        pictures: tuple[Sequence[str], Sequence[str]] | None = None,
        unverifiable_reason: str = "",
    ) -> None:
        """Use `kinds` to list what is on the clipboard; that command fails when it is empty.

        `pictures` are what writes and what reads one of the kind that is added to them.
        """
        self.name = name
        self.unverifiable_reason = unverifiable_reason
        self._writer = writer
        self._reader = reader
        self._kinds = kinds
        self.tells_private = self.tells_private or bool(kinds)
        self._pictures = pictures
        self.takes_pictures = pictures is not None
        self._environ = environ
        self._left: int | None = None

    def write(self, text: str, deadline: Deadline) -> None:
        self._left = process.feed(self._writer, self.encode(text), self._environ, deadline)

    def read(self, deadline: Deadline) -> str:
        return self._decoded(process.ask(self._reader, self._environ, deadline))

    def write_picture(self, picture: Picture, deadline: Deadline) -> None:
        assert self._pictures is not None  # noqa: S101 - or it is not asked
        self._left = process.feed([*self._pictures[0], picture.kind], picture.data, self._environ, deadline)

    def holds_picture(self, picture: Picture, deadline: Deadline) -> bool:
        assert self._pictures is not None  # noqa: S101
        if self.max_read is not None and len(picture.data) > self.max_read:
            if picture.kind.encode() not in process.ask(self._kinds, self._environ, deadline).split():
                return False
            raise UnreadError(t("clipboard.picture-unread"))
        return process.ask([*self._pictures[1], picture.kind], self._environ, deadline) == picture.data

    def _decoded(self, data: bytes) -> str:
        try:
            return self.decode(data)
        except ValueError as error:
            raise BackendError(t("clipboard.not-utf8", tool=self._reader[0])) from error

    def glance(self, deadline: Deadline) -> str:
        kinds = self._public_kinds(deadline)
        text = self.read(deadline)
        if self._public_kinds(deadline) != kinds:
            raise BackendError(t("clipboard.changed"))  # what was read may not be what was asked about
        return text

    def _public_kinds(self, deadline: Deadline) -> list[bytes]:
        kinds = process.ask(self._kinds, self._environ, deadline).split()
        if PRIVATE_KIND in kinds:
            raise PrivateError(t("clipboard.private"))
        return kinds

    def encode(self, text: str) -> bytes:
        """Return the writer's input for `text`."""
        return text.encode()

    def decode(self, data: bytes) -> str:
        """Return the text in what the reader printed; raises ValueError."""
        return data.decode()

    def holds_other(self, deadline: Deadline) -> bool:
        if not self._kinds:
            return True
        try:
            return bool(process.ask(self._kinds, self._environ, deadline).strip())
        except BackendError:
            return False

    def cancel(self) -> None:
        if self._left is not None:
            process.end(self._left)
            self._left = None


class MacCommands(CommandBackend):
    """macOS's commands; whether a text is marked as private the pasteboard has to tell.

    Pictures go by AppleScript, as files where it has no name for their kind. Untested on a real system.
    """

    tells_private = True

    def write_picture(self, picture: Picture, deadline: Deadline) -> None:
        name = _APPLE_NAMES.get(picture.kind)
        content = f"(read theFile as {name})" if name else "theFile"
        lines = [
            "on run argv",
            "set theFile to POSIX file (item 1 of argv)",
            f"set the clipboard to {content}",
            "end",
        ]
        script = [part for line in lines for part in ("-e", line)]
        process.ask(["osascript", *script, str(picture.path.absolute())], self._environ, deadline)

    def holds_picture(self, picture: Picture, deadline: Deadline) -> bool:
        told = process.ask(["osascript", "-e", "clipboard info"], self._environ, deadline).decode(
            "utf-8", "replace"
        )
        name = _APPLE_NAMES.get(picture.kind)
        return f"{name}, {len(picture.data)}" in told if name else "furl" in told

    def _public_kinds(self, deadline: Deadline) -> list[bytes]:
        from qreply.clipboard.backends.pasteboard import PRIVATE_TYPES, Pasteboard  # ctypes takes 4 ms

        del deadline
        types = Pasteboard().types()
        if not PRIVATE_TYPES.isdisjoint(types):
            raise PrivateError(t("clipboard.private"))
        return [name.encode() for name in types]


def xclip(environ: Mapping[str, str], unverifiable_reason: str = "") -> CommandBackend:
    """Return X11's clipboard through xclip, whose child serves the text until the next copy."""
    board = ["xclip", "-selection", "clipboard"]
    backend = CommandBackend(
        "xclip",
        [*board, "-in"],
        [*board, "-out", "-target", "UTF8_STRING"],
        environ,
        kinds=[*board, "-out", "-target", "TARGETS"],
        pictures=([*board, "-in", "-target"], [*board, "-out", "-target"]),
        unverifiable_reason=unverifiable_reason,
    )
    # What does not fit into one transfer, a quarter of the longest request, it hands on once only: reading it back
    # would leave nothing to be pasted.
    backend.max_read = 1_000_000
    return backend


def xsel(environ: Mapping[str, str], unverifiable_reason: str = "") -> CommandBackend:
    """Return X11's clipboard through xsel, kept from waiting for ever for others' text."""
    board = ["xsel", "--clipboard"]
    # Detaching by itself, it would leave its process group and outlive a copy that was not confirmed. Its log file
    # in HOME may be read-only, and then it fails.
    serve = "exec 3<&0; exec xsel --clipboard --input --nodetach --logfile /dev/null <&3 3<&- &"
    return CommandBackend(
        "xsel",
        ["sh", "-c", serve],
        [*board, "--output", "--selectionTimeout", "200"],
        {"HOME": "/", **environ},  # without any HOME it fails too
        unverifiable_reason=unverifiable_reason,
    )


def wl_copy(environ: Mapping[str, str]) -> CommandBackend:
    """Return Wayland's clipboard through wl-clipboard, whose child serves the text."""
    # It keeps the text in a temporary file as long as it serves it: in memory, where only this user looks.
    runtime = environ.get("XDG_RUNTIME_DIR")
    private = {**environ, "TMPDIR": runtime} if runtime else environ
    backend = CommandBackend(
        "wl-copy",
        ["wl-copy", "--type", "text/plain;charset=utf-8"],
        ["wl-paste", "--no-newline", "--type", "text"],  # any text, if a program offers no UTF-8
        private,
        kinds=["wl-paste", "--list-types"],
        pictures=(["wl-copy", "--type"], ["wl-paste", "--type"]),
    )
    backend.tells_private = has_data_control(environ)  # else no look unasked: it would take the focus away
    return backend


def pbcopy(environ: Mapping[str, str]) -> CommandBackend:
    """Return macOS's clipboard; both tools go by the locale. Untested on a real system.

    Newer ones may ask the user before a program reads what others have copied, or refuse: pbpaste then gives nothing.
    """
    utf8 = {**environ, "LC_CTYPE": "UTF-8"}
    utf8.pop("LC_ALL", None)  # it would win over LC_CTYPE
    backend = MacCommands("pbcopy", ["pbcopy"], ["pbpaste"], utf8)
    backend.unread_reason = "clipboard.reading-refused"
    backend.takes_pictures = True  # osascript belongs to every system
    return backend


def pyperclip(environ: Mapping[str, str]) -> CommandBackend:
    """Return what pyperclip finds and qreply does not know: KDE's Klipper, Qt, Cygwin.

    It has no time-outs, fails silently and lets its children hold its output: so it runs as a tool.
    """
    python = [sys.executable, "-c"]
    return CommandBackend(
        "pyperclip",
        [*python, "import sys, pyperclip; pyperclip.copy(sys.stdin.buffer.read().decode())"],
        [*python, "import sys, pyperclip; sys.stdout.buffer.write(pyperclip.paste().encode())"],
        environ,
    )
