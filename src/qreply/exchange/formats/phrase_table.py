"""Write a phrase as a row with a column for each of its fields.

People edit such rows in a spreadsheet; `row_reader` reads them back.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Mapping, Sequence

from qreply.exchange.formats.row_stamp import CHECK, ID, OF_FILE, REST, SCENARIO, SCENARIO_TITLE, stamp_of_row
from qreply.phrasebook.model import PLATFORMS, Phrase, Wording
from qreply.phrasebook.references import used_scope
from qreply.phrasebook.writing.serializer import PhraseFile, head_of, phrase_tree, placeholders_of
from qreply.phrasebook.writing.yaml_writer import Tree
from qreply.phrasebook.yaml_keys import PLATFORM_NAMES

TITLE, REPLY = "标题", "回复"
FROM, UNTIL = "有效从", "有效到"
MESSAGES, WORDINGS = "\n---\n", "\n===\n"

OTHERS = "其他说法"  # all but the first, as tables of earlier versions have them
TEXTS = {"分组": "group", TITLE: "title", "提示": "note", "没有时": "no-answer"}
LINES = {"问法": "asks", "排除": "not"}
WORDS = {"编码": "code", "标签": "tags", "仅限": "only", "接着": "next", "图片": "images"}
READINGS = "读音"
SEPARATOR = re.compile(r"[\n,，、;；]+")
WORDING_COLUMN = re.compile(r"(.*?)(?:(回复)|说法([2-9]|[1-9][0-9]))")
READING = re.compile(r"([^\n:：]+)[:：][ \t]*([^\n]*)")
SAID = ("reply", "messages", "variants")
_MANY_COLUMNS = 5

_COLUMNS = frozenset(
    (ID, SCENARIO, SCENARIO_TITLE, REST, CHECK, FROM, UNTIL, READINGS, OTHERS, *TEXTS, *LINES, *WORDS)
)

Cells = dict[str, str]


def header_of_phrases(phrases: Iterable[Phrase], *, with_titles: bool) -> list[str]:
    """Name the columns that these phrases take, what a lead edits first.

    There are columns for two wordings or more.
    """
    most: dict[str, int] = {"": 2}
    for phrase in phrases:
        most[""] = max(most[""], len(phrase.wordings))
        for platform, wordings in phrase.platform_wordings.items():
            if platform not in PLATFORMS:
                continue
            most[platform] = max(most.get(platform, 1), len(wordings))
    said = [name for platform, count in most.items() for name in wording_columns(platform, count)]
    ends = (SCENARIO_TITLE, ID, REST, CHECK) if with_titles else (ID, REST, CHECK)
    return [
        TITLE, "编码", "问法", *said[: most[""]], "标签", "分组", SCENARIO, "提示", "排除", *said[most[""] :], "仅限",
        FROM, UNTIL, "接着", "没有时", "图片", READINGS, *ends,
    ]  # fmt: skip


def wording_columns(platform: str, count: int) -> list[str]:
    """Name the columns of this many wordings on a platform, or on any."""
    head = PLATFORMS.get(platform, platform)
    return [f"{head}{REPLY}", *(f"{head}说法{number}" for number in range(2, count + 1))]


def is_phrase_column(column: str) -> bool:
    """Tell whether a column of that name is one of ours."""
    found = WORDING_COLUMN.fullmatch(column)
    return column in _COLUMNS or bool(found and (not found[1] or found[1].lower() in PLATFORM_NAMES))


def is_phrase_table(header: Sequence[str]) -> bool:
    """Tell whether a table with this header is surely one of ours: its rows have ids."""
    return not missing_columns(header) and bool({REST, CHECK} & set(header))


def missing_columns(header: Sequence[str]) -> list[str]:
    """Return which of the columns are missing without which a table of ours cannot be read."""
    return [column for column in (ID, REPLY) if column not in header]


def looks_like_ours(header: Sequence[str]) -> bool:
    """Tell whether so many columns are called as ours that it must have been a table of ours."""
    return sum(map(is_phrase_column, header)) >= _MANY_COLUMNS


def cells_of(phrase: Phrase) -> Cells:
    """Return what stands in the phrase's row by column.

    What no column can hold stands in the last but one, the stamp in the last.
    """
    rest: dict[str, Tree] = phrase_tree(phrase)
    rest.pop("id", "")
    cells: Cells = {ID: phrase.id, SCENARIO: phrase.scenario}
    for column, key in TEXTS.items():
        cells[column] = str(rest.pop(key, ""))
    for column, key in LINES.items():
        cells[column] = "\n".join(texts_of(rest.pop(key, ())))
    for column, key in WORDS.items():
        words = [PLATFORMS.get(word, word) if key == "only" else word for word in texts_of(rest.get(key, ()))]
        if not any(map(SEPARATOR.search, words)):
            cells[column] = "\n".join(words)
            rest.pop(key, "")
    cells |= _validity_cells(rest.pop("valid", {}))
    lines = _reading_lines(phrase.readings)
    if all(map(READING.fullmatch, lines)):
        cells[READINGS] = "\n".join(lines)
        rest.pop("readings", "")
    if _are_plain(phrase.wordings):
        cells |= _wording_cells("", phrase.wordings)
        for key in SAID:
            rest.pop(key, "")
    if all(platform in PLATFORMS and _are_plain(said) for platform, said in phrase.platform_wordings.items()):
        for platform, wordings in phrase.platform_wordings.items():
            cells |= _wording_cells(platform, wordings)
        rest.pop("platforms", "")
    used = used_scope(phrase)
    sheet = PhraseFile("", "", phrase.valid[0] if len(phrase.valid) > 1 else None)
    rest |= {
        "valid-file": head_of(sheet).get("valid", {}),
        "placeholders": placeholders_of(used.placeholders),
        "fragments": used.fragments,
    }
    kept = {key: value for key, value in rest.items() if value}
    cells[REST] = json.dumps(kept, ensure_ascii=False, default=dict) if kept else ""
    cells[CHECK] = stamp_of_row(cells)
    return cells


def head_in(rest: Mapping[str, Tree]) -> dict[str, Tree]:
    """Return what the file of the row's phrase declares, by the file's keys."""
    return {key: rest.get(name, {}) for name, key in OF_FILE.items()}


def texts_of(value: Tree) -> Sequence[str]:
    """Return the texts of a field that holds one or several, or none."""
    if isinstance(value, str):
        return [value] if value else []
    return list(map(str, value)) if isinstance(value, Sequence) else []


def _reading_lines(readings: Mapping[str, str]) -> list[str]:
    return [f"{word}: {reading}" for word, reading in readings.items()]


def _validity_cells(valid: Tree) -> Cells:
    known = valid if isinstance(valid, Mapping) else {}
    return {FROM: str(known.get("from", "")), UNTIL: str(known.get("until", ""))}


def _are_plain(wordings: Sequence[Wording]) -> bool:
    """Tell whether no message holds a line that divides messages or wordings."""
    texts = (text for wording in wordings for text in wording)
    return not any(f"\n{text}\n".count(mark) for text in texts for mark in (MESSAGES, WORDINGS))


def _wording_cells(platform: str, wordings: Sequence[Wording]) -> Cells:
    return dict(zip(wording_columns(platform, len(wordings)), map(MESSAGES.join, wordings), strict=False))
