"""Show the reply in the making, and take what is filled in.

It has a preview, notes, and the form for what is missing.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from operator import attrgetter
from typing import TypeVar

from textual.app import ComposeResult
from textual.containers import Vertical
from textual.message import Message

from qreply.clipboard import Clipboard
from qreply.i18n import t
from qreply.phrasebook.model import Phrase
from qreply.reply.rendered_reply import Field, RenderedReply
from qreply.tui import gc_tuning
from qreply.tui.background_work import ClipboardWatch
from qreply.tui.reply_notes import describe_below, describe_head
from qreply.tui.state_line import describe_clipboard, describe_draft_state, describe_needs
from qreply.tui.textual_patches.compositor import call_after, paint
from qreply.tui.widgets.form import FillForm
from qreply.tui.widgets.frame import FrameLine
from qreply.tui.widgets.preview import Notes, Preview
from qreply.workspace.books import BookUpdate
from qreply.workspace.session import Session

# Seconds from a key until its reply is filled: the hits are painted by then, and the system, which does so on the
# core that we keep busy, has brought them to the terminal.
SHOW_SECONDS = 0.003

T = TypeVar("T")


class DraftView(Vertical):
    """Shows the session's draft, and takes what the agent fills in."""

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
        """Say words in the status line with `say`, which takes them and their tone.

        `key_of` gives the key in force for the binding of an id; `on_draft` is called whenever the draft may be
        another, `on_show` with what is shown of it, and when the form has come or gone.
        """
        super().__init__(id="side")
        self.if_nothing = ("", "")  # the title and the words to show where there is no draft
        self.session = session
        self.clipboard = clipboard
        self.key_of = key_of
        self._tell = say
        self._report_draft = on_draft
        self._report_shown = on_show
        self._is_behind = False  # whether the draft is yet to be shown
        self.clipboard_watch = ClipboardWatch(
            clipboard, lambda text, offered: self.post_message(self._Read(text, offered))
        )

    def compose(self) -> ComposeResult:
        yield FrameLine("reply-head", upper=True)
        yield Preview()
        yield FillForm()
        yield Notes()
        yield FrameLine("reply-state", upper=False)

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
        self.clipboard_watch.look_for_another(self.session)
        gc_tuning.sweep()

    def show(self) -> None:
        """Show the draft as it is now, or what was just copied as long as nothing else is begun."""
        rendered = self.shown_reply()
        self._report_draft()
        self._report_shown(rendered)
        preview, notes, in_form = self.query_one(Preview), self.query_one(Notes), self.form.display
        self._mark_filling(in_form)
        preview.more = notes.more = self.key_of("preview-down")
        if rendered is None:
            preview.show_text(self.if_nothing[1])
            notes.show_below(preview, [], in_form=False)
        else:
            preview.show(rendered)
            doubtful = self.session.sending.doubtful(rendered)
            below = describe_below(self.session, rendered, doubtful)
            notes.show_below(preview, below, in_form=in_form)
        self._show_frame(rendered)

    def shown_reply(self) -> RenderedReply | None:
        """Return the reply that is shown: what was just copied, or the draft."""
        copied = self.session.sending.shown
        return copied.rendered if copied else self.session.drafting.rendered()

    def _show_frame(self, rendered: RenderedReply | None) -> None:
        session = self.session
        head, state = self.query_one("#reply-head", FrameLine), self.query_one("#reply-state", FrameLine)
        if rendered is None:
            head.show([(self.if_nothing[0], "title")])
        else:
            head.show(*describe_head(session, rendered))
        desk = describe_draft_state(session, rendered, self.key_of("note"))
        state.show([(desk.signed, desk.tone)] if desk.text else [], describe_clipboard(session))

    def change(self, make_change: Callable[[Session], T]) -> T:
        """Change the session's draft, show it, and return what the change returns."""
        self.close_form()  # what was typed stays with whom it was typed for
        self.session.sending.clipboard_record.go_on()
        result = make_change(self.session)
        self.show()
        self.clipboard_watch.look_for_another(self.session)
        return result

    async def apply_update(self, update: BookUpdate) -> Phrase | None:
        """Go on with the edited books.

        The form stays open, or asks anew where the edit asks for other values.

        Returns the phrase that the agent has just written, if any.
        """
        self.read_form()
        before = self.session.draft
        written = self.session.apply_update(update)
        self.show()
        draft, rendered = self.session.draft, self.session.drafting.rendered()
        is_same = bool(before and draft and before.phrase.id == draft.phrase.id)
        names = {field.name for field in rendered.fields} if rendered and is_same else set()
        if self.form.display and not names.issuperset(entry.field.name for entry in self.form.entries):
            self.form.close()
            self._show_form_gone()
            if is_same and rendered and rendered.needs:
                await self.form.ask(rendered.needs)
        return written

    def take_suggestion(self) -> None:
        """Say what the rule suggests instead."""
        if not self.session.drafting.take_suggestion():
            is_shops = self.form.display and any(entry.field.from_shop for entry in self.form.entries)
            self.say(t("shop.nothing-to-keep" if is_shops else "screen.no-suggestion"))
        self.show()

    def shop_values_to_keep(self) -> dict[str, str]:
        """Return what has been typed that the shop could keep.

        It is empty while a rule has a suggestion, which goes first on the same key.
        """
        self.read_form()
        rendered = self.session.drafting.rendered()
        has_suggestion = rendered and any(
            finding.rule.suggestion is not None for finding in rendered.findings
        )
        return {} if has_suggestion else self.session.shop_values_typed()

    # -- filling

    async def fill(self) -> None:
        """Open the form with everything that can be filled."""
        rendered = self.session.drafting.rendered()
        if rendered is None or not rendered.fields:
            self.say(t("screen.nothing-to-fill"))
        else:
            await self._open_form(rendered.fields)

    async def toggle(self) -> None:
        """Put the optional parts in, asking for what they show, or leave them out."""
        self.close_form()
        rendered = self.session.drafting.rendered()
        if rendered is None or not any(field.part for field in rendered.fields):
            self.say(t("screen.no-parts"))
            return
        self.session.sending.clipboard_record.go_on()
        fields = self.session.drafting.toggle()
        self.show()
        if fields:
            await self.ask(fields)

    def close_form(self) -> None:
        """Put the form away; what was typed stays in the draft."""
        if self.form.display:
            self.read_form()
            self.form.close()
            self._show_form_gone()

    def _mark_filling(self, is_filling: bool) -> None:
        for node in (self, self.screen):
            node.set_class(is_filling, "filling")

    def _show_form_gone(self) -> None:
        self._mark_filling(False)
        self.query_one(Notes).leave(self.query_one(Preview))

    def on_fill_form_changed(self) -> None:
        self.read_form()
        self.show()

    def read_form(self) -> None:
        """Take what was typed in the form into the draft."""
        if self.form.display and self.session.draft is not None:
            self.session.drafting.fill(self.form.typed(self.session.draft.typed))

    async def ask(self, fields: Sequence[Field]) -> None:
        """Ask for `fields`."""
        words = [describe_needs(fields, attrgetter("ask"))]
        if any(field.from_shop for field in fields):
            words.append(t("shop.keep", key=self.key_of("suggestion")))
        self.say(" · ".join(words), "warning")
        await self._open_form(fields)

    async def _open_form(self, fields: Sequence[Field]) -> None:
        self.session.sending.clipboard_record.go_on()
        await self.form.ask(fields)
        self.show()
        self.clipboard_watch.look(self.session)

    # -- what the clipboard offers

    def look(self) -> None:
        """Look at the clipboard when the window is taken up again, if it matters what it holds."""
        if (
            self.session.sending.clipboard_record.copied is not None
        ):  # another program may have taken its place
            self.clipboard_watch.look_anyway()
        else:
            self.clipboard_watch.look(self.session)

    def on_draft_view__read(self, event: _Read) -> None:
        self.see(event.text, event.offered)

    def see(self, text: str, offered: str) -> None:
        """Take in what the clipboard holds, and what of it others have copied."""
        is_other = self.session.sending.clipboard_record.notice(text)
        if self.session.known_values.offer(offered) or is_other:
            self.show()

    def say(self, text: str, tone: str = "muted") -> None:
        """Show `text` in the status line, in this tone."""
        self._tell(text, tone)
