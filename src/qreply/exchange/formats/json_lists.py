"""Read JSON that other tools export, whatever its shape.

The list of phrases in it becomes the rows of a table.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from qreply.errors import QReplyError
from qreply.exchange.formats.column_names import FURTHER, is_header, known_column
from qreply.exchange.formats.table_header import Row
from qreply.exchange.import_limits import ROWS
from qreply.i18n import t

_GROUP, _KEYWORD, _REPLY = "分组", "关键词", "回复"
_BETWEEN = "\n"

_Entry = tuple[str, Mapping[str, Any]]  # the group that it stands in, and what it holds


def rows_of(value: Any) -> tuple[list[str], list[Row]]:
    """Return a header and rows of the phrases in `value`; none where there is no list of them.

    Known are lists of objects at any level, which may stand under their groups' names, and objects of keywords with
    replies. Several replies get a column each. Raises QReplyError where there are too many.
    """
    entries = list(_entries(value, ""))
    if len(entries) > ROWS:
        raise QReplyError(t("exchange.too-many-rows", limit=ROWS), t("exchange.split.hint"))
    if not entries:
        return [], []
    widths: dict[str, int] = {}
    for _, entry in entries:
        for key, cell in entry.items():
            several = known_column(key) in ("text", "variants") and isinstance(cell, list)
            widths[key] = max(widths.get(key, 1), len(cell) if several else 1)
    groups = any(group for group, _ in entries) and _GROUP not in widths
    header = [_GROUP] * groups
    for key, width in widths.items():
        header += [key, *[f"{key}{FURTHER}{number}" for number in range(2, width + 1)]]
    rows: list[Row] = []
    for number, (group, entry) in enumerate(entries, 1):
        cells = [group] * groups
        for key, width in widths.items():
            cells += _cells(entry.get(key), width)
        rows.append((t("exchange.entry", number=number), cells))
    return header, rows


def _entries(value: Any, group: str) -> Iterator[_Entry]:
    """Yield the objects that look like phrases."""
    if isinstance(value, list):
        of_phrases = any(map(_is_phrase, value)) or _is_table(value)
        for item in value:
            if _is_phrase(item) or (of_phrases and _is_flat(item)):
                yield group, item or {}
            elif isinstance(item, (list, dict)):
                yield from _entries(item, _name_of(item) or group)
    elif isinstance(value, dict):
        texts = {key: cell for key, cell in value.items() if isinstance(cell, str) or _are_texts(cell)}
        if texts and len(texts) == len(value) and not any(map(known_column, texts)):
            for key, cell in texts.items():
                yield group, {_KEYWORD: key, _REPLY: cell}
            return
        for key, inner in value.items():
            if isinstance(inner, (list, dict)):
                yield from _entries(inner, group if known_column(key) or key.isascii() else key)


def _is_table(items: list[Any]) -> bool:
    """Tell whether these are objects of the same keys, several each: the columns of a table."""
    if len(items) < 2 or not all(isinstance(item, dict) and _is_flat(item) for item in items):
        return False
    return len(items[0]) > 1 and all(item.keys() == items[0].keys() for item in items)


def _are_texts(cell: Any) -> bool:
    return isinstance(cell, list) and bool(cell) and all(isinstance(part, str) for part in cell)


def _is_phrase(item: Any) -> bool:
    """Tell whether it is an object with the keys of a phrase."""
    return isinstance(item, dict) and is_header([key for key, cell in item.items() if _is_cell(cell)])


def _is_flat(item: Any) -> bool:
    """Tell whether it is nothing, or an object without further ones: among phrases an odd one."""
    if isinstance(item, dict):
        return not any(isinstance(cell, dict) or _holds_objects(cell) for cell in item.values())
    return item in (None, "")


def _holds_objects(cell: Any) -> bool:
    return isinstance(cell, list) and any(isinstance(part, (dict, list)) for part in cell)


def _name_of(item: Any) -> str:
    """Return what a group calls itself."""
    names = ("name", "title", "group", "分组")
    return next(
        (str(item[key]) for key in names if isinstance(item, dict) and isinstance(item.get(key), str)), ""
    )


def _is_cell(cell: Any) -> bool:
    return isinstance(cell, (str, int, float)) or (
        isinstance(cell, list) and all(isinstance(part, (str, int, float)) for part in cell)
    )


def _cells(cell: Any, width: int) -> list[str]:
    """Return the value as cells: a list as several if there is room, else as lines."""
    parts = [_text(part) for part in cell] if isinstance(cell, list) else [_text(cell)]
    if width == 1:
        return [_BETWEEN.join(filter(None, parts))]
    return [*parts, *[""] * (width - len(parts))][:width]


def _text(value: Any) -> str:
    if value is None or isinstance(value, (dict, list)):
        return ""
    return str(value).lower() if isinstance(value, bool) else str(value)
