"""What program draws the screen, as far as the environment tells."""

from __future__ import annotations

from collections.abc import Mapping

WINDOWS_TERMINAL = "Windows Terminal"
WINDOWS_CONSOLE = "conhost"
"""Windows' old console window, which names itself nowhere: what is left where nothing else is told."""

# Variables by which terminals make themselves known. TERM_PROGRAM comes first, since it is the innermost's.
_VARIABLES = (
    ("WT_SESSION", WINDOWS_TERMINAL),
    ("KITTY_WINDOW_ID", "kitty"),
    ("ALACRITTY_WINDOW_ID", "Alacritty"),
    ("KONSOLE_VERSION", "Konsole"),
    ("ConEmuPID", "ConEmu"),
    ("XTERM_VERSION", "xterm"),
    ("VTE_VERSION", "VTE (GNOME Terminal)"),
)
_MULTIPLEXERS = ("tmux", "screen")


def name_terminal(environ: Mapping[str, str], platform: str) -> str:
    """Name the terminal of `environ` on `platform`; "" where nothing tells.

    They are like os.environ and sys.platform.
    """
    program = environ.get("TERM_PROGRAM", "")
    if program and program not in _MULTIPLEXERS:
        return f"{program} {environ.get('TERM_PROGRAM_VERSION', '')}".strip()
    for variable, name in _VARIABLES:
        if environ.get(variable):
            return name
    return WINDOWS_CONSOLE if platform == "win32" else ""
