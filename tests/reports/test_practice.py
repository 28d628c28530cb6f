"""What a practice has shown, and the figures that are kept of it."""

from __future__ import annotations

from datetime import date, datetime
from pathlib import Path

import pytest

from qreply.phrasebook.model import Phrase
from qreply.reports.practice_log import PracticeRun, add_run, days_of, read_runs
from qreply.reports.practice_results import PracticeResults, results_of
from qreply.workspace.practice import Take, Turn
from qreply.workspace.practice_messages import PracticeMessage

SHIP = Phrase("logistics/ship", "logistics", "发货", (("好",),), code="fh")
STOCK = Phrase("pre-sale/stock", "pre-sale", "库存", (("有",),), code="yh")
PHRASES = {one.id: one for one in (SHIP, STOCK)}.get


def turn(*takes: tuple[Phrase, str, float], known: bool = True) -> Turn:
    answers = frozenset({SHIP.id}) if known else frozenset()
    return Turn(PracticeMessage("什么时候发", answers), [Take(*take) for take in takes])


def test_figures_of_a_practice() -> None:
    turns = [
        turn((SHIP, "fh", 4.0)),
        turn((SHIP, "fahuo", 25.0)),
        turn((STOCK, "yh", 3.0), (SHIP, "fh", 9.0)),
        turn(),  # given up
        turn((STOCK, "you", 2.0), known=False),
    ]
    found = results_of(turns, PHRASES)
    assert (found.messages, found.judged, found.right, found.share) == (5, 4, 2, 0.5)
    assert (found.median, found.p90, found.quick) == (6.5, 25.0, 0.6)
    assert [(one.answers, one.taken) for one in found.mistakes] == [((SHIP,), (STOCK,)), ((SHIP,), ())]
    assert [(one.phrase, one.query, one.code, one.saved) for one in found.codes] == [(SHIP, "fahuo", "fh", 3)]


def test_of_nothing_settled_there_are_no_seconds() -> None:
    found = results_of([turn()], PHRASES)
    assert (found.median, found.p90, found.quick, found.share) == (None, None, 0.0, 0.0)


def results(right: int, median: float) -> PracticeResults:
    return PracticeResults(10, 10, right, median, median, 0.5)


def test_only_figures_are_kept_and_days_are_taken_together(tmp_path: Path) -> None:
    path = tmp_path / "practice.json"
    text_of = results_of([turn((STOCK, "顾客的话", 3.0), (SHIP, "什么时候", 9.0))], PHRASES)
    add_run(path, text_of, datetime(2026, 11, 1, 9))
    assert not any(word in path.read_text("utf-8") for word in ("顾客", "发", "logistics", "pre-sale"))
    add_run(path, results(6, 8.0), datetime(2026, 11, 2, 9))
    add_run(path, results(9, 4.0), datetime(2026, 11, 2, 17))
    first, second = days_of(read_runs(path))
    assert (first.day, first.messages, first.share) == (date(2026, 11, 1), 1, 0.0)
    assert (second.messages, second.share, second.median, second.quick) == (20, 0.75, 6.0, 0.5)


@pytest.mark.parametrize(
    "text", ["", "{}", "[[1]]", '[[1,2,3,"4",5,6,7]]', "[[1,2,3,4,-5.0,6.0,0.5]]", "[[true,1,1,1,1,1,1]]"]
)
def test_what_makes_no_sense_is_left_out(text: str, tmp_path: Path) -> None:
    path = tmp_path / "practice.json"
    path.write_text(text, encoding="utf-8")
    assert read_runs(path) == []


def test_a_kept_run_is_read_again(tmp_path: Path) -> None:
    path = tmp_path / "practice.json"
    runs = add_run(path, results(9, 4.0), datetime(2026, 11, 2, 9))
    assert read_runs(path) == runs
    assert isinstance(runs[0], PracticeRun)
