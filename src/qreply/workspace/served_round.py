"""Serve a round's customers one after another in one place.

Nothing that is known of one customer comes to the next.
"""

from __future__ import annotations

from collections.abc import Callable
from time import monotonic

from qreply.i18n import t
from qreply.phrasebook.model import Phrase
from qreply.reply.draft import Draft
from qreply.workspace.customers import Customer, Customers
from qreply.workspace.round import Round

PASTE_SECONDS = 0.7
"""Between two replies of a round: nobody pastes faster, and a key that is held down must not copy for ten customers."""


class ServedRound:
    """A round, and the place among the customers being served that its rows take in turn."""

    def __init__(
        self,
        queue: Round,
        customers: Customers,
        on_row: Callable[[], object],
        on_change: Callable[[Round], object],
        ticks: Callable[[], float] = monotonic,
    ) -> None:
        """Serve the rows of `queue` in one customer's place.

        `on_row` is called as another row is served, `on_change` when what has become of a row changes.
        """
        self.queue = queue
        self._customers = customers
        self._on_row = on_row
        self._on_change = on_change
        self._ticks = ticks
        self._customer: Customer | None = None
        self._told_at = -PASTE_SECONDS
        self.last_nick = ""  # whom the last reply was for
        self.chosen = ""  # the title of that reply, where it is now told to others of the status, too

    @property
    def is_current(self) -> bool:
        """Tell whether the round's customer is the one being served."""
        return self._customer is self._customers.current

    @property
    def phrase(self) -> Phrase | None:
        """Return the phrase for the row that is served."""
        return self.queue.phrase

    def reason_to_wait(self) -> str:
        """Say, in the user's language, that nobody can have pasted the last reply yet.

        It is empty if somebody can.
        """
        is_too_soon = self.is_current and self._ticks() - self._told_at < PASTE_SECONDS
        return t("round.paste-first", nick=self.last_nick) if is_too_soon else ""

    def go_on(self) -> bool:
        """Take the round's place again, or a new one; False if there are too many customers."""
        if self._customer is not None and self._customer in self._customers.all:
            self._customers.go_to(self._customer)
            return True
        if not self._customers.is_fresh and not self._customers.add():
            return False
        self._customer = self._customers.current
        self._replace()
        return True

    def take_sent(self, draft: Draft, customer: Customer, follows: bool) -> None:
        """Note that `draft` has left.

        The next row is served if it was for this one, and no message `follows`.
        """
        if customer is self._customer and not follows:
            self.last_nick = customer.nick
            self._told_at = self._ticks()
            self.chosen = draft.phrase.title if self.queue.finish(draft.phrase) else ""
            self._move()

    def skip(self) -> bool:
        """Pass the row; False where none is left."""
        return self._moved(self.queue.skip())

    def go_back(self) -> bool:
        """Serve the row before; False at the first."""
        return self._moved(self.queue.go_back())

    def undo(self) -> bool:
        """Take back the last row that was told or skipped; False where there is none."""
        return self._moved(self.queue.undo())

    def _moved(self, has_moved: bool) -> bool:
        if has_moved:
            self._told_at = -PASTE_SECONDS
            self._move()
        return has_moved

    def _move(self) -> None:
        self._replace()
        self._on_change(self.queue)
        self._on_row()

    def _replace(self) -> None:
        """Put the row that is served in the place of the one before, of whom nothing stays."""
        if self._customer is not None:
            row = self.queue.row
            listed = row.values_of if row else _nothing
            self._customer = self._customers.replace(self._customer, listed, row.label if row else "")


def _nothing(_: object) -> dict[str, str]:
    return {}
