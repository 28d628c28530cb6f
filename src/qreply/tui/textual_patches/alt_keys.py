"""Know what terminals send for a key with Alt.

Textual without the kitty protocol makes other keys of them.

For Alt and a digit it reports the character that macOS has there, for Alt and a letter nothing for a tenth of a
second, and for Alt and an arrow Escape and the arrow, which here would clear the query. It needs Textual's table of
sequences.
"""

from __future__ import annotations

from string import ascii_lowercase, digits
from typing import Any, NamedTuple, cast

from qreply.tui.textual_patches import is_applied

# As xterm sends them; Alt is 3 (XTerm Control Sequences, "PC-Style Function Keys").
_ALT = 3
_LETTERED = {"up": "A", "down": "B", "right": "C", "left": "D", "home": "H", "end": "F"}
_NUMBERED = {"insert": 2, "delete": 3, "pageup": 5, "pagedown": 6}

# iTerm sends these for Option and an arrow, which moves by a word.
_MOVING = "bf"


class _Key(NamedTuple):
    """A key as Textual's table has it."""

    value: str


def _with_alt() -> dict[str, str]:
    """Return the keys with Alt, by what is sent for them."""
    plain = {f"\x1b{key}": key for key in ascii_lowercase + digits if key not in _MOVING}
    lettered = {f"\x1b[1;{_ALT}{letter}": key for key, letter in _LETTERED.items()}
    numbered = {f"\x1b[{number};{_ALT}~": key for key, number in _NUMBERED.items()}
    return plain | lettered | numbered


def know_alt() -> None:
    """Have Textual report a key with Alt as what it is, at once."""
    if not is_applied("alt_keys"):
        return
    from textual._ansi_sequences import ANSI_SEQUENCES_KEYS

    known = cast("dict[str, Any]", ANSI_SEQUENCES_KEYS)
    known.update({sequence: (_Key(f"alt+{key}"),) for sequence, key in _with_alt().items()})
