"""Mend for `check --fix` what is safe, by splicing the text where a problem stands.

All else stays as it is. There is one splice at a time, and it is kept only if the file, read again, has that problem
no more, none that it had not, and every phrase that could be read before still says the same.
"""

from __future__ import annotations

import re
import sys
from functools import partial
from pathlib import Path

from qreply.phrasebook.model import Problem
from qreply.phrasebook.reading.file import ParsedFile, read_file
from qreply.phrasebook.reading.source import Source, decode, read
from qreply.phrasebook.writing.yaml_edit import SPLICES
from qreply.storage.atomic import save_over
from qreply.storage.regular_file import BOOK_LIMIT, read_regular

MAX_MENDS = 2_000

_ENCODINGS = frozenset(("bom", "utf-16", "gbk", "big5"))
_INDENTATION = frozenset(("tab", "wide-indent"))
_WIDE_BLANKS = re.compile(
    "^(?=[ \t]*[\t\u3000\u00a0\u2000-\u200a\u202f])[ \t\u3000\u00a0\u2000-\u200a\u202f]+(?=[-－]|[^\\s:：]{1,20}[:：])",
    re.MULTILINE,
)
_WIDTHS = (2, 4, 1)
_INVISIBLE = frozenset(("unsafe-character", "control-character"))
MENDABLE = _ENCODINGS | SPLICES.keys()


def mend_file(path: Path, *, write: bool = True) -> int:
    """Mend the file at `path` atomically, or just count; return how many problems that mends.

    Raises OSError if the file cannot be written.
    """
    if any(problem.severity == "error" for problem in read(path).problems):
        return 0
    path = path.resolve()  # the file a link points to is mended, and the link stays
    before = read_regular(path, BOOK_LIMIT)
    source = decode(before, str(path))
    text, count = mend(source.text, str(path))
    count += len(source.problems)
    if count and write:
        save_over(path, text.encode(), before)
    return count


def mend(text: str, path: str = "") -> tuple[str, int]:
    """Return `text` with what is safe mended, and how many problems that took.

    Lines that were indented anew, and still align with nothing in the end, are as they were.
    """
    count = 0
    book = read_file(Source(path, text))
    unindented: tuple[str, int] | None = None  # as it was before the first line was indented anew
    given_up: set[tuple[str, int, int]] = set()
    while count < MAX_MENDS:
        source = Source(path, text)
        for problem in book.problems:
            key = (problem.code, problem.line, problem.column)
            if problem.code not in SPLICES or key in given_up:
                continue
            if (better := _mended(source, problem, book)) is not None:
                if problem.code in _INDENTATION and unindented is None:
                    unindented = text, count
                text, book = better
                count += 1
                break
            given_up.add(key)
        else:
            break
    if unindented is None or book.whole:
        return text, count
    alike, lines = _indented_alike(unindented[0], path)
    return alike, unindented[1] + lines


def _indented_alike(text: str, path: str) -> tuple[str, int]:
    """Return `text` with all lines indented in one way, and how many lines that changes.

    A wide blank or a tab counts as two blanks, or four, or one. The text changes only where that makes all of the
    file readable.
    """
    for width in _WIDTHS:
        mended, count = _WIDE_BLANKS.subn(partial(_narrow, width=width), text)
        if read_file(Source(path, mended)).whole:
            return mended, count
    return text, 0


def _narrow(blanks: re.Match[str], width: int) -> str:
    return "".join(" " * width if blank in "\t\u3000" else " " for blank in blanks[0])


def _mended(source: Source, problem: Problem, book: ParsedFile) -> tuple[str, ParsedFile] | None:
    """Return the text and what it holds after the splice that leaves most of the file readable.

    Returns None if no splice is right.
    """
    at = source.offset(problem.line, problem.column)
    best: tuple[str, ParsedFile] | None = None
    for start, end, new in SPLICES[problem.code](source.text, at, problem.values):
        text = source.text[:start] + new + source.text[end:]
        after = read_file(Source(source.path, text))
        if _is_better(book, after, problem) and (best is None or _first_error(after) > _first_error(best[1])):
            best = text, after
    return best


def _first_error(book: ParsedFile) -> tuple[int, int]:
    places = ((found.line, found.column) for found in book.problems if found.severity == "error")
    return min(places, default=(sys.maxsize, 0))


def _is_better(before: ParsedFile, after: ParsedFile, problem: Problem) -> bool:
    """Tell whether the splice did what it should and nothing else."""
    if not _kept(before, after):
        return False
    place = (problem.line, problem.column)
    if problem.code in _INVISIBLE:  # nobody has written it, so that taking it away is always right
        return all(
            (found.line, found.column) != place or found.code not in _INVISIBLE for found in after.problems
        )
    if not before.whole:  # the error hid the rest of the file: what shows now is not new, but must come later
        return _first_error(after) > place and not any(
            found.line == problem.line + 1 and found.code not in SPLICES
            for found in after.problems
            if found.severity == "error"
        )
    had = {(found.code, found.line) for found in before.problems}
    if any((found.code, found.line, found.column) == (problem.code, *place) for found in after.problems):
        return False
    return all(found.code in SPLICES or (found.code, found.line) in had for found in after.problems)


def _kept(before: ParsedFile, after: ParsedFile) -> bool:
    """Tell whether all phrases are still there, and at most the mended one reads differently."""
    now = {phrase.id: phrase for phrase in after.phrases}
    if any(phrase.id not in now for phrase in before.phrases):
        return False
    return sum(phrase.content != now[phrase.id].content for phrase in before.phrases) <= 1
