"""A phrasebook file's text: read within limits, decoded with care, and its positions."""

from __future__ import annotations

import re
from array import array
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from qreply.errors import reason_of
from qreply.phrasebook.model import Problem, Severity
from qreply.storage.fingerprint import digest_of
from qreply.storage.regular_file import BOOK_LIMIT, NotRegularError, TooLargeError, read_pieces

_PIECE = 256 * 1024
_NO_TEXT = (
    b"\x89PNG",
    b"\xff\xd8\xff",
    b"GIF8",
    b"PK\x03\x04",
    b"%PDF-",
    b"\xd0\xcf\x11\xe0",
    b"SQLite format 3",
)

_LINE_END = re.compile("\r\n|\n|\r")
_UTF8_HANZI = re.compile(rb"[\xe3-\xe9][\x80-\xbf]{2}")
_EMPTY_LIST = re.compile(r"^(?:phrases|话术)[ \t]*:[ \t]*\[[ \t]*\]", re.MULTILINE)
BOMS = (
    (b"\xef\xbb\xbf", "utf-8", "bom"),
    (b"\xff\xfe", "utf-16-le", "utf-16"),
    (b"\xfe\xff", "utf-16-be", "utf-16"),
)
"""Byte order marks, with their encodings and the codes of the warnings that a file begins with one."""

GUESSES = ("gbk", "big5", *dict.fromkeys(code for _, _, code in BOMS))
"""Codes of the warnings about how a file is encoded, of which it has one at most."""


@dataclass
class Source:
    """The text of one file with the problems found so far; offsets count code points."""

    path: str
    text: str
    problems: list[Problem] = field(default_factory=list)
    digest: bytes = b""  # of the bytes the text was decoded from; empty if they could not be read
    _starts: Sequence[int] = field(default=(), repr=False)
    _asked: int = field(default=0, repr=False)

    def position(self, offset: int) -> tuple[int, int]:
        """Return line and column of `offset`, both from 1."""
        if not self._starts:
            if self._asked < 8 and "\r" not in self.text:  # a few positions are counted faster than all lines
                self._asked += 1
                return self.text.count("\n", 0, offset) + 1, offset - self.text.rfind("\n", 0, offset)
            self._starts = array("q", [0])
            self._starts.extend(match.end() for match in _LINE_END.finditer(self.text))
        line = bisect_right(self._starts, offset)
        return line, offset - self._starts[line - 1] + 1

    def offset(self, line: int, column: int = 1) -> int:
        """Return the offset of a line and column, both from 1."""
        if not self._starts:
            self._asked = 8
            self.position(0)
        return self._starts[min(line, len(self._starts)) - 1] + column - 1

    def line(self, number: int) -> str:
        """Return the line of that number, from 1, without its end."""
        return self._line_at(self.offset(number))

    def report(self, code: str, offset: int, severity: Severity = "error", **values: str) -> None:
        """Note a problem at `offset`, in code points."""
        offset = min(max(offset, 0), len(self.text))
        line, column = self.position(offset)
        shown = self._line_at(offset - column + 1)
        self.problems.append(Problem(code, self.path, line, column, severity, values, shown))

    def _line_at(self, start: int) -> str:
        end = _LINE_END.search(self.text, start)
        return self.text[start : end.start() if end else len(self.text)]


def read(path: Path) -> Source:
    """Return the text of the file.

    What makes it unreadable, or was guessed, stands in the problems.
    """
    unread = Source(str(path), "")
    data = b"".join(pieces(path, unread, BOOK_LIMIT + 1))  # which is no copy, of one piece
    if unread.problems:
        return unread
    source = decode(data, str(path))
    source.digest = digest_of([data])
    return source


def digest_at(path: Path) -> bytes:
    """Return the digest of a file's content, which is in memory only bit by bit.

    It is empty if the file cannot be read.
    """
    unread = Source(str(path), "")
    digest = digest_of(pieces(path, unread))
    return b"" if unread.problems else digest


def pieces(path: Path, source: Source, size: int = _PIECE) -> Iterator[bytes]:
    """Return the file's bytes, at most `size` at a time.

    What makes it unreadable is reported in `source` and ends them.
    """
    try:
        yield from read_pieces(path, BOOK_LIMIT, size)
    except NotRegularError:
        source.report("not-a-file", 0)
    except TooLargeError:
        source.report("too-big", 0, limit=str(BOOK_LIMIT // 1024 // 1024))
    except PermissionError:
        source.report("no-permission", 0)
    except OSError as error:
        source.report("unreadable", 0, reason=reason_of(error))


def decode(data: bytes, path: str) -> Source:
    """Return the text of `data`: UTF-8, or with a warning what Windows editors save.

    Returns nothing and reports an error if it is neither.
    """
    if data.startswith(_NO_TEXT):
        unread = Source(path, "")
        unread.report("binary", 0)
        return unread
    for mark, encoding, code in BOMS:
        if data.startswith(mark):
            return _decoded(data[len(mark) :], path, encoding, code)
    if b"\x00" in data[:200] and (guess := _utf_16_without_mark(data)):
        return _decoded(data, path, guess, "utf-16")
    try:
        return Source(path, data.decode())
    except UnicodeDecodeError as error:
        if _is_mixed(data):
            return _broken(data, path, error.start)
    return _from_chinese_windows(data, path)


def _from_chinese_windows(data: bytes, path: str) -> Source:
    try:
        text = data.decode("gb18030")
    except UnicodeDecodeError as error:
        return _as_big5(data, path) or _broken(data, path, error.start)
    if _looks_garbled(text) and (source := _as_big5(data, path)):
        return source
    return _decoded(data, path, "gb18030", "gbk")


def _decoded(data: bytes, path: str, encoding: str, code: str) -> Source:
    try:
        source = Source(path, data.decode(encoding))
    except UnicodeDecodeError as error:
        return _broken(data, path, error.start)
    source.report(code, 0, "warning")
    return source


def _as_big5(data: bytes, path: str) -> Source | None:
    try:
        text = data.decode("cp950")
    except UnicodeDecodeError:
        return None
    source = Source(path, text)
    source.report("big5", 0, "warning")
    return source


def _broken(data: bytes, path: str, start: int) -> Source:
    """Return an error at the first byte that does not decode.

    The line is shown as far as it can be read.
    """
    readable = Source(path, data.decode("utf-8", "replace"))
    readable.report("broken-bytes", len(data[:start].decode("utf-8", "replace")))
    return Source(path, "", readable.problems)


def _is_mixed(data: bytes) -> bool:
    """Tell whether some lines are Chinese in UTF-8 and others are not: no one reading fits all."""
    lines = [line for line in data.splitlines() if not line.isascii()]
    in_utf8 = sum(bool(_UTF8_HANZI.search(line)) and _is_utf8(line) for line in lines)
    return in_utf8 * 10 >= len(lines)  # a few lines of GBK can look like UTF-8 by chance


def says_empty(text: str) -> bool:
    """Tell whether a file says that it has no phrases, by an empty list."""
    return bool(_EMPTY_LIST.search(text))


def _is_utf8(line: bytes) -> bool:
    try:
        line.decode()
    except UnicodeDecodeError:
        return False
    return True


def _utf_16_without_mark(data: bytes) -> str | None:
    even, odd = data[:200:2].count(0), data[1:200:2].count(0)
    if len(data) % 2 or not even + odd:
        return None
    if (even + odd) * 4 < len(data[:200]) and _is_utf8(data):  # a stray zero; UTF-16 with so few has hanzi
        return None
    return "utf-16-le" if odd > even else "utf-16-be"


def _looks_garbled(text: str) -> bool:
    """Tell whether many characters are outside GB 2312: Big5 read as GBK looks like that."""
    hanzi = [char for char in text[:20_000] if char > "\u3400"]
    rare = sum(1 for char in hanzi if not _in_gb2312(char))
    return rare * 5 > len(hanzi)


def _in_gb2312(char: str) -> bool:
    try:
        char.encode("gb2312")
    except UnicodeEncodeError:
        return False
    return True
