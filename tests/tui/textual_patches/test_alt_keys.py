"""Every key that settings may name arrives as what it is, from what terminals send for it."""

from __future__ import annotations

from string import ascii_lowercase, digits

import pytest
from textual import constants
from textual._xterm_parser import XTermParser
from textual.events import Key

from qreply.settings.key_names import is_reported
from qreply.tui.keys import BINDINGS, series_of
from qreply.tui.screens import palette
from qreply.tui.textual_patches.alt_keys import know_alt

MODIFIERS = {"": 1, "shift+": 2, "alt+": 3, "ctrl+": 5}
LETTERED = {"up": "A", "down": "B", "right": "C", "left": "D", "home": "H", "end": "F"}
NUMBERED = {"insert": 2, "delete": 3, "pageup": 5, "pagedown": 6}
FUNCTIONS = [15, 17, 18, 19, 20, 21, 23, 24, 25, 26, 28, 29, 31, 32, 33, 34]  # from F5 on
SENT = {
    "tab": "\t",
    "shift+tab": "\x1b[Z",
    "enter": "\r",
    **{f"f{number}": f"\x1bO{letter}" for number, letter in enumerate("PQRS", 1)},
    **{f"f{number}": f"\x1b[{code}~" for number, code in enumerate(FUNCTIONS, 5)},
    **{f"ctrl+{letter}": chr(ord(letter) & 0x1F) for letter in ascii_lowercase},
    **{f"alt+{key}": f"\x1b{key}" for key in ascii_lowercase + digits},
}
for name, code in MODIFIERS.items():
    SENT |= {f"{name}{key}": f"\x1b[1;{code}{letter}" for key, letter in LETTERED.items()}
    SENT |= {f"{name}{key}": f"\x1b[{number};{code}~" for key, number in NUMBERED.items()}
SENT |= {key: f"\x1b[{letter}" for key, letter in LETTERED.items()}
SENT |= {key: f"\x1b[{number}~" for key, number in NUMBERED.items()}


@pytest.mark.parametrize("key", [key for key in SENT if is_reported(key)])
def test_a_key_is_reported_as_it_is_called(key: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(constants, "DISABLE_KITTY_KEY", True)
    know_alt()
    events = list(XTermParser().feed(SENT[key]))
    assert [event.key for event in events if isinstance(event, Key)] == [key]


def test_all_keys_of_the_screen_are_among_them() -> None:
    assert {key for binding in BINDINGS for key in binding.key.split(",")} <= {*SENT, "escape"}


OTHERWISE = {"nth": "Enter, and F2 to F9", "tab": "Tab"}


def test_nothing_is_out_of_reach_where_alt_is_not_passed_on() -> None:
    """The terminal, the window manager or another program may keep Alt for itself."""
    only_alt = [
        binding for binding in BINDINGS if all(key.startswith("alt+") for key in binding.key.split(","))
    ]
    kinds = {series_of(binding)[0] for binding in only_alt}
    assert kinds >= {"message-back", "tab"}
    assert {kind for kind in kinds if kind in palette._LEFT_OUT} == set()
    assert {kind for kind in kinds if kind in ("nth", "tab")} <= set(OTHERWISE)
    assert [binding.id for binding in only_alt if series_of(binding)[0] == "nth"] == ["nth-1"]


@pytest.mark.parametrize("key", ["alt+a", "alt+q"])
def test_keys_that_other_programs_have_taken_on_windows_do_nothing_here(key: str) -> None:
    """WeChat's picture of the screen, and what our own recipe fetches the window with."""
    assert key not in {each for binding in BINDINGS for each in binding.key.split(",")}
