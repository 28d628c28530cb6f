"""Run `qreply stats`: what the history tells."""

from __future__ import annotations

import argparse
import os
from collections.abc import Sequence
from datetime import datetime, time, timedelta
from pathlib import Path

from qreply.cli.output import add_output_options, choose_format, redirect_output, write_output
from qreply.cli.searches import (
    HISTORY_SUFFIXES,
    add_search_options,
    is_there,
    read_period,
    read_searches,
    say_there_are_none,
)
from qreply.cli.streams import as_json, say
from qreply.cli.table import in_words, is_for_people, print_csv, print_rich
from qreply.cli.usage_figures import FIELDS, usage_json, usage_rows, usage_text
from qreply.cli.warning import warn
from qreply.errors import QReplyError, SettingsError, reason_of
from qreply.history.database import DamagedError, Database, NewerError, files_of_history
from qreply.history.records import SearchRecord
from qreply.i18n import join_words, t
from qreply.phrasebook.writing.yaml_writer import Writer, comment
from qreply.reports.histories import history_file_of
from qreply.reports.period import Period
from qreply.reports.period_report import titles_of
from qreply.reports.statistics import GROUPINGS, UsageReport, report
from qreply.reports.suggested_asks import SuggestedAsks, suggest_asks
from qreply.storage.locations import history_path, is_own_path
from qreply.workspace.workspace import Workspace

_FORMATS = ("table", "csv", "json")


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add the period, the grouping, other histories, and the output options."""
    add_search_options(parser)
    shape = f"{{{','.join(GROUPINGS)}}}"
    parser.add_argument("--by", type=_read_grouping, default="phrase", metavar=shape, help=t("command.by"))
    parser.add_argument("--export", type=Path, metavar=t("metavar.file"), help=t("command.stats-export"))
    parser.add_argument("--team", action="store_true", help=t("command.stats-team"))
    parser.add_argument("--asks", action="store_true", help=t("command.asks"))
    parser.add_argument("--forget", action="store_true", help=t("command.forget"))
    add_output_options(parser, _FORMATS)


def _read_grouping(given: str) -> str:
    """Return the grouping of that name, in the user's language too.

    Raises argparse.ArgumentTypeError, naming all, for another.
    """
    titles = {name: t(f"stats.grouping-{name}") for name in GROUPINGS}
    for name, title in titles.items():
        if given in (name, title):
            return name
    known = (
        name if name == title else t("stats.grouping", name=name, title=title)
        for name, title in titles.items()
    )
    raise argparse.ArgumentTypeError(t("stats.unknown-grouping", given=given, known=join_words(known)))


def run(args: argparse.Namespace) -> int:
    """Print the statistics, or export or erase the history; return 1 if there is none."""
    if args.forget:
        _refuse_with_forget(args)
        was_there = forget(history_path())
        say(t("stats.forgotten" if was_there else "stats.nothing-to-forget"))
        return 0
    choose_format(args, ("yaml",) if args.asks else _FORMATS)
    if args.export is not None:
        _refuse_with_export(args)
        _check_export(args.export, args.settings.path)
    asked = read_period(args.since, args.until, datetime.now()) if args.since or args.until else None
    if args.team:
        return _run_for_team(args, asked)
    everything = read_searches(args)
    searches = asked.of(everything) if asked else everything
    if not searches:
        say_there_are_none(args, asked if everything else None)
        if args.export is not None or args.asks or choose_format(args, _FORMATS) == "table":
            return 1
    if args.export is not None:
        _export(args, searches)
        say(t("stats.exported", count=len(searches), path=args.export))
        return 0
    workspace = Workspace.open(args.settings)
    warn(workspace, args.settings)
    book = workspace.phrasebook
    if args.asks:
        with redirect_output(args):
            return _print_asks(suggest_asks(searches, book.index))
    found = report(searches, titles_of(book.index), args.by, scenarios=dict(book.scenarios))
    _print(args, found, asked or _period_of(searches))
    return 0 if searches else 1


def _refuse_with_export(args: argparse.Namespace) -> None:
    """Raise SettingsError for what would be written or printed beside the history, and is not."""
    for name in ("output", "format", "asks", "team"):
        if getattr(args, name) not in (None, False):
            raise SettingsError(t("stats.export-alone", option="-o" if name == "output" else f"--{name}"))


def _refuse_with_forget(args: argparse.Namespace) -> None:
    """Raise SettingsError for what does not go along with erasing everything."""
    given = (
        "export",
        "since",
        "until",
        "merge",
        "no_own",
        "agent",
        "team",
        "asks",
        "output",
        "format",
        "shop",
    )
    for name in given:
        if getattr(args, name) not in (None, False, "", []):
            option = f"--{name.replace('_', '-')}"
            raise SettingsError(t("stats.forget-alone", option=option), t("stats.forget-alone.hint"))
    if args.by != "phrase":
        raise SettingsError(t("stats.forget-alone", option="--by"), t("stats.forget-alone.hint"))


def _period_of(searches: Sequence[SearchRecord]) -> Period | None:
    """Return the time from the first of them to the last; None if there are none."""
    if not searches:
        return None
    moments = [search.when for search in searches]
    return Period(datetime.combine(min(moments), time.min), max(moments) + timedelta(seconds=1))


def _run_for_team(args: argparse.Namespace, asked: Period | None) -> int:
    """Print the statistics of the team; return 1 if it has none."""
    from qreply.cli.team_database import connect_team, refuse_with_team, whole_days

    refuse_with_team(args, "merge", "no_own", "export", "asks", "agent", "shop")
    workspace = Workspace.open(args.settings)
    warn(workspace, args.settings)
    book = workspace.phrasebook
    with connect_team(args.settings) as connection:
        from qreply.reports.team_usage import report_team

        days = whole_days(asked)
        found = report_team(connection, titles_of(book.index), args.by, dict(book.scenarios), days=days)
    is_empty = not (found.total.picks or found.misses or found.noted)
    if is_empty:
        say(t("stats.none-of-team"))
    if not is_empty or choose_format(args, _FORMATS) != "table":
        _print(args, found, asked)
    return int(is_empty)


def _print(args: argparse.Namespace, found: UsageReport, period: Period | None) -> None:
    form = choose_format(args, _FORMATS)
    with redirect_output(args, mark=form == "csv"):
        match form:
            case "json":
                print(as_json(usage_json(found, period)))
            case "csv":
                heading, rows = ("part", *FIELDS), usage_rows(found, args.by)
                print_csv(*(in_words(heading, rows) if is_for_people(args) else (heading, rows)))
            case _:
                print_rich(usage_text(found, args.by, period))


def _check_export(path: Path, settings: Path) -> None:
    """Raise SettingsError for a name that tells of another format than histories are written in.

    Of a file of qreply's own it is said that it is one, once it would be written.
    """
    is_other = path.suffix.lower() not in HISTORY_SUFFIXES  # nor would --merge find others in a folder
    if is_other and not is_own_path(Path(os.path.realpath(path)), settings):
        known = join_words(HISTORY_SUFFIXES)
        raise SettingsError(t("stats.no-format", name=path), t("stats.no-format.hint", known=known))


def _export(args: argparse.Namespace, searches: Sequence[SearchRecord]) -> None:
    try:
        data = history_file_of(searches, args.export.name)
    except OSError as error:  # a full temporary folder
        raise QReplyError(t("command.cannot-write", path=args.export, reason=reason_of(error))) from error
    write_output(args, args.export, data)


def _print_asks(suggested: list[SuggestedAsks]) -> int:
    """Print asks as entries of phrases; return 1 if there are none."""
    if not suggested:
        say(t("stats.no-asks"))
        return 1
    writer = Writer()
    print(comment(t("stats.asks")), end="")
    for one in suggested:
        phrase = one.phrase
        where = t("stats.asks-where", title=phrase.title, path=Path(phrase.path).name, line=phrase.line)
        print("\n" + comment(where), end="")
        print(f"- id: {writer.scalar(phrase.id.partition('/')[2])}\n  asks:")
        for ask, count in one.asks:
            print(f"    - {writer.scalar(ask)}  # {t('stats.asks-picked', count=count)}")
    return 0


def forget(path: Path) -> bool:
    """Erase the history and what was set aside of it, and tell whether there was any.

    Raises QReplyError where that fails.
    """
    try:
        files = files_of_history(path)
        if is_there(path):
            _erase(path)
        for file in files_of_history(path):
            if file != path:
                file.unlink()
    except OSError as error:
        raise QReplyError(t("command.cannot-write", path=path, reason=reason_of(error))) from error
    return bool(files)


def _erase(path: Path) -> None:
    # In place, since another qreply may have the file open.
    try:
        database = Database(path)
    except (DamagedError, NewerError):
        path.unlink()
        return
    try:
        database.erase()
    finally:
        database.close()
