"""Names of the keys that every terminal can report, as the settings spell them."""

from __future__ import annotations

import re

_NAMED = "up|down|left|right|home|end|pageup|pagedown|insert|delete"
_REPORTED = re.compile(
    rf"""
    f([1-9]|1[0-9]|2[0-4])
  | ctrl\+[a-z]
  | alt\+[a-z0-9]
  | (ctrl\+|shift\+|alt\+)?({_NAMED})
  | (shift\+)?tab | enter | escape
    """,
    re.VERBOSE,
)

# What terminals send for these is another key: Backspace, Tab, a line's end, an arrow that moves by a word. The two
# with Insert paste and copy in the terminal itself.
_OTHERS = frozenset({"ctrl+h", "ctrl+i", "ctrl+j", "ctrl+m", "alt+b", "alt+f", "shift+insert", "ctrl+insert"})


def key_pattern() -> str:
    """Return what matches a key that a terminal reports, in capitals or not, as a schema has it."""

    def either(part: re.Match[str]) -> str:
        letter = part[0]
        return f"{letter[:-1]}A-Z]" if letter[0] == "[" else f"[{letter}{letter.upper()}]"

    def in_any_case(pattern: str) -> str:
        return re.sub(r"\[a-z[^\]]*\]|[a-z]", either, pattern)

    others = "|".join(map(re.escape, sorted(_OTHERS)))
    plain = re.sub(r"\s", "", _REPORTED.pattern)
    return rf"(?!\s*(?:{in_any_case(others)})\s*(?:,|$))\s*(?:{in_any_case(plain)})\s*"


def is_reported(key: str) -> bool:
    """Tell whether a terminal reports `key`, and typing does not need it.

    Letters and digits alone are for typing; Ctrl+Enter, Shift+Enter and Ctrl with a digit are the same as without
    Ctrl or Shift, except under the kitty protocol, which qreply does not use.
    """
    return bool(_REPORTED.fullmatch(key)) and key not in _OTHERS
