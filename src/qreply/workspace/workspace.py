"""Hold what is open: books, settings, who writes, what was picked.

The command line and the screen both work on it.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from qreply.phrasebook.model import Phrase, Phrasebook, Wording
from qreply.reply.values import SALUTATION, ValueSources
from qreply.search.storage.index_cache import IndexedPhrasebook, Progress
from qreply.settings.settings import Settings
from qreply.storage.locations import (
    cache_path,
    history_path,
    shipped_phrasebook,
)
from qreply.workspace.book_copies import user_copies
from qreply.workspace.books import BookSource, BookUpdate
from qreply.workspace.sender import choose_next_platform, choose_next_shop, profile_of

if TYPE_CHECKING:  # finding alone needs neither a reply nor a database
    from qreply.history.favourites import Favourites
    from qreply.history.read_only import ReadOnlyHistory
    from qreply.history.recorder import HistoryRecorder
    from qreply.history.records import SearchRecord
    from qreply.reply.rendered_reply import Edit, Field, RenderedReply
    from qreply.team.carrier import TeamLink
    from qreply.workspace.book_news import NewsItem


class Workspace:
    """An indexed book, and the sender its replies are filled for, as the settings have it."""

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
        self._on_update: Callable[[BookUpdate], None] | None = None  # who is told of edits, once somebody is
        self._wording_turns: dict[str, int] = {}
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
        copies = user_copies()
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

    def watch(self, on_update: Callable[[BookUpdate], None]) -> None:
        """Call `on_update`, from a thread of its own, with every edit.

        Nothing changes before `apply_update`.
        """
        self._on_update = on_update
        if self._book_source is not None:
            self._book_source.watch(on_update)

    def keep_copies(self) -> None:
        """Keep a copy of books that were just read, for the day on which one is broken or away."""
        if self._book_source is not None:
            self._book_source.keep()

    def untold_news(self) -> Sequence[NewsItem]:
        """Return what has changed since the agent last looked and they were not yet told of.

        Marks it as told.
        """
        return self._book_source.untold_news() if self._book_source is not None else ()

    def news(self) -> Mapping[str, NewsItem]:
        """Return what has changed since the agent last looked, by the phrases' ids."""
        if self._book_source is None:
            return {}
        return {item.id: item for item in self._book_source.news()}

    def apply_update(self, update: BookUpdate) -> None:
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

    def rebuild_index(self) -> bool:
        """Read the books again, where the index is damaged; False if nobody knows where they are."""
        if self._book_source is None:
            return False
        self.phrasebook = self._book_source.make()
        return True

    @property
    def placeholders(self) -> frozenset[str]:
        """Return the names of values that are of a customer or an order, not the shop's."""
        declared = (scope.placeholders.values() for scope in self.phrasebook.index.scopes())
        return frozenset(one.name for each in declared for one in each if not one.from_shop) | {SALUTATION}

    def wording_turn(self, phrase: Phrase) -> int:
        """Return whose turn it is among the phrase's wordings: one further at each copy."""
        return self._wording_turns.get(phrase.id, 0)

    def wording(self, phrase: Phrase, turn: int = 0) -> Wording:
        """Return the messages to send: the wording whose `turn` it is, around the end."""
        wordings = phrase.wordings_on(self.profile.platform)
        return wordings[turn % len(wordings)]

    def prepare(
        self, phrase: Phrase, message: str, sources: ValueSources, edits: Sequence[Edit] = ()
    ) -> RenderedReply:
        """Fill `message`, one of the phrase's, for the current sender, and check it."""
        from qreply.reply.render import prepare  # which finding alone does not need

        return prepare(
            phrase,
            message,
            sources=sources._replace(profile=self.profile),
            rules=self.phrasebook.rules,
            now=self.clock(),
            edits=edits,
        )

    def find_needs(self, phrase: Phrase, message: str, sources: ValueSources) -> tuple[Field, ...]:
        """Return what `message` still needs, without checking it."""
        from qreply.reply.render import find_needs

        return find_needs(phrase, message, sources._replace(profile=self.profile), self.clock())

    def take_next_wording(self, phrase: Phrase) -> None:
        """Note that `phrase` has left, so that its next wording takes its turn."""
        self._wording_turns[phrase.id] = self.wording_turn(phrase) + 1

    def apply_settings(self, settings: Settings) -> None:
        """Work with other settings from now on.

        The platform that is chosen stays, unless the shop or its own platform is another now. Other books come by
        `watch`.
        """
        before, profile = profile_of(self.settings), profile_of(settings)
        if (profile.shop, profile.platform) == (before.shop, before.platform):
            profile = profile._replace(platform=self.profile.platform)
        self.settings, self.profile = settings, profile
        self._reopen_if_moved()

    def next_platform(self) -> None:
        """Work for the next platform from now on."""
        self.profile = choose_next_platform(self.profile)

    def next_shop(self) -> bool:
        """Work for the next shop of the settings; False if there is no other.

        Its books, if others, come by `watch`.
        """
        settings = choose_next_shop(self.settings, self.profile.shop)
        if settings is None:
            return False
        self.settings, self.profile = settings, profile_of(settings)
        self._reopen_if_moved()
        return True

    def use_examples(self) -> None:
        """Fill with examples what the shop has not decided, and remind of nothing: for practising."""
        from qreply.workspace.practice_values import shop_samples

        samples = shop_samples(self.phrasebook.index.scopes())
        self.profile = self.profile._replace(values={**samples, **self.profile.values})
        self.settings = self.settings._replace(keeps_reminders=False)

    def copy_for_practice(self) -> Workspace:
        """Return a workspace for the same books and shop, which neither keeps nor watches anything.

        What was picked before ranks as always. Reads the disk.
        """
        from qreply.history.read_only import ReadOnlyHistory

        history = ReadOnlyHistory(history_path(), self.clock()) if self.history is not None else None
        other = Workspace(self.phrasebook, self.settings, self.clock, history=history)
        other.profile = self.profile
        return other

    def accept_written(self, digest: bytes) -> None:
        """Take what was just written into the own book, whose file has this digest, at once."""
        if not self._reopen_if_moved() and self._book_source is not None:
            self._book_source.wrote(digest)

    def _reopen_if_moved(self) -> bool:
        """Open other books where the settings name others now; return whether they do."""
        if self._book_source is None or self._book_source.paths == self.settings.all_books:
            return False
        self._book_source = self._book_source.moved(self.settings.all_books)
        if self._on_update is not None:  # else whoever begins to watch is told that the books are others
            self._book_source.watch(self._on_update, first=True)
        return True
