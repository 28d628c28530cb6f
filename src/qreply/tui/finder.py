"""Query and scenario → the rows of the hit list."""

from __future__ import annotations

from collections.abc import Mapping

from qreply.phrasebook.model import Phrase
from qreply.search.results import Hit
from qreply.text.normalize import is_hanzi
from qreply.tui.blocked_phrases import BlockedPhrases
from qreply.tui.widgets.hit_list import HitList
from qreply.tui.widgets.scenario_tabs import ScenarioTabs
from qreply.workspace.workspace import Workspace

QUESTION = 4  # hanzi, from which on a query is taken for what a customer said


class Finder:
    """Fills the tabs and the list from a desk, and knows what stands in which row."""

    def __init__(self, workspace: Workspace, tabs: ScenarioTabs, rows: HitList) -> None:
        self._workspace = workspace
        self._tabs = tabs
        self._rows = rows
        self._hits: list[Hit] = []
        self.counts: Mapping[str, int] = {}  # of hits, by scenario
        self.query = ""
        rows.starred = workspace.favourites
        rows.clock = workspace.clock
        rows.blocked = BlockedPhrases(workspace)
        tabs.set_scenarios(workspace.phrasebook.scenarios)

    def find(self, query: str, keep: str = "") -> None:
        """Show what `query` finds, with the cursor on the phrase of id `keep` if it is there, else on the first."""
        results = self._workspace.find(query, scenario=self._tabs.current)
        self._hits = results.hits
        self.query, self.counts = query, results.counts
        self._tabs.set_counts(results.counts)
        row = next((row for row, hit in enumerate(self._hits) if hit.phrase.id == keep), 0) if keep else 0
        self._rows.set_hits(self._hits, row)

    def renew(self, query: str, keep: str) -> None:
        """The same for a book that has been edited."""
        self._tabs.set_scenarios(self._workspace.phrasebook.scenarios)
        self.find(query, keep)

    @property
    def is_sure(self) -> bool:
        """Whether the first hit is likely to be meant, as against just the nearest; so is any shorthand."""
        is_question = sum(map(is_hanzi, self.query)) >= QUESTION  # agents know their own shorthand
        return not is_question or self._workspace.answers(self.query, self._hits)

    def phrase(self, row: int) -> Phrase | None:
        """The phrase in this row, if there is one."""
        return self._hits[row].phrase if 0 <= row < len(self._hits) else None

    @property
    def current(self) -> Phrase | None:
        """The phrase under the cursor."""
        return self.phrase(self._rows.cursor)
