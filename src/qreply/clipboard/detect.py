"""Which ways lead to the user's clipboard, best first: those that can be verified, then those that can't."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Mapping

from qreply.clipboard.backends import commands
from qreply.clipboard.backends.base import Way
from qreply.clipboard.backends.osc52 import Osc52, Terminal, controlling_terminal, through_screen
from qreply.clipboard.backends.tmux import Tmux, attached_environ
from qreply.clipboard.backends.wsl import PowerShell
from qreply.clipboard.clipboard import Clipboard
from qreply.clipboard.deadline import Timing
from qreply.clipboard.environment import Surroundings

Which = Callable[[str], str | None]

_POWERSHELL = ("powershell.exe", "/mnt/c/Windows/System32/WindowsPowerShell/v1.0/powershell.exe")


def detect(
    environ: Mapping[str, str],
    platform: str,
    which: Which = shutil.which,
    *,
    terminal: Terminal = controlling_terminal,
    timing: Timing | None = None,
) -> Clipboard:
    """The clipboard of these surroundings: `environ` like os.environ, `platform` like sys.platform.

    `terminal` writes an escape sequence to the user's terminal; a screen that owns it gives its own.
    """

    def now() -> list[Way]:
        return ways(attached_environ(environ), platform, which, terminal)

    if environ.get("TMUX") and which("tmux"):
        return Clipboard(now, timing)  # a session may be left at the desk and taken up over SSH
    return Clipboard(ways(environ, platform, which, terminal), timing)


def ways(environ: Mapping[str, str], platform: str, which: Which, terminal: Terminal) -> list[Way]:
    """The ways that these surroundings offer, best first."""
    around = Surroundings.of(environ, platform)
    if around.ssh:
        # This machine's own clipboard is not the user's. A forwarded X server may serve for reading.
        found = _by_terminal(around, environ, which, terminal)
        return found + (_x11(environ, which, "clipboard.forwarded") if around.forwarded else [])
    if around.windows:
        from qreply.clipboard.backends.windows import (
            Windows,  # ctypes takes 4 ms, which others need not spend
        )

        return [Windows()]
    if around.mac:
        found = [commands.pbcopy(environ)] if which("pbcopy") and which("pbpaste") else []
    elif around.wsl:
        found = _wsl(around, environ, which)
    else:
        found = _desktop(around, environ, platform, which)
    return found + _by_terminal(around, environ, which, terminal)


def _desktop(around: Surroundings, environ: Mapping[str, str], platform: str, which: Which) -> list[Way]:
    found: list[Way] = []
    if around.wayland and which("wl-copy") and which("wl-paste"):
        found.append(commands.wl_copy(environ))
    if around.x11:
        # A compositor need not hand XWayland's clipboard on, so that reading it back proves little.
        found += _x11(environ, which, "clipboard.xwayland" if around.wayland else "")
    if not found and (around.wayland or around.x11 or platform == "cygwin"):
        found.append(commands.pyperclip(environ))
    return found


def _wsl(around: Surroundings, environ: Mapping[str, str], which: Which) -> list[Way]:
    found: list[Way] = []
    for name in _POWERSHELL:
        if path := which(name):
            found.append(PowerShell(path, environ))
            break
    if around.x11:
        found += _x11(environ, which, "clipboard.wslg")
    return found


def _x11(environ: Mapping[str, str], which: Which, unproven: str) -> list[Way]:
    found: list[Way] = []
    if which("xclip"):
        found.append(commands.xclip(environ, unproven))
    if which("xsel"):
        found.append(commands.xsel(environ, unproven))
    return found


def _by_terminal(
    around: Surroundings, environ: Mapping[str, str], which: Which, terminal: Terminal
) -> list[Way]:
    if around.tmux and which("tmux"):
        return [Tmux(environ, terminal)]
    if around.osc52:
        return [Osc52(terminal, through_screen if around.screen else str)]
    return []
