"""Find the phrases that a lead has taken out of an edited table."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass

from qreply.exchange.formats.own_table import OwnTable
from qreply.exchange.formats.phrase_table import cells_of
from qreply.exchange.formats.row_stamp import are_as_exported, check_of, left_out
from qreply.exchange.import_limits import PLACES
from qreply.exchange.update_plan import PhraseChange, UpdatePlan
from qreply.i18n import join_words
from qreply.phrasebook.model import Phrase

# Phrases; more of them, and more than a quarter of a scenario, are removed only when that is said. Of one that has no
# twice as many it is more than half.
_MANY, _FEW = 5, 2


@dataclass
class Removals:
    """What is missing in the table of the book's `phrases`, which are by id.

    `present` are the ids that the table has, `rows_exported` those that its rows were exported with, with checksums.
    """

    table: OwnTable
    plan: UpdatePlan
    phrases: Mapping[str, Phrase]
    present: Collection[str]
    rows_exported: Mapping[str, str]

    def add(self, *, force: bool) -> None:
        """Remove phrases that were exported and are no longer in the table.

        A scenario of which the table has no row at all is left alone.
        """
        exported, present = self.table.exported, self.present
        candidates = [phrase for key, phrase in self.phrases.items() if exported is None or key in exported]
        scenarios = {self.phrases[key].scenario for key in present if key in self.phrases}
        missing = self._exported_of(
            [phrase for phrase in candidates if phrase.id not in present], force=force
        )
        if self.phrases.keys() & present:
            known = {phrase.id for phrase in missing}.union(present)
            self._note_since_export(phrase for key, phrase in self.phrases.items() if key not in known)
        if missing and self.table.cut:  # one of those may be its row
            self.plan.note("refused", "removed-unclear", count=str(len(missing)))
            return
        if not force:
            missing = self._as_exported(missing)
        titles = {one.name: one.title for one in self.plan.book.scenarios}
        absent = {phrase.scenario for phrase in missing} - scenarios
        for name in sorted(absent):
            count = sum(phrase.scenario == name for phrase in missing)
            title = titles.get(name) or name
            if title in self.table.unread:
                continue
            self.plan.note("doubtful", "scenario-not-in-table", title=title, count=str(count))
        missing = [phrase for phrase in missing if phrase.scenario not in absent]
        inside = Counter(phrase.scenario for phrase in candidates)
        for name, count in Counter(phrase.scenario for phrase in missing).items():
            most = max(_MANY, inside[name] // 4) if inside[name] > 2 * _MANY else max(_FEW, inside[name] // 2)
            if count > most and not force:
                title = titles.get(name) or name
                self.plan.note(
                    "refused", "many-removed", title=title, count=str(count), all=str(inside[name])
                )
                return
        self.plan.changes += [PhraseChange("removed", phrase, None) for phrase in missing]

    def _exported_of(self, missing: list[Phrase], *, force: bool) -> list[Phrase]:
        """Return those that were exported; the book has got the others since.

        Where that cannot be told it is none, which is noted, or all if that is forced.
        """
        if not missing or self.table.exported is not None:
            return missing
        stamp, ids = self.table.stamp, [phrase.id for phrase in missing]
        found = left_out(stamp, self.rows_exported, ids) if stamp else None
        if found is None and not force:
            self.plan.note("refused", "removed-unclear", count=str(len(missing)))
        return [
            phrase for phrase in missing if phrase.id in (ids if found is None and force else found or ())
        ]

    def _as_exported(self, missing: list[Phrase]) -> list[Phrase]:
        """Return those that the book has not changed since the export, and note the others."""
        now = {phrase.id: check_of(cells_of(phrase)) for phrase in missing}
        if self.table.exported is None:
            if not now or are_as_exported(self.table.stamp, {**self.rows_exported, **now}):
                return missing
            changed, code = missing, "removed-changed" if len(missing) == 1 else "some-removed-changed"
        else:
            exported, code = self.table.exported, "removed-changed"
            changed = [one for one in missing if exported[one.id] not in ("", now[one.id])]
        for phrase in changed:
            self.plan.note("refused", code, id=phrase.id, title=phrase.title)
        return [phrase for phrase in missing if phrase not in changed]

    def _note_since_export(self, phrases: Iterable[Phrase]) -> None:
        """Tell of phrases that the table has not, and that it had not when it was exported."""
        titles = [f"“{phrase.title}”" for phrase in phrases]
        if titles and not any(note.code == "removed-unclear" for note in self.plan.notes):
            names = join_words(titles[:PLACES])
            self.plan.note("doubtful", "since-export", count=str(len(titles)), names=names)
