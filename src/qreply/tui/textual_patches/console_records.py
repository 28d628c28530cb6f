"""Turn what Windows' console reports of the keyboard into text, on any system.

The console gives one record for each UTF-16 unit that is typed or pasted, and of an emoji two. Where a read ends
between them, the first half waits for the other here: decoded by itself it would end Textual's reading.
"""

from __future__ import annotations

from codecs import getincrementaldecoder
from collections.abc import Iterable
from typing import Any

KEY_EVENT, SIZE_EVENT, FOCUS_EVENT = 0x0001, 0x0004, 0x0010
_FOCUS_IN, _FOCUS_OUT = "\x1b[I", "\x1b[O"  # as terminals report it; older consoles have a record for it only
_ALT = 0x12  # VK_MENU


class RecordDecoder:
    """Makes text of the records of one read after another.

    They are INPUT_RECORDs of the console API, as Textual declares them.
    """

    def __init__(self) -> None:
        self._decode = getincrementaldecoder("utf-16-le")("replace").decode

    def feed(self, records: Iterable[Any]) -> str:
        """Return the text of these records.

        It has characters, and the escape sequences that stand for other keys and the focus.
        """
        units = "".join(map(_units_of, records))
        return self._decode(units.encode("utf-16-le", "surrogatepass"))


def _units_of(record: Any) -> str:
    if record.EventType == FOCUS_EVENT:
        return _FOCUS_IN if record.Event.FocusEvent.bSetFocus else _FOCUS_OUT
    return _unit_of(record.Event.KeyEvent) if record.EventType == KEY_EVENT else ""


def _unit_of(key: Any) -> str:
    """Return what a key event types, as often as it says.

    What counts is the character, whatever key and state come with it: input methods, NumLock and terminals differ in
    them. A character that was typed as a number on the number pad, or that the keyboard lacks, comes as Alt is let go.
    """
    unit: str = key.uChar.UnicodeChar
    if unit == "\0" or not (key.bKeyDown or key.wVirtualKeyCode == _ALT):
        return ""
    is_half = "\ud800" <= unit <= "\udfff"
    return unit if is_half or not key.bKeyDown else unit * max(1, key.wRepeatCount)


def last_size(records: Iterable[Any]) -> tuple[int, int] | None:
    """Return columns and rows as the last of these records that tells of a new size has them."""
    sizes = [
        record.Event.WindowBufferSizeEvent.dwSize for record in records if record.EventType == SIZE_EVENT
    ]
    return (sizes[-1].X, sizes[-1].Y) if sizes else None
