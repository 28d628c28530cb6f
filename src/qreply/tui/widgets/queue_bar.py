"""Show whose turn it is in a round, or the message of a practice and its waiting time."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual.content import Content
from textual.widgets import Static

from qreply.i18n import t
from qreply.workspace.round import RowState
from qreply.workspace.served_round import ServedRound

if TYPE_CHECKING:
    from qreply.workspace.practice import Practice

_HURRY = 5.0  # seconds before the customer's patience ends


class QueueBar(Static):
    """Shown while there is a round or a practice; as many lines as the message needs."""

    def __init__(self) -> None:
        super().__init__(id="queue", markup=False)
        self.display = False

    def show_round(self, served: ServedRound | None, *, skip: str, back: str) -> None:
        """Show where `served` stands; `skip` and `back` are the keys that go on with it."""
        self.display = served is not None
        if served is not None:
            self.set_classes("round")
            self.update(_round_of(served, skip=skip, back=back))

    def show_practice(self, practice: Practice) -> None:
        """Show the message that waits for an answer."""
        self.display = practice.turn is not None
        if practice.turn is not None:
            self.update(_practice_of(practice, practice.turn.message.text))


def _round_of(served: ServedRound, *, skip: str, back: str) -> Content:
    queue, row = served.queue, served.queue.row
    skipped = queue.count(RowState.SKIPPED) - queue.left_out
    tally = (f"  {queue.tally}", "$muted")
    if row is None:
        again = f"  {t('round.again', key=skip)}" if skipped else ""
        return Content.assemble((t("round.over"), "$text-success bold"), tally, (again, "$muted"))
    place = t("round.place", number=row.number, count=len(queue.rows))
    if not served.is_current:
        return Content.assemble((place, "$muted"), (f"  {t('round.paused', key=back)}", "$text-warning"))
    said = {
        RowState.DONE: "is-done",
        RowState.SKIPPED: "left-out" if queue.is_left_out else "was-skipped",
    }
    words = t(f"round.{said[queue.state]}") if queue.state in said else ""
    if not words and (number := queue.same_before):
        words = t("round.same-before", number=number)
    return Content.assemble(
        (place, "$text-primary bold"),
        (f"  {row.label}", "bold"),
        (f"  {row.status}" if row.status else "", "$text-accent"),
        (f"  {words}" if words else "", "$text-warning"),
        tally,
    )


def _practice_of(practice: Practice, text: str) -> Content:
    from qreply.workspace.practice import QUICK

    seconds = practice.seconds
    style = (
        "$text-error"
        if seconds >= QUICK
        else "$text-warning"
        if seconds >= QUICK - _HURRY
        else "$text-success"
    )
    return Content.assemble(
        (t("practice.place", number=practice.number, count=len(practice.turns)), "$text-primary bold"),
        (f"  {t('practice.clock', seconds=int(seconds))}", f"{style} bold"),
        ("  ", ""),
        (text, "bold"),
    )
