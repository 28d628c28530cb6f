"""Tell what a practice has shown: how often right, how fast, what else was taken."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from math import ceil
from statistics import median

from qreply.i18n import t
from qreply.phrasebook.model import Phrase
from qreply.workspace.practice import QUICK, Turn

MIN_SAVED = 2  # keys; for one less nobody learns a code


@dataclass(frozen=True, slots=True)
class Mistake:
    """A message, the phrases that answer it, and those taken instead, if any."""

    text: str
    answers: tuple[Phrase, ...]
    taken: tuple[Phrase, ...]


@dataclass(frozen=True, slots=True)
class QuickerCode:
    """A phrase that was found by typing `query`, and its code, `saved` keys fewer."""

    phrase: Phrase
    query: str
    code: str
    saved: int


@dataclass(frozen=True, slots=True)
class PracticeResults:
    """The figures of a practice.

    Seconds run until the right copy; they are None where there was none.
    `right` counts messages whose first copy was right, of the `judged` ones, of which somebody has said what is;
    `quick` is the share of all messages that were settled within 20 seconds.
    """

    messages: int
    judged: int
    right: int
    median: float | None
    p90: float | None
    quick: float | None
    mistakes: tuple[Mistake, ...] = ()
    codes: tuple[QuickerCode, ...] = ()

    @property
    def share(self) -> float | None:
        """Return the share that was right first time, of 1; None where nothing was judged."""
        return self.right / self.judged if self.judged else None


def results_of(turns: Sequence[Turn], by_id: Callable[[str], Phrase | None]) -> PracticeResults:
    """Count what `turns`, which have ended, have shown; `by_id` finds the book's phrases."""
    settled = [take for turn in turns if (take := turn.settled)]
    seconds = sorted(take.seconds for take in settled)
    judged = [turn for turn in turns if turn.message.answers]
    return PracticeResults(
        len(turns),
        len(judged),
        sum(bool(turn.is_right_first) for turn in judged),
        round(median(seconds), 1) if seconds else None,
        seconds[ceil(0.9 * len(seconds)) - 1] if seconds else None,
        round(sum(each < QUICK for each in seconds) / len(turns), 3) if turns else None,
        tuple(_mistake(turn, by_id) for turn in judged if not turn.is_right_first),
        _quicker_codes(turns),
    )


def figures_of(results: PracticeResults) -> Iterator[str]:
    """Say the figures, a line each."""
    yield t("practice.messages", count=results.messages)
    if results.share is not None:
        yield t("practice.first", right=results.right, judged=results.judged, share=f"{results.share:.0%}")
    if results.median is not None:
        yield t("practice.seconds", median=results.median, p90=results.p90)
    if results.quick is not None:
        yield t("practice.quick", share=f"{results.quick:.0%}")


def _mistake(turn: Turn, by_id: Callable[[str], Phrase | None]) -> Mistake:
    answers = tuple(phrase for name in sorted(turn.message.answers) if (phrase := by_id(name)))
    taken = {take.phrase.id: take.phrase for take in turn.takes if take.phrase.id not in turn.message.answers}
    return Mistake(turn.message.text, answers, tuple(taken.values()))


def _quicker_codes(turns: Sequence[Turn]) -> tuple[QuickerCode, ...]:
    """Return the codes that would have saved most, each phrase once."""
    best: dict[str, QuickerCode] = {}
    for turn in turns:
        take = turn.settled
        codes = sorted(take.phrase.codes, key=len) if take else []
        if take is None or not codes or not take.query:
            continue
        saved = len(take.query) - len(codes[0])
        known = best.get(take.phrase.id)
        if saved >= MIN_SAVED and (known is None or saved > known.saved):
            best[take.phrase.id] = QuickerCode(take.phrase, take.query, codes[0], saved)
    return tuple(sorted(best.values(), key=lambda code: (-code.saved, code.phrase.id)))
