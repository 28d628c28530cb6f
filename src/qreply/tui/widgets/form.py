"""Ask for what is still missing, with one line for each placeholder.

Each line has its options, or a word on what does not fit.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from textual import events
from textual.app import ComposeResult
from textual.containers import Horizontal, Vertical
from textual.content import Content
from textual.message import Message
from textual.widget import Widget
from textual.widgets import Input, Static

from qreply.i18n import t
from qreply.phrasebook.limits import VALUE
from qreply.reply.rendered_reply import Field
from qreply.reply.value_forms import fits
from qreply.reply.values import SALUTATION, Origin
from qreply.text.normalize import is_hanzi
from qreply.tui.widgets.line_input import LineInput
from qreply.tui.widgets.options import Options

_WORD = re.compile(r"[A-Za-z0-9-]+")
_MAX_NAME = 8  # hanzi of how a customer is addressed; what is longer was said
_MIN_HANZI = 4  # from which on a paste that does not fit is taken for what a customer said


class FieldInput(LineInput):
    """The value of one placeholder."""

    class Question(Message):
        """What was pasted is no value of this field, but what the next customer said."""

        def __init__(self, text: str, name: str) -> None:
            self.text = text
            self.name = name
            super().__init__()

    def __init__(self, field: Field) -> None:
        super().__init__(field.value.text if field.value else "", placeholder=field.example)
        self.field = field
        self._digits = ""  # those that picked the option in the field

    @property
    def edited(self) -> bool:
        """Tell whether the agent gave this value, now or earlier."""
        text, value = self.value.strip(), self.field.value
        if value is None or not text:  # a part that was left out stays out
            return bool(text) or (value is not None and value.origin is Origin.TYPED and not value.text)
        return value.origin is Origin.TYPED or text != value.text

    @property
    def question(self) -> Question | None:
        """Return what stands in the field, if it is what a customer said."""
        is_question = self._is_question(self.value)
        return self.Question(self.value, self.field.name) if is_question else None

    def put(self, text: str) -> None:
        if self._is_question(text[:VALUE]):
            self.post_message(self.Question(text, self.field.name))
        else:
            super().put(text)

    def _is_question(self, text: str) -> bool:
        """Tell whether `text` is what a customer said, without any value for this field in it."""
        pattern, hanzi = self.field.pattern, sum(map(is_hanzi, text))
        if self.field.name == SALUTATION:
            return hanzi > _MAX_NAME
        if not pattern or hanzi < _MIN_HANZI:
            return False
        return not any(fits(part, pattern) for part in (text.strip(), *_WORD.findall(text)))

    def on_key(self, event: events.Key) -> None:
        option = self._option(event.key)
        if option is not None:
            self._digits += event.key if event.key.isdigit() else ""
            self._take(event, option)
        elif self._digits and event.is_printable and self.value in self.field.options:
            # The digits were the beginning of a value of the agent's own: 2天, not the second option.
            self._take(event, f"{self._digits}{event.character}")
            self._digits = ""
        else:
            self._digits = ""

    def _take(self, event: events.Key, value: str) -> None:
        event.prevent_default()
        event.stop()
        self.value = value
        self.cursor_position = len(value)

    def _option(self, key: str) -> str | None:
        """Return what a digit or an arrow picks, where the field holds nothing but an option."""
        options = self.field.options
        if not options or (self.value and self.value not in options):
            return None
        if key.isdigit() and 1 <= int(key) <= len(options):
            return options[int(key) - 1]
        if key in ("left", "right"):
            place = options.index(self.value) + (1 if key == "right" else -1) if self.value else 0
            return options[place % len(options)]
        return None


class FillForm(Vertical):
    """Asks for the values of fields, one after another."""

    class Changed(Message):
        """A value was edited."""

    def __init__(self) -> None:
        super().__init__(id="form")
        self.display = False
        self._from: Widget | None = None

    async def ask(self, fields: Sequence[Field]) -> None:
        """Show a line for each of `fields` and put the cursor into the first that is open."""
        if not self.display:
            self._from = self.screen.focused
        await self.remove_children()
        await self.mount_all(FieldLine(field) for field in fields)
        self.display = True
        self._enter(next((entry for entry in self.entries if entry.field.open), self.entries[0]))

    def close(self) -> None:
        """Put the form away and the cursor back where it came from."""
        self.screen.set_focus(self._from)
        self.display = False

    def _enter(self, entry: FieldInput) -> None:
        # In this turn: `focus()` waits for its own, and what is typed until then would go to another line.
        self.screen.set_focus(entry)
        if entry.parent is not None and isinstance(line := entry.parent.parent, FieldLine):
            line.scroll_visible(animate=False)

    @property
    def entries(self) -> list[FieldInput]:
        """Return the inputs, in order."""
        return list(self.query(FieldInput))

    def typed(self, before: Mapping[str, str]) -> dict[str, str]:
        """Return what has been typed, by placeholder, with what was typed `before`.

        An emptied field falls back to the value that nobody typed.
        """
        typed = dict(before)
        for entry in self.entries:
            typed.pop(entry.field.name, None)
            if entry.edited:
                typed[entry.field.name] = entry.value.strip()
        return typed

    @property
    def question(self) -> FieldInput.Question | None:
        """Return what stands in the field with the cursor, if it is what a customer said."""
        return next((entry.question for entry in self.entries if entry is self.screen.focused), None)

    def step(self, by: int) -> bool:
        """Move the cursor by `by` fields; False at the end of the form."""
        entries = self.entries
        # Not `has_focus`, which a burst of keys runs ahead of.
        place = next((i for i, entry in enumerate(entries) if entry is self.screen.focused), 0) + by
        if not 0 <= place < len(entries):
            return False
        self._enter(entries[place])
        return True

    def walk(self, by: int) -> bool:
        """Move the cursor if the form is open, stopping at its ends; tell whether it is open."""
        if self.display:
            self.step(by)
        return self.display

    def on_input_changed(self, event: Input.Changed) -> None:
        event.stop()
        self.post_message(self.Changed())


class FieldLine(Vertical):
    """What to fill in, and where.

    The options stand below it: a strip beside the chat has no room for all in one line.
    """

    def __init__(self, field: Field) -> None:
        super().__init__()
        self._field = field

    def compose(self) -> ComposeResult:
        with Horizontal():
            yield Static(Content(_label(self._field)), markup=False)
            yield FieldInput(self._field)
        if self._field.options:
            yield Options(self._field.options)


def _label(field: Field) -> str:
    name = t("screen.of-shop", name=field.ask) if field.from_shop else field.ask
    name = t("screen.optional", name=name) if field.part and not field.asked else name
    return name if field.fits else t("screen.misfit", name=name)
