"""Find the facts that a bug report needs: versions, terminal, files and books.

They say nothing about customers.
"""

from __future__ import annotations

import os
import platform
import shutil
import sys
from collections.abc import Iterator, Mapping
from importlib.metadata import PackageNotFoundError, version
from importlib.util import cache_from_source, find_spec
from pathlib import Path

import qreply
from qreply.cli.terminal_name import WINDOWS_CONSOLE, name_terminal
from qreply.clipboard.environment import Environment
from qreply.errors import PhrasebookError, SettingsError
from qreply.history.database import DamagedError, NewerError
from qreply.i18n import join_words, t
from qreply.phrasebook.files import files_of
from qreply.phrasebook.loader import load
from qreply.settings.settings import Settings
from qreply.storage.locations import cache_path, history_path
from qreply.workspace.books import OLD
from qreply.workspace.workspace import Workspace

_PACKAGES = ("textual", "rich", "rapidfuzz", "pyyaml", "pyperclip", "platformdirs", "openpyxl", "sqlalchemy")
_TOOLS = ("wl-copy", "wl-paste", "xclip", "xsel", "pbcopy", "powershell.exe", "tmux")
_VARIABLES = (
    *("TERM", "TERM_PROGRAM", "TERM_PROGRAM_VERSION", "COLORTERM", "LC_ALL", "LC_CTYPE", "LANG"),
    *("XDG_SESSION_TYPE", "DISPLAY", "WAYLAND_DISPLAY"),
)
_WINDOWS_11 = 22000  # its first build; the major version is 10 in both


def describe_surroundings(environ: Mapping[str, str], settings: Path) -> Iterator[str]:
    """Say what qreply runs on and where its files are."""
    yield t("doctor.facts")
    yield f"  qreply {qreply.__version__}, Python {platform.python_version()}, {name_system()}"
    yield "  " + ", ".join(f"{name} {_version(name)}" for name in _PACKAGES)
    yield "  " + " ".join(f"{name}={environ[name]}" for name in _VARIABLES if environ.get(name))
    size = shutil.get_terminal_size()
    environment = Environment.of(environ, sys.platform)
    between = [name for name in ("ssh", "tmux", "screen", "wsl") if getattr(environment, name)]
    terminal = name_terminal(environ, sys.platform)
    yield t(
        "doctor.terminal",
        name=terminal or t("doctor.unnamed"),
        size=f"{size.columns}×{size.lines}",
        encoding=sys.stdout.encoding,
        between=", ".join(between) or t("doctor.none"),
    )
    if terminal == WINDOWS_CONSOLE:
        yield t("doctor.windows-console")
    tools = ", ".join(name for name in _TOOLS if shutil.which(name))
    yield t("doctor.tools", tools=tools or t("doctor.none"))
    for name, path in (("config", settings), ("cache", cache_path()), ("state", history_path().parent)):
        yield t(f"doctor.path-{name}", path=path, state=t(f"doctor.{_state(path)}"))
    if not is_compiled("textual"):
        yield t("doctor.not-compiled")
    yield from _describe_patches()


def describe_books(settings: Settings) -> Iterator[str]:
    """Name the books in use, with how many phrases and errors each has."""
    yield t("doctor.books")
    found: list[tuple[Path, set[str]]] = []
    for path in settings.all_books:
        try:
            found.append((path, {str(file) for file in files_of(path)[0]}))
        except PhrasebookError as error:
            yield t("doctor.book-away", problem=error.message)
    book = load([path for path, _ in found])
    for path, files in found:
        problems = [
            problem for problem in book.problems if problem.path in files or problem.path == str(path)
        ]
        yield t(
            "doctor.book",
            path=path,
            phrases=sum(phrase.path in files for phrase in book.phrases),
            errors=sum(problem.severity == "error" for problem in problems),
        )
    if len(found) < len(settings.all_books) or any(problem.severity == "error" for problem in book.problems):
        yield from _describe_copies(settings)


def _describe_copies(settings: Settings) -> Iterator[str]:
    """Say what is used in place of what is broken or away, and how many phrases there are so."""
    try:
        phrasebook = Workspace.open(settings).phrasebook
    except PhrasebookError:
        return
    old = [problem for problem in phrasebook.problems if problem.code in OLD]
    for problem in old:
        yield t("doctor.book-copy", name=Path(problem.path).name, message=problem.message)
    if old:
        yield t("doctor.book-in-use", count=len(phrasebook.index))


def describe_team(settings: Settings) -> Iterator[str]:
    """Say what the team's database is like and how far this machine is behind.

    Yields nothing where there is no such database.
    """
    if not settings.team:
        return
    from qreply.cli.team import describe_backlog
    from qreply.team.arrivals import expect_version
    from qreply.team.carrier import count_backlog
    from qreply.team.connection import describe_address, open_engine
    from qreply.team.faults import TeamError, fault_of
    from qreply.team.status import describe_connection

    yield t("team.doctor")
    try:
        with open_engine(settings).connect() as connection:
            said = describe_connection(connection)
            expect_version(connection)
        yield "  " + t("team.status-address", address=describe_address(settings), server=said)
    except SettingsError as error:
        yield t("team.doctor-problem", reason=error.message, hint=error.hint)
    except Exception as error:  # noqa: BLE001 - drivers raise what they like
        problem = TeamError(fault_of(error))
        yield t("team.doctor-problem", reason=problem.message, hint=problem.hint)
    try:
        yield "  " + describe_backlog(*count_backlog(history_path()))
    except (OSError, DamagedError, NewerError):
        yield "  " + t("stats.no-history", path=history_path())


def name_system() -> str:
    """Name the system and its version, without asking WMI on Windows, which may hang."""
    if sys.platform != "win32":
        return platform.platform()
    found = sys.getwindowsversion()
    name = 11 if found.build >= _WINDOWS_11 else found.major
    return f"Windows {name} ({found.major}.{found.minor}.{found.build})"


def is_compiled(package: str) -> bool:
    """Tell whether Python has kept the package compiled."""
    spec = find_spec(package)
    return bool(spec and spec.origin and Path(cache_from_source(spec.origin)).exists())


def _state(path: Path) -> str:
    try:
        path.stat()
    except PermissionError:
        return "closed"
    except OSError:
        pass
    there = next(folder for folder in (path, *path.parents) if os.path.exists(folder))  # noqa: PTH110 - raises nothing
    if not os.access(there, os.W_OK):
        return "read-only"
    return "there" if there == path else "absent"


def _version(package: str) -> str:
    try:
        return version(package)
    except PackageNotFoundError:
        return "–"


def _describe_patches() -> Iterator[str]:
    """Say which of Textual's parts are used as they are, as ours do not fit its version."""
    from qreply.tui.textual_patches import left_out

    if missing := left_out():
        names = join_words(f"{name} ({reason})" for name, reason in missing.items())
        yield t("doctor.patches", names=names)
