"""What customers write, as it lies on the clipboard: taken for the query, given back by Esc."""

from __future__ import annotations

import time

from qreply.i18n import t
from qreply.phrasebook.limits import VALUE
from qreply.text.safety import clean_line
from qreply.tui.actions.finding import FindingActions
from qreply.tui.actions.replying import ReplyActions
from qreply.tui.clipboard_follower import ClipboardFollower
from qreply.tui.messages import ClipboardSeen, Noticed

TYPING_SECONDS = 1.0  # after a change of the query, for which nothing takes its place
PATIENCE = 1.0  # seconds for which Enter waits for a look that is under way; mostly it takes 0.05


class IncomingActions(FindingActions, ReplyActions):
    """What becomes of a text that somebody has copied."""

    _is_following = False
    _is_first_look = True
    _is_explained = False

    def begin_following(self) -> None:
        """Follow the clipboard as the settings say; what it holds now is nobody's question."""
        mode = self.session.workspace.settings.follow_clipboard
        self._follower = ClipboardFollower(
            self.clipboard, lambda text: self.post_message(ClipboardSeen(text, is_live=mode == "live"))
        )
        if mode == "off":
            return
        self._is_following = True
        self._follower.look()
        if mode == "live":
            self._follower.follow(lambda: self.post_message(Noticed(t("screen.cannot-follow"))))

    def stop_following(self) -> None:
        """Look no more."""
        if self._is_following:
            self._follower.close()
            self._is_following = False

    def follow_anew(self) -> None:
        self.stop_following()
        self._is_first_look = True
        self.begin_following()

    def come_back(self, here: bool) -> None:
        """Look at what was copied meanwhile, when the window is taken up again."""
        if here and self._is_following:
            self._follower.look()
        if here and not (self._is_following and self.clipboard.can_glance):
            self.reply_pane.look()

    async def action_copy(self) -> None:
        """Copy on Enter, also right after coming back.

        Then Enter is meant for what was just copied in the chat.
        """
        if self._is_following and (text := await self._follower.settle(PATIENCE)):
            self._see(text)
        await super().action_copy()

    def on_clipboard_seen(self, event: ClipboardSeen) -> None:
        self.reply_pane.see(event.text, "" if self.clipboard.wrote(event.text) else event.text)
        if self._is_first_look:
            self._is_first_look = False
            self.session.clipboard_question.see(event.text)
        elif (
            not self._see(event.text) and event.is_live and self.session.clipboard_question.is_new(event.text)
        ):
            # The agent is busy with something else: it waits, unless another one comes.
            self.set_timer(TYPING_SECONDS, lambda: self.post_message(event))

    def _see(self, text: str) -> bool:
        """Take `text` for the query if it is a new question and the agent is not busy."""
        question = self.session.clipboard_question
        if self.clipboard.wrote(text):
            question.see("")  # ours; the same question as before would be another customer's now
            return True
        # Somebody who writes while a list is worked through is not who the list has next.
        is_busy = (
            self.app.screen is not self or self.reply_pane.form.display or self.session.switching.is_in_round
        )
        if is_busy or time.monotonic() - self.searched_at < TYPING_SECONDS:
            return False
        if question.wants(text):
            self._take(text)
        return True

    def _take(self, text: str) -> None:
        query = clean_line(self.query_line.wanted_of(text))[:VALUE]
        self.session.clipboard_question.begin(text, query, self.session.search_state)
        self.query_line.value = query
        self.take_paste(text)
        self.query_line.select_all(from_end=True)
        self.presenter.show_search()
        if not self._is_explained:  # once a run: who knows it needs no line for it
            self._is_explained = True
            self.say(t("screen.clipboard-taken"))

    def give_back(self) -> bool:
        """Go on, on Esc for a query from the clipboard, with what stood there before.

        Returns False where there is no such query.
        """
        stood = self.session.clipboard_question.give_back(self.session.search_state.query)
        if stood is None:
            return False
        self.query_line.value = stood.query
        self.session.resume(stood)
        self.show_search()
        self.presenter.show_customers()
        return True

    def take_paste(self, text: str) -> None:
        """Offer what was pasted as the query, and say what of it is not searched for."""
        if set_aside := self.session.take_paste(text):
            self.say(set_aside)
        self.presenter.show_customers()
        self.reply_pane.show()
