"""Say what a report holds in words and figures, for its page and its workbook alike."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from typing import NamedTuple

from qreply.i18n import join_words, t
from qreply.reports.period import Period
from qreply.reports.period_report import Lack, PeriodReport
from qreply.reports.statistics import QUICK
from qreply.text.safety import clean_line

_OTHER_WORDINGS = 4


class Figure(NamedTuple):
    """A key figure: how `form` says its value, how that compares, and how good the change is.

    Good is 1, bad -1, neither 0. The value of shares is of 1, the form `count`, `seconds` or `share`.
    """

    label: str
    value: float | None
    form: str
    change: str
    worth: int

    @property
    def told(self) -> str:
        """Return the value as people write it."""
        match self.form:
            case "seconds":
                return format_seconds(self.value)
            case "share":
                return format_share(self.value)
        return f"{self.value:g}"


def days_of(period: Period) -> str:
    """Name the first and last day, of a shorter period the hours, of an open one the end."""
    last = period.until - timedelta(microseconds=1)
    if period.is_open:
        return t("report.up-to", day=_date(last))
    if period.until - period.since < timedelta(days=1):
        day = "" if last.date() == period.since.date() else f"{_date(last)} "
        return f"{_date(period.since)} {period.since:%H:%M} – {day}{period.until:%H:%M}"
    return f"{_date(period.since)} – {_date(last)}"


def compared_days(report: PeriodReport) -> str:
    """Say which period it is and which it stands beside, as far as that was kept."""
    return t("report.period", days=days_of(report.period), before=days_before(report))


def days_before(report: PeriodReport) -> str:
    """Name the days of the period before, and what of them does not count or was not kept."""
    before = report.period.before
    words = days_of(before)
    if not before.is_whole_days and before.until - before.since >= timedelta(days=1):
        words += t("report.until-hour", hour=f"{before.until:%H:%M}")
    if report.is_before_partial and report.began:
        words += t("report.began", day=_date(report.began))
    return words


def people_of(report: PeriodReport) -> list[str]:
    """Say who of the period before is missing in this one, and who has come since."""
    found = {"absent": report.absent, "newcomers": report.newcomers}
    return [
        t(f"report.{kind}", names=join_words(map(clean_line, names)))
        for kind, names in found.items()
        if names
    ]


def is_week(period: Period) -> bool:
    """Tell whether it is a week, the last day of which need not be over."""
    return timedelta(days=6) < period.until - period.since <= timedelta(days=7)


def figures_of(report: PeriodReport) -> list[Figure]:
    """List the key figures, each beside that of the period before."""
    now, before, total = report.now, report.before, report.now.total
    quick = t("report.quick", seconds=int(QUICK))
    rows: list[tuple[str, float | None, float | None, str, int]] = [
        (t("report.picks"), total.picks, before.total.picks, "count", 0),
        (t("report.misses"), now.misses, before.misses, "count", -1),
        (t("report.median"), total.median, before.total.median, "seconds", -1),
        (t("report.p90"), total.p90, before.total.p90, "seconds", -1),
        (quick, total.quick, before.total.quick, "share", 1),
        (t("report.edited"), total.edited, before.total.edited, "share", 0),
    ]
    why = "partial" if report.is_before_partial else "others" if report.is_of_others else ""
    return [_figure(*row, incomparable=why) for row in rows]


def _figure(
    label: str, now: float | None, before: float | None, form: str, worth: int, *, incomparable: str
) -> Figure:
    """Hold a figure against the one before; of what is read the same nothing has changed.

    `worth` is 1 if more is good, -1 if bad, else 0; `incomparable` is why the one before tells nothing, if so.
    """
    figure, old = Figure(label, now, form, "", 0), Figure(label, before, form, "", 0)
    if now is None or before is None:
        return figure
    if form == "count" and not before:
        nothing = t("report.no-before") if now and incomparable != "partial" else ""
        return figure._replace(change=nothing)
    if incomparable:
        return figure._replace(change=t(f"report.{incomparable}", before=old.told))
    worth = 0 if figure.told == old.told else worth * (1 if now > before else -1)
    words = t("report.was", before=old.told)
    if form == "count":
        words = t("report.change", before=old.told, change=f"{(now - before) / before:+.0%}")
    return figure._replace(change=words, worth=worth)


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
    """Format a share of 1 as people write it; all is said only of all, none of none."""
    if share is None:
        return "–"
    return f"{min(max(round(100 * share), 1), 99)}%" if 0 < share < 1 else f"{share:.0%}"


def _date(moment: date) -> str:
    return t("report.date", year=moment.year, month=moment.month, day=moment.day)
