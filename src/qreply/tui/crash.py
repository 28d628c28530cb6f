"""What remains of a crash: where it happened, never what was on the screen."""

from __future__ import annotations

import traceback

import qreply
from qreply.config import crash_log_path
from qreply.language import t


def report(error: BaseException | None) -> str:
    """Write the crash log and return what to tell the user.

    The log holds the error's type and its lines of code. The error's own words stay out: they may quote a customer.
    """
    frames = traceback.extract_tb(error.__traceback__ if error else None)
    lines = [f"qreply {qreply.__version__}: {type(error).__name__}"]
    lines += [f"  {frame.filename}:{frame.lineno} {frame.name}" for frame in frames]
    path = crash_log_path()
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    except OSError:
        return "\n".join([t("screen.crashed-unlogged"), *lines])
    return t("screen.crashed", path=path)
