"""Say what a report holds in words and figures, for its page and its workbook alike."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, timedelta

from qreply.i18n import join_words, t
from qreply.reports.period_report import Lack, Period, PeriodReport
from qreply.reports.statistics import QUICK
from qreply.text.safety import clean_line

_OTHER_WORDINGS = 4


def days_of(period: Period) -> str:
    """Name the period's first and last day, or where it is shorter its hours."""
    if period.until - period.since < timedelta(days=1):
        return f"{_date(period.since)} {period.since:%H:%M} – {period.until:%H:%M}"
    last = period.until - timedelta(microseconds=1)
    return f"{_date(period.since)} – {_date(last)}"


def compared_days(period: Period) -> str:
    """Say which period it is and which it stands beside."""
    return t("report.period", days=days_of(period), before=days_of(period.before))


def is_week(period: Period) -> bool:
    """Tell whether it is a week, the last day of which need not be over."""
    return timedelta(days=6) < period.until - period.since <= timedelta(days=7)


def figures_of(report: PeriodReport) -> list[tuple[str, str, str, int]]:
    """List the key figures: label, value, comparison, and how good that is.

    Good is 1, bad -1, neither 0.
    """
    now, before = report.now, report.before
    count = [
        (t("report.picks"), str(now.total.picks), *_change(now.total.picks, before.total.picks, 0)),
        (t("report.misses"), str(now.misses), *_change(now.misses, before.misses, -1)),
    ]
    seconds = [
        (t(f"report.{name}"), format_seconds(value), *_slower(value, old))
        for name, value, old in (
            ("median", now.total.median, before.total.median),
            ("p90", now.total.p90, before.total.p90),
        )
    ]
    shares = [
        (
            t("report.quick", seconds=int(QUICK)),
            format_share(now.total.quick),
            *_points(now.total.quick, before.total.quick),
        ),
        (
            t("report.edited"),
            format_share(now.total.edited),
            *_points(now.total.edited, before.total.edited, 0),
        ),
    ]
    return [*count, *seconds, *shares]


def advice_of(lack: Lack) -> str:
    """Say what to do about a question that led to no reply."""
    if lack.phrase is None:
        return t("report.write")
    return t(f"report.advice.{lack.advice}", title=clean_line(lack.phrase.title))


def label_of(name: str) -> str:
    """Name a day as people do: 11-23 and its weekday."""
    day = date.fromisoformat(name)
    return f"{day:%m-%d} {t('report.weekdays').split()[day.weekday()]}"


def wordings_of(texts: Sequence[str]) -> str:
    """Say a question, and some other ways in which it was asked."""
    first, *others = map(clean_line, texts)
    if not others:
        return first
    return t("report.also", text=first, others=join_words(others[:_OTHER_WORDINGS]))


def format_seconds(seconds: float | None) -> str:
    """Format seconds, of which there may be none."""
    return "–" if seconds is None else t("stats.seconds", seconds=f"{seconds:.1f}")


def format_share(share: float | None) -> str:
    """Format a share of 1 as people write it."""
    return "–" if share is None else f"{share:.0%}"


def _change(now: int, before: int, worth: int) -> tuple[str, int]:
    """Say by how much a count has changed; `worth` is 1 if more is good, -1 if bad, else 0."""
    if not before:
        return (t("report.no-before") if now else "", 0)
    share = (now - before) / before
    return t("report.change", before=before, change=f"{share:+.0%}"), worth * ((share > 0) - (share < 0))


def _slower(now: float | None, before: float | None) -> tuple[str, int]:
    if now is None or before is None:
        return "", 0
    return t("report.was", before=format_seconds(before)), (now < before) - (now > before)


def _points(now: float | None, before: float | None, worth: int = 1) -> tuple[str, int]:
    if now is None or before is None:
        return "", 0
    return t("report.was", before=format_share(before)), worth * ((now > before) - (now < before))


def _date(moment: datetime) -> str:
    return t("report.date", year=moment.year, month=moment.month, day=moment.day)
