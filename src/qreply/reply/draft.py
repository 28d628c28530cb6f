"""A reply in the making, and what an agent can change about it."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import NamedTuple

from qreply.phrasebook.model import Phrase
from qreply.reply.rendered_reply import Edit, Field, RenderedReply
from qreply.reply.values import declared_of, is_valid

FLAG = "是"  # the value of a placeholder that only opens a part


class Draft(NamedTuple):
    """A reply in the making, with the agent's choices.

    `turn` tells the wording, `message` is the place among several, `joined` the rest of them as one; `typed`
    are the values of this reply, `edits` replaced words.
    """

    phrase: Phrase
    turn: int = 0
    message: int = 0
    joined: bool = False
    typed: Mapping[str, str] = MappingProxyType({})
    edits: tuple[Edit, ...] = ()

    @property
    def is_touched(self) -> bool:
        """Tell whether the agent has put anything into it that would be missed."""
        return bool(self.typed or self.edits)

    def without_misfits(self) -> Draft:
        """Return it without typed values that do not fit their placeholder's pattern."""
        placeholders = self.phrase.scope.placeholders
        return self.filled(
            {
                name: value
                for name, value in self.typed.items()
                if is_valid(value, declared_of(name, placeholders))
            }
        )

    def filled(self, typed: Mapping[str, str]) -> Draft:
        """Return it with these values typed, and no others."""
        return self if dict(typed) == dict(self.typed) else self._replace(typed=dict(typed))

    def reworded(self) -> Draft:
        """Return it in the next wording."""
        return self._replace(turn=self.turn + 1, message=0, edits=())

    def at(self, message: int) -> Draft:
        """Return it at another of its messages."""
        return self._replace(message=message, joined=False, edits=())

    def toggled(self, rendered: RenderedReply) -> tuple[Draft, tuple[Field, ...]]:
        """Return it with its optional parts left out or put in, and the fields they ask for.

        `rendered` is the draft as it is now.
        """
        parts = [field for field in rendered.fields if field.part and not field.absent]
        if shown := {field.name: "" for field in parts if field.value and field.value.text}:
            return self.filled({**self.typed, **shown}), ()
        names = {field.name for field in parts}
        kept = {name: value for name, value in self.typed.items() if name not in names}
        typed = kept | {field.name: FLAG for field in parts if field.flag}
        return self.filled(typed), tuple(field for field in parts if not field.flag)

    def mended(self, rendered: RenderedReply) -> Draft | None:
        """Return it with the first offence replaced by its suggestion; None if none has one.

        `rendered` is the draft as it is now.
        """
        for finding in rendered.findings:
            if finding.rule.suggestion is not None:
                words = rendered.text[finding.start : finding.end]
                edit = Edit(words, finding.rule.suggestion, rendered.text.count(words, 0, finding.start))
                return self._replace(edits=(*self.edits, edit))
        return None
