"""Send the reply, as Enter means it: ask for values, refuse, confirm or copy."""

from __future__ import annotations

from functools import cached_property

from textual.message import Message

from qreply.clipboard import Outcome, Status
from qreply.i18n import t
from qreply.reply.rendered_reply import RenderedReply
from qreply.tui.copying import Copying
from qreply.tui.reply_notes import describe_question
from qreply.tui.widgets.draft_view import DraftView
from qreply.workspace.sending import SendDecision


class ReplyPane(DraftView):
    """Shows the session's draft and sends it."""

    class Left(Message):
        """A reply has been copied, or sent unconfirmed.

        `follows` tells that another of its messages is next. `query` is what was in the query line at its Enter.
        """

        def __init__(self, outcome: Outcome, follows: bool, query: str) -> None:
            self.outcome = outcome
            self.follows = follows
            self.query = query
            super().__init__()

    class TypedMeanwhile(Message):
        """What was typed while a reply was to be copied by hand."""

        def __init__(self, text: str) -> None:
            self.text = text
            super().__init__()

    class _Copied(Message):
        def __init__(self, ticket: int, outcome: Outcome) -> None:
            self.ticket = ticket
            self.outcome = outcome
            super().__init__()

    _asks_behind = False  # whether what is being filled is to be added to the last message

    @cached_property
    def _copying(self) -> Copying:
        return Copying(
            self.session,
            self.clipboard,
            lambda ticket, outcome: self.post_message(self._Copied(ticket, outcome)),
        )

    def on_unmount(self) -> None:
        self._copying.close()

    @property
    def unconfirmed(self) -> bool:
        """Tell whether the last copy failed, or may not have arrived."""
        return self._copying.unconfirmed

    def close_form(self) -> None:
        """Put the form away.

        What was typed stays in the draft, which is no longer to be added to the last message.
        """
        super().close_form()
        self._asks_behind = False

    async def send(self, *, behind: bool = False) -> bool:
        """Go to the form's next field, else copy the draft, or say what is in the way.

        Returns whether a copy was begun. With `behind`, the draft is copied behind what the customer was last sent,
        also by the Enter that ends the form which it takes first.
        """
        behind = behind or (self._asks_behind and self.form.display)
        self.read_form()
        if self.form.display and (question := self.form.question):
            self.post_message(question)
            return False
        if self.form.display and self.form.step(1):
            return False
        attempt = self.session.sending.attempt(behind=behind)
        match attempt.decision:
            case SendDecision.ASK:
                await self.ask(attempt.fields)
                self._asks_behind = behind
            case SendDecision.REFUSE:
                self.say(attempt.words, "error")
            case SendDecision.REPLACE:
                kept = self.session.shop_values_typed()
                self.change(lambda session: session.sending.take_no_answer())
                hint = t("shop.keep", key=self.key_of("suggestion")) if kept else ""
                self.say(" · ".join(filter(None, (attempt.words, hint))), "warning")
            case SendDecision.CONFIRM:
                self.say(describe_question(attempt, self.key_of, behind=behind), "warning")
            case SendDecision.SEND:
                self._depart(attempt.rendered, behind=behind)
        return attempt.decision is SendDecision.SEND

    def copy_words(self, words: str, status: str) -> None:
        """Copy what is no reply, and say so once it is verified."""
        self._copying.copy_words(words, status)

    def copy_picture(self) -> None:
        """Copy the next picture of the reply that is shown."""
        rendered = self.shown_reply()
        if rendered is None or not rendered.phrase.images:
            self.say(t("screen.no-pictures"))
        else:
            self._copying.copy_picture(rendered.phrase)
            self.say(t("screen.copying"))

    def _depart(self, rendered: RenderedReply | None, *, behind: bool) -> None:
        self.close_form()
        if (draft := self.session.draft) is not None and rendered is not None:
            self._copying.depart(draft, rendered, behind=behind)
            self.say(t("screen.copying"))

    def on_reply_pane__copied(self, event: _Copied) -> None:
        keep = t("shop.keep", key=self.key_of("suggestion"))
        arrival = self._copying.finish(event.ticket, event.outcome, keep)
        if arrival is None:
            return
        self.clipboard_watch.forget()
        self.say(*arrival.remark)
        self.show()
        if arrival.outcome.status is Status.FAILED and arrival.text:
            from qreply.tui.screens.manual_copy import ManualCopyScreen  # a first screen does without

            by_hand = ManualCopyScreen(arrival.text, arrival.outcome.reason)
            self.app.push_screen(by_hand, self._pass_on)
        elif (departure := arrival.departure) is not None:
            self.post_message(self.Left(arrival.outcome, arrival.follows, departure.query))

    def _pass_on(self, typed: str | None) -> None:
        self.post_message(self.TypedMeanwhile(typed or ""))
