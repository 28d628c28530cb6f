"""What is said of a text that may not, or had better not, leave."""

from __future__ import annotations

from typing import NamedTuple

from qreply.i18n import t
from qreply.phrasebook.model import Rule


class Finding(NamedTuple):
    """A rule met in a text, or one that could not be looked for in time.

    It stands between `start` and `end`, half-open, in code points.
    """

    rule: Rule
    start: int
    end: int
    timed_out: bool = False

    @property
    def blocks(self) -> bool:
        """Tell whether the text must not leave; otherwise the agent is warned."""
        return self.timed_out or self.rule.level == "block"

    def holds_on(self, platform: str) -> bool:
        """Tell whether its rule is one of `platform`."""
        return not self.rule.platforms or platform in self.rule.platforms

    def meets(self, start: int, end: int) -> bool:
        """Tell whether it has anything in common with what stands between `start` and `end`."""
        return self.start < end and start < self.end

    def describe(self, text: str) -> str:
        """Say in the user's language what it found in `text`, and by which rule.

        `text` is the one that was reviewed.
        """
        if self.timed_out:
            return t("reply.check-too-slow", id=self.rule.id)
        key = "reply.blocked" if self.blocks else "reply.warned"
        return t(key, text=text[self.start : self.end], why=self.rule.why, id=self.rule.id)
