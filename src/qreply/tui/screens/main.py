"""The main screen: what is typed becomes hits, the selected hit a draft, the draft a copy."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import ActiveBinding, BindingType
from textual.containers import Container, Horizontal
from textual.widgets import Static

from qreply.clipboard import Clipboard, Status
from qreply.i18n import t
from qreply.storage.locations import remembered_path, sent_digests_path
from qreply.tui.actions.opening import OpeningActions
from qreply.tui.actions.rounds import RoundActions
from qreply.tui.background_work import OpenWorkspace, read_clipboard
from qreply.tui.cell_width import marks
from qreply.tui.keys import BINDINGS, BY_NAME, keys_in_force, spelled
from qreply.tui.messages import ClipboardRead, PracticeWanted
from qreply.tui.textual_patches.compositor import use_frugal_compositor
from qreply.tui.widgets.customer_bar import CustomerBar
from qreply.tui.widgets.due_line import DueLine
from qreply.tui.widgets.form import FieldInput
from qreply.tui.widgets.hit_list import HitList
from qreply.tui.widgets.line_input import LineInput, QueryInput
from qreply.tui.widgets.queue_bar import QueueBar
from qreply.tui.widgets.reply_pane import ReplyPane
from qreply.tui.widgets.scenario_tabs import ScenarioTabs
from qreply.tui.widgets.short_lines import ShortLines
from qreply.tui.widgets.status_bar import KeyBar, StatusBar
from qreply.workspace.remembered_options import RememberedOptions
from qreply.workspace.sent_digests import SentDigests
from qreply.workspace.session import Session
from qreply.workspace.workspace import Workspace

ALWAYS = frozenset({"help", "leave", "back", "paste", "scroll_preview"})  # actions that need no phrasebook


class MainScreen(OpeningActions, RoundActions):
    """Query, tabs, hits, reply, customers, status and keys.

    The screen forwards keys and clicks to the session.
    """

    BINDINGS: ClassVar[list[BindingType]] = [*BINDINGS]
    HORIZONTAL_BREAKPOINTS = [(0, "narrow"), (90, "wide")]  # noqa: RUF012 - Textual's own attribute
    VERTICAL_BREAKPOINTS = [(0, "low"), (20, "tall")]  # noqa: RUF012
    AUTO_FOCUS = "#query"

    def __init__(
        self,
        open_workspace: OpenWorkspace,
        clipboard: Clipboard,
        *,
        query: str = "",
        pick: bool = False,
        hotkeys: Mapping[str, str] | None = None,
        session: Session | None = None,
        on_ready: Callable[[MainScreen], object] | None = None,
    ) -> None:
        """Give keys to phrases as `hotkeys` has their ids; these go before all other keys.

        `on_ready` is called once the phrasebook is open; without `session` what it learns is kept for the next run.
        """
        super().__init__(
            session
            or Session(
                Workspace.empty(), RememberedOptions(remembered_path()), SentDigests(sent_digests_path())
            ),
            clipboard,
            open_workspace,
            query=query,
            pick=pick,
        )
        self._on_ready = on_ready
        use_frugal_compositor(self)
        self.hotkeys = hotkeys or {}

    def compose(self) -> ComposeResult:
        with Horizontal(id="top"):
            yield Static(f" {marks().prompt} ", id="prompt", markup=False)
            yield QueryInput(self.search, placeholder=t("screen.query"))
            yield Static(id="shop", markup=False)
        yield QueueBar()
        yield ScenarioTabs()
        with Container(id="body"):
            yield HitList(self.select)
            yield ReplyPane(
                self.session,
                self.clipboard,
                say=self.say,
                key_of=self.key_of,
                # The presenter comes once these are mounted.
                on_draft=lambda: self.presenter.show_drafted(),  # noqa: PLW0108
                on_show=lambda rendered: self.presenter.show_keys(rendered),  # noqa: PLW0108
            )
        yield ShortLines(id="banner", markup=False)
        yield DueLine()
        yield CustomerBar()
        yield StatusBar()
        yield KeyBar()

    def on_resize(self) -> None:
        self.presenter.show_shop()

    def begin(self) -> None:
        """Begin with what the screen was opened for."""
        if self._on_ready is not None:
            self._on_ready(self)

    # -- leaving

    def action_back(self) -> None:
        """Leave the form, else clear the query, else leave `pick`."""
        if self.reply_pane.form.display:
            self.reply_pane.close_form()
            self.reply_pane.show()
            self.say("")
        elif self._pick:
            self.action_leave()
        elif not self.give_back():
            self.clear_query()

    def action_leave(self) -> None:
        """Leave; `qreply pick` then ends with 1 for no copy, or 4 where one may have failed."""
        if self._pick:
            self.app.exit(return_code=4 if self.reply_pane.unconfirmed else 1)
        elif self.may_leave() and self.may_leave_round():
            words = "\n".join(filter(None, (self.left_open(), self.left_round())))
            self.app.exit(return_code=0, message=words or None)

    # -- commands and keys

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Tell whether a key may act: before the phrasebook is open only those that need none.

        Most do nothing before there are widgets.
        """
        del parameters
        if not self.is_mounted:  # a key may come while they are being made
            return action == "leave"
        return self.ready or action in ALWAYS

    @property
    def active_bindings(self) -> dict[str, ActiveBinding]:
        """Return the bindings in force, without keys that copy a phrase instead."""
        return {key: one for key, one in super().active_bindings.items() if key not in self.hotkeys}

    def action_help(self) -> None:
        """Show every key and what it does."""
        from qreply.tui.screens.help import HelpScreen  # a first screen does without

        index = self.session.workspace.phrasebook.index
        phrases = {key: index.by_id(id_) for key, id_ in self.hotkeys.items()}
        titles = {spelled(key): phrase.title for key, phrase in phrases.items() if phrase}
        self.app.push_screen(HelpScreen(keys_in_force(self.active_bindings), titles))

    def action_palette(self) -> None:
        """Show every action by its name."""
        from qreply.tui.screens.palette import Palette  # a first screen does without

        self.app.push_screen(Palette(keys_in_force(self.active_bindings)), self._run)

    def _run(self, name: str | None) -> None:
        if name is not None:
            self.call_later(self.run_action, BY_NAME[name].action)

    def action_practice(self) -> None:
        """Practise with the book's own questions, and come back here."""
        self.post_message(PracticeWanted(self.session.workspace))

    def action_paste(self) -> None:
        """Put the system clipboard's text where the cursor is."""
        read_clipboard(self.clipboard, self.post_message)

    # -- clicks, and what the widgets report

    async def on_hit_list_chosen(self) -> None:
        await self.action_copy()

    def on_scenario_tabs_chosen(self, event: ScenarioTabs.Chosen) -> None:
        self.show_scenario(event.scenario)

    def on_customer_bar_chosen(self, event: CustomerBar.Chosen) -> None:
        self.serve(lambda session: session.switching.go_to(event.customer))

    def on_key_bar_pressed(self, event: KeyBar.Pressed) -> None:
        self.call_later(self.run_action, event.action)

    def on_reply_pane_left(self, event: ReplyPane.Left) -> None:
        if self._pick and not event.follows:
            self.app.exit(return_code=0 if event.outcome.status is Status.VERIFIED else 4)
        else:
            self.session.clipboard_question.settle()
            self.presenter.show_customers()
            self.ring()
            self.go_on(event)

    def on_reply_pane_typed_meanwhile(self, event: ReplyPane.TypedMeanwhile) -> None:
        if event.text:
            self.query_line.select_all()
            self.query_line.put(event.text)

    def go_on(self, event: ReplyPane.Left) -> None:
        """Show what comes next once a reply has left: the next customer of a round."""
        if not event.follows:
            self.go_on_with_round(event.query)

    def on_due_line_chosen(self) -> None:
        self.action_remind()

    def on_clipboard_read(self, event: ClipboardRead) -> None:
        if not event.text.strip():
            self.say(t("screen.nothing-to-paste"), "warning")
        elif isinstance(self.focused, LineInput):
            self.focused.put(event.text)

    def on_field_input_question(self, event: FieldInput.Question) -> None:
        """Take a message pasted into a field that takes a number for the next question."""
        self.reply_pane.close_form()
        self.query_line.focus()
        self.query_line.select_all()
        self.query_line.put(event.text)
        self.say(t("screen.pasted-question", name=event.name), "warning")

    def on_query_input_pasted(self, event: QueryInput.Pasted) -> None:
        if self.ready:
            self.take_paste(event.text)
            self.offer_round(event.text)
        else:
            self._first_query = event.text
