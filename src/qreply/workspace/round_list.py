"""Read the list of a round.

It says who is to be told, what is known of them, and which reply their status asks for.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from types import MappingProxyType

from qreply.errors import QReplyError, SettingsError
from qreply.exchange.batch import ImportBatch
from qreply.exchange.formats.table_header import HEADER_WITHIN
from qreply.exchange.tables import rows_of
from qreply.i18n import join_words, t
from qreply.phrasebook.limits import VALUE
from qreply.phrasebook.model import Placeholder
from qreply.reply.clipboard_values import offers
from qreply.text.normalize import fold
from qreply.text.safety import clean_line

MAX_ROWS = 5_000  # a shop's day; more is a list that was not meant

NICK, STATUS, REPLY = "昵称", "状态", "话术"
ORDER, TRACKING, COURIER = "订单号", "快递单号", "快递"

# What exports of Taobao, Pinduoduo, JD and Douyin, and people, call their columns.
COLUMNS: Mapping[str, tuple[str, ...]] = {
    NICK: (
        "昵称", "买家昵称", "旺旺", "旺旺名", "旺旺昵称", "旺旺号", "买家旺旺", "会员名", "买家会员名", "买家",
        "买家账号", "顾客", "顾客昵称", "客户", "客户昵称", "用户名", "用户昵称", "nick", "nickname", "buyer",
        "customer",
    ),
    ORDER: (
        "订单号", "订单编号", "主订单编号", "主订单号", "订单", "交易编号", "交易号", "订单id",
        "order", "orderid", "orderno", "ordernumber",
    ),
    TRACKING: (
        "快递单号", "运单号", "运单编号", "物流单号", "快递编号", "快递号", "单号", "运单",
        "tracking", "trackingno", "trackingnumber",
    ),
    COURIER: ("快递", "快递公司", "物流公司", "承运", "承运商", "courier", "carrier"),
    STATUS: ("状态", "订单状态", "物流状态", "交易状态", "快递状态", "评价状态", "进度", "status", "state"),
    REPLY: ("话术", "回复", "用哪条", "话术编码", "编码", "reply", "phrase", "code"),
}  # fmt: skip
_BY_ALIAS = {alias: name for name, aliases in COLUMNS.items() for alias in aliases}
_NUMBERS = (TRACKING, ORDER)

_AS_FORMULA = re.compile(r'="?(.*?)"?')  # how exports keep Excel from rounding a number
_ROUNDED = re.compile(r"\d(?:\.\d+)?[Ee]\+?\d{2}")  # what Excel has made of a long number
_NUMBER = re.compile(r"[A-Za-z]{0,4}\d{8,}|\d{6}-\d{12,}")
_MIN_PASTED = 3  # rows; two numbers may be an order's and its parcel's
_TAIL = 4  # characters by which people tell numbers apart


@dataclass(frozen=True, slots=True)
class RoundRow:
    """One customer of the list.

    `number` counts from 1, `values` are by the name of their column.
    """

    number: int
    nick: str = ""
    status: str = ""
    reply: str = ""
    values: Mapping[str, str] = field(default_factory=dict)
    unnamed: tuple[str, ...] = ()  # numbers in columns without a name

    @property
    def label(self) -> str:
        """Return the customer's name, else the end of a number of theirs, else the row's number."""
        if self.nick:
            return self.nick
        numbers = [*(self.values[name] for name in _NUMBERS if name in self.values), *self.unnamed]
        return next((number[-_TAIL:] for number in numbers), t("round.nameless", number=self.number))

    @property
    def identity(self) -> tuple[str, ...]:
        """Return by what the customer is told from others.

        That is their name and numbers, else all that the row says.
        """
        names = (self.nick, *(self.values.get(name, "") for name in _NUMBERS), *self.unnamed)
        return names if any(names) else (self.status, self.reply, *self.values.values())

    def values_of(self, placeholders: Mapping[str, Placeholder]) -> dict[str, str]:
        """Return what the row has for `placeholders`.

        A column fills the placeholder of its name, a number without a column's name one of its kind.
        """
        numbers = "\n".join((*(self.values[name] for name in _NUMBERS if name in self.values), *self.unnamed))
        found = offers(numbers, placeholders)
        for name, placeholder in placeholders.items():
            if value := self.values.get(name, ""):
                found[name] = _option_in(value, placeholder.options)
        return found


@dataclass(frozen=True, slots=True)
class RoundList:
    """The rows of a list, and how many lost a number that a spreadsheet has rounded.

    `columns` are those that its heading names, by our names.
    """

    rows: tuple[RoundRow, ...]
    rounded: int = 0
    columns: tuple[str, ...] = ()


def read_round(
    data: bytes,
    path: Path,
    placeholders: Collection[str] = (),
    mapping: Mapping[str, str] = MappingProxyType({}),
) -> RoundList:
    """Read the list in `data`, the content of `path`: CSV, a workbook, or a number a line.

    A column fills what it is called: one of `COLUMNS` or `placeholders`, or what `mapping` calls it. Raises
    QReplyError where there is no list, SettingsError where the mapping does not fit.
    """
    batch = ImportBatch("table")
    table = [(place, [_cell(cell) for cell in cells]) for place, cells in rows_of(data, path, batch=batch)]
    rounded = {note.place for note in batch.notes if note.code == "long-number"}
    header, names = _header_of(table, placeholders, mapping)
    below = table if header is None else table[header + 1 :]
    if len(below) > MAX_ROWS:
        raise QReplyError(t("round.too-many", count=len(below), limit=MAX_ROWS), t("exchange.split.hint"))
    rows: list[RoundRow] = []
    damaged = 0
    for place, cells in below:
        kept = ["" if _is_rounded(cell, in_sheet=place in rounded) else cell for cell in cells]
        damaged += kept != cells
        if any(cells):
            rows.append(_named_row(len(rows) + 1, kept, names) if names else _bare_row(len(rows) + 1, kept))
    if not any(row.nick or row.unnamed or row.values or row.status for row in rows):
        raise QReplyError(t("round.no-list", path=path), t("round.no-list.hint"))
    return RoundList(tuple(rows), damaged, tuple(filter(None, names)))


def read_pasted(text: str, placeholders: Collection[str] = ()) -> RoundList | None:
    """Read the list that was pasted, three rows or more that all say something.

    Returns None for any other text.
    """
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    if text.strip().count("\n") < _MIN_PASTED - 1:
        return None
    try:
        found = read_round(text.encode("utf-8", "replace"), Path("-"), placeholders)
    except QReplyError:
        return None
    is_list = len(found.rows) >= _MIN_PASTED and all(row.values or row.unnamed for row in found.rows)
    return found if is_list else None


def _cell(text: str) -> str:
    text = clean_line(text)
    if hit := _AS_FORMULA.fullmatch(text):
        text = hit[1]
    return text.removeprefix("'").strip()[:VALUE]


def _is_rounded(cell: str, *, in_sheet: bool) -> bool:
    """Tell whether a spreadsheet has lost digits of the number in `cell`."""
    return bool(_ROUNDED.fullmatch(cell)) or (in_sheet and cell.isdecimal() and len(cell) > 15)


def _header_of(
    table: Sequence[tuple[str, Sequence[str]]], placeholders: Collection[str], mapping: Mapping[str, str]
) -> tuple[int | None, list[str]]:
    """Find the header among the first rows, and name its columns, "" for one that we do not use."""
    mapping = {_BY_ALIAS.get(_key(ours), ours): theirs for ours, theirs in mapping.items()}
    theirs = set(mapping.values())
    for index, (_, cells) in enumerate(table[:HEADER_WITHIN]):
        if theirs <= set(cells) and not any(_NUMBER.fullmatch(cell) for cell in cells):
            names = list(_names_of(cells, placeholders, mapping))
            if any(names):
                return index, names
    if mapping:
        known = join_words(cell for cell in (table[0][1] if table else ()) if cell)
        raise SettingsError(
            t("round.no-column", names=join_words(theirs)), t("exchange.columns", known=known)
        )
    return None, []


def _names_of(
    header: Sequence[str], placeholders: Collection[str], mapping: Mapping[str, str]
) -> Iterator[str]:
    """Name each column.

    If several columns mean the same, the first counts, unless the mapping names another.
    """
    given = {theirs: ours for ours, theirs in mapping.items()}
    taken = set(mapping)
    for cell in header:
        name = given.get(cell, "")
        if not name:
            alias = _BY_ALIAS.get(_key(cell), "") or (cell if cell in placeholders else "")
            name = "" if alias in taken else alias
        taken.add(name)
        yield name


def _key(name: str) -> str:
    return fold(re.sub(r"\(.*?\)|[\s:_-]+", "", unicodedata.normalize("NFKC", name)))


def _named_row(number: int, cells: Sequence[str], names: Sequence[str]) -> RoundRow:
    values = {name: cell for name, cell in zip(names, cells, strict=False) if name and cell}
    own = {name: values.pop(name, "") for name in (NICK, STATUS, REPLY)}
    return RoundRow(number, own[NICK], own[STATUS], own[REPLY], values)


def _bare_row(number: int, cells: Sequence[str]) -> RoundRow:
    """Make a row of a list without a header.

    Each number is told by its form; the first word is the nick.
    """
    numbers = tuple(cell for cell in cells if _NUMBER.fullmatch(cell))
    words = (cell for cell in cells if cell and not _NUMBER.fullmatch(cell))
    return RoundRow(number, next(words, ""), unnamed=numbers)


def _option_in(value: str, options: Sequence[str]) -> str:
    """Return the one option that `value` contains, 圆通 of 圆通速递; else `value`."""
    found = [option for option in options if option in value]
    return found[0] if len(found) == 1 else value
