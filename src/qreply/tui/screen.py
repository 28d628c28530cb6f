"""The one screen: what is typed becomes hits, the hit under the cursor a draft, the draft a copy."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from threading import Thread
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
from qreply.errors import QReplyError
from qreply.language import t
from qreply.phrasebook.model import PLATFORMS
from qreply.remembered import Remembered
from qreply.reply.prepare import Prepared
from qreply.session import Session
from qreply.shelf import Edition
from qreply.tui.finder import Finder
from qreply.tui.help import HelpScreen
from qreply.tui.keys import BINDINGS
from qreply.tui.messages import ClipboardRead, Noticed, NotOpened, Opened, Renewed
from qreply.tui.useful import useful_keys
from qreply.tui.widgets.bars import KeysLine, StatusLine
from qreply.tui.widgets.customers import CustomerLine
from qreply.tui.widgets.hits import HitList
from qreply.tui.widgets.line import LineInput
from qreply.tui.widgets.preview import Preview
from qreply.tui.widgets.query import QueryInput
from qreply.tui.widgets.reply import ReplyPane
from qreply.tui.widgets.tabs import ScenarioTabs

IDLE_LOOK = 20.0  # seconds between looks for customers to forget


class DeskScreen(Screen[None]):
    """Query, tabs, hits, reply, customers, status, keys."""

    BINDINGS: ClassVar[list[BindingType]] = [*BINDINGS]
    HORIZONTAL_BREAKPOINTS = [(0, "narrow"), (90, "wide")]  # noqa: RUF012 - Textual's own attribute
    VERTICAL_BREAKPOINTS = [(0, "low"), (20, "tall")]  # noqa: RUF012
    AUTO_FOCUS = "#query"

    def __init__(
        self, open_desk: Callable[[], Desk], clipboard: Clipboard, *, query: str = "", pick: bool = False
    ) -> None:
        super().__init__()
        self._open_desk = open_desk
        self._clipboard = clipboard
        self._first_query = query
        self._pick = pick
        self._session: Session | None = None
        self._finder: Finder | None = None

    def compose(self) -> ComposeResult:
        with Horizontal(id="top"):
            yield Static(" ❯ ", id="prompt", markup=False)
            yield QueryInput(self._find, placeholder=t("screen.query"), value=self._first_query)
            yield Static(id="shop", markup=False)
        yield ScenarioTabs()
        with Container(id="body"):
            yield HitList(self._moved)
            yield ReplyPane(self._clipboard, self._show_keys)
        yield Static(id="banner", markup=False)
        yield CustomerLine()
        yield StatusLine()
        yield KeysLine()

    # -- opening

    def on_mount(self) -> None:
        self._say(t("screen.loading"))
        # A daemon thread, so that a share that hangs cannot keep the program from leaving.
        self.call_after_refresh(Thread(target=self._open, name="qreply-open", daemon=True).start)

    def _open(self) -> None:
        try:
            desk = self._open_desk()
        except QReplyError as error:
            self.post_message(NotOpened(error))
        else:
            self.post_message(Opened(desk))

    def on_opened(self, event: Opened) -> None:
        self._session = self._reply.session = Session(event.desk, Remembered(remembered_path()))
        self._finder = Finder(event.desk, self.query_one(ScenarioTabs), self.query_one(HitList))
        self._show_shop()
        self._find(self._query.value)
        self._show_customers()
        self._show_problems()
        self.set_interval(IDLE_LOOK, self._forget_idle)
        self._say(t("screen.ready", count=len(event.desk.library.index)))
        event.desk.watch(self._renewed)
        if event.desk.history is not None:
            event.desk.history.listen(self._noticed)

    def _noticed(self, words: str) -> None:
        # Called in the history's thread.
        self.post_message(Noticed(words))

    def _renewed(self, edition: Edition) -> None:
        # Called in the watching thread.
        self.post_message(Renewed(edition))

    def on_noticed(self, event: Noticed) -> None:
        self.query_one(StatusLine).add(event.text)

    def on_not_opened(self, event: NotOpened) -> None:
        self.app.exit(return_code=event.error.exit_code, message=f"{event.error.message}\n{event.error.hint}")

    async def on_renewed(self, event: Renewed) -> None:
        session = self._session
        if session is None or self._finder is None:
            return
        under_cursor = self._finder.current
        await self._reply.renew(event.edition)
        self._finder.renew(self._query.value, keep=under_cursor.id if under_cursor else "")
        if session.draft is None:
            self._reply.take(self._finder.current)
        self._show_customers()
        self._show_problems()
        if gone := event.edition.gone:
            self._say(t("screen.gone", count=len(gone), first=gone[0]), "warning")
        else:
            self._say(t("screen.renewed", count=len(session.desk.library.index)))

    def on_unmount(self) -> None:
        if self._session is not None:
            self._session.close()

    @property
    def ready(self) -> bool:
        """Whether the phrasebook is open."""
        return self._session is not None

    # -- finding

    def _find(self, query: str) -> None:
        """Show what `query` finds; called in the turn of the key, so that both are painted together."""
        if self._session is not None and self._finder is not None:
            self._finder.find(query)
            self._reply.take(self._finder.current)
            self._session.trail.asked(query, found=self._finder.found)

    def _moved(self) -> None:
        if self._finder is not None:
            self._reply.take(self._finder.current)

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

    def action_page(self, by: int) -> None:
        hits = self.query_one(HitList)
        hits.move(by * hits.page)

    async def action_nth(self, number: int) -> None:
        """Copy the hit with this digit."""
        if self._finder is not None and (phrase := self._finder.phrase(number - 1)) is not None:
            self.query_one(HitList).cursor = number - 1
            self._reply.take(phrase)
            await self.action_copy()

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
        if self._session is not None and self._session.customer.last is not None:
            self._reply.change(Session.again)
            await self._reply.fill()
        else:
            self._say(t("screen.nothing-again"))

    def action_follow(self) -> None:
        if self._session is not None and not self._session.following():
            self._say(t("screen.nothing-follows"))
            return
        self._reply.change(Session.follow)
        self._show_customers()

    def on_reply_pane_said(self, event: ReplyPane.Said) -> None:
        self._say(event.text, event.tone)

    def on_reply_pane_left(self, event: ReplyPane.Left) -> None:
        if self._pick and not event.follows:
            self.app.exit(return_code=0 if event.outcome.status is Status.VERIFIED else 4)
            return
        self._show_customers()

    # -- customers, shop, platform

    def action_customer(self, what: str) -> None:
        """`next`, `new` or `clear`: whose reply is on the desk from now on."""
        if self._session is None:
            return
        self._reply.close_form()  # what was typed stays with whom it was typed for
        if what == "new" and not self._session.customers.add():
            self._say(t("screen.nine-customers"), "warning")
        elif what == "next":
            self._session.customers.switch()
        elif what == "clear":
            self._session.customers.clear()
        self._serve()

    def on_customer_line_chosen(self, event: CustomerLine.Chosen) -> None:
        if self._session is not None:
            self._reply.close_form()
            self._session.customers.go_to(event.customer)
            self._serve()

    def _forget_idle(self) -> None:
        if self._session is not None and self._session.customers.forget_idle():
            self._reply.show()
            self._show_customers()

    def _serve(self) -> None:
        """Put the current customer's draft on the desk, or the hit under the cursor where there is none."""
        self._reply.change(Session.forget_offers)
        if self._session is not None and self._finder is not None and self._session.draft is None:
            self._reply.take(self._finder.current)
        self._show_customers()

    def action_platform(self) -> None:
        """Work for the next platform."""
        if self._session is not None:
            self._session.desk.next_platform()
            self._show_shop()
            self._look_again()

    def _look_again(self) -> None:
        """Find for another shop or platform; the customer's draft stays on the desk where it is sent there too."""
        session = self._session
        if session is None or self._finder is None:
            return
        draft, platform = session.draft, session.desk.profile.platform
        under_cursor = self._finder.current
        self._finder.find(self._query.value, keep=under_cursor.id if under_cursor else "")
        if draft is None or not draft.phrase.offered_on(platform):
            self._reply.take(self._finder.current)
        self._reply.show()
        self._show_customers()

    def action_favourite(self) -> None:
        """Star the reply on the desk, or take its star."""
        if self._session is not None and self._session.draft is not None:
            phrase = self._session.draft.phrase
            starred = self._session.desk.favourites.toggle(phrase.id)
            self._say(t("screen.starred" if starred else "screen.unstarred", title=phrase.title))
            self.query_one(HitList).refresh()

    def action_shop(self) -> None:
        """Work for the next shop of the settings."""
        if self._session is not None:
            if not self._session.desk.next_shop():
                self._say(t("screen.one-shop"))
            self._show_shop()
            self._look_again()

    # -- pasting

    def action_paste(self) -> None:
        """Put the system clipboard's text where the cursor is."""
        Thread(target=self._read_clipboard, name="qreply-paste", daemon=True).start()

    def _read_clipboard(self) -> None:
        self.post_message(ClipboardRead(self._clipboard.paste() or ""))

    def on_clipboard_read(self, event: ClipboardRead) -> None:
        if not event.text.strip():
            self._say(t("screen.nothing-to-paste"), "warning")
        elif isinstance(self.focused, LineInput):
            self.focused.put(event.text)

    def on_query_input_pasted(self, event: QueryInput.Pasted) -> None:
        if self._session is not None and self._session.offer(event.text, pasted=True):
            self._reply.show()

    def on_app_focus(self, event: events.AppFocus) -> None:
        del event
        self._reply.look_at_clipboard()

    # -- saying

    @property
    def _query(self) -> QueryInput:
        return self.query_one(QueryInput)

    @property
    def _reply(self) -> ReplyPane:
        return self.query_one(ReplyPane)

    def _show_shop(self) -> None:
        if self._session is not None:
            profile = self._session.desk.profile
            platform = PLATFORMS.get(profile.platform, profile.platform)
            self.query_one("#shop", Static).update(" · ".join(filter(None, (profile.shop, platform))))

    def _show_customers(self) -> None:
        if self._session is not None:
            customers = self._session.customers
            following = self._session.following()
            self.query_one(CustomerLine).show(
                customers.all, customers.current, following[0].title if following else ""
            )

    def _show_problems(self) -> None:
        """Keep the first problem of the books in sight until it is mended."""
        problems = self._session.desk.library.problems if self._session else ()
        banner = self.query_one("#banner", Static)
        banner.display = bool(problems)
        if problems:
            first = next((problem for problem in problems if problem.severity == "error"), problems[0])
            place = f"{Path(first.path).name}:{first.line}"
            banner.update(t("screen.book-problems", count=len(problems), place=place, message=first.message))

    def _show_keys(self, session: Session, prepared: Prepared | None) -> None:
        self.query_one(KeysLine).show(useful_keys(session, prepared), in_form=self._reply.form.display)

    def _say(self, text: str, tone: str = "muted") -> None:
        self.query_one(StatusLine).say(text, tone)

    def action_scroll_preview(self, lines: int) -> None:
        self.query_one(Preview).scroll_by(lines)

    def action_help(self) -> None:
        """Every key and what it does."""
        keys: dict[str, list[str]] = {}
        for active in self.active_bindings.values():
            if active.binding.id:
                keys.setdefault(active.binding.id, []).append(self.app.get_key_display(active.binding))
        self.app.push_screen(HelpScreen({name: "  ".join(displayed) for name, displayed in keys.items()}))

    def on_keys_line_pressed(self, event: KeysLine.Pressed) -> None:
        self.call_later(self.run_action, event.action)
