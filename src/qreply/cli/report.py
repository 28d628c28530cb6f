"""Run `qreply report`: a page, or a workbook, on a week."""

from __future__ import annotations

import argparse
from datetime import datetime, time, timedelta
from pathlib import Path

from qreply.cli.output import add_output_options, choose_format, redirect_output, write_output
from qreply.cli.searches import add_search_options, read_searches, since_when
from qreply.cli.streams import say
from qreply.cli.warning import warn
from qreply.errors import SettingsError
from qreply.i18n import t
from qreply.reports.period_report import Period, PeriodReport, report_on
from qreply.reports.report_page import page_of
from qreply.search.storage.index_cache import IndexedPhrasebook
from qreply.workspace.workspace import Workspace

_FORMATS = ("html", "xlsx")


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add the period, other histories, and the output options."""
    add_search_options(parser, since="7d")
    parser.add_argument("--team", action="store_true", help=t("command.stats-team"))
    parser.add_argument("--until", default="", metavar="2026-11-22", help=t("command.until"))
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
    period = read_period(args.since, args.until, datetime.now())
    workspace = Workspace.open(args.settings)
    warn(workspace, args.settings)
    book = workspace.phrasebook
    if args.team:
        found = _report_team(args, period, book)
    else:
        searches = read_searches(args)
        if not searches:
            say(t("stats.none" if args.settings.history else "stats.off"))
            return 1
        found = report_on(searches, period, book.index, dict(book.scenarios))
    shop = args.settings.current_shop
    if form == "xlsx":
        from qreply.reports.report_workbook import workbook_of  # which needs openpyxl

        write_output(args.output, workbook_of(found), force=args.force, settings=args.settings.path)
        say(t("command.output-written", path=args.output))
        return 0
    with redirect_output(args):
        print(page_of(found, shop.name if shop else ""), end="")
    return 0


def _report_team(args: argparse.Namespace, period: Period, book: IndexedPhrasebook) -> PeriodReport:
    """Return the report of the team; raises QReplyError where there is none."""
    from qreply.cli.team_database import connect_team, refuse_with_team

    refuse_with_team(args, "merge", "agent")
    with connect_team(args.settings) as connection:
        from qreply.reports.team_usage import report_team_on

        return report_team_on(connection, period, book.index, dict(book.scenarios))


def read_period(since: str, until: str, now: datetime) -> Period:
    """Return the period from `since` to `until`, a day that counts whole, else to `now`.

    A number of days or weeks means whole days, of which the last is the day of `until`. Raises SettingsError for what
    is no period.
    """
    end = now.replace(microsecond=0)
    if until:
        end = datetime.combine(_moment(until, now, "--until"), time.min) + timedelta(days=1)
    begin = _moment(since or "7d", end, "--since")
    if begin.time() == end.time():  # so many days before
        begin = datetime.combine(begin - timedelta(microseconds=1), time.min) + timedelta(days=1)
    if begin >= end:
        raise SettingsError(t("report.later"))
    return Period(begin, end)


def _moment(given: str, now: datetime, option: str) -> datetime:
    return datetime.fromtimestamp(since_when(given, now, option))  # noqa: DTZ006 - agents' shifts are in local time
