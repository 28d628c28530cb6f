"""Keep the figures of practices, and nothing else of them: no message, no reply, no query."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from datetime import date, datetime
from pathlib import Path
from statistics import fmean
from typing import NamedTuple

from qreply.i18n import t
from qreply.reports.practice_results import PracticeResults
from qreply.storage.json_state import read_state, write_state

MAX_RUNS = 1_000  # of years; the oldest are forgotten


class PracticeRun(NamedTuple):
    """The figures of one practice; `at` is in seconds since 1970."""

    at: int
    messages: int
    judged: int
    right: int
    median: float | None
    p90: float | None
    quick: float | None


class PracticeDay(NamedTuple):
    """The practices of a day taken together."""

    day: date
    messages: int
    share: float | None  # right first time, of 1
    median: float | None  # seconds
    quick: float | None


def read_runs(path: Path) -> list[PracticeRun]:
    """Return the practices of before, oldest first; what makes no sense is left out."""
    kept = read_state(path)
    return [run for row in kept if (run := _run_of(row))] if isinstance(kept, list) else []


def add_run(path: Path, results: PracticeResults, when: datetime) -> list[PracticeRun]:
    """Keep the figures of `results`, and return all that are kept; raises OSError."""
    figures = (results.messages, results.judged, results.right, results.median, results.p90, results.quick)
    runs = [*read_runs(path), PracticeRun(int(when.timestamp()), *figures)][-MAX_RUNS:]
    write_state(path, [list(run) for run in runs])
    return runs


def days_of(runs: Sequence[PracticeRun]) -> list[PracticeDay]:
    """Put the practices of each day together, in order; of their medians the mean is taken."""
    by_day: dict[date, list[PracticeRun]] = defaultdict(list)
    for run in runs:
        when = datetime.fromtimestamp(run.at)  # noqa: DTZ006 - days of the shift are local
        by_day[when.date()].append(run)
    return [_day_of(day, found) for day, found in sorted(by_day.items())]


def describe_day(day: PracticeDay) -> str:
    """Say a day's figures."""
    share = "–" if day.share is None else f"{day.share:.0%}"
    return t(
        "practice.day", share=share, median="–" if day.median is None else day.median, count=day.messages
    )


def _day_of(day: date, runs: Sequence[PracticeRun]) -> PracticeDay:
    judged = sum(run.judged for run in runs)
    medians = [run.median for run in runs if run.median is not None]
    messages = sum(run.messages for run in runs)
    quick = [(run.quick, run.messages) for run in runs if run.quick is not None]
    return PracticeDay(
        day,
        messages,
        sum(run.right for run in runs) / judged if judged else None,
        round(fmean(medians), 1) if medians else None,
        sum(share * count for share, count in quick) / messages if quick and messages else None,
    )


def _run_of(row: object) -> PracticeRun | None:
    if not isinstance(row, list) or len(row) != len(PracticeRun._fields):
        return None
    *counts, median, p90, quick = row
    is_sound = all(type(one) is int and 0 <= one < 2**40 for one in counts) and all(
        one is None or (type(one) in (int, float) and 0 <= one < 1e6) for one in (median, p90, quick)
    )
    return PracticeRun(*row) if is_sound else None
