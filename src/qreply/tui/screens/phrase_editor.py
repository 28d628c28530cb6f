"""Writing a phrase of one's own: its texts, and under them what is wrong with it so far."""

from __future__ import annotations

from collections.abc import Callable
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import BindingType
from textual.content import Content
from textual.message import Message
from textual.screen import ModalScreen
from textual.widget import Widget
from textual.widgets import Input, Static, TextArea

from qreply.authoring.editor import PhraseEditor
from qreply.authoring.own_book import Saved
from qreply.authoring.phrase_edit import PhraseEdit, joined_messages, split_asks, split_messages
from qreply.authoring.review import Remark
from qreply.clipboard import Clipboard
from qreply.errors import ChangedMeanwhileError, NotSavedError
from qreply.i18n import t
from qreply.reply.rendered_reply import Field
from qreply.reply.values import Origin, Value
from qreply.runtime import background
from qreply.tui.background_work import read_clipboard
from qreply.tui.keys import keys_in_force, priority_key
from qreply.tui.messages import ClipboardRead, Written
from qreply.tui.widgets.form import FieldInput, FieldLine
from qreply.tui.widgets.line_input import LineInput
from qreply.tui.widgets.prose import Prose
from qreply.tui.widgets.reply_editor import ReplyEditor
from qreply.tui.widgets.status_bar import KeyBar

_PAUSE = 0.15  # seconds without a key before the text is looked over
_SHOWN = 3  # remarks at a time


KEYS = [
    priority_key("write-save", "ctrl+s", "save", show=True),
    priority_key("write-back", "escape,ctrl+q", "back", show=True),
    priority_key("write-remove", "f8", "remove", show=True),
    priority_key("write-paste", "ctrl+v", "paste"),
    priority_key("write-next", "tab", "walk(1)"),
    priority_key("write-last", "shift+tab", "walk(-1)"),
    priority_key("write-enter", "enter", "enter"),
]


class PhraseEditorScreen(ModalScreen[Written | None]):
    """The editor; it is closed with what was saved or deleted, None if nothing was."""

    CSS_PATH = "phrase_editor.tcss"
    BINDINGS: ClassVar[list[BindingType]] = [*KEYS]
    VERTICAL_BREAKPOINTS = [(0, "low"), (20, "tall")]  # noqa: RUF012 - Textual's own attribute

    class Done(Message):
        """The phrase has been written."""

        def __init__(self, saved: Saved, written: Written) -> None:
            self.saved = saved
            self.written = written
            super().__init__()

    class NotDone(Message):
        """The phrase could not be written."""

        def __init__(self, error: NotSavedError) -> None:
            self.error = error
            super().__init__()

    def __init__(self, author: PhraseEditor, phrase_edit: PhraseEdit, clipboard: Clipboard) -> None:
        super().__init__()
        self._author = author
        self._begun = phrase_edit.cleaned()
        self._clipboard = clipboard
        self._scenarios = {scenario.title: scenario.name for scenario in author.scenarios}
        self._working = False
        self._over = False  # whether the agent has been told that saving goes over another's change
        self._asked = ""  # what was asked for that takes a second press
        self._seen = self._begun  # as it was last looked over

    def compose(self) -> ComposeResult:
        begun = self._begun
        yield Static(Content(self._heading()), id="write-head", markup=False)
        yield _field("title", begun.title)
        if begun.origin is None:
            titles = {name: title for title, name in self._scenarios.items()}
            yield _field("scenario", titles.get(begun.scenario, begun.scenario), tuple(self._scenarios))
        yield _field("asks", "；".join(begun.asks))
        yield _field("code", begun.code)
        yield Static(Content(t("writing.reply")), id="write-reply", markup=False)
        yield ReplyEditor(joined_messages(begun.messages))
        yield Prose(id="write-remarks")
        yield KeyBar(KEYS)

    def _heading(self) -> str:
        begun, origin = self._begun, self._begun.origin
        if origin is None:
            return t("writing.new")
        parts = [t("writing.edit" if self._author.owns(origin) else "writing.adapt", title=origin.title)]
        if begun.platform:
            parts.append(t(f"screen.platform-{begun.platform}"))
        if begun.turn:
            parts.append(t("writing.turn", number=begun.turn + 1))
        return " · ".join(parts)

    def on_mount(self) -> None:
        for entry in self.query(FieldInput):
            entry.select_on_focus = False  # typing adds to what stands there
        self._pause = self.set_interval(_PAUSE, self._look, pause=True)
        self._look()
        self.set_focus(self.query_one(ReplyEditor) if self._begun.origin else self.query(FieldInput).first())

    # -- what is written

    def _phrase_edit(self) -> PhraseEdit:
        """Return the edit that stands in the fields; untouched texts stay, to the letter."""
        begun = self._begun
        texts = {entry.field.name: entry.value for entry in self.query(FieldInput)}
        reply, asks = self.query_one(ReplyEditor).text, texts["asks"]
        scenario = texts.get("scenario", "").strip()
        return begun.with_texts(
            scenario=self._scenarios.get(scenario, scenario) or begun.scenario,
            title=texts["title"],
            asks=begun.asks if asks == "；".join(begun.asks) else split_asks(asks),
            code=texts["code"],
            messages=begun.messages if reply == joined_messages(begun.messages) else split_messages(reply),
        )

    def on_input_changed(self, event: Input.Changed) -> None:
        event.stop()
        self._edited()

    def on_text_area_changed(self, event: TextArea.Changed) -> None:
        event.stop()
        self._edited()

    def _edited(self) -> None:
        if self._phrase_edit() != self._seen:  # else the lines have only come into being
            self._asked, self._over = "", False
            self._pause.reset()
            self._pause.resume()

    def _look(self) -> None:
        """Show what is wrong with the text, the worst first, or its measure."""
        self._pause.pause()
        phrase_edit = self._seen = self._phrase_edit()
        remarks = self._author.remarks(phrase_edit)
        if phrase_edit == self._begun and phrase_edit.origin is None:  # nothing is wrong before it is begun
            self._say(Content.styled(t("writing.begin"), "$muted"))
        elif remarks:
            self._say(*map(_line, remarks[:_SHOWN]))
        else:
            length = sum(map(len, phrase_edit.messages))
            measure = t("writing.measure", length=length, asks=len(phrase_edit.asks))
            self._say(Content.styled(f"✓ {measure}", "$text-success"))

    def _say(self, *lines: Content) -> None:
        self.query_one("#write-remarks", Prose).set_paragraphs(*lines)

    def _warn(self, *words: str) -> None:
        self._pause.pause()
        self._say(Content.styled("! " + " · ".join(filter(None, words)), "$text-warning bold"))

    # -- keys

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        del parameters
        origin = self._begun.origin
        if action == "remove":
            return origin is not None and self._author.owns(origin)
        return action != "enter" or isinstance(self.focused, FieldInput)  # else it is a line break

    def action_walk(self, by: int) -> None:
        """Go to the next line, or the one before, around the end."""
        stops: list[Widget] = [*self.query(FieldInput), self.query_one(ReplyEditor)]
        # Not `has_focus`, which a burst of keys runs ahead of.
        place = stops.index(self.focused) if self.focused in stops else 0
        self.set_focus(stops[(place + by) % len(stops)])

    def action_enter(self) -> None:
        """Go to the next line."""
        self.action_walk(1)

    def action_save(self) -> None:
        """Save, unless it could not be loaded again."""
        phrase_edit = self._phrase_edit()
        fatal = [remark for remark in self._author.remarks(phrase_edit) if remark.fatal]
        if fatal:
            self._warn(t("writing.not-yet"), fatal[0].text, fatal[0].advice)
        else:
            words = t("writing.saved", title=phrase_edit.title)
            work = self._author.saving(phrase_edit, over=self._over)
            self._work(work, lambda saved: Written(words, saved.id))

    def action_remove(self) -> None:
        """Delete the own phrase, at the second press."""
        origin = self._begun.origin
        if origin is not None and self._twice("remove", "writing.sure-remove", title=origin.title):
            words = t("writing.removed", title=origin.title)
            self._work(self._author.removing(origin), lambda _: Written(words))

    def action_back(self) -> None:
        """Leave; at the second press if that loses something."""
        if self._working:
            leaves = self._twice("back", "writing.saving")
        else:
            leaves = self._phrase_edit() == self._begun or self._twice("back", "writing.sure-back")
        if leaves:
            self.dismiss(None)

    def action_paste(self) -> None:
        """Put the system clipboard's text where the cursor is."""
        read_clipboard(self._clipboard, self.post_message)

    def on_clipboard_read(self, event: ClipboardRead) -> None:
        if isinstance(self.focused, LineInput | ReplyEditor):
            self.focused.put(event.text)

    def _twice(self, action: str, question: str, **values: str) -> bool:
        if self._asked == action:
            return True
        self._asked = action
        key = keys_in_force(self.active_bindings)[f"write-{action}"][0]
        self._warn(t(question, key=key, **values))
        return False

    # -- saving

    def _work(self, work: Callable[[], Saved], describe: Callable[[Saved], Written]) -> None:
        def do() -> None:
            try:
                saved = work()
            except NotSavedError as error:
                self.post_message(self.NotDone(error))
            except Exception as error:  # a mistake of ours: what was written stands in the fields still
                self.post_message(
                    self.NotDone(NotSavedError(t("writing.unexpected", kind=type(error).__name__)))
                )
                raise
            else:
                self.post_message(self.Done(saved, describe(saved)))

        if not self._working:
            self._working = True
            background.start("write", do)

    def on_phrase_editor_screen_done(self, event: Done) -> None:
        self._author.saved(event.saved)
        self.dismiss(event.written)

    def on_phrase_editor_screen_not_done(self, event: NotDone) -> None:
        self._working = False
        self._over = isinstance(event.error, ChangedMeanwhileError)
        self._warn(event.error.message, event.error.hint)

    def on_key_bar_pressed(self, event: KeyBar.Pressed) -> None:
        self.call_later(self.run_action, event.action)


def _field(name: str, text: str, options: tuple[str, ...] = ()) -> FieldLine:
    return FieldLine(Field(name, t(f"writing.{name}"), Value(text, Origin.TYPED), options))


def _line(remark: Remark) -> Content:
    sign, style = ("✗", "$text-error") if remark.tone == "error" else ("!", "$text-warning")
    advice = f" · {remark.advice}" if remark.advice else ""
    return Content.styled(f"{sign} {remark.text}{advice}", style)
