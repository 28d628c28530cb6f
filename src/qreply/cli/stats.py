"""`qreply stats`: what the history tells."""

from __future__ import annotations

import argparse
import glob
import os
import re
import sys
from collections.abc import Iterator, Sequence
from dataclasses import asdict
from datetime import datetime, timedelta
from pathlib import Path

from rich.table import Table

from qreply.cli.output import add_output_options, choose_format, redirect_output, write_output
from qreply.cli.streams import as_json
from qreply.cli.table import draw_bars, format_percent, print_csv, print_rich
from qreply.errors import QReplyError, SettingsError, reason_of
from qreply.history.database import DamagedError, Database, NewerError, files_of_history
from qreply.history.records import SearchRecord
from qreply.i18n import t
from qreply.phrasebook.writing.yaml_writer import Writer, comment
from qreply.reports.statistics import (
    GROUPINGS,
    Missed,
    Row,
    UsageReport,
    history_file_of,
    merged,
    read_history,
    report,
)
from qreply.reports.suggested_asks import SuggestedAsks, suggest_asks
from qreply.storage.locations import history_path
from qreply.text.safety import clean
from qreply.workspace.workspace import Workspace

_UNITS = {"h": "hours", "d": "days", "w": "weeks"}
_HISTORY_SUFFIXES = (".db", ".csv")
_SHOWN = 20  # rows in a terminal; the other formats have all

_HEADING = (
    "part",
    "name",
    "title",
    "count",
    "median_seconds",
    "p90_seconds",
    "under_20s",
    "edited",
    "no_hit",
)

_FORMATS = ("table", "csv", "json")


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add the period, the grouping, other histories, and the output options."""
    parser.add_argument("--since", default="", metavar="7d", help=t("command.since"))
    parser.add_argument("--by", choices=GROUPINGS, default="phrase", help=t("command.by"))
    parser.add_argument("--merge", nargs="+", default=[], metavar=t("metavar.path"), help=t("command.merge"))
    parser.add_argument("--export", type=Path, metavar=t("metavar.file"), help=t("command.stats-export"))
    parser.add_argument("--asks", action="store_true", help=t("command.asks"))
    parser.add_argument("--forget", action="store_true", help=t("command.forget"))
    add_output_options(parser, _FORMATS)


def run(args: argparse.Namespace) -> int:
    """Print the statistics, or export or erase the history; 1 if there is nothing to tell of."""
    path = history_path()
    if args.forget:
        forget(path)
        print(t("stats.forgotten"), file=sys.stderr)
        return 0
    since = since_when(args.since, datetime.now())
    files = [*([path] if is_there(path) else []), *_find_histories(args.merge, own=path)]
    searches = [one for one in merged(map(_read, files)) if one.at >= since]
    if not searches:
        print(t("stats.none" if args.settings.history else "stats.off"), file=sys.stderr)
        if args.export is not None or choose_format(args, _FORMATS) == "table":
            return 1
    if args.export is not None:
        _export(args, searches)
        print(t("stats.exported", count=len(searches), path=args.export), file=sys.stderr)
        return 0
    book = Workspace.open(args.settings).phrasebook
    if args.asks:
        return _print_asks(suggest_asks(searches, book.index))
    phrases = map(book.index.phrase, range(len(book.index)))
    titles = {phrase.id: phrase.title for phrase in phrases}
    found = report(searches, titles, args.by, scenarios=dict(book.scenarios))
    form = choose_format(args, _FORMATS)
    with redirect_output(args, mark=form == "csv"):
        match form:
            case "json":
                print(as_json(_as_json(found)))
            case "csv":
                print_csv(_HEADING, _as_rows(found, args.by))
            case _:
                print_rich(_as_text(found, args.by))
    return 0 if searches else 1


def _find_histories(given: Sequence[str], *, own: Path) -> list[Path]:
    """Find the files of `--merge`: each as named, those in a folder, those that a pattern finds.

    Windows' shells leave patterns to the program. Our own history in such a folder counts only once.
    """
    found: list[Path] = []
    for name in given:
        path = Path(name)
        if path.is_dir():
            files = [file for file in path.iterdir() if file.suffix.lower() in _HISTORY_SUFFIXES]
        elif glob.has_magic(name) and not os.path.lexists(name):
            files = [Path(match) for match in glob.glob(name, recursive=True)]  # noqa: PTH207 - absolute ones too
        else:
            files = [path]
        if not files:
            raise QReplyError(t("stats.no-files", path=name), t("stats.no-files.hint"))
        found += sorted(files)
    return [path for path in dict.fromkeys(found) if path.absolute() != own.absolute()]


def is_there(path: Path) -> bool:
    """Tell whether there is a file; raises QReplyError where its folder is closed to us, which is something else."""
    try:
        path.stat()
    except (FileNotFoundError, NotADirectoryError):
        return False
    except OSError as error:
        raise QReplyError(t("command.cannot-read", path=path, reason=reason_of(error))) from error
    return True


def _read(path: Path) -> list[SearchRecord]:
    return read_history(
        path, lambda count: print(clean(t("stats.skipped", path=path, count=count)), file=sys.stderr)
    )


def _export(args: argparse.Namespace, searches: Sequence[SearchRecord]) -> None:
    try:
        data = history_file_of(searches, args.export.name)
    except OSError as error:  # a full temporary folder
        raise QReplyError(t("command.cannot-write", path=args.export, reason=reason_of(error))) from error
    write_output(args.export, data, force=args.force, settings=args.settings.path)


def _print_asks(suggested: list[SuggestedAsks]) -> int:
    """Print asks as entries of phrases; 1 if there are none."""
    if not suggested:
        print(t("stats.no-asks"), file=sys.stderr)
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


def since_when(given: str, now: datetime) -> float:
    """Return the seconds since 1970 that `--since` stands for; raises SettingsError for what it does not take."""
    if not given:
        return 0.0
    try:
        if span := re.fullmatch(r"(\d{1,4})([hdw])", given):
            return (now - timedelta(**{_UNITS[span[2]]: int(span[1])})).timestamp()
        return datetime.fromisoformat(given).timestamp()
    except (ValueError, OverflowError, OSError) as error:  # of a year that no clock knows
        raise SettingsError(t("command.bad-since", given=given)) from error


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
        yield t("stats.speed", median=total.median, p90=total.p90, quick=format_percent(total.quick))
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
    seconds = "" if row.median is None else f" {t('stats.seconds', seconds=row.median)}"
    return f"{row.picks} ×{seconds}"


def _missed(missed: Missed) -> str:
    words = f"{missed.group.count} × {missed.group.text}"
    if missed.nothing:
        words += f"  {t('stats.nothing', count=missed.nothing)}"
    return words


def _as_rows(found: UsageReport, by: str) -> Iterator[tuple[object, ...]]:
    for part, rows in (("total", (found.total,)), (by, found.rows)):
        for row in rows:
            figures = (row.picks, row.median, row.p90, row.quick, row.edited)
            yield (part, row.name, row.title, *figures, None)
    for group in found.noted:
        yield ("noted", group.text, "", group.count, None, None, None, None, None)
    for missed in found.missed:
        yield ("missed", missed.group.text, "", missed.group.count, None, None, None, None, missed.nothing)
    if found.unnamed:
        yield ("missed", "", "", found.unnamed, None, None, None, None, None)
    for phrase, title in found.never.items():
        yield ("never", phrase, title, 0, None, None, None, None, None)


def _as_json(found: UsageReport) -> dict[str, object]:
    return {
        "total": asdict(found.total),
        "rows": [asdict(row) for row in found.rows],
        "noted": [asdict(group) for group in found.noted],
        "missed": [{**asdict(missed.group), "no_hit": missed.nothing} for missed in found.missed],
        "missed_unnamed": found.unnamed,
        "never": [{"id": phrase, "title": title} for phrase, title in found.never.items()],
    }
