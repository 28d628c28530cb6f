"""Look up which phrases a rule blocks, while nobody types.

Checking all rows at once would delay each key.
"""

from __future__ import annotations

from collections.abc import Sequence

from qreply.phrasebook.model import Phrase
from qreply.reply.values import ValueSources
from qreply.workspace.workspace import Workspace

LOOKUP_LIMIT = 3  # phrases at once, each a fraction of a millisecond


class BlockedPhrases:
    """The workspace's phrases that are known to be blocked.

    They are so for its shop, platform and books as these are now; where one changes, all is looked up anew.
    """

    def __init__(self, workspace: Workspace) -> None:
        self.workspace = workspace
        self._phrasebook, self._profile = workspace.phrasebook, workspace.profile
        self._known: dict[tuple[str, int], bool] = {}

    def __contains__(self, phrase: Phrase) -> bool:
        """Tell whether `phrase` is known to be blocked; unknown ones count as free."""
        return self._current().get(self._key(phrase), False)

    def look_up(self, phrases: Sequence[Phrase]) -> bool:
        """Look some of `phrases` up; tell whether there are more to look up."""
        known = self._current()
        unknown = [phrase for phrase in phrases if self._key(phrase) not in known]
        for phrase in unknown[:LOOKUP_LIMIT]:
            known[self._key(phrase)] = self._is_blocked(phrase)
        return len(unknown) > LOOKUP_LIMIT

    def _is_blocked(self, phrase: Phrase) -> bool:
        """Tell whether the phrase is blocked, as the shop and the defaults fill it.

        What the agent types is checked in the preview.
        """
        wording = self.workspace.wording(phrase, self.workspace.wording_turn(phrase))
        texts = (self.workspace.prepare(phrase, message, ValueSources()) for message in wording)
        return any(finding.blocks for text in texts for finding in text.findings)

    def _key(self, phrase: Phrase) -> tuple[str, int]:
        return phrase.id, self.workspace.wording_turn(phrase)

    def _current(self) -> dict[tuple[str, int], bool]:
        if self._phrasebook is not self.workspace.phrasebook or self._profile != self.workspace.profile:
            self._phrasebook, self._profile = self.workspace.phrasebook, self.workspace.profile
            self._known = {}
        return self._known
