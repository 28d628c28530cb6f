"""F1: every key and what it does, made from the bindings as they are."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import ClassVar

from rich.cells import cell_len
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Container, VerticalScroll
from textual.content import Content
from textual.screen import ModalScreen
from textual.widgets import Static

from qreply.i18n import t
from qreply.tui.keys import BY_NAME, GROUPS, SERIES, describe

LONG = 3  # the groups of the right column: together as long as those of the left


class HelpScreen(ModalScreen[None]):
    """An overview of the keys, closed by any of those that leave things."""

    CSS_PATH = "help.tcss"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape,f1,enter,ctrl+q", "dismiss", "close", id="help-close", show=False)
    ]

    HORIZONTAL_BREAKPOINTS = [(0, "narrow"), (90, "wide")]  # noqa: RUF012 - Textual's own attribute

    def __init__(self, keys: Mapping[str, Sequence[str]], hotkeys: Mapping[str, str]) -> None:
        """Show `keys`, those in force as displayed, by their bindings' ids.

        `hotkeys` are phrases by key.
        """
        super().__init__()
        self._keys = keys
        self._hotkeys = hotkeys

    def compose(self) -> ComposeResult:
        groups = {t("screen.hotkeys"): list(self._hotkeys.items())}
        groups |= {t(f"screen.group-{group}"): list(self._rows(names)) for group, names in GROUPS.items()}
        width = max(cell_len(keys) for rows in groups.values() for keys, _ in rows)
        shown = [_group(title, rows, width) for title, rows in groups.items() if rows]
        with VerticalScroll(id="help"):
            with Container(id="columns"):
                for column in (shown[:-LONG], shown[-LONG:]):
                    yield Static(Content("\n").join(column), markup=False)
            yield Static(t("screen.help-end"), id="help-end", markup=False)

    def _rows(self, names: Sequence[str]) -> Iterator[tuple[str, str]]:
        for name in names:
            if name in SERIES:
                numbers = [
                    self._keys[key] for key in BY_NAME if key.startswith(f"{name}-") and key in self._keys
                ]
                yield f"{numbers[0][0]} … {numbers[-1][0]}", t(f"screen.keys-{name}")
            elif name in self._keys:
                yield "  ".join(self._keys[name]), describe(BY_NAME[name])


def _group(title: str, rows: Sequence[tuple[str, str]], width: int) -> Content:
    lines = [
        Content.styled(title, "$text-primary bold"),
        *(_line(keys, words, width) for keys, words in rows),
    ]
    return Content("\n").join([*lines, Content("")])


def _line(keys: str, words: str, width: int) -> Content:
    gap = " " * (width - cell_len(keys) + 2)
    return Content.assemble((f"  {keys}{gap}", "$text-accent bold"), words)
