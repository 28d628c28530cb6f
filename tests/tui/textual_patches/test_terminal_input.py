"""Pieces of what a terminal sends → keys and pastes."""

from __future__ import annotations

import pytest
from textual import events
from textual._xterm_parser import XTermParser

from qreply.tui.textual_patches.terminal_input import LOST_SECONDS, TerminalInput


class Clock:
    """Stands still until it is told."""

    now = 100.0

    def __call__(self) -> float:
        return self.now


def came(*pieces: str | float) -> list[str]:
    """The keys' names and `paste:…` for pieces read one after another; a number is so many seconds of silence."""
    clock = Clock()
    keys = TerminalInput(XTermParser, clock)
    found: list[str] = []
    for piece in pieces:
        if isinstance(piece, float):
            clock.now += piece
            messages = list(keys.tick())
        else:
            messages = list(keys.feed(piece))
        for message in messages:
            if isinstance(message, events.Paste):
                found.append(f"paste:{message.text}")
            elif isinstance(message, events.Key):
                found.append(message.key)
    return found


BEGIN, END = "\x1b[200~", "\x1b[201~"


@pytest.mark.parametrize(
    ("pieces", "expected"),
    [
        (("f", "h", "\r"), ["f", "h", "enter"]),
        (("fh\r",), ["f", "h", "enter"]),  # AutoHotkey
        (("\r",), ["enter"]),
        (("什么时候发货\r我要退货退款",), ["paste:什么时候发货\r我要退货退款"]),
        (("什么时候发货\r我要退货退款\r",), ["paste:什么时候发货\r我要退货退款\r"]),
        (("a\nb",), ["paste:a\nb"]),
        (("a\tb\r\nc",), ["paste:a\tb\r\nc"]),
        (("\rab",), ["paste:\rab"]),
        (("\x1b[Aab\rcd\x1b[B",), ["up", "paste:ab\rcd", "down"]),
        (("ab\x7f\r",), ["a", "b", "backspace", "enter"]),
        (("\x1bq\r",), ["alt+q", "enter"]),
        (("a\rb", "c\rd\r"), ["paste:a\rb", "paste:c\rd\r"]),
        (("a\rb", "cd\r"), ["paste:a\rb", "paste:cd\r"]),  # the rest of it, a moment later
        (("a\rb", 1.0, "cd\r"), ["paste:a\rb", "c", "d", "enter"]),
        (("a\rb", "\r"), ["paste:a\rb", "enter"]),  # a key by itself
        ((f"{BEGIN}a\rb{END}\r",), ["paste:a\rb", "enter"]),
        ((BEGIN, "a\rb", "c", END, "d"), ["paste:a\rbc", "d"]),
        (("\x1b[2", "00~a", "b\x1b[20", "1~", "c"), ["paste:ab", "c"]),
        ((f"{BEGIN}a",), []),
        ((f"{BEGIN}a", LOST_SECONDS / 2, "b", LOST_SECONDS / 2), []),
        ((f"{BEGIN}a", LOST_SECONDS, "b\r"), ["paste:a", "b", "enter"]),
        ((f"{BEGIN}a", "\x11"), ["paste:a", "ctrl+q"]),
        ((f"{BEGIN}a", LOST_SECONDS, END, "b"), ["paste:a", "b"]),  # the end comes after all
    ],
)  # fmt: skip
def test_pieces_become_keys_and_pastes(pieces: tuple[str | float, ...], expected: list[str]) -> None:
    from qreply.tui.textual_patches.alt_keys import know_alt

    know_alt()
    assert came(*pieces) == expected


def test_only_what_may_be_a_paste_waits_for_more() -> None:
    keys = TerminalInput(XTermParser)
    assert not keys.may_go_on("\r")
    assert not keys.may_go_on("f")
    assert not keys.may_go_on("fh")
    assert not keys.may_go_on("\x1b[A")
    assert not keys.may_go_on("fh\r")
    assert keys.may_go_on("fh\rdh")
    assert keys.may_go_on("f" * 2048)
