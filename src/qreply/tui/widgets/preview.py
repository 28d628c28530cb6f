"""Show the reply as it would be copied: filled values coloured, open ones loud.

What is said about the reply stands below it.
"""

from __future__ import annotations

from collections.abc import Sequence

from textual.content import Content

from qreply.reply.rendered_reply import RenderedReply, TextRun
from qreply.reply.values import Origin
from qreply.tui.widgets.prose import Heading, Prose

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
_BLOCKED = "$text-error bold underline"
_WARNED = "$text-warning bold underline"
_OPEN = "$text-warning bold reverse"


class Preview(Prose):
    """The current reply, or words of qreply's own.

    What is said about the reply stands below, unless a form stands between.
    """

    def __init__(self) -> None:
        super().__init__(id="preview")
        self.reply = ""  # the text as it is shown, without what stands around it
        self._shown: RenderedReply | None = None
        self._text = Content("")

    def show(self, rendered: RenderedReply) -> None:
        """Take `rendered` as the reply."""
        if rendered == self._shown:  # as with most keys
            return
        self._shown = rendered
        text = Content("").join([_piece(piece) for piece in rendered.pieces])
        for finding in rendered.findings:
            text = text.stylize(_BLOCKED if finding.blocks else _WARNED, finding.start, finding.end)
        self.reply = text.plain
        self._text = text

    def show_text(self, text: str) -> None:
        """Take words of qreply's own instead of a reply."""
        self._shown = None
        self.reply = ""
        self._text = Content(text)

    @property
    def shown_text(self) -> Content:
        """Return what `show` or `show_text` was given, drawn."""
        return self._text

    def show_with(self, below: Sequence[Content | Heading]) -> None:
        """Show the reply, and `below` it what is said about it."""
        self.set_paragraphs(self._text, *below)


class Notes(Prose):
    """What is said about the reply while the form stands between both; else the preview has it."""

    def __init__(self) -> None:
        super().__init__(id="notes")
        self._known: tuple[object, ...] = ()

    def show_below(self, preview: Preview, below: Sequence[Content | Heading], *, in_form: bool) -> None:
        """Show `below`: in `preview` below the reply, or here, while a form is between."""
        if (shown := (preview.shown_text, tuple(below), in_form)) == self._known:
            return
        self._known = shown
        if in_form:
            preview.show_with(())
            preview.styles.height = max(1, preview.height_in(preview.size.width))
            self.set_paragraphs(*below)
        else:
            preview.show_with(below)

    def leave(self, preview: Preview) -> None:
        """Give `preview` its whole height back."""
        preview.styles.height = None
        self._known = ()


def _piece(piece: TextRun) -> Content:
    if piece.open:
        return Content.styled(piece.text, _OPEN)
    return Content.styled(piece.text, _STYLES[piece.origin]) if piece.origin else Content(piece.text)
