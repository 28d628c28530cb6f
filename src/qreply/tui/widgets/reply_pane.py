"""The reply in the making: its preview, the form for what is missing, and its way to the clipboard."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import NamedTuple

from textual.app import ComposeResult
from textual.containers import Vertical
from textual.message import Message

from qreply.clipboard import Clipboard, Copier, Outcome, Status
from qreply.i18n import join_words, t
from qreply.phrasebook.model import Phrase
from qreply.reply.draft import Draft
from qreply.reply.render import RenderedReply, Slot
from qreply.reply.values import Origin
from qreply.text.safety import clean
from qreply.tui import gc_tuning
from qreply.tui.offering import Offering
from qreply.tui.textual_patches.compositor import after, paint
from qreply.tui.widgets.form import FillForm
from qreply.tui.widgets.preview import Preview, shorten, tell_rival
from qreply.workspace.books import BookUpdate
from qreply.workspace.customers import Customer
from qreply.workspace.session import SendAttempt, SendDecision, Session

# Seconds from a key until its reply is filled: the hits are painted by then, and the system, which does so on the
# core that we keep busy, has brought them to the terminal.
AFTER = 0.003

CLIENTS = {"taobao": "screen.client-taobao", "pdd": "screen.client-pdd"}


class Departure(NamedTuple):
    """What is on its way to the clipboard."""

    draft: Draft
    rendered: RenderedReply
    customer: Customer
    text: str

    @property
    def has_shop_values(self) -> bool:
        """Whether the agent has typed in it what is the shop's to give."""
        slots = self.rendered.slots
        return any(slot.from_shop and slot.value and slot.value.origin is Origin.TYPED for slot in slots)


class ReplyPane(Vertical):
    """Shows the session's draft and sends it. The session comes once the phrasebook is open."""

    class Said(Message):
        """Something for the status line."""

        def __init__(self, text: str, tone: str) -> None:
            self.text = text
            self.tone = tone
            super().__init__()

    class Left(Message):
        """A reply has been copied, or sent unconfirmed; `follows` if another of its messages is next."""

        def __init__(self, outcome: Outcome, follows: bool) -> None:
            self.outcome = outcome
            self.follows = follows
            super().__init__()

    class _Copied(Message):
        def __init__(self, ticket: int, outcome: Outcome) -> None:
            self.ticket = ticket
            self.outcome = outcome
            super().__init__()

    class _Read(Message):
        def __init__(self, text: str) -> None:
            self.text = text
            super().__init__()

    def __init__(
        self,
        clipboard: Clipboard,
        on_draft: Callable[[Session], object],
        on_show: Callable[[Session, RenderedReply | None], object],
    ) -> None:
        """`on_draft` is told whenever another draft may be on the desk, `on_show` what is shown of it, and that the
        form has come or gone.
        """
        super().__init__(id="side")
        self.session: Session | None = None
        self.key: Callable[[str], str] = str  # the key in force for the binding of an id
        self.if_nothing = ""  # what to say where no reply is on the desk
        self._clipboard = clipboard
        self._tell_draft = on_draft
        self._tell_shown = on_show
        self._is_behind = False  # whether the draft is yet to be shown
        self._copier = Copier(clipboard, self._report)
        self._departure: Departure | None = None
        self.unconfirmed = False  # whether the last copy failed, or may not have arrived
        self._offering = Offering(clipboard, lambda text: self.post_message(self._Read(text)))

    def compose(self) -> ComposeResult:
        yield Preview()
        yield FillForm()

    def on_mount(self) -> None:
        # Textual keeps the event itself from everything but the app.
        self.watch(self.app, "app_focus", self._come_back, init=False)

    def on_unmount(self) -> None:
        self._copier.close()

    @property
    def form(self) -> FillForm:
        """The form, shown or not."""
        return self.query_one(FillForm)

    # -- what is shown

    def take(self, phrase: Phrase | None) -> None:
        """Begin with `phrase`, or with nothing; shown once the hits are: to fill and check it takes as long again."""
        if self.session is None:
            return
        self.close_form()
        self.session.take(phrase)
        self._tell_draft(self.session)
        if not self._is_behind:
            self._is_behind = True
            after(AFTER, self, self._catch_up)

    def _catch_up(self) -> None:
        self._is_behind = False
        self.show()
        paint(self.screen)
        self._look_for_another()
        gc_tuning.sweep()

    def show(self) -> None:
        """Show the draft as it is now."""
        preview = self.query_one(Preview)
        rendered = self.session.rendered() if self.session else None
        if self.session is not None:
            self._tell_draft(self.session)
            self._tell_shown(self.session, rendered)
        if self.session is None or rendered is None:
            preview.show_text(t("screen.no-hits.title"), self.if_nothing)
            return
        pause = rendered.carried if self.session.customers.paused() else ()
        preview.show(rendered, place=self.session.place, doubtful=pause)

    def change(self, how: Callable[[Session], object]) -> None:
        """Change the draft, and show it."""
        if self.session is not None:
            self.close_form()
            how(self.session)
            self.show()
            self._look_for_another()

    async def renew(self, update: BookUpdate) -> None:
        """Go on with the edited books; the form stays open, or asks anew where the edit asks for other values."""
        if self.session is None:
            return
        self._read_form()
        self.session.renew(update)
        self.show()
        rendered = self.session.rendered()
        names = {slot.name for slot in rendered.slots} if rendered else set()
        if self.form.display and not names.issuperset(field.slot.name for field in self.form.fields):
            self.form.close()
            if rendered and rendered.needs:
                await self.form.ask(rendered.needs)

    def take_suggestion(self) -> None:
        """Say what the rule suggests instead."""
        if self.session is not None and not self.session.take_suggestion():
            is_shops = self.form.display and any(field.slot.from_shop for field in self.form.fields)
            self._say(t("shop.nothing-to-keep" if is_shops else "screen.no-suggestion"))
        self.show()

    def shop_values_to_keep(self) -> dict[str, str]:
        """What has been typed that the shop could keep; a rule's suggestion goes before it, on the same key."""
        if self.session is None:
            return {}
        self._read_form()
        rendered = self.session.rendered()
        has_suggestion = rendered and any(finding.rule.say is not None for finding in rendered.findings)
        return {} if has_suggestion else self.session.shop_values_typed()

    # -- filling

    async def fill(self) -> None:
        """Open the form with everything that can be filled."""
        rendered = self.session.rendered() if self.session else None
        if rendered is None or not rendered.slots:
            self._say(t("screen.nothing-to-fill"))
        else:
            await self._open_form(rendered.slots)

    async def toggle(self) -> None:
        """Put the optional parts in, asking for what they show, or leave them out."""
        if self.session is None:
            return
        self.close_form()
        slots = self.session.toggle()
        self.show()
        if slots:
            await self._ask(slots, join_words(slot.ask for slot in slots))

    def close_form(self) -> None:
        """Put the form away; what was typed stays in the draft."""
        if self.form.display:
            self._read_form()
            self.form.close()

    def on_fill_form_changed(self) -> None:
        self._read_form()
        self.show()

    def _read_form(self) -> None:
        if self.form.display and self.session is not None and self.session.draft is not None:
            self.session.fill(self.form.typed(self.session.draft.typed))

    # -- sending

    async def send(self) -> bool:
        """Go to the form's next field, else copy the draft, or say what is in the way; whether it is being copied."""
        if self.session is None:
            return False
        self._read_form()
        if self.form.display and self.form.step(1):
            return False
        attempt = self.session.attempt()
        match attempt.answer:
            case SendDecision.ASK:
                await self._ask(attempt.slots, attempt.words)
            case SendDecision.REFUSE:
                self._say(attempt.words, "error")
            case SendDecision.REPLACE:
                kept = self.session.shop_values_typed()
                self.change(Session.take_no_answer)
                hint = t("shop.keep", key=self.key("suggestion")) if kept else ""
                self._say(" · ".join(filter(None, (attempt.words, hint))), "warning")
            case SendDecision.CONFIRM:
                self._say(self._asked_by(attempt), "warning")
            case SendDecision.SEND:
                self._depart(self.session, attempt.rendered)
        return attempt.answer is SendDecision.SEND

    def _asked_by(self, attempt: SendAttempt) -> str:
        """What to decide on before the next Enter."""
        if attempt.words or not attempt.rivals:
            words = "\u3000".join(filter(None, (attempt.words, *map(tell_rival, attempt.rivals))))
            return t("screen.confirm", words=words)
        slot = attempt.rivals[0]
        carried = shorten(slot.value.text) if slot.value else ""
        return t("screen.rival-keys", rival=tell_rival(slot), key=self.key("customer-new"), carried=carried)

    async def _ask(self, slots: Sequence[Slot], names: str) -> None:
        words = [t("screen.fill", names=names)]
        if any(slot.from_shop for slot in slots):
            words.append(t("shop.keep", key=self.key("suggestion")))
        self._say(" · ".join(words), "warning")
        await self._open_form(slots)

    async def _open_form(self, slots: Sequence[Slot]) -> None:
        await self.form.ask(slots)
        self.show()
        if self.session is not None:
            self._offering.look(self.session)

    def _depart(self, session: Session, rendered: RenderedReply | None) -> None:
        if session.draft is None or rendered is None:
            return
        self.close_form()
        self._departure = Departure(session.draft, rendered, session.customer, clean(rendered.text))
        self.unconfirmed = True
        self._say(t("screen.copying"))
        self._copier.copy(self._departure.text)

    def _report(self, ticket: int, outcome: Outcome) -> None:
        # Called in the copying thread.
        self.post_message(self._Copied(ticket, outcome))

    def on_reply_pane__copied(self, event: _Copied) -> None:
        departure = self._departure
        if self.session is None or departure is None or not self._copier.is_newest(event.ticket):
            return
        self.unconfirmed = event.outcome.status is not Status.VERIFIED
        if event.outcome.status is Status.FAILED:
            self._say(t("screen.failed", reason=event.outcome.reason), "error")
            self.session.sent_digests.add([departure.text])  # it may yet be copied by hand
            from qreply.tui.screens.manual_copy import ManualCopyScreen  # a first screen does without

            self.app.push_screen(ManualCopyScreen(departure.text, event.outcome.reason))
            return
        follows = self.session.sent(departure.draft, departure.rendered, departure.customer)
        self._offering.forget()
        self._say_copied(self.session, departure, event.outcome, follows=follows)
        self.show()
        self.post_message(self.Left(event.outcome, follows))

    def _say_copied(self, session: Session, departure: Departure, outcome: Outcome, *, follows: bool) -> None:
        keep = t("shop.keep", key=self.key("suggestion")) if departure.has_shop_values else ""
        if outcome.status is Status.SENT:
            self._say(" · ".join(filter(None, (t("screen.sent", way=outcome.backend), keep))), "warning")
        elif follows:
            total = len(session.workspace.wording(departure.draft.phrase, departure.draft.turn))
            self._say(t("screen.copied-of", number=departure.draft.message + 1, total=total), "success")
        else:
            client = t(CLIENTS.get(session.workspace.profile.platform, "screen.client-other"))
            words = t("screen.copied", count=len(departure.text), client=client)
            self._say(" · ".join(filter(None, (words, keep))), "success")

    # -- what the clipboard offers

    def _come_back(self, here: bool) -> None:
        if here and self.session is not None:
            self._offering.look(self.session)

    def _look_for_another(self) -> None:
        if self.session is not None:
            self._offering.look_for_another(self.session)

    def on_reply_pane__read(self, event: _Read) -> None:
        if self.session is not None and self.session.offer(event.text):
            self.show()

    def _say(self, text: str, tone: str = "muted") -> None:
        self.post_message(self.Said(text, tone))
