"""The desk on the screen: what is typed becomes hits, the hit under the cursor a draft, the draft a copy."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from threading import Thread
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Container, Horizontal, Vertical
from textual.message import Message
from textual.screen import Screen
from textual.widgets import Static

from qreply.clipboard import Clipboard, Copier, Outcome, Status
from qreply.desk import Desk
from qreply.errors import QReplyError
from qreply.language import t
from qreply.phrasebook.model import PLATFORMS
from qreply.reply.values import Profile
from qreply.safety import clean
from qreply.search.hit import Hit
from qreply.tui.draft import Draft
from qreply.tui.keys import BINDINGS
from qreply.tui.widgets.bars import KeysLine, StatusLine
from qreply.tui.widgets.form import FillForm
from qreply.tui.widgets.hits import HitList
from qreply.tui.widgets.line import LineInput
from qreply.tui.widgets.preview import Preview
from qreply.tui.widgets.query import QueryInput
from qreply.tui.widgets.tabs import ScenarioTabs

CLIENTS = {"taobao": "screen.client-taobao", "pdd": "screen.client-pdd"}


class DeskScreen(Screen[None]):
    """The one screen: query, tabs, hits, preview, form, status, keys."""

    BINDINGS: ClassVar[list[BindingType]] = [*BINDINGS]
    HORIZONTAL_BREAKPOINTS = [(0, "narrow"), (90, "wide")]  # noqa: RUF012 - Textual's own attribute
    VERTICAL_BREAKPOINTS = [(0, "low"), (20, "tall")]  # noqa: RUF012
    AUTO_FOCUS = "#query"

    @dataclass
    class Opened(Message):
        """The phrasebook is there."""

        desk: Desk

    @dataclass
    class NotOpened(Message):
        """There is no phrasebook to work with."""

        error: QReplyError

    @dataclass
    class Copied(Message):
        """A copy has come to its outcome."""

        ticket: int
        outcome: Outcome

    @dataclass
    class Pasted(Message):
        """The clipboard has been read."""

        text: str

    def __init__(
        self, open_desk: Callable[[], Desk], clipboard: Clipboard, *, query: str = "", pick: bool = False
    ) -> None:
        super().__init__()
        self._open_desk = open_desk
        self._clipboard = clipboard
        self._copier = Copier(
            clipboard, lambda ticket, outcome: self.post_message(self.Copied(ticket, outcome))
        )
        self._first_query = query
        self._pick = pick
        self._desk: Desk | None = None
        self._hits: list[Hit] = []
        self._draft: Draft | None = None
        self._warned: Draft | None = None  # the draft whose warnings have been shown
        self._leaving: tuple[Draft, str] | None = None  # what is being copied, and its text

    def compose(self) -> ComposeResult:
        with Horizontal(id="top"):
            yield Static(" ❯ ", id="prompt", markup=False)
            yield QueryInput(self._find, placeholder=t("screen.query"), value=self._first_query)
            yield Static(id="shop", markup=False)
        yield ScenarioTabs()
        with Container(id="body"):
            yield HitList()
            with Vertical(id="side"):
                yield Preview()
                yield FillForm()
        yield StatusLine()
        yield KeysLine()

    # -- opening

    def on_mount(self) -> None:
        self._status(t("screen.loading"))
        # A daemon thread, so that a share that hangs cannot keep the program from leaving.
        self.call_after_refresh(Thread(target=self._open, name="qreply-open", daemon=True).start)

    def _open(self) -> None:
        try:
            desk = self._open_desk()
        except QReplyError as error:
            self.post_message(self.NotOpened(error))
        else:
            self.post_message(self.Opened(desk))

    def on_desk_screen_opened(self, event: Opened) -> None:
        self._desk = event.desk
        self.query_one(ScenarioTabs).set_scenarios(event.desk.book.scenarios)
        self._show_shop(self._desk.profile)
        self._find(self._query.value)
        if problems := event.desk.book.problems:
            first = problems[0]
            place = f"{first.path}:{first.line}"
            self._status(
                t("screen.book-problems", count=len(problems), place=place, message=first.message), "warning"
            )
        else:
            self._status(t("screen.ready", count=len(event.desk.book.phrases)))

    def on_desk_screen_not_opened(self, event: NotOpened) -> None:
        self.app.exit(return_code=event.error.exit_code, message=f"{event.error.message}\n{event.error.hint}")

    def on_unmount(self) -> None:
        self._copier.close()

    @property
    def ready(self) -> bool:
        """Whether the phrasebook is open."""
        return self._desk is not None

    # -- finding

    def _find(self, query: str) -> None:
        """Show what `query` finds; called in the turn of the key, so that both are painted together."""
        desk = self._desk
        if desk is None:
            return
        tabs = self.query_one(ScenarioTabs)
        self._close_form()
        if query.strip():
            results = desk.find(query, scenario=tabs.current)
            self._hits = results.hits
            tabs.set_counts(results.counts)
        else:
            self._hits = [Hit(phrase, 0.0, ()) for phrase in desk.browse(tabs.current)]
            tabs.set_counts(desk.counts())
        self.query_one(HitList).set_hits(self._hits)
        self._take(0)

    def _take(self, row: int) -> None:
        """Begin a draft of the hit in this row."""
        self._draft = Draft(self._hits[row].phrase) if row < len(self._hits) else None
        self._show_draft()

    def _show_draft(self) -> None:
        preview = self.query_one(Preview)
        if self._desk is None or self._draft is None:
            preview.show_text(t("screen.no-hits.title"), t("screen.no-hits"))
        else:
            preview.show(self._draft.prepare(self._desk), place=self._draft.place(self._desk))

    def on_hit_list_moved(self, event: HitList.Moved) -> None:
        self._close_form()
        self._take(event.row)

    async def on_hit_list_chosen(self) -> None:
        await self.action_copy()

    def on_scenario_tabs_chosen(self, event: ScenarioTabs.Chosen) -> None:
        self._show_scenario(event.scenario)

    def _show_scenario(self, scenario: str) -> None:
        self.query_one(ScenarioTabs).current = scenario
        self._find(self._query.value)

    def action_scenario(self, by: int) -> None:
        """Tab moves through the form when it is open, else through the scenarios."""
        form = self.query_one(FillForm)
        if form.display:
            form.step(by)
        else:
            self._show_scenario(self.query_one(ScenarioTabs).step(by))

    def action_move(self, by: int) -> None:
        form = self.query_one(FillForm)
        if form.display:
            form.step(by)
        else:
            self.query_one(HitList).move(by)

    def action_page(self, by: int) -> None:
        hits = self.query_one(HitList)
        hits.move(by * hits.page)

    async def action_nth(self, number: int) -> None:
        """Copy the hit with this digit."""
        if number <= len(self._hits):
            self._close_form()
            self.query_one(HitList).cursor = number - 1
            self._take(number - 1)
            await self.action_copy()

    def action_back(self) -> None:
        """Esc: out of the form, else clear the query, and leave `pick`."""
        if self.query_one(FillForm).display:
            self._close_form()
        elif self._pick:
            self.app.exit(return_code=1)
        else:
            self._query.value = ""

    # -- preparing

    def action_wording(self) -> None:
        """Take the next wording of this phrase."""
        if self._draft is not None:
            self._draft = replace(self._draft, turn=self._draft.turn + 1, message=0)
            self._show_draft()

    def action_platform(self) -> None:
        """Work for the next platform."""
        if self._desk is None:
            return
        platforms = list(PLATFORMS)
        current = self._desk.profile.platform
        place = platforms.index(current) if current in platforms else -1
        self._desk.on_platform(platforms[(place + 1) % len(platforms)])
        self._show_shop(self._desk.profile)
        self._find(self._query.value)

    async def action_fill(self) -> None:
        """Open the form with every placeholder of the text."""
        if self._desk is not None and self._draft is not None:
            slots = self._draft.prepare(self._desk).slots
            if slots:
                await self.query_one(FillForm).ask(slots)

    def on_fill_form_changed(self) -> None:
        self._read_form()
        self._show_draft()

    def _read_form(self) -> None:
        form = self.query_one(FillForm)
        if form.display and self._draft is not None:
            self._draft = replace(self._draft, typed=form.typed(self._draft.typed))

    def _close_form(self) -> None:
        form = self.query_one(FillForm)
        if form.display:
            form.close()
            self._query.focus()

    # -- copying

    async def action_copy(self) -> None:
        """Enter: to the next open field, or copy when nothing is open."""
        if self._desk is None or self._draft is None:
            return
        form = self.query_one(FillForm)
        self._read_form()
        if form.display and form.step(1):
            return
        prepared = self._draft.prepare(self._desk)
        if prepared.needs and not (prepared.expired or prepared.broken):
            await form.ask(prepared.needs)
            names = "、".join(slot.ask for slot in prepared.needs)
            self._status(t("screen.fill", names=names), "warning")
        elif prepared.refusal:
            self._status(prepared.refusal, "error")
        elif prepared.findings and self._draft is not self._warned:
            self._warned = self._draft
            self._status(t("screen.warned"), "warning")
        else:
            self._close_form()
            text = clean(prepared.text)
            self._leaving = (self._draft, text)
            self._status(t("screen.copying"))
            self._copier.copy(text)

    def _report(self, ticket: int, outcome: Outcome) -> None:
        # Called in the copying thread.
        self.post_message(self.Copied(ticket, outcome))

    def on_desk_screen_copied(self, event: Copied) -> None:
        if self._desk is None or self._leaving is None or not self._copier.is_newest(event.ticket):
            return
        (draft, text), outcome = self._leaving, event.outcome
        if outcome.status is Status.FAILED:
            self._status(t("screen.failed", reason=outcome.reason), "error")
            self.query_one(Preview).show_text(t("screen.failed.title"), text)
            return
        following = draft.after_copy(self._desk)
        if self._pick and following is None:
            self.app.exit(return_code=0 if outcome.status is Status.VERIFIED else 4)
            return
        self._say_copied(self._desk, draft, outcome, len(text), following)
        if following is None:
            self._desk.copied(draft.phrase)
        if draft is self._draft:
            self._draft = following or Draft(draft.phrase)
            self._show_draft()
        self._query.select_all()

    def _say_copied(
        self, desk: Desk, draft: Draft, outcome: Outcome, count: int, following: Draft | None
    ) -> None:
        if outcome.status is Status.SENT:
            self._status(t("screen.sent", way=outcome.way), "warning")
        elif following is not None:
            number, total = draft.message + 1, len(draft.wording(desk))
            self._status(t("screen.copied-of", number=number, total=total), "success")
        else:
            client = t(CLIENTS.get(desk.profile.platform, "screen.client-other"))
            self._status(t("screen.copied", count=count, client=client), "success")

    # -- pasting

    def action_paste(self) -> None:
        """Put the system clipboard's text where the cursor is."""
        Thread(target=self._read_clipboard, name="qreply-paste", daemon=True).start()

    def _read_clipboard(self) -> None:
        self.post_message(self.Pasted(self._clipboard.paste() or ""))

    def on_desk_screen_pasted(self, event: Pasted) -> None:
        target = self.focused
        if not event.text.strip():
            self._status(t("screen.nothing-to-paste"), "warning")
        elif isinstance(target, LineInput):
            target.put(event.text)

    # -- saying

    @property
    def _query(self) -> QueryInput:
        return self.query_one(QueryInput)

    def _show_shop(self, profile: Profile) -> None:
        platform = PLATFORMS.get(profile.platform, profile.platform)
        self.query_one("#shop", Static).update(" · ".join(filter(None, (profile.shop, platform))))

    def _status(self, text: str, tone: str = "muted") -> None:
        self.query_one(StatusLine).say(text, tone)

    def on_keys_line_pressed(self, event: KeysLine.Pressed) -> None:
        self.call_later(self.run_action, event.action)
