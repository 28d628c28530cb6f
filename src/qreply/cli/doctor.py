"""Run `qreply doctor`: whether copying works here, and how to make it better.

It also prints the facts that a bug report needs.
"""

from __future__ import annotations

import argparse
import os
import shutil
import sys
import time
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from qreply.cli.surroundings import describe_books, describe_surroundings, describe_team
from qreply.clipboard import Attempt, Clipboard, Outcome, Status, detect
from qreply.clipboard.advice import advice
from qreply.clipboard.backends.base import Backend, BackendError
from qreply.clipboard.backends.tmux import reports_focus
from qreply.clipboard.deadline import Deadline
from qreply.clipboard.environment import Environment
from qreply.errors import SettingsError, reason_of
from qreply.i18n import t
from qreply.settings.reader import load_settings
from qreply.text.safety import clean

PROBE = "qreply 剪贴板测试 ✓ 😀\nclipboard test"
"""Harmless wherever it should end up; more than ASCII, since that is where tools fail."""

_PATIENCE = 1.0  # seconds for looking at, and for putting back, what the clipboard held


@dataclass(frozen=True, slots=True)
class Trial:
    """A test copy: its outcome, what each backend met, its seconds, and a remark.

    The outcome is None where no copy was made.
    """

    outcome: Outcome | None
    attempts: tuple[Attempt, ...] = ()
    seconds: float = 0.0
    reason: str = ""


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add nothing: the options of every command are all it takes."""


def run(args: argparse.Namespace) -> int:
    """Print the report.

    Returns 2 if the settings can't be read, else 0 if a copy was verified and 4 if not.
    """
    clipboard = detect(os.environ, sys.platform)
    trial = try_copying(clipboard)
    environment = Environment.of(os.environ, sys.platform)
    mistake = find_settings_mistake(args.settings.path, named=args.config is not None)
    report = [
        *describe_clipboard(clipboard, trial, advice(environment, shutil.which)),
        *describe_following(clipboard, args.settings.follow_clipboard, os.environ),
        "",
        *describe_surroundings(os.environ, args.settings.path),
        *([t("doctor.settings", problem=clean(mistake))] if mistake else describe_books(args.settings)),
        *([] if mistake else describe_team(args.settings)),
    ]
    print("\n".join(report))
    if mistake:
        return 2
    return 0 if trial.outcome and trial.outcome.status is Status.VERIFIED else 4


def find_settings_mistake(path: Path, *, named: bool) -> str:
    """Say what is wrong with the settings file, "" if nothing is.

    It must exist only if the user named it.
    """
    try:
        if named or path.exists():
            load_settings(path)
    except SettingsError as error:
        return f"{error.message} {error.hint}".strip()
    except OSError as error:
        return t("command.cannot-read", path=path, reason=reason_of(error))
    return ""


def try_copying(clipboard: Clipboard) -> Trial:
    """Copy a test text and put back what was there.

    Copies nothing where that could not be put back.
    """
    keeper = next((backend for backend in clipboard.backends() if backend.reads), None)
    if keeper is None:
        reason = "doctor.cannot-restore" if clipboard.backends() else "clipboard.no-way"
        obstacles = [
            Attempt(backend.name, Status.FAILED, obstacle)
            for backend in clipboard.backends()
            if (obstacle := backend.obstacle(Deadline(_PATIENCE)))
        ]
        return Trial(None, tuple(obstacles), reason=t(reason))
    before = _read_text(keeper)
    if before is None and keeper.holds_other(Deadline(_PATIENCE)):
        return Trial(None, reason=t("doctor.not-text"))
    start = time.perf_counter()
    restored = True
    try:
        outcome = clipboard.copy(PROBE)
        seconds = time.perf_counter() - start
    finally:
        if before is not None:
            restored = _restore(keeper, before)
    return Trial(outcome, outcome.attempts, seconds, "" if restored else t("doctor.not-restored"))


def describe_clipboard(clipboard: Clipboard, trial: Trial, hints: list[str]) -> Iterator[str]:
    """Say what the user should know of their clipboard."""
    yield t("doctor.clipboard")
    backends = ", ".join(backend.name for backend in clipboard.backends()) or t("doctor.none")
    yield t("doctor.ways", ways=backends)
    for attempt in trial.attempts:
        status = t(f"doctor.{attempt.status.value}")
        because = t("doctor.because", reason=attempt.reason) if attempt.reason else ""
        yield t("doctor.attempt", way=attempt.backend, status=status, reason=because)
    if trial.outcome is None:
        yield t("doctor.untested", reason=trial.reason)
    else:
        summary = f"doctor.summary-{trial.outcome.status.value}"
        yield t(summary, way=trial.outcome.backend, milliseconds=round(trial.seconds * 1000))
        if trial.reason:
            yield trial.reason
    if trial.outcome is None or trial.outcome.status is not Status.VERIFIED:
        yield from (t("doctor.hint", hint=hint) for hint in hints)


def describe_following(clipboard: Clipboard, mode: str, environ: Mapping[str, str]) -> Iterator[str]:
    """Say whether what is copied in a chat becomes the query, as the settings' `mode` has it."""
    if mode == "off":
        yield t("doctor.follow-off")
    elif not clipboard.can_glance:
        yield t("doctor.follow-unread")
    else:
        changes = clipboard.watch() if mode == "live" else None
        yield t(f"doctor.follow-{mode if changes or mode == 'focus' else 'not-live'}")
        if changes is not None:
            changes.close()
        if Environment.of(environ, sys.platform).tmux and not reports_focus(environ):
            yield t("doctor.follow-tmux")


def _read_text(backend: Backend) -> str | None:
    try:
        return backend.read(Deadline(_PATIENCE))
    except BackendError:
        return None  # empty, or a picture: holds_other tells


def _restore(backend: Backend, text: str) -> bool:
    deadline = Deadline(_PATIENCE)
    try:
        backend.write(text, deadline)
        while backend.read(deadline) != text:
            if not deadline.left():
                return False
            deadline.sleep(0.01)
    except BackendError:
        return False
    return True
