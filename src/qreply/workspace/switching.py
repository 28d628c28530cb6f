"""Go from one customer to another, by number or down a list.

Nothing that is known of one customer comes to the next.
"""

from __future__ import annotations

from collections.abc import Callable

from qreply.workspace.customers import Customer
from qreply.workspace.drafting import Drafting
from qreply.workspace.promised_answers import PromisedAnswers
from qreply.workspace.round import Round
from qreply.workspace.sending import Sending
from qreply.workspace.served_round import ServedRound


class Switching:
    """Chooses whom the agent serves; who has no draft yet begins with the selected hit."""

    def __init__(
        self,
        drafting: Drafting,
        sending: Sending,
        promised_answers: PromisedAnswers,
        take_hit: Callable[[], object],
    ) -> None:
        """Begin drafts with `take_hit`, which does so for the current customer."""
        self._drafting = drafting
        self._customers = drafting.customers
        self._known_values = drafting.known_values
        self._sending = sending
        self._promised_answers = promised_answers
        self._take_hit = take_hit
        self.served_round: ServedRound | None = None

    def next_customer(self) -> None:
        """Go on with the next customer."""
        self._customers.switch()
        self._serve()

    def new_customer(self) -> bool:
        """Go on with a new customer; False if there are too many."""
        is_added = self._drafting.begin_for_new()
        self._serve()
        return is_added

    def clear_customer(self) -> None:
        """Forget the current customer and go on with the next.

        What they were answered just now is not due any more.
        """
        self._promised_answers.settle(self._customers.current.visit)
        self._customers.clear()
        self._serve()

    def go_to(self, customer: Customer) -> None:
        """Go on with `customer`, if they are still there."""
        self._customers.go_to(customer)
        self._serve()

    def forget_idle(self) -> bool:
        """Forget customers for whom nothing was done for long, and their last reply."""
        is_forgotten = self._customers.forget_idle()
        self._sending.clipboard_record.forget(self._customers.all)
        return is_forgotten

    def _serve(self) -> None:
        self._known_values.forget_pasted()
        self._sending.clipboard_record.go_on()
        self._sending.clipboard_record.forget(self._customers.all)
        if self._drafting.draft is None:
            self._take_hit()

    # -- down a list

    def begin_round(self, queue: Round, on_change: Callable[[Round], object]) -> bool:
        """Serve the customers of `queue` one after another; False if there is no place for one.

        `on_change` is called whenever what has become of them changes.
        """
        served = ServedRound(queue, self._customers, self._serve_row, on_change)
        if not served.go_on():
            return False
        self.served_round = served
        self._sending.on_sent = served.take_sent
        self._sending.reason_to_wait = served.reason_to_wait
        self._serve_row()
        return True

    @property
    def is_in_round(self) -> bool:
        """Tell whether the customer being served is of a list."""
        return self.served_round is not None and self.served_round.is_current

    def _serve_row(self) -> None:
        self._known_values.forget_pasted()
        self._take_hit()
