"""Make phrases of rows under a header, whatever the columns are called."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from itertools import groupby

from qreply.errors import QReplyError
from qreply.exchange.batch import ColumnUse, ImportBatch, ImportedPhrase
from qreply.exchange.formats.cell_lists import ASKS, HANZI, WORDS, are_short_asks, one_a_line, several
from qreply.exchange.formats.column_names import (
    COLUMNS,
    SEVERAL_ALLOWED,
    columns_in,
    known_column,
    known_columns,
)
from qreply.exchange.formats.row_reader import odd_platform
from qreply.exchange.formats.switched_off import is_switched_off
from qreply.exchange.formats.table_header import Row, names_platforms, no_header, tables_in
from qreply.exchange.formats.variables import declared_in, from_foreign
from qreply.exchange.import_limits import COLUMNS as MAX_COLUMNS
from qreply.exchange.import_limits import LABEL, TEXT
from qreply.i18n import join_words, t
from qreply.phrasebook.leftovers import OTHER_NAMES
from qreply.phrasebook.model import Phrase, Placeholder, Scope
from qreply.phrasebook.yaml_keys import PLATFORM_NAMES
from qreply.text.safety import clean, clean_line

_PLATFORM_WORDS = re.compile(r"[\n;；|｜,，、/／+\s]+")
_ALL_PLATFORMS = ("通用", "全部", "全平台", "所有", "所有平台", "不限", "all")
NESTED = "=>"
_NESTED = re.compile("[=＝][>＞]")


@dataclass(frozen=True)
class Wishes:
    """How a lead wants a file read: `mapping` names columns, ours → theirs.

    Blank groups may be filled down.
    """

    mapping: Mapping[str, str] = field(default_factory=dict)
    fill_down: bool = False


@dataclass
class Table:
    """A header with its columns' meanings, and a batch to which rows are added."""

    header: Sequence[str]
    batch: ImportBatch
    mapping: Mapping[str, str] = field(default_factory=dict)  # --map: ours → their column's name or number
    group: str = ""  # the group of rows that name none
    fill_down: bool = False  # whether blank groups are those of the row above

    def __post_init__(self) -> None:
        self._meanings = self._columns()
        self._changes: Counter[tuple[str, str]] = Counter()
        self._unused: Counter[str] = Counter()
        self._asked: dict[str, Placeholder] = {}  # what the row's texts ask for by another tool's name
        self._above: dict[str, str] = {}
        self._groups: list[str] = []
        self._blank_groups = 0

    def add(self, rows: Sequence[Row]) -> None:
        """Add all the table's rows to the batch, and notes on what was changed in them."""
        self._read_keywords(rows)
        self.batch.columns += [
            ColumnUse(meaning, clean_line(self.header[at][:LABEL]), at + 1, self.group)
            for at, meaning in enumerate(self._meanings)
            if meaning
        ]
        names = [clean_line(cell) for cell in self.header]
        for number, (place, cells) in enumerate(rows):
            is_second = not number and names_platforms(cells)
            if is_second or [clean_line(cell) for cell in cells[: len(names)]] == names:
                self.batch.note("refused", "header-again", place)
            elif any(cell.strip() for cell in cells):
                self._add(place, cells)
        for (theirs, ours), count in self._changes.items():
            self.batch.note("changed", "variable", theirs=theirs, ours=ours, count=str(count))
        for name, count in self._unused.items():
            code = "column-by-number" if name.isdecimal() else "column"
            self.batch.note("refused", code, name=name, count=str(count))
        # Where each group stands in one run of rows, blank ones below it may be meant to belong to it.
        runs = [name for name, _ in groupby(self._groups) if name]
        if self._blank_groups and runs and len(set(runs)) == len(runs):
            self.batch.note("doubtful", "blank-groups", count=str(self._blank_groups))

    def _columns(self) -> list[str]:
        meanings = known_columns(self.header)
        given: dict[int, str] = {}
        for ours, theirs in self.mapping.items():
            if not (name := known_column(ours)):
                known = " ".join(aliases[0] for aliases in COLUMNS.values())
                raise QReplyError(t("exchange.unknown-field", name=ours), t("exchange.fields", known=known))
            places = [self._find(column) for column in columns_in({ours: theirs})]
            meanings = [meaning if meaning != name else "" for meaning in meanings]
            for at in places:
                if at in given:
                    values = {
                        "name": clean_line(self.header[at]) or str(at + 1),
                        "ours": ours,
                        "other": given[at],
                    }
                    raise QReplyError(t("exchange.column-twice", **values), t("exchange.bad-map.hint"))
                given[at] = ours
                meanings[at] = name
        if "text" not in meanings and "variants" in meanings:
            meanings[meanings.index("variants")] = "text"
        words = "tags" if "asks" in meanings else "asks"
        meanings = [words if meaning == "words" else meaning for meaning in meanings]
        for at, meaning in enumerate(meanings):
            if meaning and meaning in meanings[:at] and meaning not in SEVERAL_ALLOWED:
                meanings[at] = ""  # the first one counts; the others are told of as unused
        if "text" not in meanings:
            raise no_header([("", self.header)], {})
        return meanings

    def _read_keywords(self, rows: Sequence[Row]) -> None:
        """Take a column `keyword` for what customers say where it holds hanzi, not for codes."""
        for at, cell in enumerate(self.header):
            if cell.strip().casefold() != "keyword" or self._meanings[at] not in ("code", "") or self.mapping:
                continue
            said = [cells[at] for _, cells in rows if at < len(cells) and cells[at].strip()]
            if 2 * sum(map(bool, map(HANZI.search, said))) > len(said):
                self._meanings[at] = "tags" if "asks" in self._meanings else "asks"

    def _find(self, column: str) -> int:
        names = [clean_line(cell) for cell in self.header]
        column = column.strip()
        if column in names:
            return names.index(column)
        if column.isdecimal() and len(column) < 5 and 0 < int(column) <= len(names):
            return int(column) - 1
        known = join_words(filter(None, names))
        raise QReplyError(t("exchange.no-column", name=column), t("exchange.columns", known=known))

    def _cells(self, cells: Sequence[str]) -> tuple[dict[str, str], list[str]]:
        """Return what the row says by meaning, and its other wordings."""
        found: dict[str, str] = {}
        variants = []
        for at, written in enumerate(cells[:MAX_COLUMNS]):
            meaning = self._meanings[at] if at < len(self._meanings) else ""
            cell = one_a_line(written, self.header[at]) if meaning == "asks" else written
            if meaning == "variants":
                variants.append(cell)
            elif meaning and cell.strip() and found.get(meaning, "").strip():
                found[meaning] += f"\n{cell}"
            elif meaning:
                found[meaning] = cell
            elif cell.strip():
                self._unused[
                    (clean_line(self.header[at]) if at < len(self.header) else "") or str(at + 1)
                ] += 1
        return found, variants

    def _add(self, place: str, cells: Sequence[str]) -> None:
        found, others = self._cells(cells)
        shown = clean_line(" ".join(cell[:40] for cell in cells[:40] if cell.strip()))[:40]
        if (longest := max(map(len, (*found.values(), *others)), default=0)) > TEXT:
            self.batch.note("refused", "too-long", place, count=str(longest), limit=str(TEXT))
            return
        if is_switched_off(found):
            self.batch.note("refused", "switched-off", place, shown=shown)
            return
        self._fill(found)
        self._asked = {}
        texts = [
            text for cell in (found.get("text", ""), *others) if (text := self._text(place, cell)).strip()
        ]
        path = tuple(filter(None, map(clean_line, _path(found, self.group))))
        if not texts:
            self.batch.note("refused", "no-text", place, shown=shown)
            return
        codes = several(WORDS, found.get("code", ""))
        for code in codes:
            if " " in code:
                self.batch.note("doubtful", "code-with-blank", place, written=code[:LABEL])
        asks = several(ASKS, found.get("asks", ""))
        for ask in filter(are_short_asks, asks):
            self.batch.note("doubtful", "asks-in-a-line", place, written=ask[:LABEL])
        phrase = Phrase(
            "",
            "",
            clean_line(found.get("title", "")),
            tuple((text,) for text in dict.fromkeys(texts)),
            code=codes[0] if codes else "",
            more_codes=codes[1:],
            asks=asks,
            tags=several(WORDS, found.get("tags", "")),
            only=self._platforms(place, found.get("only", "")),
            note=clean(found.get("note", "")).strip("\n"),
            images=several(WORDS, found.get("images", "")),
            scope=Scope(self._asked | declared_in("\n".join(texts))),
        )
        self.batch.imported_phrases.append(ImportedPhrase(place, phrase, path))

    def _platforms(self, place: str, cell: str) -> tuple[str, ...]:
        """Return the platforms that the phrase is for; none for all, as where one is not known."""
        names = [name for name in several(_PLATFORM_WORDS, cell) if name not in _ALL_PLATFORMS]
        for name in names:
            if name.lower() not in PLATFORM_NAMES:
                self.batch.note("doubtful", "platform-not-taken", place, **odd_platform(name))
                return ()
        return tuple(dict.fromkeys(PLATFORM_NAMES[name.lower()] for name in names))

    def _fill(self, found: dict[str, str]) -> None:
        """Take blank groups from the row above where that is asked for, else count them."""
        for name in ("scenario", "group"):
            if name not in found:
                continue
            if found[name].strip():
                if name == "scenario":
                    self._above.pop("group", None)
                self._above[name] = found[name]
                self._groups.append(found[name])
            elif above := self._above.get(name):
                if self.fill_down:
                    found[name] = above
                else:
                    self._blank_groups += 1
                    self._groups.append("")

    def _text(self, place: str, cell: str) -> str:
        text = tidied(self.batch, place, cell)
        text, changes, unknown = from_foreign(text)
        self._changes += changes
        for written in dict.fromkeys(unknown):
            self.batch.note("doubtful", "like-variable", place, name=written)
            name = written.strip("${｛ }｝")
            if name in OTHER_NAMES:  # declared, it is meant as it stands
                self._asked[name] = Placeholder(name, ask=name)
        return text


def add_rows(
    header: Sequence[str], rows: Sequence[Row], batch: ImportBatch, wishes: Wishes, title: str = ""
) -> None:
    """Add the phrases of one table, or of several that stand side by side."""
    spans = [] if wishes.mapping else tables_in(header)
    for start, end in spans or [(0, len(header))]:
        blank = [""] * start
        cells_of = ((place, [*blank, *cells[start : end if spans else None]]) for place, cells in rows)
        Table([*blank, *header[start:end]], batch, wishes.mapping, title, wishes.fill_down).add([*cells_of])


def note_header(rows: Sequence[Row], index: int, batch: ImportBatch, mapping: Mapping[str, str]) -> None:
    """Say which row is the header where that was guessed, and what stands above it."""
    if mapping and all(map(str.isdecimal, columns_in(mapping))):
        batch.note("doubtful", "header", rows[index][0], shown=clean_line(" ".join(rows[index][1]))[:60])
    for place, cells in rows[:index]:
        batch.note("refused", "above-header", place, shown=" ".join(filter(None, cells))[:60])


def tidied(batch: ImportBatch, place: str, text: str) -> str:
    """Return `text` without leading tabs, unsafe characters and outer line breaks.

    What is lost is noted in the batch.
    """
    text = text.lstrip("\t")
    tidy = clean(text)
    broken = len(re.sub("\r\n|[\r\v\f\x85\u2028\u2029]", "\n", text)) - len(tidy)
    if broken:
        batch.note("changed", "unsafe", place, count=str(broken))
    if "\t" in text:
        batch.note("changed", "tabs", place)
    return tidy.strip("\n")


def _path(found: Mapping[str, str], group: str) -> list[str]:
    parts = [found.get("scenario", ""), *_NESTED.split(found.get("group", ""))]
    return parts if any(part.strip() for part in parts) else [group]
