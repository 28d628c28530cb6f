"""Show what an import would bring in, so that a lead sees whether it was read rightly."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import groupby
from pathlib import Path

from qreply.exchange.batch import ColumnUse, ImportBatch, ImportNote
from qreply.exchange.import_limits import LINES, PLACES, SAMPLES
from qreply.exchange.importer import ImportPlan
from qreply.i18n import join_words, t
from qreply.phrasebook.model import Phrase
from qreply.text.safety import clean_line

KINDS = ("changed", "doubtful", "refused")
_MAX_FILES = 20
_SHOWN = 44  # characters of a sample's reply


def print_plan(plan: ImportPlan, batch: ImportBatch, folder: Path) -> None:
    """Print what was read and how, what would be written, and what is to be told of it."""
    for part in (batch.parts or [batch])[:_MAX_FILES]:
        _print_source(part, plan)
    if len(batch.parts) > _MAX_FILES:
        print(t("exchange.more-files", count=len(batch.parts) - _MAX_FILES))
    print(t("exchange.summary", count=plan.count))
    for file in plan.files:
        values = {"path": folder / file.name, "title": clean_line(file.title), "count": file.count}
        print("  " + t("exchange.file", **values))
    print_notes(plan.notes)
    if plan.unasked:
        print(t("exchange.unasked", count=plan.unasked))


def print_notes(notes: Sequence[ImportNote], *, doubtful: str = "exchange.doubtful") -> None:
    """Print what is to be told, kind by kind.

    `doubtful` names the heading of what is worth a look.
    """
    for kind in KINDS:
        found = [note for note in notes if note.kind == kind]
        if found:
            print(t(doubtful if kind == "doubtful" else f"exchange.{kind}", count=len(found)))
            for line in group_notes(found):
                print("  " + line)


def group_notes(notes: Sequence[ImportNote]) -> list[str]:
    """Make lines of the notes, one of those that say the same, a few of each sort."""
    lines: list[str] = []
    for _, sort in groupby(sorted(notes, key=lambda note: note.code), key=lambda note: note.code):
        places: dict[str, list[str]] = {}
        for note in sort:
            places.setdefault(clean_line(note.message), []).append(clean_line(note.place))
        for message, where in list(places.items())[:LINES]:
            known = list(dict.fromkeys(where))
            lines.append(
                t("exchange.note", places=_list_places(known), message=message) if any(known) else message
            )
        if len(places) > LINES:
            lines.append(t("exchange.more-notes", count=len(places) - LINES))
    return lines


def _list_places(places: Sequence[str]) -> str:
    shown = join_words(places[:PLACES])
    return t("exchange.more-places", places=shown, count=len(places)) if len(places) > PLACES else shown


def _print_source(part: ImportBatch, plan: ImportPlan) -> None:
    form = t(f"exchange.format.{part.format}")
    said = t("exchange.source", name=clean_line(part.name), format=form, reason=part.reason)
    print(said if part.reason else t("exchange.source-plain", name=clean_line(part.name), format=form))
    for line in _column_lines(part.columns, with_numbers=part.format != "json-list"):
        print("  " + line)
    places = {imported.place for imported in part.imported_phrases}
    samples = [phrase for place, phrase in plan.phrases if place in places][:SAMPLES]
    if samples:
        print("  " + t("exchange.samples", count=len(samples)))
        for phrase in samples:
            print("    " + _sample(phrase))


def _column_lines(columns: Sequence[ColumnUse], *, with_numbers: bool) -> Iterator[str]:
    """Yield a line for each sheet, or one for several that are laid out alike."""
    layouts: dict[str, list[str]] = {}
    for sheet, own in groupby(columns, key=lambda column: column.sheet):
        layout = t("exchange.between-columns").join(_column(use, with_number=with_numbers) for use in own)
        layouts.setdefault(layout, []).append(clean_line(sheet))
    for layout, sheets in layouts.items():
        named = join_words(sheets[:PLACES]) if any(sheets) else ""
        yield (
            t("exchange.sheet-columns", sheets=named, columns=layout)
            if named
            else t("exchange.columns-read", columns=layout)
        )


def _column(use: ColumnUse, *, with_number: bool) -> str:
    if not with_number:
        return t("exchange.column-key", field=t(f"exchange.field.{use.meaning}"), name=use.header)
    code = "column-number" if use.header.isdecimal() or not use.header else "column-use"
    return t(f"exchange.{code}", field=t(f"exchange.field.{use.meaning}"), name=use.header, number=use.number)


def _sample(phrase: Phrase) -> str:
    text = next((text for wording in phrase.wordings for text in wording), "")
    first = clean_line(text.split("\n", 1)[0])
    shown = first[:_SHOWN] + ("…" if len(first) > _SHOWN or "\n" in text else "")
    code = f"[{phrase.code}] " if phrase.code else ""
    values = {"code": code, "title": phrase.title, "text": shown}
    if len(phrase.wordings) > 1:
        return t("exchange.sample-variants", **values, count=len(phrase.wordings))
    return t("exchange.sample", **values)
