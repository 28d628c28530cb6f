"""Turn what the terminal sends, piece by piece as it is read, into Textual's events; knows no terminal and no thread.

Textual's parser takes one character after another. What it cannot see is how they came: text in one piece with a line
break in the middle was pasted where a terminal does not mark pastes (Windows 10's console, tmux's own paste key, PuTTY
with the marks switched off), and its line breaks are no Enter; a paste whose end was lost on the way ends when nothing
more comes. Needs Textual's parser and its marks of a paste; otherwise Textual's driver parses by itself.
"""

from __future__ import annotations

import re
import time
from codecs import getincrementaldecoder
from collections.abc import Callable, Iterator

from textual import events
from textual._xterm_parser import BRACKETED_PASTE_END, BRACKETED_PASTE_START, XTermParser
from textual.message import Message

LOST_SECONDS = 1.0  # without a byte, after which a paste whose end is missing counts as ended
BURST_SECONDS = 0.03  # to wait for more of what is a paste; keys wait for nothing
CONTINUED_SECONDS = 0.2  # within which more text still belongs to a paste without marks

_PIECE = 1024  # bytes at once that nobody types; a terminal device hands on twice as many
_LEAVE = "\x11"  # Ctrl+Q, which must work even if the end of a paste was lost
_MARKS = re.compile(r"\x1b\[20[01]~")
_TAIL = len(BRACKETED_PASTE_START) - 1
# Escape sequences and single controls, which are keys; what lies between is text.
_KEYS = re.compile(
    r"(\x1b\[[0-?]*[ -/]*[@-~]|\x1b[NO].|\x1b[PX^_\]].*?(?:\x1b\\|\x07)|\x1b[^\x1b]?|[\x00-\x08\x0b\x0c\x0e-\x1f\x7f])",
    re.DOTALL,
)
_BROKEN = re.compile(r"[\r\n][\s\S]*[^\r\n]")  # a line break with text behind it


class TerminalInput:
    """Feed it what was read, and ask it now and then for what only time tells."""

    def __init__(
        self, make_parser: Callable[[], XTermParser], clock: Callable[[], float] = time.monotonic
    ) -> None:
        self._make_parser = make_parser
        self._parser = make_parser()
        self._clock = clock
        self._decode = getincrementaldecoder("utf-8")("replace").decode
        self._tail = ""  # of what was read last, in which a mark may have begun
        self._is_paste = False  # whether a marked paste has begun and not ended
        self._read_at = 0.0
        self._pasted_at = -CONTINUED_SECONDS

    def begin_anew(self) -> None:
        """Forget what has come so far of a sequence that could not be understood."""
        self._parser = self._make_parser()
        self._tail, self._is_paste = "", False

    def may_go_on(self, data: bytes) -> bool:
        """Whether `data`, read in one piece, looks like the first piece of a paste without marks."""
        if self._is_paste or b"\x1b" in data:
            return False
        return len(data) >= _PIECE or bool(_BROKEN.search(data.decode("utf-8", "replace")))

    def feed(self, data: bytes) -> Iterator[Message]:
        """The events of what was read in one piece."""
        text = self._decode(data)
        self._read_at = self._clock()
        if self._is_paste and text == _LEAVE:
            yield from self._end_paste()
        marked = self._tail + text
        begins = [match[0] for match in _MARKS.finditer(marked)]
        self._tail = marked[-_TAIL:]
        if self._is_paste or begins or self._parser._timeout_time is not None:  # noqa: SLF001 - in a sequence
            yield from self._parser.feed(text)
        else:
            for part in filter(None, _KEYS.split(text)):
                yield from self._feed_part(part)
        if begins:
            self._is_paste = begins[-1] == BRACKETED_PASTE_START

    def tick(self) -> Iterator[Message]:
        """The events that are due because nothing has come for a while; to be called some times a second."""
        if self._is_paste and self._clock() - self._read_at >= LOST_SECONDS:
            yield from self._end_paste()
        yield from self._parser.tick()

    def _feed_part(self, part: str) -> Iterator[Message]:
        now = self._clock()
        goes_on = len(part) > 1 and now - self._pasted_at < CONTINUED_SECONDS
        if _KEYS.fullmatch(part) or not (goes_on or _BROKEN.search(part)):
            yield from self._parser.feed(part)
        else:
            self._pasted_at = now
            yield events.Paste(part)

    def _end_paste(self) -> Iterator[Message]:
        self._is_paste, self._tail = False, ""
        yield from self._parser.tick()
        yield from self._parser.feed(BRACKETED_PASTE_END)
