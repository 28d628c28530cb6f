"""Look over one scalar as it stands in the file.

That tells what YAML made of it that its writer did not mean, and where its parts are.
"""

from __future__ import annotations

import re
from functools import cache
from typing import Any

from yaml.events import ScalarEvent

from qreply.phrasebook.reading.source import Source
from qreply.phrasebook.yaml_keys import KEY_NAMES
from qreply.text.safety import clean, unsafe_characters

_CUT = re.compile(r"([ \t]+)#(.?)")
_CUT_BELOW = re.compile(r"[ \t]*\r?\n([ \t]+)#(?=\S)")
_JOINED = r"[\u3000-\u303f\u4e00-\u9fff\uff00-\uff5e] [\u4e00-\u9fff]"  # which few files need
_WORD = re.compile(r"\S{1,12}|\s")
_SPACES = re.compile("[\u00a0\u2000-\u200a\u202f\u205f]")
# Characters of which `unsafe_characters` may want some: sets like these are searched ten times faster than that itself.
_RARE = re.compile(
    "[\x80-\xa0\xad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u2000-\u200f\u2028-\u202f\u205f-\u206f\u3164"
    "\ufdd0-\ufdef\ufe00-\ufe0f\ufeff\uffa0\ufff0-\uffff]"
)
_RARE_BEYOND = re.compile("[\U0001bca0-\U0001bca3\U0001d173-\U0001d17a\U0001fffe-\U0010ffff]")
QUOTES = {"“": "”", "‘": "’", "”": "”", "「": "」", "＂": "＂", "＇": "＇"}

_HASH = re.compile(r" #(?:\S|(?<=[^ \t\n] #))")
_ESCAPE = re.compile(r"\\[_xuU]")  # of a space that is odd


def look_over(text: str) -> tuple[bool, bool]:
    """Tell whether the file is worth `lint`, and whether it holds unsafe characters.

    `lint` goes scalar by scalar; line ends are not unsafe.

    Mostly neither is so, and the scalars are read much faster.
    """
    noteworthy = "\u3000" in text or "\t#" in text or (" #" in text and _HASH.search(text) is not None)
    noteworthy = noteworthy or ("\\" in text and _ESCAPE.search(text) is not None)
    unsafe = False
    for rare in _RARE.finditer(text):
        noteworthy = noteworthy or _SPACES.match(rare[0]) is not None
        unsafe = unsafe or unsafe_characters().match(text, rare.start()) is not None
    if len(text.encode("utf-16-le")) > 2 * len(text):  # characters beyond U+FFFF, emoji mostly
        unsafe = unsafe or any(
            unsafe_characters().match(text, rare.start()) for rare in _RARE_BEYOND.finditer(text)
        )
    return noteworthy, unsafe


def place(source: Source, node: ScalarEvent, offset: int) -> int:
    """Return where the character at `offset` of the value stands in the file.

    Returns the scalar's start where that is hard to say.
    """
    value: str = node.value
    word = _WORD.match(value, offset)
    snippet = word[0] if word else ""
    nth = value.count(snippet, 0, offset + len(snippet)) if snippet else 0
    start, end = span(node)
    at = start - 1
    for _ in range(nth):
        at = source.text.find(snippet, at + 1, end)
        if at < 0:
            return start
    return max(at, start)


def span(node: ScalarEvent) -> tuple[int, int]:
    """Return the offsets of the scalar's start and end in the file, quotes included.

    So is the mark of a block.
    """
    start: Any = node.start_mark
    end: Any = node.end_mark
    return start.index, end.index


@cache
def _key_line() -> re.Pattern[str]:
    names = _names()
    return re.compile(
        rf"[ \t　]*(?:- )?({names})[ \t]*[:：](?=\s|$)|[ \t　]*(?:- )?({names})：|[ \t　]*[-－](?=\S)"
    )


@cache
def _block_key_line() -> re.Pattern[str]:
    return re.compile(rf"^[ \t]*(?:- )?({_names()}):(?: |$)", re.MULTILINE)


def _names() -> str:
    return "|".join(sorted(map(re.escape, KEY_NAMES), key=len, reverse=True))


def lint(source: Source, node: ScalarEvent, prose: bool) -> None:
    """Report what looks unlike its writer's intention.

    `prose` tells that it is text which a customer or agent reads.
    """
    (start, end), value = span(node), node.value
    if not value:
        if not node.style and (cut := _CUT.match(source.text, end)) and cut[2].strip():
            source.report("cut-at-hash", cut.start() + len(cut[1]), "warning")
        return
    if not node.style:
        if (cut := _CUT.match(source.text, end)) and _unmeant(cut, prose):
            severe = "error" if cut[2].strip() else "warning"
            source.report("cut-at-hash", cut.start() + len(cut[1]), severe)  # type: ignore[arg-type]
        elif (cut := _CUT_BELOW.match(source.text, end)) and len(cut[1]) > _indent_of(source.text, start):
            source.report("cut-at-hash", cut.end() - 1, "warning")
        if QUOTES.get(value[0]) == value[-1] and len(value) > 1:
            source.report("curly-quotes", start, "warning")
    if (space := _SPACES.search(value)) or (space := re.match("　|.*　$", value) if not prose else None):
        source.report("odd-space", place(source, node, space.end() - 1), "warning")


def _unmeant(cut: re.Match[str], prose: bool) -> bool:
    """Tell whether a comment looks like text.

    It does without a blank after its #, or, in prose, with just one blank before it.
    """
    return bool(cut[2].strip()) if len(cut[1]) > 1 or not prose else True


def _indent_of(text: str, offset: int) -> int:
    """Return how far the line of `offset` is indented, dashes included."""
    start = text.rfind("\n", 0, offset) + 1
    return len(text[start:offset]) - len(text[start:offset].lstrip(" -"))


def lint_lines(source: Source, node: ScalarEvent) -> bool:
    """Report a value of several lines that has swallowed a key or lost its line breaks.

    Returns False if it cannot have done so.
    """
    start, end = span(node)
    if node.style in ("|", ">"):
        if node.style == ">" and re.search(_JOINED, node.value):
            source.report("blanks-joined", start, "warning")
        if ":" in node.value and (match := _block_key_line().search(node.value)) and match[1].isascii():
            source.report("key-in-text", place(source, node, match.start(1)), "warning", key=match[1])
        return True
    if source.text.find("\n", start, end) < 0:
        return True
    if not node.style:
        at = source.text.find("\n", start, end)
        while at >= 0:
            if line := _key_line().match(source.text, at + 1):
                source.report("swallowed-line", at + 1 + len(line[0]) - len(line[0].lstrip()))
                return False
            at = source.text.find("\n", at + 1, end)
    source.report("lines-joined", start, "warning")
    return True


def safe(source: Source, node: ScalarEvent) -> str:
    """Return the value without characters that must not reach a terminal or a customer.

    Reports a problem if there were any.
    """
    value: str = node.value
    if found := unsafe_characters().search(value):
        at = place(source, node, found.start())
        source.report("unsafe-character", at, "warning", char=f"U+{ord(found[0]):04X}")
        return clean(value)
    return value
