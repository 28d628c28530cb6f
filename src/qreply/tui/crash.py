"""What remains of a crash: where it happened and with which versions, never what was on the screen."""

from __future__ import annotations

import re
import traceback
from importlib import metadata
from platform import python_version
from types import ModuleType

import qreply
from qreply.config import APP, crash_log_path
from qreply.language import t


def report(error: BaseException | None) -> str:
    """Write the crash log and return what to tell the user.

    The log holds the versions, the error's type and its lines of code. The error's own words stay out: they may quote
    a customer.
    """
    frames = traceback.extract_tb(error.__traceback__ if error else None)
    needs = _needs()
    lines = [f"qreply {qreply.__version__}: {type(error).__name__}"]
    lines += [f"  {frame.filename}:{frame.lineno} {frame.name}" for frame in frames]
    lines += [f"Python {python_version()}"]
    lines += [f"{name} {_installed(name)} ({wanted})" for name, wanted in needs.items()]
    path = crash_log_path()
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    except OSError:
        said = [t("screen.crashed-unlogged"), *lines]
    else:
        said = [t("screen.crashed", path=path)]
    if (name := _lacking(error)) in needs:
        installed = _installed(name) or t("screen.not-installed")
        said.insert(1, t("screen.crashed-versions", name=name, installed=installed, wanted=needs[name]))
    return "\n".join(said)


def _lacking(error: BaseException | None) -> str:
    """The package that lacks what was imported or asked for; empty if the error is another."""
    if isinstance(error, ImportError):
        return _package(error.name or "")
    if not isinstance(error, AttributeError):
        return ""
    if isinstance(error.obj, ModuleType):
        return _package(error.obj.__name__)
    kind = error.obj if isinstance(error.obj, type) else type(error.obj)
    packages = (_package(base.__module__) for base in kind.__mro__)
    return next((name for name in packages if name not in (APP, "builtins")), "")


def _package(module: str) -> str:
    return module.partition(".")[0]


def _needs() -> dict[str, str]:
    """What qreply says it needs: names and ranges, without what only extras need."""
    try:
        requirements = metadata.requires(APP) or []
    except metadata.PackageNotFoundError:  # not installed: run from a source folder
        return {}
    found = (re.match(r"([\w.-]+)\s*([^;]*)$", requirement) for requirement in requirements)
    return {match[1].lower(): match[2].strip() for match in found if match}


def _installed(name: str) -> str:
    try:
        return metadata.version(name)
    except metadata.PackageNotFoundError:
        return ""
