"""What qreply runs in, as far as the clipboard depends on it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple


class Environment(NamedTuple):
    """Where the user sits and what stands between; the environment tells."""

    windows: bool = False
    mac: bool = False
    wsl: bool = False
    ssh: bool = False
    tmux: bool = False
    screen: bool = False
    wayland: bool = False
    x11: bool = False
    forwarded: bool = False
    """X11 comes through SSH from the user's own machine."""
    osc52: bool = False
    """The terminal may know OSC 52."""

    @classmethod
    def of(cls, environ: Mapping[str, str], platform: str) -> Environment:
        """Return the environment of `environ` (as os.environ) on `platform` (as sys.platform)."""
        ssh = any(environ.get(name) for name in ("SSH_CONNECTION", "SSH_CLIENT", "SSH_TTY"))
        display = environ.get("DISPLAY", "")
        host = display.partition(":")[0]
        return cls(
            windows=platform == "win32",
            mac=platform == "darwin",
            wsl=platform == "linux" and any(environ.get(name) for name in ("WSL_DISTRO_NAME", "WSL_INTEROP")),
            ssh=ssh,
            tmux=bool(environ.get("TMUX")),
            screen=bool(environ.get("STY")),
            wayland=bool(environ.get("WAYLAND_DISPLAY")),
            x11=bool(display),
            forwarded=ssh and host not in {"", "unix"} and not host.startswith("/"),
            osc52=environ.get("TERM", "") not in {"", "dumb", "linux", "unknown"}
            and environ.get("TERM_PROGRAM") != "Apple_Terminal",
        )
