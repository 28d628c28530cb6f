"""Go through a list of customers, telling each once, with skipping, going back and undoing."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from enum import Enum
from typing import TYPE_CHECKING, NamedTuple

from qreply.i18n import t
from qreply.phrasebook.model import Phrase

if TYPE_CHECKING:  # a screen begins without a list
    from qreply.workspace.round_list import RoundRow
    from qreply.workspace.round_replies import RoundReplies


class RowState(Enum):
    """What has become of a row."""

    OPEN = "open"
    DONE = "done"
    SKIPPED = "skipped"


class _Step(NamedTuple):
    """What undoing takes back: the row's state, and whether its reply was chosen for all."""

    place: int
    before: RowState
    chose: bool = False


class Round:
    """The queue: which row is served, and what has become of the others."""

    def __init__(
        self,
        rows: Sequence[RoundRow],
        replies: RoundReplies,
        *,
        done: Collection[int] = (),
        first: int = 1,
    ) -> None:
        """Serve `rows` from number `first` on.

        Rows whose numbers are in `done`, and those left out, are passed.
        """
        self.rows = tuple(rows)
        self.replies = replies
        self._left_out = [replies.is_left_out(row) for row in self.rows]
        self._states = [
            RowState.DONE if row.number in done else RowState.SKIPPED if is_left_out else RowState.OPEN
            for row, is_left_out in zip(self.rows, self._left_out, strict=True)
        ]
        self._steps: list[_Step] = []
        self._index = first - 2
        self._advance()

    # -- where it stands

    @property
    def row(self) -> RoundRow | None:
        """Return the row that is served; None at the end."""
        return self.rows[self._index] if self._index < len(self.rows) else None

    @property
    def phrase(self) -> Phrase | None:
        """Return the phrase for the row that is served; None where the agent is to find one."""
        return self.replies.phrase_of(self.row) if self.row else None

    @property
    def state(self) -> RowState:
        """Return what has become of the row that is served."""
        return self._states[self._index] if self.row else RowState.DONE

    def count(self, state: RowState) -> int:
        """Count the rows of this state."""
        return self._states.count(state)

    @property
    def same_before(self) -> int:
        """Return the number of an earlier row with the same nick; 0 if there is none."""
        row = self.row
        if row is None or not row.nick:
            return 0
        return next((one.number for one in self.rows[: self._index] if one.nick == row.nick), 0)

    @property
    def ahead(self) -> int:
        """Count the open rows from the one that is served on."""
        return self._states[self._index :].count(RowState.OPEN)

    @property
    def left_out(self) -> int:
        """Count the skipped rows whose status says that they are told nothing."""
        rows = zip(self._left_out, self._states, strict=True)
        return sum(is_left_out and one is RowState.SKIPPED for is_left_out, one in rows)

    @property
    def is_left_out(self) -> bool:
        """Tell whether the status of the row that is served says that it is told nothing."""
        return self.row is not None and self._left_out[self._index]

    @property
    def tally(self) -> str:
        """Say, in the user's language, how many are done, skipped and left out."""
        left_out = self.left_out
        skipped = self.count(RowState.SKIPPED) - left_out
        words = [t("round.done", count=self.count(RowState.DONE))]
        words += [t("round.skipped", count=skipped)] * bool(skipped)
        words += [t("round.not-told", count=left_out)] * bool(left_out)
        return " · ".join(words)

    def numbers(self, state: RowState) -> list[int]:
        """Return the numbers of the rows of this state, in order."""
        return [row.number for row, one in zip(self.rows, self._states, strict=True) if one is state]

    # -- going on

    def finish(self, phrase: Phrase) -> bool:
        """Note that the row was sent `phrase`, and go on to the next open one.

        Returns whether others of its status are told the same from now on.
        """
        if self.row is None:
            return False
        chose = self.replies.choose(self.row, phrase)
        self._mark(RowState.DONE, chose=chose)
        self._advance()
        return chose

    def skip(self) -> bool:
        """Pass the row, and go on; at the end, begin again with those that were skipped.

        Returns False where nothing is left.
        """
        if self.row is None:
            return self._return_to_skipped()
        if self.state is RowState.OPEN:
            self._mark(RowState.SKIPPED)
        self._advance()
        return True

    def go_back(self) -> bool:
        """Go to the row before, whatever has become of it; False at the first."""
        if self._index == 0:
            return False
        self._index -= 1
        return True

    def undo(self) -> bool:
        """Take back the last row that was sent or skipped, and go there; False where there is none."""
        if not self._steps:
            return False
        step = self._steps.pop()
        self._index = step.place
        self._states[step.place] = step.before
        if step.chose:
            self.replies.forget(self.rows[step.place])
        return True

    def _mark(self, state: RowState, *, chose: bool = False) -> None:
        self._steps.append(_Step(self._index, self._states[self._index], chose))
        self._states[self._index] = state

    def _advance(self) -> None:
        """Go to the next open row, or behind the last."""
        ahead = range(self._index + 1, len(self.rows))
        self._index = next((at for at in ahead if self._states[at] is RowState.OPEN), len(self.rows))

    def _return_to_skipped(self) -> bool:
        """Begin again with the rows that are open still or that the agent has skipped.

        Rows that are left out stay so.
        """
        passed = [
            at
            for at, is_left_out in enumerate(self._left_out)
            if self._states[at] is RowState.OPEN or (self._states[at] is RowState.SKIPPED and not is_left_out)
        ]
        for at in passed:
            self._states[at] = RowState.OPEN
        if passed:
            self._index = passed[0]
            self._steps.clear()
        return bool(passed)
