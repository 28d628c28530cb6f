"""The ways to mend a problem in the text, the likeliest first.

`mend` keeps the first that proves right.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping

from qreply.text.safety import unsafe_characters

Splice = tuple[int, int, str]  # from, to, what stands there afterwards
_Values = Mapping[str, str]

_INDENT = re.compile("[ \t\u3000\u00a0\u2000-\u200a\u202f]*")
_BEFORE_VALUE = re.compile(r"[ \t]*(?:-[ \t]+)*(?:[^'\"\[\]{}]*?:[ \t]+)?")
_LINE = re.compile("[^\r\n]*")


def _colon(text: str, at: int, _values: _Values) -> Iterator[Splice]:
    if text[at : at + 1] in (":", "："):
        yield at, at + 1, ":" if text[at + 1 : at + 2].isspace() else ": "


def _dash(text: str, at: int, _values: _Values) -> Iterator[Splice]:
    if text[at : at + 1] and text[at] in "-－—–•·":
        end = at + 1
        while text[end : end + 1] in ("\u3000", "\u00a0"):
            end += 1
        yield at, end, "-" if text[end : end + 1] == " " else "- "
        if text[at - 1 : at] == " ":  # the lines below may be aligned with what follows the dash
            yield at - 1, end, "- "


def _indent(text: str, at: int, _values: _Values) -> Iterator[Splice]:
    """Return the indentation of the lines above, or what the tabs and wide blanks may stand for."""
    start = max(text.rfind("\n", 0, at), text.rfind("\r", 0, at)) + 1
    match = _INDENT.match(text, start)
    end = match.end() if match else start
    written = text[start:end]
    above = [
        line
        for line in re.split("\r\n|\r|\n", text[:start])
        if line.strip() and not line.strip().startswith("#")
    ]
    widths: list[int] = []
    if above:
        last = above[-1]
        opens = re.search(r"(?:[|>][-+\d]*|:)\s*$", last) is not None
        key = len(last) - len(last.lstrip(" "))
        content = len(last) - len(last.lstrip(" -")) if last.lstrip().startswith("- ") else key
        widths += [content + 2, content] if opens else [content, key, content + 2]
    wide = written.count("\t") + written.count("\u3000")
    rest = len(written) - wide
    widths += [rest + 2 * wide, rest + 4 * wide, rest + wide]
    for width in dict.fromkeys(widths):
        yield start, end, " " * width


def _quotes(text: str, at: int, _values: _Values) -> Iterator[Splice]:
    """Single quotes around the rest of the line, where that is all of a value."""
    start = max(text.rfind("\n", 0, at), text.rfind("\r", 0, at)) + 1
    line = _LINE.match(text, at)
    end = at + len(line[0].rstrip()) if line else at
    if _BEFORE_VALUE.fullmatch(text, start, at) and " #" not in text[at:end]:
        quoted = text[at:end].replace("'", "''")
        yield at, end, f"'{quoted}'"


def _brackets(text: str, at: int, _values: _Values) -> Iterator[Splice]:
    line = _LINE.match(text, at)
    written = line[0].rstrip() if line else ""
    if (pair := {"［": "[]", "【": "[]", "｛": "{}"}.get(written[:1])) and " #" not in written:
        inner = re.sub("[，、] *", ", ", written[1:-1]).replace("：", ": " if pair == "{}" else "：")
        yield at, at + len(written), f"{pair[0]}{inner}{pair[1]}"


def _comma(text: str, at: int, _values: _Values) -> Iterator[Splice]:
    if text[at : at + 1] == "，":
        yield at, at + 1, "," if text[at + 1 : at + 2].isspace() else ", "


def _narrow_tag(text: str, at: int, values: _Values) -> Iterator[Splice]:
    if text.startswith(values["written"], at):
        yield at, at + len(values["written"]), values["mended"]


def _plain_space(text: str, at: int, _values: _Values) -> Iterator[Splice]:
    if text[at : at + 1].isspace():
        yield at, at + 1, " "


def _no_character(text: str, at: int, _values: _Values) -> Iterator[Splice]:
    if unsafe_characters().match(text, at):
        yield at, at + 1, ""


def _item(text: str, at: int, _values: _Values) -> Iterator[Splice]:
    """Return a dash in the two blanks before the key.

    Its neighbours are aligned with it already.
    """
    if text[max(at - 4, 0) : at].endswith("  "):
        yield at - 2, at, "- "


SPLICES: Mapping[str, Callable[[str, int, _Values], Iterator[Splice]]] = {
    "wide-colon": _colon,
    "no-space-colon": _colon,
    "no-space-dash": _dash,
    "wide-dash": _dash,
    "wide-brackets": _brackets,
    "wide-comma": _comma,
    "swallowed-line": _dash,
    "tab": _indent,
    "wide-indent": _indent,
    "braces-unquoted": _quotes,
    "bracket-text": _quotes,
    "odd-start": _quotes,
    "wide-braces": _narrow_tag,
    "odd-space": _plain_space,
    "forgotten-dash": _item,
    "unsafe-character": _no_character,
    "control-character": _no_character,
}
