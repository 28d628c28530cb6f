"""Remind of promised answers that are still to come: whose, and by when.

They are kept in memory, or, where the settings say `reminders: keep`, by label and time alone in the state folder, for
their owner's eyes only: no reply and no number of a customer's beyond what the label shows.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import partial
from pathlib import Path

from qreply.i18n import t
from qreply.runtime import background
from qreply.storage.json_state import read_state, write_state
from qreply.text.safety import clean_line

MAX_REMINDERS = 200
MAX_LABEL = 20
# Said a tenth of the time ahead, and at most ten minutes: an answer that is due takes some writing.
_SHARE_AHEAD = 10
_MOST_AHEAD = timedelta(minutes=10)
# What was due so long ago is nobody's work any more.
_FORGET_AFTER = timedelta(days=7)


@dataclass(eq=False)
class Reminder:
    """An answer promised to the customer with this label.

    `visit` tells whether that customer is still there.
    """

    label: str
    due: datetime
    rings: datetime
    title: str = ""  # of the reply that promised it
    visit: object = None
    is_named: bool = True  # whether the label is the customer's own, as against their number here
    has_rung: bool = False
    is_answering: bool = False  # the agent has gone to the customer: what is sent to them next settles it

    @property
    def key(self) -> tuple[str, str]:
        """Return what stands on disk of it."""
        return self.label, self.due.isoformat(timespec="seconds")


class Reminders:
    """The open promises, by time."""

    def __init__(self, clock: Callable[[], datetime], path: Path | None = None) -> None:
        """Keep them in the file at `path`, if any, and begin with those that it has."""
        self._clock = clock
        self._path = path
        self._all = [Reminder(label, due, due) for label, due in self._read()]

    @property
    def all(self) -> tuple[Reminder, ...]:
        """Return all that are open, the earliest first."""
        return tuple(sorted(self._all, key=lambda one: one.due))

    @property
    def is_kept(self) -> bool:
        """Tell whether they outlast the program."""
        return self._path is not None

    def add(
        self, label: str, due: datetime, *, title: str = "", visit: object = None, is_named: bool = True
    ) -> Reminder:
        """Remember that the customer with this label was promised an answer by `due`."""
        now = self._clock()
        ahead = max(min((due - now) / _SHARE_AHEAD, _MOST_AHEAD), timedelta())
        reminder = Reminder(clean_line(label)[:MAX_LABEL], due, due - ahead, title, visit, is_named)
        same = next((one for one in self._all if one.label == reminder.label and one.due == due), None)
        if same is not None:
            self._all.remove(same)
        self._all = [*self._all, reminder][-MAX_REMINDERS:]
        self._write(added=reminder)
        return reminder

    def rename(self, reminder: Reminder, label: str) -> None:
        """Give it the label that its customer has come to have."""
        self._write(removed=reminder)
        reminder.label, reminder.is_named = clean_line(label)[:MAX_LABEL], True
        self._write(added=reminder)

    def settle(self, reminder: Reminder) -> None:
        """Forget one: the customer has heard."""
        if reminder in self._all:
            self._all.remove(reminder)
            self._write(removed=reminder)

    def pressing(self) -> tuple[Reminder, ...]:
        """Return those that it is time for, the earliest first."""
        now = self._clock()
        return tuple(one for one in self.all if one.rings <= now)

    def ring(self) -> bool:
        """Tell whether it has become time for any since this was last asked."""
        fresh = [one for one in self.pressing() if not one.has_rung]
        for one in fresh:
            one.has_rung = True
        return bool(fresh)

    def promised_to(self, visit: object) -> tuple[Reminder, ...]:
        """Return what was promised to the customer of this visit."""
        return tuple(one for one in self.all if one.visit is visit)

    def sent_to(self, visit: object) -> None:
        """Note that the customer of this visit was sent something: what was promised is answered."""
        for one in self.promised_to(visit):
            if one.is_answering:
                self.settle(one)

    def is_late(self, reminder: Reminder) -> bool:
        """Tell whether the promised time is over."""
        return self._clock() > reminder.due

    def spell_due(self, reminder: Reminder) -> str:
        """Say when it is due, as short as can be: the time, with the day where that is not today."""
        return spell_time(reminder.due, self._clock())

    def _read(self) -> list[tuple[str, datetime]]:
        kept = read_state(self._path) if self._path else None
        entries = kept.get("reminders") if isinstance(kept, dict) else None
        found = []
        for entry in entries if isinstance(entries, list) else ():
            label, due = (entry.get("label"), entry.get("due")) if isinstance(entry, dict) else (None, None)
            if isinstance(label, str) and isinstance(due, str):
                try:
                    when = datetime.fromisoformat(due)
                except ValueError:
                    continue
                if when.tzinfo is None and when > self._clock() - _FORGET_AFTER:
                    found.append((clean_line(label)[:MAX_LABEL], when))
        return found[-MAX_REMINDERS:]

    def _write(self, *, added: Reminder | None = None, removed: Reminder | None = None) -> None:
        if self._path is None:
            return
        # Another qreply may have written meanwhile.
        keys = dict.fromkeys((label, due.isoformat(timespec="seconds")) for label, due in self._read())
        if added is not None:
            keys[added.key] = None
        if removed is not None:
            keys.pop(removed.key, None)
        entries = [{"label": label, "due": due} for label, due in keys]
        background.attempt(partial(write_state, self._path, {"reminders": entries}))


def spell_time(when: datetime, now: datetime) -> str:
    """Say `when` in the user's language, with the day where that is not today."""
    days = (when.date() - now.date()).days
    name = {0: "today", 1: "tomorrow", -1: "yesterday"}.get(days, "day")
    return t(f"reminder.{name}", time=f"{when:%H:%M}", month=when.month, day=when.day)
