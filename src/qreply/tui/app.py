"""The Textual application around the screen: themes, keymap, start and end."""

from __future__ import annotations

import asyncio
import os
import signal
import sys
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, suppress
from functools import partial
from pathlib import Path

from textual import events
from textual.driver import Driver
from textual.widget import Widget

from qreply.clipboard import Clipboard
from qreply.tui.background_work import OpenWorkspace
from qreply.tui.cell_width import ASCII_MARKS, SQUARE_MARKS, use_marks
from qreply.tui.keys import effective_hotkeys
from qreply.tui.messages import PracticeWanted
from qreply.tui.screens.main import MainScreen
from qreply.tui.textual_patches import is_applied
from qreply.tui.textual_patches.alt_keys import know_alt
from qreply.tui.textual_patches.ambiguous_width import measure_ambiguous_wide, says_wide
from qreply.tui.textual_patches.compositor import paint
from qreply.tui.textual_patches.crash_report import CrashReportApp
from qreply.tui.textual_patches.terminal_writes import write_to_terminal
from qreply.tui.theme import DARK, LIGHT, OWN, derive_missing, make_legible
from qreply.tui.widgets.line_input import QueryInput

SWITCH_SECONDS = 0.001  # that a thread which reads books or writes history may keep a key waiting
LENT_SECONDS = 0.1  # after another program has had the terminal
# The signals that would end the program at once, with the terminal as it is.
ENDING = (
    *("SIGTERM", "SIGHUP", "SIGINT", "SIGQUIT", "SIGUSR1", "SIGUSR2", "SIGALRM", "SIGABRT", "SIGXCPU"),
    *("SIGVTALRM", "SIGPROF", "SIGPOLL", "SIGPWR", "SIGSTKFLT", "SIGSYS", "SIGTRAP"),
)
MAX_WAIT = 5.0  # seconds for a key to be taken: a line that is being removed may never do


class QReplyApp(CrashReportApp, inherit_bindings=False):
    """qreply in a terminal."""

    CSS_PATH = "app.tcss"
    ENABLE_COMMAND_PALETTE = False
    TITLE = "qreply"

    def __init__(
        self,
        open_workspace: OpenWorkspace,
        clipboard: Clipboard,
        *,
        query: str = "",
        pick: bool = False,
        theme: str = DARK.name,
        keymap: Mapping[str, str] | None = None,
        hotkeys: Mapping[str, str] | None = None,
        first_settings: Path | None = None,
        ambiguous: str = "ask",
        make_screen: Callable[..., MainScreen] = MainScreen,
    ) -> None:
        """Make the main screen with `make_screen`, for whatever it is opened for.

        `first_settings` is where to write the settings of an agent who has none yet.

        `ambiguous` is how wide the terminal draws characters of ambiguous width, `narrow` or `wide`; otherwise the
        terminal is asked.
        """
        self._asks_width = ambiguous == "ask"
        # Without colours Textual would turn the terminal's own into black on black.
        plain = True if "NO_COLOR" in os.environ else None
        know_alt()
        super().__init__(driver_class=_driver(), ansi_color=plain)
        own_keys = effective_hotkeys(keymap or {}, hotkeys or {})
        self._main = make_screen(open_workspace, clipboard, query=query, pick=pick, hotkeys=own_keys)
        if ambiguous == "wide":
            self._draw_for_wide()
        elif os.environ.get("TERM") == "linux":
            use_marks(SQUARE_MARKS)
        self.register_theme(DARK)
        self.register_theme(LIGHT)
        self.theme = self._within_means(theme)
        self._first_settings = first_settings
        self._cut_text = ""
        self._is_lent = False  # whether another program has the terminal
        self.set_keymap(dict(keymap or {}))

    def get_default_screen(self) -> MainScreen:
        return self._main

    def _within_means(self, theme: str) -> str:
        """Return `theme`, or the terminal's own colours where it has too few or none are wanted.

        Sixteen colours are too few.
        """
        if self.no_color or self.console.color_system not in ("256", "truecolor"):
            return "ansi-dark" if self.available_themes[theme].dark else "ansi-light"
        return theme

    def get_theme_variable_defaults(self) -> dict[str, str]:
        return {} if self.theme in OWN else derive_missing(self.current_theme)

    def get_css_variables(self) -> dict[str, str]:
        variables = super().get_css_variables()
        if self.theme not in OWN and not self.native_ansi_color:
            variables |= make_legible(variables)
            self.theme_variables = variables
        return variables

    def refresh_css(self, animate: bool = True) -> None:
        """Parse the style sheets anew, but not at the start, where our theme has each parsed anyway."""
        if self.screen_stack:
            super().refresh_css(animate)
        else:
            self.stylesheet.set_variables(self.get_css_variables())

    def copy_to_clipboard(self, text: str) -> None:
        """Keep cut text inside.

        Textual would send it to the terminal, over the reply that was just copied.
        """
        self._cut_text = text

    @property
    def clipboard(self) -> str:
        """Return the text that was cut, for what pastes inside."""
        return self._cut_text

    def write(self, sequence: str) -> None:
        """Send an escape sequence to the terminal between two frames.

        Raises OSError if there is none.
        """
        write_to_terminal(self, sequence)

    async def on_event(self, event: events.Event) -> None:
        """Wait, after each key and paste, until the line it was meant for has taken it.

        Textual puts them into the line's own queue, and runs the keys that are bound ahead of it: of `fh` and Enter
        in one go, as from a slow connection or an input method, Enter would copy what was found before the `h`.
        """
        if self.return_code is not None and isinstance(event, (events.Key, events.Paste)):
            return  # the terminal may be gone: what was typed before is not worth working through
        if isinstance(event, (events.Key, events.Paste)) and not self.app_focus:
            self.app_focus = True  # whatever the terminal said: the first key is for the line, too
        if isinstance(event, events.Key) and await self._copies_by_hotkey(event):
            return
        line = None
        if isinstance(event, (events.Key, events.Paste)) and not event.is_forwarded:
            line = self.focused
        is_done = False
        if isinstance(line, QueryInput) and isinstance(event, events.Key):
            if line.takes(event):
                self.app_focus = True
                paint(self.screen)
                await asyncio.sleep(0)  # of ten thousand keys in one go, none keeps the rest waiting
                return
            is_done = await self._edits(line, event.key)
        if not is_done:
            await super().on_event(event)
        if line is not None and line is self.focused:
            await self._taken_by(line)
            paint(self.screen)

    async def _copies_by_hotkey(self, key: events.Key) -> bool:
        """Copy the phrase that the settings give `key` to, while the main screen is in front."""
        screen = self.screen
        if key.is_forwarded or not isinstance(screen, MainScreen) or key.key not in screen.hotkeys:
            return False
        await self.run_action(f"hotkey({screen.hotkeys[key.key]!r})", screen)
        paint(screen)
        return True

    async def _edits(self, line: QueryInput, key: str) -> bool:
        """Do what `key` does in `line`, if it is one of its own.

        If it went through all queues, it would come after the next key.
        """
        active = self.screen.active_bindings.get(key)
        return (
            active is not None and active.node is line and await self.run_action(active.binding.action, line)
        )

    @staticmethod
    async def _taken_by(line: Widget) -> None:
        taken = asyncio.Event()
        if line.call_later(taken.set):
            with suppress(TimeoutError):
                async with asyncio.timeout(MAX_WAIT):
                    await taken.wait()

    def _leave_on_signals(self) -> None:
        """Leave the terminal as it was found when the system ends the program.

        Ctrl+C is a key, not a signal.
        """
        if sys.platform == "win32":
            return
        loop = asyncio.get_running_loop()
        for name in ENDING:
            sign = getattr(signal, name, None)
            if sign is not None and signal.getsignal(sign) is not signal.SIG_IGN:
                loop.add_signal_handler(sign, self._leave_on, sign)

    def _leave_on(self, sign: signal.Signals) -> None:
        # While an editor has the terminal, what Ctrl+C and Ctrl+\ send is meant for it.
        if not (self._is_lent and sign in (signal.SIGINT, signal.SIGQUIT)):
            self.exit(return_code=128 + sign)

    @contextmanager
    def lend_terminal(self) -> Iterator[None]:
        """Leave the terminal to another program, and take it back whatever happens meanwhile.

        Raises what was raised meanwhile, once the terminal is ours again.
        """
        failure: BaseException | None = None
        self._is_lent = True
        with self.suspend():
            try:
                yield
            except BaseException as error:  # noqa: BLE001 - raised again once the terminal is ours
                failure = error
        # Signals are handed on in one of the next turns only.
        self.set_timer(LENT_SECONDS, partial(setattr, self, "_is_lent", False))
        if failure is not None:
            raise failure

    def _draw_for_wide(self) -> None:
        measure_ambiguous_wide()
        use_marks(ASCII_MARKS)
        self._main.add_class("plain")

    def on_cursor_position(self, answer: events.CursorPosition) -> None:
        """Take the terminal's answer for how wide it draws; for most it changes nothing."""
        if self._asks_width and says_wide(answer):
            self._asks_width = False
            self._draw_for_wide()
            self.refresh_css(animate=False)
            for widget in self.screen.walk_children():
                widget.refresh(layout=True)

    def on_load(self) -> None:
        self._leave_on_signals()

    def on_mount(self) -> None:
        sys.setswitchinterval(SWITCH_SECONDS)
        if self._first_settings is not None:
            # Laid out first: Textual tells a screen that others cover nothing of the terminal's true size.
            self._main.call_after_refresh(self._ask_who, self._first_settings)

    def on_practice_wanted(self, event: PracticeWanted) -> None:
        from qreply.tui.screens.practice_run import practise_here  # a first screen does without

        self.push_screen(practise_here(event.workspace))

    def _ask_who(self, path: Path) -> None:
        from qreply.tui.screens.first_run import FirstRunScreen  # which is shown once

        self.push_screen(FirstRunScreen(path), self._main.introduce)


def _driver() -> type[Driver] | None:
    """Return our driver: Textual's own loses what is typed, and ends in silence.

    Returns Textual's where ours does not fit its version.
    """
    if sys.platform == "win32":
        if not is_applied("windows_driver"):
            return None
        from qreply.tui.textual_patches.windows_driver import ConsoleDriver

        return ConsoleDriver
    if not (is_applied("driver") and is_applied("terminal_input")):
        return None
    from qreply.tui.textual_patches.driver import TerminalDriver

    return TerminalDriver
