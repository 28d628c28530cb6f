"""The Textual application around the screen: themes, keymap, start and end."""

from __future__ import annotations

import gc
from collections.abc import Callable, Mapping
from errno import ENXIO
from os import strerror

from rich.text import Text
from textual.app import App

from qreply.clipboard import Clipboard
from qreply.desk import Desk
from qreply.tui.crash import report
from qreply.tui.screen import DeskScreen
from qreply.tui.theme import DARK, FALLBACK, LIGHT


class QReplyApp(App[None]):
    """qreply in a terminal."""

    CSS_PATH = "app.tcss"
    ENABLE_COMMAND_PALETTE = False
    TITLE = "qreply"

    def __init__(
        self,
        open_desk: Callable[[], Desk],
        clipboard: Clipboard,
        *,
        query: str = "",
        pick: bool = False,
        theme: str = DARK.name,
        keymap: Mapping[str, str] | None = None,
    ) -> None:
        super().__init__()
        self._screen_to_show = DeskScreen(open_desk, clipboard, query=query, pick=pick)
        self.register_theme(DARK)
        self.register_theme(LIGHT)
        self.theme = theme if theme in self.available_themes else DARK.name
        self.set_keymap(dict(keymap or {}))

    def get_theme_variable_defaults(self) -> dict[str, str]:
        return FALLBACK

    def write(self, sequence: str) -> None:
        """Send an escape sequence to the terminal between two frames; raises OSError if there is none."""
        if self._driver is None:
            raise OSError(ENXIO, strerror(ENXIO))
        self._driver.write(sequence)

    def _fatal_error(self) -> None:
        # Textual's own report prints every local variable, customers' words among them.
        self.bell()
        self._exit_renderables = [Text(report(self._exception))]
        self._close_messages_no_wait()

    def on_mount(self) -> None:
        self.push_screen(self._screen_to_show)
        self.call_after_refresh(_calm_collector)


def _calm_collector() -> None:
    """Leave Textual's own heap out of every later collection, which would stall a key by 36 to 66 ms."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(20_000, 50, 100)
