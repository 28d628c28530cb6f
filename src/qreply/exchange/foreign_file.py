"""A foreign file → a batch; its format is told by its content, whatever it is called."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from qreply.errors import QReplyError
from qreply.exchange.batch import ImportBatch
from qreply.exchange.formats import beeftext, delimited, espanso, native, workbook
from qreply.exchange.formats.json_values import JsonLimitError, parse_json
from qreply.exchange.formats.signatures import is_workbook
from qreply.exchange.formats.spreadsheet import Row, Table, header_of, known_column, no_header, without_header
from qreply.exchange.import_limits import CELLS, DEPTH, YAML
from qreply.exchange.tables import decode_content, read_content
from qreply.i18n import t
from qreply.text.safety import clean_line

_OWN_BOOK = re.compile(r"^(phrases|话术|rules|规则)[ \t]*:", re.MULTILINE)
_QIANNIU = {"快捷短语编码", "快捷短语", "快捷短语分组"}
_WANGWANG = {"分组", "快捷编码", "标题", "内容"}


def read_foreign(path: Path, mapping: Mapping[str, str]) -> ImportBatch:
    """What the file holds; `mapping` names columns, ours → theirs.

    Raises QReplyError if the file cannot be read or is of no known format.
    """
    data = read_content(path)
    if is_workbook(data):
        batch = ImportBatch("xlsx")
        workbook.read(data, batch, mapping)
        return batch
    return read_text(decode_content(data, path).text, mapping)


def read_text(text: str, mapping: Mapping[str, str]) -> ImportBatch:
    """What the text holds; see `read_foreign`."""
    if not text.strip():
        raise QReplyError(t("exchange.empty"))
    if text.lstrip()[:1] in "{[" and (value := _json(text)) is not None:
        return _from_json(value)
    if espanso.is_espanso(text):
        if len(text) > YAML:
            raise QReplyError(t("exchange.too-big", limit=YAML // 1024 // 1024), t("exchange.split.hint"))
        batch = ImportBatch("espanso")
        espanso.read(text, batch)
        return batch
    batch = ImportBatch("csv")
    if not mapping and _OWN_BOOK.search(text) and "," not in text.split("\n", 1)[0]:
        raise QReplyError(t("exchange.own-book"), t("exchange.own-book.hint"))
    _from_rows(delimited.rows(text, batch), batch, mapping)
    return batch


def _json(text: str) -> Any:
    try:
        return parse_json(text)
    except JsonLimitError as error:
        raise QReplyError(
            t("exchange.json-limit", values=CELLS, levels=DEPTH), t("exchange.split.hint")
        ) from error
    except ValueError:
        return None


def _from_json(value: Any) -> ImportBatch:
    if native.is_own(value):
        batch = ImportBatch("json")
        native.read_json(value, batch)
    elif beeftext.is_beeftext(value):
        batch = ImportBatch("beeftext")
        beeftext.read_json(value, batch)
    else:
        raise QReplyError(t("exchange.unknown-format"), t("exchange.known-formats"))
    return batch


def _from_rows(rows: Sequence[Row], batch: ImportBatch, mapping: Mapping[str, str]) -> None:
    at = header_of(rows, mapping)
    if at is None and not mapping and rows and "text" in map(known_column, rows[0][1]):
        at = 0
    if at is None:
        if rows and (numbered := without_header(rows, mapping, batch)):
            Table(numbered, batch, mapping).add(rows)
            return
        if not mapping and beeftext.is_beeftext_rows(rows):
            batch.format = "beeftext"
            beeftext.read_rows(rows, batch)
            return
        raise no_header(rows[0][1] if rows else [], mapping)
    if mapping and all(column.isdecimal() for column in mapping.values()):
        batch.note("doubtful", "header", rows[at][0], shown=clean_line(" ".join(rows[at][1]))[:60])
    header = [cell.strip() for cell in rows[at][1]]
    for place, cells in rows[:at]:
        batch.note("refused", "above-header", place, shown=" ".join(filter(None, cells))[:60])
    if native.HEADER[-1] in header and native.HEADER[0] in header and not mapping:
        batch.format = "own-csv"
        native.read_csv(header, rows[at + 1 :], batch)
        return
    batch.format = "qianniu" if set(header) >= _QIANNIU else "wangwang" if set(header) >= _WANGWANG else "csv"
    Table(header, batch, mapping).add(rows[at + 1 :])
