"""F1: every key and what it does, made from the bindings as they are."""

from __future__ import annotations

from typing import ClassVar

from rich.cells import cell_len
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import VerticalScroll
from textual.content import Content
from textual.screen import ModalScreen
from textual.widgets import Static

from qreply.language import t
from qreply.tui.keys import BINDINGS, NUMBERED, describe


class HelpScreen(ModalScreen[None]):
    """An overview of the keys, closed by any of those that leave things."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape,f1,enter,ctrl+q", "dismiss", "close", id="help-close", show=False)
    ]

    def __init__(self, keys: dict[str, str]) -> None:
        """`keys` are the keys in force, by the id of their binding."""
        super().__init__()
        self._keys = keys

    def compose(self) -> ComposeResult:
        with VerticalScroll(id="help"):
            yield Static(self._overview(), markup=False)

    def _overview(self) -> Content:
        rows = [(self._keys[b.id], describe(b)) for b in BINDINGS if b.id in self._keys and not _numbered(b)]
        numbers = f"{self._keys.get('nth-1', '')} … {self._keys.get(f'nth-{NUMBERED}', '')}"
        rows.append((numbers, t("screen.key-nths")))
        width = max(cell_len(keys) for keys, _ in rows)
        lines = [Content.styled(t("screen.help"), "bold"), Content("")]
        lines += [
            Content.assemble((keys + " " * (width - cell_len(keys) + 2), "$text-accent bold"), words)
            for keys, words in rows
        ]
        return Content("\n").join([*lines, Content(""), Content.styled(t("screen.help-end"), "$muted")])


def _numbered(binding: Binding) -> bool:
    return bool(binding.id) and str(binding.id).startswith("nth-")
