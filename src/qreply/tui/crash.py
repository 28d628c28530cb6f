"""Tell of a crash where it is written down, and which package does not fit.

What was on the screen is never told.
"""

from __future__ import annotations

from types import ModuleType

from qreply.i18n import t
from qreply.runtime.background import failure_of
from qreply.runtime.crash_log import as_text, installed_version, required_packages, write_crash_log
from qreply.storage.locations import APP
from qreply.text.safety import clean


def report(error: BaseException | None) -> str:
    """Write the crash log and return what to tell the user."""
    failure = failure_of(error or RuntimeError())
    path = write_crash_log(failure)
    told = (
        [t("screen.crashed-unlogged"), as_text(failure)] if path is None else [t("screen.crashed", path=path)]
    )
    required = required_packages()
    if (name := _lacking(error)) in required:
        installed = installed_version(name) or t("screen.not-installed")
        told.insert(1, t("screen.crashed-versions", name=name, installed=installed, wanted=required[name]))
    return clean("\n".join(told))


def _lacking(error: BaseException | None) -> str:
    """Return the package that lacks what was imported or asked for; "" if the error is another."""
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
