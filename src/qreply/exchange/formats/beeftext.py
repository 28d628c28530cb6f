"""Read Beeftext's JSON, in all its versions, and the CSV it exports.

The CSV's columns are keyword, snippet and name.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from qreply.errors import QReplyError
from qreply.exchange import import_limits
from qreply.exchange.batch import ImportBatch, ImportedPhrase, Room, TooLongError
from qreply.exchange.formats.column_names import names_columns
from qreply.exchange.formats.date_formats import from_tokens
from qreply.exchange.formats.html_text import text_of_html
from qreply.exchange.formats.spreadsheet import tidied
from qreply.exchange.formats.table_header import Row
from qreply.exchange.formats.variables import Tag, declared_in, field_tag, template
from qreply.i18n import t
from qreply.phrasebook.model import Phrase, Placeholder, Scope
from qreply.text.safety import clean, clean_line

_VARIABLE = re.compile(r"#\{((?:\\.|[^}\\])*)\}", re.DOTALL)
_MAX_DEPTH = 8
_CHANGES: Mapping[str, Callable[[str], str]] = {
    "combo": str,
    "upper": str.upper,
    "lower": str.lower,
    "trim": str.strip,
}
_SHIFT = re.compile(r"([+-]\d{1,3})([dw])")
_QT = {
    "yyyy": "YYYY",
    "MM": "MM",
    "M": "M",
    "dd": "DD",
    "d": "D",
    "HH": "HH",
    "hh": "HH",
    "H": "H",
    "h": "H",
    "mm": "mm",
}
_QT_TOKEN = re.compile("'([^']*)'|y+|M+|d+|H+|h+|m+|[A-Za-z]+")


def is_beeftext(value: object) -> bool:
    """Tell whether it is Beeftext's JSON."""
    return isinstance(value, dict) and isinstance(value.get("combos"), list)


def is_beeftext_rows(rows: Sequence[Row]) -> bool:
    """Tell whether the rows are keyword, snippet and name; Beeftext writes no header.

    Many a table has three columns: each keyword must be in plain letters and the only one, the snippets longest.
    """
    filled = [cells for _, cells in rows if any(cells)]
    if not filled or len({cells[0] for cells in filled}) < len(filled) or names_columns(filled[0]):
        return False
    if not all(len(cells) == 3 and re.fullmatch(r"[!-~]{1,40}", cells[0]) for cells in filled):
        return False
    code, snippet, name = (sum(len(cells[at]) for cells in filled) for at in range(3))
    return snippet > max(code, name)


def read_rows(rows: Sequence[Row], batch: ImportBatch) -> None:
    """Add the rows to the batch."""
    batch.note("doubtful", "guessed-columns", rows[0][0])
    combos = [
        (place, {"keyword": cells[0], "snippet": cells[1], "name": cells[2]})
        for place, cells in rows
        if any(cells)
    ]
    _Reader(combos, {}, batch).read()


def read_json(value: Mapping[str, Any], batch: ImportBatch) -> None:
    """Add what the JSON holds to the batch; raises QReplyError for too many."""
    known = value.get("groups")
    if known is not None and not isinstance(known, list):
        batch.note("refused", "odd-type", "groups")
        known = None
    groups = {str(group.get("uuid")): group for group in known or () if isinstance(group, dict)}
    combos = []
    if len(value["combos"]) > import_limits.ROWS:
        raise QReplyError(t("exchange.too-many-rows", limit=import_limits.ROWS), t("exchange.split.hint"))
    for number, combo in enumerate(value["combos"], 1):
        place = t("exchange.entry", number=number)
        if isinstance(combo, dict):
            combos.append((place, combo))
        else:
            batch.note("refused", "odd-type", place)
    _Reader(combos, groups, batch).read()


class _Reader:
    def __init__(
        self, combos: Sequence[tuple[str, Mapping[str, Any]]], groups: Mapping[str, Any], batch: ImportBatch
    ) -> None:
        self._combos = combos
        self._groups = groups
        self._batch = batch
        self._snippets = {_text(combo, "keyword", "comboText"): self._snippet(combo) for _, combo in combos}
        self._declared: dict[str, Placeholder] = {}
        self._place = ""
        self._room = Room()

    def read(self) -> None:
        for place, combo in self._combos:
            self._place, self._declared, self._room = place, {}, Room()
            before = len(self._batch.notes)
            try:
                self._add(combo)
            except TooLongError:
                del self._batch.notes[before:]
                name = clean_line(
                    _text(combo, "name")[: import_limits.LABEL]
                    or _text(combo, "keyword")[: import_limits.LABEL]
                )
                self._batch.note(
                    "refused", "refers-too-much", place, name=name, limit=str(import_limits.TEXT)
                )

    def _add(self, combo: Mapping[str, Any]) -> None:
        code, name = _text(combo, "keyword", "comboText"), _text(combo, "name")
        if combo.get("enabled") is False:
            self._batch.note("refused", "switched-off", self._place, shown=clean_line(name or code)[:40])
            return
        self._room.take(self._snippet(combo))
        if combo.get("useHtml"):
            self._batch.note("changed", "markup", self._place)
        text = template(self._pieces(tidied(self._batch, self._place, self._snippet(combo)), 0))
        if not text.strip():
            self._batch.note("refused", "no-text", self._place, shown=clean_line(f"{code} {name}")[:40])
            return
        group = self._groups.get(_text(combo, "group"), {})
        scope = Scope(
            self._declared | {name: known for name, known in declared_in(text).items() if known.default}
        )
        phrase = Phrase(
            "",
            "",
            clean_line(name),
            ((text,),),
            code=clean_line(code),
            note=clean(_text(combo, "description")).strip("\n"),
            scope=scope,
        )
        path = tuple(filter(None, [clean_line(_text(group, "name"))]))
        self._batch.imported_phrases.append(ImportedPhrase(self._place, phrase, path))

    @staticmethod
    def _snippet(combo: Mapping[str, Any]) -> str:
        text = _text(combo, "snippet", "substitutionText")
        return text_of_html(text[: import_limits.HTML]) if combo.get("useHtml") else text

    def _pieces(self, text: str, depth: int) -> list[str | Tag]:
        pieces: list[str | Tag] = []
        end = 0
        for found in _VARIABLE.finditer(text):
            pieces.append(text[end : found.start()])
            pieces += self._variable(re.sub(r"\\([\\}])", r"\1", found[1]), found[0], depth)
            end = found.end()
        return [*pieces, text[end:]]

    def _variable(self, body: str, written: str, depth: int) -> list[str | Tag]:
        kind, _, rest = body.partition(":")
        match kind:
            case "date" | "time" | "dateTime":
                return self._date(kind, rest, written)
            case "clipboard":
                return [self._field("剪贴板", Placeholder("剪贴板", from_clipboard=True), written)]
            case "input":
                return [self._field(rest, None, written)]
            case "combo" | "upper" | "lower" | "trim" if rest in self._snippets and depth < _MAX_DEPTH:
                return self._nested(kind, rest, written, depth)
            case "envVar" | "powershell":
                self._batch.note("doubtful", "code", self._place, name=kind, command=clean_line(rest)[:80])
                return [field_tag(kind)]
            case "cursor" | "key" | "delay" | "shortcut":
                self._batch.note("changed", "keystroke", self._place, written=clean_line(written))
                return []
        return [written]

    def _nested(self, kind: str, keyword: str, written: str, depth: int) -> list[str | Tag]:
        snippet = self._snippets[keyword]
        self._room.take(snippet)
        self._batch.note("changed", "nested", self._place, written=clean_line(written))
        pieces = self._pieces(clean(snippet), depth + 1)
        return [_CHANGES[kind](piece) if isinstance(piece, str) else piece for piece in pieces]

    def _date(self, kind: str, rest: str, written: str) -> list[str | Tag]:
        if kind != "dateTime" or not rest:
            tags: dict[str, list[str | Tag]] = {"date": [Tag("{{今天}}")], "time": [Tag("{{现在}}")]}
            found = tags.get(kind, [Tag("{{今天}}"), " ", Tag("{{现在}}")])
            self._changed(
                written, "".join(piece.text if isinstance(piece, Tag) else piece for piece in found)
            )
            return found
        shift, _, form = rest.rpartition(":") if _SHIFT.match(rest) else ("", "", rest)
        offset = _SHIFT.fullmatch(shift) if shift else None
        ours = _qt_format(form)
        if ours is None or (shift and not offset):
            self._batch.note("doubtful", "date", self._place, written=clean_line(written))
            return [field_tag("日期")]
        known = Placeholder("日期", date=f"{offset[1]}{offset[2]}" if offset else "+0d", format=ours)
        return [self._field("日期", known, written)]

    def _field(self, name: str, known: Placeholder | None, written: str) -> Tag:
        """Return the tag of a placeholder.

        A second one of the same name that means something else gets a number.
        """
        tag = field_tag(name)
        number = 2
        while known and self._declared.get(tag.text[2:-2], known) != known:
            tag = field_tag(f"{name}{number}")
            number += 1
            known = Placeholder(tag.text[2:-2], date=known.date, format=known.format)
        if known:
            self._declared[tag.text[2:-2]] = known
        self._changed(written, tag.text)
        return tag

    def _changed(self, theirs: str, ours: str) -> None:
        self._batch.note("changed", "variable", self._place, theirs=clean_line(theirs), ours=ours, count="1")


def _qt_format(form: str) -> str | None:
    """Return Qt's date format as ours, None if ours cannot say it."""
    tokens: list[tuple[str, bool]] = []
    end = 0
    for found in _QT_TOKEN.finditer(form):
        tokens.append((form[end : found.start()], False))
        if found[1] is not None:
            tokens.append((found[1], False))
        elif (ours := _QT.get(found[0])) is None:
            return None
        else:
            tokens.append((ours, True))
        end = found.end()
    return from_tokens([*tokens, (form[end:], False)])


def _text(mapping: Mapping[str, Any], *keys: str) -> str:
    return next((value for key in keys if isinstance(value := mapping.get(key), str)), "")
