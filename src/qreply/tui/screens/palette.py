"""Ctrl+P: every action by its Chinese or English name, found the way replies are."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import chain
from typing import ClassVar

from rich.cells import cell_len
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Vertical
from textual.content import Content
from textual.widgets import OptionList
from textual.widgets.option_list import Option

from qreply.i18n import t, table
from qreply.phrasebook.model import Phrase, Phrasebook
from qreply.search.index import Index
from qreply.tui.keys import GROUPS, ONE_LINE_FROM, SERIES, name_action
from qreply.tui.screens.choice import ChoiceScreen, choice_keys
from qreply.tui.widgets.line_input import QueryInput
from qreply.tui.widgets.prose import in_lines

# What has no use away from its key.
EDGES = 5  # cells beside the list of commands, its scroll bar among them
_LEFT_OUT = frozenset({"palette", "up", "down", "page-up", "page-down", "preview-up", "preview-down"})


class Palette(ChoiceScreen):
    """Dismissed with the id of the chosen action's key, or with None."""

    BINDINGS: ClassVar[list[BindingType]] = choice_keys("palette", "escape,ctrl+p,ctrl+q")

    def __init__(self, keys: Mapping[str, Sequence[str]]) -> None:
        """Show `keys`, those in force as displayed, by their bindings' ids."""
        super().__init__()
        self._keys = keys
        self._names = {
            name: table("screen")[f"key-{name}"]
            for name in chain.from_iterable(GROUPS.values())
            if name not in (*_LEFT_OUT, *SERIES)
        }
        commands = [Phrase(name, "", names[0], (), asks=(names[1],)) for name, names in self._names.items()]
        self._index = Index.build(Phrasebook(phrases=tuple(commands)))

    def compose(self) -> ComposeResult:
        with Vertical(id="palette"):
            yield QueryInput(self._find, placeholder=t("screen.palette"))
            yield OptionList(id="commands", markup=False)

    def on_mount(self) -> None:
        self._find("")

    def _find(self, query: str) -> None:
        commands = self.query_one(OptionList)
        hits = self._index.find(query) if query.strip() else self._index.browse().hits
        commands.clear_options()
        for name in (hit.phrase.id for hit in hits):
            commands.add_option(Option(self._row(name), id=name))
        if hits:
            commands.highlighted = 0
        else:
            commands.add_option(Option(Content(t("screen.palette-none")), disabled=True))

    def _row(self, name: str) -> Content:
        """Return keys, name and what an action does, in two lines where there is no room."""
        keys, label = "  ".join(self._keys.get(name, ())), name_action(name)
        keys_width = max(cell_len("  ".join(keys)) for keys in self._keys.values())
        label_width = max(cell_len(name_action(one)) for one in self._names)
        is_narrow = self.app.size.width < ONE_LINE_FROM
        words = t(f"key_help.{name}")
        if is_narrow:
            words = "\n" + in_lines(words, self.app.size.width - EDGES, "  ")
        else:
            words = " " * (label_width - cell_len(label) + 2) + words
        other = next((f"  {one}" for one in self._names[name] if not one.startswith(label)), "")
        room = self.app.size.width - EDGES - keys_width - cell_len(label) - cell_len(words)
        return Content.assemble(
            (keys + " " * (keys_width - cell_len(keys) + 2), "$text-accent bold"),
            (label, "bold"),
            (words, "$muted"),
            ("" if is_narrow or cell_len(other) > room else other, "$muted"),
        )
