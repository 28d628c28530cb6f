"""Show how a practice went.

It shows the figures, what was taken instead, the codes worth learning, and the days before.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import ClassVar

from rich.cells import cell_len
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import VerticalScroll
from textual.content import Content
from textual.screen import ModalScreen
from textual.widgets import Static

from qreply.i18n import join_words, t
from qreply.phrasebook.model import Phrase
from qreply.reports.practice_log import PracticeDay, PracticeRun, days_of, describe_day
from qreply.reports.practice_results import PracticeResults, figures_of
from qreply.text.safety import clean_line
from qreply.tui.cell_width import marks

_DAYS = 14  # that are shown
_CODES = 8
_BAR, _SHORT_BAR = 20, 6  # cells of a whole bar, and of one in a strip beside the chat
_STRIP = 60  # cells below which a screen is one


class PracticeSummaryScreen(ModalScreen[None]):
    """Closed by any key that leaves things."""

    CSS_PATH = "practice_summary.tcss"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape,enter,ctrl+q", "dismiss", "close", id="practice-close", show=False)
    ]

    def __init__(self, results: PracticeResults, runs: Sequence[PracticeRun], reason: str = "") -> None:
        """Show `runs`, all practices so far; `reason` is why this one could not be kept, if so."""
        super().__init__()
        self._results = results
        self._days = days_of(runs)[-_DAYS:]
        self._reason = reason

    def compose(self) -> ComposeResult:
        with VerticalScroll(id="practice-summary"):
            yield Static(Content("\n").join([*self._lines()]), markup=False)
            yield Static(t("practice.keys"), id="practice-keys", markup=False)

    def _lines(self) -> Iterator[Content]:
        results = self._results
        yield Content.styled(t("practice.over"), "$text-primary bold")
        yield from (Content(line) for line in figures_of(results))
        if self._reason:
            yield Content.styled(t("practice.not-kept", reason=self._reason), "$text-warning")
        if results.mistakes:
            yield Content("")
            yield Content.styled(t("practice.mistakes"), "$text-primary bold")
            for mistake in results.mistakes:
                wanted = join_words(map(named, mistake.answers))
                taken = join_words(one.title for one in mistake.taken)
                said = (
                    t("practice.took", taken=taken, wanted=wanted)
                    if taken
                    else t("practice.skipped", wanted=wanted)
                )
                yield Content.assemble(f"  {clean_line(mistake.text)}  ", (said, "$text-warning"))
        if results.codes:
            yield Content("")
            yield Content.styled(t("practice.codes"), "$text-primary bold")
            for code in results.codes[:_CODES]:
                values = {"title": code.phrase.title, "query": clean_line(code.query)}
                yield Content("  " + t("practice.code", code=code.code, saved=code.saved, **values))
        if self._days:
            yield Content("")
            yield Content.styled(t("practice.progress"), "$text-primary bold")
            bar = _BAR if self.app.size.width >= _STRIP else _SHORT_BAR
            yield from (_day(day, bar) for day in self._days)
        yield Content("")


def named(phrase: Phrase) -> str:
    """Return a phrase's title with its code."""
    return t("practice.named", title=phrase.title, code=phrase.code) if phrase.code else phrase.title


def _day(day: PracticeDay, cells: int) -> Content:
    share = day.share or 0.0
    bar = marks().bar * round(share * cells)
    words = describe_day(day)
    return Content.assemble(
        (f"  {day.day:%m-%d} ", "$muted"), (bar, "$text-accent"), " " * (cells - cell_len(bar)), f" {words}"
    )
