"""`qreply stats`: what the history tells."""

from __future__ import annotations

import argparse
import re
import sys
from collections.abc import Iterator, Sequence
from dataclasses import asdict
from datetime import datetime, timedelta
from pathlib import Path

from qreply.cli.output import write_output
from qreply.cli.streams import as_json
from qreply.cli.table import bars, percent, print_csv
from qreply.errors import QReplyError, SettingsError, reason_of
from qreply.history.database import DamagedError, Database, NewerError, files_of_history
from qreply.history.records import SearchRecord
from qreply.i18n import t
from qreply.reports.statistics import Missed, Row, UsageReport, history_file_of, merged, read_history, report
from qreply.storage.locations import history_path
from qreply.text.safety import clean
from qreply.workspace.workspace import Workspace

_UNITS = {"h": "hours", "d": "days", "w": "weeks"}
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


def run(args: argparse.Namespace) -> int:
    """Print the statistics, or export or erase the history; 1 if there is nothing to tell of."""
    path = history_path()
    if args.forget:
        forget(path)
        print(t("stats.forgotten"), file=sys.stderr)
        return 0
    since = since_when(args.since, datetime.now())
    files = [*([path] if is_there(path) else []), *args.merge]
    searches = [one for one in merged(map(_read, files)) if one.at >= since]
    if not searches:
        print(t("stats.none" if args.settings.history else "stats.off"), file=sys.stderr)
        if args.export is not None or args.format not in ("json", "csv"):
            return 1
    if args.export is not None:
        _export(args, searches)
        print(t("stats.exported", count=len(searches), path=args.export), file=sys.stderr)
        return 0
    index = Workspace.open(args.settings).phrasebook.index
    phrases = map(index.phrase, range(len(index)))
    found = report(searches, {phrase.id: phrase.title for phrase in phrases}, args.by)
    match args.format:
        case "json":
            print(as_json(_as_json(found)))
        case "csv":
            print_csv(_HEADING, _as_rows(found, args.by))
        case _:
            print("\n".join(_as_text(found, args.by)))
    return 0 if searches else 1


def is_there(path: Path) -> bool:
    """Whether there is a file; raises QReplyError where its folder is closed to us, which is something else."""
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


def since_when(given: str, now: datetime) -> float:
    """The seconds since 1970 that `--since` stands for; raises SettingsError for what it does not take."""
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


def _as_text(found: UsageReport, by: str) -> Iterator[str]:
    total = found.total
    yield t("stats.total", picks=total.picks, misses=found.misses)
    if total.median is not None:
        yield t("stats.speed", median=total.median, p90=total.p90, quick=percent(total.quick))
    if found.rows:
        yield f"\n{t(f'stats.by-{by}')}"
        yield from bars([(row.title or row.name, row.picks, _remark(row)) for row in found.rows[:_SHOWN]])
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
