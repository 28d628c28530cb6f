"""Use Textual's private parts, each as a named patch; without it Textual's own way is taken.

| patch | what it buys |
| --- | --- |
| compositor | a key's change is painted at once and only where it shows: the whole takes 2.6 times as long without |
| line_widget | lines drawn with every key skip what a style sheet may ask for |
| input_line | a typed character is put in and drawn without bindings, validators and a new layout |
| driver | no byte ends the program, a closed terminal does, and no part of a frame is lost |
| terminal_input | a paste without marks is no series of Enters, and a paste whose end is lost ends |
| windows_driver | half an emoji ends nothing, and a pasted line break on Windows is no Enter |
| alt_keys | Alt and a letter, digit or arrow arrive as what they are, at once |
| crash_report | a crash prints where it happened, and none of the customers' words |
| drawing_caches | what was drawn long ago is forgotten, or typing for hours takes ever more memory |
| terminal_writes | escape sequences for the clipboard go to the terminal between two frames |

A patch is applied where everything it needs is there and Textual is a version it was tested with. What it needs, and
the digests of the functions that it replaces or calls, are in its `Patch`; `qreply doctor` names what is not applied.
"""

from __future__ import annotations

import os
import sys
from functools import cache
from importlib import import_module
from pathlib import Path
from typing import NamedTuple

import textual

TESTED_VERSIONS = ("8.2.7", "8.2.8")
SWITCH = "QREPLY_TEXTUAL_PATCHES"  # `off` in the environment leaves all patches out, for tests and reports


class Patch(NamedTuple):
    """What a patch needs, as `module:Class.attribute`.

    Instance attributes are named by where they are set.

    `digests` are those of the sources of functions it replaces or relies on, which a test holds.
    """

    name: str
    needs: tuple[str, ...] = ()
    digests: tuple[tuple[str, str], ...] = ()
    any_version: bool = False  # whether it is harmless where Textual has changed
    on_windows: bool = True


_COMPOSITOR = "textual._compositor:Compositor"
_SCREEN = "textual.screen:Screen"
_WIDGET = "textual.widget:Widget"
_INPUT = "textual.widgets._input:Input"
_DRIVER = "textual.drivers.linux_driver:LinuxDriver"
_APP = "textual.app:App"
_PARSER = "textual._xterm_parser"

PATCHES = (
    Patch(
        "compositor",
        (f"{_COMPOSITOR}.visible_widgets", f"{_APP}._batch_count", f"{_WIDGET}._repaint_regions"),
        (
            (f"{_COMPOSITOR}.update_widgets", "86c02b2f8d6d"),
            (f"{_COMPOSITOR}.render_partial_update", "888dccc892d8"),
            (f"{_COMPOSITOR}._get_renders", "8ac93299aa5d"),
            (f"{_SCREEN}._compositor_refresh", "7a40efe56381"),
            (f"{_SCREEN}._refresh_layout", "889715478130"),
        ),
    ),
    Patch(
        "line_widget",
        (f"{_WIDGET}._repaint_required", f"{_WIDGET}._repaint_regions"),
        (
            (f"{_WIDGET}.render_lines", "1f2a11f3d518"),
            (f"{_WIDGET}.refresh", "b1ce3392c9c0"),
            (f"{_WIDGET}._set_dirty", "9c280366b898"),
            (f"{_WIDGET}.notify_style_update", "dc1b4bcc33b2"),
        ),
    ),
    Patch(
        "input_line",
        (
            f"{_INPUT}._cursor_visible",
            f"{_INPUT}._initial_value",
            "textual.message_pump:MessagePump._context",
        ),
        (
            (f"{_INPUT}.render_line", "20fe97da621b"),
            (f"{_INPUT}.replace", "d376372fe3de"),
            (f"{_INPUT}._on_key", "55068e7ce456"),
            (f"{_INPUT}._watch_value", "ffa57a58cea1"),
            (f"{_INPUT}._watch_selection", "cc43f5c5b389"),
            (f"{_INPUT}._restart_blink", "f4cb38a1828e"),
            (f"{_INPUT}._cell_offset_to_index", "b986d8f0be63"),
        ),
    ),
    Patch(
        "driver",
        (
            "textual.drivers._writer_thread:WriterThread",
            f"{_DRIVER}._auto_restart",
            f"{_APP}._handle_exception",
        ),
        (
            (f"{_DRIVER}.__init__", "671887bbf938"),
            (f"{_DRIVER}.start_application_mode", "7c41f5ba11a8"),
            (f"{_DRIVER}.stop_application_mode", "9a7e99c8d4bd"),
            (f"{_DRIVER}._sigtstp_application", "26c3c19ce181"),
            (f"{_DRIVER}._sigcont_application", "1d7463a74df1"),
            (f"{_DRIVER}._run_input_thread", "d2ef22cc2c97"),
            (f"{_DRIVER}.run_input_thread", "d796af6d69db"),
        ),
        on_windows=False,
    ),
    Patch(
        "terminal_input",
        (f"{_PARSER}:BRACKETED_PASTE_START", f"{_PARSER}:BRACKETED_PASTE_END"),
        (
            (f"{_PARSER}:XTermParser.parse", "a5834ad1def8"),
            ("textual._parser:Parser.feed", "390106cde019"),
            ("textual._parser:Parser.tick", "44606084ad3b"),
        ),
        on_windows=False,
    ),
    Patch("windows_driver"),  # Windows alone has what it needs, and it takes the place of all of it
    Patch("alt_keys", ("textual._ansi_sequences:ANSI_SEQUENCES_KEYS",)),
    Patch(
        "crash_report",
        (f"{_APP}._exit_renderables", f"{_APP}._close_messages_no_wait", f"{_APP}._exception"),
        ((f"{_APP}._fatal_error", "2474616cec7f"), (f"{_APP}._handle_exception", "baea2e7f88e7")),
        any_version=True,
    ),
    Patch(
        "drawing_caches",
        (
            "textual._styles_cache:StylesCache.get_inner_outer.cache_clear",
            "textual.strip:Strip.render_ansi.cache_clear",
            "rich.segment:Segment._split_cells.cache_clear",
        ),
    ),
    Patch("terminal_writes", (f"{_APP}._driver",)),
)
_BY_NAME = {patch.name: patch for patch in PATCHES}


@cache
def is_applied(name: str) -> bool:
    """Tell whether the patch of this name is in force; settled when it is first asked."""
    return not obstacle(_BY_NAME[name])


def left_out() -> dict[str, str]:
    """Return the patches that are not applied here, each with what stands in its way."""
    here = (patch for patch in PATCHES if patch.on_windows or sys.platform != "win32")
    return {patch.name: why for patch in here if (why := obstacle(patch))}


def obstacle(patch: Patch) -> str:
    """Return why `patch` is not applied: the version, or what Textual lacks; empty if it is."""
    if os.environ.get(SWITCH) == "off":
        return SWITCH
    if not patch.any_version and (installed := textual_version()) not in TESTED_VERSIONS:
        return f"textual {installed}"
    names = (*patch.needs, *(name for name, _ in patch.digests))
    return next((name for name in names if not _is_there(name)), "")


def textual_version() -> str:
    """Return which Textual is installed.

    The name of its metadata's folder says so; to read what is in it takes a twentieth of the start.
    """
    folders = list(Path(textual.__file__).parents[1].glob("textual-*.dist-info"))
    if len(folders) == 1:
        return folders[0].stem.removeprefix("textual-")
    from importlib.metadata import version

    return version("textual")


def _is_there(name: str) -> bool:
    """Tell whether Textual has what is named.

    An instance attribute is looked for in its class's own code.
    """
    module_name, _, path = name.partition(":")
    try:
        found: object = import_module(module_name)
    except ImportError:
        return False
    for part in path.split("."):
        if isinstance(found, type) and not hasattr(found, part):
            return _is_set_in_code(found, part)
        if not hasattr(found, part):
            return False
        found = getattr(found, part)
    return True


def _is_set_in_code(owner: type, attribute: str) -> bool:
    """Tell whether `__init__` of `owner`, or of a class it is made from, names `attribute`."""
    codes = (getattr(vars(base).get("__init__"), "__code__", None) for base in owner.__mro__)
    return any(code is not None and attribute in code.co_names for code in codes)
