"""The one screen: what is typed becomes hits, the hit under the cursor a draft, the draft a copy."""

from __future__ import annotations

from itertools import chain
from pathlib import Path
from typing import ClassVar

from textual import events
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Container, Horizontal
from textual.screen import Screen
from textual.widgets import Static

from qreply.clipboard import Clipboard, Status
from qreply.config import remembered_path
from qreply.desk import Desk
from qreply.language import t
from qreply.remembered import Remembered
from qreply.reply.prepare import Prepared
from qreply.session import Session
from qreply.tui.authoring import Authoring
from qreply.tui.finder import Finder
from qreply.tui.help import HelpScreen
from qreply.tui.keys import BINDINGS, BY_NAME, clashes, spelled
from qreply.tui.messages import ClipboardRead, Indexing, Introduction, Noticed, NotOpened, Opened, Renewed
from qreply.tui.opening import OpenDesk, open_behind
from qreply.tui.pasting import read_behind
from qreply.tui.serving import Serving
from qreply.tui.useful import useful_keys
from qreply.tui.widgets.bars import KeysLine, StatusLine
from qreply.tui.widgets.customers import CustomerLine
from qreply.tui.widgets.hits import HitList
from qreply.tui.widgets.line import LineInput
from qreply.tui.widgets.preview import Preview
from qreply.tui.widgets.query import QueryInput
from qreply.tui.widgets.reply import ReplyPane
from qreply.tui.widgets.tabs import ScenarioTabs

PAUSE = 0.7  # seconds without a key after which the agent is taken to have typed what was asked
IDLE_LOOK = 20.0  # seconds between looks for customers to forget
ALWAYS = frozenset({"help", "leave", "back", "paste", "scroll_preview"})  # actions that need no phrasebook


class DeskScreen(Screen[None]):
    """Query, tabs, hits, reply, customers, status, keys."""

    BINDINGS: ClassVar[list[BindingType]] = [*BINDINGS]
    HORIZONTAL_BREAKPOINTS = [(0, "narrow"), (90, "wide")]  # noqa: RUF012 - Textual's own attribute
    VERTICAL_BREAKPOINTS = [(0, "low"), (20, "tall")]  # noqa: RUF012
    AUTO_FOCUS = "#query"

    def __init__(
        self, open_desk: OpenDesk, clipboard: Clipboard, *, query: str = "", pick: bool = False
    ) -> None:
        super().__init__()
        self._open_desk = open_desk
        self._clipboard = clipboard
        self._first_query = query
        self._pick = pick
        self._opened: Serving | None = None
        self._introduction: Introduction | None = None
        self._unsure = False  # whether the status line says so

    def compose(self) -> ComposeResult:
        with Horizontal(id="top"):
            yield Static(" ❯ ", id="prompt", markup=False)
            yield QueryInput(self._find, placeholder=t("screen.query"), value=self._first_query)
            yield Static(id="shop", markup=False)
        yield ScenarioTabs()
        with Container(id="body"):
            yield HitList(self._moved)
            yield ReplyPane(self._clipboard, self._shown)
        yield Static(id="banner", markup=False)
        yield CustomerLine()
        yield StatusLine()
        yield KeysLine()

    # -- opening

    def on_mount(self) -> None:
        self._pause = self.set_interval(PAUSE, self._typed, pause=True)
        self._say(t("screen.loading"))
        open_behind(self._open_desk, self.post_message)

    def on_indexing(self, event: Indexing) -> None:
        self._say(t("screen.indexing", done=event.done, total=event.total))

    def on_opened(self, event: Opened) -> None:
        finder = Finder(event.desk, self.query_one(ScenarioTabs), self.query_one(HitList))
        session = Session(event.desk, Remembered(remembered_path()))
        self._opened = Serving(session, finder, self._reply, self.query_one(CustomerLine), self._key)
        self.refresh_bindings()
        self._show_shop()
        self._find(self._query.value)
        self._serving.show_customers()
        self._show_problems()
        self.set_interval(IDLE_LOOK, self._serving.forget_idle)
        self._say(t("screen.ready", count=len(event.desk.library.index)))
        self._warn(self._wrong_with_keys(event.desk))
        self.introduce(self._introduction)

    def introduce(self, given: Introduction | None) -> None:
        """Work for whom the agent has named; once the phrasebook is open, if it is not yet."""
        self._introduction = given
        if given is not None and self._opened is not None:
            self._opened.introduce(given.agent, given.shops, self._query.value)
            self._show_shop()
            self._say(given.said, given.tone)

    def on_noticed(self, event: Noticed) -> None:
        self.query_one(StatusLine).add(event.text)

    def on_not_opened(self, event: NotOpened) -> None:
        self.app.exit(return_code=event.error.exit_code, message=f"{event.error.message}\n{event.error.hint}")

    async def on_renewed(self, event: Renewed) -> None:
        await self._serving.renew(event.edition, self._query.value)
        self._show_problems()
        if gone := event.edition.gone:
            self._say(t("screen.gone", count=len(gone), first=gone[0]), "warning")
        else:
            self._say(t("screen.renewed", count=len(event.edition.library.index)))

    def on_unmount(self) -> None:
        if self._opened is not None:
            self._opened.session.close()

    @property
    def ready(self) -> bool:
        """Whether the phrasebook is open."""
        return self._opened is not None

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Keys that need the phrasebook do nothing before it is open."""
        del parameters
        return self.ready or action in ALWAYS

    # -- finding

    def _find(self, query: str) -> None:
        """Show what `query` finds; called in the turn of the key, so that both are painted together."""
        if self._opened is None:
            return
        self._opened.find(query)
        if self._unsure:
            self._say("")
        self._pause.reset()

    def _typed(self) -> None:
        """The agent has stopped typing: only now is it worth saying that nothing quite fits."""
        unsure = not (self._reply.form.display or self._serving.finder.is_sure)
        if unsure:
            self._say(t("screen.weak", key=self._key("note")))
        self._pause.pause()
        self._unsure = unsure

    def _moved(self) -> None:
        if self._opened is not None:
            self._opened.take_hit()

    async def on_hit_list_chosen(self) -> None:
        await self.action_copy()

    def on_scenario_tabs_chosen(self, event: ScenarioTabs.Chosen) -> None:
        self._show_scenario(event.scenario)

    def _show_scenario(self, scenario: str) -> None:
        self.query_one(ScenarioTabs).current = scenario
        self._find(self._query.value)

    def action_scenario(self, by: int) -> None:
        """Tab moves through the form when it is open, else through the scenarios."""
        if not self._reply.form.walk(by):
            self._show_scenario(self.query_one(ScenarioTabs).step(by))

    def action_move(self, by: int) -> None:
        if not self._reply.form.walk(by):
            self.query_one(HitList).move(by)

    def action_tab(self, number: int) -> None:
        """Go to the scenario of this number, 1 being all of them."""
        self._show_scenario(self.query_one(ScenarioTabs).nth(number))

    def action_page(self, by: int) -> None:
        hits = self.query_one(HitList)
        hits.move(by * hits.page)

    async def action_nth(self, number: int) -> None:
        """Copy the hit with this digit."""
        if self._serving.finder.phrase(number - 1) is not None:
            self.query_one(HitList).cursor = number - 1
            self._serving.take_hit()
            await self.action_copy()

    async def action_hotkey(self, phrase: str) -> None:
        """Copy this phrase, whatever is typed."""
        if said := self._serving.begin(phrase):
            self._warn(said)
        else:
            await self.action_copy()

    def action_note(self) -> None:
        """Put the question down for the lead."""
        self._say(*self._serving.note())

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
        """Leave; `pick` has copied nothing then."""
        self.app.exit(return_code=1 if self._pick else 0)

    # -- the reply

    async def action_copy(self) -> None:
        """Enter. What is typed from now on is the next question, however long the copy takes."""
        if await self._reply.send():
            self._query.select_all()

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
        self._reply.take_suggestion()

    async def action_again(self) -> None:
        """The last reply once more, with other values."""
        if self._serving.session.customer.last is not None:
            self._reply.change(Session.again)
            await self._reply.fill()
        else:
            self._say(t("screen.nothing-again"))

    def action_follow(self) -> None:
        self._warn(self._serving.follow())

    def action_favourite(self) -> None:
        """Star the reply on the desk, or take its star."""
        session = self._serving.session
        if session.draft is not None:
            phrase = session.draft.phrase
            starred = session.desk.favourites.toggle(phrase.id)
            self._say(t("screen.starred" if starred else "screen.unstarred", title=phrase.title))
            self.query_one(HitList).refresh()

    def on_reply_pane_said(self, event: ReplyPane.Said) -> None:
        self._say(event.text, event.tone)

    def on_reply_pane_left(self, event: ReplyPane.Left) -> None:
        if self._pick and not event.follows:
            self.app.exit(return_code=0 if event.outcome.status is Status.VERIFIED else 4)
        else:
            self._serving.show_customers()

    # -- own phrases

    def action_write(self) -> None:
        self._authoring.write(self._query.value, self.query_one(ScenarioTabs).current)

    def action_adapt(self) -> None:
        self._authoring.adapt()

    def action_open_file(self) -> None:
        self._authoring.open_file("".join(self._keys()["edit-phrase"][:1]))

    @property
    def _authoring(self) -> Authoring:
        return Authoring(self.app, self._serving, self._clipboard, self._say)

    # -- customers, shop, platform

    def action_customer(self, what: str) -> None:
        """`next`, `new` or `clear`: whose reply is on the desk from now on."""
        self._warn(self._serving.change_customer(what))

    def on_customer_line_chosen(self, event: CustomerLine.Chosen) -> None:
        self._serving.go_to(event.customer)

    def action_platform(self) -> None:
        self._serving.next_platform(self._query.value)
        self._show_shop()

    def action_shop(self) -> None:
        self._warn(self._serving.next_shop(self._query.value))
        self._show_shop()

    # -- pasting

    def action_paste(self) -> None:
        """Put the system clipboard's text where the cursor is."""
        read_behind(self._clipboard, self.post_message)

    def on_clipboard_read(self, event: ClipboardRead) -> None:
        if not event.text.strip():
            self._say(t("screen.nothing-to-paste"), "warning")
        elif isinstance(self.focused, LineInput):
            self.focused.put(event.text)

    def on_query_input_pasted(self, event: QueryInput.Pasted) -> None:
        if self._opened is not None and self._opened.session.offer(event.text, pasted=True):
            self._reply.show()

    def on_app_focus(self, event: events.AppFocus) -> None:
        del event
        self._reply.look_at_clipboard()

    # -- what is shown

    @property
    def _serving(self) -> Serving:
        """The agent at work; what needs it is called only once the phrasebook is open."""
        if self._opened is None:
            raise RuntimeError("the phrasebook is not open yet")
        return self._opened

    @property
    def _query(self) -> QueryInput:
        return self.query_one(QueryInput)

    @property
    def _reply(self) -> ReplyPane:
        return self.query_one(ReplyPane)

    def _shown(self, session: Session, prepared: Prepared | None) -> None:
        """`prepared` is in the preview: its keys and its row go with it."""
        self.query_one(HitList).on_desk = prepared.phrase.id if prepared else ""
        self.query_one(KeysLine).show(useful_keys(session, prepared), in_form=self._reply.form.display)

    def _show_shop(self) -> None:
        profile = self._serving.session.desk.profile
        platform = t(f"screen.platform-{profile.platform}")
        self.query_one("#shop", Static).update(" · ".join(filter(None, (profile.shop, platform))))

    def _show_problems(self) -> None:
        """Keep the first problem of the books in sight until it is mended."""
        problems = self._serving.session.desk.library.problems
        banner = self.query_one("#banner", Static)
        banner.display = bool(problems)
        if problems:
            first = next((problem for problem in problems if problem.severity == "error"), problems[0])
            place = f"{Path(first.path).name}:{first.line}"
            banner.update(t("screen.book-problems", count=len(problems), place=place, message=first.message))

    def _say(self, text: str, tone: str = "muted") -> None:
        self._pause.pause()  # what is said now is not to be talked over
        self._unsure = False
        self.query_one(StatusLine).say(text, tone)

    def _warn(self, text: str) -> None:
        if text:
            self._say(text, "warning")

    def action_scroll_preview(self, lines: int) -> None:
        self.query_one(Preview).scroll_by(lines)

    def _wrong_with_keys(self, desk: Desk) -> str:
        """The first thing that is wrong with the keys of the settings."""
        settings = desk.settings
        gone = (id_ for id_ in settings.hotkeys.values() if desk.library.index.by_id(id_) is None)
        unknown = (t("screen.no-hotkey", id=id_) for id_ in gone)
        return next(chain(clashes(settings.keymap, settings.hotkeys), unknown), "")

    def _keys(self) -> dict[str, list[str]]:
        """The keys in force as keyboards have them, by the id of their binding."""
        keys: dict[str, list[str]] = {}
        for active in self.active_bindings.values():
            if active.binding.id:
                keys.setdefault(active.binding.id, []).append(spelled(active.binding.key))
        return keys

    def _key(self, name: str) -> str:
        """The key in force for the binding of this id; no name where it has none."""
        return next(iter(self._keys().get(name, ())), "")

    def action_help(self) -> None:
        """Every key and what it does."""
        self.app.push_screen(HelpScreen(self._keys(), self._hotkeys()))

    def action_palette(self) -> None:
        """Every action by its name."""
        from qreply.tui.palette import Palette  # a first screen does without

        self.app.push_screen(Palette(self._keys()), self._run)

    def _hotkeys(self) -> dict[str, str]:
        """The titles of the phrases that have a key of their own, by that key."""
        desk = self._opened.session.desk if self._opened else None
        found = (
            {key: desk.library.index.by_id(id_) for key, id_ in desk.settings.hotkeys.items()} if desk else {}
        )
        return {spelled(key): phrase.title for key, phrase in found.items() if phrase}

    def _run(self, name: str | None) -> None:
        if name is not None:
            self.call_later(self.run_action, BY_NAME[name].action)

    def on_keys_line_pressed(self, event: KeysLine.Pressed) -> None:
        self.call_later(self.run_action, event.action)
