"""Read a foreign file, or a folder of them, into a batch.

Its format is told by its content, whatever it is called.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any

from qreply.errors import QReplyError
from qreply.exchange.batch import ImportBatch
from qreply.exchange.foreign_workbook import read_workbook
from qreply.exchange.formats import (
    beeftext,
    delimited,
    espanso,
    espanso_file,
    json_lists,
    native,
    own_table,
    workbook,
)
from qreply.exchange.formats.column_names import known_column
from qreply.exchange.formats.json_values import JsonLimitError, parse_json
from qreply.exchange.formats.own_table import OwnTable, name_missing
from qreply.exchange.formats.signatures import is_workbook
from qreply.exchange.formats.spreadsheet import Table, Wishes, add_rows, note_header
from qreply.exchange.formats.table_header import (
    Row,
    cut_rows,
    header_of,
    named_part,
    no_header,
    note_cut,
    without_cut,
    without_header,
)
from qreply.exchange.formats.workbook import Sheet
from qreply.exchange.import_limits import CELLS, DEPTH
from qreply.exchange.tables import decode_content, read_content
from qreply.i18n import join_words, t
from qreply.phrasebook.reading.source import Source
from qreply.text.safety import clean_line

_OWN_BOOK = re.compile(r"^(phrases|话术|rules|规则)[ \t]*:", re.MULTILINE)
_QIANNIU = {"快捷短语编码", "快捷短语", "快捷短语分组"}
_CODECS = {"gbk": "gbk", "big5": "cp950"}  # by what is said of a file's encoding
_WANGWANG = {"分组", "快捷编码", "标题", "内容"}

Progress = Callable[[int, int], None]


def read_foreign(
    path: Path,
    mapping: Mapping[str, str],
    *,
    fill_down: bool = False,
    shared: espanso_file.Shared | None = None,
) -> ImportBatch:
    """Return what the file holds; `mapping` names columns, ours → theirs.

    `shared` is what a folder's files have in common.
    Raises QReplyError if the file cannot be read or is of no known format.
    """
    wishes = Wishes(mapping, fill_down)
    data = read_content(path)
    if is_workbook(data):
        return read_workbook(data, wishes)
    return read_text(decode_content(data, path).text, mapping, fill_down=fill_down, path=path, shared=shared)


def read_own_table(path: Path, progress: Progress) -> tuple[OwnTable, ImportBatch]:
    """Return the table of ours that the file holds, and what was noticed while reading it.

    Raises QReplyError if the file cannot be read or its rows have no ids.
    """
    data = read_content(path)
    if is_workbook(data):
        batch = ImportBatch("xlsx")
        table = own_table.of_sheets(workbook.read_sheets(data, batch, progress))
    else:
        source = decode_content(data, path)
        table, batch = _own_text(source.text)
        table.codec = _codec_of(source)
    if not table.is_ours:
        raise _not_ours(path, table)
    return table, batch


def _not_ours(path: Path, table: OwnTable) -> QReplyError:
    header = next(iter(table.unread.values()), ())
    if not header:
        return QReplyError(t("exchange.no-ids", path=path), t("exchange.no-ids.hint"))
    values = name_missing(header)
    return QReplyError(
        t("exchange.no-column-of-ours", path=path, **values), t("exchange.no-column-of-ours.hint")
    )


def _codec_of(source: Source) -> str:
    """Return what the text was saved in if that has not all characters, else ""."""
    codec = next((_CODECS[each.code] for each in source.problems if each.code in _CODECS), "")
    try:
        source.text.encode(codec or "utf-8")
    except UnicodeEncodeError:  # it is GB18030, which has them all
        return ""
    return codec


def read_text(
    text: str,
    mapping: Mapping[str, str],
    *,
    fill_down: bool = False,
    path: Path | None = None,
    shared: espanso_file.Shared | None = None,
) -> ImportBatch:
    """Return what the text holds, as `read_foreign` does.

    `path` is where an espanso file's imports are looked for. Raises QReplyError for what cannot be read.
    """
    wishes = Wishes(mapping, fill_down)
    if not text.strip():
        raise QReplyError(t("exchange.empty"))
    if text.lstrip()[:1] in "{[" and (value := _json(text)) is not None:
        return _from_json(value, wishes)
    if espanso_file.is_espanso(text):
        batch = ImportBatch("espanso", t("exchange.reason.key", key="matches"))
        espanso.read(text, batch, path, shared)
        return batch
    batch = ImportBatch("csv")
    if not mapping and _OWN_BOOK.search(text) and "," not in text.split("\n", 1)[0]:
        raise QReplyError(t("exchange.own-book"), t("exchange.own-book.hint"))
    _from_rows(delimited.rows(text, batch), batch, wishes)
    return batch


def _own_text(text: str) -> tuple[OwnTable, ImportBatch]:
    batch = ImportBatch("own-csv")
    if text.lstrip()[:1] in "{[" and native.is_own(value := _json(text)):
        native.read_json(value, batch)
        return own_table.of_phrases(batch, native.exported_in(value)), batch
    table = own_table.of_sheets([Sheet("", delimited.rows(text, batch))])
    table.note_cut(batch)
    return table, batch


def _json(text: str) -> Any:
    try:
        return parse_json(text)
    except JsonLimitError as error:
        raise QReplyError(
            t("exchange.json-limit", values=CELLS, levels=DEPTH), t("exchange.split.hint")
        ) from error
    except ValueError:
        return None


def _from_json(value: Any, wishes: Wishes) -> ImportBatch:
    if native.is_own(value):
        batch = ImportBatch("json", t("exchange.reason.key", key=native.MARK))
        native.read_json(value, batch)
    elif beeftext.is_beeftext(value):
        batch = ImportBatch("beeftext", t("exchange.reason.key", key="combos"))
        beeftext.read_json(value, batch)
    else:
        batch = ImportBatch("json-list")
        header, rows = json_lists.rows_of(value)
        if not rows:
            raise QReplyError(t("exchange.unknown-format"), t("exchange.known-formats"))
        for place, cells in rows:
            if not any(cell.strip() for cell in cells):
                batch.note("refused", "empty-entry", place)
        batch.reason = t("exchange.reason.json", columns=join_words(map(clean_line, header[:12])))
        Table(header, batch, wishes.mapping, fill_down=wishes.fill_down).add(rows)
    return batch


def _from_rows(rows: Sequence[Row], batch: ImportBatch, wishes: Wishes) -> None:
    mapping = wishes.mapping
    if not mapping and (table := own_table.of_sheets([Sheet("", [*rows])])).is_stamped:
        batch.format, batch.reason = "own-csv", t("exchange.reason.own-columns")
        table.note_cut(batch)
        own_table.read_table(table, batch)
        return
    at = header_of(rows, mapping)
    if at is None and not mapping and rows and {"text", "variants"} & set(map(known_column, rows[0][1])):
        at = 0
    if at is None:
        if rows and (numbered := without_header(rows, mapping, batch)):
            batch.reason = t("exchange.reason.numbers")
            kept = without_cut(rows, mapping, batch)
            Table(numbered, batch, mapping, fill_down=wishes.fill_down).add(kept)
            return
        if not mapping and beeftext.is_beeftext_rows(rows):
            batch.format, batch.reason = "beeftext", t("exchange.reason.beeftext-rows")
            beeftext.read_rows(rows, batch)
            return
        raise no_header(rows, mapping)
    header = [cell.strip() for cell in rows[at][1]]
    note_header(rows, at, batch, mapping)
    batch.format = "qianniu" if set(header) >= _QIANNIU else "wangwang" if set(header) >= _WANGWANG else "csv"
    batch.reason = t("exchange.reason.header", place=rows[at][0], columns=_named(header))
    cut = cut_rows(named_part(rows[at][1], mapping), rows[at + 1 :])
    for place, cells in rows[at + 1 :]:
        if place in cut:
            note_cut(place, cells, cut[place], batch)
    kept = [row for row in rows[at + 1 :] if row[0] not in cut]
    add_rows(header, kept, batch, wishes)


def _named(header: Sequence[str]) -> str:
    return join_words([clean_line(cell[:40]) for cell in header if cell][:12])
