"""Ways that are a pair of commands: one takes the text on its input, the other prints it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from qreply.clipboard import process
from qreply.clipboard.limit import Limit
from qreply.clipboard.way import Way, WayError
from qreply.language import t


class ToolWay(Way):
    """A command that writes and a command that reads, in UTF-8."""

    def __init__(
        self,
        name: str,
        writer: Sequence[str],
        reader: Sequence[str],
        environ: Mapping[str, str],
        *,
        kinds: Sequence[str] = (),
        unproven: str = "",
    ) -> None:
        """`kinds` is a command that lists what is on the clipboard and fails when it is empty."""
        self.name = name
        self.unproven = unproven
        self._writer = writer
        self._reader = reader
        self._kinds = kinds
        self._environ = environ
        self._left: int | None = None

    def write(self, text: str, limit: Limit) -> None:
        self._left = process.feed(self._writer, self.encode(text), self._environ, limit)

    def read(self, limit: Limit) -> str:
        data = process.ask(self._reader, self._environ, limit)
        try:
            return self.decode(data)
        except ValueError as error:
            raise WayError(t("clipboard.not-utf8", tool=self._reader[0])) from error

    def encode(self, text: str) -> bytes:
        """The writer's input for `text`."""
        return text.encode()

    def decode(self, data: bytes) -> str:
        """The text in what the reader printed; raises ValueError."""
        return data.decode()

    def holds_other(self, limit: Limit) -> bool:
        if not self._kinds:
            return True
        try:
            return bool(process.ask(self._kinds, self._environ, limit).strip())
        except WayError:
            return False

    def abandon(self) -> None:
        if self._left is not None:
            process.end(self._left)
            self._left = None


def xclip(environ: Mapping[str, str], unproven: str = "") -> ToolWay:
    """X11 through xclip, whose child serves the text until another program copies."""
    board = ["xclip", "-selection", "clipboard"]
    return ToolWay(
        "xclip",
        [*board, "-in"],
        [*board, "-out", "-target", "UTF8_STRING"],
        environ,
        kinds=[*board, "-out", "-target", "TARGETS"],
        unproven=unproven,
    )
