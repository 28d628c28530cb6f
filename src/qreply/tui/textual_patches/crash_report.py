"""Print where a crash happened, in place of Textual's report.

Textual's shows every local variable, and so customers' words. The patch needs what the application prints once it has
left. It is also applied to versions that were not tested: where it does nothing, it does no harm.
"""

from __future__ import annotations

from rich.text import Text
from textual.app import App

from qreply.tui.crash import report
from qreply.tui.textual_patches import is_applied


class CrashReportApp(App[None], inherit_bindings=False):  # whose Ctrl+Q would go before the screens'
    """An application that tells of a crash without quoting anybody."""

    if is_applied("crash_report"):

        def _handle_exception(self, error: Exception) -> None:
            # While the program leaves, a screen that has just been opened may never come to be.
            if self.return_code is None:
                super()._handle_exception(error)

        def _fatal_error(self) -> None:
            self.bell()
            self._exit_renderables = [Text(report(self._exception))]
            self._close_messages_no_wait()
