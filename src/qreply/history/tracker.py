"""Follow the query line: where a search begins, and whether it ends in a pick."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from time import monotonic

from qreply.history.masking import mask_query
from qreply.history.records import SearchRecord, kind_of
from qreply.phrasebook.model import Phrase

# A query counts once it has stood for so long: what is typed over sooner was only on the way to another.
STOOD = 1.5
# One character says nothing about what was looked for.
_SHORTEST = 2
# Keys come one by one; more characters at once than an input method commits are a paste.
_PASTED_AT_ONCE = 4
# After so many seconds the agent had been away, and the time tells nothing.
_AWAY = 600.0


class SearchTracker:
    """Follows the query line and reports each search as it ends.

    A search goes on while the query is typed further or taken back in part. It ends when a reply is copied, or when
    the query is cleared or another put in its place; then it was given up if some query had stood for a moment, or
    had found nothing when the agent turned back from it. One whose reply could not be copied counts for neither.
    """

    def __init__(
        self,
        report: Callable[[SearchRecord], None],
        clock: Callable[[], datetime],
        ticks: Callable[[], float] = monotonic,
    ) -> None:
        self._report = report
        self._clock = clock
        self._ticks = ticks
        self._query = ""
        self._found = True
        self._changed = 0.0
        self._begin("")

    def _begin(self, query: str) -> None:
        self._began: float | None = self._ticks() if query else None
        self._pasted = False
        self._picked = False
        self._unanswered: tuple[str, bool] | None = None

    def asked(self, query: str, *, found: bool) -> None:
        """Note that the query line holds `query` now, and whether that has any hits."""
        old, now = self._query, self._ticks()
        if query == old:
            self._found = found
            return
        if not self._picked and (now - self._changed >= STOOD or not (self._found or query.startswith(old))):
            self._unanswered = (old, self._found)
        goes_on = not self._picked and _continues(old, query)
        if not goes_on:
            self._give_up()
            self._begin(query)
        self._pasted |= len(query) - (len(old) if goes_on else 0) >= _PASTED_AT_ONCE
        self._query, self._found, self._changed = query, found, now

    def picked(self, phrase: Phrase, *, edited: bool, by_query: bool) -> None:
        """Note that a reply was copied; `by_query` if it was chosen among the hits."""
        query = self._query if by_query else ""
        seconds = None
        if query and self._began is not None:
            seconds = round(self._ticks() - self._began, 1)
        self._report(
            SearchRecord(
                at=int(self._clock().timestamp()),
                kind=kind_of(query, pasted=self._pasted, code=phrase.code),
                query=mask_query(query),
                phrase=phrase.id,
                seconds=seconds if seconds is not None and seconds < _AWAY else None,
                edited=edited,
            )
        )
        if by_query:
            self._began = None  # another copy for the same query has no first key of its own
            self._picked = True

    def failed(self) -> None:
        """Note that a reply was chosen among the hits and could not be copied.

        The search is neither a pick nor given up: what it looked for was there.
        """
        if self._query:
            self._began = None  # a copy that succeeds later tells nothing of how long finding took
            self._picked = True

    def noted(self) -> str:
        """Put the query down for the lead, and end the search.

        Nothing is kept of a query that is too long.
        """
        words = mask_query(self._query)
        if words:
            self._report(SearchRecord(int(self._clock().timestamp()), "noted", words, found=self._found))
            self._picked = True  # not given up as well
        return words

    def end(self) -> None:
        """End the search as the agent leaves; what the query line holds is given up."""
        self.asked("", found=True)

    def _give_up(self) -> None:
        if self._unanswered is None or self._picked:
            return
        query, found = self._unanswered
        if len(query.strip()) >= _SHORTEST:
            self._report(
                SearchRecord(
                    at=int(self._clock().timestamp()),
                    kind=kind_of(query, pasted=self._pasted),
                    # A message that was pasted and led nowhere teaches nothing: of it not a word is kept.
                    query="" if self._pasted else mask_query(query),
                    found=found,
                )
            )


def _continues(old: str, new: str) -> bool:
    """Tell whether `new` is `old` typed further, taken back in part, or with a typo corrected."""
    if not old or not new:
        return False
    if old.startswith(new) or new.startswith(old):
        return True
    shorter, longer = sorted((old, new), key=len)
    same = next(index for index, character in enumerate(longer) if shorter[index : index + 1] != character)
    rest = shorter[same + (len(old) == len(new)) :]
    return longer[same + 1 :] == rest
