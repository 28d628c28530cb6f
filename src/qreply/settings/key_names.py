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


def is_reported(key: str) -> bool:
    """Tell whether a terminal reports `key`, and typing does not need it.

    Letters and digits alone are for typing; Ctrl+Enter, Shift+Enter and Ctrl with a digit are the same as without
    Ctrl or Shift, except under the kitty protocol, which qreply does not use.
    """
    return bool(_REPORTED.fullmatch(key)) and key not in _OTHERS
