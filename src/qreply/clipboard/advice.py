"""How to get a better clipboard than these surroundings offer now."""

from __future__ import annotations

from collections.abc import Callable

from qreply.clipboard.environment import Surroundings
from qreply.i18n import t


def advice(around: Surroundings, which: Callable[[str], str | None]) -> list[str]:
    """What the user can do, in their language, the most helpful first; empty if nothing is known."""
    return [t(f"clipboard.advice-{name}") for name in _names(around, which)]


def _names(around: Surroundings, which: Callable[[str], str | None]) -> list[str]:
    desktop = not (around.ssh or around.windows or around.mac or around.wsl)
    names = {
        "wl-clipboard": desktop and around.wayland and not which("wl-copy"),
        "xclip": desktop and around.x11 and not around.wayland and not (which("xclip") or which("xsel")),
        "display": desktop and around.x11 and not around.wayland and bool(which("xclip") or which("xsel")),
        "no-desktop": desktop and not (around.x11 or around.wayland),
        "interop": around.wsl and not around.ssh,
        "windows": around.windows and not around.ssh,
        "tmux": around.tmux,
        "screen": around.screen and not around.tmux,
        "terminal": around.ssh or (desktop and not (around.x11 or around.wayland)),
    }
    return [name for name, helps in names.items() if helps]
