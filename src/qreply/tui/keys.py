"""The keys. Ids are what the settings' `keymap` rebinds and what `screen.key-<id>` describes."""

from __future__ import annotations

from textual.binding import Binding

from qreply.language import t

NUMBERED = 9


def _key(name: str, keys: str, action: str, *, show: bool = False) -> Binding:
    # Priority, because the query line would take most keys for editing. Textual shows none without a description.
    return Binding(keys, action, name, show=show, priority=True, id=name)


# None of them needs the kitty protocol. Those that are shown stand in the order of the line of keys.
BINDINGS = [
    _key("copy", "enter,ctrl+c", "copy", show=True),
    _key("suggestion", "ctrl+s", "suggestion", show=True),
    _key("join", "ctrl+y", "join", show=True),
    _key("follow", "ctrl+k", "follow", show=True),
    _key("optional", "ctrl+e", "optional", show=True),
    _key("scenario", "tab", "scenario(1)", show=True),
    _key("help", "f1", "help", show=True),
    _key("fill", "ctrl+f", "fill", show=True),
    _key("wording", "ctrl+r", "wording", show=True),
    _key("customer-next", "ctrl+b", "customer('next')", show=True),
    _key("customer-new", "ctrl+n", "customer('new')", show=True),
    _key("again", "ctrl+g", "again", show=True),
    _key("favourite", "ctrl+d", "favourite", show=True),
    _key("platform", "ctrl+t", "platform", show=True),
    _key("clear", "escape", "back", show=True),
    _key("leave", "ctrl+q", "leave", show=True),
    _key("customer-clear", "ctrl+l", "customer('clear')"),
    _key("message-back", "alt+left", "message(-1)"),
    _key("message-next", "alt+right", "message(1)"),
    _key("shop", "ctrl+o", "shop"),
    _key("preview-up", "alt+up", "scroll_preview(-2)"),
    _key("preview-down", "alt+down", "scroll_preview(2)"),
    _key("paste", "ctrl+v", "paste"),
    _key("scenario-back", "shift+tab", "scenario(-1)"),
    _key("up", "up", "move(-1)"),
    _key("down", "down", "move(1)"),
    _key("page-up", "pageup", "page(-1)"),
    _key("page-down", "pagedown", "page(1)"),
    _key("nth-1", "alt+1", "nth(1)"),
    *(_key(f"nth-{n}", f"alt+{n},f{n}", f"nth({n})") for n in range(2, NUMBERED + 1)),
]


# Shown only where they do something, and what else is shown while the form is open.
SITUATIONAL = frozenset(
    {"suggestion", "join", "follow", "optional", "fill", "wording", "customer-next", "again"}
)
IN_FORM = frozenset({"copy", "scenario", "help", "clear", "optional", "suggestion", "customer-new", "leave"})


def describe(binding: Binding, *, in_form: bool = False) -> str:
    """What a key does, in the current language."""
    if in_form and binding.id in ("scenario", "clear"):
        return t(f"screen.key-{binding.id}.form")
    name, _, number = (binding.id or "").partition("nth-")
    return t("screen.key-nth", number=number) if number else t(f"screen.key-{name}")
