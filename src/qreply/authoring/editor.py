"""Write own phrases: begin, review and save them, and find them a moment later."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from itertools import takewhile
from pathlib import Path

from qreply.authoring.own_book import OWN_SCENARIO, OwnBook, Saved, SharedScope
from qreply.authoring.phrase_edit import PhraseEdit
from qreply.authoring.review import Remark, Reviewer
from qreply.errors import NotSavedError
from qreply.history.records import MAX_QUERY
from qreply.i18n import t
from qreply.phrasebook.lint import MESSAGE_LIMITS
from qreply.phrasebook.model import Phrase, Scenario
from qreply.storage.locations import own_book_path
from qreply.text.safety import clean_line
from qreply.workspace.workspace import Workspace

_NUMBER = re.compile(r"\d{5,}")  # an order's, a parcel's, a telephone's


class PhraseEditor:
    """Edits phrases for `workspace` and saves them in the folder `own`."""

    def __init__(self, workspace: Workspace, own: Path | None = None) -> None:
        """Begin; raises NotSavedError where own phrases would not be used."""
        folder = own or own_book_path()
        if workspace.settings.only_books:
            raise NotSavedError(t("writing.only-books"), t("writing.only-books.hint", path=folder))
        shared = SharedScope.of(workspace.phrasebook.index.scopes())
        self._workspace = workspace
        self._book = OwnBook(folder, shared)
        limits = {**MESSAGE_LIMITS, **workspace.settings.limits}
        self._reviewer = Reviewer(shared.scope, workspace.phrasebook.rules, workspace.profile, limits)

    @property
    def scenarios(self) -> list[Scenario]:
        """Return where a new phrase may go: the book's scenarios, and the agent's own."""
        known = list(self._workspace.phrasebook.scenarios)
        if OWN_SCENARIO not in (scenario.name for scenario in known):
            known.append(Scenario(OWN_SCENARIO, t("writing.own")))
        return known

    def new(self, query: str, scenario: str) -> PhraseEdit:
        """Begin a new phrase for what was asked, in `scenario`, or the agent's own if empty.

        A whole pasted message, and numbers, may tell who the customer is: they are left out.
        """
        ask = clean_line(_NUMBER.sub("", query)) if len(query) <= MAX_QUERY else ""
        return PhraseEdit(scenario or OWN_SCENARIO, asks=(ask,) if ask else ())

    def change(self, phrase: Phrase, turn: int) -> PhraseEdit:
        """Begin to change the phrase: its template, with the wording shown at this turn."""
        return PhraseEdit.of(phrase, self._workspace.profile.platform, turn)

    def owns(self, phrase: Phrase) -> bool:
        """Tell whether the phrase is the agent's own."""
        return self._book.holds(phrase)

    def remarks(self, phrase_edit: PhraseEdit) -> list[Remark]:
        """Return what is wrong with the edit, the worst first."""
        remarks = self._reviewer.remarks(phrase_edit, self._workspace.clock())
        return [*remarks, *self._same_code(phrase_edit)]

    def _same_code(self, phrase_edit: PhraseEdit) -> Iterator[Remark]:
        """Remark on another phrase that has the same code: both would be found by it."""
        code, origin = phrase_edit.code.casefold(), phrase_edit.origin
        for hit in self._workspace.phrasebook.index.find(code, limit=3) if code else ():
            phrase = hit.phrase
            if phrase.code.casefold() == code and (origin is None or phrase.id != origin.id):
                words = t("writing.same-code", code=phrase_edit.code, title=phrase.title)
                yield Remark("warning", words, t("writing.same-code.hint"))
                return

    def saving(self, phrase_edit: PhraseEdit, *, over: bool = False) -> Callable[[], Saved]:
        """Return the work of saving the edit, for any thread; it raises as `OwnBook.save` does."""
        known = self._workspace.phrasebook.index.by_id
        taken = set(takewhile(lambda key: known(key) is not None, phrase_edit.ids()))
        return lambda: self._book.save(phrase_edit, taken, over=over)

    def removing(self, phrase: Phrase) -> Callable[[], Saved]:
        """Return the work of deleting an own phrase, for any thread; raises as `OwnBook.remove`."""
        return lambda: self._book.remove(phrase)

    def saved(self, saved: Saved) -> None:
        """Use what was saved, as soon as it is read."""
        self._workspace.accept_written(saved.digest)
