"""String the core together: find, prepare, copy. Both shells go through it."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from qreply.errors import UnknownPhraseError
from qreply.i18n import join_words, t
from qreply.phrasebook.limits import PAGE
from qreply.phrasebook.model import DEFAULT_PLATFORM, PLATFORMS, Phrase, Phrasebook, Wording
from qreply.reply.values import SALUTATION, SenderProfile, ValueSources
from qreply.search.clauses import put_clauses_first, split_clauses
from qreply.search.pasted_message import MAX_QUESTION, CustomerMessage, read_message
from qreply.search.query import Query
from qreply.search.results import Hit, Results
from qreply.search.storage.index_cache import IndexedPhrasebook, Progress
from qreply.settings.settings import Settings
from qreply.storage.locations import (
    book_news_path,
    cache_path,
    copies_path,
    history_path,
    own_book_path,
    shipped_phrasebook,
)
from qreply.workspace.book_copies import BookCopies
from qreply.workspace.books import BookSource, BookUpdate

if TYPE_CHECKING:  # finding alone needs neither a reply nor a database
    from qreply.history.favourites import Favourites
    from qreply.history.read_only import ReadOnlyHistory
    from qreply.history.recorder import HistoryRecorder
    from qreply.history.records import SearchRecord
    from qreply.reply.rendered_reply import Edit, RenderedReply
    from qreply.team.carrier import TeamLink
    from qreply.workspace.book_news import NewsItem

SCREEN_HITS = 50
_MAX_NAMED = 8  # phrases that an ambiguous name lists


class Workspace:
    """An indexed book, and the profile its replies are filled for, as the settings have it."""

    def __init__(
        self,
        phrasebook: IndexedPhrasebook,
        settings: Settings,
        clock: Callable[[], datetime] = datetime.now,
        *,
        book_source: BookSource | None = None,
        history: HistoryRecorder | ReadOnlyHistory | None = None,
        favourites: Path | None = None,
        team: TeamLink | None = None,
    ) -> None:
        """Work on `phrasebook`; without `book_source` it is never renewed; `history` may be none.

        `favourites` is the file of the stars, which without it last as long as the workspace.
        """
        self.phrasebook = phrasebook
        self.settings = settings
        self.profile = profile_of(settings)
        self.clock = clock
        self.history = history
        self.team = team
        self._favourites_path = favourites
        self._book_source = book_source
        self._tell: Callable[[BookUpdate], None] | None = None  # who is told of edits, once somebody is
        self._copies: dict[str, int] = {}
        self.is_open = True  # whether a phrasebook has been opened

    @classmethod
    def empty(cls) -> Workspace:
        """Make one without any phrase, to work with until the phrasebook is open."""
        workspace = cls(IndexedPhrasebook.of(Phrasebook()), Settings(Path()))
        workspace.is_open = False
        return workspace

    @classmethod
    def open(
        cls,
        settings: Settings,
        clock: Callable[[], datetime] = datetime.now,
        progress: Progress | None = None,
        *,
        history: HistoryRecorder | ReadOnlyHistory | None = None,
        favourites: Path | None = None,
        team: TeamLink | None = None,
    ) -> Workspace:
        """Open the books that `settings` name; raises PhrasebookError if there is none to read."""
        rules = shipped_phrasebook() / "rules"
        copies = BookCopies(copies_path(), news=book_news_path(), own=own_book_path())
        book_source = BookSource(settings.all_books, rules, cache_path(), copies=copies)
        return cls(
            book_source.open(progress),
            settings,
            clock,
            book_source=book_source,
            history=history,
            favourites=favourites,
            team=team,
        )

    @cached_property
    def favourites(self) -> Favourites:
        """Return the starred phrases."""
        from qreply.history.favourites import Favourites

        return Favourites(self._favourites_path)

    def watch(self, tell: Callable[[BookUpdate], None]) -> None:
        """Call `tell`, from a thread of its own, with every edit; nothing changes before `renew`."""
        self._tell = tell
        if self._book_source is not None:
            self._book_source.watch(tell)

    def keep_copies(self) -> None:
        """Keep a copy of books that were just read, for the day on which one is broken or away."""
        if self._book_source is not None:
            self._book_source.keep()

    def untold_news(self) -> Sequence[NewsItem]:
        """Return what has changed since the agent last looked and was not yet told of; it is from now on."""
        return self._book_source.news.take_unshown() if self._book_source is not None else ()

    def news(self) -> Mapping[str, NewsItem]:
        """Return what has changed since the agent last looked, by the phrases' ids."""
        if self._book_source is None:
            return {}
        return {item.id: item for item in self._book_source.news.all()}

    def renew(self, update: BookUpdate) -> None:
        """Work with the edited books from now on."""
        self.phrasebook = update.phrasebook

    def close(self) -> None:
        """Stop watching, and write what is left of the history, for at most half a second."""
        if self._book_source is not None:
            self._book_source.close()
        if self.team is not None:
            self.team.close()
        if self.history is not None:
            self.history.close()

    def record(self, search: SearchRecord) -> None:
        """Keep a search that has ended, where a history is kept."""
        if self.history is not None:
            self.history.add(search._replace(shop=self.profile.shop))

    def find(self, query: str, *, scenario: str = "", limit: int = SCREEN_HITS) -> Results:
        """Return the best hits on this platform, and how many there are in each scenario.

        `query` is as it was typed or pasted. An empty one finds the starred phrases, what is used most at this hour,
        then the others by scenario, as the tabs have them: the books' files stand in the order of their names, which
        puts complaints first.
        """
        query = self.question(query)
        found = self._find(query, scenario, limit)
        if self.phrasebook.index.damaged and self._book_source is not None:
            self.phrasebook = self._book_source.make()
            found = self._find(query, scenario, limit)
        return found

    def _find(self, query: str, scenario: str, limit: int) -> Results:
        index, platform = self.phrasebook.index, self.profile.platform
        if not query.strip():
            found = self._browse(scenario, limit)
            first = [Hit(phrase, 0.0, ()) for phrase in self._habitual(scenario)]
            known = {hit.phrase.id for hit in first}
            rest = [hit for hit in found.hits if hit.phrase.id not in known] if known else found.hits
            return Results([*first, *rest][:limit], found.counts)
        picks = self.history.picks() if self.history else None
        learned = picks.learned if picks else None
        found = index.search(query, limit=limit, scenario=scenario, platform=platform, learned=learned)
        if (spelt := self._spelt(query)) != query:
            other = index.search(spelt, limit=limit, scenario=scenario, platform=platform, learned=learned)
            coded = [hit for hit in found.hits if hit.best and hit.best.field == "code"]
            found = Results(_once([*coded, *other.hits, *found.hits])[:limit], other.counts or found.counts)
        hits = picks.reorder(Query.of(query), found.hits) if picks else found.hits
        if clauses := split_clauses(query):
            single = (
                index.search(clause, limit=2, scenario=scenario, platform=platform, learned=learned).hits
                for clause in clauses
            )
            bests = [
                found[0] for clause, found in zip(clauses, single, strict=True) if self.answers(clause, found)
            ]
            hits = put_clauses_first(hits, bests)[:limit]
        return Results(hits, found.counts)

    def read(self, text: str) -> CustomerMessage:
        """Return what `text`, typed or pasted, asks, and what in it is not the question."""
        return read_message(text[-PAGE:], tuple(filter(None, (self.profile.agent, self.profile.shop))))

    def question(self, text: str) -> str:
        """Return what is searched for `text`: what it asks, or the end of all of it where that is nothing."""
        return self.read(text).question or text[-MAX_QUESTION:]

    def _spelt(self, query: str) -> str:
        """Return `query` with what is 双拼 in it written out, where the settings name a scheme."""
        if not self.settings.shuangpin:
            return query
        from qreply.text.shuangpin import spell_out

        return spell_out(query, self.settings.shuangpin)

    def _browse(self, scenario: str, limit: int) -> Results:
        index, platform = self.phrasebook.index, self.profile.platform
        if scenario:
            return index.browse(limit=limit, scenario=scenario, platform=platform)
        counts = index.browse(limit=0, platform=platform).counts
        hits: list[Hit] = []
        for name in dict.fromkeys((*(tab.name for tab in self.phrasebook.scenarios), *counts)):
            if name in counts and len(hits) < limit:
                hits += index.browse(limit=limit - len(hits), scenario=name, platform=platform).hits
        return Results(hits, counts)

    def count_offered(self) -> int:
        """Count the phrases that are meant for this platform: as many as can be found on it."""
        return sum(self._browse("", 0).counts.values())

    @property
    def placeholders(self) -> frozenset[str]:
        """Return the names of all values that are of a customer or an order, not the shop's to decide."""
        declared = (scope.placeholders.values() for scope in self.phrasebook.index.scopes())
        return frozenset(one.name for each in declared for one in each if not one.from_shop) | {SALUTATION}

    def _habitual(self, scenario: str) -> list[Phrase]:
        """Return the starred phrases and those used most at this hour, as far as available here."""
        used = self.history.picks().most_used(self.clock()) if self.history else ()
        shared = self.team.experience.favourites_of(self.profile.shop) if self.team else ()
        phrases = map(self.phrasebook.index.by_id, dict.fromkeys((*self.favourites.ids, *shared, *used)))
        return [
            phrase
            for phrase in phrases
            if phrase
            and phrase.scenario == (scenario or phrase.scenario)
            and phrase.available_on(self.profile.platform)
        ]

    def answers(self, query: str, hits: Sequence[Hit]) -> bool:
        """Tell whether the first of `hits`, found for `query`, is likely to be meant; else it is just the nearest."""
        from qreply.search.confidence import ANSWERED

        return self.confidence(query, hits) >= ANSWERED

    def confidence(self, query: str, hits: Sequence[Hit]) -> float:
        """Return how surely the first of `hits` answers `query`: 0 is not at all, from 1 on there is no doubt."""
        from qreply.search.confidence import strength

        return strength(Query.of(self._spelt(self.question(query))), hits, len(self.phrasebook.index))

    def phrase(self, name: str) -> Phrase:
        """Return the phrase with this id, else the only one with this code or this last part of an id.

        Raises UnknownPhraseError, naming those that are meant or close.
        """
        index = self.phrasebook.index
        if (phrase := index.by_id(name)) is not None:
            return phrase
        phrases = [index.phrase(number) for number in range(len(index))]
        wanted = name.strip().lower()
        named = [
            phrase
            for phrase in phrases
            if wanted
            in (*map(str.lower, phrase.codes), phrase.id.lower(), phrase.id.lower().rpartition("/")[2])
        ]
        if wanted and len(named) == 1:
            return named[0]
        if wanted and named:
            hint = t("command.ambiguous-id.hint", ids=join_words(phrase.id for phrase in named[:_MAX_NAMED]))
            raise UnknownPhraseError(t("command.ambiguous-id", name=name, count=len(named)), hint)
        from difflib import get_close_matches

        near = get_close_matches(name, [phrase.id for phrase in phrases], n=3)
        hint = t("command.unknown-id.hint", near=join_words(near)) if near else t("command.unknown-id.find")
        raise UnknownPhraseError(t("command.unknown-id", id=name), hint)

    def turn(self, phrase: Phrase) -> int:
        """Return whose turn it is among the phrase's wordings: one further at each copy."""
        return self._copies.get(phrase.id, 0)

    def wording(self, phrase: Phrase, turn: int = 0) -> Wording:
        """Return the messages to send: the wording whose `turn` it is, around the end."""
        wordings = phrase.wordings_on(self.profile.platform)
        return wordings[turn % len(wordings)]

    def prepare(
        self, phrase: Phrase, message: str, known: ValueSources, edits: Sequence[Edit] = ()
    ) -> RenderedReply:
        """Fill `message`, one of the phrase's, for the current profile, and check it."""
        from qreply.reply.render import prepare  # which finding alone does not need

        return prepare(
            phrase,
            message,
            known=known._replace(profile=self.profile),
            rules=self.phrasebook.rules,
            now=self.clock(),
            edits=edits,
        )

    def copied(self, phrase: Phrase) -> None:
        """Note that `phrase` has left, so that its next wording takes its turn."""
        self._copies[phrase.id] = self.turn(phrase) + 1

    def settle(self, settings: Settings) -> None:
        """Work with other settings from now on; their books, where others, are told of."""
        self.settings = settings
        self.profile = profile_of(settings)
        self._move()

    def take_shop_values(self, settings: Settings) -> None:
        """Work with the shop's values as `settings` have them, on the platform that is chosen."""
        platform = self.profile.platform
        self.settings = settings
        self.profile = profile_of(settings)._replace(platform=platform)

    def next_platform(self) -> None:
        """Work for the next platform from now on."""
        self.profile = self.profile._replace(platform=_after(self.profile.platform, list(PLATFORMS)))

    def next_shop(self) -> bool:
        """Work for the next shop of the settings; False if there is no other.

        Its books, if others, come by `watch`.
        """
        names = [shop.name for shop in self.settings.shops]
        if len(names) < 2:
            return False
        self.settings = self.settings._replace(shop=_after(self.profile.shop, names), platform="")
        self.profile = profile_of(self.settings)
        self._move()
        return True

    def use_examples(self) -> None:
        """Fill with examples what the shop has not decided yet, and remind of nothing; for practising."""
        from qreply.workspace.practice_values import shop_samples

        samples = shop_samples(self.phrasebook.index.scopes())
        self.profile = self.profile._replace(values={**samples, **self.profile.values})
        self.settings = self.settings._replace(keeps_reminders=False)

    def copy_for_practice(self) -> Workspace:
        """Return one with the same phrasebook, for the same shop, which neither keeps nor watches anything.

        What was picked before ranks as always. Reads the disk.
        """
        from qreply.history.read_only import ReadOnlyHistory

        history = ReadOnlyHistory(history_path(), self.clock()) if self.history is not None else None
        other = Workspace(self.phrasebook, self.settings, self.clock, history=history)
        other.profile = self.profile
        return other

    def wrote(self, digest: bytes) -> None:
        """Take what was just written into the own book, whose file has this digest, at once."""
        if not self._move() and self._book_source is not None:
            self._book_source.wrote(digest)

    def _move(self) -> bool:
        """Open other books where the settings name others now; return whether they do."""
        if self._book_source is None or self._book_source.paths == self.settings.all_books:
            return False
        self._book_source = self._book_source.moved(self.settings.all_books)
        if self._tell is not None:  # else whoever begins to watch is told that the books are others
            self._book_source.watch(self._tell, first=True)
        return True


def _once(hits: Sequence[Hit]) -> list[Hit]:
    """Return the first hit of each phrase."""
    found: dict[str, Hit] = {}
    for hit in hits:
        found.setdefault(hit.phrase.id, hit)
    return list(found.values())


def joined(messages: Sequence[str]) -> str:
    """Join messages to one."""
    return "\n".join(message.strip("\n") for message in messages)


def _after(name: str, names: Sequence[str]) -> str:
    return names[(names.index(name) + 1) % len(names)] if name in names else names[0]


def profile_of(settings: Settings) -> SenderProfile:
    """Return who writes, by the settings' current shop."""
    shop = settings.current_shop
    platform = settings.platform or (shop.platform if shop else DEFAULT_PLATFORM)
    if shop is None:
        return SenderProfile(settings.agent, platform=platform)
    return SenderProfile(settings.agent, shop.name, platform, shop.values)
