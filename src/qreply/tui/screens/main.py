"""The main screen: what is typed becomes hits, the selected hit a draft, the draft a copy."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import ClassVar, TypeVar

from rich.text import Text
from textual.app import ComposeResult
from textual.binding import ActiveBinding, BindingType
from textual.containers import Container, Horizontal
from textual.screen import Screen
from textual.widgets import Static

from qreply.clipboard import Clipboard, Status
from qreply.errors import QReplyError
from qreply.i18n import join_words, t
from qreply.phrasebook.limits import VALUE
from qreply.storage.locations import remembered_path, sent_digests_path
from qreply.text.safety import clean, clean_line
from qreply.tui import gc_tuning
from qreply.tui.authoring import Authoring
from qreply.tui.background_work import (
    OpenWorkspace,
    open_in_background,
    post_failures,
    read_clipboard,
    save_in_background,
)
from qreply.tui.keys import BINDINGS, BY_NAME, find_wrong_key, keys_in_force, spelled
from qreply.tui.messages import (
    ClipboardRead,
    Indexing,
    Introduction,
    Noticed,
    NotOpened,
    Opened,
    Renewed,
    ShopValuesNotSaved,
    ShopValuesSaved,
)
from qreply.tui.presenter import Presenter, describe_noted
from qreply.tui.textual_patches.compositor import use_frugal_compositor
from qreply.tui.widgets.customer_bar import CustomerBar
from qreply.tui.widgets.form import FieldInput
from qreply.tui.widgets.hit_list import HitList
from qreply.tui.widgets.line_input import LineInput, QueryInput
from qreply.tui.widgets.preview import Preview
from qreply.tui.widgets.reply_pane import ReplyPane
from qreply.tui.widgets.scenario_tabs import ScenarioTabs
from qreply.tui.widgets.status_bar import KeyBar, StatusBar
from qreply.workspace.remembered_options import RememberedOptions
from qreply.workspace.sent_digests import SentDigests
from qreply.workspace.session import Session
from qreply.workspace.workspace import Workspace

T = TypeVar("T")

PAUSE_SECONDS = 0.7  # without a key, after which the agent is taken to have typed what was asked
IDLE_SECONDS = 20.0  # between looks for customers to forget
ALWAYS = frozenset({"help", "leave", "back", "paste", "scroll_preview"})  # actions that need no phrasebook


class MainScreen(Screen[None]):
    """Query, tabs, hits, reply, customers, status and keys; forwards keys and clicks to the session."""

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
    ) -> None:
        """`hotkeys` are ids of phrases by the keys that copy them; they go before all other keys."""
        super().__init__()
        use_frugal_compositor(self)
        self._open_workspace = open_workspace
        self._clipboard = clipboard
        self._first_query = query
        self._pick = pick
        self.hotkeys = hotkeys or {}
        self.session = Session(
            Workspace.empty(), RememberedOptions(remembered_path()), SentDigests(sent_digests_path())
        )
        self._introduction: Introduction | None = None
        self._says_unsure = False  # whether the status line says that the first hit may not be meant
        self._stop_listening: Callable[[], None] = lambda: None

    def compose(self) -> ComposeResult:
        with Horizontal(id="top"):
            yield Static(" ❯ ", id="prompt", markup=False)
            yield QueryInput(self._search, placeholder=t("screen.query"))
            yield Static(id="shop", markup=False)
        yield ScenarioTabs()
        with Container(id="body"):
            yield HitList(self._select)
            yield ReplyPane(
                self.session,
                self._clipboard,
                key_of=self._key,
                # The presenter comes once these are mounted.
                on_draft=lambda: self._presenter.show_drafted(),  # noqa: PLW0108
                on_show=lambda rendered: self._presenter.show_keys(rendered),  # noqa: PLW0108
            )
        yield Static(id="banner", markup=False)
        yield CustomerBar()
        yield StatusBar()
        yield KeyBar()

    # -- opening, and books that change

    def on_mount(self) -> None:
        self._presenter = Presenter(self.session, self, self._key)
        self._pause = self.set_interval(PAUSE_SECONDS, self._on_pause, pause=True)
        self._stop_listening = post_failures(self.post_message)
        self._query.value = clean_line(self._query.wanted_of(self._first_query))[:VALUE]
        self._say(t("screen.loading"))
        open_in_background(self._open_workspace, self.post_message)

    def on_indexing(self, event: Indexing) -> None:
        self._say(t("screen.indexing", done=event.done, total=event.total))

    def on_opened(self, event: Opened) -> None:
        workspace = event.workspace
        self.session.open(workspace)
        self._query.read = workspace.read
        self.refresh_bindings()
        self._presenter.show_workspace()
        self._search(self._query.value)
        self._presenter.show_customers()
        self.set_interval(IDLE_SECONDS, self._forget_idle)
        self._say(t("screen.ready", count=workspace.count_offered()))
        self._warn(workspace.settings.unreadable)
        self._warn(find_wrong_key(workspace))
        if self._first_query:
            self._take_paste(self._first_query)
        self.introduce(self._introduction)
        self.set_timer(PAUSE_SECONDS, gc_tuning.begin)

    def introduce(self, given: Introduction | None) -> None:
        """Work for whom the agent has named; once the phrasebook is open, if it is not yet."""
        self._introduction = given
        if given is not None and self.ready:
            self.session.introduce(given.agent, given.shops, given.trades)
            self._show_workspace()
            self._say(given.status, given.tone)
            if given.wants_shop_values:
                self.call_later(self.run_action, "shop_values")

    def on_not_opened(self, event: NotOpened) -> None:
        if not isinstance(event.error, QReplyError):
            raise event.error
        words = clean(f"{event.error.message}\n{event.error.hint}")
        self.app.exit(return_code=event.error.exit_code, message=Text(words))

    def on_noticed(self, event: Noticed) -> None:
        self.query_one(StatusBar).add(event.text)

    async def on_renewed(self, event: Renewed) -> None:
        await self._reply.renew(event.update)
        self._presenter.show_workspace()
        self._presenter.show_search()
        self._presenter.show_customers()
        if gone := event.update.gone:
            self._say(t("screen.gone", count=len(gone), first=gone[0]), "warning")
        else:
            self._say(t("screen.renewed", count=self.session.workspace.count_offered()))
        if self.app.screen is not self:
            self.app.screen.post_message(Renewed(event.update))

    def on_unmount(self) -> None:
        self._stop_listening()
        self.session.close()

    @property
    def ready(self) -> bool:
        """Whether the phrasebook is open."""
        return self.session.workspace.is_open

    # -- finding

    def _search(self, query: str) -> None:
        """Show what `query` finds; called in the turn of the key, so that both are painted together."""
        self._reply.close_form()
        self.session.search(query)
        self._show_search()

    def _show_scenario(self, scenario: str) -> None:
        self._reply.close_form()
        self.session.search_in(scenario)
        self._show_search()

    def _show_search(self) -> None:
        self._presenter.show_search()
        self._reply.show_soon()
        if self._says_unsure:
            self._say("")
        self._pause.reset()

    def _select(self, index: int) -> bool:
        """Begin with the hit at `index`; called in the turn of the key, so that Enter never copies the one before."""
        self._reply.close_form()
        is_there = self.session.select(index)
        self._reply.show_soon()
        return is_there

    def _on_pause(self) -> None:
        """Only once the agent has stopped typing is it worth saying that nothing quite fits, and time to tidy up."""
        gc_tuning.tidy()
        is_unsure = not (self._reply.form.display or self.session.search_state.is_confident)
        if is_unsure:
            self._say(t("screen.weak", key=self._key("note")))
        self._pause.pause()
        self._says_unsure = is_unsure

    def action_move(self, by: int) -> None:
        if not self._reply.form.walk(by):
            self._hits.move(by)

    def action_page(self, by: int) -> None:
        self._hits.move(by * self._hits.page)

    def action_scenario(self, by: int) -> None:
        """Tab moves through the form when it is open, else through the scenarios."""
        if not self._reply.form.walk(by):
            self._show_scenario(self.query_one(ScenarioTabs).step(by))

    def action_tab(self, number: int) -> None:
        """Go to the scenario of this number, 1 being all of them."""
        self._show_scenario(self.query_one(ScenarioTabs).nth(number))

    def action_note(self) -> None:
        """Note the question for the lead."""
        self._say(*describe_noted(self.session.note()))

    def action_back(self) -> None:
        """Esc: out of the form, else clear the query, and leave `pick`."""
        if self._reply.form.display:
            self._reply.close_form()
            self._reply.show()
            self._say("")
        elif self._pick:
            self.action_leave()
        else:
            self._query.value = ""

    def action_leave(self) -> None:
        """Leave; `pick` has copied nothing then, unless a copy failed or nobody knows."""
        code = 4 if self._reply.unconfirmed else 1
        self.app.exit(return_code=code if self._pick else 0)

    # -- the reply

    async def action_copy(self) -> None:
        """Enter. What is typed from now on is the next question, however long the copy takes."""
        if await self._reply.send():
            self._query.select_all()

    async def action_nth(self, number: int) -> None:
        """Copy the hit with this digit."""
        if self._select(number - 1):
            self._hits.cursor = number - 1
            await self.action_copy()

    async def action_hotkey(self, phrase_id: str) -> None:
        """Copy this phrase, whatever is typed."""
        if self._reply.change(lambda session: session.begin_by_id(phrase_id)):
            await self.action_copy()
        else:
            self._warn(t("screen.no-hotkey", id=phrase_id))

    async def action_fill(self) -> None:
        await self._reply.fill()

    async def action_optional(self) -> None:
        await self._reply.toggle()

    def action_wording(self) -> None:
        self._reply.change(Session.reword)

    def action_message(self, by: int) -> None:
        self._reply.change(lambda session: session.step(by))

    def action_join(self) -> None:
        self._reply.change(Session.join)

    def action_suggestion(self) -> None:
        """Keep for the shop what was typed for it, else say what the rule suggests."""
        if values := self._reply.shop_values_to_keep():
            save_in_background(self.session.workspace.settings, values, self.post_message)
        else:
            self._reply.take_suggestion()

    async def action_again(self) -> None:
        """The last reply once more, with other values."""
        if self.session.customer.last is None:
            self._say(t("screen.nothing-again"))
        else:
            self._reply.change(Session.again)
            await self._reply.fill()

    def action_follow(self) -> None:
        """Take what usually follows the last reply."""
        if not self.session.following():
            self._warn(t("screen.nothing-follows"))
        else:
            self._reply.change(Session.follow)
            self._presenter.show_customers()

    def action_favourite(self) -> None:
        """Star the draft's phrase, or take its star."""
        if (draft := self.session.draft) is not None:
            key = "screen.starred" if self.session.toggle_favourite() else "screen.unstarred"
            self._say(t(key, title=draft.phrase.title))
            self._hits.refresh()

    def action_scroll_preview(self, lines: int) -> None:
        self.query_one(Preview).scroll_by(lines)

    # -- own phrases

    def action_write(self) -> None:
        state = self.session.search_state
        self._authoring.write(state.query, state.scenario)

    def action_adapt(self) -> None:
        self._authoring.change()

    def action_open_file(self) -> None:
        self._authoring.open_file(self._key("edit-phrase"))

    @property
    def _authoring(self) -> Authoring:
        return Authoring(self.app, self.session, self._clipboard, self._say)

    # -- customers, shop, platform

    def action_customer(self, what: str) -> None:
        """Go on with the `next` customer, a `new` one, or the next after a `clear` of the current one."""
        match what:
            case "next":
                self._serve(Session.next_customer)
            case "new" if self._serve(Session.new_customer) is False:
                self._warn(t("screen.nine-customers"))
            case "clear":
                self._serve(Session.clear_customer)

    def _serve(self, how: Callable[[Session], T]) -> T:
        result = self._reply.change(how)
        self._presenter.show_customers()
        return result

    def _forget_idle(self) -> None:
        """Forget customers for whom nothing was done for long."""
        if self.session.customers.forget_idle():
            self._reply.show()
            self._presenter.show_customers()

    def action_platform(self) -> None:
        self.session.next_platform()
        self._show_workspace()

    def action_shop(self) -> None:
        if not self.session.next_shop():
            self._warn(t("screen.one-shop"))
        self._show_workspace()

    def action_shop_values(self) -> None:
        """List what the shop decides once for all replies."""
        from qreply.tui.screens.shop_editor import ShopEditorScreen  # a first screen does without

        workspace = self.session.workspace
        self.app.push_screen(ShopEditorScreen(workspace, self._clipboard), self._show_values)

    def _show_values(self, said: str | None) -> None:
        self._presenter.show_workspace()
        self._reply.show()
        self._say(said or "")

    def on_shop_values_saved(self, event: ShopValuesSaved) -> None:
        self.session.workspace.take_shop_values(event.settings)
        self._reply.show()
        self._say(t("shop.saved", names=join_words(event.values)), "success")

    def on_shop_values_not_saved(self, event: ShopValuesNotSaved) -> None:
        self._say(" ".join(filter(None, (event.error.message, event.error.hint))), "error")

    def _show_workspace(self) -> None:
        self._presenter.show_workspace()
        self._presenter.show_search()
        self._reply.show()
        self._presenter.show_customers()

    # -- commands and keys

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Keys that need the phrasebook do nothing before it is open."""
        del parameters
        return self.ready or action in ALWAYS

    @property
    def active_bindings(self) -> dict[str, ActiveBinding]:
        """The bindings in force, without keys that copy a phrase instead."""
        return {key: one for key, one in super().active_bindings.items() if key not in self.hotkeys}

    def _key(self, name: str) -> str:
        """The key in force for the binding of this id; no name where it has none."""
        return next(iter(keys_in_force(self.active_bindings).get(name, ())), "")

    def action_help(self) -> None:
        """Every key and what it does."""
        from qreply.tui.screens.help import HelpScreen  # a first screen does without

        index = self.session.workspace.phrasebook.index
        phrases = {key: index.by_id(id_) for key, id_ in self.session.workspace.settings.hotkeys.items()}
        titles = {spelled(key): phrase.title for key, phrase in phrases.items() if phrase}
        self.app.push_screen(HelpScreen(keys_in_force(self.active_bindings), titles))

    def action_palette(self) -> None:
        """Every action by its name."""
        from qreply.tui.screens.palette import Palette  # a first screen does without

        self.app.push_screen(Palette(keys_in_force(self.active_bindings)), self._run)

    def _run(self, name: str | None) -> None:
        if name is not None:
            self.call_later(self.run_action, BY_NAME[name].action)

    def action_paste(self) -> None:
        """Put the system clipboard's text where the cursor is."""
        read_clipboard(self._clipboard, self.post_message)

    # -- clicks, and what the widgets report

    async def on_hit_list_chosen(self) -> None:
        await self.action_copy()

    def on_scenario_tabs_chosen(self, event: ScenarioTabs.Chosen) -> None:
        self._show_scenario(event.scenario)

    def on_customer_bar_chosen(self, event: CustomerBar.Chosen) -> None:
        self._serve(lambda session: session.go_to(event.customer))

    def on_key_bar_pressed(self, event: KeyBar.Pressed) -> None:
        self.call_later(self.run_action, event.action)

    def on_reply_pane_said(self, event: ReplyPane.Said) -> None:
        self._say(event.text, event.tone)

    def on_reply_pane_left(self, event: ReplyPane.Left) -> None:
        if self._pick and not event.follows:
            self.app.exit(return_code=0 if event.outcome.status is Status.VERIFIED else 4)
        else:
            self._presenter.show_customers()

    def on_clipboard_read(self, event: ClipboardRead) -> None:
        if not event.text.strip():
            self._say(t("screen.nothing-to-paste"), "warning")
        elif isinstance(self.focused, LineInput):
            self.focused.put(event.text)

    def on_field_input_question(self, event: FieldInput.Question) -> None:
        """A message pasted into a field that takes a number: the agent has gone on to the next question."""
        self._reply.close_form()
        self._query.focus()
        self._query.select_all()
        self._query.put(event.text)
        self._say(t("screen.pasted-question", name=event.name), "warning")

    def on_query_input_pasted(self, event: QueryInput.Pasted) -> None:
        if self.ready:
            self._take_paste(event.text)
        else:
            self._first_query = event.text

    def _take_paste(self, text: str) -> None:
        """Offer what was pasted as the query, and say what of it is not searched for."""
        if set_aside := self.session.take_paste(text):
            self._say(set_aside)
        self._presenter.show_customers()
        self._reply.show()

    # -- its parts

    @property
    def _query(self) -> QueryInput:
        return self.query_one(QueryInput)

    @property
    def _hits(self) -> HitList:
        return self.query_one(HitList)

    @property
    def _reply(self) -> ReplyPane:
        return self.query_one(ReplyPane)

    def _say(self, text: str, tone: str = "muted") -> None:
        self._pause.pause()  # what is said now is not to be talked over
        self._says_unsure = False
        self.query_one(StatusBar).say(text, tone)

    def _warn(self, text: str) -> None:
        if text:
            self._say(text, "warning")
