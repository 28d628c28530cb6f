"""Hold a message as it was filled in, and tell what keeps it from leaving.

Each part of its text knows where it came from.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from typing import NamedTuple

from qreply.i18n import join_words, t
from qreply.phrasebook.limits import REPLY
from qreply.phrasebook.model import Phrase
from qreply.reply.rule_finding import Finding
from qreply.reply.values import Origin, Value


class TextRun(NamedTuple):
    """A stretch of the text: plain (no `name`), filled with its `origin`, or open (no origin)."""

    text: str
    name: str = ""
    origin: Origin | None = None

    @property
    def open(self) -> bool:
        """Tell whether a value is still missing here."""
        return bool(self.name) and self.origin is None


class Edit(NamedTuple):
    """Replaces the `place`-th (from 0) `old` of the filled text by `new`."""

    old: str
    new: str
    place: int = 0


class Field(NamedTuple):
    """A placeholder of the text, with its value as far as there is one."""

    name: str
    ask: str
    value: Value | None
    options: tuple[str, ...] = ()
    fits: bool = True  # whether the value matches the placeholder's pattern
    asked: bool = True  # whether the text shows it; else it only decides about a part
    part: bool = False  # whether a part is left out without it
    flag: bool = False  # whether it is for parts only, and no place of the text could show it
    remember: bool = False  # whether its value may be kept for the next customer
    pattern: str = ""  # what the value must be, as a regular expression
    rival: str = ""  # another value that the clipboard holds, where this one is carried from an earlier reply
    required: bool = True  # whether nothing but a value that somebody gives will do, and not an empty one
    from_shop: bool = False  # whether the value is the shop's to give, once for all replies
    absent: bool = False  # whether the shop has said that it has not what this stands for
    example: str = ""  # what a value looks like

    @property
    def missing(self) -> bool:
        """Tell whether there would be a hole in the text."""
        return self.asked and (self.value is None or self.absent or (self.required and not self.value.text))

    @property
    def open(self) -> bool:
        """Tell whether the text must not leave because of it."""
        return not self.fits or self.missing


class RenderedReply(NamedTuple):
    """A message ready to leave, unless a field is open, it expired, or its template is broken."""

    phrase: Phrase
    pieces: tuple[TextRun, ...]
    fields: tuple[Field, ...]
    findings: tuple[Finding, ...]
    expired: bool
    broken: bool

    @property
    def text(self) -> str:
        """Return what would be copied; open placeholders are 【名】.

        Never copy it while there is a `refusal`.
        """
        return "".join(piece.text for piece in self.pieces)

    @property
    def overlong(self) -> bool:
        """Tell whether its values make it longer than a reply may be; `text` is its beginning then."""
        return len(self.text) > REPLY

    @property
    def needs(self) -> tuple[Field, ...]:
        """Return what is still missing or does not fit, in order; not what the shop has not."""
        return needs_of(self.fields)

    @property
    def absent(self) -> tuple[Field, ...]:
        """Return what the text would give though the shop has said that it has none."""
        return tuple(field for field in self.fields if field.asked and field.absent)

    @property
    def refusal(self) -> str:
        """Return why the text must not leave, in the user's language; empty if it may."""
        if self.broken:
            return t("reply.broken")
        if self.expired:
            return t("reply.expired")
        if self.overlong:
            return t("reply.overlong", limit=REPLY)
        if self.absent:
            return t("reply.absent", names=join_words(field.name for field in self.absent))
        if missing := [field.name for field in self.needs if field.fits]:
            return t("reply.missing", names=join_words(missing))
        if misfits := [field.name for field in self.needs]:
            return t("reply.misfit", names=join_words(misfits))
        if blocks := [finding for finding in self.findings if finding.blocks]:
            return blocks[0].describe(self.text)
        return ""

    @property
    def rivals(self) -> tuple[Field, ...]:
        """Return fields with a value from an earlier reply where the clipboard holds another."""
        return tuple(field for field in self.fields if field.asked and field.rival)

    @property
    def carried(self) -> tuple[str, ...]:
        """Return the names whose values were typed for an earlier reply."""
        return tuple(
            field.name for field in self.fields if field.value and field.value.origin is Origin.CARRIED
        )


def needs_of(fields: Iterable[Field]) -> tuple[Field, ...]:
    """Return those of `fields` that somebody must fill in or mend; not what the shop has not."""
    return tuple(field for field in fields if field.open and not field.absent)


def apply_edit(pieces: tuple[TextRun, ...], edit: Edit) -> tuple[TextRun, ...]:
    """Return `pieces` with the edit done, if there is still a place for it.

    What it cuts through becomes plain text.
    """
    text = "".join(piece.text for piece in pieces)
    starts = [found.start() for found in re.finditer(re.escape(edit.old), text)]
    if not edit.old or edit.place >= len(starts):
        return pieces
    start = starts[edit.place]
    return (*cut_runs(pieces, 0, start), TextRun(edit.new), *cut_runs(pieces, start + len(edit.old), None))


def cut_runs(pieces: Sequence[TextRun], start: int, end: int | None) -> list[TextRun]:
    """Return the part of `pieces` between two offsets of their text.

    What is cut through becomes plain.
    """
    kept, offset = [], 0
    for piece in pieces:
        text = piece.text[max(0, start - offset) : None if end is None else max(0, end - offset)]
        if text:
            kept.append(piece if text == piece.text else TextRun(text))
        offset += len(piece.text)
    return kept


def find_shop_values(pieces: Sequence[TextRun]) -> list[tuple[int, int]]:
    """Return where the shop's own values are."""
    spans, end = [], 0
    for piece in pieces:
        start, end = end, end + len(piece.text)
        if piece.origin is Origin.SHOP:
            spans.append((start, end))
    return spans
