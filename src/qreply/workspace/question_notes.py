"""Note for the lead what a customer asked and the book does not answer."""

from __future__ import annotations

from enum import Enum
from typing import NamedTuple

from qreply.history.records import MAX_QUERY
from qreply.history.tracker import SearchTracker
from qreply.workspace.workspace import Workspace


class NoteOutcome(Enum):
    """What has become of a question that was to be noted."""

    NOTED = "noted"
    OFF = "off"  # no history is kept
    EMPTY = "empty"
    TOO_LONG = "too long"


class NotedQuestion(NamedTuple):
    """The outcome, the words as they were noted, and how many characters at most are."""

    outcome: NoteOutcome
    words: str = ""
    max_length: int = MAX_QUERY


def note_question(query: str, workspace: Workspace, tracker: SearchTracker) -> NotedQuestion:
    """Note `query`, which `tracker` follows, where a history is kept.

    It is noted as the history keeps all words: masked, and only if it is short enough to be free of customer data.
    """
    if workspace.history is None:
        return NotedQuestion(NoteOutcome.OFF)
    if not query.strip():
        return NotedQuestion(NoteOutcome.EMPTY)
    if words := tracker.noted():
        return NotedQuestion(NoteOutcome.NOTED, words)
    return NotedQuestion(NoteOutcome.TOO_LONG)
