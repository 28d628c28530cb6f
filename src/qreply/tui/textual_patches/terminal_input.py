"""Turn what the terminal sends, piece by piece as it is read, into Textual's events.

This module knows no terminal and no thread.

Textual's parser takes one character after another. What it cannot see is how they came: text in one piece with a line
break in the middle was pasted where a terminal does not mark pastes (Windows 10's console, tmux's own paste key,
PuTTY with the marks switched off), and its line breaks are no Enter; a paste whose end was lost on the way ends when
nothing more comes. It needs Textual's parser and its marks of a paste; otherwise Textual's driver parses by itself.
"""

from __future__ import annotations

import re
import time
from collections.abc import Callable, Iterator
from typing import Any

from textual import events
from textual._xterm_parser import BRACKETED_PASTE_END, BRACKETED_PASTE_START, XTermParser
from textual.message import Message

from qreply.runtime import background

LOST_SECONDS = 1.0  # without a character, after which a paste whose end is missing counts as ended
BURST_SECONDS = 0.03  # to wait for more of what is a paste; keys wait for nothing
CONTINUED_SECONDS = 0.2  # within which more text still belongs to a paste without marks

_PIECE = 340  # characters at once that nobody types; terminals and consoles hand on more
_MAX_BURST = 1024 * 1024  # characters that are taken for one paste without marks
_MAX_FAILURES = 5  # in a row, after which reading the keys has failed for good
_TICK = 0.1  # seconds between two looks at what only time tells
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
        self._tail = ""  # of what was read last, in which a mark may have begun
        self._is_paste = False  # whether a marked paste has begun and not ended
        self._read_at = 0.0
        self._pasted_at = -CONTINUED_SECONDS

    def begin_anew(self) -> None:
        """Forget what has come so far of a sequence that could not be understood."""
        self._parser = self._make_parser()
        self._tail, self._is_paste = "", False

    def may_go_on(self, text: str) -> bool:
        """Tell whether `text`, read in one piece, looks like the start of an unmarked paste."""
        if self._is_paste or "\x1b" in text:
            return False
        return len(text) >= _PIECE or bool(_BROKEN.search(text))

    def feed(self, text: str) -> Iterator[Message]:
        """Return the events of what was read in one piece."""
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
        """Return the events that are due because nothing has come for a while.

        It is to be called some times a second.
        """
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


class InputLoop:
    """Reads a terminal and hands on what comes, for a thread that does nothing else.

    `read` gives what has come, and raises EOFError or OSError once the terminal is closed; `is_readable` waits so many
    seconds for there to be something.
    """

    def __init__(
        self,
        keys: TerminalInput,
        read: Callable[[], str],
        is_readable: Callable[[float], bool],
        on_message: Callable[[Any], object],
    ) -> None:
        self._keys = keys
        self._read = read
        self._is_readable = is_readable
        self._on_message = on_message

    def run(self, is_over: Callable[[], bool]) -> None:
        """Read until it is over.

        A failure is reported, and reading goes on. Raises what fails five times in a row, and EOFError or OSError at
        once.
        """
        failures = 0
        while not is_over():
            try:
                self._read_once()
                failures = 0
            except (EOFError, OSError):
                raise
            except Exception as error:
                failures += 1
                if failures == _MAX_FAILURES:
                    raise
                background.report(error)
                self._keys.begin_anew()

    def _read_once(self) -> None:
        if self._is_readable(_TICK) and (text := self._read()):
            while self._keys.may_go_on(text) and len(text) < _MAX_BURST and self._is_readable(BURST_SECONDS):
                text += self._read()
            for message in self._keys.feed(text):
                self._on_message(message)
        for message in self._keys.tick():
            self._on_message(message)
