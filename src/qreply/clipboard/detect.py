"""Choose the backends for the user's clipboard: those that can be verified come first."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Mapping

from qreply.clipboard.backends import commands
from qreply.clipboard.backends.base import Backend
from qreply.clipboard.backends.osc52 import Osc52, Terminal, controlling_terminal, wrap_for_screen
from qreply.clipboard.backends.tmux import Tmux, attached_environ
from qreply.clipboard.backends.wsl import PowerShell
from qreply.clipboard.changes import watch_changes
from qreply.clipboard.clipboard import Clipboard
from qreply.clipboard.deadline import Timeouts
from qreply.clipboard.environment import Environment

Which = Callable[[str], str | None]

_POWERSHELL = ("powershell.exe", "/mnt/c/Windows/System32/WindowsPowerShell/v1.0/powershell.exe")


def detect(
    environ: Mapping[str, str],
    platform: str,
    which: Which = shutil.which,
    *,
    terminal: Terminal = controlling_terminal,
    timeouts: Timeouts | None = None,
) -> Clipboard:
    """Return the clipboard of this environment: `environ` as os.environ, `platform` as sys's.

    `terminal` writes an escape sequence to the user's terminal; a screen that owns it gives its own.
    """

    def now() -> list[Backend]:
        return backends(attached_environ(environ), platform, which, terminal)

    if environ.get("TMUX") and which("tmux"):
        # A session may be left at the desk and taken up over SSH.
        return Clipboard(now, timeouts, lambda: watch_changes(attached_environ(environ), platform, which))
    found = backends(environ, platform, which, terminal)
    return Clipboard(found, timeouts, lambda: watch_changes(environ, platform, which))


def backends(environ: Mapping[str, str], platform: str, which: Which, terminal: Terminal) -> list[Backend]:
    """Return the backends that this environment offers, best first."""
    environment = Environment.of(environ, platform)
    if environment.ssh:
        # This machine's own clipboard is not the user's. A forwarded X server may serve for reading.
        found = _by_terminal(environment, environ, which, terminal)
        return found + (_x11(environ, which, "clipboard.forwarded") if environment.forwarded else [])
    if environment.windows:
        from qreply.clipboard.backends.windows import (
            Windows,  # ctypes takes 4 ms, which others need not spend
        )

        return [Windows()]
    if environment.mac:
        found = [commands.pbcopy(environ)] if which("pbcopy") and which("pbpaste") else []
    elif environment.wsl:
        found = _wsl(environment, environ, which)
    else:
        found = _desktop(environment, environ, platform, which)
    return found + _by_terminal(environment, environ, which, terminal)


def _desktop(
    environment: Environment, environ: Mapping[str, str], platform: str, which: Which
) -> list[Backend]:
    found: list[Backend] = []
    if environment.wayland and which("wl-copy") and which("wl-paste"):
        found.append(commands.wl_copy(environ))
    if environment.x11:
        # A compositor need not hand XWayland's clipboard on, so that reading it back proves little.
        found += _x11(environ, which, "clipboard.xwayland" if environment.wayland else "")
    if not found and (environment.wayland or environment.x11 or platform == "cygwin"):
        found.append(commands.pyperclip(environ))
    return found


def _wsl(environment: Environment, environ: Mapping[str, str], which: Which) -> list[Backend]:
    found: list[Backend] = []
    for name in _POWERSHELL:
        if path := which(name):
            found.append(PowerShell(path, environ))
            break
    if environment.x11:
        found += _x11(environ, which, "clipboard.wslg")
    return found


def _x11(environ: Mapping[str, str], which: Which, unverifiable_reason: str) -> list[Backend]:
    found: list[Backend] = []
    if which("xclip"):
        found.append(commands.xclip(environ, unverifiable_reason))
    if which("xsel"):
        found.append(commands.xsel(environ, unverifiable_reason))
    return found


def _by_terminal(
    environment: Environment, environ: Mapping[str, str], which: Which, terminal: Terminal
) -> list[Backend]:
    if environment.tmux and which("tmux"):
        return [Tmux(environ, terminal)]
    if environment.osc52:
        return [Osc52(terminal, wrap_for_screen if environment.screen else str)]
    return []
