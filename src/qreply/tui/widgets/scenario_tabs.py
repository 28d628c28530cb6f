"""Scenario tabs with the number of hits in each."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import ClassVar

from rich.cells import cell_len
from rich.segment import Segment
from textual import events
from textual.message import Message
from textual.reactive import reactive
from textual.strip import Strip

from qreply.i18n import t
from qreply.phrasebook.model import Scenario
from qreply.tui.cell_width import first_shown, fit, plain_emoji
from qreply.tui.textual_patches.line_widget import LineWidget

MAX_TITLE = 12  # cells


class ScenarioTabs(LineWidget):
    """One line: all scenarios, then each, with counts; the current one stands out."""

    COMPONENT_CLASSES: ClassVar[set[str]] = {
        *("tabs--current", "tabs--found", "tabs--empty", "tabs--hint", "tabs--unsure")
    }

    current: reactive[str] = reactive("")

    class Chosen(Message):
        """A tab was clicked."""

        def __init__(self, scenario: str) -> None:
            self.scenario = scenario
            super().__init__()

    def __init__(self) -> None:
        super().__init__(id="tabs")
        self._tabs: tuple[Scenario, ...] = (Scenario("", t("screen.all")),)
        self._counts: Mapping[str, int] = {}
        self._hint: tuple[str, ...] = ()  # what the digits are for, the longest words first
        self._is_unsure = False

    def set_scenarios(self, scenarios: Sequence[Scenario]) -> None:
        """Show these scenarios after the tab for all."""
        self._tabs = (Scenario("", t("screen.all")), *scenarios)
        self.refresh()

    def show(self, current: str, counts: Mapping[str, int]) -> None:
        """Let the tab of the `current` scenario, empty for all, stand out; show each one's hits."""
        self.current = current
        self._counts = counts
        self.refresh()

    def hint(self, *words: str, is_unsure: bool = False) -> None:
        """Show the first of `words` for which there is room behind the tabs.

        Where it says that nothing is quite like the query, the last tabs make room for it.
        """
        if (words, is_unsure) != (self._hint, self._is_unsure):
            self._hint, self._is_unsure = words, is_unsure
            self.refresh()

    def step(self, by: int) -> str:
        """Return the scenario `by` tabs further, around the ends."""
        names = [tab.name for tab in self._tabs]
        place = names.index(self.current) if self.current in names else 0
        return names[(place + by) % len(names)]

    def nth(self, number: int) -> str:
        """Return the scenario of the tab with this number; tab 1 is for all of them.

        Returns the current one if there is no such tab.
        """
        return self._tabs[number - 1].name if number <= len(self._tabs) else self.current

    def render_line(self, y: int) -> Strip:
        del y
        width = self.size.width
        labels = [label for _, label in self._labels()]
        room = width - sum(label.cell_length for label in labels) - 1
        hint = next((words for words in self._hint if cell_len(words) < room), "")
        if not hint:
            return Strip(labels).adjust_cell_length(width, self.style_of())
        gap = Segment(" " * (room - cell_len(hint)), self.style_of())
        style = self.style_of("tabs--unsure" if self._is_unsure else "tabs--hint")
        return Strip([*labels, gap, Segment(hint, style), Segment(" ", self.style_of())], width)

    def _labels(self) -> list[tuple[Scenario, Segment]]:
        """Return the tabs with their labels, from the one that brings the current one into sight.

        Where there is no room for all, they move together.
        """
        wide, close = ([(tab, self._label(tab, gap)) for tab in self._tabs] for gap in (" ", ""))
        least = min(map(cell_len, self._hint), default=0) + 2
        fits = sum(label.cell_length for _, label in wide) + least <= self.size.width
        labels = wide if fits else close
        current = next((index for index, tab in enumerate(self._tabs) if tab.name == self.current), 0)
        room = self.size.width - (least if self._is_unsure else 0)
        labels = labels[first_shown([label.cell_length for _, label in labels], current, room) :]
        while self._is_unsure and len(labels) > 1 and sum(label.cell_length for _, label in labels) > room:
            del labels[-1]
        return labels

    def _label(self, tab: Scenario, gap: str) -> Segment:
        count = self._counts.get(tab.name, 0) if tab.name else sum(self._counts.values())
        part = "current" if tab.name == self.current else "found" if count else "empty"
        words = f"{gap}{fit(plain_emoji(tab.title), MAX_TITLE)}{gap}{count} "
        return Segment(words if gap else f" {words}".removesuffix(" "), self.style_of(f"tabs--{part}"))

    def on_click(self, event: events.Click) -> None:
        right = 0
        for tab, label in self._labels():
            right += label.cell_length
            if event.x < right:
                self.post_message(self.Chosen(tab.name))
                return
