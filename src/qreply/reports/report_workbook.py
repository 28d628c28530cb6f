"""Make a report an Excel workbook: a sheet a subject, with all that the page shortens."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from io import BytesIO
from typing import Any, NamedTuple

from qreply.exchange.formats.workbook import require_openpyxl
from qreply.i18n import join_words, t
from qreply.reports.period_report import Compared, PeriodReport
from qreply.reports.report_words import advice_of, days_before, days_of, figures_of, label_of, people_of
from qreply.text.safety import clean_line

_Row = Sequence[object]
_WIDEST = 60  # characters
_FORMS = ("median", "p90", "quick")
_CHARTS = frozenset(("days", "hours", "scenarios"))


def workbook_of(report: PeriodReport, shop: str = "") -> bytes:
    """Return the content of the workbook; raises QReplyError where openpyxl is missing."""
    openpyxl = require_openpyxl()
    book = openpyxl.Workbook()
    book.remove(book.active)
    for name, heads, rows in _sheets(report, shop):
        sheet = book.create_sheet(t(f"report.sheet.{name}"))
        _fill(sheet, [heads, *rows])
        if name in _CHARTS and rows:
            _add_chart(sheet, len(rows))
    data = BytesIO()
    book.save(data)
    return data.getvalue()


def _sheets(report: PeriodReport, shop: str) -> Iterator[tuple[str, list[str], list[_Row]]]:
    """Yield each sheet that has anything: its name, its headings, its rows."""
    compared = ("count", "before", "median", "p90", "quick")
    yield "figures", _heads("figure", "value", "comparison"), [*_key_figures(report, shop)]
    yield "days", _heads("day", *compared), [(label_of(one.row.name), *_figures(one)) for one in report.days]
    yield "hours", _heads("hour", *compared), [(one.row.name, *_figures(one)) for one in report.hours]
    if report.scenarios:
        yield "scenarios", _heads("scenario", *compared), [*map(_titled, report.scenarios)]
    if report.agents:
        heads = [t("report.agent"), *_heads(*compared)]
        yield "agents", heads, [*map(_titled, report.agents)]
    if report.lacks:
        heads = [
            t("report.times"),
            t("report.question"),
            t("report.no-hit"),
            t("report.advice"),
            *_heads("others"),
        ]
        lacks: list[_Row] = [
            (one.group.count, one.group.text, one.nothing, advice_of(one), join_words(one.group.texts[1:]))
            for one in report.lacks
        ]
        yield "lacks", heads, lacks
    if report.now.noted:
        heads = [t("report.times"), t("report.question"), *_heads("others")]
        noted = [(group.count, group.text, join_words(group.texts[1:])) for group in report.now.noted]
        yield "noted", heads, [*noted]
    if report.asks:
        heads = [t("report.phrase"), *_heads("id"), t("report.asks-to-add"), t("report.times")]
        yield (
            "asks",
            heads,
            [(one.phrase.title, one.phrase.id, ask, count) for one in report.asks for ask, count in one.asks],
        )
    if report.used:
        heads = [t("report.phrase"), *_heads("id", *compared)]
        yield "used", heads, [(one.row.title, one.row.name, *_figures(one)) for one in report.used]
    if report.now.never:
        heads = [t("report.phrase"), *_heads("id")]
        yield "never", heads, [(title, name) for name, title in report.now.never.items()]


def _key_figures(report: PeriodReport, shop: str) -> Iterator[_Row]:
    if shop:
        yield t("report.shop"), shop, ""
    yield t("report.dates"), days_of(report.period), days_before(report)
    for words in people_of(report):
        yield "", "", words
    for figure in figures_of(report):
        yield figure.label, _Number(figure.value, figure.form), figure.change
    if report.now.unnamed:
        yield t("report.unnamed"), report.now.unnamed, t("report.unnamed-about")


class _Number(NamedTuple):
    """A number that is written in a form of its own, in a column of others."""

    value: float | None
    form: str


def _heads(*names: str) -> list[str]:
    return [t(f"report.column.{name}") for name in names]


def _titled(one: Compared) -> _Row:
    return (one.row.title or one.row.name, *_figures(one))


def _figures(one: Compared) -> _Row:
    return (one.row.picks, one.before, one.row.median, one.row.p90, one.row.quick)


def _fill(sheet: Any, rows: Iterable[_Row]) -> None:
    """Write rows under a bold heading that stays; a text is a text, whatever it begins with."""
    from openpyxl.styles import Font
    from openpyxl.utils import get_column_letter
    from openpyxl.worksheet.properties import PageSetupProperties

    seconds = f'0.0"{t("stats.seconds", seconds="")}"'
    forms = {
        t(f"report.column.{name}"): form for name, form in zip(_FORMS, (seconds, seconds, "0%"), strict=True)
    }
    heads: _Row = ()
    widths: dict[int, float] = {}
    for number, row in enumerate(rows, 1):
        heads = heads or row
        for column, value in enumerate(row, 1):
            cell = sheet.cell(number, column)
            if isinstance(value, _Number):
                cell.value = value.value
                cell.number_format = {"seconds": seconds, "share": "0%"}.get(value.form, "General")
                value = value.value  # noqa: PLW2901 - of which the width is
            elif isinstance(value, str):
                cell.value = clean_line(value)
                cell.data_type = "s"
                cell.quotePrefix = value.startswith(("=", "+", "-", "@"))
            else:
                cell.value = value
            if number == 1:
                cell.font = Font(bold=True)
            elif form := forms.get(str(heads[column - 1])):
                cell.number_format = form
            widths[column] = max(widths.get(column, 0), _cells(str(value or "")))
    for column, width in widths.items():
        sheet.column_dimensions[get_column_letter(column)].width = min(width + 2, _WIDEST)
    sheet.freeze_panes = "A2"
    sheet.page_setup.orientation = "landscape"
    sheet.page_setup.paperSize = sheet.PAPERSIZE_A4
    sheet.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
    sheet.page_setup.fitToHeight = 0  # as many pages as it takes


def _cells(text: str) -> int:
    return sum(1 if character < "\u1100" else 2 for character in text)


def _add_chart(sheet: Any, count: int) -> None:
    """Put a chart of the count beside that of the period before."""
    from openpyxl.chart import BarChart, Reference

    chart = BarChart()
    chart.add_data(
        Reference(sheet, min_col=2, max_col=3, min_row=1, max_row=count + 1), titles_from_data=True
    )
    chart.set_categories(Reference(sheet, min_col=1, min_row=2, max_row=count + 1))
    chart.width, chart.height = 26, 9  # centimetres
    sheet.add_chart(chart, "H2")
