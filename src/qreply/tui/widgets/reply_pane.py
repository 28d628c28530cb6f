"""The reply in the making: its preview, the form for what is missing, and its way to the clipboard."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TypeVar

from textual.app import ComposeResult
from textual.containers import Vertical
from textual.message import Message

from qreply.clipboard import Clipboard, Outcome, Status
from qreply.i18n import join_words, t
from qreply.phrasebook.model import Phrase
from qreply.reply.rendered_reply import RenderedReply, Slot
from qreply.tui import gc_tuning
from qreply.tui.background_work import ClipboardWatch
from qreply.tui.copying import Copying
from qreply.tui.reply_notes import describe_below, describe_head, describe_question
from qreply.tui.state_line import describe_clipboard, describe_desk
from qreply.tui.textual_patches.compositor import call_after, paint
from qreply.tui.widgets.form import FillForm
from qreply.tui.widgets.frame import FrameLine
from qreply.tui.widgets.preview import Notes, Preview
from qreply.workspace.books import BookUpdate
from qreply.workspace.sending import SendDecision
from qreply.workspace.session import Session

# Seconds from a key until its reply is filled: the hits are painted by then, and the system, which does so on the
# core that we keep busy, has brought them to the terminal.
SHOW_SECONDS = 0.003

T = TypeVar("T")


class ReplyPane(Vertical):
    """Shows the session's draft and sends it."""

    class Left(Message):
        """A reply has been copied, or sent unconfirmed; `follows` if another of its messages is next.

        `query` is what was in the query line at its Enter.
        """

        def __init__(self, outcome: Outcome, follows: bool, query: str) -> None:
            self.outcome = outcome
            self.follows = follows
            self.query = query
            super().__init__()

    class _Copied(Message):
        def __init__(self, ticket: int, outcome: Outcome) -> None:
            self.ticket = ticket
            self.outcome = outcome
            super().__init__()

    class _Read(Message):
        def __init__(self, text: str, offered: str) -> None:
            self.text = text
            self.offered = offered
            super().__init__()

    def __init__(
        self,
        session: Session,
        clipboard: Clipboard,
        *,
        say: Callable[[str, str], object],
        key_of: Callable[[str], str],
        on_draft: Callable[[], object],
        on_show: Callable[[RenderedReply | None], object],
    ) -> None:
        """`say` takes words for the status line and their tone.

        `key_of` gives the key in force for the binding of an id; `on_draft` is called whenever the draft may be
        another, `on_show` with what is shown of it, and when the form has come or gone.
        """
        super().__init__(id="side")
        self.if_nothing = ("", "")  # the title and the words to show where there is no draft
        self._session = session
        self._tell = say
        self._key_of = key_of
        self._report_draft = on_draft
        self._report_shown = on_show
        self._is_behind = False  # whether the draft is yet to be shown
        self._copying = Copying(
            session, clipboard, lambda ticket, outcome: self.post_message(self._Copied(ticket, outcome))
        )
        self._asks_behind = False  # whether what is being filled is to be added to the last message
        self._watch = ClipboardWatch(
            clipboard, lambda text, offered: self.post_message(self._Read(text, offered))
        )

    def compose(self) -> ComposeResult:
        yield FrameLine("reply-head", upper=True)
        yield Preview()
        yield FillForm()
        yield Notes()
        yield FrameLine("reply-state", upper=False)

    def on_unmount(self) -> None:
        self._copying.close()

    @property
    def is_busy(self) -> bool:
        """Tell whether it is yet to show the draft, to copy it, or to read the clipboard."""
        return self._is_behind or self._copying.is_under_way or self._watch.is_reading

    @property
    def unconfirmed(self) -> bool:
        """Tell whether the last copy failed, or may not have arrived."""
        return self._copying.unconfirmed

    @property
    def form(self) -> FillForm:
        """Return the form, shown or not."""
        return self.query_one(FillForm)

    # -- what is shown

    def show_soon(self) -> None:
        """Show the draft once the hits are painted: to fill and check it takes as long again."""
        self._report_draft()
        if not self._is_behind:
            self._is_behind = True
            call_after(SHOW_SECONDS, self, self._catch_up)

    def _catch_up(self) -> None:
        self._is_behind = False
        self.show()
        paint(self.screen)
        self._watch.look_for_another(self._session)
        gc_tuning.sweep()

    def show(self) -> None:
        """Show the draft as it is now, or what was just copied as long as nothing else is begun."""
        rendered = self.shown_reply()
        self._report_draft()
        self._report_shown(rendered)
        preview, notes, in_form = self.query_one(Preview), self.query_one(Notes), self.form.display
        self.set_class(in_form, "filling")
        preview.more = notes.more = self._key_of("preview-down")
        if rendered is None:
            preview.show_text(self.if_nothing[1])
            notes.show_below(preview, [], in_form=False)
        else:
            preview.show(rendered)
            doubtful = self._session.sending.doubtful(rendered)
            below = describe_below(self._session, rendered, doubtful)
            notes.show_below(preview, below, in_form=in_form)
        self._show_frame(rendered)

    def shown_reply(self) -> RenderedReply | None:
        """Return the reply that is shown: what was just copied, or the draft."""
        copied = self._session.sending.shown
        return copied.rendered if copied else self._session.drafting.rendered()

    def _show_frame(self, rendered: RenderedReply | None) -> None:
        session = self._session
        head, state = self.query_one("#reply-head", FrameLine), self.query_one("#reply-state", FrameLine)
        if rendered is None:
            head.show([(self.if_nothing[0], "title")])
        else:
            head.show(*describe_head(session, rendered))
        desk = describe_desk(session, rendered, self._key_of("note"))
        state.show([(desk.signed, desk.tone)] if desk.text else [], describe_clipboard(session))

    def change(self, how: Callable[[Session], T]) -> T:
        """Change the session's draft, show it, and return what the change returns."""
        self.close_form()  # what was typed stays with whom it was typed for
        self._session.sending.clipboard.go_on()
        result = how(self._session)
        self.show()
        self._watch.look_for_another(self._session)
        return result

    async def renew(self, update: BookUpdate) -> Phrase | None:
        """Go on with the edited books; the form stays open, or asks anew where the edit asks for other values.

        Returns the phrase that the agent has just written, if any.
        """
        self._read_form()
        before = self._session.draft
        written = self._session.renew(update)
        self.show()
        draft, rendered = self._session.draft, self._session.drafting.rendered()
        is_same = bool(before and draft and before.phrase.id == draft.phrase.id)
        names = {slot.name for slot in rendered.slots} if rendered and is_same else set()
        if self.form.display and not names.issuperset(field.slot.name for field in self.form.fields):
            self.form.close()
            self._show_form_gone()
            if is_same and rendered and rendered.needs:
                await self.form.ask(rendered.needs)
        return written

    def take_suggestion(self) -> None:
        """Say what the rule suggests instead."""
        if not self._session.drafting.take_suggestion():
            is_shops = self.form.display and any(field.slot.from_shop for field in self.form.fields)
            self._say(t("shop.nothing-to-keep" if is_shops else "screen.no-suggestion"))
        self.show()

    def shop_values_to_keep(self) -> dict[str, str]:
        """Return what has been typed that the shop could keep.

        A rule's suggestion goes before it, on the same key.
        """
        self._read_form()
        rendered = self._session.drafting.rendered()
        has_suggestion = rendered and any(finding.rule.say is not None for finding in rendered.findings)
        return {} if has_suggestion else self._session.shop_values_typed()

    # -- filling

    async def fill(self) -> None:
        """Open the form with everything that can be filled."""
        rendered = self._session.drafting.rendered()
        if rendered is None or not rendered.slots:
            self._say(t("screen.nothing-to-fill"))
        else:
            await self._open_form(rendered.slots)

    async def toggle(self) -> None:
        """Put the optional parts in, asking for what they show, or leave them out."""
        self.close_form()
        rendered = self._session.drafting.rendered()
        if rendered is None or not any(slot.part for slot in rendered.slots):
            self._say(t("screen.no-parts"))
            return
        self._session.sending.clipboard.go_on()
        slots = self._session.drafting.toggle()
        self.show()
        if slots:
            await self._ask(slots, join_words(slot.ask for slot in slots))

    def close_form(self) -> None:
        """Put the form away; what was typed stays in the draft."""
        if self.form.display:
            self._read_form()
            self.form.close()
            self._show_form_gone()
        self._asks_behind = False

    def _show_form_gone(self) -> None:
        self.remove_class("filling")
        self.query_one(Notes).leave(self.query_one(Preview))

    def on_fill_form_changed(self) -> None:
        self._read_form()
        self.show()

    def _read_form(self) -> None:
        if self.form.display and self._session.draft is not None:
            self._session.drafting.fill(self.form.typed(self._session.draft.typed))

    # -- sending

    async def send(self, *, behind: bool = False) -> bool:
        """Go to the form's next field, else copy the draft, or say what is in the way; whether it is being copied.

        With `behind`, it is copied behind what the customer was last sent; so it is by Enter once the form is filled.
        """
        behind = behind or (self._asks_behind and self.form.display)
        self._read_form()
        if self.form.display and (question := self.form.question):
            self.post_message(question)
            return False
        if self.form.display and self.form.step(1):
            return False
        attempt = self._session.sending.attempt(behind=behind)
        match attempt.answer:
            case SendDecision.ASK:
                await self._ask(attempt.slots, attempt.words)
                self._asks_behind = behind
            case SendDecision.REFUSE:
                self._say(attempt.words, "error")
            case SendDecision.REPLACE:
                kept = self._session.shop_values_typed()
                self.change(lambda session: session.sending.take_no_answer())
                hint = t("shop.keep", key=self._key_of("suggestion")) if kept else ""
                self._say(" · ".join(filter(None, (attempt.words, hint))), "warning")
            case SendDecision.CONFIRM:
                self._say(describe_question(attempt, self._key_of, behind=behind), "warning")
            case SendDecision.SEND:
                self._depart(attempt.rendered, behind=behind)
        return attempt.answer is SendDecision.SEND

    async def _ask(self, slots: Sequence[Slot], names: str) -> None:
        words = [t("screen.fill", names=names)]
        if any(slot.from_shop for slot in slots):
            words.append(t("shop.keep", key=self._key_of("suggestion")))
        self._say(" · ".join(words), "warning")
        await self._open_form(slots)

    async def _open_form(self, slots: Sequence[Slot]) -> None:
        self._session.sending.clipboard.go_on()
        await self.form.ask(slots)
        self.show()
        self._watch.look(self._session)

    def copy_words(self, words: str, said: str) -> None:
        """Copy what is no reply, and say so once it is verified."""
        self._copying.copy_words(words, said)

    def _depart(self, rendered: RenderedReply | None, *, behind: bool) -> None:
        self.close_form()
        if (draft := self._session.draft) is not None and rendered is not None:
            self._copying.depart(draft, rendered, behind=behind)
            self._say(t("screen.copying"))

    def on_reply_pane__copied(self, event: _Copied) -> None:
        keep = t("shop.keep", key=self._key_of("suggestion"))
        arrival = self._copying.finish(event.ticket, event.outcome, keep)
        if arrival is None:
            return
        self._watch.forget()
        self._say(*arrival.remark)
        self.show()
        if arrival.outcome.status is Status.FAILED:
            from qreply.tui.screens.manual_copy import ManualCopyScreen  # a first screen does without

            self.app.push_screen(ManualCopyScreen(arrival.text, arrival.outcome.reason))
        elif (departure := arrival.departure) is not None:
            self.post_message(self.Left(arrival.outcome, arrival.follows, departure.query))

    # -- what the clipboard offers

    def look(self) -> None:
        """Look at the clipboard when the window is taken up again, if it matters what it holds."""
        if self._session.sending.clipboard.copied is not None:  # another program may have taken its place
            self._watch.look_anyway()
        else:
            self._watch.look(self._session)

    def on_reply_pane__read(self, event: _Read) -> None:
        self.see(event.text, event.offered)

    def see(self, text: str, offered: str) -> None:
        """Take in what the clipboard holds, and what of it others have copied."""
        is_other = self._session.sending.clipboard.notice(text)
        if self._session.known_values.offer(offered) or is_other:
            self.show()

    def _say(self, text: str, tone: str = "muted") -> None:
        self._tell(text, tone)
