"""The one place that strings the core together: find, prepare, copy. Both shells work through it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import datetime

from qreply.config import Settings, shipped_phrasebook
from qreply.errors import UnknownPhraseError
from qreply.language import t
from qreply.phrasebook.loader import load
from qreply.phrasebook.model import PLATFORMS, Phrase, Phrasebook, Wording
from qreply.reply.prepare import Prepared, prepare
from qreply.reply.values import Profile
from qreply.search.hit import Results
from qreply.search.index import Index

SCREEN_HITS = 50
DEFAULT_PLATFORM = next(iter(PLATFORMS))


class Desk:
    """A phrasebook with its index, and the profile that replies are filled for."""

    def __init__(
        self,
        book: Phrasebook,
        index: Index,
        profile: Profile,
        clock: Callable[[], datetime] = datetime.now,
    ) -> None:
        self.book = book
        self.index = index
        self.profile = profile
        self._clock = clock
        self._copies: dict[str, int] = {}

    @classmethod
    def open(cls, settings: Settings, clock: Callable[[], datetime] = datetime.now) -> Desk:
        """Load the books that `settings` name and index them; raises PhrasebookError if there is none to read."""
        book = load(settings.all_books, shipped_phrasebook() / "rules")
        return cls(book, Index.build(book), profile_of(settings), clock)

    def find(self, query: str, *, scenario: str = "", limit: int = SCREEN_HITS) -> Results:
        """The best hits on this platform, and how many there are in each scenario."""
        return self.index.search(query, limit=limit, scenario=scenario, platform=self.profile.platform)

    def browse(self, scenario: str = "") -> tuple[Phrase, ...]:
        """What an empty query shows: the phrases for this platform, in the books' order."""
        return tuple(
            phrase
            for phrase in self.book.phrases
            if phrase.offered_on(self.profile.platform) and scenario in ("", phrase.scenario)
        )

    def counts(self) -> Mapping[str, int]:
        """How many phrases each scenario has on this platform."""
        return Counter(phrase.scenario for phrase in self.browse())

    def phrase(self, phrase_id: str) -> Phrase:
        """The phrase with this id; raises UnknownPhraseError, naming close ones."""
        try:
            return self.book.by_id[phrase_id]
        except KeyError:
            from difflib import get_close_matches

            near = get_close_matches(phrase_id, self.book.by_id, n=3)
            hint = (
                t("command.unknown-id.hint", near="、".join(near)) if near else t("command.unknown-id.find")
            )
            raise UnknownPhraseError(t("command.unknown-id", id=phrase_id), hint) from None

    def wording(self, phrase: Phrase, turn: int = 0) -> Wording:
        """The messages to send: the wordings take turns, one further at each copy and at each `turn`."""
        wordings = phrase.wordings_on(self.profile.platform)
        return wordings[(self._copies.get(phrase.id, 0) + turn) % len(wordings)]

    def prepare(self, phrase: Phrase, message: str, typed: Mapping[str, str]) -> Prepared:
        """`message`, one of the phrase's, filled for the current profile."""
        return prepare(
            phrase,
            message,
            typed=typed,
            profile=self.profile,
            rules=self.book.rules,
            now=self._clock(),
        )

    def copied(self, phrase: Phrase) -> None:
        """Note that `phrase` has left, so that its next wording takes its turn."""
        self._copies[phrase.id] = self._copies.get(phrase.id, 0) + 1

    def on_platform(self, platform: str) -> None:
        """Work for `platform` from now on."""
        self.profile = replace(self.profile, platform=platform)


def profile_of(settings: Settings) -> Profile:
    """Who speaks, by the settings' current shop."""
    shop = settings.current_shop
    platform = settings.platform or (shop.platform if shop else DEFAULT_PLATFORM)
    if shop is None:
        return Profile(settings.agent, platform=platform)
    return Profile(settings.agent, shop.name, platform, shop.values)
