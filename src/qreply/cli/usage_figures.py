"""Write a usage report for `qreply stats`: as text, as rows of a table, for JSON."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from rich.table import Table

from qreply.cli.table import draw_bars
from qreply.i18n import t
from qreply.reports.clustering import Group
from qreply.reports.period import Period
from qreply.reports.report_words import days_of, format_share
from qreply.reports.statistics import Missed, Row, UsageReport

_SHOWN = 20  # rows in a terminal; the other formats have all

# The names of figures, in CSV and JSON alike.
FIELDS = ("name", "title", "count", "median_seconds", "p90_seconds", "under_20s", "edited", "no_hit")


def usage_text(found: UsageReport, by: str, period: Period | None) -> Iterator[str | Table]:
    """Yield a report for people, the longest of its lists shortened."""
    total = found.total
    if period is not None:
        yield t("stats.period", days=days_of(period))
    yield t("stats.total", picks=total.picks, misses=found.misses)
    if total.median is not None:
        yield t("stats.speed", median=total.median, p90=total.p90, quick=format_share(total.quick))
    if found.rows:
        yield f"\n{t(f'stats.by-{by}')}"
        # Of days the latest tell most; a day has 24 hours, and all of them are shown.
        rows = found.rows if by == "hour" else found.rows[-_SHOWN:] if by == "day" else found.rows[:_SHOWN]
        yield draw_bars([(row.title or row.name, row.picks, _remark(row)) for row in rows])
        yield from _more(len(found.rows) - len(rows) + _SHOWN, "earlier" if by == "day" else "more")
    if found.noted:
        yield f"\n{t('stats.noted', count=sum(group.count for group in found.noted))}"
        yield from (f"  {group.count} × {group.text}" for group in found.noted[:_SHOWN])
        yield from _more(len(found.noted))
    if found.missed or found.unnamed:
        yield f"\n{t('stats.missed', count=found.misses)}"
        yield from (f"  {_missed(missed)}" for missed in found.missed[:_SHOWN])
        yield from _more(len(found.missed))
        if found.unnamed:
            yield f"  {t('stats.unnamed', count=found.unnamed)}"
    if found.never:
        yield f"\n{t('stats.never', count=len(found.never))}"
        yield from (f"  {title}  {phrase}" for phrase, title in list(found.never.items())[:_SHOWN])
        yield from _more(len(found.never))


def _more(count: int, what: str = "more") -> Iterator[str]:
    if count > _SHOWN:
        yield f"  {t(f'stats.{what}', count=count - _SHOWN)}"


def _remark(row: Row) -> str:
    picks = t("stats.picks", count=row.picks)
    return picks if row.median is None else t("stats.picks-in", picks=picks, seconds=row.median)


def _missed(missed: Missed) -> str:
    words = f"{missed.group.count} × {missed.group.text}"
    if missed.nothing:
        words += f"  {t('stats.nothing', count=missed.nothing)}"
    return words


def usage_rows(found: UsageReport, by: str) -> Iterator[tuple[object, ...]]:
    """Yield all of a report as rows of a table, each with the part it belongs to and `FIELDS`."""
    parts: dict[str, Iterable[Mapping[str, object]]] = {
        "total": [_figures(found.total)],
        by: map(_figures, found.rows),
        "noted": map(_noted_figures, found.noted),
        "missed": _all_missed(found),
        "never": _never(found),
    }
    for part, rows in parts.items():
        for row in rows:
            yield (part, *(row.get(name) for name in FIELDS))


def usage_json(found: UsageReport, period: Period | None) -> dict[str, object]:
    """Return all of a report, for JSON."""
    return {
        "since": period.since.isoformat() if period and not period.is_open else None,
        "until": period and period.until.isoformat(),
        "total": _figures(found.total),
        "rows": [*map(_figures, found.rows)],
        "noted": [*map(_noted_figures, found.noted)],
        "missed": [*_all_missed(found)],
        "never": [*_never(found)],
    }


def _figures(row: Row) -> dict[str, object]:
    return {
        "name": row.name,
        "title": row.title,
        "count": row.picks,
        "median_seconds": row.median,
        "p90_seconds": row.p90,
        "under_20s": row.quick,
        "edited": row.edited,
    }


def _noted_figures(group: Group) -> dict[str, object]:
    return {"name": group.text, "count": group.count, "texts": group.texts}


def _all_missed(found: UsageReport) -> Iterator[dict[str, object]]:
    """Return what was missed, as figures.

    The last row has no name: it counts the misses of which no words were kept.
    """
    for missed in found.missed:
        yield {**_noted_figures(missed.group), "no_hit": missed.nothing}
    if found.unnamed:
        yield {"name": "", "count": found.unnamed, "texts": ()}


def _never(found: UsageReport) -> Iterator[dict[str, object]]:
    for phrase, title in found.never.items():
        yield {"name": phrase, "title": title, "count": 0}
