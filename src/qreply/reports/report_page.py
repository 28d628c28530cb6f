"""Make a report one page to look at and to print: no script, nothing from outside."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from qreply.i18n import current_language, join_words, t
from qreply.reports.charts import Bar, draw_columns, draw_rows
from qreply.reports.markup import Markup, element, join
from qreply.reports.period_report import Compared, PeriodReport
from qreply.reports.report_words import (
    Figure,
    advice_of,
    compared_days,
    days_of,
    figures_of,
    format_seconds,
    format_share,
    is_week,
    label_of,
    people_of,
    wordings_of,
)
from qreply.reports.statistics import QUICK, Row
from qreply.text.safety import clean_line

_SHOWN = 20  # rows of a chart or a table
_SHOWN_LACKS = 60
_SHOWN_NEVER = 400

# Colours are named by what they mean, once for paper and daylight and once for the dark.
_STYLE = """
:root{color-scheme:light dark;--page:#fff;--card:#f6f7f8;--ink:#1d2329;--quiet:#5b6670;--line:#d8dde2;
--now:#0b6e8f;--before:#b4bec7;--good:#1a7340;--bad:#a8361c}
@media (prefers-color-scheme:dark){:root{--page:#14181c;--card:#1e2429;--ink:#e6eaee;--quiet:#a2adb8;--line:#38424b;
--now:#4fb3d3;--before:#56636f;--good:#68c98c;--bad:#f0906f}}
*{box-sizing:border-box}
body{margin:0 auto;padding:2rem 1.2rem 4rem;max-width:64rem;background:var(--page);color:var(--ink);
font:16px/1.6 "PingFang SC","Microsoft YaHei","Noto Sans CJK SC","Segoe UI",sans-serif}
h1{margin:0;font-size:1.7rem;line-height:1.3}h2{margin:2.6rem 0 .6rem;font-size:1.15rem}
p{margin:.4rem 0}.quiet{color:var(--quiet)}
.figures{display:grid;grid-template-columns:repeat(auto-fit,minmax(9.5rem,1fr));gap:.8rem;margin:1.4rem 0}
.figure{background:var(--card);border-radius:.5rem;padding:.8rem 1rem}
.figure strong{display:block;font-size:1.7rem;line-height:1.3;font-weight:600}
.figure span{display:block;font-size:.85rem;color:var(--quiet)}
.figure .good{color:var(--good)}.figure .bad{color:var(--bad)}
.legend{font-size:.85rem;color:var(--quiet)}.legend i{display:inline-block;width:.8em;height:.8em;border-radius:2px;
margin:0 .35em 0 0;vertical-align:-.05em}.legend i+i,.legend b{font-weight:400;margin-right:1.2em}
svg{display:block;width:100%;height:auto;overflow:visible}
svg text{font:12px "PingFang SC","Microsoft YaHei","Noto Sans CJK SC","Segoe UI",sans-serif;fill:var(--ink)}
svg .quiet{fill:var(--quiet)}.now{fill:var(--now)}.before{fill:var(--before)}svg line{stroke:var(--line)}
svg .mark{stroke:var(--quiet);stroke-dasharray:3 3}
i.now{background:var(--now)}i.before{background:var(--before)}
table{border-collapse:collapse;width:100%;font-size:.92rem}
th,td{padding:.4rem 1rem .4rem 0;text-align:left;vertical-align:top;border-bottom:1px solid var(--line);
overflow-wrap:anywhere}
th{font-weight:500;color:var(--quiet);white-space:nowrap}td.number,th.number{width:1%;text-align:right;white-space:nowrap;
font-variant-numeric:tabular-nums}
.never{columns:3 15rem;font-size:.92rem;margin:0;padding:0;list-style:none}.never li{break-inside:avoid;padding:.1rem 0}
.wide{overflow-x:auto}.wide+p{margin-top:.8rem}td:first-child:not(.number),th:first-child:not(.number){min-width:9em}
svg+svg{margin-top:.6rem}
@media (max-width:34rem){body{padding:1.2rem .8rem 3rem}table{font-size:.85rem}th{white-space:normal}
th,td{padding-right:.5rem}td:first-child:not(.number),th:first-child:not(.number){min-width:5em}}
@media print{:root{color-scheme:light;--page:#fff;--card:#f6f7f8;--ink:#000;--quiet:#444;--line:#bbb;--now:#0b6e8f;
--before:#b4bec7;--good:#1a7340;--bad:#a8361c}
@page{size:A4;margin:14mm}.figures{grid-template-columns:repeat(6,1fr);gap:.4rem}.figure{padding:.5rem .6rem}
.figure strong{font-size:1.2rem}.never{columns:3 9rem;font-size:.85em}
body{max-width:none;padding:0;font-size:10.5pt}
h2{break-after:avoid;margin-top:1.6rem}svg,tr,.figure{break-inside:avoid}thead{display:table-header-group}
svg rect,.figure,.legend i{print-color-adjust:exact;-webkit-print-color-adjust:exact}}
"""
_POLICY = "default-src 'none'; style-src 'unsafe-inline'"


def page_of(report: PeriodReport, shop: str = "") -> str:
    """Return the report as HTML, in the language that is spoken."""
    title = t("report.title.week") if is_week(report.period) else t("report.title")
    heading = f"{shop} {title}" if shop else title
    head = join(
        element("meta", charset="utf-8"),
        element("meta", name="viewport", content="width=device-width,initial-scale=1"),
        element("meta", {"http-equiv": "Content-Security-Policy"}, content=_POLICY),
        element("title", f"{heading} {days_of(report.period)}"),
        element("style", Markup(_STYLE)),
    )
    body = join(
        element("h1", heading),
        element("p", compared_days(report), cls="quiet"),
        *(element("p", words) for words in people_of(report)),
        *_sections(report),
    )
    language = "zh-CN" if current_language() == "zh" else "en"
    return (
        f"<!doctype html>\n{element('html', element('head', head), element('body', body), lang=language)}\n"
    )


def _sections(report: PeriodReport) -> Iterator[Markup]:
    yield element("div", *map(_figure, figures_of(report)), cls="figures")
    if report.is_empty:
        yield element("p", t("report.nothing"))
    legend = join(
        element("i", cls="now"), element("b", t("report.now")),
        element("i", cls="before"), element("b", t("report.before")),
    )  # fmt: skip
    for name, draw in (("days", _days), ("hours", _hours)):
        rows: Sequence[Compared] = getattr(report, name)
        if any(one.row.picks or one.before for one in rows):
            yield _section(name, element("p", legend, cls="legend"), draw(rows))
    if report.now.total.median is not None:
        yield _section("speed", *_speed(report.now.total, report.before.total))
    if report.scenarios:
        yield _section("scenarios", _rows(report.scenarios))
    if report.agents:
        yield _section("agents", _table_of_rows(report.agents, t("report.agent")))
    if report.lacks or report.now.unnamed:
        yield _section("lacks", *_lacks(report))
    if report.now.noted:
        rows_noted = [(str(group.count), wordings_of(group.texts)) for group in report.now.noted[:_SHOWN]]
        yield _section("noted", _table((t("report.times"), t("report.question")), rows_noted, numbers=(0,)))
    if report.asks:
        yield _section("asks", *_asks(report))
    if report.used:
        yield _section(
            "used", _table_of_rows(report.used[:_SHOWN], t("report.phrase")), _more(report.used, _SHOWN)
        )
    if never := list(report.now.never.values()):
        items = (element("li", clean_line(title)) for title in never[:_SHOWN_NEVER])
        about = t("report.never-about", count=len(never), phrases=report.phrases)
        yield _section(
            "never",
            element("p", about, cls="quiet"),
            element("ul", *items, cls="never"),
            _more(never, _SHOWN_NEVER),
        )


def _section(name: str, *content: Markup) -> Markup:
    return element("section", element("h2", t(f"report.{name}")), *content)


def _figure(figure: Figure) -> Markup:
    kind = {1: "good", -1: "bad"}.get(figure.worth, "")
    return element(
        "div",
        element("span", figure.label),
        element("strong", figure.told),
        element("span", figure.change, cls=kind),
        cls="figure",
    )


def _days(rows: Sequence[Compared]) -> Markup:
    bars = [Bar(label_of(one.row.name), one.row.picks, one.before) for one in rows]
    return draw_columns(bars, t("report.days"))


def _hours(rows: Sequence[Compared]) -> Markup:
    awake = [at for at, one in enumerate(rows) if one.row.picks or one.before]
    rows = rows[awake[0] : awake[-1] + 1]  # nights without anybody are no news
    bars = [Bar(one.row.name.partition(":")[0], one.row.picks, one.before) for one in rows]
    return draw_columns(bars, t("report.hours"))


def _speed(now: Row, before: Row) -> Iterator[Markup]:
    """Draw how fast replies were, against what customers wait, and the share in time."""
    seconds = [
        Bar(t(f"report.{name}"), getattr(now, name) or 0, getattr(before, name), format_seconds)
        for name in ("median", "p90")
    ]
    yield draw_rows(seconds, t("report.speed"), mark=QUICK)
    quick = t("report.quick", seconds=int(QUICK))
    yield draw_rows([Bar(quick, now.quick or 0, before.quick, format_share)], quick, largest=1.0)


def _rows(rows: Sequence[Compared]) -> Markup:
    bars = [
        Bar(clean_line(one.row.title or one.row.name), one.row.picks, one.before) for one in rows[:_SHOWN]
    ]
    return draw_rows(bars, t("report.scenarios"))


def _table_of_rows(rows: Sequence[Compared], heading: str) -> Markup:
    heads = (heading, *(t(f"report.column.{name}") for name in ("count", "before", "median", "p90", "quick")))
    cells = [
        (
            clean_line(one.row.title or one.row.name), str(one.row.picks), str(one.before),
            format_seconds(one.row.median), format_seconds(one.row.p90), format_share(one.row.quick),
        )
        for one in rows
    ]  # fmt: skip
    return _table(heads, cells, numbers=range(1, 6))


def _lacks(report: PeriodReport) -> Iterator[Markup]:
    yield element("p", t("report.lacks-about"), cls="quiet")
    rows = [
        (str(lack.group.count), wordings_of(lack.group.texts), str(lack.nothing or "–"), advice_of(lack))
        for lack in report.lacks[:_SHOWN_LACKS]
    ]
    heads = [t(f"report.{name}") for name in ("times", "question", "no-hit", "advice")]
    if rows:
        yield _table(heads, rows, numbers=(0, 2))
    yield _more(report.lacks, _SHOWN_LACKS)
    if report.now.unnamed:
        yield element("p", t("stats.unnamed", count=report.now.unnamed), cls="quiet")


def _asks(report: PeriodReport) -> Iterator[Markup]:
    yield element("p", t("report.asks-about"), cls="quiet")
    rows = [
        (
            clean_line(one.phrase.title),
            join_words(t("report.counted", text=clean_line(ask), count=count) for ask, count in one.asks),
        )
        for one in report.asks[:_SHOWN]
    ]
    yield _table((t("report.phrase"), t("report.asks-to-add")), rows)


def _table(heads: Sequence[str], rows: Sequence[Sequence[str]], numbers: Sequence[int] = ()) -> Markup:
    def cells(kind: str, row: Sequence[str]) -> Markup:
        return element(
            "tr", *(element(kind, cell, cls="number" * (at in numbers)) for at, cell in enumerate(row))
        )

    head, body = element("thead", cells("th", heads)), element("tbody", *(cells("td", row) for row in rows))
    return element("div", element("table", head, body), cls="wide")


def _more(rows: Sequence[object], shown: int) -> Markup:
    return (
        element("p", t("report.more", count=len(rows) - shown), cls="quiet")
        if len(rows) > shown
        else Markup()
    )
