"""Remove characters that must reach neither terminal nor customer, such as controls.

Joiners, variation selectors and tags stay where they make an emoji (UTS #51) or choose a hanzi's shape; everything
printable passes untouched.
"""

from __future__ import annotations

import re
from functools import cache

_LINE_BREAKS = re.compile("\r\n|[\r\v\f\x85\u2028\u2029]")

_HANZI = "\u3007\u3400-\u9fff\uf900-\ufaff\U00020000-\U0003fffd"
_MONGOLIAN = "\u1820-\u18aa"
_EMOJI = (  # Extended_Pictographic, the skin tones and the letters of flags; © ® ‼ ⁉ too
    "\u00a9\u00ae\u203c\u2049\u2122\u2139\u2194-\u2199\u21a9\u21aa\u231a\u231b\u2328\u2388\u23cf\u23e9-\u23f3"
    "\u23f8-\u23fa\u24c2\u25aa\u25ab\u25b6\u25c0\u25fb-\u25fe\u2600-\u2605\u2607-\u2612\u2614-\u2685\u2690-\u2705"
    "\u2708-\u2712\u2714\u2716\u271d\u2721\u2728\u2733\u2734\u2744\u2747\u274c\u274e\u2753-\u2755\u2757"
    "\u2763-\u2767\u2795-\u2797\u27a1\u27b0\u27bf\u2934\u2935\u2b05-\u2b07\u2b1b\u2b1c\u2b50\u2b55\u3030\u303d"
    "\u3297\u3299\U0001f000-\U0001faff\U0001fc00-\U0001fffd"
)

_ALWAYS = (
    "\x00-\x08\x0b-\x1f\x7f-\x9f"  # C0 but tab and newline, DEL, C1
    "\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180e\u200b\u200c\u200e\u200f\u2028-\u202e\u2060-\u206f\u3164\uffa0"
    "\ufeff\ufff0-\ufffb\U0001bca0-\U0001bca3\U0001d173-\U0001d17a"  # invisible, bidi, annotations
    "\ud800-\udfff\ufdd0-\ufdef"  # lone surrogates; code points that are no characters
    + "".join(f"{chr(plane + 0xFFFE)}{chr(plane + 0xFFFF)}" for plane in range(0, 0x110000, 0x10000))
    + "\U000e0080-\U000e00ff\U000e01f0-\U000e0fff"
)
JOINER = "\u200d"
"""Makes one emoji of those before and behind it."""

_STYLE = "\ufe0e\ufe0f"  # as text, as emoji
_SHAPE = "\ufe00-\ufe0d\U000e0100-\U000e01ef"
_MONGOLIAN_SHAPE = "\u180b-\u180d\u180f"
_TAG = "\U000e0000-\U000e007f"
_TAG_LETTER = "\U000e0030-\U000e0039\U000e0061-\U000e007a"
_TAG_END = "\U000e007f"
_FLAG = "\U0001f3f4"


@cache
def unsafe_characters() -> re.Pattern[str]:
    """Return a pattern that finds each unsafe character.

    Of a run of tags, which spells out hidden text, it finds only the first.
    """
    return re.compile(
        f"[{_ALWAYS}{JOINER}{_STYLE}{_SHAPE}{_MONGOLIAN_SHAPE}{_TAG}](?:"  # one set first: that is what makes it fast
        f"(?<=[{_ALWAYS}])"
        f"|(?<={JOINER})(?:(?<![{_EMOJI}]{JOINER})(?<![{_EMOJI}]\ufe0f{JOINER})|(?![{_EMOJI}]))"
        f"|(?<=[{_STYLE}])(?<![{_EMOJI}0-9#*][{_STYLE}])|(?<=[0-9#*][{_STYLE}])(?!\u20e3)"
        f"|(?<=[{_SHAPE}])(?<![{_HANZI}][{_SHAPE}])"
        f"|(?<=[{_MONGOLIAN_SHAPE}])(?<![{_MONGOLIAN}][{_MONGOLIAN_SHAPE}])"
        f"|(?<=[{_TAG}])(?<![{_FLAG}{_TAG}][{_TAG}])"
        f"|(?<={_FLAG}[{_TAG}])(?!(?<=[{_TAG_LETTER}])[{_TAG_LETTER}]{{2,5}}{_TAG_END}(?![{_TAG}]))"
        ")"
    )


# Most text is of these alone, and compiling the long pattern takes longer than finding a reply.
_HARMLESS = re.compile("[ -~\n\u3001-\u3029\u4e00-\u9fff\uff01-\uff5e—‘’“”…·、。]*")

_SHOWN = re.compile(f"(?:{_HARMLESS.pattern[:-1]}|[\t、→×✓✗█▏▎▍▌▋▊▉])*")

_TAGS = re.compile(f"({_FLAG}[{_TAG_LETTER}]{{3,6}}{_TAG_END}(?![{_TAG}]))|[{_TAG}]+")


def clean(text: str) -> str:
    """Remove unsafe characters; tabs become spaces, every line break a newline.

    What is clean already stays as it is, so that cleaning twice does no more than cleaning once.
    """
    if _HARMLESS.fullmatch(text):
        return text
    text = _LINE_BREAKS.sub("\n", text).replace("\t", " ")
    if not unsafe_characters().search(text):
        return text
    return unsafe_characters().sub("", _TAGS.sub(r"\1", text))


def may_join(before: str) -> bool:
    """Tell whether a joiner behind `before` is part of an emoji, once one more follows."""
    return JOINER in clean(f"{before[-2:]}{JOINER}\U0001f466")


def printable(text: str) -> str:
    """Remove unsafe characters for printing; tabs and newlines stay, nothing is replaced."""
    if _SHOWN.fullmatch(text) or not unsafe_characters().search(text):
        return text
    return unsafe_characters().sub("", _TAGS.sub(r"\1", text))


def clean_line(text: str) -> str:
    """Return `text` as one safe line: line breaks and runs of blanks become single spaces."""
    return " ".join(clean(text).split())
