"""What remains of a crash: where it happened, never what was on the screen."""

from __future__ import annotations

from qreply.background import failure_of
from qreply.crash_log import as_text, write_crash_log
from qreply.language import t
from qreply.safety import clean


def report(error: BaseException | None) -> str:
    """Write the crash log and return what to tell the user.

    The log holds the error's type and its lines of code. The error's own words stay out: they may quote a customer.
    """
    failure = failure_of(error or RuntimeError())
    path = write_crash_log(failure)
    if path is None:
        return clean("\n".join([t("screen.crashed-unlogged"), as_text(failure)]))
    return clean(t("screen.crashed", path=path))
