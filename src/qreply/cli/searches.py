"""Find the searches that a command looks at, from a moment on.

They are of this machine's history and of colleagues'.
"""

from __future__ import annotations

import argparse
from datetime import datetime, time, timedelta
from pathlib import Path

from qreply.cli.input_files import read_each
from qreply.cli.streams import say
from qreply.errors import QReplyError, SettingsError, reason_of
from qreply.history.records import SearchRecord
from qreply.i18n import join_words, t
from qreply.reports.histories import clean_name, find_namesakes, merged, read_history
from qreply.reports.period import BEGINNING, Period
from qreply.reports.renamed_agents import join_renamed
from qreply.reports.report_words import days_of
from qreply.storage.locations import history_path
from qreply.text.moments import names_no_year, past_moment, past_span

HISTORY_SUFFIXES = (".db", ".csv")

# A date without a year that is further back than this was hardly meant.
_LONG_AGO = timedelta(days=180)


def add_search_options(parser: argparse.ArgumentParser, *, since: str = "") -> None:
    """Add `--since`, with its default, `--until`, `--merge`, `--no-own` and `--agent`."""
    parser.add_argument("--since", default=since, metavar="7d", help=t("command.since"))
    parser.add_argument("--until", default="", metavar="2026-11-22", help=t("command.until"))
    parser.add_argument("--merge", nargs="+", default=[], metavar=t("metavar.path"), help=t("command.merge"))
    parser.add_argument("--no-own", action="store_true", help=t("command.no-own"))
    parser.add_argument("--agent", nargs="?", const="", metavar=t("metavar.name"), help=t("command.agent"))


def read_searches(args: argparse.Namespace) -> list[SearchRecord]:
    """Read what was searched here and what `--merge` names, of `--shop` if that is given.

    `--agent` signs what was searched here, as does `share-name` in the settings. Says on stderr what was left out.
    Raises QReplyError for files that are no histories, SettingsError for `--agent` without a name anywhere.
    """
    own = history_path()
    settings = args.settings
    agent = settings.agent if args.agent == "" or settings.share_name else ""
    agent = clean_name(args.agent or agent)
    if args.no_own and not args.merge:
        raise SettingsError(t("stats.no-own"), t("stats.no-own.hint"))
    if args.agent is not None and not agent:
        raise SettingsError(t("stats.no-agent"), t("stats.no-agent.hint", path=settings.path))
    found = read_each(args, args.merge, HISTORY_SUFFIXES, _read, besides=[own])
    if not args.no_own and is_there(own):
        found[own] = [search._replace(agent=agent) for search in _read(own, is_own=True)]
    found, renamed = join_renamed(found)
    for one in renamed:
        say(t("stats.renamed", names=join_words(one.names), kept=one.kept, count=one.shared))
    for name, files in find_namesakes(found):
        say(t("stats.namesakes", name=name, files=join_words(path.name for path in files)))
    return _of_shop(merged(found.values()), args)


def say_there_are_none(args: argparse.Namespace, period: Period | None = None) -> None:
    """Say on stderr that nothing was searched, and where or when that is."""
    if period is not None:
        say(t("stats.none-then", days=days_of(period)))
    elif args.shop is not None:
        say(t("stats.none-of-shop", shop=args.shop))
    elif args.merge:
        say(t("stats.none-merged"))
    else:
        say(t("stats.none" if args.settings.history else "stats.off"))


def _of_shop(searches: list[SearchRecord], args: argparse.Namespace) -> list[SearchRecord]:
    """Return those of `--shop`, if that is given; says how many name none and may be of any.

    Raises SettingsError for a shop that neither the settings know nor, since it was renamed or closed, the searches.
    """
    if args.shop is None:
        return searches
    name = clean_name(args.shop)
    known = dict.fromkeys(shop.name for shop in args.settings.shops)
    known |= dict.fromkeys(sorted({search.shop for search in searches if search.shop}))
    if args.shop not in known and name not in known:
        hint = t("command.unknown-shop.known", known=join_words(known)) if known else ""
        raise SettingsError(
            t("command.unknown-shop", name=args.shop),
            hint or t("command.unknown-shop.none", path=args.settings.path),
        )
    if unnamed := sum(not search.shop for search in searches):
        say(t("stats.shop-unknown", count=unnamed))
    return [search for search in searches if search.shop == name]


def read_period(since: str, until: str, now: datetime) -> Period:
    """Return the period from `since` to `until`, a day that counts whole, else to `now`.

    A number of days or weeks means whole days, of which the last is the day of `until`; without `since` it is from the
    beginning on. Last week and last month are those of the calendar, to their end. Raises SettingsError for what is no
    period, or has not begun.
    """
    end = now = now.replace(microsecond=0)
    if until:
        last = past_span(until, now)
        end = last[1] if last else _midnight_after(_moment(until, now, "--until"))
    elif span := past_span(since, now):
        end = span[1]
    begin = _moment(since, end, "--since") if since else BEGINNING
    if span := past_span(since, now):
        begin = span[0]
    if since and begin > now and not until:
        raise SettingsError(t("report.ahead", option="--since", given=since))
    if begin.time() == end.time():  # so many days before
        begin = datetime.combine(begin - timedelta(microseconds=1), time.min) + timedelta(days=1)
    if begin >= end:
        raise SettingsError(t("report.later"))
    if begin >= now:
        raise SettingsError(t("report.not-begun", given=until))
    return Period(begin, min(end, now))


def _midnight_after(moment: datetime) -> datetime:
    return datetime.combine(moment, time.min) + timedelta(days=1)


def _moment(given: str, now: datetime, option: str) -> datetime:
    """Return the moment; raises SettingsError for a day of this year that is still to come, too."""
    found = _past_moment(given, now, option)
    if names_no_year(given) and now - found > _LONG_AGO:
        raise SettingsError(
            t("report.ahead", option=option, given=given),
            t("report.ahead.hint", option=option, day=f"{found:%Y-%m-%d}"),
        )
    return found


def _past_moment(given: str, now: datetime, option: str) -> datetime:
    return datetime.fromtimestamp(since_when(given, now, option))  # noqa: DTZ006 - agents' shifts are in local time


def is_there(path: Path) -> bool:
    """Tell whether there is a file.

    Raises QReplyError where its folder is closed to us: then it cannot be told.
    """
    try:
        path.stat()
    except (FileNotFoundError, NotADirectoryError):
        return False
    except OSError as error:
        raise QReplyError(t("command.cannot-read", path=path, reason=reason_of(error))) from error
    return True


def since_when(given: str, now: datetime, option: str = "--since") -> float:
    """Return the seconds since 1970 that `--since`, or another `option`, stands for.

    Raises SettingsError for what it does not take.
    """
    if not given:
        return 0.0
    try:
        return past_moment(given, now).timestamp()
    except (ValueError, OverflowError, OSError) as error:  # of a year that no clock knows
        raise SettingsError(t("command.bad-since", option=option, given=given)) from error


def _read(path: Path, *, is_own: bool = False) -> list[SearchRecord]:
    skipped: list[int] = []
    found = read_history(path, skipped.append)
    for count in skipped:
        say(t("stats.skipped", path=path, count=count))
    if not (found or skipped or is_own):
        say(t("stats.empty", path=path))
    return found
