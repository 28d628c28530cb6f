"""Read a foreign workbook: our own, or sheets of phrases, each under a header of its own."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from qreply.exchange.batch import ImportBatch, ImportNote
from qreply.exchange.formats import own_table, workbook
from qreply.exchange.formats.column_names import columns_in
from qreply.exchange.formats.spreadsheet import Table, Wishes, add_rows, note_header
from qreply.exchange.formats.table_header import (
    HEADER_WITHIN,
    Row,
    header_of,
    no_header,
    reply_column,
    without_header,
)
from qreply.exchange.formats.workbook import Sheet
from qreply.i18n import t
from qreply.text.safety import clean_line

_OF_ROWS = {"uncalculated", "long-number"}  # what a row of a workbook is doubtful for


def read_workbook(data: bytes, wishes: Wishes) -> ImportBatch:
    """Return what the workbook holds; raises QReplyError where no sheet is a table of phrases."""
    batch = ImportBatch("xlsx", t("exchange.reason.workbook"))
    sheets = workbook.read_sheets(data, batch)
    if not wishes.mapping and (table := own_table.of_sheets(sheets)).is_stamped:
        batch.format, batch.reason = "own-xlsx", t("exchange.reason.own-columns")
        own_table.read_table(table, batch)
        return batch
    seen = [sheet for sheet in sheets if not sheet.is_hidden]
    _require_columns(seen, wishes.mapping)
    numbered = len(seen) < 2 or all(header_of(sheet.rows, {}) is not None for sheet in seen if sheet.rows)
    by_number = all(map(str.isdecimal, columns_in(wishes.mapping)))
    taken = 0
    for sheet in sheets:
        if sheet.is_hidden and (count := len(sheet.rows) + len(sheet.hidden_rows)):
            batch.note("refused", "hidden-sheet", name=sheet.title, count=str(count))
        elif not sheet.is_hidden:
            for place, _ in sheet.hidden_rows:
                batch.note("refused", "hidden-row", place)
            meant = _mapping_of(
                sheet.rows, wishes.mapping, is_alone=(numbered and by_number) or len(seen) < 2
            )
            title = sheet.title if len(seen) > 1 else ""
            taken += _from_sheet(sheet, title, batch, replace(wishes, mapping=meant))
    if not taken:
        raise no_header(next((sheet.rows for sheet in seen if sheet.rows), []), wishes.mapping)
    batch.notes = _told_once(batch)
    return batch


def _told_once(batch: ImportBatch) -> list[ImportNote]:
    """Return the notes without those that call a row doubtful and not taken, both.

    A formula that was not calculated is why it was not taken.
    """
    taken = {imported.place for imported in batch.imported_phrases}
    why = {note.place for note in batch.notes if note.code == "uncalculated" and note.place not in taken}
    found = []
    for note in batch.notes:
        if note.code in _OF_ROWS and note.place not in taken:
            if note.code == "uncalculated":
                found.append(replace(note, kind="refused"))
        elif note.code != "no-text" or note.place not in why:
            found.append(note)
    return found


def _mapping_of(rows: Sequence[Row], mapping: Mapping[str, str], *, is_alone: bool) -> Mapping[str, str]:
    """Return what of the mapping is meant for one of several sheets.

    A sheet whose header is known by itself is not meant by numbers, or by names that it has not.
    """
    if is_alone or not mapping or (at := header_of(rows, {})) is None:
        return mapping
    names = {clean_line(cell) for cell in rows[at][1]}
    return {
        ours: theirs
        for ours, theirs in mapping.items()
        if all(not column.isdecimal() and column in names for column in columns_in({ours: theirs}))
    }


def _require_columns(sheets: Sequence[Sheet], mapping: Mapping[str, str]) -> None:
    """Raise QReplyError for a column that the mapping names and no sheet has."""
    named = {column for column in columns_in(mapping) if not column.isdecimal()}
    rows = [row for sheet in sheets for row in sheet.rows[:HEADER_WITHIN]]
    if named - {clean_line(cell) for _, cells in rows for cell in cells}:
        raise no_header(next((sheet.rows for sheet in sheets if sheet.rows), []), mapping)


def _from_sheet(sheet: Sheet, title: str, batch: ImportBatch, wishes: Wishes) -> int:
    """Add the sheet's phrases, and return 1 if it is a table of phrases."""
    rows, mapping = sheet.rows, wishes.mapping
    at = header_of(rows, mapping)
    if at is not None:
        note_header(rows, at, batch, mapping)
        add_rows(rows[at][1], rows[at + 1 :], batch, wishes, title)
        return 1
    width = max((len(cells) for _, cells in rows), default=0)
    is_narrow = any(column.isdecimal() and int(column) > width for column in columns_in(mapping))
    if rows and not (title and is_narrow) and (header := without_header(rows, mapping, batch)):
        Table(header, batch, mapping, title, wishes.fill_down).add(rows)
        return 1
    if rows:
        is_list = (
            not title or max(len([*filter(str.strip, cells)]) for _, cells in rows) > 1
        )  # no mere remarks
        column = reply_column(rows) if is_list and not mapping else ""
        hint = f"；{t('exchange.map-reply', column=column)}" if column else ""
        batch.note("refused", "sheet", name=sheet.title, count=str(len(rows)), hint=hint)
    return 0
