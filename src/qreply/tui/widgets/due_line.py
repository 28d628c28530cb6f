"""Who waits for a promised answer; there only while somebody does."""

from __future__ import annotations

from textual.message import Message

from qreply.i18n import t
from qreply.tui.widgets.short_lines import ShortLines
from qreply.workspace.reminders import Reminders


class DueLine(ShortLines):
    """A quiet line with the customer who has waited longest."""

    class Chosen(Message):
        """The line was clicked."""

    def __init__(self) -> None:
        super().__init__(id="due", markup=False)
        self.display = False

    def show(self, reminders: Reminders, key: str) -> None:
        """Show whose time has come, and the key that goes to them."""
        pressing = reminders.pressing()
        self.display = bool(pressing)
        if not pressing:
            return
        first = pressing[0]
        name = "late" if reminders.is_late(first) else "pressing"
        more = t("reminder.more", count=len(pressing) - 1) if len(pressing) > 1 else ""
        words = t(f"reminder.{name}", label=first.label, time=reminders.spell_due(first), more=more, key=key)
        self.say_words(words)

    def on_click(self) -> None:
        self.post_message(self.Chosen())
