"""The keys. Ids are what the settings' `keymap` rebinds and what `screen.key-<id>` describes."""

from __future__ import annotations

from textual.binding import Binding

from qreply.language import t
from qreply.tui.widgets.hits import DIGITS

# Priority, because the query line would take most of them for editing. None needs the kitty protocol.
BINDINGS = [
    Binding("enter,ctrl+c", "copy", id="copy", priority=True),
    Binding("tab", "scenario(1)", id="scenario", priority=True),
    Binding("ctrl+r", "wording", id="wording", priority=True),
    Binding("ctrl+f", "fill", id="fill", priority=True),
    Binding("ctrl+t", "platform", id="platform", priority=True),
    Binding("escape", "back", id="clear", priority=True),
    Binding("ctrl+q", "app.quit", id="leave", priority=True),
    Binding("ctrl+v", "paste", id="paste", priority=True, show=False),
    Binding("shift+tab", "scenario(-1)", id="scenario-back", priority=True, show=False),
    Binding("up", "move(-1)", id="up", priority=True, show=False),
    Binding("down", "move(1)", id="down", priority=True, show=False),
    Binding("pageup", "page(-1)", id="page-up", priority=True, show=False),
    Binding("pagedown", "page(1)", id="page-down", priority=True, show=False),
    *(
        Binding(f"alt+{n},f{n}" if n > 1 else "alt+1", f"nth({n})", id=f"nth-{n}", priority=True, show=False)
        for n in range(1, DIGITS + 1)
    ),
]


def describe(binding: Binding) -> str:
    """What a key does, in the current language."""
    name, _, number = (binding.id or "").partition("nth-")
    return t("screen.key-nth", number=number) if number else t(f"screen.key-{name}")
