"""The reply in the making."""

from __future__ import annotations

from dataclasses import dataclass, field, replace

from qreply.desk import Desk
from qreply.phrasebook.model import Phrase, Wording
from qreply.reply.prepare import Prepared


@dataclass(frozen=True, slots=True)
class Draft:
    """A phrase with the agent's choices: how many wordings further, which message of several, the values typed."""

    phrase: Phrase
    turn: int = 0
    message: int = 0
    typed: dict[str, str] = field(default_factory=dict)

    def wording(self, desk: Desk) -> Wording:
        """The messages to send."""
        return desk.wording(self.phrase, self.turn)

    def prepare(self, desk: Desk) -> Prepared:
        """The current message, filled."""
        return desk.prepare(self.phrase, self.wording(desk)[self.message], self.typed)

    def place(self, desk: Desk) -> str:
        """Where the message stands among several, `2/5`; nothing for a single one."""
        count = len(self.wording(desk))
        return f"{self.message + 1}/{count}" if count > 1 else ""

    def after_copy(self, desk: Desk) -> Draft | None:
        """The draft of the message that follows, with the same values; None after the last."""
        if self.message + 1 < len(self.wording(desk)):
            return replace(self, message=self.message + 1)
        return None
