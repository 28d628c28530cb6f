"""Run `qreply report`: a page, or a workbook, on a week."""

from __future__ import annotations

import argparse
from collections.abc import Collection
from datetime import datetime
from pathlib import Path

from qreply.cli.output import add_output_options, choose_format, redirect_output, write_output
from qreply.cli.searches import add_search_options, read_period, read_searches, say_there_are_none
from qreply.cli.streams import print_bytes, say
from qreply.cli.warning import warn
from qreply.errors import SettingsError
from qreply.i18n import t
from qreply.reports.period import Period
from qreply.reports.period_report import PeriodReport, report_on
from qreply.reports.report_page import page_of
from qreply.search.storage.index_cache import IndexedPhrasebook
from qreply.workspace.workspace import Workspace

_FORMATS = ("html", "xlsx")


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add the period, other histories, and the output options."""
    add_search_options(parser, since="7d")
    parser.add_argument("--team", action="store_true", help=t("command.stats-team"))
    add_output_options(parser, _FORMATS)


def run(args: argparse.Namespace) -> int:
    """Write the report to the file of `-o`, `-` for stdout; return 1 if nothing was ever kept.

    Raises SettingsError without a file, for a period that is none, and for a name that tells no format.
    """
    if args.output is None:
        raise SettingsError(t("report.no-output"), t("report.no-output.hint"))
    if not args.format and args.output != Path("-") and not args.output.suffix:
        raise SettingsError(t("report.no-format", name=args.output), t("report.no-format.hint"))
    form = choose_format(args, _FORMATS)
    period = read_period(args.since or "7d", args.until, datetime.now())
    workspace = Workspace.open(args.settings)
    warn(workspace, args.settings)
    book = workspace.phrasebook
    shops: set[str] = set()
    if args.team:
        found = _report_team(args, period, book)
    else:
        searches = read_searches(args)
        if not searches:
            say_there_are_none(args)
            return 1
        found = report_on(searches, period, book.index, dict(book.scenarios))
        shops = {search.shop for search in period.of(searches)}
    shop = _name_shop(args, shops)
    if form == "xlsx":
        from qreply.reports.report_workbook import workbook_of  # which needs openpyxl

        data = workbook_of(found, shop)
        if args.output == Path("-"):
            print_bytes(data)
            return 0
        write_output(args, args.output, data)
        say(t("command.output-written", path=args.output))
        return 0
    with redirect_output(args):
        print(page_of(found, shop), end="")
    return 0


def _name_shop(args: argparse.Namespace, shops: Collection[str]) -> str:
    """Name the shop of a report on searches of those `shops`; "" where it cannot be told."""
    if args.shop is not None:
        return str(args.shop)
    named = {name for name in shops if name}
    known = named | {shop.name for shop in args.settings.shops}
    if len(named) > 1 or (args.team and len(known) > 1):
        return t("report.all-shops")
    if len(known) == 1 or (named and "" not in shops):
        return min(named or known)
    return ""


def _report_team(args: argparse.Namespace, period: Period, book: IndexedPhrasebook) -> PeriodReport:
    """Return the report of the team; raises QReplyError where there is none."""
    from qreply.cli.team_database import connect_team, refuse_with_team

    refuse_with_team(args, "merge", "no_own", "agent", "shop")
    with connect_team(args.settings) as connection:
        from qreply.reports.team_usage import report_team_on

        return report_team_on(connection, period, book.index, dict(book.scenarios))
