"""tmux, which passes the clipboard on only through its own command."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping

from qreply.clipboard.backends import process
from qreply.clipboard.backends.base import Backend, BackendError
from qreply.clipboard.backends.osc52 import Osc52, Terminal, wrap_for_tmux
from qreply.clipboard.deadline import Deadline
from qreply.i18n import t

_HONOURS_OFF = (3, 5)  # from this version `load-buffer -w` sends nothing when set-clipboard is off
_QUERY = 0.4  # seconds for asking tmux about itself, which takes it 3 ms
_DESKTOP = ("DISPLAY", "WAYLAND_DISPLAY")

# One paste buffer for all copies, so that each takes the place of the one before it. tmux keeps it until it ends.
BUFFER = "qreply"


class Tmux(Backend):
    """tmux's clipboard, by `load-buffer -w`; before tmux 3.2, OSC 52 goes through it."""

    name = "tmux"
    reads = False
    unverifiable_reason = "clipboard.no-answer"

    def __init__(self, environ: Mapping[str, str], terminal: Terminal) -> None:
        self._environ = environ
        self._through = Osc52(terminal, wrap_for_tmux)

    def write(self, text: str, deadline: Deadline) -> None:
        if self._passes_on(deadline):
            process.feed(
                ["tmux", "load-buffer", "-w", "-b", BUFFER, "-"], text.encode(), self._environ, deadline
            )
        else:
            self._through.write(text, deadline)

    def forget(self, is_ours: Callable[[str], bool], deadline: Deadline) -> None:
        try:
            kept = process.ask(["tmux", "show-buffer", "-b", BUFFER], self._environ, deadline.within(_QUERY))
            if is_ours(kept.decode(errors="replace")):
                process.ask(["tmux", "delete-buffer", "-b", BUFFER], self._environ, deadline.within(_QUERY))
        except BackendError:
            return  # there is none, or tmux has ended

    def obstacle(self, deadline: Deadline) -> str:
        try:
            self._passes_on(deadline)
        except BackendError as error:
            return error.message
        return ""

    def _passes_on(self, deadline: Deadline) -> bool:
        """Tell whether tmux passes the text on; raises BackendError if it would drop it.

        The agent must see "failed" then, rather than "sent, not confirmed".
        """
        version, clipboard, features = self._facts(deadline)
        if version < (3, 2):
            return False
        if clipboard == "off" and version >= _HONOURS_OFF:
            raise BackendError(t("clipboard.tmux-off"))
        if "clipboard" not in features:
            raise BackendError(t("clipboard.tmux-terminal"))
        return True

    def _facts(self, deadline: Deadline) -> tuple[tuple[int, ...], str, list[str]]:
        query = "#{version} #{set-clipboard} #{client_termfeatures}"
        answer = process.ask(["tmux", "display-message", "-p", query], self._environ, deadline.within(_QUERY))
        version, _, rest = answer.decode(errors="replace").strip().partition(" ")
        clipboard, _, features = rest.partition(" ")
        return tuple(int(part) for part in re.findall(r"\d+", version)[:2]), clipboard, features.split(",")


def reports_focus(environ: Mapping[str, str]) -> bool:
    """Tell whether tmux passes on that its window was taken up again; True where unknown."""
    try:
        answer = process.ask(["tmux", "show-options", "-gv", "focus-events"], environ, Deadline(_QUERY))
    except BackendError:
        return True
    return answer.strip() != b"off"


def attached_environ(environ: Mapping[str, str]) -> Mapping[str, str]:
    """Return `environ` of the terminal attached now: a local session may be used over SSH.

    Where that terminal is on this machine, and tmux knows of no desktop, the one that the process was given is taken:
    a server that was started without DISPLAY knows of none, whatever the pane was told since.
    """
    try:
        answer = process.ask(["tmux", "show-environment"], environ, Deadline(_QUERY))
    except BackendError:
        return environ  # then nothing better is known
    current = dict(environ)
    for line in answer.decode(errors="replace").splitlines():
        name, assigned, value = line.partition("=")
        if assigned:
            current[name] = value
        else:
            current.pop(name.removeprefix("-"), None)
    if "SSH_CONNECTION" not in current:
        for name in ("SSH_CLIENT", "SSH_TTY"):  # tmux keeps no account of these
            current.pop(name, None)
        if not any(current.get(name) for name in _DESKTOP):
            current |= {name: environ[name] for name in _DESKTOP if name in environ}
    return current
