"""What Windows' console reports of keys, made up record by record → text, on every system."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qreply.tui.textual_patches.console_records import RecordDecoder, last_size

NUM_LOCK, ALT_HELD = 0x20, 0x02
VK_MENU, VK_PACKET, VK_NUMPAD0 = 0x12, 0xE7, 0x60


def key(char: str, *, vk: int = 0, state: int = 0, down: bool = True, repeat: int = 1) -> Any:
    """A KEY_EVENT record."""
    event = SimpleNamespace(
        bKeyDown=int(down),
        wRepeatCount=repeat,
        wVirtualKeyCode=vk,
        wVirtualScanCode=0,
        uChar=SimpleNamespace(UnicodeChar=char),
        dwControlKeyState=state,
    )
    return SimpleNamespace(EventType=1, Event=SimpleNamespace(KeyEvent=event))


def sized(columns: int, rows: int) -> Any:
    """A WINDOW_BUFFER_SIZE_EVENT record."""
    size = SimpleNamespace(dwSize=SimpleNamespace(X=columns, Y=rows))
    return SimpleNamespace(EventType=4, Event=SimpleNamespace(WindowBufferSizeEvent=size))


def focused(here: bool) -> Any:
    """A FOCUS_EVENT record."""
    return SimpleNamespace(
        EventType=16, Event=SimpleNamespace(FocusEvent=SimpleNamespace(bSetFocus=int(here)))
    )


MENU = SimpleNamespace(EventType=8, Event=None)


def typed(text: str, **options: Any) -> list[Any]:
    """The records of `text`: down and up for each UTF-16 unit."""
    data = text.encode("utf-16-le", "surrogatepass")
    units = [chr(int.from_bytes(data[at : at + 2], "little")) for at in range(0, len(data), 2)]
    return [key(unit, down=down, **options) for unit in units for down in (True, False)]


def on_number_pad(char: str, digits: str) -> list[Any]:
    """The records of a character that is typed as Alt and its number, or that the console makes up like that."""
    numbers = [
        key("\0", vk=VK_NUMPAD0 + int(digit), state=ALT_HELD, down=down)
        for digit in digits
        for down in (True, False)
    ]
    return [key("\0", vk=VK_MENU, state=ALT_HELD), *numbers, key(char, vk=VK_MENU, down=False)]


@pytest.mark.parametrize(
    ("records", "text"),
    [
        (typed("催发货"), "催发货"),
        (typed("催发货", state=NUM_LOCK), "催发货"),
        (typed("催发货", vk=VK_PACKET, state=NUM_LOCK), "催发货"),
        (typed("\x1b[A", state=NUM_LOCK), "\x1b[A"),
        (typed("fh\r", vk=0x41), "fh\r"),
        (typed("催😀发"), "催😀发"),
        ([key("a", vk=0x41, repeat=3), key("a", vk=0x41, down=False)], "aaa"),
        ([key("a", vk=0x41, repeat=0)], "a"),
        ([key("\0", vk=0x10, state=0x10)], ""),  # Shift by itself
        (on_number_pad("“", "0147") + typed("退") + on_number_pad("”", "0148"), "“退”"),
        ([MENU, *typed("a"), sized(80, 24), *typed("b")], "ab"),
        ([focused(here=False), focused(here=True), *typed("a")], "\x1b[O\x1b[Ia"),
        ([key("\ud83d", repeat=2), key("\ude00", repeat=2)], "😀"),
        ([key("\ude00"), key("a")], "�a"),
        ([key("\ud83d"), key("b")], "�b"),
    ],
)  # fmt: skip
def test_records_become_text(records: list[Any], text: str) -> None:
    assert RecordDecoder().feed(records) == text


@given(st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0")), st.data())
def test_wherever_reads_end_the_text_is_the_same(text: str, data: st.DataObject) -> None:
    records = typed(text)
    decoder, got = RecordDecoder(), ""
    while records:
        size = data.draw(st.integers(1, len(records)))
        got += decoder.feed(records[:size])
        records = records[size:]
    assert got == text


def test_a_paste_that_ends_between_the_halves_of_an_emoji_comes_whole() -> None:
    """1,024 records are read at once: of 511 characters and an emoji the first half of it is the last."""
    records = typed("货" * 511 + "😀怎么还没发")
    decoder = RecordDecoder()
    assert decoder.feed(records[:1024]) + decoder.feed(records[1024:]) == "货" * 511 + "😀怎么还没发"


def test_the_last_size_counts() -> None:
    assert last_size([sized(80, 24), *typed("a"), sized(46, 20)]) == (46, 20)
    assert last_size(typed("a")) is None
