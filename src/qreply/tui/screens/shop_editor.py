"""List what the shop decides once for all replies, the missing first.

Each answer is saved as it is left.
"""

from __future__ import annotations

from typing import ClassVar

from textual import events
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import VerticalScroll
from textual.content import Content
from textual.message import Message
from textual.screen import ModalScreen
from textual.widgets import Input, Static

from qreply.clipboard import Clipboard
from qreply.i18n import join_words, t
from qreply.reply.rendered_reply import Field
from qreply.reply.values import ABSENT, Origin, Value
from qreply.text.safety import clean_line
from qreply.tui.background_work import read_clipboard, save_in_background
from qreply.tui.keys import priority_key
from qreply.tui.messages import ClipboardRead, Renewed, ShopValuesNotSaved, ShopValuesSaved
from qreply.tui.widgets.form import FieldInput, FieldLine
from qreply.tui.widgets.prose import Prose
from qreply.tui.widgets.status_bar import KeyBar
from qreply.workspace.shop_values import ShopValue, list_shop_values
from qreply.workspace.workspace import Workspace

_PAGE = 8  # fields
_SHOWN = 3  # titles of phrases that use a value
_SHOP_NAME = ""  # the field of the first shop's name, which no placeholder has

KEYS = [
    priority_key("values-next", "enter", "walk(1)", show=True),
    priority_key("values-none", "ctrl+n", "none", show=True),
    priority_key("values-missing", "ctrl+f", "missing", show=True),
    priority_key("values-back", "escape,ctrl+q", "back", show=True),
    priority_key("values-down", "tab,down", "walk(1)"),
    priority_key("values-last", "shift+tab,up", "walk(-1)"),
    priority_key("values-page-up", "pageup", f"walk(-{_PAGE})"),
    priority_key("values-page-down", "pagedown", f"walk({_PAGE})"),
    priority_key("values-paste", "ctrl+v", "paste"),
]


class ShopEditorScreen(ModalScreen[str]):
    """A line for each of the shop's values; closed with what is to be said of it."""

    CSS_PATH = "shop_editor.tcss"
    BINDINGS: ClassVar[list[BindingType]] = [*KEYS]

    def __init__(self, workspace: Workspace, clipboard: Clipboard) -> None:
        super().__init__()
        self._workspace = workspace
        self._clipboard = clipboard
        known = list_shop_values(workspace.phrasebook, workspace.profile.values)
        shown = sorted(known, key=lambda one: not one.is_missing)
        if workspace.settings.current_shop is None:
            shown.insert(0, ShopValue(_SHOP_NAME, t("shop.ask-name")))
        self._known = {one.name: one for one in shown}
        self._saved = {one.name: one.text for one in shown}
        self._only_missing = False
        self._told = ("", "")  # the field and the text whose problem the agent has been told

    def compose(self) -> ComposeResult:
        yield Static(id="values-head", markup=False)
        with VerticalScroll(id="values", can_focus=False):
            for one in self._known.values():
                yield FieldLine(_field(one))
        yield Prose(id="values-remarks")
        yield KeyBar(KEYS)

    def on_mount(self) -> None:
        self._show_state()
        entries = self._fields()
        if entries:
            self.set_focus(entries[0])
            self._describe(entries[0])
        else:
            self._say(Content(t("shop.none")))

    async def on_renewed(self, event: Renewed) -> None:
        """Ask, after the others, for what an edited book or a pack just chosen wants to know."""
        del event
        workspace = self._workspace
        listed = list_shop_values(workspace.phrasebook, workspace.profile.values)
        fresh = [one for one in listed if one.name not in self._known]
        self._known |= {one.name: one for one in fresh}
        self._saved |= {one.name: one.text for one in fresh}
        await self.query_one("#values").mount_all(FieldLine(_field(one)) for one in fresh)
        self._show_state()

    # -- what is shown

    def _fields(self) -> list[FieldInput]:
        """Return the fields that are shown, in order."""
        return [entry for entry in self.query(FieldInput) if _line_of(entry).display]

    def _show_state(self) -> None:
        """Show how far the list is filled, and mark the lines."""
        for entry in self.query(FieldInput):
            name, line = entry.field.name, _line_of(entry)
            line.set_class(bool(self._saved[name]), "done")
            line.set_class(
                bool(self._problem_of(entry) or self._known[name].problem_of(entry.value)), "wrong"
            )
        values = [text for name, text in self._saved.items() if name != _SHOP_NAME]
        shop = self._workspace.settings.current_shop
        name = clean_line(shop.name) if shop else t("shop.nameless")
        head = t("shop.of", shop=name, done=sum(map(bool, values)), count=len(values))
        self.query_one("#values-head", Static).update(Content(head))

    def _describe(self, entry: FieldInput) -> None:
        """Say what the field asks, with an example, and who needs it."""
        value = self._known[entry.field.name]
        asked = [Content.styled(value.ask, "bold")]
        if value.example:
            asked.append(Content.styled(t("shop.example", example=value.example), "$muted"))
        index = self._workspace.phrasebook.index
        found = [phrase.title for id_ in value.phrases[:_SHOWN] if (phrase := index.by_id(id_))]
        used = t("shop.used", count=len(value.phrases), titles=join_words(found)) if found else ""
        self._say(Content("\n").join([Content(" · ").join(asked), Content.styled(used, "$muted")]))

    def _say(self, words: Content) -> None:
        self.query_one("#values-remarks", Prose).set_paragraphs(words)

    def _warn(self, words: str) -> None:
        self._say(Content.styled(f"! {words}", "$text-warning bold"))

    # -- keys

    @property
    def _current(self) -> FieldInput | None:
        return self.focused if isinstance(self.focused, FieldInput) else None

    def action_walk(self, by: int) -> None:
        """Go on by so many lines, stopping at the ends; past a wrong answer at the second time."""
        entries, entry = self._fields(), self._current
        if entry is None or entry not in entries or not self._leave(entry):
            return
        place = max(0, min(entries.index(entry) + by, len(entries) - 1))
        self._enter(entries[place])

    def _enter(self, entry: FieldInput) -> None:
        self.set_focus(entry)
        _line_of(entry).scroll_visible(animate=False)
        self._describe(entry)

    def action_none(self) -> None:
        """Answer that the shop has none, and go on."""
        entry = self._current
        if entry is not None and entry.field.name != _SHOP_NAME:
            entry.value = ABSENT
            self.action_walk(1)

    def action_missing(self) -> None:
        """Show what is missing only, or all again."""
        entry = self._current
        if entry is not None and not self._leave(entry):
            return
        self._only_missing = not self._only_missing
        for one in self.query(FieldInput):
            _line_of(one).display = not self._only_missing or not self._saved[one.field.name]
        if entries := self._fields():
            self._enter(entry if entry in entries and entry is not None else entries[0])
        else:
            self._say(Content(t("shop.all-set")))

    def action_back(self) -> None:
        """Leave, with the line at the cursor saved."""
        if self._current is not None and not self._leave(self._current):
            return
        values = [text for name, text in self._saved.items() if name != _SHOP_NAME]
        self.dismiss(t("shop.done", done=sum(map(bool, values)), count=len(values)) if values else "")

    def action_paste(self) -> None:
        """Put the system clipboard's text where the cursor is."""
        read_clipboard(self._clipboard, self.post_message)

    def on_clipboard_read(self, event: ClipboardRead) -> None:
        if self._current is not None:
            self._current.put(event.text)

    def on_field_input_question(self, event: FieldInput.Question) -> None:
        """Put the sentence that was pasted into the field all the same: there is no query here."""
        if self._current is not None:
            self._current.value = clean_line(event.text)

    def on_input_changed(self, event: Input.Changed) -> None:
        event.stop()

    def on_descendant_blur(self, event: events.DescendantBlur) -> None:
        """Save a line that was left by a click as well."""
        if isinstance(event.widget, FieldInput):
            self._save(event.widget)

    # -- saving

    def _leave(self, entry: FieldInput) -> bool:
        """Save the line; False where it will not do, and the agent has not been told yet."""
        told = (entry.field.name, entry.value)
        if (problem := self._problem_of(entry)) and self._told != told:
            self._told = told
            self._warn(t("shop.not-yet", problem=problem))
            return False
        self._save(entry)
        return True

    def _problem_of(self, entry: FieldInput) -> str:
        text = entry.value.strip()
        if text == self._saved[entry.field.name]:
            return ""
        settings = self._workspace.settings
        if entry.field.name != _SHOP_NAME and settings.current_shop is None and not self._shop_name:
            return t("shop.name-first")
        return self._known[entry.field.name].problem_of(text) if entry.field.name != _SHOP_NAME else ""

    @property
    def _shop_name(self) -> str:
        """Return the first shop's name as it is typed."""
        entries = (entry.value.strip() for entry in self.query(FieldInput) if entry.field.name == _SHOP_NAME)
        return next(entries, "")

    def _save(self, entry: FieldInput) -> None:
        name, text = entry.field.name, entry.value.strip()
        if text == self._saved[name] or self._problem_of(entry):
            self._show_state()
            return
        self._saved[name] = text
        values = {} if name == _SHOP_NAME else {name: text}
        save_in_background(self._workspace.settings, values, self._hear, name=self._shop_name)
        self._show_state()

    def _hear(self, message: Message) -> None:
        # Called in the saving thread. The screen below works with the settings, and is there when this one is not.
        self.app.screen_stack[0].post_message(message)
        if isinstance(message, ShopValuesNotSaved):
            self.post_message(ShopValuesNotSaved(message.error, message.values))
        elif isinstance(message, ShopValuesSaved):
            self.post_message(ShopValuesSaved(message.settings, message.values))

    def on_shop_values_saved(self, event: ShopValuesSaved) -> None:
        self._workspace.apply_settings(event.settings)
        self._show_state()

    def on_shop_values_not_saved(self, event: ShopValuesNotSaved) -> None:
        """Keep what was typed in its line, to be saved at the next try."""
        for name in event.values or (_SHOP_NAME,):
            self._saved[name] = self._known[name].text
        self._show_state()
        self._warn(" ".join(filter(None, (event.error.message, event.error.hint))))


def _field(value: ShopValue) -> Field:
    example = t("shop.example", example=value.example) if value.example else ""
    return Field(value.name, value.name or value.ask, Value(value.text, Origin.SHOP), example=example)


def _line_of(entry: FieldInput) -> FieldLine:
    return next(one for one in entry.ancestors if isinstance(one, FieldLine))
