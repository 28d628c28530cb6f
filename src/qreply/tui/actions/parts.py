"""What all actions of the main screen need: the session, the widgets, and the status line."""

from __future__ import annotations

from textual.screen import Screen
from textual.timer import Timer

from qreply.clipboard import Clipboard
from qreply.tui.keys import keys_in_force
from qreply.tui.presenter import Presenter
from qreply.tui.widgets.hit_list import HitList
from qreply.tui.widgets.line_input import QueryInput
from qreply.tui.widgets.reply_pane import ReplyPane
from qreply.tui.widgets.status_bar import StatusBar
from qreply.workspace.session import Session


class MainParts(Screen[None]):
    """The main screen's session and widgets.

    The screen's actions are in classes of their own, by what they are about.
    """

    presenter: Presenter  # once the screen is mounted
    pause: Timer

    def __init__(self, session: Session, clipboard: Clipboard) -> None:
        super().__init__()
        self.session = session
        self.clipboard = clipboard
        self._keys: tuple[object, dict[str, list[str]]] = (None, {})  # in which state, and which are in force
        self.searched_at = 0.0  # when the query was last changed, in seconds as `time.monotonic` counts them

    @property
    def query_line(self) -> QueryInput:
        """Return the line that the agent types in."""
        return self.query_one(QueryInput)

    @property
    def hit_list(self) -> HitList:
        """Return the list of hits."""
        return self.query_one(HitList)

    @property
    def reply_pane(self) -> ReplyPane:
        """Return the reply in the making."""
        return self.query_one(ReplyPane)

    def say(self, text: str, tone: str = "muted") -> None:
        """Show `text` in the status line, in this tone.

        It stays as long as draft, customer and query stay what they are.
        """
        self.query_one(StatusBar).say(text, tone, about=self.presenter.state)

    def warn(self, text: str) -> None:
        """Show `text` as a warning, if there is any."""
        if text:
            self.say(text, "warning")

    def warn_lastingly(self, text: str) -> None:
        """Show `text`, if there is any, as a warning that stays until something else is said."""
        if text:
            self.query_one(StatusBar).say(text, "warning")

    def key_of(self, name: str) -> str:
        """Return the key in force for the binding of this id; no name where it has none."""
        state = (
            self.focused,
            self.session.workspace.is_open,
        )  # all that they hang on; to gather them takes a millisecond
        if self._keys[0] != state:
            self._keys = (state, keys_in_force(self.active_bindings))
        return next(iter(self._keys[1].get(name, ())), "")

    def follow_anew(self) -> None:
        """Follow the clipboard as the settings say by now."""

    def show_workspace(self) -> None:
        """Show all that changes with the shop and the platform."""
        self.presenter.show_workspace()
        self.presenter.show_search()
        self.reply_pane.show()
        self.presenter.show_customers()

    def select(self, index: int) -> bool:
        """Begin with the hit at `index`.

        Called in the turn of the key, so that Enter never copies the one before.
        """
        self.reply_pane.close_form()
        is_there = self.session.select(index)
        self.reply_pane.show_soon()
        return is_there
