"""Run `qreply round`: one reply each to a list of customers."""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

from qreply.cli.importing import parse_mapping
from qreply.cli.parser import whole_number
from qreply.cli.screen import open_for_work, run_screen
from qreply.cli.streams import read_input_bytes, say
from qreply.errors import SettingsError
from qreply.exchange.tables import read_content
from qreply.i18n import t
from qreply.search.storage.index_cache import Progress
from qreply.settings.settings import Settings
from qreply.storage.locations import is_own_path
from qreply.workspace.done_list import DoneList, DoneRows, read_done
from qreply.workspace.phrase_names import find_named
from qreply.workspace.round import Round, RowState
from qreply.workspace.round_list import NICK, RoundList, read_round
from qreply.workspace.round_replies import SKIPPED_AS, RoundReplies, find_in
from qreply.workspace.workspace import Workspace

if TYPE_CHECKING:
    from qreply.tui.screens.main import MainScreen


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add the list, what its customers are told, and where to go on."""
    parser.add_argument("file", metavar=t("metavar.file"), help=t("command.round-file"))
    parser.add_argument(
        "--reply",
        action="append",
        default=[],
        metavar=t("command.round-reply.shape"),
        help=t("command.round-reply"),
    )
    parser.add_argument(
        "--map",
        action="append",
        default=[],
        metavar=t("command.round-map.shape"),
        help=t("command.round-map"),
    )
    parser.add_argument("--done", type=Path, metavar=t("metavar.file"), help=t("command.round-done"))
    parser.add_argument(
        "--from",
        dest="first",
        type=whole_number,
        default=1,
        metavar=t("metavar.row"),
        help=t("command.round-from"),
    )


def run(args: argparse.Namespace) -> int:
    """Open the screen with the list's first customer; return 1 if any is left in the end.

    Raises QReplyError where the list cannot be read, SettingsError where there is no terminal, or an option does not
    fit the list.
    """
    if args.file == "-":
        data, path = read_input_bytes(), Path("-")
        take_terminal_as_stdin()
    else:
        path = Path(args.file)
        data = read_content(path)
    opening = RoundOpening(args, data, path, dict(parse_mapping(args.map)), dict(parse_replies(args.reply)))

    def make_screen(*given: Any, **options: Any) -> MainScreen:
        from qreply.tui.screens.main import MainScreen  # as for the screen

        return MainScreen(*given, on_ready=opening.begin, **options)

    try:
        code, _ = run_screen(args.settings, opening.open, make_screen=make_screen)
    finally:
        if opening.done is not None:
            opening.done.close()
    return code or tell_end(opening.queue, is_kept=opening.done is not None)


class RoundOpening:
    """The list on its way to the screen.

    It is read once the book is open, whose placeholders name columns, too.
    """

    def __init__(
        self,
        args: argparse.Namespace,
        data: bytes,
        path: Path,
        mapping: Mapping[str, str],
        given: Mapping[str, str],
    ) -> None:
        self._args = args
        self._data = data
        self._path = path
        self._mapping = mapping
        self._given = given
        self._list = RoundList(())
        self._unsure: tuple[int, ...] = ()  # rows said to be done by a file that does not say of which list
        self.queue: Round | None = None
        self.done: DoneList | None = None

    def open(self, settings: Settings, progress: Progress) -> Workspace:
        """Open the workspace and make the queue; called in a thread.

        Raises SettingsError where the list has no such first row or is a chat log, or the list of what is done would be
        a file of qreply's.
        """
        workspace = open_for_work(settings, progress)
        self._list = read_round(self._data, self._path, workspace.placeholders, self._mapping)
        self._refuse_chat()
        rows, first, path = self._list.rows, self._args.first, self._args.done
        if first > len(rows):
            raise SettingsError(t("round.bad-from", count=len(rows), first=first))
        known = DoneRows(set())
        if path is not None:
            if is_own_path(path.resolve(), settings.path):
                raise SettingsError(t("command.own-file", path=path), t("command.own-file.hint"))
            known = read_done(path, rows)
            self.done = DoneList(path, rows)
        self._unsure = () if known.is_sure else tuple(known.numbers)
        self.queue = Round(rows, self._replies(workspace), done=known.numbers, first=first)
        return workspace

    def _refuse_chat(self) -> None:
        """Raise SettingsError for a chat log, each line of which would be taken for a customer."""
        if not set(self._list.columns) <= {NICK}:
            return  # a heading says whose numbers or states these are
        from qreply.reports.chat_logs import is_chat_log  # reads all that people talk in

        if is_chat_log(self._data, self._path):
            raise SettingsError(t("round.chat-log", path=self._path), t("round.chat-log.hint"))

    def _replies(self, workspace: Workspace) -> RoundReplies:
        """Return the replies by status.

        Raises UnknownPhraseError if the command line names one that does not exist.
        """
        ids = {
            status: name if name in SKIPPED_AS else find_named(workspace, name).id
            for status, name in self._given.items()
        }
        default = ids.pop("", "")
        return RoundReplies(find_in(workspace), ids, workspace.settings.round_replies, default=default)

    def begin(self, screen: MainScreen) -> None:
        """Serve the list's first customer."""
        if self.queue is None:
            return

        def keep(queue: Round) -> None:
            if self.done is not None:
                self.done.save(queue.numbers(RowState.DONE), screen.tell_not_kept)

        screen.begin_round(self.queue, keep)
        if self._list.rounded:
            screen.warn(t("round.rounded", count=self._list.rounded))
        if words := self.doubt(screen.key_of("leave")):
            screen.warn_lastingly(words)

    def doubt(self, leave: str) -> str:
        """Say what is taken for done though its file does not say of which list.

        It is empty where the file does. `leave` is the key that leaves the screen.
        """
        last = max(self._unsure, default=0)
        if not 0 < last <= len(self._list.rows):
            return ""
        nick = self._list.rows[last - 1].label
        return t("round.unsure-list", count=len(self._unsure), number=last, nick=nick, key=leave)


def parse_replies(pairs: Iterable[str]) -> Iterable[tuple[str, str]]:
    """Split 状态=编号; a reply without a status is for all rows, under the status "".

    Raises SettingsError for what is neither.
    """
    for pair in pairs:
        status, equals, name = pair.rpartition("=")
        if not name.strip() or (equals and not status.strip()):
            raise SettingsError(t("round.bad-reply", given=pair))
        yield status.strip(), name.strip()


def take_terminal_as_stdin() -> None:
    """Read keys from the terminal, where the list came through stdin.

    Raises SettingsError without a terminal.
    """
    name = "CONIN$" if sys.platform == "win32" else "/dev/tty"
    try:
        terminal = os.open(name, os.O_RDWR)
    except OSError as error:
        raise SettingsError(t("command.no-terminal"), t("command.no-terminal.hint")) from error
    os.dup2(terminal, sys.stdin.fileno())
    os.close(terminal)


def tell_end(queue: Round | None, *, is_kept: bool) -> int:
    """Say where the round was left; return 1 if anybody is left, 0 if not."""
    if queue is None:
        return 1
    left, done, count = queue.count(RowState.OPEN), queue.count(RowState.DONE), len(queue.rows)
    if not left:
        say(queue.tally)
        return 0
    number = queue.row.number if queue.row else queue.numbers(RowState.OPEN)[0]
    say(t("round.left-at", number=number, count=count, done=done))
    say(f"  {t('round.go-on-again') if is_kept else t('round.go-on-from', number=number)}")
    return 1
