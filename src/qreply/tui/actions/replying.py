"""The reply: copied, filled, worded anew, written."""

from __future__ import annotations

from qreply.i18n import t
from qreply.tui.actions.parts import MainParts
from qreply.tui.authoring import Authoring
from qreply.tui.background_work import save_in_background
from qreply.tui.widgets.preview import Preview
from qreply.workspace.session import Session


class ReplyActions(MainParts):
    """What the keys do about the reply in the making, and with phrases of one's own."""

    async def action_copy(self) -> None:
        """Copy on Enter.

        What is typed from now on is the next question, however long the copy takes.
        """
        if await self.reply_pane.send():
            self.session.recent_queries.note(self.query_line.value)
            self.query_line.select_all()

    async def action_append(self) -> None:
        """Put the reply behind the last one, and copy both as one message."""
        key = self.key_of("append")
        if self.session.customer.copied is None:
            self.warn(t("screen.nothing-before", key=key))
        elif not self.reply_pane.change(Session.choose_to_add):
            self.warn(t("screen.nothing-to-add", key=key))
        else:
            self.hit_list.cursor = self.session.search_state.selected
            if await self.reply_pane.send(behind=True):
                self.query_line.select_all()

    async def action_nth(self, number: int) -> None:
        """Copy the hit with this digit."""
        if self.select(number - 1):
            self.hit_list.cursor = number - 1
            await self.action_copy()

    async def action_hotkey(self, phrase_id: str) -> None:
        """Copy this phrase, whatever is typed."""
        if self.reply_pane.change(lambda session: session.drafting.begin_by_id(phrase_id)):
            await self.action_copy()
        else:
            self.warn(t("screen.no-hotkey", id=phrase_id))

    def action_picture(self) -> None:
        """Put the next picture of the reply on the clipboard."""
        self.reply_pane.copy_picture()

    async def action_fill(self) -> None:
        await self.reply_pane.fill()

    async def action_optional(self) -> None:
        await self.reply_pane.toggle()

    def action_wording(self) -> None:
        rendered = self.reply_pane.shown_reply()
        platform = self.session.workspace.profile.platform
        if rendered is not None and len(rendered.phrase.wordings_on(platform)) < 2:
            self.say(t("screen.one-wording"))
        else:
            self.reply_pane.change(lambda session: session.drafting.reword())

    def action_message(self, by: int) -> None:
        self.reply_pane.change(lambda session: session.drafting.step(by))

    def action_join(self) -> None:
        if len(self.session.drafting.wording) < 2:
            self.say(t("screen.one-message"))
        else:
            self.reply_pane.change(lambda session: session.drafting.join())

    def action_suggestion(self) -> None:
        """Keep for the shop what was typed for it, else say what the rule suggests."""
        if values := self.reply_pane.shop_values_to_keep():
            save_in_background(self.session.workspace.settings, values, self.post_message)
        else:
            self.reply_pane.take_suggestion()

    async def action_again(self) -> None:
        """Make the last reply once more, with other values."""
        if self.session.customer.last is None:
            self.say(t("screen.nothing-again"))
        else:
            self.reply_pane.change(lambda session: session.drafting.again())
            await self.reply_pane.fill()

    def action_follow(self) -> None:
        """Take what usually follows the last reply."""
        if not self.session.drafting.following():
            self.warn(t("screen.nothing-follows"))
        else:
            self.reply_pane.change(lambda session: session.drafting.follow())
            self.presenter.show_customers()

    def action_favourite(self) -> None:
        """Star the draft's phrase, or take its star."""
        if (draft := self.session.draft) is not None:
            key = "screen.starred" if self.session.toggle_favourite() else "screen.unstarred"
            self.say(t(key, title=draft.phrase.title))
            self.hit_list.refresh()

    def action_scroll_preview(self, lines: int) -> None:
        self.query_one(Preview).scroll_by(lines)

    # -- own phrases

    def action_write(self) -> None:
        state = self.session.search_state
        self._authoring.write(state.query, state.scenario)

    def action_adapt(self) -> None:
        self._authoring.change()

    def action_open_file(self) -> None:
        self._authoring.open_file(self.key_of("edit-phrase"))

    @property
    def _authoring(self) -> Authoring:
        return Authoring(self.app, self.session, self.clipboard, self.say)
