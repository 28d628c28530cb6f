"""Run `qreply find`: hits on stdout."""

from __future__ import annotations

import argparse
import sys
from datetime import datetime
from typing import TYPE_CHECKING

from qreply.cli.parser import whole_number
from qreply.cli.streams import as_json, read_input_lines, say
from qreply.cli.warning import warn
from qreply.errors import SettingsError
from qreply.i18n import join_words, t
from qreply.search.pasted_message import set_aside_words
from qreply.search.results import Hit
from qreply.storage.locations import history_path
from qreply.text.safety import clean_line
from qreply.workspace.finder import confidence_of, find, is_answer, is_confident, read
from qreply.workspace.workspace import Workspace

if TYPE_CHECKING:
    from collections.abc import Sequence

    from qreply.history.read_only import ReadOnlyHistory
    from qreply.history.usage_ranking import TaughtLine

_DEFAULT_HITS = 10


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add the query, and how its hits are chosen and printed."""
    parser.add_argument("query", metavar=t("metavar.query"), help=t("command.query-or-dash"))
    parser.add_argument(
        "-n",
        dest="limit",
        type=whole_number,
        default=_DEFAULT_HITS,
        metavar=t("metavar.count"),
        help=t("command.limit", count=_DEFAULT_HITS),
    )
    parser.add_argument(
        "-s", dest="scenario", default="", metavar=t("metavar.scenario"), help=t("command.scenario")
    )
    parser.add_argument("--no-history", action="store_true", help=t("command.no-history"))
    parser.add_argument("--json", action="store_true", help=t("command.find-json"))


def run(args: argparse.Namespace) -> int:
    """Answer one query, or with `-` a query a line at once; return 1 if nothing was found."""
    workspace = Workspace.open(args.settings, history=_history(args))
    warn(workspace, args.settings)
    args.scenario = find_scenario(workspace, args.scenario)
    found = False
    for line in read_input_lines() if args.query == "-" else [args.query]:
        found |= _answer(workspace, args, line)
    workspace.keep_copies()
    return 0 if found else 1


def _history(args: argparse.Namespace) -> ReadOnlyHistory | None:
    """Return what was picked before, unless it is to be left out, or there is none."""
    path = history_path()
    has_team = bool(args.settings.team)
    try:
        if args.no_history or not args.settings.history or not (has_team or path.exists()):
            return None
    except OSError:  # a state folder that is closed to us
        return None
    from qreply.history.read_only import ReadOnlyHistory  # with SQLite, which takes a while to import

    return ReadOnlyHistory(path, datetime.now(), _lines_of_team() if has_team else ())


def _lines_of_team() -> Sequence[TaughtLine]:
    from qreply.team.experience import read_experience

    return read_experience().lines


def find_scenario(workspace: Workspace, given: str) -> str:
    """Return the scenario of that name or title; "" for "".

    Raises SettingsError, naming those there are.
    """
    if not given:
        return ""
    scenarios = workspace.phrasebook.scenarios
    wanted = given.strip().lower()
    titled = [
        scenario.name for scenario in scenarios if wanted in (scenario.name.lower(), scenario.title.lower())
    ]
    if len(titled) != 1:
        known = join_words(
            name if name == title else t("command.named", name=name, title=title) for name, title in scenarios
        )
        raise SettingsError(t("command.unknown-scenario", name=given, known=known))
    return titled[0]


def _answer(workspace: Workspace, args: argparse.Namespace, query: str) -> bool:
    # An empty line is a query that finds nothing; only the screen browses.
    hits = find(workspace, query, scenario=args.scenario, limit=args.limit).hits if query.strip() else []
    message = read(workspace, query)
    if args.json:
        plain = {"query": query, "question": message.question, "nick": message.nick}
        sure = {
            "confidence": round(confidence_of(workspace, query, hits), 3),
            "answered": is_answer(workspace, query, hits),
        }
        aside = [{"kind": aside.kind, "text": aside.text} for aside in message.set_aside]
        print(as_json({**plain, **sure, "set_aside": aside, "hits": [_as_json(hit) for hit in hits]}))
    else:
        for hit in hits:
            print(_as_text(hit))
        if args.query == "-":
            print()  # an empty line ends each answer, so that a script sees where it stops
        elif not hits:
            _say_why(workspace, query)
    sys.stdout.flush()
    if hits and not args.json and args.query != "-" and not is_confident(workspace, query, hits):
        say(t("command.unlike"))
    if not args.json and args.query != "-" and (said := set_aside_words(message)):
        say(said)
    return bool(hits)


def _as_json(hit: Hit) -> dict[str, object]:
    return {
        "id": hit.phrase.id,
        "title": hit.phrase.title,
        "score": round(hit.score, 4),
        "clause": hit.clause,
        "why": [{"field": why.field, "text": why.text, "spans": why.spans} for why in hit.why],
    }


def _as_text(hit: Hit) -> str:
    why = next((f"{why.text}" for why in hit.why if why.field not in ("title", "code")), "")
    return "\t".join((hit.phrase.id, hit.phrase.code, hit.phrase.title, clean_line(why)))


def _say_why(workspace: Workspace, query: str) -> None:
    """Say that nothing was found.

    Says nothing if the book is so broken that nothing can be found: the user has been told so already.
    """
    problems = workspace.phrasebook.problems
    if len(workspace.phrasebook.index) or all(problem.severity != "error" for problem in problems):
        say(t("command.no-hits", query=clean_line(query)))
