"""Offer the ways to mend a problem in the text, the likeliest first; `mend` keeps the best."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping

from qreply.text.safety import unsafe_characters

Splice = tuple[int, int, str]  # from, to, what stands there afterwards
_Values = Mapping[str, str]

_INDENT = re.compile("[ \t\u3000\u00a0\u2000-\u200a\u202f]*")
_BEFORE_VALUE = re.compile(r"[ \t]*(?:-[ \t]+)*(?:[^'\"\[\]{}]*?:[ \t]+)?")
_LINE = re.compile("[^\r\n]*")


def _colon(text: str, offset: int, _values: _Values) -> Iterator[Splice]:
    if text[offset : offset + 1] in (":", "："):
        yield offset, offset + 1, ":" if text[offset + 1 : offset + 2].isspace() else ": "


def _dash(text: str, offset: int, _values: _Values) -> Iterator[Splice]:
    if text[offset : offset + 1] and text[offset] in "-－—–•·":
        end = offset + 1
        while text[end : end + 1] in ("\u3000", "\u00a0"):
            end += 1
        yield offset, end, "-" if text[end : end + 1] == " " else "- "
        if text[offset - 1 : offset] == " ":  # the lines below may be aligned with what follows the dash
            yield offset - 1, end, "- "


def _indent(text: str, offset: int, _values: _Values) -> Iterator[Splice]:
    """Return the indentation of the lines above, or what the tabs and wide blanks may stand for."""
    start = max(text.rfind("\n", 0, offset), text.rfind("\r", 0, offset)) + 1
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


def _quotes(text: str, offset: int, _values: _Values) -> Iterator[Splice]:
    """Put single quotes around the rest of the line, where that is all of a value."""
    start = max(text.rfind("\n", 0, offset), text.rfind("\r", 0, offset)) + 1
    line = _LINE.match(text, offset)
    end = offset + len(line[0].rstrip()) if line else offset
    if _BEFORE_VALUE.fullmatch(text, start, offset) and " #" not in text[offset:end]:
        quoted = text[offset:end].replace("'", "''")
        yield offset, end, f"'{quoted}'"


def _brackets(text: str, offset: int, _values: _Values) -> Iterator[Splice]:
    line = _LINE.match(text, offset)
    written = line[0].rstrip() if line else ""
    if (pair := {"［": "[]", "【": "[]", "｛": "{}"}.get(written[:1])) and " #" not in written:
        inner = re.sub("[，、] *", ", ", written[1:-1]).replace("：", ": " if pair == "{}" else "：")
        yield offset, offset + len(written), f"{pair[0]}{inner}{pair[1]}"


def _comma(text: str, offset: int, _values: _Values) -> Iterator[Splice]:
    if text[offset : offset + 1] == "，":
        yield offset, offset + 1, "," if text[offset + 1 : offset + 2].isspace() else ", "


def _narrow_tag(text: str, offset: int, values: _Values) -> Iterator[Splice]:
    if text.startswith(values["written"], offset):
        yield offset, offset + len(values["written"]), values["mended"]


def _plain_space(text: str, offset: int, _values: _Values) -> Iterator[Splice]:
    if text[offset : offset + 1].isspace():
        yield offset, offset + 1, " "


def _no_character(text: str, offset: int, _values: _Values) -> Iterator[Splice]:
    if unsafe_characters().match(text, offset):
        yield offset, offset + 1, ""


def _item(text: str, offset: int, _values: _Values) -> Iterator[Splice]:
    """Return a dash in the two blanks before the key, with which its neighbours align already."""
    if text[max(offset - 4, 0) : offset].endswith("  "):
        yield offset - 2, offset, "- "


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
