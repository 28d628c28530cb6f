"""Name the keys.

Ids are what the settings' `keymap` rebinds and what `screen.key-<id>` describes.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping

from textual.binding import ActiveBinding, Binding

from qreply.i18n import join_words, t
from qreply.workspace.workspace import Workspace

NUMBERED = 9
TAB_KEYS = "0wertyuio"  # below the digits, which take hits; Alt+Q is for what brings the window to the front


def priority_key(name: str, keys: str, action: str, *, show: bool = False) -> Binding:
    """Return a key that goes before the line with the cursor.

    The line would take most keys for editing, or pass them on too late.
    """
    # Textual shows none without a description.
    return Binding(keys, action, name, show=show, priority=True, id=name)


# None of them needs the kitty protocol, and none is out of reach where Alt is not passed on: what has no other key is
# in the palette, or is what Tab, the arrows and Enter do. Alt+A is WeChat's: it takes a picture of the screen.
# Those that are shown stand in the order of the line of keys.
BINDINGS = [
    priority_key("copy", "enter,ctrl+c", "copy", show=True),
    priority_key("queue-skip", "alt+x", "queue('skip')", show=True),
    priority_key("queue-undo", "alt+z", "queue('undo')", show=True),
    priority_key("queue-back", "alt+k", "queue('back')", show=True),
    priority_key("suggestion", "ctrl+s", "suggestion", show=True),
    priority_key("remind", "alt+d", "remind", show=True),
    # Not Ctrl+J, which is a line feed: what some terminals send for Ctrl+Enter, and for the end of a pasted line.
    priority_key("append", "alt+j", "append", show=True),
    priority_key("picture", "alt+v", "picture", show=True),
    priority_key("new-phrase", "ctrl+w", "write", show=True),
    priority_key("join", "ctrl+y", "join", show=True),
    priority_key("follow", "ctrl+k", "follow", show=True),
    priority_key("optional", "ctrl+e", "optional", show=True),
    priority_key("scenario", "tab", "scenario(1)", show=True),
    priority_key("help", "f1", "help", show=True),
    priority_key("fill", "ctrl+f", "fill", show=True),
    priority_key("wording", "ctrl+r", "wording", show=True),
    priority_key("customer-next", "ctrl+b", "customer('next')", show=True),
    priority_key("customer-new", "ctrl+n", "customer('new')", show=True),
    priority_key("again", "ctrl+g", "again", show=True),
    priority_key("favourite", "ctrl+d", "favourite", show=True),
    priority_key("platform", "ctrl+t", "platform", show=True),
    priority_key("edit-phrase", "ctrl+x", "adapt", show=True),
    priority_key("clear", "escape", "back", show=True),
    priority_key("leave", "ctrl+q", "leave", show=True),
    priority_key("palette", "ctrl+p", "palette", show=True),
    priority_key("note", "ctrl+u", "note"),
    priority_key("undo", "ctrl+z", "undo"),
    priority_key("customer-clear", "ctrl+l", "customer('clear')"),
    priority_key("customer-name", "alt+m", "name_customer"),
    priority_key("message-back", "alt+left", "message(-1)"),
    priority_key("message-next", "alt+right", "message(1)"),
    priority_key("shop", "ctrl+o", "shop"),
    priority_key("shop-values", "alt+s", "shop_values"),
    priority_key("preferences", "alt+c", "preferences"),
    priority_key("open-file", "f12", "open_file"),
    priority_key("news", "alt+n", "news"),
    priority_key("hand-over", "alt+h", "hand_over"),
    priority_key("round", "alt+l", "round"),
    priority_key("practice", "alt+g", "practice"),
    priority_key("preview-up", "alt+up,ctrl+up", "scroll_preview(-2)"),
    priority_key("preview-down", "alt+down,ctrl+down", "scroll_preview(2)"),
    priority_key("paste", "ctrl+v", "paste"),
    priority_key("scenario-back", "shift+tab", "scenario(-1)"),
    priority_key("up", "up", "move(-1)"),
    priority_key("down", "down", "move(1)"),
    priority_key("page-up", "pageup", "page(-1)"),
    priority_key("page-down", "pagedown", "page(1)"),
    priority_key("nth-1", "alt+1", "nth(1)"),
    *(priority_key(f"nth-{n}", f"alt+{n},f{n}", f"nth({n})") for n in range(2, NUMBERED + 1)),
    *(priority_key(f"tab-{n}", f"alt+{key}", f"tab({n})") for n, key in enumerate(TAB_KEYS, 1)),
]
_CAPS = {
    "up": "↑",
    "down": "↓",
    "left": "←",
    "right": "→",
    "pageup": "PageUp",
    "pagedown": "PageDown",
    "escape": "Esc",
}
BY_NAME = {binding.id or "": binding for binding in BINDINGS}
ONE_LINE_FROM = 76  # cells in which what a key does has room beside its name
SERIES = ("nth", "tab")  # keys that differ in their number only

# The overview of the keys, in its order; a test sees to it that none is left out.
GROUPS = {
    "find": (
        *("copy", "nth", "up", "down", "page-up", "page-down", "scenario", "scenario-back", "tab"),
        *("clear", "undo", "paste", "favourite", "note", "news"),
    ),
    "more": ("palette", "help", "leave"),
    "reply": (
        *("fill", "optional", "wording", "suggestion", "follow", "again", "append", "picture"),
        *("message-back", "message-next", "join", "preview-up", "preview-down"),
    ),
    "own": ("new-phrase", "edit-phrase", "open-file"),
    "queue": ("round", "queue-skip", "queue-back", "queue-undo", "practice"),
    "serving": (
        *("customer-next", "customer-new", "customer-clear", "customer-name", "remind", "hand-over"),
        *("platform", "shop", "shop-values", "preferences"),
    ),
}

# Shown only where they do something, and what else is shown while the form is open.
SITUATIONAL = frozenset(
    {
        "remind",
        "append",
        "picture",
        "queue-skip",
        "queue-undo",
        "queue-back",
        "suggestion",
        "join",
        "follow",
        "optional",
        "fill",
        "wording",
        "customer-next",
        "again",
        "new-phrase",
    }
)
IN_FORM = frozenset({"copy", "scenario", "help", "clear", "optional", "suggestion", "customer-new", "leave"})


def describe(binding: Binding, *, in_form: bool = False) -> str:
    """Return what a key does, in the current language."""
    if in_form and binding.id in ("scenario", "clear"):
        return t(f"screen.form-{binding.id}")
    kind, number = series_of(binding)
    return t(f"screen.key-{kind}", number=number) if number else t(f"screen.key-{kind}")


def name_action(name: str) -> str:
    """Return the name of an action, without what its label says beside it."""
    return re.split("[（：(:]", t(f"screen.key-{name}"))[0].strip()


def spelled(key: str) -> str:
    """Return the name of a key as keyboards have it: `Ctrl+C` for `ctrl+c`."""
    return "+".join(_CAPS.get(part, part.capitalize()) for part in key.split("+"))


def series_of(binding: Binding) -> tuple[str, str]:
    """Return the kind of key and its number, `nth` and `3`; a key of its own kind has no number."""
    kind, _, number = (binding.id or "").rpartition("-")
    return (kind, number) if kind in SERIES else (binding.id or "", "")


def effective_hotkeys(keymap: Mapping[str, str], hotkeys: Mapping[str, str]) -> dict[str, str]:
    """Return the ids of phrases by their own keys, but for keys given elsewhere by the `keymap`."""
    taken = {key for keys in keymap.values() for key in keys.split(",")}
    return {key: phrase_id for key, phrase_id in hotkeys.items() if key not in taken}


def keys_in_force(active: Mapping[str, ActiveBinding]) -> dict[str, list[str]]:
    """Return the keys of active bindings, spelled as keyboards have them, by the bindings' ids."""
    keys: dict[str, list[str]] = {}
    for one in active.values():
        if one.binding.id:
            keys.setdefault(one.binding.id, []).append(spelled(one.binding.key))
    return keys


def find_wrong_key(workspace: Workspace) -> str:
    """Return what to say of the first thing that is wrong with the keys of the settings.

    It is empty if nothing is.
    """
    settings = workspace.settings
    gone = (id_ for id_ in settings.hotkeys.values() if workspace.phrasebook.index.by_id(id_) is None)
    unknown = (t("screen.no-hotkey", id=id_) for id_ in gone)
    wrong = [*clashes(settings.keymap, settings.hotkeys), *unknown]
    if len(wrong) > 1:
        return t("screen.wrong-keys", first=wrong[0], count=len(wrong) - 1)
    return "".join(wrong)


def clashes(keymap: Mapping[str, str], hotkeys: Mapping[str, str]) -> Iterator[str]:
    """Return what to say of each key that the settings give to more than one thing.

    The `keymap` wins over `hotkeys`, and both over what a key does by default, which then goes without.
    """
    claims: dict[str, list[str]] = defaultdict(list)
    for name, binding in BY_NAME.items():
        for key in keymap.get(name, "").split(","):
            claims[key].append(describe(binding))
    for key, phrase in hotkeys.items():
        claims[key].append(phrase)
    for name, binding in BY_NAME.items():
        if name not in keymap:
            for key in binding.key.split(","):
                claims[key].append(describe(binding))
    claims.pop("", None)
    for key, names in claims.items():
        if len(names) > 1:
            yield t("screen.clash", key=key, winner=names[0], others=join_words(names[1:]))
