"""The one screen: what is typed becomes hits, the hit under the cursor a draft, the draft a copy."""

from __future__ import annotations

from typing import ClassVar

from textual.binding import BindingType

from qreply.clipboard import Status
from qreply.i18n import join_words, t
from qreply.tui.authoring import Authoring
from qreply.tui.keys import BINDINGS, BY_NAME, spelled
from qreply.tui.messages import ClipboardRead, ShopValuesNotSaved, ShopValuesSaved
from qreply.tui.pasting import read_behind
from qreply.tui.screens.view import MainView
from qreply.tui.shop_saving import save_behind
from qreply.tui.widgets.customer_bar import CustomerBar
from qreply.tui.widgets.form import FieldInput
from qreply.tui.widgets.hit_list import HitList
from qreply.tui.widgets.line_input import QueryInput
from qreply.tui.widgets.preview import Preview
from qreply.tui.widgets.reply_pane import ReplyPane
from qreply.tui.widgets.scenario_tabs import ScenarioTabs
from qreply.tui.widgets.status_bar import KeyBar
from qreply.tui.widgets.text_line import LineInput
from qreply.workspace.session import Session

ALWAYS = frozenset({"help", "leave", "back", "paste", "scroll_preview"})  # actions that need no phrasebook


class MainScreen(MainView):
    """What the keys do, and clicks."""

    BINDINGS: ClassVar[list[BindingType]] = [*BINDINGS]

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Keys that need the phrasebook do nothing before it is open."""
        del parameters
        return self.ready or action in ALWAYS

    # -- finding

    def action_move(self, by: int) -> None:
        if not self._reply.form.walk(by):
            self.query_one(HitList).move(by)

    def action_page(self, by: int) -> None:
        hits = self.query_one(HitList)
        hits.move(by * hits.page)

    def action_scenario(self, by: int) -> None:
        """Tab moves through the form when it is open, else through the scenarios."""
        if not self._reply.form.walk(by):
            self._show_scenario(self.query_one(ScenarioTabs).step(by))

    def action_tab(self, number: int) -> None:
        """Go to the scenario of this number, 1 being all of them."""
        self._show_scenario(self.query_one(ScenarioTabs).nth(number))

    def _show_scenario(self, scenario: str) -> None:
        self.query_one(ScenarioTabs).current = scenario
        self._find(self._query.value)

    async def action_nth(self, number: int) -> None:
        """Copy the hit with this digit."""
        if self._presenter.finder.phrase(number - 1) is not None:
            self.query_one(HitList).cursor = number - 1
            self._presenter.take_hit()
            await self.action_copy()

    async def action_hotkey(self, phrase: str) -> None:
        """Copy this phrase, whatever is typed."""
        if said := self._presenter.begin(phrase):
            self._warn(said)
        else:
            await self.action_copy()

    def action_note(self) -> None:
        """Put the question down for the lead."""
        self._say(*self._presenter.note())

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
            save_behind(self._presenter.session.workspace.settings, values, self.post_message)
        else:
            self._reply.take_suggestion()

    async def action_again(self) -> None:
        """The last reply once more, with other values."""
        if self._presenter.session.customer.last is not None:
            self._reply.change(Session.again)
            await self._reply.fill()
        else:
            self._say(t("screen.nothing-again"))

    def action_follow(self) -> None:
        self._warn(self._presenter.follow())

    def action_favourite(self) -> None:
        """Star the reply on the desk, or take its star."""
        session = self._presenter.session
        if session.draft is not None:
            phrase = session.draft.phrase
            starred = session.workspace.favourites.toggle(phrase.id)
            self._say(t("screen.starred" if starred else "screen.unstarred", title=phrase.title))
            self.query_one(HitList).refresh()

    def action_scroll_preview(self, lines: int) -> None:
        self.query_one(Preview).scroll_by(lines)

    # -- own phrases

    def action_write(self) -> None:
        self._authoring.write(self._query.value, self.query_one(ScenarioTabs).current)

    def action_adapt(self) -> None:
        self._authoring.adapt()

    def action_open_file(self) -> None:
        self._authoring.open_file(self._key("edit-phrase"))

    @property
    def _authoring(self) -> Authoring:
        return Authoring(self.app, self._presenter, self._clipboard, self._say)

    # -- customers, shop, platform, pasting

    def action_customer(self, what: str) -> None:
        """`next`, `new` or `clear`: whose reply is on the desk from now on."""
        self._warn(self._presenter.change_customer(what))

    def action_platform(self) -> None:
        self._presenter.next_platform(self._query.value)
        self._show_shop()

    def action_shop(self) -> None:
        self._warn(self._presenter.next_shop(self._query.value))
        self._show_shop()

    def action_shop_values(self) -> None:
        """What the shop decides once for all replies."""
        from qreply.tui.screens.shop_values import ShopValuesScreen  # a first screen does without

        workspace = self._presenter.session.workspace
        self.app.push_screen(ShopValuesScreen(workspace, self._clipboard), self._show_values)

    def _show_values(self, said: str | None) -> None:
        self._show_shop()
        self._reply.show()
        self._say(said or "")

    def on_shop_values_saved(self, event: ShopValuesSaved) -> None:
        self._presenter.session.workspace.take_shop_values(event.settings)
        self._reply.show()
        self._say(t("shop.saved", names=join_words(event.values)), "success")

    def on_shop_values_not_saved(self, event: ShopValuesNotSaved) -> None:
        self._say(" ".join(filter(None, (event.error.message, event.error.hint))), "error")

    def action_paste(self) -> None:
        """Put the system clipboard's text where the cursor is."""
        read_behind(self._clipboard, self.post_message)

    # -- commands

    def action_help(self) -> None:
        """Every key and what it does."""
        from qreply.tui.screens.help import HelpScreen  # a first screen does without

        self.app.push_screen(HelpScreen(self._keys(), self._hotkeys()))

    def action_palette(self) -> None:
        """Every action by its name."""
        from qreply.tui.screens.palette import Palette  # a first screen does without

        self.app.push_screen(Palette(self._keys()), self._run)

    def _hotkeys(self) -> dict[str, str]:
        """The titles of the phrases that have a key of their own, by that key."""
        workspace = self._opened.session.workspace if self._opened else None
        found = (
            {key: workspace.phrasebook.index.by_id(id_) for key, id_ in workspace.settings.hotkeys.items()}
            if workspace
            else {}
        )
        return {spelled(key): phrase.title for key, phrase in found.items() if phrase}

    def _run(self, name: str | None) -> None:
        if name is not None:
            self.call_later(self.run_action, BY_NAME[name].action)

    # -- clicks, and what the parts report

    async def on_hit_list_chosen(self) -> None:
        await self.action_copy()

    def on_scenario_tabs_chosen(self, event: ScenarioTabs.Chosen) -> None:
        self._show_scenario(event.scenario)

    def on_customer_bar_chosen(self, event: CustomerBar.Chosen) -> None:
        self._presenter.go_to(event.customer)

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
        if self._opened is not None and self._opened.session.offer(event.text, pasted=True):
            self._reply.show()
