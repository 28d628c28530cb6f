"""Characters that must reach neither the terminal nor a customer: controls, bidi overrides, invisible ones.

Joiners and variation selectors stay where they belong to an emoji (UTS #51); everything printable passes untouched.
"""

from __future__ import annotations

import re

_EMOJI = "\u2122-\u2bff\u3030\u303d\u3297\u3299\U0001f000-\U0001faff"
_LINE_BREAKS = re.compile("\r\n|[\r\v\f\x85\u2028\u2029]")

UNSAFE = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f"  # C0 but tab and line breaks, DEL, C1
    "\u00ad\u061c\u180e\u200b\u200c\u200e\u200f\u2028-\u202e\u2060-\u206f"  # invisible, bidi
    "\ufeff\ufff9-\ufffb\ufffe\uffff\ud800-\udfff]"  # byte order mark, annotations, lone surrogates
    f"|(?<![{_EMOJI}\ufe0f])\u200d|\u200d(?![{_EMOJI}])"
    f"|(?<![{_EMOJI}0-9#*\u00a9\u00ae\u203c\u2049])[\ufe0e\ufe0f]"
    "|(?<![\U0001f3f4\U000e0020-\U000e007e])[\U000e0000-\U000e007f]"  # tags, which only flags use
)


def clean(text: str) -> str:
    """`text` without unsafe characters, with tabs as spaces and every kind of line break as a newline."""
    text = _LINE_BREAKS.sub("\n", text).replace("\t", " ")
    return UNSAFE.sub("", text)


def clean_line(text: str) -> str:
    """`text` as one safe line: its line breaks and runs of blanks become single spaces."""
    return " ".join(clean(text).split())
