"""F1: every key and what it does, made from the bindings as they are."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import ClassVar, NamedTuple

from rich.cells import cell_len
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Container, VerticalScroll
from textual.content import Content
from textual.screen import ModalScreen
from textual.widgets import Static

from qreply.i18n import t
from qreply.tui.keys import BY_NAME, GROUPS, ONE_LINE_FROM, SERIES, name_action
from qreply.tui.widgets.prose import in_lines

LONG = 3  # the groups of the right column: together as long as those of the left
EDGES = 8  # cells beside the keys, the scroll bar's among them
COLUMNS_FROM = 170  # cells in which two columns have room


class Row(NamedTuple):
    """The keys of an action, its name, and what it does in a sentence."""

    keys: str
    name: str
    words: str


class HelpScreen(ModalScreen[None]):
    """An overview of the keys, closed by any of those that leave things."""

    CSS_PATH = "help.tcss"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape,f1,enter,ctrl+q", "dismiss", "close", id="help-close", show=False)
    ]

    HORIZONTAL_BREAKPOINTS = [(0, "narrow"), (COLUMNS_FROM, "wide")]  # noqa: RUF012 - Textual's own attribute

    def __init__(self, keys: Mapping[str, Sequence[str]], hotkeys: Mapping[str, str]) -> None:
        """Show `keys`, those in force as displayed, by their bindings' ids.

        `hotkeys` are phrases by key.
        """
        super().__init__()
        self._keys = keys
        self._hotkeys = hotkeys

    def compose(self) -> ComposeResult:
        groups = {t("screen.hotkeys"): [Row(key, title, "") for key, title in self._hotkeys.items()]}
        groups |= {t(f"screen.group-{group}"): list(self._rows(names)) for group, names in GROUPS.items()}
        rows = [row for found in groups.values() for row in found]
        widths = max(cell_len(row.keys) for row in rows), max(cell_len(row.name) for row in rows if row.words)
        room = self.app.size.width - EDGES
        shown = [_group(title, found, widths, room) for title, found in groups.items() if found]
        with VerticalScroll(id="help"):
            with Container(id="columns"):
                for column in (shown[:-LONG], shown[-LONG:]):
                    yield Static(Content("\n").join(column), markup=False)
            yield Static(t("screen.help-end"), id="help-end", markup=False)

    def _rows(self, names: Sequence[str]) -> Iterator[Row]:
        for name in names:
            if name in SERIES:
                numbers = [
                    self._keys[key] for key in BY_NAME if key.startswith(f"{name}-") and key in self._keys
                ]
                if numbers:  # none before the phrasebook is open
                    yield Row(f"{numbers[0][0]} … {numbers[-1][0]}", t(f"screen.keys-{name}"), _words(name))
            elif name in self._keys:
                yield Row("  ".join(self._keys[name]), name_action(name), _words(name))


def _words(name: str) -> str:
    return t(f"key_help.{name}")


def _group(title: str, rows: Sequence[Row], widths: tuple[int, int], room: int) -> Content:
    lines = [Content.styled(title, "$text-primary bold"), *(_line(row, widths, room) for row in rows)]
    return Content("\n").join([*lines, Content("")])


def _line(row: Row, widths: tuple[int, int], room: int) -> Content:
    """Return a row in `room` cells, its words in lines of their own where there is little."""
    gap = " " * (widths[0] - cell_len(row.keys) + 2)
    words = row.words
    if words and room < ONE_LINE_FROM - EDGES:
        words = "\n" + in_lines(words, room, "    ")
    elif words:
        begin = sum(widths) + 6
        words = in_lines(words, room, " " * begin)[begin:]
        words = " " * max(2, widths[1] - cell_len(row.name) + 2) + words
    return Content.assemble((f"  {row.keys}{gap}", "$text-accent bold"), row.name, (words, "$muted"))
