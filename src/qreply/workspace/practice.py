"""Run a practice: customers' messages one after another, with the clock and the takes."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from enum import Enum
from time import monotonic
from typing import TYPE_CHECKING

from qreply.phrasebook.model import Phrase

if TYPE_CHECKING:  # which takes the characters' readings
    from qreply.workspace.practice_messages import PracticeMessage

QUICK = 20.0  # seconds that a customer waits for the first answer


class Verdict(Enum):
    """What a copy was worth."""

    RIGHT = "right"
    WRONG = "wrong"
    UNKNOWN = "unknown"  # nobody has said which reply is right


@dataclass(frozen=True, slots=True)
class Take:
    """A reply that was copied: after how many seconds, and by what query it was found."""

    phrase: Phrase
    query: str
    seconds: float


@dataclass(slots=True)
class Turn:
    """A message, and what was taken for it, in order."""

    message: PracticeMessage
    takes: list[Take] = field(default_factory=list)

    def judge(self, phrase: Phrase) -> Verdict:
        """Tell what `phrase` is worth as the answer."""
        if not self.message.answers:
            return Verdict.UNKNOWN
        return Verdict.RIGHT if phrase.id in self.message.answers else Verdict.WRONG

    @property
    def settled(self) -> Take | None:
        """Return the take that ended the turn; None where it goes on, or was given up."""
        return next((take for take in self.takes if self.judge(take.phrase) is not Verdict.WRONG), None)

    @property
    def is_right_first(self) -> bool | None:
        """Tell whether the first take was right; None where nobody has said which is."""
        if not self.message.answers:
            return None
        return bool(self.takes) and self.judge(self.takes[0].phrase) is Verdict.RIGHT


class Practice:
    """The messages in their order; each ends with a right copy, or is given up."""

    def __init__(self, messages: Sequence[PracticeMessage], ticks: Callable[[], float] = monotonic) -> None:
        """Practise with `messages`; the clock of the first starts now."""
        self.turns = [Turn(message) for message in messages]
        self._ticks = ticks
        self._index = 0
        self._began = ticks()

    @property
    def turn(self) -> Turn | None:
        """Return the message that waits for an answer; None once all had theirs."""
        return self.turns[self._index] if self._index < len(self.turns) else None

    @property
    def number(self) -> int:
        """Return which message it is, from 1."""
        return min(self._index + 1, len(self.turns))

    @property
    def shown(self) -> list[Turn]:
        """Return the messages that have ended."""
        return self.turns[: self._index]

    @property
    def seconds(self) -> float:
        """Return for how many seconds the customer has been waiting."""
        return self._ticks() - self._began

    def start(self) -> None:
        """Start the clock of the message anew: the screen has just come."""
        self._began = self._ticks()

    def take(self, phrase: Phrase, query: str) -> Verdict:
        """Note that `phrase` was copied, found by `query`.

        The next message follows unless it was the wrong one.
        """
        turn = self.turn
        if turn is None:
            return Verdict.UNKNOWN
        turn.takes.append(Take(phrase, query, round(self.seconds, 1)))
        verdict = turn.judge(phrase)
        if verdict is not Verdict.WRONG:
            self._go_on()
        return verdict

    def give_up(self) -> None:
        """Go on without an answer."""
        if self.turn is not None:
            self._go_on()

    def _go_on(self) -> None:
        self._index += 1
        self._began = self._ticks()
