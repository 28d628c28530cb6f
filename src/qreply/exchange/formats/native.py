"""Our own JSON and CSV, which hold all of a phrase. Both come back through the loader, so that it alone judges."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from qreply.errors import QReplyError
from qreply.exchange import import_limits
from qreply.exchange.batch import ImportBatch, ImportedPhrase
from qreply.exchange.formats.delimited import quote_formula, text_of, unquote_formula
from qreply.exchange.formats.json_values import parse_json
from qreply.exchange.formats.spreadsheet import Row
from qreply.i18n import t
from qreply.phrasebook.model import Phrase, Phrasebook
from qreply.phrasebook.reading.file import ParsedFile, read_file
from qreply.phrasebook.reading.source import Source
from qreply.phrasebook.references import used_scope
from qreply.phrasebook.writing.serializer import (
    PhraseFile,
    head_of,
    phrase_files_of,
    phrase_tree,
    placeholders_of,
)
from qreply.phrasebook.writing.yaml_writer import Tree, Writer
from qreply.text.safety import clean, clean_line

VERSION = 1
MARK = "qreply"

_WRITER = Writer()
_LISTS = {"问法": "asks", "排除": "not", "标签": "tags", "图片": "images"}
_TEXTS = {"分组": "group", "标题": "title", "编码": "code", "提示": "note"}
_REST = "其余"
HEADER = (
    "编号", "场景", "场景名", "分组", "标题", "编码", "问法", "排除", "标签", "回复", "其他说法", "提示", "图片", _REST,
)  # fmt: skip
_NEXT_MESSAGE, _NEXT_WORDING = "\n---\n", "\n===\n"


def is_own(value: object) -> bool:
    """Whether it is JSON of ours."""
    return isinstance(value, dict) and MARK in value and isinstance(value.get("files"), list)


def json_of(book: Phrasebook) -> str:
    """The book's phrases as JSON."""
    titles = {scenario.name: scenario.title for scenario in book.scenarios}
    files = [
        {**head_of(sheet), "phrases": [phrase_tree(phrase) for phrase in sheet.phrases]}
        for sheet in phrase_files_of(book.phrases, titles)
    ]
    return json.dumps({MARK: VERSION, "files": files}, ensure_ascii=False, indent=1, default=dict) + "\n"


def read_json(value: Mapping[str, Any], batch: ImportBatch) -> None:
    """Add what our JSON holds to the batch."""
    count = sum(len(file["phrases"]) for file in value["files"] if _has_phrases(file))
    if count + len(value["files"]) > import_limits.ROWS:
        raise QReplyError(t("exchange.too-many-rows", limit=import_limits.ROWS), t("exchange.split.hint"))
    for number, file in enumerate(value["files"], 1):
        if isinstance(file, dict) and isinstance(phrases := file.get("phrases"), list):
            _read(file, phrases, [_place(at, phrase) for at, phrase in enumerate(phrases, 1)], batch)
        else:
            batch.note("refused", "no-phrases", t("exchange.entry", number=number))


def _has_phrases(file: object) -> bool:
    return isinstance(file, dict) and isinstance(file.get("phrases"), list)


def csv_of(book: Phrasebook) -> str:
    """The book's phrases as CSV, a row each."""
    titles = {scenario.name: scenario.title for scenario in book.scenarios}
    rows = (_row(phrase, titles.get(phrase.scenario, "")) for phrase in book.phrases)
    return text_of([HEADER, *(map(quote_formula, row) for row in rows)])


def read_csv(header: Sequence[str], rows: Iterable[Row], batch: ImportBatch) -> None:
    """Add what our CSV holds to the batch."""
    for place, cells in rows:
        if not any(cells):
            continue
        row = dict(zip(header, map(unquote_formula, cells), strict=False))
        if max(map(len, cells)) > import_limits.HTML:
            batch.note(
                "refused", "too-long", place, count=str(max(map(len, cells))), limit=str(import_limits.TEXT)
            )
            continue
        try:
            rest = parse_json(row.get(_REST) or "{}")
        except ValueError:
            rest = None
        if not isinstance(rest, dict):  # a lead may have typed a note there
            batch.note("refused", "broken-rest", place)
            continue
        own = {key: rest.pop(key, {}) for key in ("valid-file", "placeholders", "fragments")}
        file = {
            "scenario": row.get("场景", ""),
            "title": row.get("场景名", ""),
            "valid": own.pop("valid-file"),
            **own,
        }
        _read(file, [_phrase_of(row) | rest], [place], batch)


def _row(phrase: Phrase, title: str) -> list[str]:
    rest: dict[str, Tree] = phrase_tree(phrase)
    cells = {"编号": phrase.id, "场景": phrase.scenario, "场景名": title, "回复": "", "其他说法": ""}
    rest.pop("id", "")
    for column, key in _TEXTS.items():
        cells[column] = str(rest.pop(key, ""))
    for column, key in _LISTS.items():
        cells[column] = _lines(rest.pop(key, ()))
    texts = [text for wording in phrase.wordings for text in wording]
    if not any(f"\n{text}\n".count(mark) for text in texts for mark in (_NEXT_MESSAGE, _NEXT_WORDING)):
        first, *others = (_NEXT_MESSAGE.join(wording) for wording in phrase.wordings or [()])
        cells |= {"回复": first, "其他说法": _NEXT_WORDING.join(others)}
        for key in ("reply", "messages", "variants"):
            rest.pop(key, "")
    used = used_scope(phrase)
    sheet = PhraseFile("", "", phrase.valid[0] if len(phrase.valid) > 1 else None)
    rest |= {
        "valid-file": head_of(sheet).get("valid", {}),
        "placeholders": placeholders_of(used.placeholders),
        "fragments": used.fragments,
    }
    kept = {key: value for key, value in rest.items() if value}
    cells[_REST] = json.dumps(kept, ensure_ascii=False, default=dict) if kept else ""
    return [cells[column] for column in HEADER]


def _lines(value: Tree) -> str:
    return "\n".join(map(str, value)) if isinstance(value, Sequence) else str(value)


def _phrase_of(row: Mapping[str, str]) -> dict[str, Any]:
    tree: dict[str, Any] = {"id": row.get("编号", "")}
    tree |= {key: row.get(column, "") for column, key in _TEXTS.items()}
    tree |= {key: row.get(column, "").split("\n") for column, key in _LISTS.items() if row.get(column)}
    reply, others = row.get("回复", ""), row.get("其他说法", "")
    wordings = [each.split(_NEXT_MESSAGE) for each in ([reply] if reply else []) + _wordings(others)]
    if len(wordings) == 1 and len(wordings[0]) > 1:
        tree["messages"] = wordings[0]
    elif wordings and len(wordings[0]) == 1:
        tree |= {
            "reply": wordings[0][0],
            "variants": [each if len(each) > 1 else each[0] for each in wordings[1:]],
        }
    elif wordings:
        tree["variants"] = [each if len(each) > 1 else each[0] for each in wordings]
    return {key: value for key, value in tree.items() if value}


def _wordings(cell: str) -> list[str]:
    return cell.split(_NEXT_WORDING) if cell else []


def _read(head: Mapping[str, Any], phrases: Sequence[Any], places: Sequence[str], batch: ImportBatch) -> None:
    """Read a file's tree as the loader would read the file."""
    lost: list[str] = []
    tree = {key: _plain(value, lost) for key, value in head.items() if key != "phrases" and value}
    text = "".join(_WRITER.entry(key, value) for key, value in tree.items()) + "phrases:\n"
    starts = []
    for place, phrase in zip(places, phrases, strict=True):
        starts.append((text.count("\n") + 1, place))
        plain = _plain(phrase, lost)
        text += _WRITER.item(plain, 2) if isinstance(plain, Mapping) else f"  - {_WRITER.flow(plain)}\n"
    if lost:
        batch.note("changed", "unsafe", places[0], count=str(len(lost)))
    book = read_file(Source("", text))
    for problem in book.problems:
        if problem.severity == "error":
            place = next((place for start, place in reversed(starts) if start <= problem.line), "")
            batch.note("refused", "problem", place, message=problem.message)
    _keep(book, starts, batch)


def _keep(book: ParsedFile, starts: Sequence[tuple[int, str]], batch: ImportBatch) -> None:
    if book.title:
        batch.titles[book.scenario] = book.title
    for phrase in book.phrases:
        place = next((place for start, place in reversed(starts) if start <= phrase.line), "")
        batch.imported_phrases.append(ImportedPhrase(place, phrase))


def _place(number: int, phrase: object) -> str:
    title = (phrase.get("title") or phrase.get("id")) if isinstance(phrase, dict) else None
    entry = t("exchange.entry", number=number)
    return f"{entry}“{clean_line(title[:40])}”" if isinstance(title, str) and title else entry


def _plain(value: Any, lost: list[str]) -> Tree:
    """A JSON value as the loader knows them: texts, lists, mappings."""
    if isinstance(value, Mapping):
        return {str(_plain(str(key), lost)): _plain(inner, lost) for key, inner in value.items()}
    if isinstance(value, list):
        return [_plain(inner, lost) for inner in value]
    if isinstance(value, bool):
        return str(value).lower()
    text = "" if value is None else str(value)
    if (tidy := clean(text)) != text:
        lost.append(text)
    return tidy
