"""Go to a customer whose promised answer is due, with a reply that says how things stand."""

from __future__ import annotations

from typing import NamedTuple

from qreply.workspace.drafting import Drafting
from qreply.workspace.reminders import Reminder, Reminders

# Of the shipped book; another book has them under the same ids, or does without.
PROGRESS_ID = "complaint/progress"
LATE_ID = "complaint/late-promise"


class Brought(NamedTuple):
    """The reminder that was gone after, and what came of it."""

    reminder: Reminder
    other: str = ""  # the title of the reply that another press of the key takes
    is_new: bool = False  # what was known of the customer has been forgotten
    is_full: bool = False  # there are too many customers for another one


class PromisedAnswers:
    """Brings the customer who waits, and the reply."""

    def __init__(self, drafting: Drafting, reminders: Reminders) -> None:
        self._drafting = drafting
        self._reminders = reminders

    def bring(self, reminder: Reminder) -> Brought:
        """Go to the customer and begin with how things stand, or with an apology where it is late.

        Called again while that draft stands, it begins with the other of the two.
        """
        customers = self._drafting.customers
        customers.forget_idle()  # first: who was here long ago may be somebody else by now
        known = next((one for one in customers.all if one.visit is reminder.visit), None)
        if known is None and not customers.add():
            return Brought(reminder, is_full=True)
        if known is not None:
            customers.go_to(known)
        else:
            customers.current.nick = reminder.label if reminder.is_named else ""
            reminder.visit = customers.current.visit
        was_here, reminder.is_answering = reminder.is_answering, True
        ids = [LATE_ID, PROGRESS_ID] if self._reminders.is_late(reminder) else [PROGRESS_ID, LATE_ID]
        draft = self._drafting.draft
        if was_here and draft is not None and draft.phrase.id == ids[0]:
            ids.reverse()
        phrases = [phrase for phrase in map(self._drafting.available, ids) if phrase is not None]
        if phrases:
            self._drafting.begin(phrases[0])
        return Brought(reminder, other=phrases[1].title if len(phrases) > 1 else "", is_new=known is None)

    def take_names(self) -> None:
        """Call those who had no name when they were promised an answer by the one they have now."""
        for customer in self._drafting.customers.all:
            for reminder in self._reminders.promised_to(customer.visit):
                if customer.label and not reminder.is_named:
                    self._reminders.rename(reminder, customer.label)

    def settle(self, visit: object) -> None:
        """Take the promise to this visit's customer as kept, if the agent came for it."""
        self._reminders.sent_to(visit)
