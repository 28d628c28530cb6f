"""Run `qreply` and `qreply pick`: the screen."""

from __future__ import annotations

import argparse
import gc
import os
import sys
from collections.abc import Callable
from concurrent.futures import Future
from pathlib import Path
from typing import TYPE_CHECKING, Any

from qreply.cli.warning import warn
from qreply.clipboard import Clipboard, detect
from qreply.errors import SettingsError
from qreply.history.recorder import HistoryRecorder
from qreply.i18n import t
from qreply.runtime import background
from qreply.search.storage.index_cache import Progress
from qreply.settings.settings import Settings
from qreply.storage.locations import favourites_path, history_path
from qreply.workspace.workspace import Workspace

if TYPE_CHECKING:  # which only those have who name a team
    from qreply.team.carrier import TeamLink

Opener = Callable[[Settings, Progress], Workspace]

_PATIENCE = 0.3  # seconds for the history, so that the first hits stand where they will stay


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add what `qreply pick` looks for at once."""
    parser.add_argument("query", nargs="?", default="", metavar=t("metavar.query"), help=t("command.query"))
    parser.add_argument("--clip", action="store_true", help=t("command.clip"))


def run(args: argparse.Namespace) -> int:
    """Open the screen; raises SettingsError where there is no terminal for it."""
    pick = args.command == "pick"
    path = args.settings.path
    options = {"pick": pick, "first_settings": None if pick or _may_exist(path) else path}
    query = None if args.clip else args.query
    code, workspace = run_screen(args.settings, open_for_work, query=query, **options)
    if pick and workspace.done() and not workspace.exception():  # as the banner did while it was there
        warn(workspace.result(), args.settings)
    return code


def run_screen(
    settings: Settings,
    opener: Opener,
    clipboard: Clipboard | None = None,
    *,
    query: str | None = "",
    **options: Any,
) -> tuple[int, Future[Workspace]]:
    """Open the screen; return the exit code, and the workspace that `opener` has opened.

    Without a `clipboard` it is the system's; without a `query` it is what that holds. `options` are the app's. Raises
    SettingsError where there is no terminal.
    """
    require_terminal()
    gc.disable()
    opened, workspace = begin_opening(settings, opener)
    from qreply.tui.app import QReplyApp  # which takes most of the time until the first hits

    if clipboard is None:
        # The screen owns the terminal, so that escape sequences for the clipboard go through it.
        clipboard = detect(os.environ, sys.platform, terminal=lambda sequence: app.write(sequence))  # noqa: PLW0108 - app comes later
    app = QReplyApp(
        opened,
        clipboard,
        query=(clipboard.paste() or "") if query is None else query,
        theme=settings.theme,
        keymap=settings.keymap,
        hotkeys=settings.hotkeys,
        ambiguous=settings.ambiguous,
        **options,
    )
    try:
        app.run()
    finally:
        if not options.get("pick"):  # whose one reply is to be pasted after it has left
            clipboard.forget()
    return app.return_code or 0, workspace


def require_terminal() -> None:
    """Raise SettingsError where there is no terminal for a screen."""
    # Textual draws on stderr and reads stdin.
    if not all(stream.isatty() for stream in (sys.stdin, sys.stdout, sys.stderr)):
        raise SettingsError(t("command.no-terminal"), t("command.no-terminal.hint"))
    # Some shells export these: Textual would believe them, and never be resized.
    for name in ("COLUMNS", "LINES"):
        os.environ.pop(name, None)


def _may_exist(path: Path) -> bool:
    """Tell whether there are settings; True where it cannot be told.

    Only where there are none is the agent asked for new ones.
    """
    try:
        return path.exists()
    except OSError:
        return True


def begin_opening(
    settings: Settings, opener: Opener
) -> tuple[Callable[[Progress], Workspace], Future[Workspace]]:
    """Begin to open the workspace in a thread, by `opener`.

    Returns a function that waits for it and reports progress meanwhile, and the workspace to be.
    """
    workspace: Future[Workspace] = Future()
    listeners: list[Progress] = []

    def progress(done: int, total: int) -> None:
        for on_progress in listeners:
            on_progress(done, total)

    def begin() -> None:
        try:
            workspace.set_result(opener(settings, progress))
        except Exception as error:  # noqa: BLE001 - raised again where it is waited for
            workspace.set_exception(error)

    def wait(on_progress: Progress) -> Workspace:
        listeners.append(on_progress)
        return workspace.result()

    background.start("begin", begin)
    return wait, workspace


def open_for_work(settings: Settings, progress: Progress) -> Workspace:
    """Open the workspace with the agent's history; called in a thread."""
    team = _open_team(settings)
    history = None
    if settings.history:
        history = HistoryRecorder(history_path(), team=team.experience.lines if team else ())
    if team is not None and history is not None:
        team.follow(lambda experience: history.take_team(experience.lines))
    workspace = Workspace.open(
        settings, progress=progress, history=history, favourites=favourites_path(), team=team
    )
    if history is not None:
        history.picks(patience=_PATIENCE)
    return workspace


def _open_team(settings: Settings) -> TeamLink | None:
    """Return the link to the team, where the settings name one and a history is kept."""
    if not (settings.team and settings.history):
        return None
    from qreply.team.carrier import TeamLink

    return TeamLink(settings, history_path())
