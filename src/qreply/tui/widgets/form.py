"""The form for what is still missing: one line a placeholder, each with its options or a word on what does not fit."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from textual import events
from textual.app import ComposeResult
from textual.containers import Horizontal, Vertical
from textual.content import Content
from textual.message import Message
from textual.widgets import Input, Static

from qreply.language import t
from qreply.reply.prepare import Need
from qreply.safety import clean_line


class FieldInput(Input):
    """The value of one placeholder."""

    def __init__(self, need: Need) -> None:
        super().__init__(need.misfit, compact=True)
        self.need = need

    def on_paste(self, event: events.Paste) -> None:
        event.prevent_default()
        event.stop()
        self.replace(clean_line(event.text), *self.selection)

    def on_key(self, event: events.Key) -> None:
        # A digit picks an option, as long as nothing else has been typed.
        options = self.need.options
        if not self.value and event.key.isdigit() and 1 <= int(event.key) <= len(options):
            event.prevent_default()
            event.stop()
            self.value = options[int(event.key) - 1]
            self.cursor_position = len(self.value)


class FillForm(Vertical):
    """Asks for the values in `needs`, one after another."""

    @dataclass
    class Changed(Message):
        """A value was edited."""

        values: dict[str, str]

    def __init__(self) -> None:
        super().__init__(id="form")
        self.display = False

    async def ask(self, needs: Sequence[Need]) -> None:
        """Show a line for each of `needs` and put the cursor into the first."""
        await self.remove_children()
        await self.mount_all(FieldLine(need) for need in needs)
        self.display = True
        self.fields[0].focus()

    def close(self) -> None:
        """Put the form away."""
        self.display = False

    @property
    def fields(self) -> list[FieldInput]:
        """The inputs, in order."""
        return list(self.query(FieldInput))

    @property
    def values(self) -> dict[str, str]:
        """What has been typed, by placeholder; empty ones are left out."""
        return {field.need.name: value for field in self.fields if (value := field.value.strip())}

    def step(self, by: int) -> bool:
        """Move the cursor by `by` fields; False at the end of the form."""
        fields = self.fields
        place = next((i for i, field in enumerate(fields) if field.has_focus), 0) + by
        if not 0 <= place < len(fields):
            return False
        fields[place].focus()
        return True

    def on_input_changed(self, event: Input.Changed) -> None:
        event.stop()
        self.post_message(self.Changed(self.values))


class FieldLine(Horizontal):
    """What to fill in, and where."""

    def __init__(self, need: Need) -> None:
        super().__init__()
        self._need = need

    def compose(self) -> ComposeResult:
        yield Static(Content(_label(self._need)), markup=False)
        yield FieldInput(self._need)


def _label(need: Need) -> str:
    if need.misfit:
        return t("screen.misfit", name=need.ask)
    options = "  ".join(f"{number} {option}" for number, option in enumerate(need.options, 1))
    return f"{need.ask}  {options}" if options else need.ask
