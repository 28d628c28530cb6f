"""Writing phrases of one's own at the desk: begun, looked over, saved, found a moment later."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from itertools import takewhile
from pathlib import Path

from qreply.authoring.own_book import OWN_SCENARIO, OwnBook, Saved, Shared
from qreply.authoring.phrase_edit import Manuscript
from qreply.authoring.review import Remark, Reviewer
from qreply.errors import NotSavedError
from qreply.history.records import LONGEST
from qreply.i18n import t
from qreply.phrasebook.lint import MESSAGE_LIMITS
from qreply.phrasebook.model import Phrase, Scenario
from qreply.settings.model import own_book_path
from qreply.text.safety import clean_line
from qreply.workspace.workspace import Desk

_NUMBER = re.compile(r"\d{5,}")  # an order's, a parcel's, a telephone's


class Author:
    """The agent as the author of phrases for `desk`, kept in the folder `own`."""

    def __init__(self, desk: Desk, own: Path | None = None) -> None:
        """Raises NotSavedError where own phrases would not be used, so that nothing is written in vain."""
        folder = own or own_book_path()
        if desk.settings.only_books:
            raise NotSavedError(t("writing.only-books"), t("writing.only-books.hint", path=folder))
        shared = Shared.of(desk.library.index.scopes())
        self._desk = desk
        self._book = OwnBook(folder, shared)
        limits = {**MESSAGE_LIMITS, **desk.settings.limits}
        self._reviewer = Reviewer(shared.scope, desk.library.rules, desk.profile, limits)

    @property
    def scenarios(self) -> list[Scenario]:
        """Where a new phrase may go: the book's scenarios, and the agent's own."""
        known = list(self._desk.library.scenarios)
        if OWN_SCENARIO not in (scenario.name for scenario in known):
            known.append(Scenario(OWN_SCENARIO, t("writing.own")))
        return known

    def new(self, query: str, scenario: str) -> Manuscript:
        """A new phrase for what was asked, in `scenario`, or in the agent's own where that is empty.

        A whole pasted message, and numbers, may tell who the customer is: they are left out.
        """
        ask = clean_line(_NUMBER.sub("", query)) if len(query) <= LONGEST else ""
        return Manuscript(scenario or OWN_SCENARIO, asks=(ask,) if ask else ())

    def change(self, phrase: Phrase, turn: int) -> Manuscript:
        """The phrase, to be changed: its template, with the wording that is on the desk at this turn."""
        return Manuscript.of(phrase, self._desk.profile.platform, turn)

    def owns(self, phrase: Phrase) -> bool:
        """Whether the phrase is the agent's own."""
        return self._book.holds(phrase)

    def remarks(self, manuscript: Manuscript) -> list[Remark]:
        """What is wrong with the manuscript, the worst first."""
        remarks = self._reviewer.remarks(manuscript, self._desk.clock())
        return [*remarks, *self._same_code(manuscript)]

    def _same_code(self, manuscript: Manuscript) -> Iterator[Remark]:
        """A word on another phrase that has the code already: both would be found by it."""
        code, origin = manuscript.code.casefold(), manuscript.origin
        for hit in self._desk.library.index.find(code, limit=3) if code else ():
            phrase = hit.phrase
            if phrase.code.casefold() == code and (origin is None or phrase.id != origin.id):
                words = t("writing.same-code", code=manuscript.code, title=phrase.title)
                yield Remark("warning", words, t("writing.same-code.hint"))
                return

    def saving(self, manuscript: Manuscript, *, over: bool = False) -> Callable[[], Saved]:
        """The work of writing the manuscript into the own book, for any thread; raises as `OwnBook.save` does."""
        known = self._desk.library.index.by_id
        taken = set(takewhile(lambda key: known(key) is not None, manuscript.ids()))
        return lambda: self._book.save(manuscript, taken, over=over)

    def removing(self, phrase: Phrase) -> Callable[[], Saved]:
        """The work of deleting a phrase of one's own, for any thread; raises as `OwnBook.remove` does."""
        return lambda: self._book.remove(phrase)

    def saved(self, saved: Saved) -> None:
        """Work with what has been written, as soon as it is read."""
        self._desk.wrote(saved.digest)
