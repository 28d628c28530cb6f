"""Run `qreply team`: the team's database, for leads and for whoever sets it up."""

from __future__ import annotations

import argparse
import re
import time
from collections.abc import Callable, Mapping
from datetime import datetime, timedelta
from types import MappingProxyType
from typing import TYPE_CHECKING

from qreply.cli.output import add_output_options, choose_format, redirect_output
from qreply.cli.streams import as_json, say
from qreply.cli.table import print_csv
from qreply.cli.team_database import database_errors, open_for_lead
from qreply.errors import SettingsError
from qreply.i18n import join_words, t
from qreply.settings.settings import Settings
from qreply.storage.locations import history_path
from qreply.text.moments import seconds_of
from qreply.text.safety import clean_line
from qreply.workspace.phrase_names import find_named

if TYPE_CHECKING:  # the database's libraries are imported when they are used
    from sqlalchemy import Engine

    from qreply.history.outbox import Backlog

_FORMATS = ("table", "csv", "json")
_SHOWN = 10  # searches that would be sent


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add what to do, what to do it to, and the options of each."""
    parser.add_argument(
        "action", choices=tuple(_ACTIONS), metavar=t("metavar.action"), help=t("team.actions")
    )
    parser.add_argument("names", nargs="*", metavar=t("metavar.name"), help=t("team.names"))
    parser.add_argument("--older", metavar="180d", help=t("team.older"))
    parser.add_argument("--done", nargs="+", type=int, metavar="N", help=t("team.done"))
    parser.add_argument("--undone", nargs="+", type=int, metavar="N", help=t("team.undone"))
    parser.add_argument("--remove", nargs="+", default=[], metavar=t("metavar.id"), help=t("team.remove"))
    add_output_options(parser, _FORMATS)


def run(args: argparse.Namespace) -> int:
    """Do what is asked for.

    Raises QReplyError where the settings name no team, or the database cannot be used.
    """
    settings: Settings = args.settings
    if not settings.team:
        raise SettingsError(t("team.none"), t("team.none.hint", path=settings.path))
    action = _ACTIONS[args.action]
    if args.names and args.action not in ("forget", "favourites"):
        raise SettingsError(t("command.unknown-argument", given=" ".join(args.names)))
    with database_errors():
        return action(args, open_for_lead(settings))


# -- setting up


def _init(args: argparse.Namespace, engine: Engine) -> int:
    from qreply.team.connection import describe_address
    from qreply.team.upgrade import upgrade

    before, after = upgrade(engine)
    how = "kept" if before == after else "upgraded" if before else "made"
    print(t(f"team.{how}", address=describe_address(args.settings), before=before, after=after))
    return 0


def _status(args: argparse.Namespace, engine: Engine) -> int:
    from qreply.team.administration import look_over
    from qreply.team.arrivals import expect_version
    from qreply.team.status import describe_connection

    settings = args.settings
    backlog, outgoing = _outgoing()
    with engine.connect() as connection:
        secure = describe_connection(connection)
        expect_version(connection)
        there = look_over(connection)
    from qreply.team.connection import describe_address

    if choose_format(args, ("table", "json")) == "json":
        shown = {"database": describe_address(settings), "server": secure, **there._asdict()}
        shown |= {"waiting": backlog.waiting, "oldest_waiting": backlog.oldest or None}
        shown |= {"name": settings.agent if settings.share_name else None, "would_send": outgoing}
        with redirect_output(args):
            print(as_json(shown, indent=2))
        return 0
    with redirect_output(args):
        print(t("team.status-address", address=describe_address(settings), server=secure))
        days = t("team.status-days", first=there.first, last=there.last) if there.first else ""
        print(t("team.status-there", searches=there.searches, agents=there.agents, days=days))
        print(t("team.status-notes", notes=there.open_notes, lines=there.taught))
        print(describe_backlog(backlog.waiting, backlog.oldest) if settings.history else t("stats.off"))
        name = settings.agent if settings.share_name and settings.agent else t("team.status-unnamed")
        print(t("team.status-name", name=clean_line(name)))
        for row in outgoing:
            print("  " + " · ".join(clean_line(str(cell)) for cell in row.values() if cell not in ("", None)))
        if backlog.waiting > len(outgoing):
            print(t("team.status-more", count=backlog.waiting - len(outgoing)))
    return 0


def _outgoing() -> tuple[Backlog, list[dict[str, object]]]:
    """Return how much waits to be sent, and the oldest of it as it would be sent."""
    from qreply.history.outbox import Backlog, Outbox

    if not history_path().exists():  # nor is one made for a look
        return Backlog(0, 0), []
    outbox = Outbox(history_path())
    try:
        backlog = outbox.backlog()
        waiting = [one.search for one in outbox.pending(_SHOWN) if one.search is not None]
    finally:
        outbox.close()
    return backlog, [
        {
            "at": f"{search.when:%Y-%m-%d %H:%M}",
            "kind": search.kind,
            "query": search.query,
            "phrase": search.phrase,
            "seconds": search.seconds,
            "shop": search.shop,
        }
        for search in waiting
    ]


def describe_backlog(waiting: int, oldest: int) -> str:
    """Say how far this machine is behind."""
    if not waiting:
        return t("team.status-even")
    return t("team.status-behind", count=waiting, since=_minute(oldest))


def _minute(seconds: int) -> str:
    when = datetime.fromtimestamp(seconds)  # noqa: DTZ006 - local time, as everywhere
    return f"{when:%Y-%m-%d %H:%M}"


def _send(args: argparse.Namespace, engine: Engine) -> int:
    from qreply.team.carrier import carry_over, sender_of

    there = history_path().exists()
    count = carry_over(engine, history_path(), sender_of(args.settings)) if there else 0
    print(t("team.sent", count=count))
    return 0


# -- what only a lead does


def _inbox(args: argparse.Namespace, engine: Engine) -> int:
    from qreply.team.administration import read_inbox, settle_notes

    with engine.begin() as connection:
        if args.done or args.undone:
            done = settle_notes(connection, args.done or [], int(time.time()))
            undone = settle_notes(connection, args.undone or [], None)
            for key, queries in (("team.marked-done", done), ("team.marked-open", undone)):
                if queries:
                    print(clean_line(t(key, queries=join_words(queries))))
            return 0
        notes = [*read_inbox(connection), *read_inbox(connection, is_done=True)]
    form = choose_format(args, _FORMATS)
    rows = [{**note._asdict(), "last_at": _minute(note.last_at)} for note in notes]
    with redirect_output(args, mark=form == "csv"):
        match form:
            case "json":
                print(as_json(rows, indent=2))
            case "csv":
                fields = ("number", "query", "times", "agents", "last_at", "is_done")
                print_csv(fields, [[row[field] for field in fields] for row in rows])
            case _:
                for row in rows:
                    mark = "✓" if row["is_done"] else " "
                    print(clean_line(t("team.note", mark=mark, **row)))
    if not any(not note.is_done for note in notes):
        say(t("team.inbox-empty"))
    return 0


def _favourites(args: argparse.Namespace, engine: Engine) -> int:
    from qreply.cli.warning import warn
    from qreply.team.administration import read_favourites, set_favourites
    from qreply.workspace.workspace import Workspace

    choose_format(args, ("table",))
    shop = args.settings.shop if args.shop else ""
    with engine.begin() as connection:
        known = read_favourites(connection, shop)
        if args.names or args.remove:
            workspace = Workspace.open(args.settings)
            warn(workspace, args.settings)
            wanted = (*known, *(find_named(workspace, name).id for name in args.names))
            known = [one for one in dict.fromkeys(wanted) if one not in args.remove]
            set_favourites(connection, shop, known)
    with redirect_output(args):
        for phrase in known:
            print(clean_line(phrase))
    if not known:
        say(t("team.no-favourites"))
    return 0


def _forget(args: argparse.Namespace, engine: Engine) -> int:
    from qreply.team.administration import forget_agent

    if not args.names:
        raise SettingsError(t("team.forget-whom"), t("team.no-agent.hint"))
    for name in args.names:
        with engine.begin() as connection:
            gone = forget_agent(connection, name)
        print(clean_line(t("team.forgotten", name=gone.name, count=gone.searches)))
    return 0


def _prune(args: argparse.Namespace, engine: Engine) -> int:
    from qreply.team.administration import prune

    days = re.fullmatch("([1-9][0-9]{0,4})d", args.older or "")
    if not days:
        raise SettingsError(t("team.bad-older"), t("team.bad-older.hint"))
    before = datetime.now().date() - timedelta(days=int(days[1]))
    with engine.begin() as connection:
        count = prune(connection, before, int(seconds_of(datetime.combine(before, datetime.min.time()))))
    print(t("team.pruned", count=count, before=before))
    return 0


_ACTIONS: Mapping[str, Callable[[argparse.Namespace, Engine], int]] = MappingProxyType(
    {
        "init": _init,
        "status": _status,
        "send": _send,
        "inbox": _inbox,
        "favourites": _favourites,
        "forget": _forget,
        "prune": _prune,
    }
)
