"""Run `qreply stats`: what the history tells."""

from __future__ import annotations

import argparse
import os
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import datetime
from pathlib import Path

from rich.table import Table

from qreply.cli.output import add_output_options, choose_format, redirect_output, write_output
from qreply.cli.searches import HISTORY_SUFFIXES, add_search_options, is_there, read_searches, since_when
from qreply.cli.streams import as_json, say
from qreply.cli.table import draw_bars, in_words, is_for_people, print_csv, print_rich
from qreply.cli.warning import warn
from qreply.errors import QReplyError, SettingsError, reason_of
from qreply.history.database import DamagedError, Database, NewerError, files_of_history
from qreply.history.records import SearchRecord
from qreply.i18n import join_words, t
from qreply.phrasebook.writing.yaml_writer import Writer, comment
from qreply.reports.clustering import Group
from qreply.reports.histories import history_file_of
from qreply.reports.period_report import titles_of
from qreply.reports.report_words import format_share
from qreply.reports.statistics import GROUPINGS, Missed, Row, UsageReport, report
from qreply.reports.suggested_asks import SuggestedAsks, suggest_asks
from qreply.storage.locations import history_path, is_own_path
from qreply.workspace.workspace import Workspace

_SHOWN = 20  # rows in a terminal; the other formats have all

# The names of figures, in CSV and JSON alike.
_FIELDS = ("name", "title", "count", "median_seconds", "p90_seconds", "under_20s", "edited", "no_hit")

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
        forget(history_path())
        say(t("stats.forgotten"))
        return 0
    choose_format(args, ("yaml",) if args.asks else _FORMATS)
    if args.export is not None:
        _check_export(args.export, args.settings.path)
    since = since_when(args.since, datetime.now())
    if args.team:
        return _run_for_team(args, since)
    searches = [one for one in read_searches(args) if one.at >= since]
    if not searches:
        say(t("stats.none" if args.settings.history else "stats.off"))
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
    _print(args, found)
    return 0 if searches else 1


def _run_for_team(args: argparse.Namespace, since: float) -> int:
    """Print the statistics of the team; return 1 if it has none."""
    from qreply.cli.team_database import connect_team, refuse_with_team, whole_days

    refuse_with_team(args, "merge", "export", "asks", "agent")
    workspace = Workspace.open(args.settings)
    warn(workspace, args.settings)
    book = workspace.phrasebook
    with connect_team(args.settings) as connection:
        from qreply.reports.team_usage import report_team

        days = whole_days(since)
        found = report_team(connection, titles_of(book.index), args.by, dict(book.scenarios), days=days)
    is_empty = not (found.total.picks or found.misses or found.noted)
    if is_empty:
        say(t("stats.none-of-team"))
    if not is_empty or choose_format(args, _FORMATS) != "table":
        _print(args, found)
    return int(is_empty)


def _print(args: argparse.Namespace, found: UsageReport) -> None:
    form = choose_format(args, _FORMATS)
    with redirect_output(args, mark=form == "csv"):
        match form:
            case "json":
                print(as_json(_as_json(found)))
            case "csv":
                heading, rows = ("part", *_FIELDS), _as_rows(found, args.by)
                print_csv(*(in_words(heading, rows) if is_for_people(args) else (heading, rows)))
            case _:
                print_rich(_as_text(found, args.by))


def _check_export(path: Path, settings: Path) -> None:
    """Raise SettingsError for a name that tells of another format than histories are written in.

    Of a file of qreply's own it is said that it is one, once it would be written.
    """
    is_other = path.suffix and path.suffix.lower() not in HISTORY_SUFFIXES
    if is_other and not is_own_path(Path(os.path.realpath(path)), settings):
        known = join_words(HISTORY_SUFFIXES)
        raise SettingsError(t("stats.no-format", name=path), t("stats.no-format.hint", known=known))


def _export(args: argparse.Namespace, searches: Sequence[SearchRecord]) -> None:
    try:
        data = history_file_of(searches, args.export.name)
    except OSError as error:  # a full temporary folder
        raise QReplyError(t("command.cannot-write", path=args.export, reason=reason_of(error))) from error
    write_output(args.export, data, force=args.force, settings=args.settings.path)


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


def forget(path: Path) -> None:
    """Erase the history, and what was set aside of it; raises QReplyError where that fails."""
    try:
        if is_there(path):
            _erase(path)
        for file in files_of_history(path):
            if file != path:
                file.unlink()
    except OSError as error:
        raise QReplyError(t("command.cannot-write", path=path, reason=reason_of(error))) from error


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


def _as_text(found: UsageReport, by: str) -> Iterator[str | Table]:
    total = found.total
    yield t("stats.total", picks=total.picks, misses=found.misses)
    if total.median is not None:
        yield t("stats.speed", median=total.median, p90=total.p90, quick=format_share(total.quick))
    if found.rows:
        yield f"\n{t(f'stats.by-{by}')}"
        yield draw_bars([(row.title or row.name, row.picks, _remark(row)) for row in found.rows[:_SHOWN]])
        yield from _more(len(found.rows))
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


def _more(count: int) -> Iterator[str]:
    if count > _SHOWN:
        yield f"  {t('stats.more', count=count - _SHOWN)}"


def _remark(row: Row) -> str:
    picks = t("stats.picks", count=row.picks)
    return picks if row.median is None else t("stats.picks-in", picks=picks, seconds=row.median)


def _missed(missed: Missed) -> str:
    words = f"{missed.group.count} × {missed.group.text}"
    if missed.nothing:
        words += f"  {t('stats.nothing', count=missed.nothing)}"
    return words


def _as_rows(found: UsageReport, by: str) -> Iterator[tuple[object, ...]]:
    parts: dict[str, Iterable[Mapping[str, object]]] = {
        "total": [_figures(found.total)],
        by: map(_figures, found.rows),
        "noted": map(_noted_figures, found.noted),
        "missed": _all_missed(found),
        "never": _never(found),
    }
    for part, rows in parts.items():
        for row in rows:
            yield (part, *(row.get(name) for name in _FIELDS))


def _as_json(found: UsageReport) -> dict[str, object]:
    return {
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
