"""The one place that strings the core together: find, prepare, copy. Both shells work through it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from qreply.config import Settings, shipped_phrasebook
from qreply.errors import UnknownPhraseError
from qreply.language import t
from qreply.phrasebook.loader import assemble, read_book, rules_of
from qreply.phrasebook.model import PLATFORMS, Phrase, Phrasebook, Wording
from qreply.phrasebook.watcher import News, Watcher
from qreply.reply.prepare import Prepared, prepare
from qreply.reply.values import Known, Profile
from qreply.search.hit import Results
from qreply.search.index import Index

SCREEN_HITS = 50
DEFAULT_PLATFORM = next(iter(PLATFORMS))


@dataclass(frozen=True, slots=True)
class Renewal:
    """The books after an edit, indexed."""

    news: News
    index: Index


class Desk:
    """A phrasebook with its index, and the profile that replies are filled for, as the settings have it."""

    def __init__(
        self,
        book: Phrasebook,
        index: Index,
        settings: Settings,
        clock: Callable[[], datetime] = datetime.now,
    ) -> None:
        self.book = book
        self.index = index
        self.settings = settings
        self.profile = profile_of(settings)
        self.clock = clock
        self._copies: dict[str, int] = {}
        self._watcher: Watcher | None = None
        self._tell: Callable[[Renewal], None] = lambda _: None

    @classmethod
    def open(cls, settings: Settings, clock: Callable[[], datetime] = datetime.now) -> Desk:
        """Load the books that `settings` name and index them; raises PhrasebookError if there is none to read."""
        books = [read_book(path) for path in settings.all_books]
        rules = rules_of(shipped_phrasebook() / "rules")
        book = assemble(books, rules)
        desk = cls(book, Index.build(book), settings, clock)
        desk._watcher = Watcher(books, desk._renew, shipped_rules=rules)
        return desk

    def watch(self, tell: Callable[[Renewal], None]) -> None:
        """Call `tell`, from a thread of its own, with every edit of the books; nothing changes before `renew`."""
        self._tell = tell
        if self._watcher is not None:
            self._watcher.start()

    def _renew(self, news: News) -> None:
        self._tell(Renewal(news, Index.build(news.book)))

    def renew(self, renewal: Renewal) -> None:
        """Work with the edited books from now on."""
        self.book, self.index = renewal.news.book, renewal.index

    def close(self) -> None:
        """Watch no longer; returns at once."""
        if self._watcher is not None:
            self._watcher.stop()

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

    def prepare(
        self, phrase: Phrase, message: str, known: Known, edits: Sequence[tuple[str, str]] = ()
    ) -> Prepared:
        """`message`, one of the phrase's, filled for the current profile and checked."""
        return prepare(
            phrase,
            message,
            known=replace(known, profile=self.profile),
            rules=self.book.rules,
            now=self.clock(),
            edits=edits,
        )

    def copied(self, phrase: Phrase) -> None:
        """Note that `phrase` has left, so that its next wording takes its turn."""
        self._copies[phrase.id] = self._copies.get(phrase.id, 0) + 1

    def next_platform(self) -> None:
        """Work for the next platform from now on."""
        self.profile = replace(self.profile, platform=_after(self.profile.platform, list(PLATFORMS)))

    def next_shop(self) -> bool:
        """Work for the next shop of the settings; False if there is no other. Its own books come at the next start."""
        names = [shop.name for shop in self.settings.shops]
        if len(names) < 2:
            return False
        self.settings = replace(self.settings, shop=_after(self.profile.shop, names), platform="")
        self.profile = profile_of(self.settings)
        return True


def _after(name: str, names: Sequence[str]) -> str:
    return names[(names.index(name) + 1) % len(names)] if name in names else names[0]


def profile_of(settings: Settings) -> Profile:
    """Who speaks, by the settings' current shop."""
    shop = settings.current_shop
    platform = settings.platform or (shop.platform if shop else DEFAULT_PLATFORM)
    if shop is None:
        return Profile(settings.agent, platform=platform)
    return Profile(settings.agent, shop.name, platform, shop.values)
