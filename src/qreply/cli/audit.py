"""`qreply audit`: a list of customers' questions against the book."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterator, Mapping
from pathlib import Path

from rich.table import Table

from qreply.cli.output import add_output_options, choose_format, redirect_output
from qreply.cli.streams import as_json, read_input_text
from qreply.cli.table import draw_bars, format_percent, print_csv, print_rich
from qreply.exchange.question_list import parse_questions, read_questions
from qreply.i18n import t
from qreply.reports.coverage import CoverageReport, Gap, audit
from qreply.text.safety import clean_line
from qreply.workspace.workspace import Workspace

_SHOWN = 20  # groups in a terminal; the other formats have all
_HEADING = ("part", "name", "count", "share", "nearest_id", "nearest_title")


_FORMATS = ("table", "csv", "json")


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add the questions' file, its column, and the output options."""
    parser.add_argument("file", metavar=t("metavar.file"), help=t("command.audit-file"))
    parser.add_argument("--column", default="", metavar=t("metavar.column"), help=t("command.column"))
    add_output_options(parser, _FORMATS)


def run(args: argparse.Namespace) -> int:
    """Print how much the book answers, and what it does not; 1 if there are no questions."""
    if args.file == "-":
        questions = parse_questions(read_input_text(), args.column)
    else:
        questions = read_questions(Path(args.file), args.column)
    workspace = Workspace.open(args.settings)
    found = audit(questions, workspace.phrasebook.index, workspace.profile.platform)
    if not found.questions:
        print(t("audit.empty", path=args.file), file=sys.stderr)
        return 1
    titles = {scenario.name: scenario.title for scenario in workspace.phrasebook.scenarios}
    form = choose_format(args, _FORMATS)
    with redirect_output(args, mark=form == "csv"):
        match form:
            case "json":
                print(as_json(_as_json(found)))
            case "csv":
                print_csv(_HEADING, _as_rows(found))
            case _:
                print_rich(_as_text(found, titles))
    return 0


def _as_text(found: CoverageReport, titles: Mapping[str, str]) -> Iterator[str | Table]:
    share = format_percent(found.share)
    yield t("audit.share", questions=found.questions, answered=found.answered, share=share)
    if found.scenarios:
        yield f"\n{t('audit.scenarios')}"
        rows = sorted(found.scenarios.items(), key=lambda row: (-row[1], row[0]))
        yield draw_bars([(titles.get(name, name), count, str(count)) for name, count in rows])
    if found.gaps:
        yield f"\n{t('audit.gaps', count=found.questions - found.answered)}"
        yield from (f"  {_gap(gap)}" for gap in found.gaps[:_SHOWN])
    if len(found.gaps) > _SHOWN:
        yield f"  {t('audit.more', count=len(found.gaps) - _SHOWN)}"


def _gap(gap: Gap) -> str:
    words = f"{gap.group.count} × {gap.group.text}"
    return f"{words}  {t('audit.nearest', title=clean_line(gap.nearest.title))}" if gap.nearest else words


def _as_rows(found: CoverageReport) -> Iterator[tuple[object, ...]]:
    yield ("total", "", found.questions, None, "", "")
    yield ("answered", "", found.answered, round(found.share, 3), "", "")
    for name, count in found.scenarios.items():
        yield ("scenario", name, count, round(count / found.questions, 3), "", "")
    for gap in found.gaps:
        nearest = (gap.nearest.id, gap.nearest.title) if gap.nearest else ("", "")
        yield ("gap", gap.group.text, gap.group.count, round(gap.group.count / found.questions, 3), *nearest)


def _as_json(found: CoverageReport) -> dict[str, object]:
    return {
        "questions": found.questions,
        "answered": found.answered,
        "share": round(found.share, 4),
        "scenarios": found.scenarios,
        "unanswered": [
            {
                "text": gap.group.text,
                "count": gap.group.count,
                "texts": gap.group.texts,
                "nearest": gap.nearest.id if gap.nearest else None,
            }
            for gap in found.gaps
        ],
    }
