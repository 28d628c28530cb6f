"""Run `qreply practice`: customers' questions to practise with, and nothing leaving."""

from __future__ import annotations

import argparse
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import datetime
from functools import partial
from pathlib import Path
from random import Random
from typing import TYPE_CHECKING

from rich.table import Table

from qreply.cli.find import find_scenario
from qreply.cli.output import check_output, choose_format, redirect_output
from qreply.cli.parser import whole_number
from qreply.cli.screen import run_screen
from qreply.cli.table import draw_bars, is_for_people, print_csv, print_rich
from qreply.clipboard import Clipboard
from qreply.clipboard.backends.nowhere import NowhereBackend
from qreply.errors import QReplyError
from qreply.exchange.question_list import read_answered
from qreply.history.masking import mask_text
from qreply.history.read_only import ReadOnlyHistory
from qreply.i18n import t
from qreply.reports.practice_log import PracticeRun, days_of, describe_day, read_runs
from qreply.reports.practice_results import PracticeResults, figures_of
from qreply.search.storage.index_cache import Progress
from qreply.settings.settings import Settings
from qreply.storage.locations import history_path, practice_path
from qreply.text.safety import clean_line
from qreply.workspace.practice_messages import MESSAGES, PracticeMessage, messages_for
from qreply.workspace.round_replies import find_in
from qreply.workspace.workspace import Workspace

if TYPE_CHECKING:
    from qreply.tui.background_work import OpenWorkspace
    from qreply.tui.screens.practice_run import PracticeScreen

_DAYS = 30  # that are shown
_HEADING = ("part", "name", "value", "detail")


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add what to practise with, how much, and where the results go."""
    parser.add_argument(
        "file", nargs="?", type=Path, metavar=t("metavar.file"), help=t("command.practice-file")
    )
    parser.add_argument(
        "-n",
        dest="count",
        type=whole_number,
        default=0,
        metavar=t("metavar.count"),
        help=t("command.practice-count"),
    )
    parser.add_argument(
        "-s", "--scenario", default="", metavar=t("metavar.scenario"), help=t("command.scenario")
    )
    parser.add_argument(
        "--column", default="", metavar=t("metavar.column"), help=t("command.practice-column")
    )
    parser.add_argument(
        "--export", dest="output", type=Path, metavar=t("metavar.file"), help=t("command.practice-export")
    )
    parser.add_argument("--force", action="store_true", help=t("command.force"))
    parser.add_argument(
        "--seed", type=whole_number, metavar=t("metavar.seed"), help=t("command.practice-seed")
    )
    parser.add_argument("--progress", action="store_true", help=t("command.practice-progress"))


def run(args: argparse.Namespace) -> int:
    """Open the screen to practise on, then print how it went; return 1 if nothing was answered.

    Raises SettingsError where there is no terminal, QReplyError where there is nothing to practise with.
    """
    if args.progress:
        runs = read_runs(practice_path())
        print_rich(_progress(runs) if runs else [t("practice.none-yet")])
        return 0 if runs else 1
    choose_format(args, ("csv",))
    args.inputs = [args.file] if args.file else []
    check_output(args)
    over: list[PracticeResults] = []

    def make_screen(
        open_workspace: OpenWorkspace, clipboard: Clipboard, *, hotkeys: Mapping[str, str], **_: object
    ) -> PracticeScreen:
        from qreply.tui.screens.practice_run import PracticeScreen  # as for the screen

        make = partial(choose_messages, args)
        return PracticeScreen(open_workspace, make, clipboard, on_over=over.append, hotkeys=hotkeys)

    code, _ = run_screen(args.settings, _open, Clipboard([NowhereBackend()]), make_screen=make_screen)
    if not over:
        return code or 1
    if args.output is not None:
        export_results(args, over[0], datetime.now())
    print_rich([*figures_of(over[0]), *_progress(read_runs(practice_path()))])
    return code


def export_results(args: argparse.Namespace, found: PracticeResults, when: datetime) -> None:
    """Write the table for the lead, in their words unless a program reads it.

    Raises QReplyError as `write_output` does.
    """
    rows = as_rows(found, args.settings.agent, when)
    with redirect_output(args, mark=True):
        print_csv(*(_in_words(rows) if is_for_people(args) else (_HEADING, rows)))


def _in_words(rows: Iterable[Sequence[object]]) -> tuple[list[str], Iterator[list[object]]]:
    """Return the table for the lead in the user's words."""

    def worded(row: Sequence[object]) -> list[object]:
        part, name, *others = row
        shown = t(f"practice.figure.{name}") if part == "total" else name
        return [t(f"practice.part.{part}"), shown, *others]

    return [t(f"practice.column.{name}") for name in _HEADING], map(worded, rows)


def _open(settings: Settings, progress: Progress) -> Workspace:
    """Open the workspace; called in a thread.

    The history ranks as always, and nothing is added to it.
    """
    path = history_path()
    history = ReadOnlyHistory(path, datetime.now()) if settings.history and path.exists() else None
    return Workspace.open(settings, progress=progress, history=history)


def choose_messages(args: argparse.Namespace, workspace: Workspace) -> Sequence[PracticeMessage]:
    """Make the messages from the file, or else from the book's asks.

    Raises QReplyError where there are none.
    """
    if args.file is None:
        scenario = find_scenario(workspace, args.scenario)
        return messages_for(workspace, args.count or MESSAGES, Random(args.seed), scenario)  # noqa: S311
    found = [
        PracticeMessage(text, _answers(args.file, one.reply, workspace))
        for one in read_answered(args.file, args.column)
        if (text := clean_line(one.question))
    ]
    if not found:
        raise QReplyError(t("audit.empty", path=args.file))
    return found[: args.count or None]


def _answers(path: Path, name: str, workspace: Workspace) -> frozenset[str]:
    """Return the ids of the phrase that the file calls `name`, none for "".

    Raises QReplyError if there is none.
    """
    if not name.strip():
        return frozenset()
    phrase = find_in(workspace)(name)
    if phrase is None:
        raise QReplyError(t("practice.unknown-reply", path=path, name=clean_line(name)))
    return frozenset({phrase.id})


def _progress(runs: Sequence[PracticeRun]) -> list[str | Table]:
    """Draw the days."""
    days = days_of(runs)[-_DAYS:]
    if not days:
        return []
    bars = [(f"{day.day:%m-%d}", day.share or 0.0, describe_day(day)) for day in days]
    return [f"\n{t('practice.progress')}", draw_bars(bars, largest=1.0)]


def as_rows(found: PracticeResults, agent: str, when: datetime) -> Iterator[tuple[object, ...]]:
    """Return the table for the lead; of customers' words what tells who they are is masked."""
    yield ("total", "agent", agent, f"{when:%Y-%m-%d %H:%M}")
    for name in ("messages", "judged", "right", "median", "p90", "quick"):
        yield ("total", name, getattr(found, name), "")
    for mistake in found.mistakes:
        wanted = " / ".join(one.id for one in mistake.answers)
        yield ("mistake", mask_text(mistake.text), wanted, " / ".join(one.id for one in mistake.taken))
    for code in found.codes:
        yield ("code", code.phrase.id, code.code, code.saved)
