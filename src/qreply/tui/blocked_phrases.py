"""Which phrases a rule keeps from leaving, looked up while nobody types: a check of all rows would delay each key."""

from __future__ import annotations

from collections.abc import Sequence

from qreply.phrasebook.model import Phrase
from qreply.reply.values import ValueSources
from qreply.workspace.workspace import Workspace

AT_ONCE = 3  # phrases, each a fraction of a millisecond


class BlockedPhrases:
    """What is known of the desk's phrases, for the shop, the platform and the books as they are."""

    def __init__(self, workspace: Workspace) -> None:
        self.workspace = workspace
        self._phrasebook, self._profile = workspace.phrasebook, workspace.profile
        self._known: dict[tuple[str, int], bool] = {}

    def __contains__(self, phrase: Phrase) -> bool:
        """Whether `phrase` is known to be barred; unknown ones count as free."""
        return self._now().get(self._key(phrase), False)

    def look_up(self, phrases: Sequence[Phrase]) -> bool:
        """Look some of `phrases` up; whether there is more to look up."""
        known = self._now()
        unknown = [phrase for phrase in phrases if self._key(phrase) not in known]
        for phrase in unknown[:AT_ONCE]:
            known[self._key(phrase)] = self._is_barred(phrase)
        return len(unknown) > AT_ONCE

    def _is_barred(self, phrase: Phrase) -> bool:
        """Whether it is as the shop and the defaults fill it: what the agent types is seen in the preview."""
        wording = self.workspace.wording(phrase, self.workspace.turn(phrase))
        texts = (self.workspace.prepare(phrase, message, ValueSources()) for message in wording)
        return any(finding.blocks for text in texts for finding in text.findings)

    def _key(self, phrase: Phrase) -> tuple[str, int]:
        return phrase.id, self.workspace.turn(phrase)

    def _now(self) -> dict[tuple[str, int], bool]:
        if self._phrasebook is not self.workspace.phrasebook or self._profile != self.workspace.profile:
            self._phrasebook, self._profile = self.workspace.phrasebook, self.workspace.profile
            self._known = {}
        return self._known
