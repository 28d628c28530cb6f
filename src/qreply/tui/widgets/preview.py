"""The reply as it would be copied: filled values coloured, open ones loud, the note and the length below."""

from __future__ import annotations

from collections.abc import Sequence

from textual.content import Content

from qreply.i18n import join_words, t
from qreply.phrasebook.limits import REPLY
from qreply.reply.render import RenderedReply, Slot, TextRun
from qreply.reply.values import Origin
from qreply.tui.widgets.prose import Prose

_STYLES = {
    Origin.TYPED: "$text-success",
    Origin.CARRIED: "$text-success italic",
    Origin.LISTED: "$text-success italic",
    Origin.OFFERED: "$text-warning italic",
    Origin.DERIVED: "$text-warning italic",
    Origin.SHOP: "$text-accent",
    Origin.BUILT_IN: "$text-accent",
    Origin.DEFAULT: "$text-secondary underline",
}
_TOLD = (
    (Origin.LISTED, "$text-success"),
    (Origin.OFFERED, "$text-warning"),
    (Origin.DERIVED, "$text-warning"),
    (Origin.CARRIED, "$text-success"),
)
_SHORT = 4  # characters that tell one number from another
_BLOCKED = "$text-error bold underline"
_WARNED = "$text-warning bold underline"
_OPEN = "$text-warning bold reverse"


class Preview(Prose):
    """The current reply, or words of qreply's own."""

    def __init__(self) -> None:
        super().__init__(id="preview")
        self.reply = ""  # the text as it is shown, without what stands around it
        self._shown: tuple[object, ...] = ()

    def show(self, rendered: RenderedReply, *, place: str = "", doubtful: Sequence[str] = ()) -> None:
        """Show `rendered`.

        `place` says where it stands among several messages, `2/5`; `doubtful` names values that must be accepted.
        """
        shown = (rendered, place, *doubtful)
        if shown == self._shown:  # as with most keys
            return
        self._shown = shown
        phrase = rendered.phrase
        title = Content.assemble(
            (phrase.title, "bold"),
            (f"  {phrase.id}", "$muted"),
            (f"  {place}" if place else "", "$text-accent bold"),
        )
        text = Content("").join([_piece(piece) for piece in rendered.pieces])
        for finding in rendered.findings:
            text = text.stylize(_BLOCKED if finding.blocks else _WARNED, finding.start, finding.end)
        self.reply = text.plain
        notes = Content("\n").join([*_sources(rendered, doubtful), *_notes(rendered)])
        self.set_paragraphs(title, text, notes)

    def show_text(self, title: str, text: str) -> None:
        """Show words of qreply's own."""
        self._shown = ()
        self.reply = ""
        self.set_paragraphs(Content.styled(title, "bold"), Content(text))


def _piece(piece: TextRun) -> Content:
    if piece.open:
        return Content.styled(piece.text, _OPEN)
    return Content.styled(piece.text, _STYLES[piece.origin]) if piece.origin else Content(piece.text)


def _sources(rendered: RenderedReply, doubtful: Sequence[str]) -> list[Content]:
    """Where values come from that the agent did not just type: a word beside the colour."""
    lines = []
    for origin, style in _TOLD:
        if names := [slot.name for slot in rendered.slots if slot.value and slot.value.origin is origin]:
            lines.append(Content.styled(t(f"screen.{origin}", names=join_words(names)), style))
    if doubtful:
        lines.append(Content.styled(t("reply.carried", names=join_words(doubtful)), "$text-warning bold"))
    lines += [Content.styled(tell_rival(slot), "$text-warning bold") for slot in rendered.rivals]
    return lines


def tell_rival(slot: Slot) -> str:
    """Say that the clipboard holds another value than the one carried from an earlier reply."""
    return t("screen.rival", name=slot.name, rival=shorten(slot.rival))


def shorten(value: str) -> str:
    """Keep the end of `value`, by which people tell numbers apart."""
    return value if len(value) <= _SHORT else f"…{value[-_SHORT:]}"


def _notes(rendered: RenderedReply) -> list[Content]:
    phrase = rendered.phrase
    lines = [Content.styled(t("screen.length", count=len(rendered.text)), "$muted")]
    if rendered.expired:
        lines.append(Content.styled(t("reply.expired"), "$text-error bold"))
    if rendered.broken:
        lines.append(Content.styled(t("reply.broken"), "$text-error bold"))
    if rendered.overlong:
        lines.append(Content.styled(t("reply.overlong", limit=REPLY), "$text-error bold"))
    for finding in rendered.findings:
        style = "$text-error" if finding.blocks else "$text-warning"
        lines.append(Content.styled(finding.describe(rendered.text), style))
        if finding.rule.say:
            lines.append(Content.styled(t("reply.say", say=finding.rule.say), "$text-success"))
    if phrase.note:
        lines.append(Content.styled(t("screen.note", note=phrase.note.strip()), "$text-warning"))
    if phrase.images:
        lines.append(Content.styled(t("screen.images", images=join_words(phrase.images)), "$text-warning"))
    return lines
