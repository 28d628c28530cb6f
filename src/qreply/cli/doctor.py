"""`qreply doctor`: whether copying works here, how to make it better, and the facts a bug report needs."""

from __future__ import annotations

import argparse
import os
import platform
import shutil
import sys
import time
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from importlib.metadata import PackageNotFoundError, version
from importlib.util import cache_from_source, find_spec
from pathlib import Path

from platformdirs import user_cache_path, user_state_path

import qreply
from qreply.clipboard import Attempt, Clipboard, Outcome, Status, detect
from qreply.clipboard.advice import advice
from qreply.clipboard.backends.base import Backend, BackendError
from qreply.clipboard.deadline import Deadline
from qreply.clipboard.environment import Environment
from qreply.errors import SettingsError, reason_of
from qreply.i18n import join_words, t
from qreply.settings.model import APP
from qreply.settings.reader import load_settings
from qreply.text.safety import clean

PROBE = "qreply 剪贴板测试 ✓ 😀\nclipboard test"
"""Harmless wherever it should end up; more than ASCII, since that is where tools fail."""

_PACKAGES = ("textual", "rich", "rapidfuzz", "pyyaml", "pyperclip", "platformdirs")
_TOOLS = ("wl-copy", "wl-paste", "xclip", "xsel", "pbcopy", "powershell.exe", "tmux")
_VARIABLES = (
    *("TERM", "TERM_PROGRAM", "TERM_PROGRAM_VERSION", "COLORTERM", "LC_ALL", "LC_CTYPE", "LANG"),
    *("XDG_SESSION_TYPE", "DISPLAY", "WAYLAND_DISPLAY"),
)
_PATIENCE = 1.0  # seconds for looking at, and for putting back, what the clipboard held


@dataclass(frozen=True, slots=True)
class Trial:
    """A test copy: its outcome (None if none was made), what each way met, its seconds, and a last word."""

    outcome: Outcome | None
    attempts: tuple[Attempt, ...] = ()
    seconds: float = 0.0
    reason: str = ""


def run(args: argparse.Namespace) -> int:
    """Print the report; returns 2 if the settings can't be read, else 0 if a copy was verified and 4 if not."""
    clipboard = detect(os.environ, sys.platform)
    trial = try_copying(clipboard)
    environment = Environment.of(os.environ, sys.platform)
    mistake = settings_mistake(args.settings.path, named=args.config is not None)
    report = [
        *clipboard_report(clipboard, trial, advice(environment, shutil.which)),
        "",
        *facts(os.environ, args.settings.path),
        *([t("doctor.settings", problem=clean(mistake))] if mistake else []),
    ]
    print("\n".join(report))
    if mistake:
        return 2
    return 0 if trial.outcome and trial.outcome.status is Status.VERIFIED else 4


def settings_mistake(path: Path, *, named: bool) -> str:
    """What is wrong with the settings file, empty if nothing is; it must exist only if the user named it."""
    try:
        if named or path.exists():
            load_settings(path)
    except SettingsError as error:
        return f"{error.message} {error.hint}".strip()
    except OSError as error:
        return t("command.cannot-read", path=path, reason=reason_of(error))
    return ""


def try_copying(clipboard: Clipboard) -> Trial:
    """Copy a test text and put back what was there; copies nothing where that could not be put back."""
    keeper = next((backend for backend in clipboard.backends() if backend.reads), None)
    if keeper is None:
        reason = "doctor.cannot-restore" if clipboard.backends() else "clipboard.no-way"
        obstacles = [
            Attempt(backend.name, Status.FAILED, obstacle)
            for backend in clipboard.backends()
            if (obstacle := backend.obstacle(Deadline(_PATIENCE)))
        ]
        return Trial(None, tuple(obstacles), reason=t(reason))
    before = _text(keeper)
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


def clipboard_report(clipboard: Clipboard, trial: Trial, hints: list[str]) -> Iterator[str]:
    """What the user should know of their clipboard."""
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


def facts(environ: Mapping[str, str], settings: Path) -> Iterator[str]:
    """What qreply runs on, without anything of customers."""
    yield t("doctor.facts")
    yield f"  qreply {qreply.__version__}, Python {platform.python_version()}, {platform.platform()}"
    yield "  " + ", ".join(f"{name} {_version(name)}" for name in _PACKAGES)
    yield "  " + " ".join(f"{name}={environ[name]}" for name in _VARIABLES if environ.get(name))
    size = shutil.get_terminal_size()
    environment = Environment.of(environ, sys.platform)
    between = [name for name in ("ssh", "tmux", "screen", "wsl") if getattr(environment, name)]
    yield t(
        "doctor.terminal",
        size=f"{size.columns}×{size.lines}",
        encoding=sys.stdout.encoding,
        between=", ".join(between) or t("doctor.none"),
    )
    yield t(
        "doctor.tools", tools=", ".join(name for name in _TOOLS if shutil.which(name)) or t("doctor.none")
    )
    yield from _paths(settings)
    if not _compiled("textual"):
        yield t("doctor.not-compiled")
    yield from _patches()


def _paths(settings: Path) -> Iterator[str]:
    for name, path in (
        ("config", settings),
        ("cache", user_cache_path(APP, appauthor=False)),
        ("state", user_state_path(APP, appauthor=False)),
    ):
        yield t(f"doctor.path-{name}", path=_short(path), state=t(f"doctor.{_state(path)}"))


def _state(path: Path) -> str:
    there = next(folder for folder in (path, *path.parents) if os.path.exists(folder))  # noqa: PTH110 - raises nothing
    if not os.access(there, os.W_OK):
        return "read-only"
    return "there" if there == path else "absent"


def _short(path: Path) -> str:
    home = Path.home()
    return f"~/{path.relative_to(home)}" if path.is_relative_to(home) else str(path)


def _version(package: str) -> str:
    try:
        return version(package)
    except PackageNotFoundError:
        return "?"


def _compiled(package: str) -> bool:
    spec = find_spec(package)
    return bool(spec and spec.origin and Path(cache_from_source(spec.origin)).exists())


def _text(backend: Backend) -> str | None:
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


def _patches() -> Iterator[str]:
    """Which of Textual's parts are used as they are, since ours do not fit the version that is installed."""
    from qreply.tui.textual_patches import left_out

    if missing := left_out():
        names = join_words(f"{name} ({reason})" for name, reason in missing.items())
        yield t("doctor.patches", names=names)
