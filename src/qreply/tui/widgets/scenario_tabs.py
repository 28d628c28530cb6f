"""Scenario tabs with the number of hits in each."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import ClassVar

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

    COMPONENT_CLASSES: ClassVar[set[str]] = {"tabs--current", "tabs--found", "tabs--empty"}

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

    def set_scenarios(self, scenarios: Sequence[Scenario]) -> None:
        """Show these scenarios after the tab for all."""
        self._tabs = (Scenario("", t("screen.all")), *scenarios)
        self.refresh()

    def show(self, current: str, counts: Mapping[str, int]) -> None:
        """Let the tab of the `current` scenario, empty for all, stand out; show how many hits each scenario has."""
        self.current = current
        self._counts = counts
        self.refresh()

    def step(self, by: int) -> str:
        """The scenario `by` tabs further, around the ends."""
        names = [tab.name for tab in self._tabs]
        place = names.index(self.current) if self.current in names else 0
        return names[(place + by) % len(names)]

    def nth(self, number: int) -> str:
        """The scenario of the tab with this number, from 1, which is all of them; the current one if there is none."""
        return self._tabs[number - 1].name if number <= len(self._tabs) else self.current

    def render_line(self, y: int) -> Strip:
        del y
        labels = [label for _, label in self._labels()]
        return Strip(labels).adjust_cell_length(self.size.width, self.style_of())

    def _labels(self) -> list[tuple[Scenario, Segment]]:
        """The tabs with their labels, from the one on that brings the current one into sight."""
        labels = [(tab, self._label(tab)) for tab in self._tabs]
        current = next((index for index, tab in enumerate(self._tabs) if tab.name == self.current), 0)
        return labels[first_shown([label.cell_length for _, label in labels], current, self.size.width) :]

    def _label(self, tab: Scenario) -> Segment:
        count = self._counts.get(tab.name, 0) if tab.name else sum(self._counts.values())
        part = "current" if tab.name == self.current else "found" if count else "empty"
        words = f" {fit(plain_emoji(tab.title), MAX_TITLE)} {count} "
        return Segment(words, self.style_of(f"tabs--{part}"))

    def on_click(self, event: events.Click) -> None:
        right = 0
        for tab, label in self._labels():
            right += label.cell_length
            if event.x < right:
                self.post_message(self.Chosen(tab.name))
                return
