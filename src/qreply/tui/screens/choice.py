"""A list to choose one line of: what its keys do, whatever the lines are."""

from __future__ import annotations

from textual.binding import BindingType
from textual.screen import ModalScreen
from textual.widgets import OptionList

from qreply.tui.keys import priority_key


def choice_keys(name: str, close: str) -> list[BindingType]:
    """Make the keys of the list called `name`, which the keys `close` close."""
    return [
        priority_key(f"{name}-close", close, "dismiss"),
        priority_key(f"{name}-up", "up", "move('cursor_up')"),
        priority_key(f"{name}-down", "down", "move('cursor_down')"),
        priority_key(f"{name}-page-up", "pageup", "move('page_up')"),
        priority_key(f"{name}-page-down", "pagedown", "move('page_down')"),
        priority_key(f"{name}-choose", "enter", "choose"),
    ]


class ChoiceScreen(ModalScreen[str | None]):
    """Dismissed with the id of the line that was chosen, or with None. It has one OptionList."""

    CSS_PATH = "palette.tcss"

    def action_move(self, direction: str) -> None:
        getattr(self.query_one(OptionList), f"action_{direction}")()

    def action_choose(self) -> None:
        """Take the line under the cursor."""
        option = self.query_one(OptionList).highlighted_option
        if option is not None and not option.disabled:
            self.dismiss(option.id)

    def on_option_list_option_selected(self, event: OptionList.OptionSelected) -> None:
        self.dismiss(event.option.id)
