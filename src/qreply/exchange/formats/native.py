"""Our own JSON, which holds all of a phrase.

It is read, as tables' rows are, by the loader, which alone judges.
"""

from __future__ import annotations

import json
from bisect import bisect_right
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import repeat
from typing import Any, NamedTuple

from qreply.errors import QReplyError
from qreply.exchange import import_limits
from qreply.exchange.batch import ImportBatch, ImportedPhrase
from qreply.exchange.formats.phrase_table import cells_of
from qreply.exchange.formats.row_stamp import CHECK, RowStamp
from qreply.i18n import t
from qreply.phrasebook.model import Phrase, Phrasebook
from qreply.phrasebook.reading.file import ParsedFile, read_file
from qreply.phrasebook.reading.source import Source
from qreply.phrasebook.writing.serializer import head_of, phrase_files_of, phrase_tree
from qreply.phrasebook.writing.yaml_writer import Tree, Writer
from qreply.text.safety import clean, clean_line

VERSION = 1
MARK = "qreply"
_CHECK = "check"  # of each phrase: the checksum that rows of tables have, too
_EXPORTED = "exported"  # checksums of all by ids: what is removed, and not new or changed in the book

_WRITER = Writer()


def is_own(value: object) -> bool:
    """Tell whether it is JSON of ours."""
    return isinstance(value, dict) and MARK in value and isinstance(value.get("files"), list)


def json_of(book: Phrasebook) -> str:
    """Return the book's phrases as JSON, each with what tells whether it was edited since."""
    titles = {scenario.name: scenario.title for scenario in book.scenarios}
    stamps = {phrase.id: cells_of(phrase)[CHECK] for phrase in book.phrases}
    files = [
        {
            **head_of(sheet),
            "phrases": [phrase_tree(phrase) | {_CHECK: stamps[phrase.id]} for phrase in sheet.phrases],
        }
        for sheet in phrase_files_of(book.phrases, titles)
    ]
    checks = {key: RowStamp.read(stamp).check for key, stamp in stamps.items()}
    tree = {MARK: VERSION, _EXPORTED: checks, "files": files}
    return json.dumps(tree, ensure_ascii=False, indent=1, default=dict) + "\n"


def exported_in(value: Mapping[str, Any]) -> dict[str, str] | None:
    """Return the checksums by ids of what was exported to our JSON; None where it does not say.

    They are "" where the ids alone are there.
    """
    known = value.get(_EXPORTED)
    if isinstance(known, dict):
        return {str(key): check if isinstance(check, str) else "" for key, check in known.items()}
    return dict.fromkeys(map(str, known), "") if isinstance(known, list) else None


def read_json(value: Mapping[str, Any], batch: ImportBatch) -> None:
    """Add what our JSON holds to the batch; raises QReplyError for too many."""
    count = sum(len(file["phrases"]) for file in value["files"] if _has_phrases(file))
    if count + len(value["files"]) > import_limits.ROWS:
        raise QReplyError(t("exchange.too-many-rows", limit=import_limits.ROWS), t("exchange.split.hint"))
    for number, file in enumerate(value["files"], 1):
        if isinstance(file, dict) and isinstance(phrases := file.get("phrases"), list):
            places = [_place(at, phrase) for at, phrase in enumerate(phrases, 1)]
            _read(file, [_without_check(phrase) for phrase in phrases], places, batch, _checks_of(phrases))
        else:
            batch.note("refused", "no-phrases", t("exchange.entry", number=number))


def _has_phrases(file: object) -> bool:
    return isinstance(file, dict) and isinstance(file.get("phrases"), list)


def _without_check(phrase: object) -> object:
    if not isinstance(phrase, dict):
        return phrase
    return {key: value for key, value in phrase.items() if key != _CHECK}


def _checks_of(phrases: Iterable[object]) -> list[str]:
    checks = (phrase.get(_CHECK) if isinstance(phrase, dict) else "" for phrase in phrases)
    return [check if isinstance(check, str) else "" for check in checks]


def read_trees(
    trees: Iterable[tuple[Mapping[str, Any], Mapping[str, Tree], str]], batch: ImportBatch
) -> dict[str, Phrase]:
    """Read phrases with the heads of their files as the loader would, and return them by place.

    What is wrong with one is noted in the batch, and it is left out.
    """
    found: dict[str, Phrase] = {}
    for file in _files_of(trees):
        before = len(batch.imported_phrases)
        _read(file.head, file.phrases, file.places, batch)
        found |= {imported.place: imported.phrase for imported in batch.imported_phrases[before:]}
        del batch.imported_phrases[before:]
    return found


@dataclass
class _File:
    head: dict[str, Any]
    phrases: list[Mapping[str, Tree]] = field(default_factory=list)
    places: list[str] = field(default_factory=list)
    ids: set[object] = field(default_factory=set)

    def takes(self, head: Mapping[str, Any], phrase: Mapping[str, Tree]) -> bool:
        """Tell whether the phrase means the same in this file, and its id is free there."""
        if phrase.get("id") in self.ids:
            return False
        for key, value in head.items():
            own = self.head.get(key)
            if key in ("placeholders", "fragments") and isinstance(value, Mapping) and isinstance(own, dict):
                if any(own.get(name, known) != known for name, known in value.items()):
                    return False
            elif own != value:
                return False
        return True

    def add(self, head: Mapping[str, Any], phrase: Mapping[str, Tree], place: str) -> None:
        """Put the phrase in."""
        for key in ("placeholders", "fragments"):
            if isinstance(value := head.get(key), Mapping) and isinstance(own := self.head[key], dict):
                own.update(value)
        self.phrases.append(phrase)
        self.places.append(place)
        self.ids.add(phrase.get("id"))


def _files_of(trees: Iterable[tuple[Mapping[str, Any], Mapping[str, Tree], str]]) -> list[_File]:
    """Put phrases in a row into files as long as they mean the same there."""
    files: list[_File] = []
    for head, phrase, place in trees:
        if not files or not files[-1].takes(head, phrase):
            files.append(
                _File(
                    {key: dict(value) if isinstance(value, Mapping) else value for key, value in head.items()}
                )
            )
        files[-1].add(head, phrase, place)
    return files


class _Start(NamedTuple):
    """Where a phrase begins: its line, its place in the foreign file, and its checksum."""

    line: int
    place: str
    check: str


def _read(
    head: Mapping[str, Any],
    phrases: Sequence[Any],
    places: Sequence[str],
    batch: ImportBatch,
    checks: Sequence[str] = (),
) -> None:
    """Read a file's tree as the loader would read the file."""
    lost: list[str] = []
    tree = {key: _plain(value, lost) for key, value in head.items() if key != "phrases" and value}
    parts = [*(_WRITER.entry(key, value) for key, value in tree.items()), "phrases:\n"]
    lines = sum(part.count("\n") for part in parts)
    starts: list[_Start] = []
    for place, phrase, check in zip(places, phrases, checks or repeat(""), strict=False):
        starts.append(_Start(lines + 1, place, check))
        plain = _plain(phrase, lost)
        item = _WRITER.item(plain, 2) if isinstance(plain, Mapping) else f"  - {_WRITER.flow(plain)}\n"
        lines += item.count("\n")
        parts.append(item)
    if lost:
        batch.note("changed", "unsafe", places[0], count=str(len(lost)))
    book = read_file(Source("", "".join(parts)))
    for problem in book.problems:
        if problem.severity == "error":
            place = _start_of(starts, problem.line).place
            message = t("exchange.problem-hint", message=problem.message, hint=problem.hint)
            batch.note("refused", "problem", place, message=message if problem.hint else problem.message)
    _keep(book, starts, batch)


def _keep(book: ParsedFile, starts: Sequence[_Start], batch: ImportBatch) -> None:
    if book.title:
        batch.titles[book.scenario] = book.title
    for phrase in book.phrases:
        start = _start_of(starts, phrase.line)
        batch.imported_phrases.append(ImportedPhrase(start.place, phrase, check=start.check))


def _start_of(starts: Sequence[_Start], line: int) -> _Start:
    """Return the last start at or before the line."""
    index = bisect_right(starts, line, key=lambda start: start.line)
    return starts[index - 1] if index else _Start(0, "", "")


def _place(number: int, phrase: object) -> str:
    title = (phrase.get("title") or phrase.get("id")) if isinstance(phrase, dict) else None
    entry = t("exchange.entry", number=number)
    return f"{entry}“{clean_line(title[:40])}”" if isinstance(title, str) and title else entry


def _plain(value: Any, lost: list[str]) -> Tree:
    """Return a JSON value as the loader knows them: texts, lists, mappings."""
    if isinstance(value, Mapping):
        return {str(_plain(str(key), lost)): _plain(inner, lost) for key, inner in value.items()}
    if isinstance(value, list | tuple):
        return [_plain(inner, lost) for inner in value]
    if isinstance(value, bool):
        return str(value).lower()
    text = "" if value is None else str(value)
    if (tidy := clean(text)) != text:
        lost.append(text)
    return tidy
