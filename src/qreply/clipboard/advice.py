"""Advise how to get a better clipboard than this environment offers now."""

from __future__ import annotations

from collections.abc import Callable

from qreply.clipboard.environment import Environment
from qreply.i18n import t


def advice(environment: Environment, which: Callable[[str], str | None]) -> list[str]:
    """Return what the user can do, in their language, the most helpful first."""
    return [t(f"clipboard.advice-{name}") for name in _names(environment, which)]


def _names(environment: Environment, which: Callable[[str], str | None]) -> list[str]:
    desktop = not (environment.ssh or environment.windows or environment.mac or environment.wsl)
    names = {
        "wl-clipboard": desktop and environment.wayland and not which("wl-copy"),
        "xclip": desktop
        and environment.x11
        and not environment.wayland
        and not (which("xclip") or which("xsel")),
        "display": desktop
        and environment.x11
        and not environment.wayland
        and bool(which("xclip") or which("xsel")),
        "no-desktop": desktop and not (environment.x11 or environment.wayland),
        "interop": environment.wsl and not environment.ssh,
        "windows": environment.windows and not environment.ssh,
        "tmux": environment.tmux,
        "screen": environment.screen and not environment.tmux,
        "terminal": environment.ssh or (desktop and not (environment.x11 or environment.wayland)),
    }
    return [name for name, helps in names.items() if helps]
